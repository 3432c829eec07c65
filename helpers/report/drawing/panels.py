"""Charts of rates by segment in small panels, and of pairs of counts from none to very many."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from helpers.report import style
from helpers.report.drawing.parts import (
    HALO,
    Look,
    Row,
    axis_height,
    checked_frame,
    draw_interval,
    head_panel,
    in_order,
    name_axis,
    panels,
    shown_label,
    span,
    value_axis,
    write_words,
    zero_line,
)
from helpers.report.drawing.rows import are_short, rows_of
from helpers.report.style import COLOURS, GREY, INK, SMALL, TEXT, ChartText, card, themed, wrapped

_WORDS = 0.32  # inches over and under a line of dots for their words


@themed
def rate_panels(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Small multiples of rates with intervals: each panel on its own scale, a row a segment.

    Parameters
    ----------
    frame
        One row a panel and segment: `panel` (heads it; panels keep the frame's order), `segment` (may be "all"),
        `name`; `estimate`, `low`, `high` (0 to 1); `label`. A missing rate shows its label alone.
    text
        `x` names the axis of the lowest panels, `format_value` writes the ticks (percent).

    Examples
    --------
    >>> frame = pd.DataFrame({"panel": ["Bought again"], "segment": ["all"], "name": ["All"],
    ...                       "estimate": [0.4], "low": [0.3], "high": [0.5], "label": ["40 %"]})
    >>> rate_panels(frame, ChartText("Two of five buy again")).axes[0].get_title("left")
    'Bought again'
    """
    frame = checked_frame(frame, "panel", "segment", "name", "estimate", "low", "high", "label")
    parts = dict(list(frame.groupby("panel", sort=False)))
    groups = in_order(frame.drop_duplicates("segment"))[["segment", "name"]]
    drawn = [groups[["segment"]].merge(part, "left", "segment", validate="one_to_one") for part in parts.values()]
    labels = [[shown_label(row.estimate, row.label, text) for row in part.itertuples()] for part in drawn]
    beside = all(are_short(groups["name"], words) for words in labels)
    both = [rows_of(list(groups["name"]), words, beside=beside) for words in labels]
    heads = [wrapped(head, TEXT) for head in parts]
    heights = [rows.height for rows in both]
    body = sum(heights) + sum(style.height(head, TEXT) + axis_height() for head in heads)
    figure = card(text, body + axis_height(text.x) - axis_height())
    for axes, head, part, rows in zip(panels(figure, heights), heads, drawn, both, strict=True):
        _rate_panel(axes, rows.placed(part), text)
        rows.write(axes)
        head_panel(axes, head, TEXT, INK)
    name_axis(figure.axes[-1], text.x)
    return figure


def _rate_panel(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    for row in frame.itertuples():
        draw_interval(axes, row.Index, row.estimate, (row.low, row.high), COLOURS[row.segment], row.segment)
    value_axis(axes, text, frame["estimate"])
    span(axes, frame["estimate"], frame["low"], frame["high"])
    zero_line(axes)


@themed
def dot_pairs(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Two counts a row, such as seen (full dot) and expected (open dot), on an axis for small and very large ones.

    It is logarithmic from 1 on and linear from 0 to 1: 0 has a place, and from 1 on the length of the line
    says how many times one count is the other, alike in every row. The counts stand in words beside the
    dots, because lengths on such an axis are not amounts.

    Parameters
    ----------
    frame
        One row a pair, in the order to show: `name`; `value` (full dot, words above it), `other` (open dot,
        words below it), both counts; `value_label`, `other_label`.
    text
        `format_value` writes the ticks, `x` names the axis.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Minor"], "value": [12], "other": [29.0], "value_label": ["seen 12"],
    ...                       "other_label": ["expected 29"]})
    >>> dot_pairs(frame, ChartText("Fewer than expected")).axes[0].get_xscale()
    'symlog'
    """
    frame = checked_frame(frame, "name", "value", "other", "value_label", "other_label")
    rows = rows_of(list(frame["name"]), [""] * len(frame), strip=2 * _WORDS, beside=False)
    figure = card(text, rows.height + axis_height(text.x))
    axes = figure.subplots()
    for row in rows.placed(frame).itertuples():
        _pair(axes, row, text)
    _count_axis(axes, frame, text)
    rows.write(axes)
    return figure


def _pair(axes: Axes, row: Row, text: ChartText) -> None:
    if pd.notna([row.value, row.other]).all():
        axes.plot([row.value, row.other], [row.Index] * 2, color=GREY, lw=1.5, gid=f"line:{row.Index}")
    _count(axes, row.value, row.Index, shown_label(row.value, row.value_label, text), full=True)
    _count(axes, row.other, row.Index, shown_label(row.other, row.other_label, text), full=False)


def _count(axes: Axes, count: float, y: float, words: str, *, full: bool) -> None:
    """Dot with its words above (full) or below it (open); where it is unknown, words alone at zero."""
    if pd.notna(count):
        look: Look = {
            "mfc": INK if full else "white",
            "mec": INK,
            "mew": 1.5,
            "ms": 7 if full else 10,
            "clip_on": False,
        }
        axes.plot([count], [y], "o", gid="value" if full else "other", zorder=4 + full, **look)
    at, shift = (0 if pd.isna(count) else count, y), (0, 8 if full else -8)
    side, colour = ("bottom", INK) if full else ("top", GREY)
    look = {"ha": "center", "va": side, "size": SMALL, "color": colour, "path_effects": HALO}
    write_words(axes, words, at, shift, **look)


def _count_axis(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    most = max([1.0, *frame["value"].dropna(), *frame["other"].dropna()])
    axes.set_xscale("symlog", linthresh=1, linscale=0.5)
    value_axis(axes, text, pd.Series([most]), name=text.x)
    axes.set_xlim(-0.4, most * 1.3)
    axes.set_xticks([tick for tick in (0, 1, 10, 100, 1000, 10000, 100000) if tick <= most])
    axes.xaxis.set_minor_locator(NullLocator())
    zero_line(axes)
