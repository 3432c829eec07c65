"""Chart of a figure by score: dots with intervals in the segments' colours, a smooth line, where segments begin."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.report.drawing.parts import HALO, Look, checked_frame, write_words
from helpers.report.style import COLOURS, FAINT, GREY, INK, SMALL, TEXT_COLOURS, ChartText, card, themed

_BODY_HEIGHT = 2.7


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
    >>> [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_gid() == "cut-off"]
    [6.5]
    """
    frame = checked_frame(frame, "score", "segment", "estimate", "low", "high", "smooth")
    segments = checked_frame(segments, "segment", "name", "first", "last")
    figure = card(text, _BODY_HEIGHT)
    axes = figure.subplots()
    axes.plot(frame["score"], frame["smooth"], color=GREY, lw=1.6, alpha=0.6, gid="smooth", zorder=1.6)
    for row in frame[frame["estimate"].notna()].itertuples():
        look: Look = {"color": COLOURS[row.segment], "gid": f"interval:{row.score}", "path_effects": HALO}
        axes.plot([row.score] * 2, (row.low, row.high), lw=1.5, solid_capstyle="butt", **look)
        dot: Look = {"marker": "o", "ms": 6.5, "mfc": COLOURS[row.segment], "mec": "white", "mew": 0.8, "ls": "none"}
        axes.plot([row.score], [row.estimate], zorder=4, gid=f"dot:{row.score}", **dot)
    _axes(axes, frame, text)
    _segments(axes, segments)
    return figure


def _axes(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    """A tick at every score, few round ones of the value, and the line at zero."""
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 0.0), max(high, 0.0) * 1.12)  # room for the segments' names
    axes.set_xlim(frame["score"].min() - 0.6, frame["score"].max() + 0.6)
    axes.set_xticks(frame["score"].tolist())
    axes.set_xlabel(text.x)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.format_value(value + 0.0)))
    axes.grid(axis="y", color=FAINT, lw=0.8)
    axes.axhline(0, color=INK, lw=1.2, gid="zero", zorder=1.5)


def _segments(axes: Axes, segments: pd.DataFrame) -> None:
    """Names of the segments on top, and a dashed line between them."""
    for row in segments.itertuples():
        at = (row.first + row.last) / 2
        colour = TEXT_COLOURS[row.segment]
        look: Look = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "top", "size": SMALL}
        write_words(axes, row.name, (at, 1), (0, -1), color=colour, path_effects=HALO, **look)
    for first in segments["first"].iloc[1:]:
        axes.axvline(first - 0.5, color=GREY, lw=1, ls=(0, (4, 3)), gid="cut-off", zorder=1.4)
