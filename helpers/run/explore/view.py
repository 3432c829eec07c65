"""What a tab shows: sentences, a table, a figure that is drawn at once, and the report's own chart for slides."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.base.templates import filled_template
from helpers.report.html import rendered
from helpers.report.parts import Grid
from helpers.report.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TEMPLATES = Path(__file__).parents[1] / "templates"
_WIDE, _NAMED, _TOLD, _HIGH = 600, 185, 190, 40  # pixels: of a figure, of its rows' names and labels, of a row
_EMPTY = ("estimate", "low", "high")


@dataclass(frozen=True)
class View:
    """Sentences, the first large; rows to draw: name, note, estimate, low, high, label, segment, bar (or dot)."""

    sentences: tuple[str, ...]
    rows: pd.DataFrame
    about: str  # what the figure shows: measure, period, unit, lines
    chart: Callable[[], "Figure"] | None  # the same as the report draws it; ``None`` where nothing can be drawn
    table: Grid | None = None

    def text(self) -> str:
        """The sentences, and what the figure shows, as lines."""
        figures = [f"{row['name']}: {row['label']}" for row in self.rows.to_dict("records")]
        return "\n".join([*self.sentences, *([self.about, *figures] if figures else [])]) + "\n"

    def html(self) -> str:
        """All of it for a browser."""
        table = self.table._repr_html_() if self.table is not None else ""
        first, *others = self.sentences
        parts = [rendered("lines.html.j2", items=[first], kind="answer")]
        parts += [rendered("lines.html.j2", items=[one], kind="finding") for one in others]
        return "".join([*parts, table, figure_html(self.rows, self.about) if len(self.rows) else ""])


def alert_html(text: str) -> str:
    """What went wrong, also for who hears it.

    Examples
    --------
    >>> alert_html("Costs < 0")
    '<p role="alert">Costs &lt; 0</p>'
    """
    return f'<p role="alert">{html.escape(text)}</p>'


def figure_html(rows: pd.DataFrame, about: str) -> str:
    """Bars and dots with intervals as SVG, which a browser draws at once; told in words for who hears it.

    Examples
    --------
    >>> row = {"name": "Promoters", "note": "n = 3", "estimate": 4.0, "low": 2.0, "high": 6.0, "label": "4"}
    >>> drawn = figure_html(pd.DataFrame([row | {"segment": "promoter", "bar": True}]), "LTV")
    >>> drawn.count("<rect"), 'aria-label="LTV Promoters 4"' in drawn
    (1, True)
    """
    values = rows[[*_EMPTY]].to_numpy(dtype=float)
    known = values[~pd.isna(values)]
    low, high = min(0.0, known.min(initial=0.0)), max(0.0, known.max(initial=0.0))
    span = (high - low) or 1.0

    def across(value: float) -> float:
        return round(_NAMED + (value - low) / span * (_WIDE - _NAMED - _TOLD), 1)

    marks = [_marks(row, across, place) for place, row in enumerate(rows.to_dict("records"))]
    spoken = " ".join([about, *(f"{row['name']} {row['label']}" for row in marks)])
    size = {"wide": _WIDE, "high": _HIGH * len(marks), "told": _WIDE - _TOLD + 8, "zero": across(0.0)}
    return filled_template(_TEMPLATES, "explore_figure.html.j2", rows=marks, about=about, spoken=spoken, **size)


def _marks(row: dict[str, Any], across: Callable[[float], float], place: int) -> dict[str, Any]:
    """Where a row's marks stand."""
    there = {name: None if pd.isna(row[name]) else across(row[name]) for name in _EMPTY}
    zero, end = across(0.0), there["estimate"]
    bar = end is not None and row["bar"]
    start, length = (min(zero, end), abs(end - zero)) if bar and end is not None else (zero, 0)
    colour = COLOURS.get(row["segment"], COLOURS["all"])
    named = {name: row[name] for name in ("name", "note", "label")}
    return {**named, **there, "is_bar": bar, "start": start, "length": length, "colour": colour, "top": place * _HIGH}


@cache
def style_html() -> str:
    """How the panel looks: labels above their controls, all of it on one screen of a laptop."""
    return filled_template(_TEMPLATES, "explore_style.html.j2")
