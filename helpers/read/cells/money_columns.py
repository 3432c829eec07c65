"""Money: amounts to whole minor units, and what a whole column says of its decimal sign, currency and tax."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import KitError, Place
from helpers.base.letters import clean, typed_digits
from helpers.read.cells.amounts import NUMBERS, Frame, amount_in, amount_of, minor_units
from helpers.read.cells.stream import Parsed, Parser, with_lane
from helpers.read.cells.texts import fixed

DecimalSign = Literal[".", ","]
Tax = Literal["included", "excluded"]
_NOTHING = re.compile(r"(?:[¥$€£\\] ?)?[-‐–—―−ー]+|")  # a bare dash, as Excel's accounting format shows 0


def money_value(
    minor_digits: int,
    *,
    decimal_sign: DecimalSign = ".",
    currency: str = "JPY",
    tax: Tax | None = None,
    blank: str = "amount_blank",
) -> Parser:
    """Parser of an amount to whole minor units (yen, cents).

    Parameters
    ----------
    minor_digits : int
        Decimal places of the currency. Finer amounts are rounded half to even.
    decimal_sign : "." or ","
        The other one parts groups of three.
    currency : str
        Amounts marked with another currency are ``amount_invalid``.
    tax : "included" or "excluded", optional
        Amounts marked with the other kind are ``tax_other``.
    blank : str
        Reason given to a blank cell or a bare dash; empty if a blank may be.

    Examples
    --------
    >>> money_value(0)("¥12,800"), money_value(0)("1万2千").reason
    (Parsed(value=12800, reason='', fixed='thousands currency_sign'), 'amount_invalid')
    >>> money_value(2, decimal_sign=",", currency="EUR")("-1.234,5 €").value
    -123450
    """
    pattern = NUMBERS[decimal_sign]

    @with_lane(_plain(minor_digits, decimal_sign), _lane_values(minor_digits))
    def parse(text: str) -> Parsed:
        bare, fixes = clean(text)
        if _NOTHING.fullmatch(bare):
            return Parsed(None, blank)
        amount = amount_in(bare) if typed_digits(text) else None
        number = pattern.fullmatch(amount.number) if amount else None
        minor, kinds = minor_units(number, minor_digits) if number else (None, [])
        if amount is None or minor is None or currency not in (amount.frame.currencies or [currency]):
            return Parsed(None, "amount_invalid")
        if tax and amount.frame.tax not in ("", tax):
            return Parsed(None, "tax_other")
        return fixed(-minor if amount.frame.negative else minor, *fixes, *kinds, *amount.frame.fixed)

    return parse


def _plain(minor_digits: int, decimal_sign: DecimalSign) -> str:
    """Pattern of plain decimals; three decimals are never plain, since 12.800 may mean thousands."""
    if decimal_sign == ",":
        return r"-?\d{1,13}"
    return rf"-?\d{{1,13}}(?:\.\d{{1,{min(minor_digits, 2)}}})?" if minor_digits else r"-?\d{1,13}(?:\.0{1,2})?"


def _lane_values(minor_digits: int) -> Callable[[pa.Array], pa.Array]:
    def values(texts: pa.Array) -> pa.Array:
        exact = texts.cast(pa.decimal128(13 + minor_digits, minor_digits))
        return pc.multiply(exact, 10**minor_digits).cast(pa.int64())

    return values


def decimal_sign(
    texts: list[str], setting: DecimalSign | None, place: Place, plain_point: bool, minor_digits: int = 2
) -> DecimalSign:
    """Decimal sign of a column.

    Parameters
    ----------
    texts : list of str
        The column's distinct texts that are not plain.
    setting : "." or ",", optional
        What the user said; it decides.
    place : callable
        Where a text stands first, for messages.
    plain_point : bool
        Whether plain cells of the column (11.77) have a point.
    minor_digits : int
        Decimal places of the currency. Where it has none, 12,80 is no amount rather than a decimal comma.

    Raises
    ------
    KitError
        ``E-DECIMAL-MIXED``: some cells can only have a decimal comma, others only a point;
        ``E-DECIMAL-SIGN``: only amounts like 12.800, which may be thousands or decimals.

    Examples
    --------
    >>> decimal_sign(["12,80", "1.250"], None, str, False), decimal_sign(["¥12,800"], None, str, False)
    (',', '.')
    """
    if setting:
        return setting
    shown: dict[str, str] = {}
    for text in texts:
        shown.setdefault(_sign_shown(text, minor_digits), text)
    if "," in shown and ("." in shown or plain_point):
        raise KitError("E-DECIMAL-MIXED", place=place(shown[","]))
    if "," in shown:
        return ","
    if "either" in shown and not ("." in shown or plain_point):
        raise KitError("E-DECIMAL-SIGN", place=place(shown["either"]))
    return "."


def _sign_shown(text: str, minor_digits: int) -> str:
    """The only decimal sign that a text can have; "either" for 12.800; "" if it says nothing (12,800 is thousands)."""
    amount = amount_of(text)
    signs = [sign for sign, pattern in NUMBERS.items() if amount and pattern.fullmatch(amount.number)]
    if amount and signs == [","] and not minor_digits and "." not in amount.number:
        return ""
    if len(signs) == 1:
        return signs[0]
    return "either" if amount and signs and "." in amount.number else ""


def currency_of(texts: list[str]) -> str | None:
    """Currency that the marks of a column name; ¥ is JPY and $ is USD unless others of them say more.

    None where there are no marks, or where they leave it open (kr, 元) or contradict each other.

    Examples
    --------
    >>> currency_of(["$5", "7.00"]), currency_of(["$5", "7 CAD"]), currency_of(["7"]), currency_of(["$5", "€5"])
    ('USD', 'CAD', None, None)
    """
    marked = [frame.currencies for _, frame in _frames(texts) if frame.currencies]
    common = frozenset.intersection(*marked) if marked else frozenset()
    likely = common & {"JPY", "USD"} or common
    return next(iter(likely)) if len(likely) == 1 else None


def check_currency(texts: list[str], currency: str, place: Place, declared: bool = True) -> None:
    """Check that the marks of a column name one currency, and `currency` where the user declared it.

    Raises
    ------
    KitError
        ``E-CURRENCY-MIXED``: two currencies in one column; ``E-CURRENCY``: another than the declared one.
    """
    marked = [(text, frame.currencies) for text, frame in _frames(texts) if frame.currencies is not None]
    if not marked:
        return
    common = marked[0][1]
    for text, codes in marked:
        common &= codes
        if not common:
            raise KitError("E-CURRENCY-MIXED", place=place(text))
    if declared and currency not in common:
        raise KitError("E-CURRENCY", place=place(marked[0][0]), currency=currency)


def check_tax(texts: list[str], setting: Tax | None, place: Place) -> str:
    """Warning on the tax marks of a column: ``W-TAX`` if tax comes on top and the user said nothing of it, else "".

    Raises
    ------
    KitError
        ``E-TAX``: amounts with and without tax in one column, and the user didn't say which ones count.

    Examples
    --------
    >>> check_tax(["100円(税抜)", "50円"], None, str), check_tax(["100円(税込)"], None, str)
    ('W-TAX', '')
    """
    if setting:
        return ""
    marked: dict[str, str] = {}
    for text, frame in _frames(texts):
        marked.setdefault(frame.tax, text)
    if {"included", "excluded"} <= marked.keys():
        raise KitError("E-TAX", place=place(marked["excluded"]), other=place(marked["included"]))
    return "W-TAX" if "excluded" in marked else ""


def _frames(texts: list[str]) -> Iterator[tuple[str, Frame]]:
    for text in texts:
        if amount := amount_of(text):
            yield text, amount.frame
