"""Conditions of ``where``: which cells meet a value, a list of values, or a range."""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from helpers.base.errors import KitError, Said
from helpers.base.letters import cleaned
from helpers.base.parameters import Settings
from helpers.read.cells.dates import moment
from helpers.read.cells.stream import Parsed, Parser, parsed_column
from helpers.read.cells.texts import yes_or_no

_ENDS = {"from": operator.ge, "to": operator.le}
_NEEDS: dict[str, Said] = {
    "day": {"en": "dates such as 2026-04-01", "ja": "2026-04-01 のような日付"},
    "number": {"en": "numbers", "ja": "数値"},
    "flag": {"en": "true or false", "ja": "true か false"},
    "text": {"en": "texts", "ja": "文字列"},
}
_KINDS = {"day": "time", "number": "float", "flag": "flag"}


def met(values: pd.Series, condition: Any, settings: Settings) -> pd.Series:
    """Which cells meet a condition; blank ones meet none.

    Parameters
    ----------
    values : Series
        A column of the customers: dates, money in whole minor units, flags or texts. Texts that are
        compared with a date, a number or a flag are read as such, and all of them have to be.
    condition : scalar, list of scalars, or mapping
        Equal to one of them, or within ``from`` and ``to``, both included. Dates are compared by
        their day, money in units of the currency.
    settings : Settings
        Currency and time zone.

    Returns
    -------
    Series of bool

    Raises
    ------
    KitError
        ``E-WHERE`` where column and condition are of different kinds.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> met(pd.Series(["9", "10", None], dtype="str"), {"from": 10}, checked({"as_of": "2026-04-01"})).tolist()
    [False, True, False]
    """
    if isinstance(condition, Mapping):
        ends = [_compared(values, _ENDS[end], bound, settings) for end, bound in condition.items()]
        return reduce(operator.and_, ends)
    wanted = condition if isinstance(condition, list) else [condition]
    return reduce(operator.or_, [_compared(values, operator.eq, value, settings) for value in wanted])


def _compared(values: pd.Series, compare: Callable[[Any, Any], Any], wanted: Any, settings: Settings) -> pd.Series:
    kind = _kind(wanted)
    bound = pd.Timestamp(wanted) if kind == "day" else wanted
    return compare(_read_as(kind, values, settings), bound).fillna(False).astype(bool)


def _kind(wanted: Any) -> str:
    if isinstance(wanted, bool):
        return "flag"
    if isinstance(wanted, int | float):
        return "number"
    return "day" if isinstance(wanted, date) or _is_iso_day(wanted) else "text"


def _is_iso_day(text: str) -> bool:
    """Whether a text is how a date looks after a trip through JSON, as into the notebooks."""
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and moment("UTC")(text).value is not None


def _kind_of_column(values: pd.Series) -> str:
    if is_datetime64_any_dtype(values):
        return "day"
    if is_bool_dtype(values):
        return "flag"
    return "number" if is_numeric_dtype(values) else "text"


def _read_as(kind: str, values: pd.Series, settings: Settings) -> pd.Series:
    """Cells as days, numbers in units of the currency, flags or texts."""
    own = _kind_of_column(values)
    if own not in (kind, "text"):
        raise KitError("E-WHERE.condition", column=values.name, needs=_NEEDS[own])
    cells = values if own == kind else _parsed(kind, values, settings)
    if kind == "number" and own == "number":
        return cells / 10**settings.minor_digits
    return cells.dt.normalize() if kind == "day" else cells


def _parsed(kind: str, values: pd.Series, settings: Settings) -> pd.Series:
    parsers: dict[str, Parser] = {"day": moment(settings.timezone), "number": _number, "flag": yes_or_no}
    filled = values.dropna()
    cells = parsed_column(filled, parsers[kind], _KINDS[kind])
    if len(cells.reason):
        raise KitError("E-WHERE.cells", column=values.name, needs=_NEEDS[kind])
    return cells.value.set_axis(filled.index).reindex(values.index)


def _number(text: str) -> Parsed:
    text = cleaned(text)
    return Parsed(float(text)) if re.fullmatch(r"-?\d{1,15}(\.\d+)?", text) else Parsed(None, "number_invalid")
