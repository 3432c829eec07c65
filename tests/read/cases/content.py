"""Bytes of a case's file, and the words in them that no message may show."""

import csv
import gzip
import io
import re
import sqlite3
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.read.cases.table import REASONS, SCORES, filled, written

MONEY = pa.decimal128(18, 2)
TYPES = {
    "utc": pa.timestamp("us", "UTC"),
    "codes": pa.dictionary(pa.int32(), pa.string()),
    "day": pa.date32(),
    "money": MONEY,
}


def content(case):
    """Bytes of the case's file."""
    if "binary" in case:
        return BINARIES[case["binary"]]()
    if "text" in case:
        text = filled(case["text"]).replace("\n", case.get("newline", "\n"))
        return text.encode(case.get("encoding", "utf-8"))
    if "parquet" in case:
        return _parquet(case)
    if "sheets" in case:
        return _xls(case) if case.get("xls") else _xlsx(case)
    grid = case["grid"] if "grid" in case else _wide(case)
    return _xlsx({"sheets": {"Sheet1": grid}}) if case.get("workbook") else _delimited(case, grid)


def file_name(case):
    """The case's name for its file, or one after its kind."""
    workbook = ".xls" if case.get("xls") else ".xlsx"
    ending = workbook if "sheets" in case or case.get("workbook") else ".parquet" if "parquet" in case else ".csv"
    return case.get("file", case["table"] + ending)


def private_words(case):
    """Words of the data that no message may hold: not those of the header or to be named, no short or usual ones."""
    headers, cells = _header_and_cells(case)
    named = re.findall('"([^"]+)"', str(case["expect"])) if "stop" in case["expect"] else []
    words = {str(cell).strip() for cell in cells if isinstance(cell, str)} - {*headers, *named} - REASONS
    return {word for word in words if len(word) >= 5} | set(case.get("private", []))


def _header_and_cells(case):
    if "text" in case:
        lines, first = filled(case["text"]).split("\n"), case.get("header", 1)
        above, below = ("\n".join(part) for part in (lines[:first], lines[first:]))
        return re.split(r"[,;\t\"\n]", above), re.split(r"[,;\t\"\n]", below)
    grid = _wide(case) if "wide" in case else case.get("grid", [[]])
    sheets = [list(_rows(lines)) for lines in case.get("sheets", {}).values()]
    return grid[0], [cell for line in [*grid[1:], *(row for sheet in sheets for row in sheet[4:])] for cell in line]


# --- tables ------------------------------------------------------------------------------------------------------


def _delimited(case, grid):
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if case.get("quoted") else csv.QUOTE_MINIMAL
    form = {"delimiter": case.get("delimiter", ","), "lineterminator": case.get("newline", "\n")}
    csv.writer(stream, quoting=quoting, **form).writerows(grid)
    return stream.getvalue().encode(case.get("encoding", "utf-8"))


def _wide(case):
    """Rows of a table of many columns, of which each row names a few."""
    grid = [case["wide"]["columns"].split(",")]
    for row in case["wide"]["rows"]:
        for n in range(1, row.get("times", 1) + 1):
            cells = {name: written(str(cell), n) for name, cell in row.items() if name != "times"}
            grid.append([cells.pop(name, "") for name in grid[0]])
    return grid


def _rows(lines):
    """Rows of a sheet; the line ``~8 C{n},{s}`` stands for 8 good rows, whole numbers in them as numbers."""
    for line in lines:
        if isinstance(line, str):
            for row in filled(line).split("\n"):
                yield [int(cell) if re.fullmatch(r"0|[1-9]\d*", cell) else cell for cell in row.split(",")]
        else:
            yield line


