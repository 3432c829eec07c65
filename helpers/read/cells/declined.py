"""Cells by which somebody declines to answer: words for it, signs for nothing, and codes such as 99."""

import re
from collections.abc import Mapping

from helpers.read.signs import sign

_SPLIT = re.compile(r"\s*(?:[/|;,、・()\[\]【】「」]| or | - )\s*")
_CODES = (77, 88, 97, 98, 99, 777, 888, 997, 998, 999)
_SHORT = 7  # on a declared scale that ends here or below, 9 is a code too
_ODDS = 10  # so many cells of codes for each other number beyond the scale, and they are no scores of 0–100


def declines(text: str) -> bool:
    """Whether a cleaned text declines to answer, as ``Don't know``, ``N/A``, ``無回答``, ``わからない・答えたくない``.

    Examples
    --------
    >>> declines("Don’t know / Not applicable"), declines("(無回答)"), declines("not at all")
    (True, True, False)
    """
    bare = re.sub(r"n ?/ ?a\b", "na", re.sub("['`´‘’.。!?]", "", text.casefold()))
    words = [" ".join(part.strip(' -‐–—―*"“”').split()) for part in _SPLIT.split(bare)]
    words = [word for word in words if word]
    return bool(words) and all(sign("answer_declined").fullmatch(word) for word in words)


def is_nothing(text: str) -> bool:
    """Whether a cleaned text is a sign for an empty cell.

    Examples
    --------
    >>> is_nothing("-"), is_nothing("NULL"), is_nothing("(空白)"), is_nothing("0")
    (True, True, True, False)
    """
    return bool(sign("answer_nothing").fullmatch(text.casefold()))


def codes_of_no_answer(numbers: Mapping[float, int], high: float, *, declared: bool) -> frozenset[float]:
    """Numbers of a column beyond its scale that are codes of no answer: 99, −99, 98 and the like.

    On a scale that was not declared only while hardly any other number lies where those of 0–100 would,
    and most numbers lie on the scale.

    Examples
    --------
    >>> [set(codes_of_no_answer(numbers, 10, declared=False)) for numbers in ({9: 40, 99: 9}, {9: 40, 85: 9, 99: 9})]
    [{99}, set()]
    """
    codes = {number for number in numbers if abs(number) in _CODES and not 0 <= number <= high}
    coded = sum(numbers[code] for code in codes)
    others = sum(cells for number, cells in numbers.items() if high + 1 < number <= 100 and number not in codes)
    is_clear = _ODDS * others <= coded and 2 * coded < sum(numbers.values())
    codes |= {9} & set(numbers) if declared and high <= _SHORT else set()
    return frozenset(codes if declared or is_clear else (code for code in codes if code < 0))
