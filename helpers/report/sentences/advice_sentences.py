"""What to do next, and what to keep in mind."""

from collections.abc import Mapping

from helpers.base.parameters import Settings
from helpers.base.results import is_seen
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.comparison import Comparison
from helpers.compare.silent_detectors import SilentDetectors
from helpers.merge.complaints import Ladder
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import alike, direction, is_uncalibrated
from helpers.report.sentences.reading_sentences import amount_basis


def next_steps(
    result: Comparison,
    silent: SilentDetectors | None,
    ladder: Ladder | None,
    words: Words,
    settings: Settings,
) -> tuple[str, ...]:
    """Up to three things to do, most urgent first."""
    answered = sum(result.segments[segment].n for segment in SEGMENTS)
    if not answered:
        return (words.say("next_survey"),)
    measure = result.headline_measure()
    when, gap = period(words, settings), result.gaps["promoter_detractor"].gap(measure)
    steps = []
    if gap and direction(gap) == "more":
        share = result.segments["promoter"].n / answered
        steps.append(words.say("next_promoters", share=share, gap=alike(result, measure)(gap.estimate), period=when))
    steps += [words.say("next_big_detractors")] if direction(gap) == "less" else []
    steps += [words.say("next_ask")] if gap and direction(gap) == "unclear" else []
    steps += [words.say("next_more")] if _too_few(result, settings) else []
    if silent is not None and is_seen(silent.ltv_total) and silent.ltv_total > 0:
        steps.append(words.say("next_silent", n=silent.n, total=silent.ltv_total, period=when))
    steps += [words.say("next_track")] if is_uncalibrated(result) else []
    return tuple([*steps, *_reporting(ladder, words)][:3])


def _reporting(ladder: Ladder | None, words: Words) -> tuple[str, ...]:
    if ladder is None:
        return ()
    severity = ladder.widest()
    rung = ladder.rungs()[severity]
    if rung.gap <= 0:
        return ()
    name = words.say(f"severities_{severity}")
    return (words.say("next_reporting", name=name, seen=rung.seen, expected=rung.expected),)


def _too_few(result: Comparison, settings: Settings) -> bool:
    return any(result.segments[name].matched < settings.smallest_group for name in ("promoter", "detractor"))


def caveats(ledgers: Mapping[str, dict], words: Words, settings: Settings) -> tuple[str, ...]:
    """What every reader of step 3 has to keep in mind; `ledgers` tell what an amount holds."""
    level = words.percent(settings.confidence)
    keys = [
        "caveat_association",
        *(["caveat_timing"] if settings.window == "before" else []),
        "caveat_silent",
    ]
    keys += ["caveat_double"] if settings.window_days else ["mixed_periods"]
    basis = amount_basis(ledgers, words, settings)
    return (
        words.say("interval_meaning", level=level, resamples=settings.resamples),
        *(words.say(key) for key in keys),
        *([words.say("mixed_window", days=settings.window_days)] if settings.window_days not in (0, 365) else []),
        words.say("caveat_basis", basis=basis, margin=settings.gross_margin_rate),
        words.say("caveat_small", least=settings.smallest_group),
    )
