"""An amount as a shop writes it: the number, and what stands around it (currency, sign, tax)."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from helpers.base.letters import clean, typed_digits
from helpers.read.cells.currencies import CURRENCIES, CURRENCY

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
    >>> amount_of("1万2千") is None
    True
    """
    return amount_in(clean(text)[0]) if typed_digits(text) else None


def amount_in(text: str) -> Amount | None:
    """The same for a text that is already cleaned."""
    parts = _PARTS.fullmatch(text)
    frame = _frame(parts[1], parts[3]) if parts else None
    return Amount(parts[2], frame) if parts and frame else None


def minor_units(number: re.Match[str], minor_digits: int) -> tuple[int | None, list[str]]:
    """Minor units of a number, rounded half to even, and the fixes that it needed; None for more than 13 digits.

    Examples
    --------
    >>> minor_units(NUMBERS["."].fullmatch("1,234.565"), 2)
    (123456, ['thousands', 'rounded'])
    """
    whole, decimals = re.sub(r"[^0-9]", "", number["whole"]), number["decimals"] or ""
    if len(whole) > 13:
        return None, []
    exact = Decimal(f"{whole}.{decimals or 0}")
    rounded = exact.quantize(Decimal(1).scaleb(-minor_digits), ROUND_HALF_EVEN)
    kinds = {
        "thousands": number["group"],
        "decimal_comma": decimals and number.string[number.start("decimals") - 1] == ",",
        "rounded": rounded != exact,
    }
    return int(rounded.scaleb(minor_digits)), [kind for kind, needed in kinds.items() if needed]


@lru_cache(4096)
def _frame(before: str, after: str) -> Frame | None:
    """Frame of the letters before and after a number; None if they say anything else."""
    text, tax = _without_tax(f"{before}0{after}".replace(" ", ""))
    marks = CURRENCY.findall(text)
    shape = CURRENCY.sub("", text)
    currencies = frozenset.intersection(*(CURRENCIES[mark] for mark in marks)) if marks else None
    negative = bool(_NEGATIVE.fullmatch(shape))
    # "¥1,200-" is how receipts close a positive amount, "1,200-" how accounts write a negative one
    closed = marks and shape[-1] in "-−"
    if not (negative or shape == "0") or len(marks) > 2 or closed or currencies == frozenset():
        return None
    unusual = negative and not (before.startswith("-") and not before.startswith("- "))
    kinds = {"currency_sign": marks, "negative_form": unusual, "tax_mark": tax}
    return Frame(negative, currencies, tax, tuple(kind for kind, needed in kinds.items() if needed))


def _without_tax(text: str) -> tuple[str, str]:
    for kind, pattern in _TAXES:
        if pattern.search(text):
            return pattern.sub("", text, count=1), kind
    return text, ""
