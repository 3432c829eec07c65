"""How results appear in a notebook and on the page: escaped, labelled, and safe to share."""

from base64 import b64encode
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from platform import python_version
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import display

from helpers.base.parameters import Settings
from helpers.report.html import rendered
from helpers.report.steps import charts_folder, write_csv

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
    alternative: str


def headline(sentence: str) -> None:
    """Show the answer, large."""
    display(Text((sentence,), "headline"))


def say(*sentences: str, kind: str = "finding") -> None:
    """Show sentences; none, nothing."""
    if sentences:
        display(Text(sentences, kind))


def note(settings: Settings) -> None:
    """Show the report's note, which belongs beside every headline."""
    if settings.note:
        say(settings.note, kind="note")


def versions() -> None:
    """Show the versions that made the figures."""
    packages = ("pandas", "numpy", "scipy", "duckdb", "matplotlib", "seaborn")
    say(
        f"Python {python_version()} · " + " · ".join(f"{name} {version(name)}" for name in packages),
        kind="versions",
    )


def table(grid: Grid | None) -> None:
    """Show a table, or nothing where there is none."""
    if grid is not None:
        display(grid)


def chart(exhibit: Exhibit | str, settings: Settings) -> None:
    """Show a chart and save it with the figures behind it; where there is none, say why ("": it was said before).

    Writes ``charts/NAME.png`` and ``charts/NAME.csv`` (UTF-8 with BOM) into the run's folder.
    """
    if isinstance(exhibit, str):
        return say(*filter(None, [exhibit]), kind="missing")
    from helpers.report.style import png  # here, because notebooks without a chart need no matplotlib

    folder = charts_folder(settings)
    noted = exhibit.frame.assign(note=settings.note) if settings.note else exhibit.frame
    write_csv(noted, folder / f"{exhibit.name}.csv")
    image = png(exhibit.figure)
    (folder / f"{exhibit.name}.png").write_bytes(image)
    bundle = {"image/png": b64encode(image).decode("ascii"), "text/plain": exhibit.alternative}
    display(bundle, raw=True, metadata={"image/png": {"alt": exhibit.alternative, "name": exhibit.name}})
    return None
