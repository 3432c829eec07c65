"""A file as a table of texts with its physical row numbers."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import project_path

LARGEST_BYTES = 500 * 2**20
RECORDS_AT_ONCE = 2000  # few enough to stay near the processor
Record = tuple[int, list[str]]  # physical row number of its first line, cells


@dataclass(frozen=True)
class TextTable:
    """All cells as text; `cells` is indexed by physical row (the header's first row is 1)."""

    file: str
    cells: pd.DataFrame
    ragged_rows: list[int]


def text_table(name: str) -> TextTable:
    """Table of a CSV or TSV file in UTF-8, with or without BOM.

    Parameters
    ----------
    name : str
        Path, relative ones counted from the project's folder.

    Returns
    -------
    TextTable
        Rows with more or fewer cells than the header are listed as ragged, never shifted. Blank
        lines are no rows.

    Raises
    ------
    KitError
        ``E-FILE-MISSING``, ``E-FILE-SIZE``, ``E-ENCODING``, ``E-FILE-EMPTY``, ``E-HEADER-DUPLICATE``,
        ``E-QUOTE``.
    """
    path = project_path(name)
    delimiter = _delimiter(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        records = _records(lines, delimiter, path.name)
        header = [cell.strip() for cell in next(records, (1, []))[1]]
        if not header:
            raise KitError("E-FILE-EMPTY", f"{path.name}: the file holds no header row.")
        ragged_rows, parts = [], [_cells([], len(header))]
        while some := list(islice(records, RECORDS_AT_ONCE)):
            ragged_rows += [row for row, cells in some if len(cells) != len(header)]
            parts.append(_cells([(row, cells) for row, cells in some if len(cells) == len(header)], len(header)))
    if len(set(header)) < len(header):
        raise KitError("E-HEADER-DUPLICATE", f"{path.name} row 1: two columns have the same name. Rename one.")
    return TextTable(path.name, pd.concat(parts).set_axis(header, axis=1), ragged_rows)


def _cells(records: list[Record], columns: int) -> pd.DataFrame:
    index = pd.Index([row for row, _ in records], name="row", dtype="int64")
    return pd.DataFrame([cells for _, cells in records], index=index, columns=range(columns), dtype="str")


def _delimiter(path: Path) -> str:
    """The mark that the header holds most of; stops at a file that can't be read as text."""
    if not path.is_file():
        raise KitError("E-FILE-MISSING", f"{path.name}: no such file. Check the path in the parameter file.")
    if path.stat().st_size > LARGEST_BYTES:
        raise KitError("E-FILE-SIZE", f"{path.name}: larger than 500 MB.")
    try:
        header = path.read_bytes().decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise KitError(
            "E-ENCODING",
            f"{path.name} row {row}: not UTF-8 text. Save it as “CSV UTF-8 (comma delimited)” in Excel.",
        ) from None
    return max(",\t;", key=header.count)


def _records(lines: Iterable[str], delimiter: str, file: str) -> Iterator[Record]:
    """Records one after another; blank lines left out."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    first_line = 1
    try:
        for cells in reader:
            if any(cells):
                yield first_line, cells
            first_line = reader.line_num + 1
    except csv.Error:
        raise KitError("E-QUOTE", f"{file} row {first_line}: a quotation mark is not closed.") from None
