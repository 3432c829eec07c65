"""The score: how it stands, what was answered, how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import pandas as pd

from helpers.base.digits import share_place, shares_of_whole, told_shares
from helpers.base.results import SEGMENTS
from helpers.collect.nps import Nps, adjusted_wald_interval
from helpers.collect.responses import score_counts
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Part

_ONE_STEP = 1 - 1e-6


@dataclass(frozen=True)
class ScoreRow(ChartRow):
    """Answers of a score, or of scores from `score` to `last`."""

    charts = ("score_distribution",)
    exact = ("share",)
    score: int
    last: int
    segment: Annotated[str, SEGMENTS]
    answers: int
    share: float


@section
def score(report: Context, nps: Nps) -> Iterable[Part | None]:
    """The score, large."""
    return report.headline(score_headline(report, nps))


@section
def scores(report: Context, answers: pd.DataFrame | None, nps: Nps) -> Iterable[Part | None]:
    """Answers by score in the segments' colours, and which scores make which segment."""
    if answers is None or not nps.n:
        yield report.text(report.say("missing_responses"), kind="missing")
        return
    spans, parts = score_spans(report), _parts(report, nps)
    yield _chart(report, answers, nps, parts)
    rows = [[part.name, spans[part.segment], report.words.count(part.n), part.label] for part in parts.itertuples()]
    yield report.table(("segment", "scores", "answers", "share"), rows, report.say("segments_caption"))


@section
def score_interval(report: Context, nps: Nps) -> Iterable[Part | None]:
    """What the interval says, and a second method beside it."""
    if not nps.n:
        return
    confidence = report.settings.confidence
    low, high = adjusted_wald_interval(nps.detractors, nps.passives, nps.promoters, confidence=confidence)
    hundred = report.words.count(100 * confidence)
    meaning = report.say("score_meaning", low=nps.low, high=nps.high, hundred=hundred)
    yield report.text(meaning, report.say("score_check", low=low, high=high))


def score_headline(report: Context, nps: Nps) -> str:
    """The score with its interval and the shares, in one sentence."""
    return report.say("score_headline", **_figures(nps)) if nps.n else report.say("missing_responses")


def score_spans(report: Context) -> dict[str, str]:
    """Segment → its scores, such as 7–8."""
    settings = report.settings
    low, high = sorted(settings.score_bounds)
    starts = (low, settings.passive_from, settings.promoter_from, high + 1)
    spans = (_span(report, first, after - 1) for first, after in pairwise(starts))
    return dict(zip(SEGMENTS, spans, strict=True))


def segment_shares(counts: Sequence[int]) -> dict[str, float | None]:
    """Segment → its share of the answers: as they are read they add up to all, and differ by the score.

    Parameters
    ----------
    counts : sequence of int
        Detractors, passives, promoters.

    Examples
    --------
    >>> segment_shares([357, 477, 676])
    {'detractor': 0.24, 'passive': 0.31, 'promoter': 0.45}
    """
    shares = [count / sum(counts) for count in counts]
    return dict(zip(SEGMENTS, _told(shares) or shares_of_whole(shares), strict=True))


def _told(shares: list[float]) -> list[float] | None:
    """The closest shares whose last less the first is read as the score is; nothing where one would be a step off."""
    place = min(map(share_place, shares))
    whole = int(10**-place)
    score = round((shares[-1] - shares[0]) * whole)
    around = range(int(shares[0] * whole) - 1, int(shares[0] * whole) + 3)
    ways = [(first, whole - 2 * first - score, first + score) for first in around]
    possible = [way for way in ways if min(way) >= 0 and told_shares(shares, way, place)]
    off = {way: max(abs(step - share * whole) for step, share in zip(way, shares, strict=True)) for way in possible}
    closest = min(off, key=off.__getitem__, default=())
    return told_shares(shares, closest, place) if closest and off[closest] < _ONE_STEP else None


def _counts(nps: Nps) -> tuple[int, int, int]:
    return nps.detractors, nps.passives, nps.promoters


def _figures(nps: Nps) -> dict[str, float | None]:
    shares = segment_shares(_counts(nps))
    ends = {"nps": nps.value, "low": nps.low, "high": nps.high, "n": nps.n}
    return ends | {"promoters": shares["promoter"], "detractors": shares["detractor"]}


def _span(report: Context, first: int, last: int) -> str:
    """Scores from one to another; a single one by itself."""
    return str(first) if first == last else report.say("score_span", first=first, last=last)


def _parts(report: Context, nps: Nps) -> pd.DataFrame:
    """Each segment's answers, with its name and share in words."""
    parts = pd.DataFrame({"segment": SEGMENTS, "n": _counts(nps)})
    names = [report.say(f"segment_{segment}") for segment in SEGMENTS]
    return parts.assign(
        name=names, label=[report.words.percent(share) for share in segment_shares(_counts(nps)).values()]
    )


def _chart(report: Context, answers: pd.DataFrame, nps: Nps, parts: pd.DataFrame) -> Exhibit:
    frame = score_counts(answers, report.settings)
    frame["name"] = [_span(report, *ends) for ends in zip(frame["score"], frame["last"], strict=True)]
    frame["label"] = [report.words.percent(share) for share in shares_of_whole(frame["share"].tolist())]
    figures = _figures(nps)
    title, subtitle = report.say("score_chart", **figures), report.say("score_subtitle", **figures)
    text = report.chart_text(title, subtitle, x=scale_question(report))
    drawn = drawing.segment_bars(frame.rename(columns={"share": "value"}), parts, text)
    return report.chart("score_distribution", ScoreRow, frame, drawn, text)


def scale_question(report: Context) -> str:
    """The question and its scale, as the scores are shown: the best is always the highest."""
    first, last = report.settings.score_bounds
    return report.say("score_x" if first < last else "score_x_reversed", low=min(first, last), high=max(first, last))
