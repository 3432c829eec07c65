"""Charts of value: what a segment brings, and what recommendations bring."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from helpers.report.drawing.parts import (
    BESIDE_AXES,
    GAP,
    HALO,
    Look,
    Row,
    checked_frame,
    count_bars,
    draw_interval,
    in_order,
    panels,
    row_height,
    rows,
    shown_label,
    span,
    value_axis,
    value_label,
    write_words,
    zero_line,
)
from helpers.report.style import BIG, COLOURS, GREY, HATCH, INK, LIGHT, SMALL, ChartText, card, themed

BAR_HEIGHT = 0.46  # of a row


@themed
def value_by_segment(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Stacked bars of LTV and LRV by segment, with the interval of the total.

    Where LTV is below zero its part runs to the left, LRV to the right; the dot is always at the total.
    Without LRV (missing in a row) the dot and the interval are those of LTV. Without either, the row shows
    its label alone.

    Parameters
    ----------
    frame
        One row a segment: `segment`, `segment_label`, `n_label`; `ltv`, `lrv`, `value`, `low`, `high` (money
        a customer a year); `label` (the total in words).
    text
        `x` names the value axis, `format_value` writes its ticks; `lower_part` and `upper_part` name LTV and
        LRV, written once, under the longest bar.

    Examples
    --------
    >>> frame = pd.DataFrame({"segment": ["promoter"], "segment_label": ["Promoters"], "n_label": ["n = 412"],
    ...                       "ltv": [40.0], "lrv": [8.0], "value": [48.0], "low": [44.0], "high": [52.0],
    ...                       "label": ["¥48"]})
    >>> figure = value_by_segment(frame, ChartText("A promoter brings ¥48"))
    >>> [float(bar.get_width()) for bar in figure.axes[0].patches]
    [40.0, 8.0]
    """
    columns = ("segment", "segment_label", "n_label", "ltv", "lrv", "value", "low", "high", "label")
    frame = in_order(checked_frame(frame, *columns))
    frame["total"] = frame["value"].where(frame["lrv"].notna(), frame["ltv"])
    notes = frame["n_label"].tolist()
    figure = card(text, row_height(frame["segment_label"], 0.78, notes) * len(frame) + 0.6)
    axes = figure.subplots()
    for row in frame.itertuples():
        _value_row(axes, row, text)
    value_axis(axes, text, frame["total"], name=text.x)
    right_ends = pd.Series([_right_end(row) for row in frame.itertuples()])
    span(axes, frame["ltv"], frame["total"], frame["low"], right_ends, room=0.01)
    zero_line(axes)
    rows(axes, frame["segment_label"], notes)
    _name_parts(figure, axes, frame, text)
    return figure


def _lrv_start(row: Row) -> float:
    """Where the part of LRV begins: at the end of LTV if both run the same way, else at zero."""
    return row.ltv if row.ltv * row.lrv > 0 else 0.0


def _right_end(row: Row) -> float:
    """Where the row's marks end, which is where its label begins."""
    ends = [row.ltv, _lrv_start(row) + row.lrv, row.total, row.high] if pd.notna(row.total) else []
    return max([0.0, *(end for end in ends if pd.notna(end))])


def _value_row(axes: Axes, row: Row, text: ChartText) -> None:
    if pd.notna(row.total):
        _value_bar(axes, row)
    draw_interval(axes, row.Index, row.total, (row.low, row.high), INK, row.segment)
    value_label(axes, (_right_end(row), row.Index), shown_label(row.total, row.label, text), pd.notna(row.total))


def _value_bar(axes: Axes, row: Row) -> None:
    colour, light = COLOURS[row.segment], LIGHT[row.segment]
    axes.barh(row.Index, row.ltv, height=BAR_HEIGHT, color=colour, gid=f"ltv:{row.segment}")
    if pd.notna(row.lrv):
        look: Look = {"facecolor": light, "edgecolor": colour, "hatch": HATCH, "linewidth": 0}
        axes.barh(row.Index, row.lrv, BAR_HEIGHT, _lrv_start(row), gid=f"lrv:{row.segment}", **look)


def _name_parts(figure: Figure, axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    """Write what the two parts are under the longest bar that has both, or else LTV under the longest."""
    drawn = frame[frame["total"].notna()]
    if drawn.empty:
        return
    both = drawn[drawn["lrv"].notna()]
    longest = (drawn if both.empty else both)["total"].idxmax()
    row = next(frame.loc[[longest]].itertuples())
    first = _part_name(axes, min(row.ltv, 0.0), row.Index, text.lower_part)
    if pd.notna(row.lrv):
        second = _part_name(axes, _lrv_start(row), row.Index, text.upper_part)
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
        second.xyann = (x + missing, y)


@themed
def referral_flow(frame: pd.DataFrame, text: ChartText) -> Figure:
    """People recommended to, influenced and won as bars on one scale; the money they bring as a number apart.

    Parameters
    ----------
    frame
        One row a step, in order: `step_label`, `amount` (people, or money; unknown: no bar), `label`, `kind`
        ("people" or "money").
    text
        Title, subtitle, note; `second_panel` heads the money.

    Examples
    --------
    >>> frame = pd.DataFrame({"step_label": ["Heard of us", "They bring"], "amount": [3204, 1.9e6],
    ...                       "label": ["3,204 people", "¥1.9 million"], "kind": ["people", "money"]})
    >>> len(referral_flow(frame, ChartText("Recommendations bring ¥1.9 million")).axes)
    2
    """
    frame = in_order(checked_frame(frame, "step_label", "amount", "label", "kind"), "kind", ("people", "money"))
    people, money = (frame[frame["kind"] == kind].reset_index(drop=True) for kind in ("people", "money"))
    heights = [row_height(people["step_label"], 0.46) * len(people) or 0.1]
    heights += [row_height(money["step_label"], 0.55) * len(money) or 0.1]
    figure = card(text, sum(heights) + 0.5)
    top, bottom = panels(figure, heights)
    rows(top, people["step_label"])
    count_bars(top, people["amount"], people["label"], text)
    _money_rows(bottom, money, text)
    return figure


def _money_rows(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    rows(axes, frame["step_label"])
    for row in frame.itertuples():
        colour = GREY if pd.isna(row.amount) else INK
        words = shown_label(row.amount, row.label, text)
        write_words(axes, words, (0, row.Index), (GAP, 0), xycoords=BESIDE_AXES, size=BIG, color=colour)
    axes.set(xticks=[], title=text.second_panel)
