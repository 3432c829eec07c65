"""A typed table that keeps account of the rows and cells left out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.base.errors import KitError, Said
from helpers.base.rows import are_in, places_in
from helpers.base.sums import is_fine
from helpers.base.tables import TableName
from helpers.read.engines.elsewhere import Elsewhere

IN_ENGINE = "engine"  # kind of what no file holds
ROWS_APART = 10**9  # rows of a second file are numbered from here on, of a third from twice this on


@dataclass(frozen=True)
class Reading:
    """How one file was read.

    `columns` gives the file's header for each canonical column; `notes` are sentences (en, ja) on
    the choice of columns. `not_used` are headers that nothing reads, `ratings` those of further rating questions,
    `proposed` canonical columns with the headers that look like them.
    """

    file: str
    kind: str = "csv"
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1
    header_rows: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Mapping[str, str], ...] = ()
    not_used: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    proposed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Warned(NamedTuple):
    """A warning: its code, and what its sentence in ``errors.yaml`` names."""

    code: str
    fields: Mapping[str, Any]

    def said(self, language: str) -> str:
        """Code and sentence."""
        return KitError(self.code, **self.fields).said(language)


@dataclass(frozen=True)
class Table:
    """A typed table and what was left out of it.

    `frame` has the rows used, indexed by physical row (see `ROWS_APART` where there are several files), of the
    `rows_in` that the file holds below its header. `aside` has the rows set aside: row, column ("" if it is about the
    row), reason, amount (minor units, missing where there is none); `cells_aside` the cells left out while their
    row stays: row, column, reason. `fixed`: (column, kind of normalisation) → number of cells. There is one of the
    `readings` a file. `undecided` are canonical columns whose values are unknown, since something is asked of them.
    """

    name: TableName
    file: str
    frame: pd.DataFrame
    rows_in: int
    aside: pd.DataFrame
    cells_aside: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"row": [], "column": [], "reason": []}))
    fixed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    warnings: tuple[Warned, ...] = ()
    undecided: frozenset[str] = frozenset()
    elsewhere: Elsewhere | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Canonical column → the header that it was read from, of all files."""
        named = [reading.columns for reading in reversed(self.readings)]
        return {column: header for columns in named for column, header in columns.items()}

    @property
    def rows_used(self) -> int:
        """Number of rows that are not set aside, those that stay in an engine among them."""
        return len(self.frame) + (self.elsewhere.used if self.elsewhere else 0)

    @property
    def with_days(self) -> pd.DataFrame:
        """The frame, and of orders that stay in an engine their days."""
        there = self.elsewhere
        return self.frame if there is None else pd.concat([self.frame, there.days.to_frame("ordered_at")])

    @property
    def reasons_aside(self) -> Counter[str]:
        """Reason → number of rows set aside, in an engine too."""
        return Counter(self.aside["reason"]) + Counter(self.elsewhere.aside if self.elsewhere else {})

    @property
    def fields_aside(self) -> dict[tuple[str, str], int]:
        """(column, reason) → number of cells that are left out while their row is used."""
        used = self.used_cells_aside()
        return dict(Counter(zip(used["column"], used["reason"], strict=True)))

    def not_used(self) -> list[str]:
        """Headers that nothing reads, of all files."""
        return list(dict.fromkeys(name for reading in self.readings for name in reading.not_used))

    def proposed(self) -> dict[str, tuple[str, ...]]:
        """Canonical columns with the headers that look like them, of the first file that has such."""
        return dict(item for reading in reversed(self.readings) for item in reading.proposed.items())

    def used_cells_aside(self) -> pd.DataFrame:
        """Those of `cells_aside` whose row is used."""
        there = self.cells_aside
        return there if there.empty else there[are_in(self.frame.index, pd.Index(there["row"]))]

    def without(self, rows: pd.Series, reason: str, column: str = "") -> "Table":
        """Table less the rows where the boolean `rows` (aligned to `frame`) is true, kept under `reason`."""
        gone = self.frame.index[rows]
        return self.without_some(pd.Series(reason, index=gone, dtype="str"), column)

    def without_some(self, reasons: pd.Series, column: str = "") -> "Table":
        """Table less the rows that are in the index of `reasons`, each kept under its reason."""
        if reasons.empty:
            return self
        lines = pd.DataFrame({"row": reasons.index, "column": column, "reason": reasons.to_numpy(dtype=object)})
        amount = self.frame.get("amount")
        places = places_in(self.frame.index, reasons.index)
        lines["amount"] = pd.NA if amount is None else amount.iloc[places].to_numpy(dtype=object)
        assert (places >= 0).all(), f"{self.name}: rows that are not there"
        stays = np.ones(len(self.frame), dtype=bool)
        stays[places] = False
        kept = self.frame[stays]
        kind = "Float64" if amount is not None and is_fine(amount) else "Int64"
        return replace(self, frame=kept, aside=stacked(self.aside, lines.astype({"amount": kind})))

    def warned(self, *warnings: Warned) -> "Table":
        """Table with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))

    def zone_told(self, warnings: Iterable[Warned], timezone: str) -> "Table":
        """Table with more warnings, of times without a zone one for all columns; the kit's invitations need none.

        Examples
        --------
        >>> about = [Warned("W-TIME-ZONE", {"file": "a.csv", "column": column}) for column in ("joined", "left")]
        >>> customers = Table("customers", "a.csv", pd.DataFrame(), 0, rows_aside({})).zone_told(about, "UTC")
        >>> customers.warnings[0].fields["columns"]
        'joined, left'
        """
        others = [warned for warned in warnings if warned.code != "W-TIME-ZONE"]
        columns = [warned.fields["column"] for warned in warnings if warned.code == "W-TIME-ZONE"]
        told = {"file": self.file, "columns": ", ".join(columns), "timezone": timezone}
        is_open = columns and self.name != "invitations"
        return self.warned(*others, *[Warned("W-TIME-ZONE", told)] * bool(is_open))

    def place(self, row: int) -> Said:
        """File and physical row, for a message.

        Examples
        --------
        >>> Table("purchases", "orders.csv", pd.DataFrame(), 0, rows_aside({})).place(12)
        {'en': 'orders.csv row 12', 'ja': 'orders.csv 12行目'}
        """
        return {"en": self.file, "ja": self.file} if self.is_in_engine else self._places([row])

    @property
    def is_in_engine(self) -> bool:
        """Whether its rows have no numbers that anybody knows."""
        return any(reading.kind == IN_ENGINE for reading in self.readings)

    def placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Lines with a column ``row`` in the order of the file, by physical row; with their file if it has others."""
        rows = rows.sort_values("row", kind="stable").astype({"row": "int64"})
        if len(self.readings) > 1:
            files = [reading.file for reading in self.readings]
            rows.insert(0, "file", [files[number] for number in rows["row"] // ROWS_APART])
        return rows.assign(row=rows["row"] % ROWS_APART)

    def rows_named(self, rows: pd.Index) -> Said:
        """File and physical rows for a message: the first few and how many there are.

        Examples
        --------
        >>> orders = Table("purchases", "orders.csv", pd.DataFrame(), 0, rows_aside({}))
        >>> orders.rows_named(pd.Index([3, 8, 9, 12]))
        {'en': 'orders.csv row 3, 8, 9 … (4 in all)', 'ja': 'orders.csv 3、8、9行目など計4行'}
        """
        n = len(rows)
        if self.is_in_engine:
            return self.rows_counted(n)
        first = self._places(rows[:3])
        more = n > 3
        return {
            "en": f"{first['en']}{' …' if more else ''} ({n} in all)",
            "ja": f"{first['ja']}など計{n}行" if more else first["ja"],
        }

    def rows_counted(self, n: int) -> Said:
        """File and number of rows for a message, where nobody knows which they are."""
        return {"en": f"{self.file} ({n} rows)", "ja": f"{self.file}（{n}行）"}

    def _places(self, rows: Iterable[int]) -> Said:
        """Each file among the rows, and its physical rows."""
        by_file = [
            (self.readings[number].file if self.readings else self.file, [str(row % ROWS_APART) for row in of_file])
            for number, of_file in groupby(map(int, rows), key=lambda row: row // ROWS_APART)
        ]
        return {
            "en": ", ".join(f"{file} row {', '.join(numbers)}" for file, numbers in by_file),
            "ja": "、".join(f"{file} {'、'.join(numbers)}行目" for file, numbers in by_file),
        }


def stacked(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rows of two lists, one after the other.

    Examples
    --------
    >>> stacked(rows_aside({}), rows_aside({3: "footer"}))["reason"].tolist()
    ['footer']
    """
    filled = [frame for frame in (first, second) if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else first


def rows_aside(reasons: Mapping[int, str]) -> pd.DataFrame:
    """List of rows set aside before their cells were looked at, from physical row → reason."""
    aside = pd.DataFrame({"row": list(reasons), "column": "", "reason": list(reasons.values()), "amount": pd.NA})
    return aside.astype({"row": "int64", "column": "object", "reason": "object", "amount": "Int64"})
