"""Conditions of ``where``: which cells meet a value, a list of values, or a range."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import reduce
from typing import Any

import pandas as pd

from helpers.base.errors import LANGUAGES, KitError, Said
from helpers.base.letters import cleaned
from helpers.base.words import in_both
from helpers.read.cells.dates import moment
from helpers.read.cells.lanes import Parsed, Parser
from helpers.read.cells.stream import parsed_column
from helpers.read.cells.texts import yes_or_no
from helpers.read.settings import ReadSettings

NOTHING: Said = {"en": "", "ja": ""}
_MOST_VALUES = 20  # that are named
_ENDS = {"from": operator.ge, "to": operator.le}
_NEEDS: dict[str, Said] = {
    "day": {"en": "dates such as 2026-04-01", "ja": "2026-04-01 のような日付"},
    "number": {"en": "numbers", "ja": "数値"},
    "flag": {"en": "true or false", "ja": "true か false"},
    "text": {"en": "texts", "ja": "文字列"},
}
_KINDS = {"day": "time", "number": "float", "flag": "flag"}
_OF_DTYPE = {"M": "day", "b": "flag", "i": "number", "u": "number", "f": "number"}


def met(values: pd.Series, condition: Any, settings: ReadSettings) -> pd.Series:
    """Which cells of a column of the customers meet a condition; blank ones meet none.

    The condition is a value, a list of values of which one has to be met, or ``from`` and ``to``, both included. Texts
    that are compared with a date, a number or a flag are read as such, and all of them have to be. Dates are compared
    by their day, money in units of the currency.

    Raises
    ------
    KitError
        ``E-WHERE`` where column and condition are of different kinds.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> met(pd.Series(["9", "10", None], dtype="str"), {"from": 10}, checked({"as_of": "2026-04-01"})).tolist()
    [False, True, False]
    """
    if isinstance(condition, Mapping):
        ends = [_compared(values, _ENDS[end], bound, settings) for end, bound in condition.items()]
        return reduce(operator.and_, ends)
    wanted = condition if isinstance(condition, list) else [condition]
    return reduce(operator.or_, [_compared(values, operator.eq, value, settings) for value in wanted])


def _compared(values: pd.Series, compare: Callable[[Any, Any], Any], wanted: Any, settings: ReadSettings) -> pd.Series:
    kind = _kind(wanted)
    bound = pd.Timestamp(wanted) if kind == "day" else wanted
    return compare(_read_as(kind, values, settings), bound).fillna(False).astype(bool)


def _kind(wanted: Any) -> str:
    if isinstance(wanted, bool):
        return "flag"
    if isinstance(wanted, int | float):
        return "number"
    if isinstance(wanted, date):
        return "day"
    # how a date looks after a trip through JSON, as into the notebooks
    is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", wanted) and moment("UTC")(wanted).value is not None
    return "day" if is_day else "text"


def _read_as(kind: str, values: pd.Series, settings: ReadSettings) -> pd.Series:
    """Cells as days, numbers in units of the currency, flags or texts."""
    own = _OF_DTYPE.get(values.dtype.kind, "text")
    if own not in (kind, "text"):
        raise KitError("E-WHERE.condition", column=values.name, needs=_NEEDS[own])
    cells = values if own == kind else _parsed(kind, values, settings)
    if kind == "number" and own == "number":
        return cells / 10**settings.minor_digits
    return cells.dt.normalize() if kind == "day" else cells


def _parsed(kind: str, values: pd.Series, settings: ReadSettings) -> pd.Series:
    parsers: dict[str, Parser] = {"day": moment(settings.timezone), "number": _number, "flag": yes_or_no}
    filled = values.dropna()
    cells = parsed_column(filled, parsers[kind], _KINDS[kind])
    if len(cells.reason):
        there = values_told(values, settings)
        if kind == "flag":
            raise KitError("E-WHERE.flag", column=values.name, there=there)
        raise KitError("E-WHERE.cells", column=values.name, needs=_NEEDS[kind], there=there)
    return cells.value.set_axis(filled.index).reindex(values.index)


def _number(text: str) -> Parsed:
    text = cleaned(text)
    return Parsed(float(text)) if re.fullmatch(r"-?\d{1,15}(\.\d+)?", text) else Parsed(None, "number_invalid")


def values_told(values: pd.Series, settings: ReadSettings) -> Said:
    """What a column of texts holds, for messages: what `min_cell` customers share, the most frequent first.

    The value that is most like one of the column's condition is proposed.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> region = pd.Series(["East", "East", "West"], name="region", dtype="str")
    >>> values_told(region, checked({"as_of": "2026-04-01", "min_cell": 2, "where": {"region": "east"}}))["en"]
    'Column region has: "East". Did you mean "East"? '
    """
    if _OF_DTYPE.get(values.dtype.kind):
        return NOTHING
    counts = values.value_counts()
    shared = [str(value) for value in counts.index[counts >= settings.min_cell]]
    if not shared:
        return NOTHING
    shown = ", ".join([*(f'"{value}"' for value in shared[:_MOST_VALUES]), *["…"] * (len(shared) > _MOST_VALUES)])
    wanted = settings.where.get(str(values.name))
    texts = [text for text in (wanted if isinstance(wanted, list) else [wanted]) if isinstance(text, str)]
    near = [near_told(text, shared, mark='"') for text in texts if text not in shared]
    return one_after_another([in_both("where_values", column=values.name, values=shown), *near])


def near_told(text: str, known: Sequence[str], mark: str = "") -> Said:
    """The one of some names that is spelled most like a text, as a question; nothing where none is like it.

    Examples
    --------
    >>> near_told("reigon", ["region", "plan"])["en"], near_told("x", ["region"])["en"]
    ('Did you mean region? ', '')
    """
    plain = {name.casefold(): name for name in reversed(known)}
    near = get_close_matches(text.casefold(), plain, n=1)
    return in_both("where_near", near=f"{mark}{plain[near[0]]}{mark}") if near else NOTHING


def one_after_another(sentences: Iterable[Said]) -> Said:
    """Sentences one after the other.

    Examples
    --------
    >>> one_after_another([{"en": "One. ", "ja": "一。"}, {"en": "Two. ", "ja": "二。"}])["en"]
    'One. Two. '
    """
    sentences = list(sentences)
    return {language: "".join(said[language] for said in sentences) for language in LANGUAGES}
