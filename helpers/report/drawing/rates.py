"""Chart of rates by groups of several kinds, on one scale."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report import style
from helpers.report.drawing.parts import (
    NAME_LIMIT,
    Look,
    checked_frame,
    column_label,
    draw_interval,
    panels,
    row_height,
    rows,
    shown_label,
    span,
    value_axis,
)
from helpers.report.style import GREY, INK, LINE, SMALL, TEXT, WIDTH, ChartText, card, themed, wrapped

_HEAD = 0.14  # inches around the heading of each panel
_AXIS = 0.5  # inches under the last one


@themed
def rate_rows(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Dots with intervals of rates, a panel a kind of groups, all on one scale; a line at the rate of all.

    Parameters
    ----------
    frame
        One row a group: `panel` (heads it; panels and groups keep the frame's order), `name`; `estimate`,
        `low`, `high` (0 to 1; missing where hidden); `label`; `whole` (rate of all, alike in every row).
    text
        `x` names the axis, `format_value` writes the ticks (percent).

    Examples
    --------
    >>> frame = pd.DataFrame({"panel": ["By channel"] * 2, "name": ["ads", "search"], "estimate": [0.3, 0.4],
    ...                       "low": [0.2, 0.3], "high": [0.4, 0.5], "label": ["30 %", "40 %"], "whole": 0.35})
    >>> figure = rate_rows(frame, ChartText("A third answered"))
    >>> figure.axes[0].get_title("left")
    'By channel'
    """
    frame = checked_frame(frame, "panel", "name", "estimate", "low", "high", "label", "whole")
    kinds = frame["panel"].drop_duplicates().tolist()
    parts = [frame[frame["panel"] == kind].reset_index(drop=True) for kind in kinds]
    height = row_height(frame["name"], 0.3)
    heads = [wrapped(kind, TEXT, WIDTH - NAME_LIMIT - 0.3) for kind in kinds]
    body = sum(height * len(part) for part in parts) + sum(style.height(head, TEXT) + _HEAD for head in heads) + _AXIS
    figure = card(text, body)
    grid = panels(figure, [height * len(part) for part in parts], sharex=True)
    for axes, head, part in zip(grid, heads, parts, strict=True):
        _panel(axes, part, text)
        axes.set_title(head, size=TEXT, color=INK, linespacing=LINE)
        axes.tick_params(labelbottom=axes is grid[-1])
    span(grid[-1], frame["estimate"], frame["low"], frame["high"], frame["whole"])
    grid[-1].set_xlabel(text.x)
    return figure


def _panel(axes: Axes, part: pd.DataFrame, text: ChartText) -> None:
    look: Look = {"color": GREY, "lw": 0.9, "ls": (0, (4, 3)), "gid": "whole", "zorder": 1.5}
    axes.axvline(part["whole"].iloc[0], **look)
    for row in part.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), INK, row.name)
        column_label(axes, row.Index, shown_label(row.estimate, row.label, text), SMALL)
    rows(axes, part["name"])
    value_axis(axes, text, part["estimate"])
