"""Digits that were typed as digits."""

import re

# Letters that NFKC takes to digits though nobody typed those: 1² would become 12, ⑽ (10), ½ 1⁄2.
_DRAWN = re.compile(
    "[²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪㉑-㉟㊱-㋋㍘-㍰㍸㍹㎟-㎦㎨㎯㏠-㏾\N{DIGIT ZERO FULL STOP}-\N{DIGIT NINE COMMA}]"
)
_JOINED = re.compile(rf"\d\W*{_DRAWN.pattern}|{_DRAWN.pattern}\W*[\d{_DRAWN.pattern[1:]}")


def typed_digits(text: str) -> bool:
    """Whether cleaning a text makes no digit out of an exponent, a footnote mark, a fraction or a circled number.

    Examples
    --------
    >>> typed_digits("１２,800"), typed_digits("12,80¹"), typed_digits("2025/4/1²")
    (True, False, False)
    """
    return text.isascii() or not _DRAWN.search(text)


def joined_digits(text: str) -> bool:
    """Whether cleaning a text joins a digit that nobody typed to another: ``1⁰`` to 10, but ``⑩`` is one number.

    Examples
    --------
    >>> joined_digits("1⁰"), joined_digits("⑩"), joined_digits("⑩点")
    (True, False, False)
    """
    return not text.isascii() and bool(_JOINED.search(text))
