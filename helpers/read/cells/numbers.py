"""Money, and counts of people: one strict parser a kind."""

import re
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from helpers.base.letters import clean, joined_digits, typed_digits, unquoted
from helpers.read.cells.amounts import NUMBERS, DecimalSign, Tax, amount_in, longest, minor_units
from helpers.read.cells.declined import declines, is_nothing
from helpers.read.cells.lanes import Parsed, Parser, with_lane
from helpers.read.cells.texts import fixed

_NO_MONEY = re.compile(r"(?:[¥$€£\\] ?)?[-‐–—―−ー]+|")  # a bare dash, as Excel's accounting format shows 0
# 1.000 is left out: it may be one, or a thousand.
_NUMBER = (
    r"(?:[0-9]{1,7}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?:\.(?:0{1,2}|0{4,}))?|[一二三四五六七八九十百千]+|ひとり|ふたり"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_DIGIT = "[一二三四五六七八九]?"
_PEOPLE = r" ?(?:[人名]様?|people|persons?|friends?)"
_BEFORE = (
    r"(?:約|およそ|おおよそ|だいたい|大体|少なくとも|about|around|roughly|approximately|approx\.?|at least|ca\.) ?"
)
_AFTER = r" ?(?:以上|くらい|ぐらい|位|ほど|程度|前後|\+|or more|or so)"
_COUNT = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<first>{_NUMBER})"
    rf"(?:(?P<unit>{_PEOPLE})?(?: ?[-‐–—―−ー~〜] ?| ?から ?| to )(?P<second>{_NUMBER}))?"
    rf"(?P<more>\+)?(?P<people>{_PEOPLE})?(?P<after>{_AFTER}(?:{_PEOPLE})?)?",
    re.IGNORECASE,
)
_KANJI = re.compile(rf"(?:({_DIGIT})千)?(?:({_DIGIT})百)?(?:({_DIGIT})十)?({_DIGIT})")
_ENGLISH = "one two three four five six seven eight nine ten"
_WORDS = {"ひとり": 1, "ふたり": 2} | {word: n for n, word in enumerate(_ENGLISH.split(), 1)}
_NOBODY = re.compile(
    r"(?:な|無)い|(?:特に)?(?:な|無)し|無|ありません|(?:ゼロ|零)人?|(?:誰も)?(?:いない|いません)"
    r"|(?!None\Z)(?i:none(?: at all)?|nobody|no ?one|zero(?: people)?)"  # None is how a program writes a blank
)


def money_value(
    power: int,
    *,
    decimal_sign: DecimalSign = ".",
    currency: str = "JPY",
    tax: Tax | None = None,
    blank: str = "amount_blank",
) -> Parser:
    """Parser of an amount to minor units (yen, cents): whole ones, or a float where it is finer.

    An amount counts 10 ** `power` minor units: the currency's decimals, unless it is in another unit.
    A blank cell or a bare dash gets the reason `blank`, none if a blank may be; amounts marked with another
    `currency` are ``amount_invalid``, those with the other kind of `tax` ``tax_other``.

    Examples
    --------
    >>> money_value(0)("¥12,800"), money_value(0)("1万2千").reason
    (Parsed(value=12800, reason='', fixed='thousands currency_sign'), 'amount_invalid')
    >>> money_value(2, decimal_sign=",", currency="EUR")("-1.234,5 €").value
    -123450
    """
    pattern = NUMBERS[decimal_sign]

    def values(texts: pa.Array) -> pa.Array:
        exact = texts.cast(pa.decimal128(longest(power) + power, power))
        return pc.multiply(exact, 10**power).cast(pa.int64())

    def typed(numbers: pa.Array) -> pa.Array | None:
        if not pt.is_integer(numbers.type):
            return None
        most = 10 ** longest(power)
        ends = pc.min_max(numbers).as_py().values()
        return pc.multiply(numbers.cast(pa.int64()), 10**power) if all(abs(end or 0) < most for end in ends) else None

    @with_lane(_plain_amounts(power, decimal_sign), values, typed=typed)
    def parse(text: str) -> Parsed:
        bare, fixes = unquoted(text)
        if _NO_MONEY.fullmatch(bare):
            return Parsed(None, blank)
        amount = amount_in(bare) if typed_digits(text) else None
        number = pattern.fullmatch(amount.number) if amount else None
        minor, kinds = minor_units(number, power) if number else (None, [])
        if amount is None or minor is None or currency not in (amount.frame.currencies or [currency]):
            return Parsed(None, "amount_invalid")
        if tax and amount.frame.tax not in ("", tax):
            return Parsed(None, "tax_other")
        return fixed(-minor if amount.frame.negative else minor, *fixes, *kinds, *amount.frame.fixed)

    return parse


