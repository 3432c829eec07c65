"""Pieces that the charts share: words, rows in segment order, intervals, bars, axes."""

import re
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import IdentityTransform, blended_transform_factory

from helpers.base.results import SEGMENTS
from helpers.report import style
from helpers.report.style import BAR, FAINT, GREY, INK, LINE, MARGIN, SMALL, TEXT, WIDTH, ChartText, wrapped

ORDER = (*SEGMENTS, "none", "all")
BAR_HEIGHT = 0.2  # inches
_MOST_TICKS, _TICKS_APART = 5, 0.12  # ticks along an axis, and inches between their labels
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


def shown_label(value: float, label: object, text: ChartText) -> str:
    """The label, or the mark for "not shown" where there is neither figure nor label."""
    if isinstance(label, str) and label:
        return label
    return text.missing if pd.isna(value) else ""


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


def grey_bars(axes: Axes, counts: pd.Series) -> None:
    """Grey bars from zero, one a row at its place, which is its index; unknown counts have no bar."""
    for place, count in counts.dropna().items():
        axes.barh(place, count, height=BAR_HEIGHT, color=BAR, gid="bar")
    span(axes, counts, room=0)
    axes.set_xticks([])
    zero_line(axes)


def value_axis(axes: Axes, text: ChartText, figures: pd.Series, name: str = "") -> None:
    """Few round ticks along x, in the report's own format, over a light grid; none where nothing is known."""
    formatter = _Ticks(lambda value, _: text.format_value(value + 0.0))
    axes.xaxis.set_major_locator(_Fitting(formatter))
    axes.xaxis.set_major_formatter(formatter)
    axes.grid(axis="x", color=FAINT, lw=0.8)
    axes.set_axisbelow(True)
    name_axis(axes, name)
    if figures.isna().all():
        axes.set_xticks([])


def head_panel(axes: Axes, words: str, size: float = SMALL, colour: str = GREY) -> None:
    """Head a panel with words in lines, from the left edge of the card."""
    title = axes.set_title(words, size=size, color=colour, linespacing=LINE, x=MARGIN / WIDTH)
    title.set_transform(blended_transform_factory(_figure(axes).transFigure, title.get_transform()))


def name_axis(axes: Axes, name: str) -> None:
    """Name the x axis in the middle of the card."""
    axes.set_xlabel(wrapped(name, SMALL), linespacing=LINE)
    axes.xaxis.label.set_transform(blended_transform_factory(_figure(axes).transFigure, IdentityTransform()))


def axis_height(name: str = "") -> float:
    """Inches that ticks need, and the name of the axis under them."""
    return 0.42 + style.height(wrapped(name, SMALL), SMALL)


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure


class _Fitting(MaxNLocator):
    """As many round ticks, at most five, as their labels have room for."""

    def __init__(self, formatter: FuncFormatter) -> None:
        super().__init__(_MOST_TICKS, steps=[1, 2, 2.5, 5, 10])
        self._formatter = formatter

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Ticks from `vmin` to `vmax`."""
        axes = getattr(self.axis, "axes", None)
        inches = axes.get_window_extent().width / axes.get_figure().dpi if axes else 0.0
        for most in range(_MOST_TICKS, 0, -1):
            self.set_params(nbins=most)
            ticks = super().tick_values(vmin, vmax)
            shown = [tick for tick in ticks if min(vmin, vmax) <= tick <= max(vmin, vmax)]
            widest = max((style.width(words, SMALL) for words in self._formatter.format_ticks(shown)), default=0.0)
            apart = (ticks[1] - ticks[0]) * inches / (abs(vmax - vmin) or 1.0)
            if widest + _TICKS_APART <= apart:
                break
        return ticks


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
