"""From a path to the header of a table: which files, which sheet, where the header is."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from helpers.base.addresses import is_engine_address
from helpers.base.errors import KitError
from helpers.base.folders import project_path
from helpers.base.tables import TableName, named_table
from helpers.read.columns.assignment import absent, assigned
from helpers.read.columns.content import Content
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header import Header, looked_into
from helpers.read.columns.header_search import header
from helpers.read.columns.naming import as_yaml
from helpers.read.engines.opening import engine_source
from helpers.read.files import parquet, workbooks
from helpers.read.files.contents import is_misnamed, kind_of, text_warnings
from helpers.read.files.delimited import text_source
from helpers.read.files.encodings import encoding_of
from helpers.read.files.records import Source
from helpers.read.opened import Opened
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Warned
from helpers.read.widths import usual_width

HEAD = 40  # records that are looked at to find the header
_PATTERN = frozenset("*?[")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", ".tmp", ".lnk", ".url")  # ends of names that stand beside the data


def files_of(name: str) -> list[Path]:
    """Files of a path, a folder or a pattern, in the order of their names; relative ones count from the project.

    None for the address of an engine's table.

    Of a folder or a pattern, hidden files and those that Windows or Excel put there are left out.

    Raises
    ------
    KitError
        ``E-FOLDER-EMPTY``.
    """
    if is_engine_address(name):
        return []
    path = project_path(name)
    is_folder, is_there = _found(path)
    if is_folder:
        paths = path.iterdir()
    elif not is_there and _PATTERN & set(path.name):
        paths = path.parent.glob(path.name)
    else:
        return [path]
    files = sorted(file for file in paths if file.is_file() and not is_for_the_system(file))
    if not files:
        raise KitError("E-FOLDER-EMPTY", file=path.name)
    return files


def table_places(name: str) -> list[Path | str]:
    """What a table is read from: the files of a path, a folder or a pattern, or an engine's address.

    Examples
    --------
    >>> table_places("sc://spark?table=orders"), [place.name for place in table_places("data/orders.csv")]
    (['sc://spark?table=orders'], ['orders.csv'])
    """
    return [name] if is_engine_address(name) else [*files_of(name)]


def is_for_the_system(path: Path) -> bool:
    """Whether a file or folder is hidden, or one that Windows or Excel puts beside the data.

    Examples
    --------
    >>> is_for_the_system(Path("~$orders.xlsx")), is_for_the_system(Path("orders.xlsx"))
    (True, False)
    """
    return path.name.startswith((".", "~$")) or path.name.lower().endswith(_OF_THE_SYSTEM)


def folders_left(name: str) -> tuple[Warned, ...]:
    """Warning of folders in a folder: what lies in them is not read.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "2024").mkdir()
    >>> [warned.fields["n"] for warned in folders_left(str(folder))]
    [1]
    """
    path = project_path(name)
    inner = [one for one in path.iterdir() if one.is_dir() and not one.name.startswith(".")] if path.is_dir() else ()
    return (Warned("W-FOLDERS-LEFT", {"file": path.name, "n": len(inner)}),) * bool(inner)


def _found(path: Path) -> tuple[bool, bool]:
    """Whether a path is a folder, and whether there is anything; stops at one that may not be looked at."""
    try:
        return path.is_dir(), path.exists()
    except PermissionError:
        raise KitError("E-FILE-LOCKED", file=path.name) from None
    except OSError:  # too long a name, as where a text was put in place of a path
        raise KitError("E-FILE-MISSING", file=path.name) from None


def sources(path: Path, encoding: str | None = None) -> list[Source]:
    """Tables of a file: one, or for a workbook those of its visible sheets that hold anything.

    They carry the warnings ``W-KIND-NAME``, ``W-REPLACEMENT``, ``W-MOJIBAKE`` and those of `encoding_of` where there is
    reason. `encoding` is the setting, for text files.

    Raises
    ------
    KitError
        ``E-FILE-MISSING``, ``E-FILE-LOCKED``, ``E-FILE-EMPTY``, ``E-FILE-SIZE``, ``E-ZIP-RATIO``, ``E-ENCRYPTED``,
        ``E-PICKLE``, ``E-HTML``, ``E-KIND`` and those of reading text, workbooks and Parquet.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.xlsx"
    >>> _ = path.write_text("order_id,amount\\nA1,500\\n", encoding="utf-8")
    >>> [(source.kind, source.warnings) for source in sources(path)]
    [('csv', ('W-KIND-NAME',))]
    """
    kind = kind_of(path)
    misnamed = ("W-KIND-NAME",) * is_misnamed(path, kind)
    return [replace(table, warnings=(*misnamed, *table.warnings)) for table in _tables(path, kind, encoding)]


def _tables(path: Path, kind: str, encoding: str | None) -> list[Source]:
    if kind == "parquet":
        return [parquet.source(path)]
    if kind != "csv":
        return workbooks.sheets(path, kind)
    codec, warnings = encoding_of(path, encoding)
    warnings += text_warnings(path, codec)
    return [replace(text_source(path, codec), warnings=warnings)]


def opened(place: Path | str, table: TableName, settings: ReadSettings) -> Opened:
    """The file, the sheet of a workbook or the engine's table that holds the table, and its header.

    Raises
    ------
    KitError
        ``E-SHEET-MISSING``, ``E-SHEET-ASK``, and those of `sources` and `header`.
    """
    if isinstance(place, str):
        source, engine = engine_source(place)
        file = replace(_with_header(source, table, settings), engine=engine)
    else:
        file = _of_file(place, table, settings)
    return replace(file, header=looked_into(file.header, file.rows()))


def _of_file(path: Path, table: TableName, settings: ReadSettings) -> Opened:
    there = sources(path, settings.encoding)
    wanted = settings.sheets.get(named_table(table))
    candidates = [source for source in there if not (wanted and source.sheet) or source.sheet == wanted]
    if not candidates:
        raise KitError("E-SHEET-MISSING", file=path.name, sheet=wanted, **_sheets(there, table))
    alone = len(candidates) == 1
    return _with_header(candidates[0], table, settings) if alone else _best(candidates, table, settings)


def pooled(files: Sequence[Opened]) -> list[Opened]:
    """Files of one table: those with the same header are judged by the first records of all, and so alike."""
    rows: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for file in files:
        rows.setdefault(file.header.names, []).extend(file.header.content.rows)
    return [replace(file, header=replace(file.header, content=Content(rows[file.header.names]))) for file in files]


def _with_header(source: Source, table: TableName, settings: ReadSettings) -> Opened:
    head = list(islice(source.records(), HEAD))
    if not head:
        raise KitError("E-FILE-EMPTY", file=source.file)
    mapping = settings.columns.get(named_table(table), {})
    found = header(head, table, mapping, source.file)
    return Opened(source, found, usual_width(found, [cells for _, cells in head[found.first_data :]], table, mapping))


def _best(candidates: list[Source], table: TableName, settings: ReadSettings) -> Opened:
    """The one sheet whose header fits best, one that lacks nothing above all; several that fit alike: ask."""
    fitting = []
    for source in candidates:
        try:
            fitting.append(_with_header(source, table, settings))
        except KitError:  # a sheet of notes has no header
            continue
    if not fitting:
        raise KitError("E-SHEET-NONE", file=candidates[0].file)
    fitting = [file for file in fitting if _is_whole(file.header, table, settings)] or fitting
    most = max(file.header.fits for file in fitting)
    best = [file for file in fitting if file.header.fits == most]
    if len(best) == 1:
        return best[0]
    raise KitError("E-SHEET-ASK", file=candidates[0].file, **_sheets([file.source for file in best], table))


def _is_whole(found: Header, table: TableName, settings: ReadSettings) -> bool:
    mapping, form = settings.columns.get(named_table(table)), FORMATS.get(found.format)
    return not absent(table, assigned(table, found.names, found.labels, mapping, form))


def _sheets(sources: list[Source], table: TableName) -> dict[str, str]:
    """Names of sheets, and the line that takes the first of them."""
    names = [as_yaml(source.sheet) for source in sources]
    line = f"sheets: {{{named_table(table)}: {names[0]}}}" + f"  # or {', '.join(names[1:])}" * (len(names) > 1)
    return {"there": ", ".join(names), "line": line}
