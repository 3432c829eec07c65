"""Charts of amounts in two parts by segment, and of amounts that lead to another."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from helpers.report import style
from helpers.report.drawing.parts import (
    BAR_HEIGHT,
    BESIDE_AXES,
    GAP,
    HALO,
    Look,
    Row,
    axis_height,
    checked_frame,
    draw_interval,
    grey_bars,
    head_panel,
    in_order,
    panels,
    shown_label,
    span,
    value_axis,
    write_words,
    zero_line,
)
from helpers.report.drawing.rows import Rows, rows_of
from helpers.report.style import BIG, COLOURS, GREY, HATCH, INK, LIGHT, SMALL, ChartText, card, themed, wrapped

_UNDER = 0.2  # inches for the names of the parts
_NUMBER = 0.32  # inches of a number that stands apart


@themed
def stacked_bars(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Bars of two parts by segment, the upper beside the lower, with the interval of the whole.

    Where the lower part is below zero it runs to the left, the upper to the right; the dot is always at the
    whole. Without an upper part (missing in a row) the dot and the interval are those of the lower. Without
    either, the row shows its label alone.

    Parameters
    ----------
    frame
        One row a segment: `segment`, `name`, `note` (a grey line under it); `lower`, `upper`, `value` (the
        whole), `low`, `high` (one unit); `label` (the whole in words).
    text
        `x` names the value axis, `format_value` writes its ticks; `lower_part` and `upper_part` name the
        parts, written once, under the longest bar.

    Examples
    --------
    >>> frame = pd.DataFrame({"segment": ["promoter"], "name": ["Promoters"], "note": ["n = 412"],
    ...                       "lower": [40.0], "upper": [8.0], "value": [48.0], "low": [44.0], "high": [52.0],
    ...                       "label": ["¥48"]})
    >>> figure = stacked_bars(frame, ChartText("A promoter brings ¥48"))
    >>> [float(bar.get_width()) for bar in figure.axes[0].patches]
    [40.0, 8.0]
    """
    columns = ("segment", "name", "note", "lower", "upper", "value", "low", "high", "label")
    frame = in_order(checked_frame(frame, *columns))
    frame["total"] = frame["value"].where(frame["upper"].notna(), frame["lower"])
    rows = _value_rows(frame, text)
    figure = card(text, rows.height + axis_height(text.x))
    axes = figure.subplots()
    frame = rows.placed(frame)
    for row in frame.itertuples():
        _value_row(axes, row)
    value_axis(axes, text, frame["total"], name=text.x)
    right_ends = pd.Series([_right_end(row) for row in frame.itertuples()])
    span(axes, frame["lower"], frame["total"], frame["low"], right_ends, room=0.01)
    zero_line(axes)
    rows.write(axes)
    _name_parts(figure, axes, frame, text)
    return figure


def _value_rows(frame: pd.DataFrame, text: ChartText) -> Rows:
    """Rows with room for the names of the parts under the bar that shows them."""
    labels = [shown_label(row.total, row.label, text) for row in frame.itertuples()]
    named = _named(frame)
    free = [_UNDER if place == named else 0.0 for place in frame.index]
    return rows_of(list(frame["name"]), labels, list(frame["note"]), strip=BAR_HEIGHT, under=free)


def _named(frame: pd.DataFrame) -> float | None:
    """Where the longest bar that has both parts stands, or else the longest."""
    drawn = frame[frame["total"].notna()]
    both = drawn[drawn["upper"].notna()]
    return None if drawn.empty else (drawn if both.empty else both)["total"].idxmax()


def _upper_start(row: Row) -> float:
    """Where the upper part begins: at the end of the lower if both run the same way, else at zero."""
    return row.lower if row.lower * row.upper > 0 else 0.0


def _right_end(row: Row) -> float:
    """Where the row's marks end."""
    ends = [row.lower, _upper_start(row) + row.upper, row.total, row.high] if pd.notna(row.total) else []
    return max([0.0, *(end for end in ends if pd.notna(end))])


