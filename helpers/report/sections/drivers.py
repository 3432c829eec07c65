"""What goes with the score: rated questions by their importance and how they are rated, and what to mend first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.results import Estimate, Mean, is_seen
from helpers.base.words import MISSING
from helpers.compare.drivers.drivers import Drivers, RatedQuestion
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part

_LONGEST = 28  # letters of a question's name


@dataclass(frozen=True)
class DriverRow(ChartRow):
    """A rated question."""

    charts = ("drivers",)
    question: str
    rated: float
    rated_low: float
    rated_high: float
    score: float
    score_low: float
    score_high: float


@section
def drivers(report: Context, found: Drivers) -> Iterable[Part | None]:
    """Importance against rating in one chart, both in a table, and what they bear."""
    line = drivers_line(report, found)
    if line is None:
        yield report.text(report.say(f"driver_{found.reason or 'hidden'}"), kind="missing")
        return
    yield report.text(line)
    yield _chart(report, found) if len(found.questions) > 1 else None
    yield _table(report, found)
    yield report.text(*_notes(report, found))


def drivers_line(report: Context, found: Drivers) -> str | None:
    """Which question goes with the score most, and what to mend first; nothing where that is not told."""
    if not found.questions or not is_seen(found.explained["score"]):
        return None
    names, n = short_names(found.questions), len(found.questions)
    share = found.explained["score"]
    first = max(found.questions, key=lambda name: found.questions[name].score.estimate or 0.0)
    told = {"name": names[first], "n": n, "all": max(share, 0.0), **_ends(found.questions[first].score)}
    if not any(_goes_with(question) for question in found.questions.values()):
        return report.say("driver_nothing", n=n)
    if n == 1:
        return report.say("driver_only", **told)
    unclear = set(found.questions) - {first, *found.apart["score"]}
    line = report.say("driver_most" if not unclear else "driver_unclear", **told)
    mend = _listed(report, (names[name] for name in mend_first(found)))
    return report.join(line, report.say("driver_mend", names=mend) if mend else report.say("driver_mend_none"))


def mend_first(found: Drivers) -> list[str]:
    """Questions that go with the score more than the median of them, and are rated below it beyond chance."""
    important, rated = _cuts(found)
    return [
        name
        for name, question in found.questions.items()
        if _goes_with(question) and not question.falls
        if (question.score.estimate or 0.0) > important and _is_below(question.rated, rated)
    ]


def _is_below(rating: Mean, cut: float) -> bool:
    return rating.high is not None and rating.high < cut


def _cuts(found: Drivers) -> tuple[float, float]:
    """Medians of importance and of rating."""
    questions = found.questions.values()
    shares = [_ends(question.score)["share"] for question in questions]
    return float(np.median(shares)), float(np.median([question.rated.mean for question in questions]))


def _goes_with(question: RatedQuestion) -> bool:
    """Whether a question can be told to go with the score at all."""
    return is_seen(question.score.low) and question.score.low > 0


def _ends(share: Estimate) -> dict[str, float]:
    """A share and its ends as they are told: what lies below nothing is nothing."""
    figures = zip(("share", "low", "high"), (share.estimate, share.low, share.high), strict=True)
    return {name: max(figure, 0.0) if is_seen(figure) else nan for name, figure in figures}


def _listed(report: Context, names: Iterable[str]) -> str:
    return report.say("list_separator").join(names)


def short_names(questions: Iterable[str]) -> dict[str, str]:
    """Header → a name that a chart has room for: without what all long ones begin with, cut, each another one.

    Examples
    --------
    >>> list(short_names(["How satisfied were you with the delivery?", "How satisfied were you with prices?"]).values())
    ['…the delivery?', '…prices?']
    """
    headers = list(questions)
    begin = len(_beginning(headers)) if len(headers) > 1 and max(map(len, headers)) > _LONGEST else 0
    names: dict[str, str] = {}
    for number, header in enumerate(headers, 1):
        rest = header[begin:].strip()
        name = f"…{rest}" if begin > 3 and rest else header
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        names[header] = name if name not in names.values() else f"{number} {name}"
    return names


def _beginning(headers: list[str]) -> str:
    """What all headers begin with, in whole words where there are blanks."""
    letters = takewhile(lambda same: len(set(same)) == 1, zip(*headers, strict=False))
    begin = "".join(same[0] for same in letters)
    return begin[: begin.rindex(" ") + 1] if " " in begin else begin


def _chart(report: Context, found: Drivers) -> Exhibit:
    names, mend, (important, rated) = short_names(found.questions), mend_first(found), _cuts(found)
    rows = [_row(report, name, names[name], question, name in mend) for name, question in found.questions.items()]
    frame = pd.DataFrame(rows)
    title = report.say("driver_chart_mend", names=_listed(report, (names[name] for name in mend)))
    text = report.chart_text(
        title if mend else report.say("driver_chart_none"),
        report.say("driver_subtitle"),
        x=report.say("driver_x"),
        y=report.say("driver_y"),
        first_panel=report.say("driver_corner"),
        format_value=report.words.percent,
    )
    columns = {"rated": "x", "rated_low": "x_low", "rated_high": "x_high", "score": "y", "score_low": "y_low"}
    drawn = frame.rename(columns=columns | {"score_high": "y_high"})
    figure = drawing.quadrant_dots(drawn, (rated, important), text)
    return report.chart("drivers", DriverRow, frame, figure, text)


def _row(report: Context, header: str, name: str, question: RatedQuestion, strong: bool) -> dict[str, Any]:
    mean, share = question.rated, _ends(question.score)
    ends = {"rated": mean.mean, "rated_low": mean.low, "rated_high": mean.high}
    ends |= {"score": share["share"], "score_low": share["low"], "score_high": share["high"]}
    label = report.say("driver_label", rated=_rated(report, question), share=_share(report, question.score))
    return {"question": header, "name": name, "strong": strong, "label": label, **ends}


def _table(report: Context, found: Drivers) -> Grid | None:
    names = short_names(found.questions)
    rows = [
        [names[name], _rated(report, question), _share(report, question.score), _share(report, question.ltv)]
        for name, question in found.questions.items()
    ]
    return report.table(("question", "rated", "for_score", "for_ltv"), rows, report.say("driver_caption"))


def _rated(report: Context, question: RatedQuestion) -> str:
    mean = question.rated
    return report.say("driver_rated", mean=mean.mean, low=mean.low, high=mean.high)


def _share(report: Context, share: Estimate | None) -> str:
    if not is_seen(share):
        return MISSING
    return report.say("driver_share", **_ends(share))


def _notes(report: Context, found: Drivers) -> Iterator[str]:
    """Whom it is of, what can't be told apart, and that it is association."""
    names = short_names([*found.questions, *found.dropped])
    if is_seen(found.left_out):
        yield report.say("driver_basis", n=found.n, left=found.left_out)
    else:
        yield report.say("driver_basis_few")
    if is_seen(found.explained["ltv"]):
        yield report.say("driver_ltv", n=found.valued, all=max(found.explained["ltv"], 0.0))
    if apart := found.apart["score"]:
        first = max(found.questions, key=lambda name: found.questions[name].score.estimate or 0.0)
        yield report.say("driver_apart", first=names[first], names=_listed(report, (names[name] for name in apart)))
    if falls := [names[name] for name, question in found.questions.items() if question.falls]:
        yield report.say("driver_falls", names=_listed(report, falls))
    if found.dropped:
        yield report.say("driver_dropped", names=_listed(report, (names[name] for name in found.dropped)))
    yield report.say("driver_association")
