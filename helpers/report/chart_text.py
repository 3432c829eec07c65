"""The words of a chart."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ChartText:
    """The words of one chart, in the report's language.

    `title` states the finding and is wrapped; `subtitle` says what, period, n and unit; `note` is the line at
    the bottom. `x` and `y` name axes; `format_value` writes a tick of the value axis. `lower_part` and
    `upper_part` name the two parts of a stacked bar, `first_panel` and `second_panel` head two panels.
    `missing` stands where a figure is not shown.
    """

    title: str
    subtitle: str = ""
    note: str = ""
    x: str = ""
    y: str = ""
    format_value: Callable[[float], str] = str
    lower_part: str = ""
    upper_part: str = ""
    first_panel: str = ""
    second_panel: str = ""
    missing: str = "—"
