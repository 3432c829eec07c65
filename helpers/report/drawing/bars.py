"""Charts of bars under each other: by segment in its colour, and steps in grey."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    BAR_HEIGHT,
    axis_height,
    checked_frame,
    grey_bars,
    head_panel,
    in_order,
    name_axis,
    panels,
    shown_label,
    span,
    zero_line,
)
from helpers.report.drawing.rows import headed_height, rows_of
from helpers.report.style import COLOURS, TEXT, TEXT_COLOURS, ChartText, card, themed, wrapped


@themed
def segment_bars(frame: pd.DataFrame, segments: pd.DataFrame, text: ChartText) -> Figure:
    """Bars of shares in the colours of their segments, a panel a segment, headed by its name and share.

    Parameters
    ----------
    frame
        One row a bar, from the top: `name`, `segment`, `value` (0 to 1), `label` (the share in words).
    segments
        One row a segment: `segment`, `name`, `label`.
    text
        `x` names the bars. There is no value axis: every bar carries its label.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["3", "9"], "segment": ["detractor", "promoter"],
    ...                       "value": [0.25, 0.75], "label": ["25 %", "75 %"]})
    >>> segments = pd.DataFrame({"segment": ["promoter"], "name": ["Promoters"], "label": ["75 %"]})
    >>> len(segment_bars(frame, segments, ChartText("Three of four recommend")).axes)
    1
    """
    frame = checked_frame(frame, "name", "segment", "value", "label")
    segments = in_order(checked_frame(segments, "segment", "name", "label"))
    segments = segments[segments["segment"].isin(frame["segment"])]
    parts = [frame[frame["segment"] == segment] for segment in segments["segment"]]
    labels = [[shown_label(row.value, row.label, text) for row in part.itertuples()] for part in parts]
    both = [rows_of(list(part["name"]), words, beside=True) for part, words in zip(parts, labels, strict=True)]
    heads = [
        wrapped(f"{row.name_} {row.label}", TEXT) for row in segments.rename(columns={"name": "name_"}).itertuples()
    ]
    figure = card(text, headed_height(both, heads, TEXT) + axis_height(text.x) - 0.3)
    for axes, part, rows, head in zip(panels(figure, [r.height for r in both]), parts, both, heads, strict=True):
        _bars(axes, rows.placed(part))
        rows.write(axes)
        head_panel(axes, head, TEXT, TEXT_COLOURS[part["segment"].iloc[0]])
        span(axes, frame["value"], room=0)
    name_axis(figure.axes[-1], text.x)
    return figure


def _bars(axes: Axes, frame: pd.DataFrame) -> None:
    for row in frame[frame["value"] > 0].itertuples():
        axes.barh(row.Index, row.value, height=BAR_HEIGHT, color=COLOURS[row.segment], gid=f"bar:{row.segment}")
    axes.set_xticks([])
    zero_line(axes)


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
    labels = [shown_label(row.value, row.label, text) for row in frame.itertuples()]
    rows = rows_of(list(frame["name"]), labels, notes, strip=BAR_HEIGHT)
    figure = card(text, rows.height + 0.1)
    axes = figure.subplots()
    rows.write(axes)
    grey_bars(axes, rows.placed(frame)["value"])
    return figure
