"""Figures of a table as numbers for a spreadsheet, which shows them with the digits that people read."""

import re
from decimal import Decimal

from babel.numbers import get_currency_symbol

_SCALES = {"": 0, " million": 6, " billion": 9, "万": 4, "億": 8}  # name → its power of ten
_AFTER = ("", "円", "%")
_DIGITS = 15  # that a spreadsheet keeps


def cell_number(text: str, currency: str) -> tuple[float, str] | None:
    """Number and number format of a figure in words; none of a text that is more than a figure.

    Examples
    --------
    >>> cell_number("1,303", "JPY"), cell_number("−¥2,070", "JPY")
    ((1303.0, '#,##0'), (-2070.0, '"¥"#,##0;"−¥"#,##0'))
    >>> cell_number("4.82万円", "JPY"), cell_number("7.5%", "JPY"), cell_number("¥1 … ¥2", "JPY")
    ((48200.0, '#,##0"円";"−"#,##0"円"'), (0.075, '0.0%;"−"0.0%'), None)
    """
    symbol = re.escape(get_currency_symbol(currency, locale="en"))
    scales, after = ("|".join(map(re.escape, names)) for names in (_SCALES, _AFTER))
    figure = re.fullmatch(rf"([+−]?)({symbol})?([0-9][0-9,]*(?:\.[0-9]+)?)({scales})({after})", text)
    if figure is None or sum(map(str.isdigit, text)) > _DIGITS:
        return None
    sign, before, digits, scale, unit = figure.groups(default="")
    power = _SCALES[scale] - (2 if unit == "%" else 0)
    value = Decimal(digits.replace(",", "")).scaleb(power)
    places = max(len(digits.partition(".")[2]) - _SCALES[scale], 0)
    return float(-value if sign == "−" else value), _pattern(sign, before, places, unit)


def _pattern(sign: str, before: str, places: int, unit: str) -> str:
    """Format with a true minus, and a plus where the figure has one; thousands are separated but in per cent."""
    number = ("0" if unit == "%" else "#,##0") + ("." + "0" * places if places else "")
    behind = f'"{unit}"' if unit not in ("", "%") else unit
    if not before and not behind and not sign:
        return number
    plus = f'"+{before}"' if sign == "+" else f'"{before}"' if before else ""
    return f'{plus}{number}{behind};"−{before}"{number}{behind}'
