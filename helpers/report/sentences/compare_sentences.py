"""Findings of step 3: what the segments are worth, the gaps, and how sure they are."""

from helpers.base.parameters import Settings
from helpers.base.results import Estimate, is_seen
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.compare.growth import Growth
from helpers.compare.silent_detectors import SilentDetectors
from helpers.report.phrasing import alike, direction, is_uncalibrated, measures_shown, outward, rounder
from helpers.report.sentences.common_sentences import join, period

__all__ = [
    "alike",
    "direction",
    "is_uncalibrated",
    "measures_shown",
    "outward",
    "rounder",
]  # until all topics are sections


def group_size(segment: SegmentValue, measure: str, words: Words) -> str:
    """How many customers a segment's figure rests on, and how many of them its LRV."""
    mean = segment.mean(measure)
    counted = mean.n if mean else segment.matched
    if counted == segment.matched:
        return words.say("group_n", n=counted)
    return words.say("group_n_lrv", n=segment.matched, lrv=counted)


def value_headline(result: Comparison, words: Words, settings: Settings) -> str:
    """What a promoter and a detractor are worth, the gap, and how sure it is."""
    if not sum(result.segments[segment].n for segment in SEGMENTS):
        mean, n = result.customers.ltv_mean, result.customers.n
        if not is_seen(mean):
            few = words.say("total_hidden", n=n, least=settings.smallest_group)
            return few if n else words.say("no_customers_headline")
        return words.say("no_answers_headline", mean=mean, n=n, period=period(words, settings))
    measure = result.headline_measure()
    gap = result.gaps["promoter_detractor"].gap(measure)
    if not gap:
        matched = {f"{name}s": result.segments[name].matched for name in ("promoter", "detractor")}
        if min(matched.values()) >= settings.smallest_group:
            return words.say("gap_hidden")
        return words.say("gap_unknown", least=settings.smallest_group, **matched)
    sentence = words.say(f"gap_{direction(gap)}", **_gap_figures(result, gap, measure), period=period(words, settings))
    if measure == "ltv":
        return join(words, sentence, words.say("by_ltv_only"))
    return join(words, sentence, words.say("uncalibrated_headline")) if is_uncalibrated(result) else sentence


def unsure(result: Comparison, words: Words, settings: Settings) -> tuple[str, ...]:
    """Where intervals hold the truth less often than they say: a segment with few customers or very uneven spend."""
    uncertain = [name for name in SEGMENTS if result.segments[name].uncertain]
    if not uncertain:
        return ()
    names = words.say("list_separator").join(words.say(f"segment_{name}") for name in uncertain)
    key = "unsure_nine_in_ten" if settings.confidence == 0.95 else "unsure"
    return (words.say(key, segments=names, level=words.percent(settings.confidence)),)


def _gap_figures(result: Comparison, gap: Estimate, measure: str) -> dict[str, float | None]:
    means = {name: result.segments[name].mean(measure) for name in ("promoter", "detractor")}
    figures = {**{name: mean.mean for name, mean in means.items() if mean}, **outward(gap)}
    return {name: alike(result, measure)(value) for name, value in figures.items()}


def silent_sentence(silent: SilentDetectors | None, words: Words, settings: Settings) -> tuple[str, ...]:
    """Detractors who never complained and what they are worth."""
    if silent is None or not is_seen(silent.n):
        return ()
    figures = {
        "n": silent.n,
        "detractors": silent.detractors,
        "mean": silent.ltv_mean,
        "total": silent.ltv_total,
    }
    return (words.say("silent_detractors", **figures, period=period(words, settings)),)


def growth_sentence(growth: Growth | None, words: Words) -> str:
    """Earned growth and its parts."""
    if growth is None:
        return words.say("growth_unknown")
    kept, earned = growth.net_revenue_retention, growth.earned_new_customers
    if not is_seen(kept):
        return words.say("growth_few")
    key = "growth" if is_seen(earned) else "growth_kept"
    return words.say(key, rate=growth.rate, kept=kept, earned=earned)


def total_sentence(result: Comparison, words: Words, settings: Settings) -> str:
    """The LTV of all customers, and the net amount that it is made of."""
    customers, margin = result.customers, settings.gross_margin_rate
    if not is_seen(customers.ltv_total):
        return words.say("total_hidden", n=customers.n, least=settings.smallest_group)
    money = {"total": customers.ltv_total, "net": customers.net_amount_total}
    return words.say("total_share", n=customers.n, margin=margin, **money)
