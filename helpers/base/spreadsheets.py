"""CSV for Excel, in which nothing that somebody typed runs."""

import csv
from pathlib import Path

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: object) -> object:
    """Cell that no spreadsheet runs as a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(-5)
    ("'=1+1", -5)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table for Excel: UTF-8 with BOM, formulas neutralised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    safe = frame.rename(columns=harmless).map(harmless)
    ends = "\r\n"  # also so that a text with either of them is quoted, and begins no row of its own
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator=ends, quoting=csv.QUOTE_MINIMAL)
    return path
