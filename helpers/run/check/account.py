"""What a check of one file says: can it be used, how was it read, what was set aside or mended, what comes next."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import yaml

from helpers.base.tables import CANONICAL_COLUMNS
from helpers.base.words import Words
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header import counted_names
from helpers.read.columns.naming import proposals
from helpers.read.ledger import NOT_APPLICABLE, problems, warnings_of
from helpers.read.typed_table import IN_ENGINE, Reading, Table
from helpers.run.check.outcome import Checked

_MOST = 10  # files, and rows with a problem, that are named
_MOST_NAMED = 40  # attributes
_KINDS = {
    "csv": "CSV",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
    "ods": "ODS",
    "parquet": "Parquet",
    IN_ENGINE: "SQL",
}
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp932": "CP932 (Shift_JIS)", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}
_INDENT = "  "


def verdict(result: Checked, file: str, words: Words) -> str:
    """Can the file be used? Where not, the line ends so that the error can follow."""
    table, said = result.table, {"file": file, "table": result.name}
    if result.error or table is None:
        return words.say("check_no", **said)
    if not table.rows_in:
        return words.say("check_empty", **said)
    aside = table.reasons_aside.total()
    used = "check_none" if not table.rows_used else "check_yes_but" if aside else "check_yes"
    return words.say(used, aside=aside, n=table.rows_in, **said)


def account(result: Checked, words: Words) -> list[str]:
    """How the file was read, its ledger, what was mended, warnings, and the first problems, as far as it came."""
    parts = (_read_as, _columns, _rows, _fixed, _warnings, _problems)
    blocks = [] if result.table is None else [part(result.table, words) for part in parts]
    return [line for block in blocks if block for line in ("", *block)]


def next_step(lines: Mapping[str, Any], words: Words) -> list[str]:
    """The next step: lines for the parameter file."""
    text = yaml.safe_dump(dict(lines), allow_unicode=True, sort_keys=False, width=10**6)
    return ["", words.say("check_next"), *(f"{_INDENT}{line}" for line in text.splitlines())]


def needed_besides(name: str, words: Words) -> list[str]:
    """What a report needs besides a table, and how to get to one without writing a line.

    Examples
    --------
    >>> needed_besides("purchases", Words("en", "JPY"))[1].split("(")[0]
    'A report needs besides: customers '
    """
    wanted = [table for table in ("customers", "purchases", "responses") if table != name]
    between = "、" if words.language == "ja" else "; "
    return ["", words.say("check_more", tables=between.join(words.say(f"needed_{table}") for table in wanted))]


def _read_as(table: Table, words: Words) -> list[str]:
    ways = [_way(reading, words) for reading in table.readings]
    if len(ways) > 1:
        ways = [f"{reading.file}: {way}" for reading, way in zip(table.readings, ways, strict=True)]
    shown = [words.say("check_read_as", how=way) for way in ways[:_MOST]]
    return [*shown, "…"] if len(ways) > _MOST else shown


def _way(reading: Reading, words: Words) -> str:
    """How one file was read, in a line.

    Examples
    --------
    >>> _way(Reading("a.csv", encoding="cp932", delimiter=",", format="eccube_orders"), Words("en", "JPY"))
    'EC-CUBE 4 orders, CSV, CP932 (Shift_JIS), header in row 1'
    """
    heads = "check_header_rows" if reading.header_rows > 1 else "check_header"
    parts = [
        FORMATS[reading.format].name[words.language] if reading.format else "",
        _KINDS[reading.kind],
        _ENCODINGS.get(reading.encoding, reading.encoding.upper()),
        _delimiter(reading.delimiter, words),
        words.say("check_sheet", sheet=reading.sheet) if reading.sheet else "",
        words.say(heads, row=reading.header_row, n=reading.header_rows),
    ]
    return ("、" if words.language == "ja" else ", ").join(filter(None, parts))


def _delimiter(sign: str, words: Words) -> str:
    if sign == "\t":
        return words.say("check_tabs")
    return words.say("check_delimiter", sign=sign) if sign not in ("", ",") else ""


def _columns(table: Table, words: Words) -> list[str]:
    first = table.readings[0]
    named = [f"{_INDENT}{column}: {header}" for column, header in table.headers.items()]
    named_already = {*CANONICAL_COLUMNS[table.name], *table.headers}
    more = [str(column) for column in table.frame if column not in named_already]
    if more and table.name == "customers":
        shown = ", ".join([*more[:_MOST_NAMED], *[f"… ({len(more):,})"] * (len(more) > _MOST_NAMED)])
        named.append(f"{_INDENT}{words.say('check_attributes', names=shown)}")
    notes = [note[words.language] for note in first.notes]
    return [words.say("check_columns"), *named, *rated_line(table, words), *notes, *_not_used(table, words)]


def rated_line(table: Table, words: Words) -> list[str]:
    """The rating questions that were found; nothing where there are none."""
    headers = list(dict.fromkeys(header for reading in table.readings for header in reading.ratings))
    return [words.say("check_ratings", headers=counted_names(headers))] if headers else []


def _not_used(table: Table, words: Words) -> list[str]:
    """Headers that nothing reads, and the lines that would read what looks like a column of the kit."""
    left = table.not_used()
    said = [words.say("check_not_used", n=len(left), headers=counted_names(left))] if left else []
    lines = proposals(table.name, table.proposed()).splitlines()
    return [*said, *[words.say("check_proposed")] * bool(lines), *(f"{_INDENT}{line}" for line in lines)]


def _rows(table: Table, words: Words) -> list[str]:
    of_kind: dict[str, Counter[str]] = {"not_applicable": Counter(), "defective": Counter()}
    for reason, n in table.reasons_aside.most_common():
        of_kind["not_applicable" if reason in NOT_APPLICABLE else "defective"][reason] = n
    sums = {kind: of_reason.total() for kind, of_reason in of_kind.items()}
    reasons = [
        f"{_INDENT}{words.say(f'reason_{reason}')} ({words.say(f'kind_{kind}')}): {words.count(n)}"
        for kind, of_reason in of_kind.items()
        for reason, n in of_reason.items()
    ]
    return [words.say("check_rows", n=table.rows_in, used=table.rows_used, **sums), *reasons]


def _fixed(table: Table, words: Words) -> list[str]:
    by_column: dict[str, list[str]] = {}
    for (column, kind), n in sorted(table.fixed.items()):
        by_column.setdefault(column, []).append(f"{words.say(f'fixed_{kind}')} {words.count(n)}")
    names = {"file": words.say("whole_file")}
    lines = [f"{_INDENT}{names.get(column, column)}: {', '.join(kinds)}" for column, kinds in by_column.items()]
    return [words.say("check_fixed"), *lines] if lines else []


def _warnings(table: Table, words: Words) -> list[str]:
    said = [f"{_INDENT}{warning.said(words.language)}" for warning in warnings_of(table)]
    return [words.say("check_warnings"), *dict.fromkeys(said)] if said else []


def _problems(table: Table, words: Words) -> list[str]:
    if table.is_in_engine:  # its rows have no numbers
        return []
    rows = problems(table).sort_values(["row", "column"])
    shown = table.placed(rows.head(_MOST)).to_dict("records")
    lines = [_problem(line, table.headers, words) for line in shown]
    more = [f"{_INDENT}…"] * (len(rows) > _MOST)
    return [words.say("check_problems", n=len(rows)), *lines, *more] if lines else []


def _problem(line: Mapping[str, Any], headers: Mapping[str, str], words: Words) -> str:
    place = [line["file"]] if "file" in line else []
    place.append(words.say("check_place", row=line["row"]))
    place += [headers.get(line["column"], line["column"])] * bool(line["column"])
    return f"{_INDENT}{', '.join(place)}: {words.say('reason_' + line['reason'])}"
