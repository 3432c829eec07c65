"""The marks by which people and tools name currencies."""

import re
from collections.abc import Iterable

from babel.numbers import list_currencies

from helpers.base.letters import cleaned
from helpers.read.signs import SIGNS

_DOLLARS = (
    "USD AUD CAD HKD NZD SGD TWD MXN ARS CLP COP UYU DOP BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD"
)
_MARKS = {
    "¥": "JPY CNY", "\\": "JPY KRW",  # CP932 shows its backslash as a yen sign, and people type it as one
    "円": "JPY", "yen": "JPY", "元": "CNY TWD HKD", "$": _DOLLARS, "ドル": _DOLLARS, "US$": "USD", "A$": "AUD",
    "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN",
    "R$": "BRL", "€": "EUR", "ユーロ": "EUR", "£": "GBP", "₩": "KRW", "원": "KRW", "₹": "INR", "฿": "THB", "₫": "VND",
    "₱": "PHP", "₽": "RUB", "₺": "TRY", "₪": "ILS", "kr": "SEK NOK DKK ISK", "zł": "PLN",
}  # fmt: skip
CURRENCIES = {mark: frozenset(codes.split()) for mark, codes in _MARKS.items()} | {
    code: frozenset([code]) for code in list_currencies()
}
CURRENCY = re.compile("|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True))))


def currency_question(words: Iterable[str], currency: str) -> tuple[str, list[str]] | None:
    """Code and choices of what is asked where not every word of a column can mean the report's currency.

    Examples
    --------
    >>> currency_question(["USD", "$"], "JPY"), currency_question(["USD", "JPY"], "JPY")
    (('E-CURRENCY', ['USD']), ('E-CURRENCY-MIXED', []))
    """
    meant = [currencies_meant(word) for word in words]
    if all(currency in codes for codes in meant):
        return None
    common = sorted(frozenset.intersection(*meant))
    return "E-CURRENCY" if common else "E-CURRENCY-MIXED", common


def currencies_meant(text: str) -> frozenset[str]:
    """Codes that a cell of a column of currencies can mean, by code, sign or word; of any other text itself alone.

    Examples
    --------
    >>> sorted(currencies_meant("￥")), sorted(currencies_meant("usd")), sorted(currencies_meant("日本円"))
    (['CNY', 'JPY'], ['USD'], ['JPY'])
    """
    name = cleaned(text).casefold()
    mark = SIGNS["currency_words"].get(name, name)
    return CURRENCIES.get(mark) or CURRENCIES.get(mark.upper(), frozenset([name]))
