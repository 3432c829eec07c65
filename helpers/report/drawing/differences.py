"""Chart of differences: the groups, and the gaps between them with intervals."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.report import style
from helpers.report.drawing.parts import (
    NAME_LIMIT,
    checked_frame,
    column_label,
    draw_interval,
    in_order,
    panels,
    row_height,
    rows,
    shown_label,
    span,
    value_axis,
    zero_line,
)
from helpers.report.style import COLOURS, LINE, SMALL, WIDTH, ChartText, card, themed, wrapped


@themed
def gaps(groups: pd.DataFrame, gaps: pd.DataFrame, text: ChartText) -> Figure:
    """Estimation plot: the groups above, the differences between them below, on one scale.

    Parameters
    ----------
    groups
        One row a segment: `segment`, `segment_label`, `n_label`; `mean`, `low`, `high` (money); `label`.
    gaps
        One row a pair, in the order to show: `pair_label`; `estimate`, `low`, `high` (money); `label`.
    text
        `first_panel` and `second_panel` head the two panels, `x` names the axis, `format_value` writes ticks.

    Examples
    --------
    >>> groups = pd.DataFrame({"segment": ["promoter"], "segment_label": ["Promoters"],
    ...                        "n_label": ["n = 412"], "mean": [48.0], "low": [44.0], "high": [52.0],
    ...                        "label": ["¥48"]})
    >>> pairs = pd.DataFrame({"pair_label": ["Promoters − passives"], "estimate": [22.0], "low": [16.0],
    ...                       "high": [28.0], "label": ["¥22"]})
    >>> len(gaps(groups, pairs, ChartText("Promoters bring ¥22 more")).axes)
    2
    """
    groups = in_order(checked_frame(groups, "segment", "segment_label", "n_label", "mean", "low", "high", "label"))
    upper = groups.rename(columns={"segment_label": "name", "n_label": "n", "mean": "estimate"})
    pairs = checked_frame(gaps, "pair_label", "estimate", "low", "high", "label")
    lower = pairs.rename(columns={"pair_label": "name"}).assign(segment="none", n="")
    heads = [wrapped(words, SMALL, WIDTH - NAME_LIMIT - 0.4) for words in (text.first_panel, text.second_panel)]
    heights = [row_height(part["name"], 0.42, part["n"]) * max(len(part), 1) for part in (upper, lower)]
    figure = card(text, sum(heights) + sum(style.height(head, SMALL) for head in heads) + 0.75)
    axes = panels(figure, heights, sharex=True)
    for panel, part, head in zip(axes, (upper, lower), heads, strict=True):
        _dot_rows(panel, part, text)
        panel.set_title(head, linespacing=LINE)
    _share_scale(axes[0], axes[1], pd.concat([upper, lower]), text)
    return figure


def _dot_rows(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    for row in frame.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), COLOURS[row.segment], row.segment)
        column_label(axes, row.Index, shown_label(row.estimate, row.label, text))
    rows(axes, frame["name"], frame["n"].tolist())


def _share_scale(top: Axes, bottom: Axes, both: pd.DataFrame, text: ChartText) -> None:
    value_axis(top, text, both["estimate"])
    value_axis(bottom, text, both["estimate"], name=text.x)
    top.tick_params(labelbottom=False)
    span(top, both["estimate"], both["low"], both["high"])
    zero_line(top)
    zero_line(bottom, strong=True)
