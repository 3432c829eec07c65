"""Findings of step 3: what the segments are worth, the gaps, and how sure they are."""

from collections.abc import Callable, Iterable, Mapping
from math import floor, isfinite, log10

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.gaps import MEASURES, Comparison
from helpers.compare.ltv import SilentDetectors
from helpers.report.sentences.common import join, period


def headline_measure(result: Comparison) -> str:
    """``value`` where it could be computed for promoters and detractors, else ``ltv``."""
    return "value" if result.gaps["promoter_detractor"]["value"] else "ltv"


def group_size(block: Mapping, measure: str, words: Words) -> str:
    """How many customers a segment's figure rests on, and how many of them its LRV."""
    counted = (block[measure] or {}).get("n", block["matched"])
    if counted == block["matched"]:
        return words.say("group_n", n=counted)
    return words.say("group_n_lrv", n=block["matched"], lrv=counted)


def value_headline(result: Comparison, words: Words, settings: Settings) -> str:
    """What a promoter and a detractor are worth, the gap, and how sure it is."""
    if not sum(result.segments[segment]["n"] for segment in SEGMENTS):
        mean, n = result.customers["ltv_mean"], result.customers["n"]
        if mean is None:
            few = words.say("total_hidden", n=n, least=settings.smallest_group)
            return few if n else words.say("no_customers_headline")
        return words.say("no_answers_headline", mean=mean, n=n, period=period(words, settings))
    measure = headline_measure(result)
    gap = result.gaps["promoter_detractor"][measure]
    if not gap:
        matched = {f"{name}s": result.segments[name]["matched"] for name in ("promoter", "detractor")}
        if min(matched.values()) >= settings.smallest_group:
            return words.say("gap_hidden")
        return words.say("gap_unknown", least=settings.smallest_group, **matched)
    sentence = words.say(f"gap_{direction(gap)}", **_gap_figures(result, measure), period=period(words, settings))
    if measure == "ltv":
        return join(words, sentence, words.say("by_ltv_only"))
    return join(words, sentence, words.say("uncalibrated_headline")) if is_uncalibrated(result) else sentence


def is_uncalibrated(result: Comparison) -> bool:
    """Whether LRV counts every influenced person as a customer."""
    return result.referral["conversion_source"] == "none"


def direction(gap: Mapping | None) -> str:
    """``more``, ``less`` or ``unclear``: where the gap's interval lies to zero.

    Examples
    --------
    >>> direction({"low": 1.0, "high": 2.0}), direction({"low": -1.0, "high": 2.0})
    ('more', 'unclear')
    """
    if not gap or gap["low"] is None or gap["low"] <= 0 <= gap["high"]:
        return "unclear"
    return "more" if gap["low"] > 0 else "less"


def alike(result: Comparison, measure: str) -> Callable[[float | None], float | None]:
    """Rounds money to the step of the largest mean's third digit, so that means and gaps add up as they are read.

    Under 10 nothing is rounded, nor anything to zero; what is not known stays so.
    """
    return rounder((result.segments[segment][measure] or {"mean": 0})["mean"] for segment in SEGMENTS)


def rounder(figures: Iterable[float | None]) -> Callable[[float | None], float | None]:
    """Rounds money to the step of the third digit of the largest figure; under 10, and to zero, nothing.

    Examples
    --------
    >>> alike = rounder([13_869.6, None, -958.2]); alike(-958.2), alike(13_869.6), alike(20.0)
    (-1000.0, 13900.0, 20.0)
    """
    largest = max((abs(figure) for figure in figures if figure is not None and isfinite(figure)), default=0.0)
    step = max(10.0 ** (floor(log10(largest)) - 2), 1.0) if largest >= 10 else 0.0
    return lambda value: round(value / step) * step or value if step and value and isfinite(value) else value


def unsure(result: Comparison, words: Words, settings: Settings) -> tuple[str, ...]:
    """Where intervals hold the truth less often than they say: a segment with few customers or very uneven spend."""
    if not result.unsure:
        return ()
    names = words.say("list_separator").join(words.say(f"segment_{name}") for name in result.unsure)
    key = "unsure_nine_in_ten" if settings.confidence == 0.95 else "unsure"
    return (words.say(key, segments=names, level=words.percent(settings.confidence)),)


def _gap_figures(result: Comparison, measure: str) -> dict[str, float | None]:
    gap = result.gaps["promoter_detractor"][measure]
    ends = sorted((abs(gap["low"]), abs(gap["high"]))) if direction(gap) == "less" else (gap["low"], gap["high"])
    gap_size = abs(gap["estimate"]) if direction(gap) == "less" else gap["estimate"]
    means = {name: result.segments[name][measure]["mean"] for name in ("promoter", "detractor")}
    figures = {**means, "gap": gap_size, "low": ends[0], "high": ends[1]}
    return {name: alike(result, measure)(value) for name, value in figures.items()}


def silent_sentence(silent: SilentDetectors | None, words: Words, settings: Settings) -> tuple[str, ...]:
    """Detractors who never complained and what they are worth."""
    if silent is None:
        return ()
    figures = {
        "n": silent.n,
        "detractors": silent.detractors,
        "mean": silent.ltv_mean,
        "total": silent.ltv_total,
    }
    return (words.say("silent_detractors", **figures, period=period(words, settings)),)


def growth_sentence(growth: Mapping[str, float | None] | None, words: Words) -> str:
    """Earned growth and its parts."""
    if growth is None:
        return words.say("growth_unknown")
    parts = {"kept": growth["net_revenue_retention"], "earned": growth["earned_new_customers"]}
    if parts["kept"] is None:
        return words.say("growth_few")
    return words.say("growth_kept" if parts["earned"] is None else "growth", rate=growth["rate"], **parts)


def measures_shown(result: Comparison) -> tuple[str, ...]:
    """Measures that exist for some segment, in the order LTV, LRV, value."""
    return tuple(m for m in MEASURES if any(block[m] for name, block in result.segments.items() if name != "none"))


def total_sentence(result: Comparison, words: Words, settings: Settings) -> str:
    """The LTV of all customers, and the net amount that it is made of."""
    found, margin = result.customers, settings.gross_margin_rate
    if found["ltv_total"] is None:
        return words.say("total_hidden", n=found["n"], least=settings.smallest_group)
    money = {"total": found["ltv_total"], "net": found["net_amount_total"]}
    return words.say("total_share", n=found["n"], margin=margin, **money)
