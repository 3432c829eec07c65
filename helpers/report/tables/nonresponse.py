"""Tables on those who did not answer: who answered, plain beside weighted, the ends of what may be."""

from collections.abc import Mapping

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.gaps import Comparison
from helpers.compare.nonresponse.effects import BOUNDS, NonResponse
from helpers.compare.nonresponse.weights import SPEND, TENURE
from helpers.report.sentences import period
from helpers.report.show import Grid
from helpers.report.tables.common import few_note, grid

_ORDER = (*TENURE[:-1], *SPEND, "unknown", "other", "all")


def response_rates(found: NonResponse, words: Words) -> Grid | None:
    """Share who answered, by tenure, earlier spend and channel."""
    rows = [
        [words.say(f"variable_{variable}"), band_name(variable, band, words), *_rate(rates[band], words)]
        for variable, rates in found.rates.items()
        if len(rates) > 1 and variable != "channel"  # names from cells; step 1 tells of those that the settings know
        for band in sorted(rates, key=lambda band: _place(variable, band))
    ]
    caption = words.say("rates_caption" if found.invited_known else "rates_caption_all")
    heads = ("variable", "band", "asked", "answered", "rate", "low", "high")
    return (
        grid(rows, heads, words, " · ".join(filter(None, (caption, few_note(rows, words)))), texts=2) if rows else None
    )


def _place(variable: str, band: str) -> tuple[int, str]:
    first = band.split("+")[0]
    known = first in _ORDER and (variable != "channel" or first in ("other", "unknown"))
    return (_ORDER.index(first), "") if known else (-1, band)


def band_name(variable: str, band: str, words: Words) -> str:
    """Words of a band, of several that are collapsed, or a channel's own name."""
    if variable == "channel" and band not in ("other", "unknown"):
        return band
    return words.say("band_join").join(words.say(f"band_{part}") for part in band.split("+"))


def _rate(rate: Rate, words: Words) -> list[str]:
    counts = [words.count(rate.denominator), words.count(rate.numerator)]
    return [*counts, words.percent(rate.rate), words.percent(rate.low), words.percent(rate.high)]


def margins(found: NonResponse, words: Words) -> Grid | None:
    """How tenure and earlier spend are spread: all customers, answers, weighted answers."""
    if found.weights["reason"]:
        return None
    rows = [
        [
            words.say(f"variable_{row.variable}"),
            band_name(row.variable, row.band, words),
            words.percent(row.share_of_customers),
            words.percent(None if pd.isna(row.share_of_respondents) else row.share_of_respondents),
            words.percent(row.share_weighted),
        ]
        for row in found.margins.itertuples()
    ]
    heads = ("variable", "band", "share_customers", "share_answers", "share_weighted")
    caption = " · ".join(filter(None, (words.say("margins_caption"), few_note(rows, words))))
    return grid(rows, heads, words, caption, texts=2)


def plain_and_weighted(found: NonResponse, words: Words, settings: Settings) -> Grid | None:
    """The score, the means and the gaps, plain beside weighted, each with its interval."""
    if found.weights["reason"]:
        return None
    everybody = words.say("group_answered")
    rows = [[words.say("method_nps"), everybody, *_both(found.nps, "value", words.points)]]
    rows.append([words.say("measure_ltv"), everybody, *_both(found.ltv_answered, "mean", words.money)])
    for measure in MEASURES:
        for names, prefix, key in ((found.segments, "segment", "mean"), (found.gaps, "pair", "estimate")):
            rows += [
                [
                    words.say(f"measure_{measure}"),
                    words.say(f"{prefix}_{name}"),
                    *_both(both[measure], key, words.money),
                ]
                for name, both in names.items()
                if both[measure]["plain"]
            ]
    plain, weighted, low, high = (words.say(f"head_{head}") for head in ("plain", "weighted", "low", "high"))
    columns = [
        words.say("head_measure"),
        words.say("head_figure"),
        plain,
        f"{plain} {low}",
        f"{plain} {high}",
        weighted,
        f"{weighted} {low}",
    ]
    caption = words.say("beside_caption", currency=words.unit, period=period(words, settings))
    frame = pd.DataFrame(rows, columns=[*columns, f"{weighted} {high}"])
    return Grid(frame, " · ".join(filter(None, (caption, few_note(rows, words)))), texts=2)


def _both(both: Mapping, key: str, said) -> list[str]:
    return [said((both[basis] or {}).get(name)) for basis in ("plain", "weighted") for name in (key, "low", "high")]


def bounds(found: NonResponse, result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """Score, LTV and gap as answered, and if all others were detractors, or promoters."""
    if found.nps["plain"] is None or not result.segments["none"]["matched"]:
        return None
    as_answered = {
        "nps": found.nps["plain"]["value"],
        "ltv": {segment: (result.segments[segment]["ltv"] or {}).get("mean") for segment in SEGMENTS},
        "gaps": {pair: (result.gaps[pair]["ltv"] or {}).get("estimate") for pair in PAIRS},
    }
    parts = {"answered": as_answered, **{segment: found.bounds[segment] for segment in BOUNDS}}
    rows = [[words.say(f"bound_{name}"), *_bound(part, words)] for name, part in parts.items()]
    heads = [words.say("head_bound"), words.say("method_nps")]
    heads += [words.say(f"head_{head}") for head in ("ltv_detractor", "ltv_promoter", "gap")]
    caption = words.say("bounds_caption", currency=words.unit, period=period(words, settings))
    return Grid(pd.DataFrame(rows, columns=heads), " · ".join(filter(None, (caption, few_note(rows, words)))))


def _bound(part: Mapping, words: Words) -> list[str]:
    means = [words.money(part["ltv"][segment]) for segment in ("detractor", "promoter")]
    return [words.points(part["nps"]), *means, words.money(part["gaps"]["promoter_detractor"])]
