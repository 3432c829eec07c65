"""What stands in a worksheet beside its values: errors, formulas without a result, looks of numbers, merged cells."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, NamedTuple, NoReturn
from xml.parsers import expat

from helpers.base.errors import KitError
from helpers.read.cells.currencies import CURRENCY
from helpers.read.files.records import Record

LARGEST_AREA = 30_000_000  # cells from A1 to the last one; calamine keeps all of them, 32 bytes each
ERRORS = {  # [MS-XLS] 2.5.10 BErr
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_HEADER_ROWS = 3
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')  # [$¥-411]; [Red]; _x: a blank
_DIGITS = re.compile("[#0?][#0?.,]*")
_CURRENCY = re.compile(rf"[百千万億]*(?<![A-Za-z])(?:{CURRENCY.pattern})(?![A-Za-z])")


class NumberLook(NamedTuple):
    """What a number format shows and the number alone doesn't say."""

    digits: int = 0  # 5 for 00017
    before: str = ""  # a mark of currency
    after: str = ""

    def of(self, number: str) -> str:
        """The number as it looks, but for groups and rounding.

        Examples
        --------
        >>> NumberLook(5).of("17"), NumberLook(before="$").of("-1149.5"), NumberLook(after="円").of("1200")
        ('00017', '-$1149.5', '1200円')
        """
        if number.isdigit():
            number = number.zfill(self.digits)
        sign = "-" * number.startswith("-")
        return f"{sign}{self.before}{number.removeprefix('-')}{self.after}"


@dataclass
class Marks:
    """Marks of one worksheet; rows count from 1 as in the sheet, columns from 0."""

    # row, column: "#N/A", or how a number looks
    errors: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    looks: dict[int, dict[int, NumberLook]] = field(default_factory=lambda: defaultdict(dict))
    uncached: set[tuple[int, int]] = field(default_factory=set)  # formulas whose result was never stored
    merged_until: int = 0  # last row that a merged range covers
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: int = 0  # the area from A1 that holds something
    columns: int = 0

    def fill(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column + 1)

    def check_area(self, file: str, sheet: str) -> None:
        """Stop at an area for which memory may not suffice.

        Raises
        ------
        KitError
            ``E-WORKBOOK-AREA``.
        """
        if self.rows * self.columns > LARGEST_AREA:
            raise KitError("E-WORKBOOK-AREA", file=file, sheet=sheet, rows=self.rows, columns=self.columns)


@dataclass(frozen=True)
class Book:
    """A workbook's count of dates, and the marks of its sheets by their position among all sheets."""

    epoch_1904: bool
    marks: Callable[[int], Marks]


def merged_warnings(records: Iterable[Record], merged_until: int) -> tuple[str, ...]:
    """``W-MERGED`` where cells are merged below the third filled row: those are no headers any more.

    Examples
    --------
    >>> rows = [(row, ["x"]) for row in (1, 3, 4, 5)]
    >>> merged_warnings(rows, 4), merged_warnings(rows, 5)
    ((), ('W-MERGED',))
    """
    third_row = max((row for row, _ in islice(records, _HEADER_ROWS)), default=0)
    return ("W-MERGED",) if merged_until > third_row else ()


def look(number_format: str) -> NumberLook | None:
    """How numbers of a format look: of zeros only, or with a currency; None where the number alone says as much.

    Of a format for several kinds of numbers the first one counts. Built-in formats, which a file names by their
    number alone, show the currency of whoever looks at them: none is told.

    Examples
    --------
    >>> look("00000"), look("[$$-409]#,##0.00")
    (NumberLook(digits=5, before='', after=''), NumberLook(digits=0, before='$', after=''))
    """
    if len(number_format) > 1 and not number_format.strip("0"):
        return NumberLook(digits=len(number_format))
    plain = _LITERAL.sub(lambda match: match[1] or match[2] or match[3] or "", number_format).partition(";")[0]
    plain = unicodedata.normalize("NFKC", plain).replace("General", "0")
    digits, currency = _DIGITS.search(plain), _CURRENCY.search(plain)
    if not digits or not currency:
        return None
    # 1,200 as "1千円" is still 1200円; without the comma at its end the format says that thousands were typed
    mark = currency[0].lstrip("百千万億") if digits[0].endswith(",") else currency[0]
    return NumberLook(before=mark) if currency.start() < digits.start() else NumberLook(after=mark)


def parse_xml(xml: IO[bytes], parser: expat.XMLParserType, start: Callable[[str, dict[str, str]], Any]) -> None:
    """Parse XML; stops at a document type, which no workbook has and whose entities may grow without end.

    Raises
    ------
    ValueError
        A document type.
    """
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.ParseFile(xml)


def refuse(*_: Any) -> NoReturn:
    """Stop at what no workbook has, by a ValueError."""
    raise ValueError("unexpected mark-up")
