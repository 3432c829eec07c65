"""Chart of differences: the means of segments, and the differences between them with intervals."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report.drawing.parts import (
    Look,
    axis_height,
    checked_frame,
    draw_interval,
    head_panel,
    in_order,
    panels,
    shown_label,
    span,
    value_axis,
    zero_line,
)
from helpers.report.drawing.rows import STRIP, Rows, are_short, headed_height, rows_of
from helpers.report.style import COLOURS, LIGHT, SMALL, ChartText, card, themed, wrapped

_SHAPE, _APART = 0.34, 0.04  # inches that the shape of a group takes over its mean, and that stay free of it


@themed
def means_and_differences(
    means: pd.DataFrame, differences: pd.DataFrame, spread: pd.DataFrame, text: ChartText
) -> Figure:
    """Estimation plot: the means above, each under the shape of its group, the differences below, on one scale.

    Parameters
    ----------
    means
        One row a segment: `segment`, `name`, `note` (a grey line under it); `estimate`, `low`, `high`; `label`.
    differences
        One row a pair, in the order to show: `name`; `estimate`, `low`, `high` (in the same unit); `label`.
    spread
        One row a bin of a segment's customers: `segment`; `at_least`, `below` (±inf: open); `share` (of the segment).
    text
        `first_panel` and `second_panel` head the two panels, `x` names the axis, `format_value` writes ticks.

    Examples
    --------
    >>> means = pd.DataFrame({"segment": ["promoter"], "name": ["Promoters"], "note": ["n = 412"],
    ...                       "estimate": [48.0], "low": [44.0], "high": [52.0], "label": ["¥48"]})
    >>> pairs = pd.DataFrame({"name": ["Promoters − passives"], "estimate": [22.0], "low": [16.0],
    ...                       "high": [28.0], "label": ["¥22"]})
    >>> spread = pd.DataFrame({"segment": ["promoter"] * 2, "at_least": [0.0, 50.0], "below": [50.0, np.inf],
    ...                        "share": [0.8, 0.2]})
    >>> len(means_and_differences(means, pairs, spread, ChartText("Promoters bring ¥22 more")).axes)
    2
    """
    columns = ("name", "estimate", "low", "high", "label")
    upper = in_order(checked_frame(means, "segment", "note", *columns))
    lower = checked_frame(differences, *columns).assign(segment="none", note="")
    labels = [[shown_label(row.estimate, row.label, text) for row in part.itertuples()] for part in (upper, lower)]
    given = [(part, list(part["name"]), words) for part, words in zip((upper, lower), labels, strict=True)]
    beside = all(are_short(names, words, part["note"]) for part, names, words in given)
    strips = (STRIP + (_SHAPE if len(spread) else 0.0), STRIP)
    both = [
        rows_of(names, words, list(part["note"]), beside=beside, strip=strip)
        for (part, names, words), strip in zip(given, strips, strict=True)
    ]
    heads = [wrapped(head, SMALL) for head in (text.first_panel, text.second_panel)]
    figure = card(text, headed_height(both, heads, SMALL) + axis_height(text.x))
    axes = panels(figure, [rows.height for rows in both], sharex=True)
    for panel, part, rows, head, strip in zip(axes, (upper, lower), both, heads, strips, strict=True):
        _dot_rows(panel, rows.placed(part), rows, (strip - STRIP) / 2)
        head_panel(panel, head)
    shapes = _closed(spread)
    _shapes(axes[0], both[0].placed(upper), shapes)
    _share_scale(axes, pd.concat([upper, lower]), shapes, text)
    return figure


def _dot_rows(axes: Axes, frame: pd.DataFrame, rows: Rows, down: float) -> None:
    """Dots with intervals, so many inches below the middle of their row."""
    for row in frame.itertuples():
        draw_interval(axes, row.Index + down, row.estimate, (row.low, row.high), COLOURS[row.segment], row.segment)
    rows.write(axes)


def _closed(spread: pd.DataFrame) -> pd.DataFrame:
    """Bins with ends to draw: an open one ends a bin's width beyond the outermost end of any; with their height."""
    ends = pd.concat([spread["at_least"], spread["below"]]).replace([-np.inf, np.inf], np.nan).dropna()
    width = (spread["below"] - spread["at_least"]).min()
    low, high = (
        spread["at_least"].replace(-np.inf, ends.min() - width),
        spread["below"].replace(np.inf, ends.max() + width),
    )
    return spread.assign(at_least=low, below=high, height=spread["share"] / (high - low))


def _shapes(axes: Axes, means: pd.DataFrame, shapes: pd.DataFrame) -> None:
    """Over each mean the shape of its group; equal areas are equal shares."""
    tallest = shapes["height"].max()
    for row in means.itertuples():
        mine = shapes[shapes["segment"] == row.segment]
        if len(mine):
            base, edges = row.Index + (_SHAPE - STRIP) / 2, [*mine["at_least"], mine["below"].iloc[-1]]
            heights = base - mine["height"] / tallest * (_SHAPE - _APART)
            look: Look = {"color": LIGHT[row.segment], "lw": 0, "zorder": 1.9, "gid": f"spread:{row.segment}"}
            axes.stairs(heights, edges, baseline=base, fill=True, **look)


def _share_scale(axes: list[Axes], both: pd.DataFrame, shapes: pd.DataFrame, text: ChartText) -> None:
    top, bottom = axes
    value_axis(top, text, both["estimate"])
    value_axis(bottom, text, both["estimate"], name=text.x)
    top.tick_params(labelbottom=False)
    span(top, both["estimate"], both["low"], both["high"], shapes["at_least"], shapes["below"])
    zero_line(top)
    zero_line(bottom, strong=True)
