"""Exhibits of a batch over time: NPS, and the gap between promoters and detractors."""

from collections.abc import Callable, Sequence

import pandas as pd

from helpers.base.words import Words
from helpers.report import drawing
from helpers.report.entries import Entry, Estimate, common_measure
from helpers.report.exhibits.common_charts import alternative_text, figures_alone, interval_line
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_TITLES = {"nps": "trend_nps", "gap": "trend_gap"}
_SUBTITLES = {"nps": "trend_nps_subtitle", "gap": "trend_gap_subtitle"}
Shown = Callable[[float | None], str]


def trends(entries: Sequence[Entry], words: Words) -> list[Exhibit]:
    """NPS and gap of reports in order of their dates; one that is known at fewer than two dates is left out."""
    measure = common_measure(entries)
    scores = [entry.nps for entry in entries]
    gaps = [entry.gap(measure) for entry in entries]
    about = {"measure": words.say(f"measure_{measure}"), "currency": words.unit}
    exhibits = (
        _trend("nps", scores, entries, lambda value: words.points(None if value is None else value / 100), words, {}),
        _trend("gap", gaps, entries, words.money, words, about),
    )
    return [exhibit for exhibit in exhibits if exhibit]


def _trend(
    name: str, figures: Sequence[Estimate], entries: Sequence[Entry], shown: Shown, words: Words, about: dict[str, str]
) -> Exhibit | None:
    frame = pd.DataFrame([_row(entry, figure, shown) for entry, figure in zip(entries, figures, strict=True)])
    drawn = frame[frame["estimate"].notna()]
    if len(drawn) < 2:
        return None
    ends = {"first": drawn["label"].iloc[0], "last": drawn["label"].iloc[-1]}
    days = {"start": words.day(drawn["as_of"].iloc[0]), "end": words.day(drawn["as_of"].iloc[-1])}
    text = ChartText(
        words.say(_TITLES[name], **ends, **days),
        words.say(_SUBTITLES[name], lines=interval_line(words, entries[0].settings), **about),
        entries[0].settings.note,
        format_value=shown,
    )
    labels = [words.say("trend_label", label=row.label, low=shown(row.low), high=shown(row.high)) for row in
              drawn.itertuples()]  # fmt: skip
    alternative = alternative_text(text, pd.Series(labels), drawn["as_of"].map(words.day), words)
    return Exhibit(_TITLES[name], drawing.trend(frame, text), figures_alone(frame), alternative)


def _row(entry: Entry, figure: Estimate, shown: Shown) -> dict:
    ends = {"estimate": figure.estimate, "low": figure.low, "high": figure.high}
    numbers = {name: float("nan") if value is None else value for name, value in ends.items()}
    return {"as_of": entry.settings.as_of, "n": entry.answers, **numbers, "label": shown(figure.estimate)}
