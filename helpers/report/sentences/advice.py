"""What to do next, and what to keep in mind."""

from collections.abc import Mapping

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.gaps import Comparison
from helpers.compare.ltv import SilentDetectors
from helpers.report.sentences.common import period
from helpers.report.sentences.compare import alike, direction, headline_measure, is_uncalibrated
from helpers.report.sentences.reading import amount_basis


def next_steps(
    result: Comparison,
    silent: SilentDetectors | None,
    ladder: pd.DataFrame | None,
    words: Words,
    settings: Settings,
) -> tuple[str, ...]:
    """Up to three things to do, most urgent first."""
    answered = sum(result.segments[segment]["n"] for segment in SEGMENTS)
    if not answered:
        return (words.say("next_survey"),)
    measure = headline_measure(result)
    when, gap = period(words, settings), result.gaps["promoter_detractor"][measure]
    steps = []
    if direction(gap) == "more":
        share = result.segments["promoter"]["n"] / answered
        steps.append(words.say("next_promoters", share=share, gap=alike(result, measure)(gap["estimate"]), period=when))
    steps += [words.say("next_big_detractors")] if direction(gap) == "less" else []
    steps += [words.say("next_ask")] if gap and direction(gap) == "unclear" else []
    steps += [words.say("next_more")] if _too_few(result, settings) else []
    if silent is not None and silent.ltv_total > 0:
        steps.append(words.say("next_silent", n=silent.n, total=silent.ltv_total, period=when))
    steps += [words.say("next_track")] if is_uncalibrated(result) else []
    if ladder is not None and ladder["gap"].max() > 0:
        widest = ladder.loc[ladder["gap"].idxmax()]
        counts = {"seen": int(widest["seen"]), "expected": int(widest["expected"])}
        steps.append(words.say("next_reporting", name=words.say(f"severities_{widest['severity']}"), **counts))
    return tuple(steps[:3])


def _too_few(result: Comparison, settings: Settings) -> bool:
    return any(result.segments[name]["matched"] < settings.smallest_group for name in ("promoter", "detractor"))


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
