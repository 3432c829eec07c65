"""How results appear in a notebook and on the page: escaped, labelled, and safe to share."""

from base64 import b64encode
from dataclasses import dataclass
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import display
from jinja2 import Environment

from helpers.base.parameters import Settings

from .runs import charts_folder, write_csv

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HTML = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_TABLE = _HTML.from_string("""\
{% macro look(column) %}{% if column < texts %} style="text-align: left"{% else %} class="number"{% endif %}{% endmacro %}
<table class="figures">
{% if caption %}<caption>{{ caption }}</caption>{% endif %}
<thead><tr>{% for head in heads %}
<th scope="col"{{ look(loop.index0) }}>{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}
<tr>{% for cell in row %}{% if loop.first %}<th scope="row" style="text-align: left">{{ cell }}</th>{% else %}
<td{{ look(loop.index0) }}>{{ cell }}</td>{% endif %}{% endfor %}</tr>{% endfor %}
</tbody>
</table>
""")
_LINES = _HTML.from_string("""\
{% if items|length == 1 %}<p class="{{ kind }}"{% if kind == "headline" %} style="font-size: 1.4em"{% endif %}>{{ items[0] }}</p>{% else %}
<ul class="{{ kind }}">{% for item in items %}<li>{{ item }}</li>{% endfor %}</ul>{% endif %}
""")


@dataclass(frozen=True)
class Text:
    """Sentences to show: one as a paragraph, several as a list.

    Examples
    --------
    >>> Text(("A < B",))._repr_html_().strip()
    '<p class="finding">A &lt; B</p>'
    """

    sentences: tuple[str, ...]
    kind: str = "finding"

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return _LINES.render(items=self.sentences, kind=self.kind)


@dataclass(frozen=True)
class Grid:
    """Table of ready-made texts; the columns from `texts` on hold numbers and align right."""

    rows: pd.DataFrame
    caption: str = ""
    texts: int = 1

    def __repr__(self) -> str:
        return self.rows.to_string(index=False)

    def _repr_html_(self) -> str:
        rows = self.rows.itertuples(index=False)
        return _TABLE.render(heads=list(self.rows), rows=rows, caption=self.caption, texts=self.texts)


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
    """Show a chart and save it with the figures behind it; where there is none, say why.

    Writes ``charts/NAME.png`` and ``charts/NAME.csv`` (UTF-8 with BOM) into the run's folder.
    """
    if isinstance(exhibit, str):
        return say(exhibit, kind="missing")
    from .style import png  # here, because notebooks without a chart need no matplotlib

    folder = charts_folder(settings)
    write_csv(exhibit.frame, folder / f"{exhibit.name}.csv")
    image = png(exhibit.figure)
    (folder / f"{exhibit.name}.png").write_bytes(image)
    bundle = {"image/png": b64encode(image).decode("ascii"), "text/plain": exhibit.alternative}
    display(bundle, raw=True, metadata={"image/png": {"alt": exhibit.alternative, "name": exhibit.name}})
    return None