def _value_row(axes: Axes, row: Row) -> None:
    if pd.notna(row.total):
        _value_bar(axes, row)
    draw_interval(axes, row.Index, row.total, (row.low, row.high), INK, row.segment)


def _value_bar(axes: Axes, row: Row) -> None:
    colour, light = COLOURS[row.segment], LIGHT[row.segment]
    axes.barh(row.Index, row.lower, height=BAR_HEIGHT, color=colour, gid=f"lower:{row.segment}")
    if pd.notna(row.upper):
        look: Look = {"facecolor": light, "edgecolor": colour, "hatch": HATCH, "linewidth": 0}
        axes.barh(row.Index, row.upper, BAR_HEIGHT, _upper_start(row), gid=f"upper:{row.segment}", **look)


def _name_parts(figure: Figure, axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    """Write what the two parts are under the longest bar that has both, or else the lower under the longest."""
    named = _named(frame)
    if named is None:
        return
    row = next(frame.loc[[named]].itertuples())
    first = _part_name(axes, min(row.lower, 0.0), row.Index, text.lower_part)
    if pd.notna(row.upper):
        second = _part_name(axes, _upper_start(row), row.Index, text.upper_part)
        figure.draw_without_rendering()  # where words stand is drawn after layout
        _part(first, second, figure.dpi)


def _part_name(axes: Axes, x: float, y: float, words: str) -> Annotation:
    at = (x, y + BAR_HEIGHT / 2)
    return write_words(axes, words, at, (2, -3), va="top", gid="part", size=SMALL, color=GREY, path_effects=HALO)


def _part(first: Annotation, second: Annotation, dpi: float) -> None:
    """Move the second words to the right of the first where they would meet."""
    missing = GAP - (second.get_window_extent().x0 - first.get_window_extent().x1) * 72 / dpi
    if missing > 0:
        x, y = second.xyann
        second.xyann = (x + round(missing, 3), y)


@themed
def flow(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Amounts that lead to one another as bars on one scale; what they lead to, in another unit, as a number apart.

    Parameters
    ----------
    frame
        One row a step, in order: `name`, `value` (unknown: no bar), `label`, `apart` (whether it stands as a
        number below the bars).
    text
        Title, subtitle, note; `second_panel` heads the numbers.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Heard of us", "They bring"], "value": [3204, 1.9e6],
    ...                       "label": ["3,204 people", "¥1.9 million"], "apart": [False, True]})
    >>> len(flow(frame, ChartText("Recommendations bring ¥1.9 million")).axes)
    2
    """
    frame = checked_frame(frame, "name", "value", "label", "apart")
    steps, numbers = (frame[frame["apart"] == apart].reset_index(drop=True) for apart in (False, True))
    labels = [[shown_label(row.value, row.label, text) for row in part.itertuples()] for part in (steps, numbers)]
    bars = rows_of(list(steps["name"]), labels[0], strip=BAR_HEIGHT)
    apart = rows_of(list(numbers["name"]), [""] * len(numbers), strip=_NUMBER, beside=False)
    head = wrapped(text.second_panel, SMALL)
    figure = card(text, bars.height + apart.height + style.height(head, SMALL) + 0.3)
    top, bottom = panels(figure, [bars.height, apart.height])
    bars.write(top)
    grey_bars(top, bars.placed(steps)["value"])
    apart.write(bottom)
    head_panel(bottom, head)
    _numbers(bottom, apart.placed(numbers), labels[1], text)
    return figure


def _numbers(axes: Axes, frame: pd.DataFrame, labels: list[str], text: ChartText) -> None:
    for row, words in zip(frame.itertuples(), labels, strict=True):
        colour = GREY if pd.isna(row.value) else INK
        write_words(axes, words, (0, row.Index), xycoords=BESIDE_AXES, size=BIG, color=colour)
    axes.set_xticks([])
