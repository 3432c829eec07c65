"""Charts of service: rates by segment, and the ladder from a loss to near misses."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from helpers.report import style
from helpers.report.drawing.parts import (
    HALO,
    Look,
    Row,
    checked_frame,
    column_label,
    draw_interval,
    in_order,
    row_height,
    rows,
    shown_label,
    span,
    value_axis,
    write_words,
    zero_line,
)
from helpers.report.style import (
    COLOURS,
    GREY,
    INK,
    LINE,
    SMALL,
    TEXT,
    WIDTH,
    ChartText,
    card,
    themed,
    wrapped,
)

SHORT = 1.15  # inches that the name of a segment may take beside two columns of panels
RUNGS = ("major", "minor", "near_miss")


@themed
def rate_panels(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Small multiples of rates with intervals: a panel a KPI, each on its own scale, a row a segment.

    Parameters
    ----------
    frame
        One row a KPI and segment: `kpi`, `kpi_label`, `segment` (may be "all"), `segment_label`; `rate`,
        `low`, `high` (0 to 1); `label`. KPIs keep the frame's order. A missing rate shows its label alone.
    text
        `x` names the axis of the lowest panels, `format_value` writes the ticks (percent).

    Examples
    --------
    >>> frame = pd.DataFrame({"kpi": ["repeat"], "kpi_label": ["Bought again"], "segment": ["all"],
    ...                       "segment_label": ["All"], "rate": [0.4], "low": [0.3], "high": [0.5],
    ...                       "label": ["40 %"]})
    >>> rate_panels(frame, ChartText("Two of five buy again")).axes[0].get_title("left")
    'Bought again'
    """
    frame = checked_frame(frame, "kpi", "kpi_label", "segment", "segment_label", "rate", "low", "high", "label")
    heads = frame.drop_duplicates("kpi").set_index("kpi")["kpi_label"]
    groups = in_order(frame.drop_duplicates("segment"))[["segment", "segment_label"]]
    columns = min(2, len(heads))
    heads = heads.map(lambda head: wrapped(head, TEXT, WIDTH / columns - SHORT))
    figure, grid = _grid(text, heads, row_height(groups["segment_label"], 0.3, limit=SHORT) * len(groups))
    for axes, (kpi, head) in zip(grid, heads.items(), strict=True):
        rates = frame[frame["kpi"] == kpi].drop(columns="segment_label")
        _kpi_panel(axes, groups[["segment"]].merge(rates, "left", "segment", validate="one_to_one"), text)
        axes.set_title(head, size=TEXT, color=INK, linespacing=LINE)
    for axes in grid[::columns]:
        rows(axes, groups["segment_label"], limit=SHORT)
    for axes in grid[-columns:]:
        axes.set_xlabel(text.x)
    return figure


def _grid(text: ChartText, heads: pd.Series, panel_height: float) -> tuple[Figure, list[Axes]]:
    """Figure with one axes a heading, at most two beside each other."""
    columns = min(2, len(heads))
    lines = -(-len(heads) // columns)
    head_height = max(style.height(head, TEXT) for head in heads)
    figure = card(text, lines * (panel_height + head_height + 0.5) + 0.2)
    grid = figure.subplots(lines, columns, squeeze=False).ravel().tolist()
    for spare in grid[len(heads) :]:
        spare.remove()
    return figure, grid[: len(heads)]


def _kpi_panel(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    for row in frame.itertuples():
        draw_interval(axes, row.Index, row.rate, (row.low, row.high), COLOURS[row.segment], row.segment)
        column_label(axes, row.Index, shown_label(row.rate, row.label, text), SMALL)
    rows(axes, [""] * len(frame))
    value_axis(axes, text, frame["rate"], ticks=3)
    span(axes, frame["rate"], frame["low"], frame["high"])
    zero_line(axes)


@themed
def ladder_bars(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Ladder of three rungs, counts seen (full dot) against counts expected (open dot).

    Both lie on one axis that is logarithmic from 1 on and linear from 0 to 1: 0 has a place, and from 1 on
    the length of the line says how many times one count is the other, alike on every rung. The counts stand
    in words beside the dots, because lengths on such an axis are not amounts.

    Parameters
    ----------
    frame
        One row a rung: `severity` ("major", "minor", "near_miss"), `severity_label`; `seen`, `expected`
        (counts); `seen_label`, `expected_label`.
    text
        `seen` and `expected` are written before the labels, `format_value` writes the ticks, `x` names the
        axis.

    Examples
    --------
    >>> frame = pd.DataFrame({"severity": ["minor"], "severity_label": ["Minor"], "seen": [12],
    ...                       "expected": [29.0], "seen_label": ["12"], "expected_label": ["29"]})
    >>> ladder_bars(frame, ChartText("Fewer than expected")).axes[0].get_xscale()
    'symlog'
    """
    columns = ("severity", "severity_label", "seen", "expected", "seen_label", "expected_label")
    frame = in_order(checked_frame(frame, *columns), "severity", RUNGS)
    figure = card(text, row_height(frame["severity_label"], 0.85) * len(frame) + 0.6)
    axes = figure.subplots()
    for row in frame.itertuples():
        _rung(axes, row, text)
    _ladder_axis(axes, frame, text)
    rows(axes, frame["severity_label"])
    return figure


def _rung(axes: Axes, row: Row, text: ChartText) -> None:
    if pd.notna([row.seen, row.expected]).all():
        axes.plot([row.seen, row.expected], [row.Index] * 2, color=GREY, lw=1.5, gid=f"line:{row.severity}")
    words = f"{text.seen} {shown_label(row.seen, row.seen_label, text)}".strip()
    _count(axes, row.seen, row.Index, words, seen=True)
    words = f"{text.expected} {shown_label(row.expected, row.expected_label, text)}".strip()
    _count(axes, row.expected, row.Index, words, seen=False)


def _count(axes: Axes, count: float, y: float, words: str, seen: bool) -> None:
    """Dot with its words above (seen) or below it (expected); where it is unknown, words alone at zero."""
    if pd.notna(count):
        look: Look = {
            "mfc": INK if seen else "white",
            "mec": INK,
            "mew": 1.5,
            "ms": 7 if seen else 10,
            "clip_on": False,
        }
        axes.plot([count], [y], "o", gid="seen" if seen else "expected", zorder=4 + seen, **look)
    at, shift = (0 if pd.isna(count) else count, y), (0, 8 if seen else -8)
    side, colour = ("bottom", INK) if seen else ("top", GREY)
    write_words(axes, words, at, shift, ha="center", va=side, size=SMALL, color=colour, path_effects=HALO)


def _ladder_axis(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    most = max([1.0, *frame["seen"].dropna(), *frame["expected"].dropna()])
    axes.set_xscale("symlog", linthresh=1, linscale=0.5)
    value_axis(axes, text, pd.Series([most]), name=text.x)
    axes.set_xlim(-0.4, most * 1.3)
    axes.set_xticks([tick for tick in (0, 1, 10, 100, 1000, 10000, 100000) if tick <= most])
    axes.xaxis.set_minor_locator(NullLocator())
    zero_line(axes)
