"""Tables on how files were read: as what, which header became which column, what was mended in cells."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from helpers.base.tables import CANONICAL_COLUMNS, TableName
from helpers.base.words import Words
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.spelling import plain
from helpers.report.show import Grid
from helpers.report.tables.common_tables import grid

_KINDS = {
    "csv": "CSV",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
    "ods": "OpenDocument (ods)",
    "parquet": "Parquet",
}
_DELIMITERS = {"\t": "TSV", ";": "CSV ( ; )"}
_ENCODINGS = {"utf-8-sig": "UTF-8 (BOM)", "cp932": "CP932 (Shift_JIS)", "cp1252": "CP1252 (Windows)"}
_LONGEST = 60  # letters of a header

ReadAs = Mapping[str, Any]  # as `helpers.read.ledger.ledger` has it under read_as


def readings_table(accounts: Mapping[str, dict], words: Words) -> Grid | None:
    """Each file: its name, as what it was read, and its form; files of one table that are alike in one line."""
    rows = [
        [words.say(f"table_{name}"), _files(same), _read_as(same[0], words), _form(same[0], words)]
        for name, account in accounts.items()
        for same in _alike(account["read_as"])
    ]
    return grid(rows, ("table", "file", "read_as", "form"), words, texts=4) if rows else None


def _alike(several: list[ReadAs]) -> Iterator[list[ReadAs]]:
    """Files of a table that follow each other and were read in the same way."""
    for _, same in groupby(several, key=lambda reading: {**reading, "file": ""}):
        yield list(same)


def _files(several: list[ReadAs]) -> str:
    first, last = several[0]["file"], several[-1]["file"]
    return first if len(several) == 1 else f"{first} … {last} ({len(several)})"


def _read_as(reading: ReadAs, words: Words) -> str:
    export = FORMATS.get(reading["format"])
    form = words.say("read_export", name=export.name[words.language]) if export else words.say("read_plain")
    if reading["header_row"] > 1:
        form = words.say("read_from", form=form, row=reading["header_row"])
    return words.say("read_rows", form=form, rows=reading["header_rows"]) if reading["header_rows"] > 1 else form


def _form(reading: ReadAs, words: Words) -> str:
    kind = _DELIMITERS.get(reading["delimiter"]) or _KINDS[reading["kind"]]
    encoding = _ENCODINGS.get(reading["encoding"]) or reading["encoding"].upper().replace("_", "-")
    sheet = words.say("read_sheet", name=reading["sheet"]) if reading["sheet"] else ""
    return " · ".join(filter(None, (kind, encoding, sheet)))


def columns_table(accounts: Mapping[TableName, dict], words: Words) -> Grid | None:
    """Columns that a file names otherwise than the kit, and the header that each was read from."""
    rows = [
        [words.say(f"table_{name}"), column, _cut(header)]
        for name, account in accounts.items()
        for column in CANONICAL_COLUMNS[name]
        if (header := account["read_as"][0]["columns"].get(column)) and plain(header) != plain(column)
    ]
    return grid(rows, ("table", "column", "header"), words, words.say("columns_caption"), texts=3) if rows else None


def fixes_table(accounts: Mapping[str, dict], words: Words) -> Grid | None:
    """What was mended in cells before they were used, with the number of cells."""
    rows = [
        [words.say(f"table_{name}"), _header(account, column), words.say(f"fixed_{kind}"), words.count(n)]
        for name, account in accounts.items()
        for key, n in account["fixed"].items()
        for column, _, kind in [key.rpartition(": ")]
    ]
    heads = ("table", "column", "mended", "cells")
    return grid(rows, heads, words, words.say("fixes_caption"), texts=3) if rows else None


def _header(account: Mapping[str, Any], column: str) -> str:
    """Header of a column, as the file has it."""
    return _cut(account["read_as"][0]["columns"].get(column, column))


def _cut(header: str) -> str:
    return header if len(header) <= _LONGEST else f"{header[:_LONGEST]}…"
