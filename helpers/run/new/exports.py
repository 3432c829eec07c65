"""A folder of exports looked through: which file, or sheet of a workbook, holds which table, and why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpers.base.errors import KitError
from helpers.base.tables import ONE_KEY_OF, PARTS, REQUIRED, TABLES, TableName
from helpers.read.columns.assignment import absent, assigned
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header import Header
from helpers.read.columns.header_search import header
from helpers.read.files.records import Source
from helpers.read.rows import HEAD, is_for_the_system, sources

_MOST_FILES = 500
_MORE = 1.5  # what it counts for that a table is whole, or named, beside one column that is found
_OWN_FOLDERS = frozenset({"out", "private", "node_modules", "__macosx"})
_OTHER_KINDS = frozenset({
    ".yaml", ".yml", ".json", ".md", ".html", ".htm", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".docx",
    ".pptx", ".eml", ".py", ".ipynb", ".zip", ".exe", ".bat", ".command", ".ini", ".log",
})  # fmt: skip
_NAMED: Mapping[TableName, re.Pattern[str]] = {  # what the names of files and sheets say
    "complaints": re.compile("complain|claim|ticket|クレーム|苦情|問い?合わ?せ"),
    "invitations": re.compile("invit|token|mail_?merge|依頼|招待|配信"),
    "responses": re.compile("respon|answer|survey|nps|feedback|回答|アンケート|調査"),
    "purchases": re.compile("order|purchas|sales|transaction|payment|受注|注文|購買|購入|売上|取引"),
    "customers": re.compile("customer|member|client|contact|user|顧客|会員|お客|名簿|連絡先"),
}


@dataclass(frozen=True)
class Export:
    """A table that was found in a folder.

    `table` is what it is taken as, None where it is none of a report's; `whole`: it lacks no column; `columns`:
    canonical column → its header. `found` counts the required columns that are there. `part`: purchases of which it
    holds the orders or the amounts alone, the other part being in another file.
    """

    path: Path
    sheet: str = ""
    table: TableName | None = None
    header: Header | None = None
    columns: Mapping[str, str] | None = None
    found: int = 0
    whole: bool = False
    part: TableName | None = None

    @property
    def name(self) -> str:
        """The file, and the sheet where there are several."""
        return f"{self.path.name} [{self.sheet}]" if self.sheet else self.path.name


@dataclass(frozen=True)
class Unread:
    """A file of the folder that is no table, and why."""

    path: Path
    error: KitError


def exports_in(folder: Path) -> tuple[list[Export], list[Unread]]:
    """Tables in a folder and its subfolders, and what could be none; other kinds of files are passed over.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("order_id,customer_id,ordered_at,amount\\nA1,C1,2026-01-05,500\\n", "utf-8")
    >>> [(export.name, export.table) for export in exports_in(folder)[0]]
    [('a.csv', 'purchases')]
    """
    found: list[Export] = []
    unread: list[Unread] = []
    for path in islice(_files_under(folder), _MOST_FILES):
        try:
            tables = sources(path)
            found += [_export(path, source, several=len(tables) > 1) for source in tables]
        except KitError as error:
            unread.append(Unread(path, error))
    return found, unread


def _files_under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if is_for_the_system(path):
            continue
        if path.is_dir() and path.name.lower() not in _OWN_FOLDERS:
            yield from _files_under(path)
        elif path.is_file() and path.suffix.lower() not in _OTHER_KINDS:
            yield path


def _export(path: Path, source: Source, *, several: bool) -> Export:
    """The table as that which it fits best."""
    head = list(islice(source.records(), HEAD))
    sheet = source.sheet if several else ""
    readings = [read for table in TABLES if (read := as_table(table, path, sheet, head))]
    if not readings:
        return Export(path, sheet)
    best = max(readings, key=_fit)
    return best if best.whole or _is_likely(best) else Export(path, sheet)


def is_named_so(table: TableName, export: Export) -> bool:
    """Whether the name of a file or sheet says that it holds a table.

    Examples
    --------
    >>> is_named_so("customers", Export(Path("clients.csv")))
    True
    """
    return bool(_NAMED[table].search(f"{export.sheet or export.path.stem}".lower()))


def as_table(table: TableName, path: Path, sheet: str, head: Sequence[tuple[int, list[str]]]) -> Export | None:
    """The first records read as a table; None where no header is found.

    Examples
    --------
    >>> head = [(1, ["order_id", "customer_id", "ordered_at"]), (2, ["A1", "C1", "2026-01-05"])]
    >>> read = as_table("purchases", Path("a.csv"), "", head)
    >>> read.whole, read.part
    (False, 'orders')
    """
    try:
        top = header(head, table, None, path.name)
    except KitError:
        return None
    matches = assigned(table, top.names, top.labels, None, FORMATS.get(top.format))
    columns = {column: top.names[place] for column, place in matches.sure.items()}
    there = columns.keys() | matches.doubtful.keys()
    found = len(there & {*REQUIRED[table]}) + any(key in there for key in ONE_KEY_OF.get(table, ()))
    whole = not absent(table, matches)
    return Export(path, sheet, table, top, columns, found, whole, None if whole else _part(table, top))


def _fit(read: Export) -> tuple[bool, float, int]:
    """How well a table fits: as a known export, by what it must have and the file's name, by all that was found.

    That nothing is lacking, or that the name says so, counts more than one column: a list of customers needs no more
    than an id, which many tables have. Those who were asked are a list with a token or a day.
    """
    assert read.table and read.header
    if read.table == "invitations" and not {"token", "invited_at", "wave"} & (read.columns or {}).keys():
        return False, 0, 0
    fits, says = read.whole or read.part is not None, is_named_so(read.table, read)
    return bool(read.header.format), read.found + _MORE * fits + _MORE * says, read.header.fits


def _is_likely(read: Export) -> bool:
    """Whether a table that lacks a column may be it all the same, so that the column is worth a question."""
    assert read.table
    return read.found >= 2 or (read.found == 1 and is_named_so(read.table, read))


def _part(table: TableName, top: Header) -> TableName | None:
    """Which of a pair of files a table of purchases is that lacks a column."""
    form = FORMATS.get(top.format)
    fitting = [part for part in PARTS if not absent(part, assigned(part, top.names, (), None, form))]
    return fitting[0] if table == "purchases" and len(fitting) == 1 else None
