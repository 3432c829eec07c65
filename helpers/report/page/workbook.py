"""``tables.xlsx``: the tables of a page, each on a sheet of its own."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from helpers.base.spreadsheets import MADE, harmless
from helpers.base.words import Words
from helpers.report.page.cell_numbers import cell_number
from helpers.report.page.page_tables import TableCell, page_tables
from helpers.report.settings import ReportSettings

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BOOK = "tables.xlsx"
_LONGEST = 31  # letters of a sheet's name that Excel takes
_WIDEST = 60
_HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
_SIGNED = re.compile(r"[+−][\d.,%\s…〜+−]*")  # figures that begin with a sign, and nothing a spreadsheet could run
TableRows = Sequence[Sequence[TableCell]]


def tables_book(html: str, settings: ReportSettings) -> bytes:
    """The workbook of a page: a sheet that lists the tables, then one for each; the same page gives the same bytes.

    Figures in columns of numbers are numbers, with the digits that the page shows. No cell is a formula.
    """
    from xlsxwriter import Workbook  # here, because only a run's last step needs it

    tables, words, made = page_tables(html), Words(settings.language, settings.currency), BytesIO()
    names, about = sheet_names([table.section for table in tables]), _about(settings, words)
    with Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        listed = [(name, table.section, table.caption) for name, table in zip(names, tables, strict=True)]
        heads = tuple(words.say(key) for key in ("book_sheet", "book_section", "book_caption"))
        _write(book, words.say("book_tables"), about, _texts([heads, *listed]), settings.currency)
        for name, table in zip(names, tables, strict=True):
            above = [(text,) for text in (table.section, table.caption, settings.note) if text]
            _write(book, name, above, table.rows, settings.currency)
    return made.getvalue()


def sheet_names(sections: Sequence[str]) -> list[str]:
    """Names that Excel takes and tells apart: the table's number, and its section as far as there is room.

    Examples
    --------
    >>> sheet_names(["NPS", "Who [are] they: old or new customers?"])
    ['1 NPS', '2 Who are they old or new']
    """
    plain = (re.sub(r"[\s\[\]:*?/\\']+", " ", section).strip() for section in sections)
    return [_shortened(f"{number} {name}") for number, name in enumerate(plain, 1)]


def _shortened(name: str) -> str:
    """As many whole words as there is room for; letters where a word alone is longer, as in Japanese."""
    if len(name) <= _LONGEST:
        return name.strip()
    words, letters = name[: _LONGEST + 1].rsplit(" ", 1)[0], name[:_LONGEST]
    return words if len(words) > _LONGEST / 2 else letters.strip()


def _about(settings: ReportSettings, words: Words) -> list[tuple[str, str]]:
    """Report, shop, date and note, as far as there are."""
    told = {"index_report": settings.report_name, "book_shop": settings.shop_name,
            "index_as_of": words.day(settings.as_of), "index_note": settings.note}  # fmt: skip
    return [(words.say(key), text) for key, text in told.items() if text]


def _texts(rows: Iterable[Sequence[str]]) -> list[list[TableCell]]:
    return [[TableCell(text) for text in row] for row in rows]


def _write(book: "Workbook", name: str, above: Sequence[Sequence[str]], rows: TableRows, currency: str) -> None:
    """One sheet: what stands above the table, then its heads, which stay when the rest is scrolled, and its rows."""
    sheet, head = book.add_worksheet(name), len(above) + 1
    for place, row in enumerate((*_texts(above), [], *rows)):
        for column, cell in enumerate(row):
            number = cell_number(cell.text, currency) if cell.is_figure and place > head else None
            look = {"align": "right"} if cell.is_figure else {}
            if number:
                sheet.write_number(place, column, number[0], book.add_format({"num_format": number[1]}))
            elif cell.text or place == head:
                sheet.write_string(
                    place, column, _inert(cell), book.add_format(look | (_HEAD if place == head else {}))
                )
    sheet.freeze_panes(head + 1, 0)
    _set_widths(sheet, rows)


def _inert(cell: TableCell) -> str:
    """Text of a cell; one that might run if it were typed in or saved as CSV begins with an apostrophe."""
    is_figure = cell.is_figure and _SIGNED.fullmatch(cell.text)
    return cell.text if is_figure else str(harmless(cell.text))


def _set_widths(sheet: "Worksheet", rows: TableRows) -> None:
    for column in range(max(map(len, rows), default=0)):
        widest = max(_width(row[column].text) for row in rows if len(row) > column)
        sheet.set_column(column, column, min(widest, _WIDEST) + 2)


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)
