"""Every sentence and number format that people read, in English and Japanese."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log10
from string import Formatter
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

from helpers.base.as_read import last_place
from helpers.base.digits import Placed, end_beside, money_place, ratio_place, share_place
from helpers.base.errors import LANGUAGES, Said
from helpers.base.own_yaml import own_yaml
from helpers.base.results import is_seen

MISSING = "—"
_OF_LETTERS = {"en": "en_GB", "ja": "ja"}
_PLACES = {"money": money_place, "percent": share_place, "ratio": ratio_place}  # form → place of its last digit
_LARGE = {"en": ((1e9, 1e9, " billion"), (1e6, 1e6, " million")), "ja": ((1e8, 1e8, "億"), (1e6, 1e4, "万"))}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return own_yaml(str(__package__), "sentences")


def rounded(value: float, digits: int = 3) -> float:
    """Value to so many significant digits.

    Examples
    --------
    >>> rounded(48213.77), rounded(-0.012345), rounded(0)
    (48200.0, -0.0123, 0.0)
    """
    return round(value, last_place(value, digits)) if value else 0.0


def ends_beside(form: str, estimate: float | None, *ends: float | None) -> list[float | None]:
    """Ends of an interval for a sentence that tells them in a form, none in fewer digits than the estimate."""
    place_of = _PLACES.get(form)  # points are whole
    if place_of is None or not is_seen(estimate) or not estimate:  # nothing has no digits
        return list(ends)
    place = estimate.place if isinstance(estimate, Placed) else place_of(estimate)
    return [end_beside(end, place_of(end), place) if is_seen(end) else end for end in ends]


@dataclass(frozen=True)
class Words:
    """A language and a currency: turns keys and figures into text.

    Parameters
    ----------
    language : str
        ``en`` or ``ja``.
    currency : str
        ISO code.

    Examples
    --------
    >>> words = Words("en", "JPY")
    >>> words.money(48213.77), words.percent(0.3166), words.points(0.12), words.money(None)
    ('¥48,200', '32%', '+12', '—')
    >>> words.say("flow_people", n=1234)
    '1,234 people'
    """

    language: str
    currency: str

    def say(self, key: str, **figures: Any) -> str:
        """Sentence of a key; figures are formatted by the name after the colon (``{gap:money}``).

        Raises
        ------
        KeyError
            If there is no such sentence, or it needs a figure that is not given.
        """
        return _WordFormatter(self).vformat(_sentences()[key][self.language], (), figures)

    @property
    def unit(self) -> str:
        """The currency as tables name it: 円 for yen in Japanese, else its code."""
        return "円" if self._in_yen else self.currency

    def money(self, value: float | None) -> str:
        """Money without false precision: three significant digits, no cents from 10 on, from a million on in words.

        What is `Placed` is told to its place, as far as the currency goes.
        """
        if not is_seen(value):
            return MISSING
        place = value.place if isinstance(value, Placed) else money_place(value)
        short = float(value) if isinstance(value, Placed) or abs(value) < 100 else rounded(value)
        if self.language == "en" or self._in_yen:
            for least, unit, name in _LARGE[self.language]:
                if abs(short) >= least:
                    return self._signed(short / unit, "#,##0." + "#" * max(2, round(log10(unit)) - place), name)
        return self._signed(short, self._pattern(min(-place, get_currency_precision(self.currency))))

    def exact_money(self, value: float | None) -> str:
        """Money to the currency's last minor unit."""
        if not is_seen(value):
            return MISSING
        places = get_currency_precision(self.currency)
        return self._signed(round(value, places) + 0.0, self._pattern(places))

    @property
    def _in_yen(self) -> bool:
        return self.language == "ja" and self.currency == "JPY"

    @staticmethod
    def _pattern(places: int, whole: str = "#,##0") -> str:
        """Pattern of a number with so many decimals."""
        return whole + ("." + "0" * places if places > 0 else "")

    def _signed(self, value: float, pattern: str, large: str = "") -> str:
        """Number with its currency: sign first, yen in Japanese behind, all others before it."""
        number = format_decimal(abs(value), pattern, locale="en") + large
        minus = "−" if value < 0 and number.strip("0.") else ""
        symbol = get_currency_symbol(self.currency, locale="en")
        return f"{minus}{number}円" if self._in_yen else f"{minus}{symbol}{number}"

    def percent(self, share: float | None, digits: int | None = None) -> str:
        """Share 0…1 in per cent; under 10 %, and nearly 100 %, with one decimal: only nothing is 0, only all is 100."""
        if not is_seen(share):
            return MISSING
        if 0 < share < 0.0005:
            return "<0.1%"
        if 0.9995 <= share < 1:
            return ">99.9%"
        place = share.place if isinstance(share, Placed) else share_place(share)
        return f"{self._decimal(100 * share, self._pattern(-2 - place if digits is None else digits, '0'))}%"

    def points(self, score: float | None) -> str:
        """NPS −1…1 in signed points."""
        if not is_seen(score):
            return MISSING
        points = round(100 * score)
        return f"+{points}" if points > 0 else self._decimal(points, "0")

    def count(self, number: float | None) -> str:
        """Whole number with thousands separated."""
        return MISSING if not is_seen(number) else self._decimal(round(number), "#,##0")

    def decimal(self, number: float | None, digits: int = 3) -> str:
        """Number to so many significant digits."""
        return MISSING if not is_seen(number) else self._decimal(rounded(number, digits), "#,##0.##########")

    def ratio(self, ratio: float | None) -> str:
        """Ratio to two decimals under 10, one under 100, else none, so that those of a column line up."""
        if not is_seen(ratio):
            return MISSING
        place = ratio.place if isinstance(ratio, Placed) else ratio_place(ratio)
        return self._decimal(ratio, self._pattern(-place))

    def with_ends(self, form: str, estimate: float | None, *ends: float | None) -> list[str]:
        """Estimate and ends of its interval as ``money``, ``percent``, …; no end in fewer digits than it.

        Examples
        --------
        >>> Words("en", "JPY").with_ends("money", 4612, -2068, 11_284)
        ['¥4,610', '−¥2,070', '¥11,280']
        """
        return [getattr(self, form)(figure) for figure in (estimate, *ends_beside(form, estimate, *ends))]

    def day(self, day: date | None) -> str:
        """Date in ISO form, which both languages read."""
        return MISSING if not is_seen(day) else format_date(day, "yyyy-MM-dd", locale="en")

    def long_day(self, day: date | None) -> str:
        """Date in words, as people write it in a letter.

        Examples
        --------
        >>> [Words(language, "JPY").long_day(date(2027, 1, 29)) for language in ("en", "ja")]
        ['29 January 2027', '2027年1月29日']
        """
        return MISSING if not is_seen(day) else format_date(day, "long", locale=_OF_LETTERS[self.language])

    def _decimal(self, value: float, pattern: str) -> str:
        return format_decimal(value, pattern, locale="en").replace("-", "−")


class _WordFormatter(Formatter):
    def __init__(self, words: Words) -> None:
        self.words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        return getattr(self.words, format_spec)(value) if format_spec else str(value)


def in_both(key: str, **fields: Any) -> Said:
    """A sentence without money in both languages, for a message that is worded before its reader is known.

    Examples
    --------
    >>> in_both("cause_full")
    {'en': 'the disk is full', 'ja': 'ディスクに空きがありません'}
    """
    return {language: Words(language, "JPY").say(key, **fields) for language in LANGUAGES}
