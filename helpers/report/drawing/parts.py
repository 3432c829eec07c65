"""Pieces that the charts share: words, rows in segment order, intervals, bars, axes."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.base.results import SEGMENTS
from helpers.report import style
from helpers.report.style import BAR, FAINT, GREY, INK, LINE, SMALL, TEXT, ChartText, wrapped

ORDER = (*SEGMENTS, "none", "all")
NAME_LIMIT = 1.8  # inches that the name of a row may take
GAP = 7  # points between a mark or an axis and its words
BESIDE_AXES = ("axes fraction", "data")
Row = Any  # one row, as DataFrame.itertuples() gives it
Look = dict[str, Any]  # keywords of matplotlib
HALO = [withStroke(linewidth=3.5, foreground="white")]


def checked_frame(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame, or an error that names the columns it lacks."""
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ValueError(f"chart: columns {missing} are missing; expected {list(columns)}. Add them to the frame.")
    return frame.reset_index(drop=True)


def in_order(frame: pd.DataFrame, column: str = "segment", order: tuple[str, ...] = ORDER) -> pd.DataFrame:
    """Rows as detractor, passive, promoter, none, all, or in another order of another column.

    Examples
    --------
    >>> in_order(pd.DataFrame({"segment": ["all", "promoter", "detractor"]})).segment.tolist()
    ['detractor', 'promoter', 'all']
    """
    unknown = set(frame[column]) - set(order)
    if unknown:
        raise ValueError(f"chart: column {column!r} holds {len(unknown)} unknown name(s); expected {order}.")
    return frame.sort_values(column, key=lambda names: names.map(order.index), kind="stable", ignore_index=True)


def write_words(axes: Axes, words: str, at: tuple, shift: tuple = (0, 0), **look: Any) -> Annotation:
    """Words beside a point; `shift` in points."""
    usual: Look = {
        "size": TEXT,
        "color": INK,
        "ha": "left",
        "va": "center",
        "linespacing": LINE,
        "gid": "label",
    }
    return axes.annotate(words, at, shift, textcoords="offset points", **(usual | look))


def value_label(axes: Axes, at: tuple[float, float], words: str, is_known: bool = True) -> None:
    """Words at the right of a bar; grey where they stand for a figure that is not known."""
    write_words(axes, words, at, (GAP, 0), color=INK if is_known else GREY)


def column_label(axes: Axes, y: float, words: str, size: float = TEXT) -> None:
    """Words in the column at the right of the axes."""
    write_words(axes, words, (1, y), (GAP, 0), xycoords=BESIDE_AXES, size=size)


def shown_label(value: float, label: object, text: ChartText) -> str:
    """The label, or the mark for "not shown" where there is neither figure nor label."""
    if isinstance(label, str) and label:
        return label
    return text.missing if pd.isna(value) else ""


def row_height(
    names: Iterable[str], least: float, notes: Iterable[str] | None = None, limit: float = NAME_LIMIT
) -> float:
    """Inches that each row needs so that the tallest name with its note fits."""
    named = [style.height(wrapped(name, TEXT, limit), TEXT) for name in names]
    noted = [style.height(note, SMALL) for note in notes] if notes is not None else [0.0] * len(named)
    return max([least, *(name + note + 0.1 for name, note in zip(named, noted, strict=True))])


def rows(axes: Axes, names: Iterable[str], notes: Iterable[str] | None = None, limit: float = NAME_LIMIT) -> None:
    """Name the rows of `axes` at the left, first row on top, each with a grey note under its name."""
    names = [wrapped(name, TEXT, limit) for name in names]
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks([])
    for y, (name, note) in enumerate(zip(names, notes or [""] * len(names), strict=True)):
        _row_name(axes, y, name, note)


def _row_name(axes: Axes, y: int, name: str, note: str) -> None:
    up, down = (
        style.height(note, SMALL) * 36,
        style.height(name, TEXT) * 36,
    )  # half of the other's height, in points
    write_words(axes, name, (0, y), (-GAP, up), xycoords=BESIDE_AXES, ha="right", gid="name")
    if note:
        write_words(
            axes,
            note,
            (0, y),
            (-GAP, -down),
            xycoords=BESIDE_AXES,
            ha="right",
            gid="note",
            size=SMALL,
            color=GREY,
        )


def draw_interval(
    axes: Axes, y: float, estimate: float, ends: tuple[float, float], colour: str, name: str = ""
) -> None:
    """Dot at the estimate and thin line between the two ends; nothing where the estimate is unknown."""
    if pd.isna(estimate):
        return
    if pd.notna(list(ends)).all():
        look: Look = {"color": colour, "lw": 1.5, "solid_capstyle": "butt", "path_effects": HALO}
        axes.plot(ends, (y, y), gid=f"interval:{name}", **look)
    look = {"marker": "o", "ms": 6.5, "mfc": colour, "mec": "white", "mew": 0.8, "clip_on": False}
    axes.plot([estimate], [y], gid=f"dot:{name}", ls="none", zorder=4, **look)


def grey_bars(axes: Axes, counts: pd.Series, labels: pd.Series, text: ChartText) -> None:
    """Grey bars from zero with their labels, one a row; unknown counts have no bar."""
    for y, (count, label) in enumerate(zip(counts, labels, strict=True)):
        is_known = pd.notna(count)
        if is_known:
            axes.barh(y, count, height=0.62, color=BAR, gid="bar")
        value_label(axes, (count if is_known else 0, y), shown_label(count, label, text), is_known)
    span(axes, counts, room=0)
    axes.set_xticks([])
    zero_line(axes)


def value_axis(axes: Axes, text: ChartText, figures: pd.Series, ticks: int = 5, name: str = "") -> None:
    """Few round ticks along x, in the report's own format, over a light grid; none where nothing is known."""
    axes.xaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(_Ticks(lambda value, _: text.format_value(value + 0.0)))
    axes.grid(axis="x", color=FAINT, lw=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(name)
    if figures.isna().all():
        axes.set_xticks([])


class _Ticks(FuncFormatter):
    """Ticks that show decimals only where one of them has any: $0, $50, $100 and $0.00, $0.50."""

    def format_ticks(self, values: Any) -> list[str]:
        labels = super().format_ticks(values)
        if any(re.search(r"\.\d*[1-9]", label) for label in labels):
            return labels
        return [re.sub(r"\.0+(?!\d)", "", label) for label in labels]


def zero_line(axes: Axes, strong: bool = False) -> None:
    """Upright line at zero."""
    axes.axvline(0, color=INK if strong else GREY, lw=1.2 if strong else 0.8, gid="zero", zorder=1.5)


def span(axes: Axes, *values: pd.Series, room: float = 0.03) -> None:
    """Let x run over zero and all values, with a little room where they leave zero."""
    figures = pd.concat(values).dropna().astype(float)
    low, high = min([0.0, *figures]), max([0.0, *figures])
    reach = (high - low) or 1.0
    axes.set_xlim(low - room * reach * (low < 0), high + room * reach if high > low else 1.0)


def panels(figure: Figure, heights: list[float], **shared: Any) -> list[Axes]:
    """Axes under each other, of the given heights in inches."""
    return list(figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False, **shared)[:, 0])
