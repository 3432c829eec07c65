"""Those who did not answer: what they are worth, who answers, what weights change, the ends of what may be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import nan
from operator import attrgetter
from typing import Annotated, Any

import pandas as pd

from helpers.base.digits import shares_of_whole
from helpers.base.proportions import Rate
from helpers.base.results import SEGMENTS, Mean, is_seen
from helpers.base.words import MISSING, Words
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS
from helpers.compare.nonresponse.bounds import Bound, Bounds
from helpers.compare.nonresponse.effects import ANSWER_GROUPS, NonResponse
from helpers.compare.nonresponse.weights import SPEND, TENURE
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import Rounder, direction, measures_shown, rounder, told_gap

_ORDER = (*TENURE[:-1], *SPEND, "unknown", "other", "all")
_SHARES = ("share_of_customers", "share_of_respondents", "share_weighted")


@dataclass(frozen=True)
class AnswerRow(ChartRow):
    """Mean LTV of those who answered, or did not."""

    charts = ("nonresponse",)
    group: Annotated[str, ANSWER_GROUPS]
    customers: int
    mean: float
    low: float
    high: float


@section
def nonresponse(report: Context, missing: NonResponse) -> Iterable[Part | None]:
    """What those who answered, and who did not, are worth, and who answers."""
    worth = _worth(report, missing)
    if missing.difference:
        yield _chart(report, missing)
    else:
        yield report.text(worth, kind="missing")
    yield report.text(worth, _fifths(report, missing))
    yield _response_rates(report, missing)


@section
def weighting(report: Context, missing: NonResponse, result: Comparison) -> Iterable[Part | None]:
    """How the answers were weighted, and what that changes."""
    yield report.text(*_weights(report, missing, result.customers.n))
    if not missing.weights.reason:
        yield _margins(report, missing)
        yield _plain_and_weighted(report, missing, result)


@section
def bounds(report: Context, limits: Bounds, result: Comparison) -> Iterable[Part | None]:
    """The ends of what may be: all who did not answer detractors, or promoters."""
    silent, low, high = result.segments["none"].matched, limits.detractor.nps, limits.promoter.nps
    if silent and low is not None and high is not None:
        yield report.text(report.say("bounds_sentence", n=silent, low=low, high=high))
    if silent and limits.answered.nps is not None:
        parts = {"answered": limits.answered, "detractor": limits.detractor, "promoter": limits.promoter}
        rows = [[report.say(f"bound_{name}"), *_bound(report, part)] for name, part in parts.items()]
        heads = ("bound", "nps", "ltv_detractor", "ltv_promoter", "gap")
        yield report.table(heads, rows, report.say("bounds_caption"))


def _bound(report: Context, part: Bound) -> list[str]:
    money = (part.ltv["detractor"], part.ltv["promoter"], part.gaps["promoter_detractor"])
    return [report.words.points(part.nps), *map(report.words.money, money)]


def _worth(report: Context, missing: NonResponse) -> str:
    """Whether those who answered are worth more or less than the others."""
    gap, money = missing.difference, missing.money
    if not (gap and money.answered):
        there = is_seen(money.all) and (is_seen(money.answered) or is_seen(money.silent))
        return report.say("nonresponse_nobody" if there else "nonresponse_hidden")
    alike = rounder([money.answered.mean], [gap.estimate])
    return report.say(f"nonresponse_{direction(gap)}", **told_gap(gap, alike))


def _chart(report: Context, missing: NonResponse) -> Exhibit:
    means = {name: mean for name in ANSWER_GROUPS if (mean := missing.money.of(name))}
    alike = rounder(mean.mean for mean in means.values())
    frame = pd.DataFrame([_answer_row(report, name, mean, alike) for name, mean in means.items()])
    title = report.say(f"nonresponse_chart_{direction(missing.difference)}")
    text = report.chart_text(title, report.say("nonresponse_subtitle"))
    drawn = drawing.forest(frame.rename(columns={"mean": "estimate"}), text)
    return report.chart("nonresponse", AnswerRow, frame, drawn, text)


def _answer_row(report: Context, name: str, mean: Mean, alike: Rounder) -> dict[str, Any]:
    estimate, low, high = alike.ends(mean.mean, mean.low, mean.high)
    return {
        "group": name,
        "customers": mean.n,
        "name": report.say(f"group_{name}"),
        "note": report.say("group_n", n=mean.n),
        "mean": mean.mean,
        "low": nan if mean.low is None else mean.low,
        "high": nan if mean.high is None else mean.high,
        "strong": name in ("answered", "silent"),
        "label": report.say("gap_label", estimate=estimate, low=low, high=high),
    }


def _fifths(report: Context, missing: NonResponse) -> str | None:
    """How likely the least and the most likely fifth are to answer, and what they are worth."""
    if not missing.fifths:
        return None
    first, last = missing.fifths[0], missing.fifths[-1]
    if not (first.response and last.response and first.ltv and last.ltv):
        return None
    sizes = [fifth.ltv.n for fifth in missing.fifths if fifth.ltv]
    everybody = sum(sizes)
    figures = {
        "low_rate": first.response.rate, "low_ltv": first.ltv.mean, "low_share": first.ltv.n / everybody,
        "high_rate": last.response.rate, "high_ltv": last.ltv.mean, "high_share": last.ltv.n / everybody,
    }  # fmt: skip
    return report.say("fifths_sentence", **figures)


def _response_rates(report: Context, missing: NonResponse) -> Grid | None:
    """Share who answered, by tenure and earlier spend."""
    rows = [
        [report.say(f"variable_{variable}"), _band_name(report, variable, band), *_rate(report, rates[band])]
        for variable, rates in missing.rates.items()
        if len(rates) > 1 and variable != "channel"  # names from cells; step 1 tells of those that the settings know
        for band in sorted(rates, key=lambda band: _ORDER.index(band.split("+")[0]))
    ]
    caption = report.say("rates_caption" if missing.invited_known else "rates_caption_all")
    return report.table(("variable", "band", "asked", "answered", "rate", "low", "high"), rows, caption, texts=2)


def _band_name(report: Context, variable: str, band: str) -> str:
    """Words of a band, of several that are collapsed, or a channel's own name."""
    if variable == "channel" and band not in ("other", "unknown"):
        return band
    return report.say("band_join").join(report.say(f"band_{part}") for part in band.split("+"))


