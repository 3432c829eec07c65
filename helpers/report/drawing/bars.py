"""Charts of bars: upright ones in the colours of segments under their brackets, and steps under each other."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report import style
from helpers.report.drawing.parts import (
    Look,
    Row,
    checked_frame,
    grey_bars,
    in_order,
    panels,
    row_height,
    rows,
    shown_label,
    write_words,
)
from helpers.report.style import COLOURS, GREY, SMALL, TEXT, TEXT_COLOURS, ChartText, card, themed, wrapped

BARS_WIDTH = 6.6  # inches that all scores take along the axis


@themed
def bracketed_bars(frame: pd.DataFrame, segments: pd.DataFrame, text: ChartText) -> Figure:
    """Upright bars of shares in the colours of their segments, and above them the segments' names and shares.

    Parameters
    ----------
    frame
        One row a bar, from the left: `name`, `segment`, `value` (0 to 1), `label` (the share in words).
    segments
        One row a segment: `segment`, `name`, `label`.
    text
        `x` names the bars, `y` the shares. There is no value axis: every bar carries its label.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["3", "9"], "segment": ["detractor", "promoter"],
    ...                       "value": [0.25, 0.75], "label": ["25 %", "75 %"]})
    >>> segments = pd.DataFrame({"segment": ["promoter"], "name": ["Promoters"], "label": ["75 %"]})
    >>> len(bracketed_bars(frame, segments, ChartText("Three of four recommend")).axes)
    2
    """
    frame = checked_frame(frame, "name", "segment", "value", "label")
    brackets = _brackets(frame, checked_frame(segments, "segment", "name", "label"))
    tallest = max([0.0, *(style.height(words, TEXT) for words in brackets["words"])])
    figure = card(text, 2.9 + tallest)
    top, axes = panels(figure, [tallest + 0.1, 2.5], sharex=True)
    for row in brackets.itertuples():
        _bracket(top, row)
    top.set(ylim=(0, 1), yticks=[])
    top.tick_params(labelbottom=False)
    _bars(axes, frame, text)
    return figure


def _brackets(frame: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Places of the first and the last bar of each segment, and its words in lines that fit between them."""
    places = frame.assign(place=frame.index).groupby("segment")["place"]
    both = in_order(segments.merge(places.agg(first="min", last="max"), on="segment", validate="one_to_one"))
    spans = (both["last"] - both["first"] + 1) * BARS_WIDTH / len(frame)
    widths = both["name"].map(lambda name: style.width(name, TEXT))
    # The last one may lean over the room that its neighbour's name leaves.
    limits = spans.add(((spans - widths).clip(lower=0) / 2).shift(1).where(both.index == len(both) - 1), fill_value=0)
    names = [wrapped(name, TEXT, limit) for name, limit in zip(both["name"], limits, strict=True)]
    leans = (widths > spans) & (widths <= limits)
    return both.assign(words=pd.Series(names, both.index, str) + "\n" + both["label"], leans=leans)


def _bracket(axes: Axes, row: Row) -> None:
    look: Look = {"color": COLOURS[row.segment], "lw": 3, "solid_capstyle": "butt", "clip_on": False}
    axes.plot([row.first - 0.4, row.last + 0.4], [0, 0], gid=f"bracket:{row.segment}", **look)
    at, side = (row.last + 0.4, "right") if row.leans else ((row.first + row.last) / 2, "center")
    write_words(axes, row.words, (at, 0), (0, 4), ha=side, va="bottom", color=TEXT_COLOURS[row.segment])


def _bars(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    for row in frame.itertuples():
        share = 0.0 if pd.isna(row.value) else row.value
        if share:
            axes.bar(row.Index, share, width=0.8, color=COLOURS[row.segment], gid=f"bar:{row.segment}")
        write_words(
            axes,
            shown_label(row.value, row.label, text),
            (row.Index, share),
            (0, 3),
            ha="center",
            va="bottom",
            size=SMALL,
        )
    axes.set(xlim=(-0.5, len(frame) - 0.5), yticks=[], xlabel=text.x, ylabel=text.y)
    axes.set_xticks(range(len(frame)), frame["name"])
    axes.set_ylim(0, max([0.01, *frame["value"].dropna()]) * 1.1)
    axes.axhline(0, color=GREY, lw=0.8, gid="zero")


@themed
def step_bars(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Grey bars from zero under each other, one a step, the first on top.

    Parameters
    ----------
    frame
        One row a step: `name`, `value` (unknown: no bar), `label`; optional `note` (a grey line under the name).
    text
        Title, subtitle, note. There is no value axis: every bar carries its label.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Asked", "Answered"], "value": [400, 148],
    ...                       "label": ["400", "148 · 37 % of asked"]})
    >>> len(step_bars(frame, ChartText("A third answered")).axes[0].patches)
    2
    """
    frame = checked_frame(frame, "name", "value", "label")
    notes = frame["note"].fillna("").tolist() if "note" in frame else None
    figure = card(text, row_height(frame["name"], 0.42, notes) * len(frame) + 0.1)
    axes = figure.subplots()
    rows(axes, frame["name"], notes)
    grey_bars(axes, frame["value"], frame["label"], text)
    return figure
