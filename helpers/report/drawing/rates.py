"""Chart of rates by groups of several kinds, on one scale."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    Look,
    axis_height,
    checked_frame,
    draw_interval,
    head_panel,
    name_axis,
    panels,
    shown_label,
    span,
    value_axis,
)
from helpers.report.drawing.rows import are_short, headed_height, rows_of
from helpers.report.style import GREY, INK, TEXT, ChartText, card, themed, wrapped


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
    labels = [[shown_label(row.estimate, row.label, text) for row in part.itertuples()] for part in parts]
    beside = all(are_short(part["name"], words) for part, words in zip(parts, labels, strict=True))
    both = [rows_of(list(part["name"]), words, beside=beside) for part, words in zip(parts, labels, strict=True)]
    heads = [wrapped(kind, TEXT) for kind in kinds]
    figure = card(text, headed_height(both, heads, TEXT) + axis_height(text.x))
    grid = panels(figure, [rows.height for rows in both], sharex=True)
    for axes, head, part, rows in zip(grid, heads, parts, both, strict=True):
        _panel(axes, rows.placed(part), text)
        rows.write(axes)
        head_panel(axes, head, TEXT, INK)
        axes.tick_params(labelbottom=axes is grid[-1])
    span(grid[-1], frame["estimate"], frame["low"], frame["high"], frame["whole"])
    name_axis(grid[-1], text.x)
    return figure


def _panel(axes: Axes, part: pd.DataFrame, text: ChartText) -> None:
    look: Look = {"color": GREY, "lw": 0.9, "ls": (0, (4, 3)), "gid": "whole", "zorder": 1.5}
    axes.axvline(part["whole"].iloc[0], **look)
    for row in part.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), INK, row.name)
    value_axis(axes, text, part["estimate"])