def _rate(report: Context, rate: Rate) -> list[str]:
    if not rate:
        return [MISSING] * 5
    counts = map(report.words.count, (rate.denominator, rate.numerator))
    return [*counts, *report.words.with_ends("percent", rate.rate, rate.low, rate.high)]


def _weights(report: Context, missing: NonResponse, customers: int) -> Iterator[str]:
    """How the answers were weighted, or why not."""
    weights = missing.weights
    if weights.reason:
        yield report.say(f"weights_{weights.reason}")
        return
    left_out = weights.spend_left_out
    figures = {"n": weights.n, "n_eff": weights.n_eff, "largest": weights.largest}
    yield report.say("weights_used_tenure" if left_out else "weights_used", customers=customers, **figures)
    if left_out:
        yield report.say(f"weights_{left_out}")
    if weights.trimmed:
        yield report.say("weights_trimmed", n=weights.trimmed)
    yield report.say("weights_meaning")


def _margins(report: Context, missing: NonResponse) -> Grid | None:
    """How tenure and earlier spend are spread: all customers, answers, weighted answers."""
    rows = []
    for variable, same in groupby(missing.margins, attrgetter("variable")):
        bands = list(same)
        columns = [shares_of_whole([getattr(margin, share) for margin in bands]) for share in _SHARES]
        for margin, *shares in zip(bands, *columns, strict=True):
            names = [report.say(f"variable_{variable}"), _band_name(report, variable, margin.band)]
            rows.append([*names, *map(report.words.percent, shares)])
    heads = ("variable", "band", "share_customers", "share_answers", "share_weighted")
    return report.table(heads, rows, report.say("margins_caption"), texts=2)


def _plain_and_weighted(report: Context, missing: NonResponse, result: Comparison) -> Grid | None:
    """The score, the means and the gaps, plain beside weighted, each with its interval."""
    rows = [
        [report.say(measure), report.say(figure), *figures]
        for measure, figure, figures in _both(report, missing, result)
    ]
    ends = [f"{basis}{end}" for basis in ("plain", "weighted") for end in ("", " low", " high")]
    answers = {"all": missing.nps.n if missing.nps else 0, "known": missing.weights.n}
    return report.table(("measure", "figure", *ends), rows, report.say("beside_caption", **answers), texts=2)


def _both(report: Context, missing: NonResponse, result: Comparison) -> Iterator[tuple[str, str, list[str]]]:
    """Measure, whose it is, and the figures."""
    words, weighted, answered = report.words, missing.weighted, missing.money.answered
    yield "method_nps", "group_answered", _beside(words, "points", missing.nps, weighted.nps, "value")
    yield "measure_ltv", "group_answered", _beside(words, "money", answered, weighted.ltv_answered, "mean")
    for measure in measures_shown(result):
        for name in SEGMENTS:
            if plain := result.segments[name].mean(measure):
                figures = _beside(words, "money", plain, weighted.segments[name].mean(measure), "mean")
                yield f"measure_{measure}", f"segment_{name}", figures
        for name in PAIRS:
            if gap := result.gaps[name].gap(measure):
                figures = _beside(words, "money", gap, weighted.gaps[name].gap(measure), "estimate")
                yield f"measure_{measure}", f"pair_{name}", figures


def _beside(words: Words, form: str, plain: object, weighted: object, key: str) -> list[str]:
    """Figure and ends of both, blanks where one is not shown."""
    both = [[getattr(basis or None, name, None) for name in (key, "low", "high")] for basis in (plain, weighted)]
    return [text for figures in both for text in words.with_ends(form, *figures)]
