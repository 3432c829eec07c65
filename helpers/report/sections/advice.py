"""What to do next, and what to keep in mind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpers.base.results import SEGMENTS, Gap, is_seen
from helpers.compare.call_list import CALLED_SEGMENTS
from helpers.compare.comparison import Comparison
from helpers.compare.drivers.drivers import Drivers
from helpers.compare.figures import HEADLINE_PAIR
from helpers.compare.outlook import Outlook
from helpers.compare.silent_detectors import SilentDetectors
from helpers.compare.words import SegmentWords
from helpers.report.context import Context, section
from helpers.report.parts import Part
from helpers.report.phrasing import alike, by_what, direction, is_uncalibrated, private_place
from helpers.report.sections.at_stake import at_stake_line
from helpers.report.sections.calls import calls_line
from helpers.report.sections.drivers import mend_first, short_names
from helpers.report.sections.readings import amount_basis
from helpers.report.sections.score import segment_shares
from helpers.report.steps import READING_SHEET

MOST_STEPS = 4


@section
def outlook(report: Context, ahead: Outlook) -> Iterable[Part | None]:
    """What is at stake, in a sentence."""
    assert ahead.stakes is not None, "found in this notebook"
    yield from report.headline(at_stake_line(report, ahead.stakes))


@section
def advice(report: Context, ahead: Outlook) -> Iterable[Part | None]:
    """What to do next."""
    yield report.text(*next_steps(report, ahead))


@section
def caveats(report: Context, ledgers: Mapping[str, Any]) -> Iterable[Part | None]:
    """What every reader has to keep in mind; `ledgers` tell what an amount holds."""
    yield report.text(*_caveats(report, ledgers))


def next_steps(report: Context, ahead: Outlook) -> tuple[str, ...]:
    """Up to `MOST_STEPS` things to do, most urgent first: with persons, then with the shop, then with the records."""
    result = ahead.result
    if not any(result.segments[segment].n for segment in SEGMENTS):
        return (report.say("next_survey"),)
    told = (
        calls_line(report, ahead.calls, ahead.stakes),
        _on_ratings(report, ahead.drivers),
        _on_words(report, ahead.words),
    )
    silence, records = _on_silence(report, ahead.complaints.silent), _on_records(report, ahead)
    steps = [*filter(None, told), *_on_gap(report, result), *silence, *records]
    return tuple(steps[:MOST_STEPS]) or (report.say("next_nothing"),)


def _on_ratings(report: Context, found: Drivers | None) -> str | None:
    """What to mend: what goes with the score more than most, and is rated lower than most."""
    if not found or not found.questions or not is_seen(found.explained["score"]) or not (mend := mend_first(found)):
        return None
    first = max(mend, key=lambda name: found.questions[name].score.estimate or 0.0)
    asked = found.questions[first]
    told = {"n": asked.rated.n, "mean": asked.rated.mean, "share": asked.score.estimate}
    return report.say("next_mend", name=short_names(found.questions)[first], **told)


def _on_words(report: Context, written: SegmentWords | None) -> str | None:
    """How many detractors and passives wrote, where that may be told."""
    counts = [written.writers[segment] for segment in CALLED_SEGMENTS] if written and written.writers else []
    if not counts or not all(map(is_seen, counts)) or sum(counts) < report.settings.min_cell:
        return None
    return report.say("next_read", n=sum(counts), sheet=private_place(report, f"{READING_SHEET}.xlsx"))


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


def _on_records(report: Context, ahead: Outlook) -> Iterator[str]:
    result, ladder = ahead.result, ahead.complaints.ladder
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
