"""How files were read: as what, which header became which column, what was mended in cells, what to check."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from helpers.base.tables import CANONICAL_COLUMNS
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header import counted_names
from helpers.read.columns.naming import line
from helpers.read.columns.spelling import plain
from helpers.read.ledger import Account
from helpers.read.typed_table import IN_ENGINE, Warned
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part

_KINDS = {
    "csv": "CSV",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
    "ods": "OpenDocument (ods)",
    "parquet": "Parquet",
    IN_ENGINE: "SQL",
}
_DELIMITERS = {"\t": "TSV", ";": "CSV ( ; )"}
_ENCODINGS = {"utf-8-sig": "UTF-8 (BOM)", "cp932": "CP932 (Shift_JIS)", "cp1252": "CP1252 (Windows)"}
_LONGEST = 60  # letters of a header

Accounts = Mapping[Any, Account]  # by table, as `helpers.read.ledger.ledger` makes them
_ReadAs = dict[str, Any]  # as an account has it under read_as


@section
def readings(report: Context, accounts: Accounts) -> Iterable[Part | None]:
    """Each file: its form, its headers, where the amount came from, what was mended, and all warnings."""
    yield _files(report, accounts)
    yield _columns(report, accounts)
    yield report.text(*_rated(report, accounts))
    yield report.text(*_not_used(report, accounts))
    yield report.text(*_proposed(report, accounts))
    yield report.text(*_amount(report, accounts))
    yield _fixes(report, accounts)
    yield report.text(*warnings(report, accounts), kind="warning")


def warnings(report: Context, accounts: Accounts) -> tuple[str, ...]:
    """Warnings of the files in words, each once."""
    said = [_warning(report, warned) for account in accounts.values() for warned in account["warnings"]]
    return tuple(dict.fromkeys(said))


def amount_basis(report: Context, accounts: Accounts) -> str:
    """What an amount holds: as the user says, else as the known export has it that the amount was read from."""
    if report.settings.amount_basis != "goods":
        return report.settings.amount_basis
    for read in accounts["purchases"]["read_as"] if "purchases" in accounts else []:
        export = FORMATS.get(read["format"])
        if export and read["notes"]:  # they say that the amount is the export's own
            return export.amount_basis[report.words.language]
    return report.say("basis_goods")


def _warning(report: Context, warned: Mapping[str, Any]) -> str:
    fields = {name: value for name, value in warned.items() if name != "code"}
    return Warned(warned["code"], fields).said(report.words.language).removeprefix(f"{warned['code']} ")


def _files(report: Context, accounts: Accounts) -> Grid | None:
    """Each file: its name, as what it was read, and its form; files of one table that are alike in one line."""
    rows = [
        [report.say(f"table_{name}"), _file_names(same), _kind(report, same[0]), _form(report, same[0])]
        for name, account in accounts.items()
        for same in _alike(account["read_as"])
    ]
    return report.table(("table", "file", "read_as", "form"), rows, texts=4, few=None)


def _alike(several: list[_ReadAs]) -> Iterator[list[_ReadAs]]:
    """Files of a table that follow each other and were read in the same way."""
    for _, same in groupby(several, key=lambda reading: {**reading, "file": ""}):
        yield list(same)


def _file_names(several: list[_ReadAs]) -> str:
    first, last = several[0]["file"], several[-1]["file"]
    return first if len(several) == 1 else f"{first} … {last} ({len(several)})"


def _kind(report: Context, reading: _ReadAs) -> str:
    """A known export or a plain table, and where its header stands."""
    export = FORMATS.get(reading["format"])
    kind = report.say("read_export", name=export.name[report.words.language]) if export else report.say("read_plain")
    if reading["header_row"] > 1:
        kind = report.say("read_from", form=kind, row=reading["header_row"])
    return report.say("read_rows", form=kind, rows=reading["header_rows"]) if reading["header_rows"] > 1 else kind


def _form(report: Context, reading: _ReadAs) -> str:
    kind = _DELIMITERS.get(reading["delimiter"]) or _KINDS[reading["kind"]]
    encoding = _ENCODINGS.get(reading["encoding"]) or reading["encoding"].upper().replace("_", "-")
    sheet = report.say("read_sheet", name=reading["sheet"]) if reading["sheet"] else ""
    return " · ".join(filter(None, (kind, encoding, sheet)))


def _columns(report: Context, accounts: Accounts) -> Grid | None:
    """Columns that a file names otherwise than the kit, and the header that each was read from."""
    rows = [
        [report.say(f"table_{name}"), column, _cut(header)]
        for name, account in accounts.items()
        for column in CANONICAL_COLUMNS[name]
        if (header := _headers(account).get(column)) and plain(header) != plain(column)
    ]
    return report.table(("table", "column", "header"), rows, report.say("columns_caption"), texts=3, few=None)


def _rated(report: Context, accounts: Accounts) -> Iterator[str]:
    """Headers of the further rating questions that were read."""
    for account in accounts.values():
        if headers := account["read_as"][0].get("ratings"):
            yield report.say("check_ratings", headers=counted_names(headers))


def _not_used(report: Context, accounts: Accounts) -> Iterator[str]:
    """Headers that nothing reads, by table."""
    for name, account in accounts.items():
        if left := list(dict.fromkeys(header for read in account["read_as"] for header in read["not_used"])):
            yield report.say("not_used", table=report.say(f"table_{name}"), n=len(left), headers=counted_names(left))


def _proposed(report: Context, accounts: Accounts) -> Iterator[str]:
    """What some of them look like, with the line that would read it."""
    for name, account in accounts.items():
        for column, headers in account["read_as"][0]["proposed"].items():
            said = {"headers": counted_names(headers), "column": column, "line": line(name, column, headers[0])}
            yield report.say("proposed", table=report.say(f"table_{name}"), **said)


def _amount(report: Context, accounts: Accounts) -> Iterator[str]:
    """Which column became the amount, and why; nothing where the file calls it amount itself."""
    if "purchases" not in accounts:
        return
    read = accounts["purchases"]["read_as"][0]
    read_as = _headers(accounts["purchases"])
    header = read_as.get("amount") or " × ".join(read_as.get(column, "") for column in ("quantity", "unit_price"))
    if read["notes"]:
        yield from (note[report.words.language] for note in read["notes"])
    elif report.settings.columns.get("purchases", {}).get("amount"):
        yield report.say("amount_named", header=header)
    elif plain(header) != "amount":
        yield report.say("amount_found", header=header)


def _fixes(report: Context, accounts: Accounts) -> Grid | None:
    """What was mended in cells before they were used, with the number of cells."""
    rows = [
        [
            report.say(f"table_{name}"),
            report.say("whole_file") if column == "file" else _header(account, column),
            report.say(f"fixed_{kind}"),
            report.words.count(n),
        ]
        for name, account in accounts.items()
        for key, n in account["fixed"].items()
        for column, _, kind in [key.rpartition(": ")]
    ]
    heads = ("table", "column", "mended", "cells")
    return report.table(heads, rows, report.say("fixes_caption"), texts=3, few=None)


def _header(account: Account, column: str) -> str:
    """Header of a column, as the file has it."""
    return _cut(_headers(account).get(column, column))


def _headers(account: Account) -> dict[str, str]:
    """Canonical column → the header that it was read from, of all files of a table."""
    named = [reading["columns"] for reading in reversed(account["read_as"])]
    return {column: header for columns in named for column, header in columns.items()}


def _cut(header: str) -> str:
    return header if len(header) <= _LONGEST else f"{header[:_LONGEST]}…"
