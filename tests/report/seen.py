"""What a reader sees of a section: its sentences, tables and charts."""

from dataclasses import dataclass

from matplotlib.text import Text as Drawn

from helpers.report.context import Context, Section
from helpers.report.parts import Exhibit, Grid, Part, Text


@dataclass(frozen=True)
class Seen:
    """Parts of a section in their order."""

    parts: list[Part]

    @property
    def sentences(self) -> list[str]:
        return [sentence for part in self.parts if isinstance(part, Text) for sentence in part.sentences]

    @property
    def words(self) -> str:
        return " ".join(self.sentences)

    @property
    def tables(self) -> list[Grid]:
        return [part for part in self.parts if isinstance(part, Grid)]

    @property
    def charts(self) -> dict[str, Exhibit]:
        return {part.name: part for part in self.parts if isinstance(part, Exhibit)}


def seen(section: Section, report: Context) -> Seen:
    """What a report shows of a section."""
    return Seen(section.parts(report))


def drawn_words(exhibit: Exhibit) -> list[str]:
    """Every text in a chart, its lines joined."""
    texts = [drawn.get_text().replace("\n", " ").strip() for drawn in exhibit.figure.findobj(Drawn)]
    return [text for text in texts if text]


def lines(grid: Grid) -> list[list[str]]:
    """Rows of a table."""
    return grid.rows.to_numpy().tolist()
