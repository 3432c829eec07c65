"""Every sentence and number format that people read, in English and Japanese."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import floor, log10
from string import Formatter
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision

MISSING = "—"
_JAPANESE_UNITS = {"JPY": "円"}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return yaml.safe_load(files(__package__).joinpath("sentences.yaml").read_text(encoding="utf-8"))


def rounded(value: float, digits: int = 3) -> float:
    """Value to so many significant digits.

    Examples
    --------
    >>> rounded(48213.77), rounded(-0.012345), rounded(0)
    (48200.0, -0.0123, 0.0)
    """
    if value == 0:
        return 0.0
    return round(value, digits - 1 - floor(log10(abs(value))))


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

    def money(self, value: float | None) -> str:
        """Money without false precision: three significant digits from 100 on."""
        if value is None:
            return MISSING
        return self.exact_money(rounded(value) if abs(value) >= 100 else value, whole=abs(value) >= 100)

    def exact_money(self, value: float | None, *, whole: bool = False) -> str:
        """Money to the currency's last minor unit, or to whole units."""
        if value is None:
            return MISSING
        places = 0 if whole else get_currency_precision(self.currency)
        number = "#,##0" + ("." + "0" * places if places else "")
        value = round(value, places) + 0.0
        if self.language == "ja" and self.currency in _JAPANESE_UNITS:
            return self._decimal(value, number) + _JAPANESE_UNITS[self.currency]
        text = format_currency(abs(value), self.currency, f"¤{number}", locale="en", currency_digits=False)
        return ("−" if value < 0 else "") + text

    def percent(self, share: float | None, digits: int | None = None) -> str:
        """Share 0…1 in per cent; under 10 % with one decimal."""
        if share is None:
            return MISSING
        digits = digits if digits is not None else int(abs(share) < 0.0995 and share != 0)
        return f"{self._decimal(100 * share, '0' + ('.' + '0' * digits if digits else ''))}%"

    def points(self, score: float | None) -> str:
        """NPS −1…1 in signed points."""
        if score is None:
            return MISSING
        points = round(100 * score)
        return f"+{points}" if points > 0 else self._decimal(points, "0")

    def count(self, number: float | None) -> str:
        """Whole number with thousands separated."""
        return MISSING if number is None else self._decimal(round(number), "#,##0")

    def decimal(self, number: float | None) -> str:
        """Number to three significant digits."""
        return MISSING if number is None else self._decimal(rounded(number), "#,##0.##########")

    def day(self, day: date | None) -> str:
        """Date in ISO form, which both languages read."""
        return MISSING if day is None else format_date(day, "yyyy-MM-dd", locale="en")

    def _decimal(self, value: float, pattern: str) -> str:
        return format_decimal(value, pattern, locale="en").replace("-", "−")


class _WordFormatter(Formatter):
    def __init__(self, words: Words) -> None:
        self.words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        return getattr(self.words, format_spec)(value) if format_spec else str(value)
