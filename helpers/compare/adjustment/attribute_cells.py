"""Cells of an attribute in the form in which customers are alike: year of birth, area of a postal code, prefecture."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import pandas as pd

from helpers.base.letters import cleaned
from helpers.compare.adjustment.attributes import MOST_LEVELS
from helpers.read.cells.dates import moment

OLDEST = 120  # years: what is older is a placeholder, such as 1900-01-01
_PARSERS = [moment("UTC", order=order) for order in ("dmy", "mdy")]
_YEAR = re.compile(r"'?((?:18|19|20)\d\d)(?!\d)")
_PREFECTURE = re.compile(r"東京都|北海道|京都府|大阪府|(?:神奈川|和歌山|鹿児島|[^\W\d_]{2})県")
_UNTOLD = re.compile(r"[\W_]+")
_AMOUNT = re.compile(r"[+-]?[¥$€£]? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? ?(?:円|歳|才|ポイント|pt)?")
_NO_FIGURE = re.compile(r"[^\d.+-]")
_DATED = re.compile(r"(?:1[89]|2[01])\d\d(?:[-/.]\d|年).*")


def attribute_cells(cells: pd.Series, kind: str, until: int) -> pd.Series:
    """Cells in which customers of a kind of attribute are alike; dates as years, amounts without their marks.

    Parameters
    ----------
    until : int
        Year of the report, after which nobody is born.

    Examples
    --------
    >>> attribute_cells(pd.Series(["1980-05-06", "昭和55年5月6日", "1900-01-01", None]), "birth", 2026).tolist()
    [1980.0, 1980.0, nan, nan]
    >>> attribute_cells(pd.Series(["060-0001", "〒150-0002"]), "postcode", 2026).tolist()
    ['06', '15']
    >>> attribute_cells(pd.Series(["東京都港区1-2", "京都府京都市3"]), "address", 2026).tolist()
    ['東京都', '京都府']
    """
    how: Mapping[str, Callable[[pd.Series], pd.Series]] = {
        "birth": partial(_birth_years, until=until), "postcode": _areas, "address": _prefectures,
    }  # fmt: skip
    if kind not in how and pd.api.types.is_numeric_dtype(cells):
        return cells
    return how.get(kind, _figures)(cells.dropna().astype("str")).reindex(cells.index)


def _figures(entries: pd.Series) -> pd.Series:
    """Dates and amounts as figures; other cells as they are."""
    if entries.str.fullmatch(_DATED).mean() > 0.5:
        return _each(entries, _as_years, "float64")
    bare = _each(entries, cleaned, "object")
    is_amount = bool(entries.size) and bool(bare.str.fullmatch(_AMOUNT).all())
    return bare.str.replace(_NO_FIGURE, "", regex=True) if is_amount else entries


def _each(entries: pd.Series, form: Callable[[str], object], dtype: str) -> pd.Series:
    """Form of each, made once of each distinct one."""
    return entries.map({entry: form(entry) for entry in entries.unique()}).astype(dtype)


def _day(text: str) -> datetime | None:
    parsed = (parse(text).value for parse in _PARSERS)
    return next((day for day in parsed if isinstance(day, datetime)), None)


def _as_years(text: str) -> float | None:
    day = _day(text)
    return day.year + day.timetuple().tm_yday / 366 if day else None


def _birth_years(entries: pd.Series, until: int) -> pd.Series:
    years = _each(entries, _birth_year, "float64")
    return years.where(years.between(until - OLDEST, until))


def _birth_year(text: str) -> float | None:
    bare = cleaned(text)
    if told := _YEAR.match(bare):
        return float(told[1])
    day = _day(bare)
    return float(day.year) if day else None


def _areas(entries: pd.Series) -> pd.Series:
    """First two letters or digits of postal codes; the first alone where there are too many."""
    codes = _each(entries, lambda text: _UNTOLD.sub("", cleaned(text)).upper()[:2] or None, "object")
    return codes if codes.nunique() <= MOST_LEVELS else codes.str[:1]


def _prefectures(entries: pd.Series) -> pd.Series:
    """Prefectures that addresses begin with; the addresses as they are where few do."""
    found = _each(entries, lambda text: told[0] if (told := _PREFECTURE.match(cleaned(text))) else None, "object")
    return found if found.notna().mean() > 0.5 else entries
