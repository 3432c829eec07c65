"""Champions, affluents, advocates, misers: how many, what they bring, and what to do with each."""

from collections.abc import Iterable

from helpers.base.results import is_seen
from helpers.compare.quadrants import QUADRANTS, Quadrants
from helpers.report.context import Context, section
from helpers.report.parts import Part
from helpers.report.phrasing import rounder


@section
def quadrants(report: Context, found: Quadrants) -> Iterable[Part | None]:
    """The four parts with their money, and a sentence on each; or why there are none."""
    if not found.parts:
        yield report.text(report.say(f"quadrant_{found.reason}"), kind="missing")
        return
    yield report.text(*_told(report, found))
    parts = [found.parts[name] for name in QUADRANTS]
    rounded = rounder([part.ltv_mean for part in parts] + [part.lrv_mean for part in parts])
    rows = [
        [
            report.say(f"quadrant_name_{name}"),
            report.words.count(part.n),
            report.words.money(rounded(part.ltv_mean)),
            report.words.money(rounded(part.lrv_mean)),
            report.words.exact_money(part.ltv_total),
        ]
        for name, part in zip(QUADRANTS, parts, strict=True)
    ]
    heads = ("quadrant", "customers", "ltv_mean", "lrv_mean", "ltv_total")
    yield report.table(heads, rows, report.say("quadrant_caption"))
    yield report.text(*(report.say(f"quadrant_do_{name}") for name in QUADRANTS))


def _told(report: Context, found: Quadrants) -> Iterable[str]:
    """How many are champions; of all, as far as it may be told."""
    counts = [found.parts[name].n for name in QUADRANTS]
    if all(map(is_seen, counts)):
        yield report.say("quadrant_line", champions=counts[0], affluents=counts[1], n=sum(counts))
    if report.settings.conversion == "none":
        yield report.say("uncalibrated")
