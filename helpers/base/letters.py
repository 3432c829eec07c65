"""Letters that nobody sees, the form in which texts are compared, and addresses that mails go to."""

import re
import unicodedata

# soft hyphen, zero-width space and joiners, marks of direction, byte order mark
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# ends of lines and other control characters, halves of letters: none belongs into a header of a mail
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# what is mailed to: ASCII, and no sign in front that a spreadsheet takes for a formula
MAILABLE = re.compile(
    r"[A-Za-z0-9_!#$%&*/?^`{|}~.][A-Za-z0-9_!#$%&'*+/=?^`{|}~.-]{0,63}@(?=.{1,253}$)"
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)

# Letters that NFKC takes to digits though nobody typed those: 1² would become 12, ⑽ (10), ½ 1⁄2.
_DRAWN = re.compile(
    "[²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪㉑-㉟㊱-㋋㍘-㍰㍸㍹㎟-㎦㎨㎯㏠-㏾\N{DIGIT ZERO FULL STOP}-\N{DIGIT NINE COMMA}]"
)
_JOINED = re.compile(rf"\d\W*{_DRAWN.pattern}|{_DRAWN.pattern}\W*[\d{_DRAWN.pattern[1:]}")

_TEXT_FORMULA = re.compile(r'= ?"([^"]*)"')


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Text as it is compared, and the kinds of fixes that took it there.

    Zero-width letters are taken out (``zero_width``), then outer white space (``white_space``), then
    the compatibility form NFKC is taken (``full_width``), and the text out of the formula ``="text"``, by which
    exports keep spreadsheets from taking it for a number (``text_formula``).

    Examples
    --------
    >>> clean(" ００１２\\u200b ")
    ('0012', ('zero_width', 'white_space', 'full_width'))
    """
    visible = INVISIBLE.sub("", text)
    bare = visible.strip()
    normal = unicodedata.normalize("NFKC", bare).strip()
    changes = {"zero_width": visible != text, "white_space": bare != visible, "full_width": normal != bare}
    formula = _TEXT_FORMULA.fullmatch(normal) if normal.startswith("=") else None
    changes["text_formula"] = formula is not None
    return formula[1].strip() if formula else normal, tuple(kind for kind, changed in changes.items() if changed)


def cleaned(text: str) -> str:
    """Text as it is compared: without zero-width letters and outer white space, in its compatibility form (NFKC).

    Examples
    --------
    >>> cleaned(" ００１２\\u200b ")
    '0012'
    """
    return clean(text)[0]


def spaced_out(words: str) -> str:
    """Words with one blank between them, however they are joined.

    Examples
    --------
    >>> spaced_out("partial_refund"), spaced_out("partial - refund")
    ('partial refund', 'partial refund')
    """
    return re.sub("[ _-]+", " ", words)


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


def unquoted(text: str) -> tuple[str, tuple[str, ...]]:
    """Cleaned text without the apostrophe that a spreadsheet sets before what shall stay text, and its fixes.

    Examples
    --------
    >>> unquoted(" '9")
    ('9', ('white_space', 'apostrophe'))
    """
    text, fixes = clean(text)
    return (re.sub(r"\A['\s]+", "", text), (*fixes, "apostrophe")) if text.startswith("'") else (text, fixes)
