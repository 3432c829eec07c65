"""Chart of counts as bars, drawn by seaborn: it alone loads it, which takes a second and a half."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from helpers.report import style
from helpers.report.drawing.parts import checked_frame, head_panel, span, zero_line
from helpers.report.drawing.rows import rows_of
from helpers.report.style import BAR, INK, SMALL, ChartText, card, themed, wrapped


@themed
def count_bars(frame: pd.DataFrame, text: ChartText) -> Figure:
    """Bars of counts from zero under each other, those that matter in ink.

    Parameters
    ----------
    frame
        One row a bar, from the top: `name`, `value`, `strong` (in ink, the others in grey), `label`.
    text
        `x` names the bars. There is no value axis: every bar carries its label.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["4", "5"], "value": [3, 9], "strong": [False, True], "label": ["3", "9"]})
    >>> len(count_bars(frame, ChartText("Counts heap at five")).axes[0].patches)
    2
    """
    frame = checked_frame(frame, "name", "value", "strong", "label")
    rows = rows_of(list(frame["name"]), list(frame["label"]), beside=True)
    named = wrapped(text.x, SMALL)
    figure = card(text, rows.height + style.height(named, SMALL) + 0.2)
    axes = figure.subplots()
    look = {"palette": {False: BAR, True: INK}, "saturation": 1, "dodge": False, "legend": False, "width": 0.75}
    look |= {"orient": "h", "native_scale": True, "errorbar": None}
    placed = rows.placed(frame).reset_index(names="place")
    sns.barplot(placed, x="value", y="place", hue="strong", ax=axes, **look)
    span(axes, frame["value"], room=0)
    axes.set(xticks=[], ylabel="")
    head_panel(axes, named)
    axes.set_xlabel("")
    zero_line(axes)
    rows.write(axes)
    return figure
