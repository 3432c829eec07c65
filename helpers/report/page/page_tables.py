"""The tables that a page shows, read back from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = {"h1", "h2", "h3", "h4"}
_CELLS = {"th", "td"}


@dataclass
class TableCell:
    """Text of a cell; `is_figure`: it stands in a column of numbers."""

    text: str = ""
    is_figure: bool = False


@dataclass
class PageTable:
    """A table with the heading it stands under; a group's name stands in each of its rows."""

    section: str
    caption: str = ""
    rows: list[list[TableCell]] = field(default_factory=list)  # the first holds the heads


def page_tables(html: str) -> list[PageTable]:
    """The kit's tables of a page, in their order.

    Examples
    --------
    >>> html = '<h2>How &amp; why</h2><table class="figures"><tr><th>A<td class="number">1 <b>2</b></table>'
    >>> page_tables(html)[0].section, [cell.text for cell in page_tables(html)[0].rows[0]]
    ('How & why', ['A', '1 2'])
    """
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return reader.tables


class _TableReader(HTMLParser):
    """Keeps what is being read: a heading, a caption or a cell; `spans`: names that reach into rows below."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[PageTable] = []
        self.heading, self.within, self.is_table = "", "", False
        self.spans: dict[int, tuple[TableCell, int]] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in _HEADINGS:
            self.heading, self.within = "", tag
        elif tag == "table" and "figures" in (given.get("class") or "").split():
            self.tables.append(PageTable(self.heading.strip()))
            self.is_table, self.spans = True, {}
        elif self.is_table:
            self._start_part(tag, given)

    def _start_part(self, tag: str, given: dict[str, str | None]) -> None:
        table = self.tables[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag == "caption":
            self.within = tag
        elif tag in _CELLS:
            self._fill_spans(table.rows[-1])
            cell = TableCell(is_figure="number" in (given.get("class") or "").split())
            self.spans[len(table.rows[-1])] = (cell, int(given.get("rowspan") or 1) - 1)
            table.rows[-1].append(cell)
            self.within = tag

    def _fill_spans(self, row: list[TableCell]) -> None:
        while self.spans.get(len(row), (None, 0))[1]:
            cell, left = self.spans[len(row)]
            self.spans[len(row)] = (cell, left - 1)
            row.append(cell)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.within:
            self.within = ""
        if tag == "table":
            self.is_table = False

    def handle_data(self, data: str) -> None:
        if self.within in _HEADINGS:
            self.heading += data
        elif self.is_table and self.within == "caption":
            self.tables[-1].caption += data
        elif self.is_table and self.within in _CELLS:
            self.tables[-1].rows[-1][-1].text += data
