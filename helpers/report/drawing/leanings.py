"""Chart of what leans to which segment: a panel a segment, on one scale of multiples."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    axis_height,
    checked_frame,
    draw_interval,
    head_panel,
    in_order,
    panels,
    span,
    value_axis,
    zero_line,
)
from helpers.report.drawing.rows import headed_height, rows_of
from helpers.report.style import COLOURS, TEXT, TEXT_COLOURS, ChartText, card, themed, wrapped


@themed
def leaning_rows(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Dots with intervals, the words of each segment under its name and in its colour.

    Parameters
    ----------
    frame
        One row a word: `segment`, `panel` (heads it); `name`, `note` (a grey line under it); `estimate`, `low`, `high`
        (one unit, 0 where nothing leans); `label`.
    text
        `x` names the axis, `format_value` writes ticks.

    Examples
    --------
    >>> frame = pd.DataFrame({"segment": ["detractor"], "panel": ["Detractors"], "name": ["late"], "note": ["n = 12"],
    ...                       "estimate": [1.6], "low": [0.7], "high": [2.5], "label": ["×3.0"]})
    >>> leaning_rows(frame, ChartText("Detractors write late")).axes[0].get_title("left")
    'Detractors'
    """
    frame = in_order(checked_frame(frame, "segment", "panel", "name", "note", "estimate", "low", "high", "label"))
    parts = [part.reset_index(drop=True) for _, part in frame.groupby("segment", sort=False)]
    both = [rows_of(*(list(part[column]) for column in ("name", "label", "note")), beside=False) for part in parts]
    heads = [wrapped(part["panel"].iloc[0], TEXT) for part in parts]
    figure = card(text, headed_height(both, heads, TEXT) + axis_height(text.x))
    for axes, part, rows, head in zip(
        panels(figure, [rows.height for rows in both], sharex=True), parts, both, heads, strict=True
    ):
        _dots(axes, rows.placed(part))
        rows.write(axes)
        head_panel(axes, head, TEXT, TEXT_COLOURS[part["segment"].iloc[0]])
        _scale(axes, frame, text, is_last=part is parts[-1])
    return figure


def _dots(axes: Axes, frame: pd.DataFrame) -> None:
    for row in frame.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), COLOURS[row.segment], row.segment)


def _scale(axes: Axes, frame: pd.DataFrame, text: ChartText, *, is_last: bool) -> None:
    value_axis(axes, text, frame["estimate"], name=text.x if is_last else "")
    axes.tick_params(labelbottom=is_last)
    span(axes, frame["estimate"], frame["low"], frame["high"])
    zero_line(axes, strong=True)
