"""What a header, or a line above it, says of the money under it: its currency, and whether it counts in thousands."""

import re
import unicodedata
from collections.abc import Mapping

from babel.numbers import list_currencies

from helpers.base.errors import LANGUAGES, KitError, Said, in_column
from helpers.read.cells.amounts import check_currency, currency_of
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import read_as, spaced
from helpers.read.signs import SIGNS, sign

MONEY = ("amount", "refund_amount", "unit_price", "acquisition_cost")
_WORDS = SIGNS["currency_words"]
_NO_CODES = {"ALL", "BAM", "CUP", "MOP", "PEN", "SOS", "TOP", "TRY"}  # words that are codes of currencies too
_CODES = list_currencies() - _NO_CODES
_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])|(?<=[a-z])[A-Z]{3}(?![A-Za-z])")
_SIGN = re.compile(r"(?:(?:US|AU?|CA?|HK|NZ|NT|MX|S|R)?\$)|[¥€£₩₹฿₫₱₽₺₪]")
_BETWEEN = re.compile(r"[\s()\[\]【】「」<>:;,、。/・_-]+")
_AFTERWARDS = re.compile(r"(建て?|換算|表示|ベース|単位)$")
_MONEY_WORD = r"(円|ドル|ユーロ|元|jpy|usd|eur|gbp|cny|krw|yen|dollars?|euros?|[¥$€£])"
_UNIT = re.compile(
    rf"(?<!\d)[十百千万億]+ ?{_MONEY_WORD}|単位 ?[:は=]? ?1?[十百千万億]|[(\[]1?[十百千万億]+[)\]]|\b1[0,]*0 ?円"
    r"|\b(hundred|thousand|million|billion|cent)s?\b|\bpence\b|\bminor( units?)?\b|[(\[]銭[)\]]|銭$"
    r"|'000|\b000s?\b|[x×] ?1,?0+\b"
    rf"|[(\[] ?(in )?(k|m|mn|mm|mio|bn)[)\]]|\bin (k|m|mn|mio)\b|(?<![a-z])[km]{_MONEY_WORD}(?![a-z])"
    rf"|{_MONEY_WORD} ?(k|mn?|mio|bn)(?![a-z])"
)

_LIKELY = {
    "minor": re.compile(r"\bcents?\b|\bpence\b|\bminor\b|銭"),
    "thousand": re.compile(
        rf"(?<![十百万億])千(?![百万億])|\bthousands?\b|000|(?<![a-z])k(?![a-z])|(?<![a-z])k{_MONEY_WORD}"
    ),
    "ten_thousand": re.compile(r"(?<![十百千億])万"),
}


def _marks(header: str) -> list[str]:
    """What a header names currencies by, each as if it stood in a cell with an amount."""
    text = unicodedata.normalize("NFKC", header)
    words = (_AFTERWARDS.sub("", part) for part in _BETWEEN.split(text.casefold()))
    codes = [code for letters in _CODE.findall(text) if (code := letters.upper()) in _CODES]
    return [f"1 {mark}" for mark in [*codes, *_SIGN.findall(text), *(_WORDS[word] for word in words if word in _WORDS)]]


def _sayings(header: Header, columns: Mapping[str, str]) -> list[tuple[Said, str]]:
    """What may tell of a file's money: place and text of its headers, and of lines above them."""
    named = [columns[column] for column in MONEY if column in columns]
    file = dict.fromkeys(LANGUAGES, header.file)
    above = [
        ({"en": f"{header.file} row {row}", "ja": f"{header.file} {row}行目"}, text)
        for row, text in header.above
        if sign("says_unit").search(read_as(text))
    ]
    return [(in_column(file, quoted([name])[1:-1]), name) for name in named] + (above if named else [])


def currency_told(header: Header, columns: Mapping[str, str]) -> str | None:
    """Currency that the headers of a file's money (canonical column → header), or lines above them, name.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> headers = [header([(1, ["注文番号", name])], "purchases") for name in ("amount (USD)", "金額（円）", "売上")]
    >>> [currency_told(head, {"amount": head.names[1]}) for head in headers]
    ['USD', 'JPY', None]
    """
    return currency_of([mark for _, text in _sayings(header, columns) for mark in _marks(text)])


def check_currency_told(header: Header, columns: Mapping[str, str], currency: str) -> None:
    """Check that the headers of a file's money, and lines above them, name no other currency.

    Raises
    ------
    KitError
        ``E-CURRENCY``, ``E-CURRENCY-MIXED``.
    """
    for where, text in _sayings(header, columns):
        check_currency(_marks(text), currency, lambda _, where=where: where)  # type: ignore[misc]


def check_unit(header: Header, columns: Mapping[str, str], unit: str | None) -> None:
    """Check that no header of a file's money, nor a line above, tells of thousands, 万 or cents but for `unit`'s sake.

    Raises
    ------
    KitError
        ``E-AMOUNT-UNIT``.
    """
    for where, text in [] if unit else _sayings(header, columns):
        if says_unit(text):
            likely = next((value for value, words in _LIKELY.items() if words.search(spaced(text))), None)
            others = ", ".join(value for value in (*_LIKELY, "major") if value != likely)
            lines = f"amount_unit: {likely}  # or {others}" if likely else "amount_unit: major"
            raise KitError("E-AMOUNT-UNIT" if likely else "E-AMOUNT-UNIT.other", place=where, lines=lines)


def says_unit(text: str) -> bool:
    """Whether a header or a line says that money is counted in thousands, 万, cents or the like.

    Examples
    --------
    >>> says_unit("売上（千円）"), says_unit("amount_cents"), says_unit("金額（円）")
    (True, True, False)
    """
    return bool(_UNIT.search(spaced(text)))
