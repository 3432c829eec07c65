"""Amounts as shops write them, with what stands around them, and what a column says of decimal sign, currency, tax.

`texts` are always a column's distinct texts that are not plain.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from helpers.base.errors import KitError, Place
from helpers.base.letters import typed_digits, unquoted
from helpers.base.sums import DECIMALS, MOST_FINE
from helpers.read.cells.currencies import CURRENCIES, CURRENCY

DecimalSign = Literal[".", ","]
Tax = Literal["included", "excluded"]
_WITH_TAX = r"税込み?|内税|(?:tax|vat|gst)inc(?:l(?:uded|usive|\.)?|\.)?|inc(?:l(?:uding|\.)?|\.)?(?:tax|vat|gst)"
_WITHOUT_TAX = (
    r"税抜き?|税別|外税|\+税|\+(?:tax|vat|gst)|(?:tax|vat|gst)ex(?:cl(?:uded|usive|\.)?|\.)?"
    r"|ex(?:cl(?:uding|\.)?|\.)?(?:tax|vat|gst)"
)
_TAXES = [
    (kind, re.compile(rf"\A(?:{word}|\({word}\)|\[{word}\])|(?:{word}|\({word}\)|\[{word}\])\Z", re.IGNORECASE))
    for kind, word in (("included", f"(?:{_WITH_TAX})"), ("excluded", f"(?:{_WITHOUT_TAX})"))
]
_PARTS = re.compile(r"([^0-9]*)([0-9](?:[0-9.,'’ ]*[0-9])?)([^0-9]*)")
_EXACT = Context(prec=400)  # a cell has fewer digits, or is no amount
_NEGATIVE = re.compile(r"[-−‐–△▲]0|\(0\)|0[-−]")


def _number(group: str, sign: str) -> re.Pattern[str]:
    """Pattern of digits, plain or in groups of three, all parted by the same mark."""
    grouped = rf"[1-9][0-9]{{0,2}}(?P<group>[{group}'’ ])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(rf"(?P<whole>[0-9]+|{grouped})(?:{re.escape(sign)}(?P<decimals>[0-9]+))?")


NUMBERS = {".": _number(",", "."), ",": _number(".", ",")}


class Frame(NamedTuple):
    """What stands around a number: its sign, currencies that its marks can mean (None: no mark), its tax mark."""

    negative: bool
    currencies: frozenset[str] | None
    tax: str  # included, excluded; "" where nothing is said
    fixed: tuple[str, ...]


class Amount(NamedTuple):
    """A number, still with its groups and its decimal sign, and its frame."""

    number: str
    frame: Frame


def amount_of(text: str) -> Amount | None:
    """Amount in the text of a cell; None where there is none, or more than one.

    Examples
    --------
    >>> amount = amount_of("−￥1,200（税込）")
    >>> amount.number, amount.frame.negative, sorted(amount.frame.currencies), amount.frame.tax
    ('1,200', True, ['CNY', 'JPY'], 'included')
    """
    return amount_in(unquoted(text)[0]) if typed_digits(text) else None


def amount_in(text: str) -> Amount | None:
    """The same for a text that is already cleaned."""
    parts = _PARTS.fullmatch(text)
    frame = _frame(parts[1], parts[3]) if parts else None
    return Amount(parts[2], frame) if parts and frame else None


def minor_units(number: re.Match[str], power: int) -> tuple[int | float | None, list[str]]:
    """Minor units of a number that counts 10 ** `power` of them, and the fixes that it needed; None if it is too long.

    What is finer than a minor unit is kept, as a float, up to `DECIMALS` digits and as far as floats tell them.

    Examples
    --------
    >>> minor_units(NUMBERS["."].fullmatch("1,234.565"), 2), minor_units(NUMBERS["."].fullmatch("1.5"), 4)
    ((123456.5, ['thousands']), (15000, []))
    """
    whole, decimals = re.sub(r"[^0-9]", "", number["whole"]), number["decimals"] or ""
    if len(whole) > longest(power):
        return None, []
    exact = Decimal(f"{whole}.{decimals or 0}").scaleb(power, _EXACT)
    kept = exact.quantize(Decimal(1).scaleb(-DECIMALS * (exact < MOST_FINE)), ROUND_HALF_EVEN, _EXACT)
    kinds = {
        "thousands": number["group"],
        "decimal_comma": decimals and number.string[number.start("decimals") - 1] == ",",
        "rounded": kept != exact,
    }
    return int(kept) if kept == int(kept) else float(kept), [kind for kind, needed in kinds.items() if needed]


def longest(power: int) -> int:
    """Most digits before the decimal sign of a number that counts 10 ** `power` minor units.

    Examples
    --------
    >>> longest(0), longest(2), longest(6)
    (13, 13, 10)
    """
    return min(13, 16 - power)


@lru_cache(4096)
def _frame(before: str, after: str) -> Frame | None:
    """Frame of the letters before and after a number; None if they say anything else."""
    text, tax = _without_tax(f"{before}0{after}".replace(" ", ""))
    marks = CURRENCY.findall(text)
    signed = CURRENCY.sub("", text)
    shape = "0" if signed == "+0" else signed
    currencies = frozenset.intersection(*(CURRENCIES[mark] for mark in marks)) if marks else None
    negative = bool(_NEGATIVE.fullmatch(shape))
    # "¥1,200-" is how receipts close a positive amount, "1,200-" how accounts write a negative one
    closed = marks and shape[-1] in "-−"
    if not (negative or shape == "0") or len(marks) > 2 or closed or currencies == frozenset():
        return None
    unusual = negative and not (before.startswith("-") and not before.startswith("- "))
    kinds = {"currency_sign": marks, "negative_form": unusual, "plus_sign": shape != signed, "tax_mark": tax}
    return Frame(negative, currencies, tax, tuple(kind for kind, needed in kinds.items() if needed))


def _without_tax(text: str) -> tuple[str, str]:
    for kind, pattern in _TAXES:
        if pattern.search(text):
            return pattern.sub("", text, count=1), kind
    return text, ""


def decimal_sign(
    texts: list[str], setting: DecimalSign | None, place: Place, plain_point: bool, minor_digits: int = 2
) -> DecimalSign:
    """Decimal sign of a column; what the user set decides.

    `plain_point` tells whether plain cells of it (11.77) have a point. In a currency without decimals 12,80
    is no amount rather than a decimal comma.

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
    shown = {_sign_shown(text, minor_digits): text for text in reversed(texts)}
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


def check_currency(texts: list[str], currency: str, place: Place) -> None:
    """Check that the marks of a column name one currency, and no other than the declared one.

    Raises
    ------
    KitError
        ``E-CURRENCY-MIXED``; ``E-CURRENCY``: another than the declared one.
    """
    marked = [(text, frame.currencies) for text, frame in _frames(texts) if frame.currencies is not None]
    if not marked:
        return
    common = marked[0][1]
    for text, codes in marked:
        common &= codes
        if not common:
            raise KitError("E-CURRENCY-MIXED", place=place(text))
    if currency not in common:
        raise KitError("E-CURRENCY", place=place(marked[0][0]), currency=currency, choices=sorted(common))


def tax_marks(texts: list[str]) -> dict[str, str]:
    """Texts of amounts, and what each is marked with: ``included``, ``excluded`` or nothing.

    Examples
    --------
    >>> tax_marks(["100円(税抜)", "50円"])
    {'100円(税抜)': 'excluded', '50円': ''}
    """
    return {text: frame.tax for text, frame in _frames(texts)}


def _frames(texts: list[str]) -> list[tuple[str, Frame]]:
    return [(text, amount.frame) for text in texts if (amount := amount_of(text))]
