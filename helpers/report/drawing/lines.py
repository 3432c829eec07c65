"""Chart of a figure over time: one dot with its interval a date."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.report.drawing.parts import HALO, Look, Row, checked_frame, write_words
from helpers.report.style import FAINT, GREY, INK, TEXT, ChartText, card, themed, width

BODY_HEIGHT = 2.0
_PLOT = 2.4  # inches between the first and the last date
_DATES_SHOWN = 3  # that fit beside each other under the axis


@themed
def trend(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Dots with intervals over time, a thin line from one to the next; the first and the last are labelled.

    A date without a figure has no dot, and the line stops there.

    Parameters
    ----------
    frame
        One row a date, in order: `as_of` (date); `estimate`, `low`, `high`; `label` (the estimate in words).
    text
        `format_value` writes the ticks of the value axis.

    Examples
    --------
    >>> frame = pd.DataFrame({"as_of": [date(2026, 1, 1), date(2026, 4, 1)], "estimate": [8.0, 17.0],
    ...                       "low": [2.0, 11.0], "high": [14.0, 23.0], "label": ["+8", "+17"]})
    >>> figure = trend(frame, ChartText("NPS went from +8 to +17"))
    >>> [line.get_ydata().tolist() for line in figure.axes[0].lines if line.get_gid() == "dots"]
    [[8.0, 17.0]]
    """
    frame = checked_frame(frame, "as_of", "estimate", "low", "high", "label")
    figure = card(text, BODY_HEIGHT)
    axes = figure.subplots()
    days = [float(day) for day in date2num(frame["as_of"].tolist())]
    for day, row in zip(days, frame.itertuples(), strict=True):
        axes.plot((day, day), (row.low, row.high), color=INK, lw=1.5, solid_capstyle="butt", gid="interval")
    axes.plot(days, frame["estimate"], color=GREY, lw=0.9, zorder=1.6, gid="line")
    look: Look = {"marker": "o", "ms": 6.5, "mfc": INK, "mec": "white", "mew": 0.8, "clip_on": False}
    axes.plot(days, frame["estimate"], gid="dots", ls="none", zorder=4, **look)
    _label_ends(axes, days, frame)
    _time_axis(axes, days, frame["as_of"].tolist())
    _value_axis(axes, text)
    return figure


def _label_ends(axes: Axes, days: Sequence[float], frame: pd.DataFrame) -> None:
    """The first and the last known figure in words, on the outer side of their dots."""
    drawn: list[Row] = list(frame[frame["estimate"].notna()].itertuples())
    for row, side, shift in (*((row, "right", -8) for row in drawn[:1]), *((row, "left", 8) for row in drawn[1:][-1:])):
        write_words(axes, row.label, (days[row.Index], row.estimate), (shift, 0), ha=side, path_effects=HALO)
    widest = max((width(row.label, TEXT) for row in (*drawn[:1], *drawn[-1:])), default=0.0)
    room = (days[-1] - days[0]) * (widest + 0.25) / _PLOT
    axes.set_xlim(days[0] - room, days[-1] + room)


def _time_axis(axes: Axes, days: Sequence[float], dates: Sequence[date]) -> None:
    """The dates of the reports in ISO form; from the last backwards, as many as fit."""
    axes.set_xticks([])
    least = (days[-1] - days[0]) / (_DATES_SHOWN - 1)
    shown = [len(days) - 1]
    for i in reversed(range(len(days) - 1)):
        if days[shown[-1]] - days[i] >= 0.9 * least:
            shown.append(i)
    axes.set_xticks([days[i] for i in shown], [dates[i].isoformat() for i in shown])


def _value_axis(axes: Axes, text: ChartText) -> None:
    """Few round ticks in the report's own format, a light grid, and the line at zero."""
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 0.0), max(high, 0.0))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.format_value(value + 0.0)))
    axes.grid(axis="y", color=FAINT, lw=0.8)
    axes.set_axisbelow(True)
    axes.axhline(0, color=INK, lw=1.2, gid="zero", zorder=1.5)
