"""What stands in a worksheet beside its values: errors, formulas without a result, leading zeros, merged cells."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ..base.errors import KitError

LARGEST_AREA = 30_000_000  # cells from A1 to the last one; calamine keeps all of them, 32 bytes each
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # [MS-XLS] 2.5.10 BErr


@dataclass
class Marks:
    """Marks of one worksheet; rows count from 1 as in the sheet, columns from 0.

    Examples
    --------
    >>> marks = Marks()
    >>> marks.fill(3, 1)
    >>> marks.rows, marks.columns
    (3, 2)
    """

    errors: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # row, column: "#N/A"
    digits: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))  # row, column: 5 for 00017
    uncached: set[tuple[int, int]] = field(default_factory=set)  # formulas whose result was never stored
    merged_until: int = 0  # last row that a merged range covers
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


def zeros(number_format: str) -> int:
    """Digits that a format of zeros only shows; 0 for any other format.

    Examples
    --------
    >>> zeros("00000"), zeros("0"), zeros("0.00")
    (5, 0, 0)
    """
    return len(number_format) if len(number_format) > 1 and not number_format.strip("0") else 0
