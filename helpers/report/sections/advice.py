"""What to do next, and what to keep in mind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpers.base.results import SEGMENTS, Gap, is_seen
from helpers.compare.comparison import Comparison
from helpers.compare.figures import HEADLINE_PAIR
from helpers.compare.silent_detectors import Complaints, SilentDetectors
from helpers.merge.complaints import Ladder
from helpers.report.context import Context, section
from helpers.report.parts import Part
from helpers.report.phrasing import alike, by_what, direction, is_uncalibrated
from helpers.report.sections.readings import amount_basis
from helpers.report.sections.score import segment_shares


@section
def advice(report: Context, result: Comparison, complaints: Complaints) -> Iterable[Part | None]:
    """What to do next."""
    yield report.text(*next_steps(report, result, complaints))


@section
def caveats(report: Context, ledgers: Mapping[str, Any]) -> Iterable[Part | None]:
    """What every reader has to keep in mind; `ledgers` tell what an amount holds."""
    yield report.text(*_caveats(report, ledgers))


def next_steps(report: Context, result: Comparison, complaints: Complaints) -> tuple[str, ...]:
    """Up to three things to do, most urgent first."""
    if not any(result.segments[segment].n for segment in SEGMENTS):
        return (report.say("next_survey"),)
    silence, records = _on_silence(report, complaints.silent), _on_records(report, result, complaints.ladder)
    return (*_on_gap(report, result), *silence, *records)[:3]


def _on_gap(report: Context, result: Comparison) -> Iterator[str]:
    measure = _measure(result)
    gap = result.gaps[HEADLINE_PAIR].gap(measure)
    if gap:
        label = by_what(report, result, measure) if measure != "ltv" or is_uncalibrated(result) else None
        yield report.join(_of_gap(report, result, gap, measure), *filter(None, [label]))
    least = report.settings.smallest_group
    if any(result.segments[name].matched < least for name in ("promoter", "detractor")):
        yield report.say("next_more")


def _measure(result: Comparison) -> str:
    """The headline's; LTV where that counts every influenced person as a customer: no step rests on that."""
    return "ltv" if is_uncalibrated(result) else result.headline_measure()


def _of_gap(report: Context, result: Comparison, gap: Gap, measure: str) -> str:
    if direction(gap) != "more":
        return report.say("next_big_detractors" if direction(gap) == "less" else "next_ask")
    share = segment_shares([result.segments[segment].n for segment in SEGMENTS])["promoter"]
    return report.say("next_promoters", share=share, gap=alike(result, measure)(gap.estimate))


def _on_silence(report: Context, silent: SilentDetectors | None) -> Iterator[str]:
    if silent and is_seen(silent.ltv_total) and silent.ltv_total > 0:
        yield report.say("next_silent", n=silent.n, total=silent.ltv_total)


def _on_records(report: Context, result: Comparison, ladder: Ladder | None) -> Iterator[str]:
    referral = result.referral
    few = referral.acquired_by_referral < report.settings.min_group_size
    if few and (is_uncalibrated(result) or not referral.anchored):
        yield report.say("next_track")
    if ladder and (rung := ladder.rungs()[ladder.widest()]).gap > 0:
        name = report.say(f"severities_{ladder.widest()}")
        yield report.say("next_reporting", name=name, seen=rung.seen, expected=rung.expected)


def _caveats(report: Context, ledgers: Mapping[str, Any]) -> Iterator[str]:
    settings = report.settings
    yield report.say("interval_meaning", resamples=settings.resamples)
    yield report.say("caveat_association")
    if settings.window == "before":
        yield report.say("caveat_timing")
    yield report.say("caveat_silent")
    yield report.say("caveat_double" if settings.window_days else "mixed_periods")
    if settings.window_days not in (0, 365):
        yield report.say("mixed_window", days=settings.window_days)
    basis = amount_basis(report, ledgers)
    yield report.say("caveat_basis", basis=basis, margin=settings.gross_margin_rate)
    yield report.say("caveat_small", least=settings.smallest_group)
