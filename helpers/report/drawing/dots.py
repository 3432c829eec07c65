"""Charts of one figure counted in several ways or for several groups, and of how even groups are."""

from math import nan

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    Look,
    Row,
    checked_frame,
    column_label,
    draw_interval,
    row_height,
    rows,
    shown_label,
    span,
    value_axis,
    zero_line,
)
from helpers.report.style import BAR, COLOURS, GREY, INK, ChartText, card, themed

_ENDS, _FAINT_ENDS = ("estimate", "low", "high"), ("plain", "plain_low", "plain_high")
_BELOW = 0.22  # rows that the faint figure stands under its row


@themed
def forest(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Estimates with intervals under each other, on one scale with a line at zero.

    Parameters
    ----------
    frame
        One row a way of counting, or a group: `name`, `note` (a grey line under it); `estimate`, `low`,
        `high` (one unit); `label`; `strong` (drawn in ink, the others in grey). Where there are `plain`,
        `plain_low`, `plain_high`, they stand faint below each.
    text
        `x` names the axis, `format_value` writes ticks.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["As reported"], "note": [""], "estimate": [22.0], "low": [16.0],
    ...                       "high": [28.0], "label": ["¥22"], "strong": [True]})
    >>> forest(frame, ChartText("The answer stays the same")).axes[0].get_xlim()[0]
    np.float64(0.0)
    """
    frame = checked_frame(frame, "name", "note", "estimate", "low", "high", "label", "strong")
    notes = frame["note"].tolist()
    figure = card(text, row_height(frame["name"], 0.36, notes) * max(len(frame), 1) + 0.5)
    axes = figure.subplots()
    for row in frame.itertuples():
        colour = INK if row.strong else COLOURS["none"]
        _faint(axes, row)
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), colour, str(row.Index))
        column_label(axes, row.Index, shown_label(row.estimate, row.label, text))
    rows(axes, frame["name"], notes)
    value_axis(axes, text, frame["estimate"], name=text.x)
    span(axes, *(frame[name] for name in (*_ENDS, *_FAINT_ENDS) if name in frame))
    zero_line(axes, strong=True)
    return figure


def _faint(axes: Axes, row: Row) -> None:
    """A second figure of a row, below the first: an open dot on a faint line."""
    ends = [getattr(row, name, nan) for name in _FAINT_ENDS]
    if pd.isna(ends[0]):
        return
    y = row.Index + _BELOW
    axes.plot(ends[1:], (y, y), color=BAR, lw=0.8, alpha=0.6, gid=f"faint interval:{row.Index}")
    look: Look = {"marker": "o", "ls": "none", "mfc": "white", "mec": BAR, "mew": 0.9, "ms": 4.5, "clip_on": False}
    axes.plot(ends[:1], [y], gid=f"faint:{row.Index}", zorder=3, **look)


@themed
def love(frame: pd.DataFrame, even: float, text: ChartText) -> Figure:
    """Differences of two groups before (open dot) and after (full dot) they were evened out, one row a column.

    Parameters
    ----------
    frame
        One row a column: `name`; `before`, `after` (standard deviations, 0 and more); `label`.
    even
        Where a faint line stands: what lies left of it counts as even.
    text
        `format_value` writes ticks.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Tenure"], "before": [0.8], "after": [0.02], "label": ["0.80 to 0.02"]})
    >>> len(love(frame, 0.1, ChartText("Evened out")).axes[0].lines)
    5
    """
    frame = checked_frame(frame, "name", "before", "after", "label")
    figure = card(text, row_height(frame["name"], 0.36) * max(len(frame), 1) + 0.5)
    axes = figure.subplots()
    for row in frame.itertuples():
        axes.plot([row.before, row.after], [row.Index] * 2, color=GREY, lw=1.5, gid=f"line:{row.Index}")
        for gid, value, face in (("before", row.before, "white"), ("after", row.after, INK)):
            look: Look = {"marker": "o", "ls": "none", "mec": INK, "mew": 1.3, "ms": 6.5, "clip_on": False, "zorder": 4}
            axes.plot([value], [row.Index], mfc=face, gid=f"{gid}:{row.Index}", **look)
        column_label(axes, row.Index, row.label)
    rows(axes, frame["name"])
    value_axis(axes, text, frame["before"])
    span(axes, frame["before"], frame["after"], pd.Series([even]))
    axes.axvline(even, color=GREY, lw=1, ls=(0, (4, 3)), gid="even", zorder=1.4)
    zero_line(axes, strong=True)
    return figure
