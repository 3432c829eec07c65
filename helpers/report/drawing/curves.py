"""Chart of a figure by score: dots with intervals in the segments' colours, a smooth line, where segments begin."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.report import style
from helpers.report.drawing.parts import GAP, HALO, Look, axis_height, checked_frame, name_axis, panels, write_words
from helpers.report.drawing.rows import INNER
from helpers.report.style import (
    COLOURS,
    FAINT,
    GREY,
    INK,
    MARGIN,
    SMALL,
    TEXT_COLOURS,
    WIDTH,
    ChartText,
    card,
    themed,
    wrapped,
)

_PLOT_HEIGHT = 2.3


@themed
def score_dots(frame: pd.DataFrame, segments: pd.DataFrame, text: ChartText) -> Figure:
    """Dots with intervals by score, and a smooth line through them; dashed lines where one segment ends.

    Parameters
    ----------
    frame
        One row a score, from the lowest: `score`, `segment`; `estimate`, `low`, `high`; `smooth`. A score without an
        estimate has no dot.
    segments
        One row a segment: `segment`, `name`, `first`, `last` (scores).
    text
        `x` names the scores, `format_value` writes the ticks of the value axis.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [6, 7], "segment": ["detractor", "passive"], "estimate": [8.0, 9.0],
    ...                       "low": [7.0, 8.0], "high": [9.0, 10.0], "smooth": [8.1, 8.9]})
    >>> ends = pd.DataFrame({"segment": ["detractor", "passive"], "name": ["D", "P"], "first": [6, 7], "last": [6, 7]})
    >>> figure = score_dots(frame, ends, ChartText("No step"))
    >>> [line.get_xdata()[0] for line in figure.axes[1].lines if line.get_gid() == "cut-off"]
    [6.5]
    """
    frame = checked_frame(frame, "score", "segment", "estimate", "low", "high", "smooth")
    segments = checked_frame(segments, "segment", "name", "first", "last")
    names = [wrapped(name, SMALL, INNER / len(segments) - GAP / 72) for name in segments["name"]]
    named = max(style.height(name, SMALL) for name in names)
    figure = card(text, _PLOT_HEIGHT + named + axis_height(text.x))
    top, axes = panels(figure, [named, _PLOT_HEIGHT - 0.1])
    top.set_axis_off()
    axes.plot(frame["score"], frame["smooth"], color=GREY, lw=1.6, alpha=0.6, gid="smooth", zorder=1.6)
    for row in frame[frame["estimate"].notna()].itertuples():
        look: Look = {"color": COLOURS[row.segment], "gid": f"interval:{row.score}", "path_effects": HALO}
        axes.plot([row.score] * 2, (row.low, row.high), lw=1.5, solid_capstyle="butt", **look)
        dot: Look = {"marker": "o", "ms": 6.5, "mfc": COLOURS[row.segment], "mec": "white", "mew": 0.8, "ls": "none"}
        axes.plot([row.score], [row.estimate], zorder=4, gid=f"dot:{row.score}", **dot)
    _axes(axes, frame, text)
    for first in segments["first"].iloc[1:]:
        axes.axvline(first - 0.5, color=GREY, lw=1, ls=(0, (4, 3)), gid="cut-off", zorder=1.4)
    style.settle(figure)  # where scores stand is known after layout
    _name_segments(figure, (top, axes), segments.assign(name=names))
    return figure


def _axes(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    """A tick at every score, few round ones of the value, and the line at zero."""
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 0.0), max(high, 0.0))
    axes.set_xlim(frame["score"].min() - 0.6, frame["score"].max() + 0.6)
    axes.set_xticks(frame["score"].tolist())
    name_axis(axes, text.x)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.format_value(value + 0.0)))
    axes.grid(axis="y", color=FAINT, lw=0.8)
    axes.axhline(0, color=INK, lw=1.2, gid="zero", zorder=1.5)


def _name_segments(figure: Figure, both: tuple[Axes, Axes], segments: pd.DataFrame) -> None:
    """Names of the segments over their scores, moved where they would meet or leave the card."""
    top, axes = both
    middles = [
        axes.transData.transform(((row.first + row.last) / 2, 0))[0] / figure.dpi for row in segments.itertuples()
    ]
    widths = [max(style.width(line, SMALL) for line in name.split("\n")) for name in segments["name"]]
    for row, middle in zip(segments.itertuples(), _apart(middles, widths), strict=True):
        look: Look = {"xycoords": ("figure fraction", "axes fraction"), "ha": "center", "va": "bottom", "size": SMALL}
        words = write_words(top, row.name, (middle / WIDTH, 0), color=TEXT_COLOURS[row.segment], **look)
        words.set_in_layout(False)


def _apart(middles: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The middles, moved left and then right as far as words of these widths need to stand apart on the card.

    Examples
    --------
    >>> [round(middle, 2) for middle in _apart([1.0, 4.0, 4.4], [0.5, 0.6, 0.8])]
    [1.0, 3.22, 4.02]
    """
    moved, end = list(middles), WIDTH - MARGIN
    for place in reversed(range(len(moved))):
        moved[place] = min(moved[place], end - widths[place] / 2)
        end = moved[place] - widths[place] / 2 - GAP / 72
    start = MARGIN
    for place, wide in enumerate(widths):
        moved[place] = max(moved[place], start + wide / 2)
        start = moved[place] + wide / 2 + GAP / 72
    return moved