def _xlsx(case):
    book, results, stream = openpyxl.Workbook(), {}, io.BytesIO()
    book.remove(book.active)
    if case.get("epoch") == 1904:
        book.epoch = CALENDAR_MAC_1904
    for name, lines in case["sheets"].items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in case.get("hidden", []) else "visible"
        for r, line in enumerate(_rows(lines), 1):
            for c, given in enumerate(line, 1):
                _write(sheet.cell(r, c), given, results)
        for area in case.get("merge", {}).get(name, []):
            sheet.merge_cells(area)
    book.save(stream)
    return _with_results(stream, results)


def _write(cell, given, results):
    """A value, or {v: value, format: number format}, {error: code}, {f: formula, v: its stored result}."""
    special = given if isinstance(given, dict) else {"v": given}
    cell.value = special.get("f", special.get("error", special.get("v")))
    cell.number_format = special.get("format", cell.number_format)
    if isinstance(given, str):
        cell.data_type = "s"  # text even where it starts with "="
    if "f" in special and "v" in special:
        results[special["f"][1:]] = special["v"]


def _with_results(stream, results):
    """The workbook with the results of its formulas, which openpyxl doesn't write."""
    if not results:
        return stream.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            for formula, result in results.items():
                text = text.replace(f"{formula}</f><v />", f"{formula}</f><v>{result}</v>")
            new.writestr(name, text)
    return out.getvalue()


def _xls(case):
    book, stream = xlwt.Workbook(), io.BytesIO()
    book.dates_1904 = case.get("epoch") == 1904
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for name, lines in case["sheets"].items():
        sheet = book.add_sheet(name)
        for r, line in enumerate(_rows(lines)):
            for c, given in enumerate(line):
                sheet.write(r, c, given, day if isinstance(given, date) else xlwt.Style.default_style)
    book.save(stream)
    return stream.getvalue()


def _parquet(case):
    types = {name: TYPES.get(kind, kind) for name, kind in case.get("types", {}).items()}
    columns = {}
    for name, cells in case["parquet"].items():
        array = pa.array([Decimal(cell) for cell in cells] if types.get(name) == MONEY else cells)
        columns[name] = array.cast(types[name]) if name in types else array
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


# --- what is no table --------------------------------------------------------------------------------------------

PLAIN = "customer_id,score\n" + "".join(f"hanako-{n},{SCORES[n % 10]}\n" for n in range(40))


def _archive(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "."), text)
    return stream.getvalue()


def _book():
    return _xlsx({"sheets": {"Sheet1": [line.split(",") for line in PLAIN.splitlines()]}})


def _bomb():
    """A workbook whose sheet unpacks to 1,000 times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            padding = b" " * 40_000_000 if "sheet1" in name else b""
            new.writestr(name, old.read(name).replace(b"<sheetData>", b"<sheetData>" + padding))
    return out.getvalue()


def _encrypted():
    """The envelope in which Excel puts a workbook with a password: its one stream has another name."""
    book = _xls({"sheets": {"Sheet1": [["customer_id", "score"], ["hanako-1", 9]]}})
    old, new = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = book.rindex(old)
    return book[:at] + new.ljust(64, b"\0") + bytes([len(new) + 2, 0]) + book[at + 66 :]


def _database():
    base = sqlite3.connect(":memory:")
    base.execute("create table answers (customer_id text, score integer)")
    image = base.serialize()
    base.close()
    return image


BINARIES = {
    "empty": lambda: b"",
    "zip": lambda: _archive(answers_csv=PLAIN),
    "docx": lambda: _archive(**{"word/document_xml": "<w:document/>", "[Content_Types]_xml": "<Types/>"}),
    "pickle": lambda: b"\x80\x04\x95\x12\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x08hanako-1\x94K\te.",
    "bomb": _bomb,
    "encrypted": _encrypted,
    "gzip": lambda: gzip.compress(PLAIN.encode("utf-8")),
    "pdf": lambda: b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n",
    "png": lambda: bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000"),
    "sqlite": _database,
    "xlsx": _book,
    "half an xlsx": lambda: _book()[:1500],
    "half a parquet": lambda: _parquet({"parquet": {"customer_id": ["hanako-1"], "score": [9]}})[:-40],
}
