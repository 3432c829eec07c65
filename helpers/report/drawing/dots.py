"""Charts of one figure counted in several ways or for several groups, and of how even groups are."""

from math import nan

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    Look,
    Row,
    axis_height,
    checked_frame,
    draw_interval,
    shown_label,
    span,
    value_axis,
    zero_line,
)
from helpers.report.drawing.rows import STRIP, rows_of
from helpers.report.style import BAR, COLOURS, GREY, INK, ChartText, card, themed

_ENDS, _FAINT_ENDS = ("estimate", "low", "high"), ("plain", "plain_low", "plain_high")
_BELOW = 0.15  # inches that the faint figure stands under its row


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
    labels = [shown_label(row.estimate, row.label, text) for row in frame.itertuples()]
    rows = rows_of(list(frame["name"]), labels, list(frame["note"]), strip=2 * _BELOW if "plain" in frame else STRIP)
    figure = card(text, rows.height + axis_height(text.x))
    axes = figure.subplots()
    for number, row in enumerate(rows.placed(frame).itertuples()):
        colour = INK if row.strong else COLOURS["none"]
        _faint(axes, row, number)
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), colour, str(number))
    rows.write(axes)
    value_axis(axes, text, frame["estimate"], name=text.x)
    span(axes, *(frame[name] for name in (*_ENDS, *_FAINT_ENDS) if name in frame))
    zero_line(axes, strong=True)
    return figure


def _faint(axes: Axes, row: Row, number: int) -> None:
    """A second figure of a row, below the first: an open dot on a faint line."""
    ends = [getattr(row, name, nan) for name in _FAINT_ENDS]
    if pd.isna(ends[0]):
        return
    y = row.Index + _BELOW
    axes.plot(ends[1:], (y, y), color=BAR, lw=0.8, alpha=0.6, gid=f"faint interval:{number}")
    look: Look = {"marker": "o", "ls": "none", "mfc": "white", "mec": BAR, "mew": 0.9, "ms": 4.5, "clip_on": False}
    axes.plot(ends[:1], [y], gid=f"faint:{number}", zorder=3, **look)


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
    rows = rows_of(list(frame["name"]), list(frame["label"]))
    figure = card(text, rows.height + axis_height())
    axes = figure.subplots()
    for number, row in enumerate(rows.placed(frame).itertuples()):
        axes.plot([row.before, row.after], [row.Index] * 2, color=GREY, lw=1.5, gid=f"line:{number}")
        for gid, value, face in (("before", row.before, "white"), ("after", row.after, INK)):
            look: Look = {"marker": "o", "ls": "none", "mec": INK, "mew": 1.3, "ms": 6.5, "clip_on": False, "zorder": 4}
            axes.plot([value], [row.Index], mfc=face, gid=f"{gid}:{number}", **look)
    rows.write(axes)
    value_axis(axes, text, frame["before"])
    span(axes, frame["before"], frame["after"], pd.Series([even]))
    axes.axvline(even, color=GREY, lw=1, ls=(0, (4, 3)), gid="even", zorder=1.4)
    zero_line(axes, strong=True)
    return figure
