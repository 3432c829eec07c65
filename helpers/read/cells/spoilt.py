"""What a spreadsheet did to a whole column: ids that became dates, and days that changed places with months."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from helpers.read.cells.texts import cleaned

_ID_DATE = r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ]00:00(?::00)?)?$"
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2[0-9]{4}(?![0-9])")
_FEWEST = 3


def ids_became_dates(ids: pa.ChunkedArray) -> bool:
    """Whether some of the distinct ids, but fewer than half, are dates: ``4-1`` becomes one when it is typed.

    Examples
    --------
    >>> [ids_became_dates(pa.chunked_array([ids])) for ids in (["3-A", "4-X", "2025-04-01"], ["2025-04-01"])]
    [True, False]
    """
    dates = ids.filter(pc.match_substring_regex(ids, _ID_DATE))
    return len(dates) > 0 and 2 * pc.count_distinct(dates).as_py() < pc.count_distinct(ids).as_py()


def days_swapped(texts: list[str], plain: pa.ChunkedArray) -> bool:
    """Whether a spreadsheet seems to have read those days of a column that it could in the wrong order.

    Given 13/04/2025 and 05/04/2025 one that expects the month first leaves the first as a text and
    makes the fourth of May of the second. So it looks where no text can be read both ways and
    no plain date has a day above 12, three of each or more.

    Parameters
    ----------
    texts : list of str
        The column's distinct texts that are not plain.
    plain : pyarrow.ChunkedArray
        Times of the plain cells, missing for the others.

    Examples
    --------
    >>> plain = pa.array(["2025-05-04", "2025-06-04", "2025-07-04"]).cast(pa.timestamp("us"))
    >>> days_swapped(["13/04/2025", "14/04/2025", "15/04/2025"], pa.chunked_array([plain]))
    True
    """
    if len(plain) - plain.null_count < _FEWEST or pc.max(pc.day(plain)).as_py() > 12:
        return False
    found = [match for text in texts if (match := _YEAR_LAST.match(cleaned(text)))]
    return len(found) >= _FEWEST and all(max(int(match[1]), int(match[3])) > 12 for match in found)