def _plain_amounts(power: int, decimal_sign: DecimalSign) -> str:
    """Pattern of plain decimals; three decimals are never plain, since 12.800 may mean thousands."""
    whole = rf"-?\d{{1,{longest(power)}}}"
    if decimal_sign == ",":
        return whole
    return rf"{whole}(?:\.\d{{1,{min(power, 2)}}})?" if power else rf"{whole}(?:\.0{{1,2}})?"


def count(range_rule: Literal["low", "middle", "high"] = "low") -> Parser:
    """Parser of a number of people, a whole number >= 0; blank or a word for no answer is not answered, never 0.

    Words around one number (``約10名``, ``5人以上``) leave it as it is; ``5〜8人`` counts as its low or high end or
    its middle, rounded down. What can't be one number for sure (``2,3人``, ``5人以下``, ``たくさん``, dates,
    fractions): ``count_invalid``.

    Examples
    --------
    >>> count()("約10名"), count("middle")("5〜8人").value, count()("2,3人").reason
    (Parsed(value=10.0, reason='', fixed='unit approximate'), 6.0, 'count_invalid')
    """

    @with_lane(r"[0-9]{1,7}", lambda texts: texts.cast(pa.float64()))
    def parse(cell: str) -> Parsed:
        text, fixes = clean(cell)
        if not text:
            return Parsed(None)
        if _NOBODY.fullmatch(text.rstrip("。.")):
            return fixed(0.0, *fixes, "word_zero")
        if is_nothing(text) or declines(text):
            return Parsed(None, "", "no_answer")
        match = None if joined_digits(cell) else _COUNT.fullmatch(text)
        people = _people(match, range_rule) if match else None
        if match is None or people is None:
            return Parsed(None, "count_invalid")
        return fixed(float(people), *fixes, *_fixes_of_count(match))

    return parse


def _people(match: re.Match[str], range_rule: str) -> int | None:
    first, second = _whole(match["first"]), _whole(match["second"] or match["first"])
    if first is None or second is None or max(first, second) > 9_999_999:
        return None
    if match["second"] is None:
        return first
    if not first < second < 1000 or re.match("0[0-9]", match["first"]):  # 4-2026 and 03-12 are dates
        return None
    return {"low": first, "middle": (first + second) // 2, "high": second}[range_rule]


def _whole(text: str) -> int | None:
    """Number written in digits or kanji; ``None`` for kanji that only stand side by side (二三人: two or three)."""
    if text[0] in "0123456789":
        return int(text.partition(".")[0].replace(",", ""))
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    match = _KANJI.fullmatch(text)
    if match is None:
        return None
    present = [unit in text for unit in "千百十"]
    digits = ["一二三四五六七八九".find(digit) + 1 if digit else 0 for digit in match.groups("")]
    tens = zip((1000, 100, 10), present, digits, strict=False)
    return sum(unit * (digit or 1) for unit, is_there, digit in tens if is_there) + digits[-1]


def _fixes_of_count(match: re.Match[str]) -> list[str]:
    numbers = match["first"] + (match["second"] or "")
    needed = {
        "thousands": "," in numbers,
        "decimal_zero": "." in numbers,
        "kanji_number": not re.match("[0-9]", numbers),
        "unit": match["unit"] or match["people"],
        "approximate": match["before"] or match["more"] or match["after"],
        "range": match["second"],
    }
    return [kind for kind, is_needed in needed.items() if is_needed]
