"""What a section is made of: sentences, tables, charts with the figures behind them."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

import pandas as pd

from helpers.report.html import rendered

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Text:
    """Sentences to show: one as a paragraph, several as a list.

    Examples
    --------
    >>> Text(("A < B",))._repr_html_().strip()
    '<p class="finding mathjax_ignore">A &lt; B</p>'
    """

    sentences: tuple[str, ...]
    kind: str = "finding"

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return rendered("lines.html.j2", items=self.sentences, kind=self.kind)


@dataclass(frozen=True)
class Grid:
    """Table of ready-made texts; the columns from `texts` on hold numbers and align right.

    Where rows are named by two texts or more, those that share the first are one group and name it once.
    """

    rows: pd.DataFrame
    caption: str = ""
    texts: int = 1

    def __repr__(self) -> str:
        return self.rows.to_string(index=False)

    def _repr_html_(self) -> str:
        rows = self.rows.to_numpy().tolist()
        groups = [list(same) for _, same in groupby(rows, itemgetter(0))]
        grouped = self.texts > 1 and len(groups) < len(rows)
        look = {"caption": self.caption, "texts": self.texts, "grouped": grouped}
        return rendered("table.html.j2", heads=list(self.rows), bodies=groups if grouped else [rows], **look)


@dataclass(frozen=True)
class Exhibit:
    """A chart with its name, the figures it shows and its text alternative."""

    name: str
    figure: "Figure"
    frame: pd.DataFrame
    alternative: str = field(repr=False)
    title: str = field(default="", repr=False)


class ChartRow:
    """A row of the file behind a chart: the fields of a subclass are its columns, with the names they may hold.

    `charts` are the charts that are saved so; columns that hold whole numbers, or are `exact`, keep all
    their digits, all others have three, or so many `decimals` (`table_as_read`).
    """

    charts: ClassVar[tuple[str, ...]]
    exact: ClassVar[tuple[str, ...]] = ()
    decimals: ClassVar[int | None] = None


def row_columns(row: type) -> dict[str, tuple[str, ...]]:
    """Column → the names that it may hold besides numbers.

    Examples
    --------
    >>> class Row:
    ...     persons: int
    >>> row_columns(Row)
    {'persons': ()}
    """
    hints: dict[str, Any] = get_type_hints(row, include_extras=True)
    for about in ("charts", "exact", "decimals"):
        hints.pop(about, None)
    return {name: getattr(hint, "__metadata__", ((),))[0] for name, hint in hints.items()}


Part = Text | Grid | Exhibit
