"""A file as a table of texts with its physical row numbers."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import project_path

LARGEST_BYTES = 500 * 2**20


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
    rows = list(_records(_decoded(path), path.name))
    if not rows:
        raise KitError("E-FILE-EMPTY", f"{path.name}: the file holds no header row.")
    header = [cell.strip() for cell in rows[0][1]]
    if len(set(header)) < len(header):
        raise KitError("E-HEADER-DUPLICATE", f"{path.name} row 1: two columns have the same name. Rename one.")
    whole = [(number, cells) for number, cells in rows[1:] if len(cells) == len(header)]
    ragged = [number for number, cells in rows[1:] if len(cells) != len(header)]
    index = pd.Index([number for number, _ in whole], name="row", dtype="int64")
    cells = pd.DataFrame([cells for _, cells in whole], index=index, columns=header, dtype="str")
    return TextTable(path.name, cells, ragged)


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise KitError("E-FILE-MISSING", f"{path.name}: no such file. Check the path in the parameter file.")
    if path.stat().st_size > LARGEST_BYTES:
        raise KitError("E-FILE-SIZE", f"{path.name}: larger than 500 MB.")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise KitError(
            "E-ENCODING",
            f"{path.name} row {row}: not UTF-8 text. Save it as “CSV UTF-8 (comma delimited)” in Excel.",
        ) from None


def _records(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Physical row number of each record's first line, and its cells; blank lines left out."""
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=header.count), strict=True)
    records, first_line = [], 1
    try:
        for cells in reader:
            if any(cells):
                records.append((first_line, cells))
            first_line = reader.line_num + 1
    except csv.Error:
        raise KitError("E-QUOTE", f"{file} row {first_line}: a quotation mark is not closed.") from None
    return records
