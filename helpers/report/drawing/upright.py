"""Chart of upright bars, drawn by seaborn: it alone loads it, which takes a second and a half."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from helpers.report.drawing.parts import checked_frame, write_words
from helpers.report.style import BAR, GREY, INK, SMALL, ChartText, card, themed


@themed
def count_bars(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Upright bars of counts from zero, those that matter in ink.

    Parameters
    ----------
    frame
        One row a bar, from the left: `name`, `value`, `strong` (in ink, the others in grey), `label`.
    text
        `x` names the bars. There is no value axis: every bar carries its label.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["4", "5"], "value": [3, 9], "strong": [False, True], "label": ["3", "9"]})
    >>> len(count_bars(frame, ChartText("Counts heap at five")).axes[0].patches)
    2
    """
    frame = checked_frame(frame, "name", "value", "strong", "label")
    figure = card(text, 2.3)
    axes = figure.subplots()
    colours = {False: BAR, True: INK}
    look = {"palette": colours, "saturation": 1, "dodge": False, "legend": False}
    sns.barplot(frame, x="name", y="value", hue="strong", errorbar=None, ax=axes, **look)
    for row in frame.itertuples():
        write_words(axes, row.label, (row.Index, row.value), (0, 3), ha="center", va="bottom", size=SMALL)
    axes.set(yticks=[], xlabel=text.x, ylabel="", ylim=(0, max([1.0, *frame["value"]]) * 1.1))
    axes.axhline(0, color=GREY, lw=0.8, gid="zero")
    return figure
