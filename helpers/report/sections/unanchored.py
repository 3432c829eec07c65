"""LRV and V where no records anchor word of mouth: a range, as if every influenced person became a customer."""

from collections.abc import Iterator
from operator import add

from helpers.base.results import SEGMENTS, derived, is_seen
from helpers.compare.comparison import Comparison
from helpers.report.context import Context
from helpers.report.parts import Grid
from helpers.report.phrasing import rounder


def unanchored(report: Context, result: Comparison) -> Iterator[str]:
    """Why LRV is told as a range, and what its upper end takes for k."""
    referral, least = result.referral, report.settings.min_group_size
    yield report.say("unanchored", recorded=referral.acquired_by_referral, least=least)
    if not (is_seen(referral.conversion) and is_seen(referral.acquired)):
        return
    key = "bounded" if referral.conversion < 1 else "not_bounded"
    yield report.say(key, k=referral.conversion, acquired=referral.acquired)


def ranges(report: Context, result: Comparison) -> Grid | None:
    """LRV and value of each segment from k = 0 to the most that k can be; nothing where word of mouth is anchored."""
    if result.referral.anchored:
        return None
    ends = {name: _ends(result, name) for name in SEGMENTS}
    rounded = rounder(end for four in ends.values() for end in four if is_seen(end))
    rows = [
        [report.say(f"segment_{name}"), *(report.words.money(rounded(end) if is_seen(end) else None) for end in four)]
        for name, four in ends.items()
        if any(map(is_seen, four))
    ]
    heads = ("segment", "lrv_from", "lrv_to", "value_from", "value_to")
    return report.table(heads, rows, report.say("ranges_caption"))


def _ends(result: Comparison, name: str) -> tuple[float | None, ...]:
    """Ends of LRV, then of value, which are of different periods over the whole history; lower ones first."""
    segment = result.segments[name]
    if not segment.lrv:
        return (None,) * 4
    lrv = sorted((0.0, segment.lrv.mean))
    if not (segment.ltv and segment.value):
        return (*lrv, None, None)
    return (*lrv, *(derived(add, segment.ltv.mean, end) for end in lrv))
