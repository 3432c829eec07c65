"""What a spreadsheet did to a whole column: digits and zeros of ids lost, ids made dates, days swapped with months."""

import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import KitError, Place
from helpers.base.letters import cleaned
from helpers.read.cells.texts import SCIENTIFIC, identifier

_ID_DATE = r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ]00:00(?::00)?)?$"
_LONG_AS_DATES = pa.array([len("2025-04-01"), len("2025-04-01 00:00"), len("2025-04-01 00:00:00")])
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2[0-9]{4}(?![0-9])")
_FEWEST = 3
_SUSPECT = re.compile(r"[+＋]|\d{16}")
_ROUNDED = re.compile(r"[1-9][0-9]{14}0+")  # a spreadsheet keeps 15 digits


def check_ids(counts: Mapping[str, int], place: Place, rest: int = 0) -> None:
    """Stop where ids went through floats: 20 % or more like ``1.23E+11``, or all long ones rounded to 15 digits.

    `counts` has the cells by text for all that are not plain or have 16 digits; `rest` is the number of all others.

    Raises
    ------
    KitError
        ``E-ID-FLOAT``
    """
    suspects = {text: cells for text, cells in counts.items() if _SUSPECT.search(text)}
    if not suspects:
        return
    filled = rest + sum(cells for text, cells in counts.items() if identifier(text).reason != "id_blank")
    floats = [text for text in suspects if SCIENTIFIC.fullmatch(cleaned(text).lstrip("'"))]
    long = [text for text in suspects if re.fullmatch(r"[1-9][0-9]{15,}", cleaned(text))]
    cut = [text for text in long if _ROUNDED.fullmatch(cleaned(text))]
    spoilt = floats if 5 * sum(suspects[text] for text in floats) >= filled else []
    spoilt = spoilt or (cut if len(cut) >= 10 and len(cut) == len(long) else [])
    if spoilt:
        raise KitError("E-ID-FLOAT", place=place(spoilt[0]), cells=sum(suspects[text] for text in spoilt))


def zeros_lost(ids: pa.ChunkedArray) -> bool:
    """Whether ids of digits look as if some had lost their leading zeros.

    So it is where all ids with a leading zero have one width and other ids are shorter.

    Examples
    --------
    >>> ids = [["00017", "12345", "18"], ["00017", "12345"], ["A017", "18"]]
    >>> [zeros_lost(pa.chunked_array([some], pa.string())) for some in ids]
    [True, False, False]
    """
    if not pc.any(pc.starts_with(ids, "0")).as_py():  # seen in no time, as most files are
        return False
    digits = ids.filter(pc.match_substring_regex(ids, "^[0-9]+$"))
    width = pc.utf8_length(digits)
    widths = pc.unique(width.filter(pc.starts_with(digits, "0")))
    return len(widths) == 1 and bool(pc.any(pc.less(width, widths[0])).as_py())


def ids_became_dates(ids: pa.ChunkedArray) -> bool:
    """Whether some of the distinct ids, but fewer than half, are dates: ``4-1`` becomes one when it is typed.

    Examples
    --------
    >>> [ids_became_dates(pa.chunked_array([ids])) for ids in (["3-A", "4-X", "2025-04-01"], ["2025-04-01"])]
    [True, False]
    """
    dates = ids.filter(pc.is_in(pc.binary_length(ids).cast(pa.int64()), _LONG_AS_DATES))
    dates = dates.filter(pc.match_substring_regex(dates, _ID_DATE))
    return len(dates) > 0 and 2 * pc.count_distinct(dates).as_py() < pc.count_distinct(ids).as_py()


def days_swapped(texts: list[str], plain: pa.ChunkedArray) -> bool:
    """Whether a spreadsheet seems to have read those days of a column that it could in the wrong order.

    Given 13/04/2025 and 05/04/2025 one that expects the month first leaves the first as a text and
    makes the fourth of May of the second. So it looks where no text can be read both ways and
    no plain date has a day above 12, three of each or more.

    Examples
    --------
    >>> plain = pa.array(["2025-05-04", "2025-06-04", "2025-07-04"]).cast(pa.timestamp("us"))
    >>> days_swapped(["13/04/2025", "14/04/2025", "15/04/2025"], pa.chunked_array([plain]))
    True
    """
    if len(plain) - plain.null_count < _FEWEST or pc.max(pc.day(plain)).as_py() > 12:
        return False
    days = [match for text in texts if (match := _YEAR_LAST.match(cleaned(text)))]
    return len(days) >= _FEWEST and all(max(int(match[1]), int(match[3])) > 12 for match in days)
