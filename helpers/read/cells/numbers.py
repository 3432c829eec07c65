"""Money, scores, counts of people and influence: one strict parser a kind."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.letters import clean, joined_digits, typed_digits
from helpers.read.cells.amounts import NUMBERS, DecimalSign, Tax, amount_in, minor_units
from helpers.read.cells.answers import numbered
from helpers.read.cells.stream import Parsed, Parser, with_lane
from helpers.read.cells.texts import fixed, unquoted

_NO_MONEY = re.compile(r"(?:[¥$€£\\] ?)?[-‐–—―−ー]+|")  # a bare dash, as Excel's accounting format shows 0
_NO_LABELS: Mapping[str, float] = MappingProxyType({})
# 1.000 is left out: it may be one, or a thousand.
_NUMBER = (
    r"(?:[0-9]{1,7}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?:\.(?:0{1,2}|0{4,}))?|[一二三四五六七八九十百千]+|ひとり|ふたり"
)
_DIGIT = "[一二三四五六七八九]?"
_PEOPLE = r" ?(?:[人名]様?|people|persons?|friends?)"
_BEFORE = r"(?:約|およそ|おおよそ|だいたい|大体|少なくとも|about|around|approximately|approx\.?|at least|ca\.) ?"
_AFTER = r" ?(?:以上|くらい|ぐらい|位|ほど|程度|前後|\+|or more)"
_COUNT = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<first>{_NUMBER})"
    rf"(?:(?P<unit>{_PEOPLE})?(?: ?[-‐–—―−ー~〜] ?| ?から ?| to )(?P<second>{_NUMBER}))?"
    rf"(?P<more>\+)?(?P<people>{_PEOPLE})?(?P<after>{_AFTER})?",
    re.IGNORECASE,
)
_KANJI = re.compile(rf"(?:({_DIGIT})千)?(?:({_DIGIT})百)?(?:({_DIGIT})十)?({_DIGIT})")
_HIRAGANA = {"ひとり": 1, "ふたり": 2}
_NOBODY = re.compile(r"(?:な|無)い|(?:な|無)し|無|ありません|(?:ゼロ|零)人?|(?:誰も)?(?:いない|いません)")


def money_value(
    minor_digits: int,
    *,
    decimal_sign: DecimalSign = ".",
    currency: str = "JPY",
    tax: Tax | None = None,
    blank: str = "amount_blank",
) -> Parser:
    """Parser of an amount to whole minor units (yen, cents); finer amounts are rounded half to even.

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
        exact = texts.cast(pa.decimal128(13 + minor_digits, minor_digits))
        return pc.multiply(exact, 10**minor_digits).cast(pa.int64())

    @with_lane(_plain_amounts(minor_digits, decimal_sign), values)
    def parse(text: str) -> Parsed:
        bare, fixes = clean(text)
        if _NO_MONEY.fullmatch(bare):
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


def _plain_amounts(minor_digits: int, decimal_sign: DecimalSign) -> str:
    """Pattern of plain decimals; three decimals are never plain, since 12.800 may mean thousands."""
    if decimal_sign == ",":
        return r"-?\d{1,13}"
    return rf"-?\d{{1,13}}(?:\.\d{{1,{min(minor_digits, 2)}}})?" if minor_digits else r"-?\d{1,13}(?:\.0{1,2})?"


def score(scale: Sequence[int] = (0, 10), labels: Mapping[str, float] = _NO_LABELS) -> Parser:
    """Parser of a whole number on a scale, alone, with a unit or with its label.

    Blank: ``score_blank``; a number that is not whole or not on the scale: ``score_range``; all else:
    ``score_text``. ``(10, 0)`` is a reversed scale: its answers are mirrored, but not the scores that `labels`
    stand for.

    Examples
    --------
    >>> score()("10 - Extremely likely"), score()("9").value, score((10, 0))("9").value
    (Parsed(value=10, reason='', fixed='label'), 9, 1)
    """
    low, high = sorted(scale)
    of_label = {unquoted(label)[0]: value for label, value in labels.items()}
    is_reversed = scale[0] > scale[1]

    def parse(cell: str) -> Parsed:
        text, fixes = unquoted(cell)
        if not text:
            return Parsed(None, "score_blank")
        if text in of_label:
            inside = low <= of_label[text] <= high
            return fixed(int(of_label[text]), *fixes, "label") if inside else Parsed(None, "score_range")
        answer = None if joined_digits(cell) else numbered(text)
        if answer is None or re.search(r"\.[0-9]*[1-9]0+\Z", answer.number):  # 9.10 is rather a date
            return Parsed(None, "score_text")
        whole, _, decimals = answer.number.partition(".")
        if decimals.strip("0") or whole not in on_scale:
            return Parsed(None, "score_range")
        fixes = (*fixes, *answer.fixes, *["decimal_zero"] * bool(decimals), *["reversed"] * is_reversed)
        return fixed(on_scale[whole], *fixes)

    on_scale = {str(answer): low + high - answer if is_reversed else answer for answer in range(low, high + 1)}
    plain = [answer for answer in on_scale if answer not in of_label and not is_reversed]
    return with_lane("|".join(plain), lambda texts: texts.cast(pa.int64()))(parse) if plain else parse


def count(range_rule: Literal["low", "middle", "high"] = "low") -> Parser:
    """Parser of a number of people, a whole number >= 0; blank is not answered, never 0.

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
        if _NOBODY.fullmatch(text.rstrip("。")):
            return fixed(0.0, *fixes, "word_zero")
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
    if text in _HIRAGANA:
        return _HIRAGANA[text]
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


def influence(scale: Sequence[float] = (0, 10), labels: Mapping[str, float] = _NO_LABELS) -> Parser:
    """Parser of an answer on a scale lo…hi, or by its label, to 0…1 (METHOD §4); all else: ``influence_invalid``.

    Examples
    --------
    >>> parse = influence([0, 10], {"a lot": 0.9})
    >>> parse("5").value, parse("7 - quite").value, parse("a lot").value
    (0.5, 0.7, 0.9)
    """
    low, high = scale
    of_label = {unquoted(label)[0]: share for label, share in labels.items()}

    def parse(cell: str) -> Parsed:
        text, fixes = unquoted(cell)
        if not text:
            return Parsed(None)
        if text in of_label:
            return fixed(of_label[text], *fixes, "label")
        answer = None if joined_digits(cell) else numbered(text)
        number = float(answer.number) if answer else float("nan")
        if answer is None or not low <= number <= high:
            return Parsed(None, "influence_invalid")
        return fixed((number - low) / (high - low), *fixes, *answer.fixes)

    return parse
