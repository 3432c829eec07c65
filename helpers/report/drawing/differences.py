"""Chart of differences: the means of segments, and the differences between them with intervals."""

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
    shown_label,
    span,
    value_axis,
    zero_line,
)
from helpers.report.drawing.rows import Rows, are_short, headed_height, rows_of
from helpers.report.style import COLOURS, SMALL, ChartText, card, themed, wrapped


@themed
def means_and_differences(means: pd.DataFrame, differences: pd.DataFrame, text: ChartText) -> Figure:
    """Estimation plot: the means above, the differences between them below, on one scale.

    Parameters
    ----------
    means
        One row a segment: `segment`, `name`, `note` (a grey line under it); `estimate`, `low`, `high`; `label`.
    differences
        One row a pair, in the order to show: `name`; `estimate`, `low`, `high` (in the same unit); `label`.
    text
        `first_panel` and `second_panel` head the two panels, `x` names the axis, `format_value` writes ticks.

    Examples
    --------
    >>> means = pd.DataFrame({"segment": ["promoter"], "name": ["Promoters"], "note": ["n = 412"],
    ...                       "estimate": [48.0], "low": [44.0], "high": [52.0], "label": ["¥48"]})
    >>> pairs = pd.DataFrame({"name": ["Promoters − passives"], "estimate": [22.0], "low": [16.0],
    ...                       "high": [28.0], "label": ["¥22"]})
    >>> len(means_and_differences(means, pairs, ChartText("Promoters bring ¥22 more")).axes)
    2
    """
    columns = ("name", "estimate", "low", "high", "label")
    upper = in_order(checked_frame(means, "segment", "note", *columns))
    lower = checked_frame(differences, *columns).assign(segment="none", note="")
    labels = [[shown_label(row.estimate, row.label, text) for row in part.itertuples()] for part in (upper, lower)]
    given = [(part, list(part["name"]), words) for part, words in zip((upper, lower), labels, strict=True)]
    beside = all(are_short(names, words, part["note"]) for part, names, words in given)
    both = [rows_of(names, words, list(part["note"]), beside=beside) for part, names, words in given]
    heads = [wrapped(head, SMALL) for head in (text.first_panel, text.second_panel)]
    figure = card(text, headed_height(both, heads, SMALL) + axis_height(text.x))
    axes = panels(figure, [rows.height for rows in both], sharex=True)
    for panel, part, rows, head in zip(axes, (upper, lower), both, heads, strict=True):
        _dot_rows(panel, rows.placed(part), rows)
        head_panel(panel, head)
    _share_scale(axes[0], axes[1], pd.concat([upper, lower]), text)
    return figure


def _dot_rows(axes: Axes, frame: pd.DataFrame, rows: Rows) -> None:
    for row in frame.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), COLOURS[row.segment], row.segment)
    rows.write(axes)


def _share_scale(top: Axes, bottom: Axes, both: pd.DataFrame, text: ChartText) -> None:
    value_axis(top, text, both["estimate"])
    value_axis(bottom, text, both["estimate"], name=text.x)
    top.tick_params(labelbottom=False)
    span(top, both["estimate"], both["low"], both["high"])
    zero_line(top)
    zero_line(bottom, strong=True)
