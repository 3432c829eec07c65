"""Tables on those who did not answer: who answered, plain beside weighted, the ends of what may be."""

from collections.abc import Callable, Iterator

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import MISSING, Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.comparison import Comparison
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.nonresponse.bounds import Bound, Bounds
from helpers.compare.nonresponse.effects import NonResponse
from helpers.compare.nonresponse.weights import SPEND, TENURE
from helpers.report.sentences.common_sentences import period
from helpers.report.show import Grid
from helpers.report.tables.common_tables import few_note, grid

_ORDER = (*TENURE[:-1], *SPEND, "unknown", "other", "all")
_Say = Callable[[float | None], str]


def response_rates_table(missing: NonResponse, words: Words) -> Grid | None:
    """Share who answered, by tenure, earlier spend and channel."""
    rows = [
        [words.say(f"variable_{variable}"), margin_name(variable, band, words), *_rate(rates[band], words)]
        for variable, rates in missing.rates.items()
        if len(rates) > 1 and variable != "channel"  # names from cells; step 1 tells of those that the settings know
        for band in sorted(rates, key=lambda band: _place(variable, band))
    ]
    caption = words.say("rates_caption" if missing.invited_known else "rates_caption_all")
    heads = ("variable", "band", "asked", "answered", "rate", "low", "high")
    return (
        grid(rows, heads, words, " · ".join(filter(None, (caption, few_note(rows, words)))), texts=2) if rows else None
    )


def _place(variable: str, band: str) -> tuple[int, str]:
    first = band.split("+")[0]
    ours = first in _ORDER and (variable != "channel" or first in ("other", "unknown"))
    return (_ORDER.index(first), "") if ours else (-1, band)


def margin_name(variable: str, band: str, words: Words) -> str:
    """Words of a band, of several that are collapsed, or a channel's own name."""
    if variable == "channel" and band not in ("other", "unknown"):
        return band
    return words.say("band_join").join(words.say(f"band_{part}") for part in band.split("+"))


def _rate(rate: Rate, words: Words) -> list[str]:
    if not rate:
        return [MISSING] * 5
    counts = [words.count(rate.denominator), words.count(rate.numerator)]
    return [*counts, words.percent(rate.rate), words.percent(rate.low), words.percent(rate.high)]


def margins_table(missing: NonResponse, words: Words) -> Grid | None:
    """How tenure and earlier spend are spread: all customers, answers, weighted answers."""
    if missing.weights.reason:
        return None
    rows = [
        [
            words.say(f"variable_{margin.variable}"),
            margin_name(margin.variable, margin.band, words),
            words.percent(margin.share_of_customers),
            words.percent(margin.share_of_respondents),
            words.percent(margin.share_weighted),
        ]
        for margin in missing.margins
    ]
    heads = ("variable", "band", "share_customers", "share_answers", "share_weighted")
    caption = " · ".join(filter(None, (words.say("margins_caption"), few_note(rows, words))))
    return grid(rows, heads, words, caption, texts=2)


def plain_and_weighted_table(missing: NonResponse, result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """The score, the means and the gaps, plain beside weighted, each with its interval."""
    if missing.weights.reason:
        return None
    rows = list(_answered(missing, words))
    for measure in MEASURES:
        rows += [*_means(missing, result, measure, words), *_gaps(missing, result, measure, words)]
    plain, weighted, low, high = (words.say(f"head_{head}") for head in ("plain", "weighted", "low", "high"))
    columns = [words.say("head_measure"), words.say("head_figure")]
    columns += [f"{basis}{end}" for basis in (plain, weighted) for end in ("", f" {low}", f" {high}")]
    caption = words.say("beside_caption", currency=words.unit, period=period(words, settings))
    note = " · ".join(filter(None, (caption, few_note(rows, words))))
    return Grid(pd.DataFrame(rows, columns=columns), note, texts=2)


def _answered(missing: NonResponse, words: Words) -> Iterator[list[str]]:
    """Score and mean LTV of all who answered."""
    everybody, weighted = words.say("group_answered"), missing.weighted
    score = _beside(missing.nps, weighted.nps, "value", words.points)
    yield [words.say("method_nps"), everybody, *score]
    mean = _beside(missing.money.answered, weighted.ltv_answered, "mean", words.money)
    yield [words.say("measure_ltv"), everybody, *mean]


def _means(missing: NonResponse, result: Comparison, measure: str, words: Words) -> Iterator[list[str]]:
    for name in SEGMENTS:
        plain, weighted = result.segments[name].mean(measure), missing.weighted.segments[name].mean(measure)
        if plain:
            figures = _beside(plain, weighted, "mean", words.money)
            yield [words.say(f"measure_{measure}"), words.say(f"segment_{name}"), *figures]


def _gaps(missing: NonResponse, result: Comparison, measure: str, words: Words) -> Iterator[list[str]]:
    for name in PAIRS:
        plain, weighted = result.gaps[name].gap(measure), missing.weighted.gaps[name].gap(measure)
        if plain:
            figures = _beside(plain, weighted, "estimate", words.money)
            yield [words.say(f"measure_{measure}"), words.say(f"pair_{name}"), *figures]


def _beside(plain: object, weighted: object, key: str, say: _Say) -> list[str]:
    """Figure and ends of both, blanks where one is not shown."""
    return [say(getattr(basis or None, name, None)) for basis in (plain, weighted) for name in (key, "low", "high")]


def bounds_table(limits: Bounds, result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """Score, LTV and gap as answered, and if all others were detractors, or promoters."""
    if limits.answered.nps is None or not result.segments["none"].matched:
        return None
    parts = {"answered": limits.answered, "detractor": limits.detractor, "promoter": limits.promoter}
    rows = [[words.say(f"bound_{name}"), *_bound(part, words)] for name, part in parts.items()]
    heads = [words.say("head_bound"), words.say("method_nps")]
    heads += [words.say(f"head_{head}") for head in ("ltv_detractor", "ltv_promoter", "gap")]
    caption = words.say("bounds_caption", currency=words.unit, period=period(words, settings))
    return Grid(pd.DataFrame(rows, columns=heads), " · ".join(filter(None, (caption, few_note(rows, words)))))


def _bound(part: Bound, words: Words) -> list[str]:
    money = (part.ltv["detractor"], part.ltv["promoter"], part.gaps["promoter_detractor"])
    return [words.points(part.nps), *map(words.money, money)]
