"""Columns of a file typed one after the other: each decided by itself, whatever is asked of the others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

import pandas as pd
from pandas.api.extensions import ExtensionArray

from helpers.base.errors import KitError, Said, in_column
from helpers.base.letters import cleaned
from helpers.base.problems import Problems
from helpers.base.sums import MOST_FINE, is_fine
from helpers.base.tables import CANONICAL_COLUMNS, RATING, TableName
from helpers.base.together import each_at_once
from helpers.read.cells.kinds import COLUMN_KINDS, Column, with_blanks
from helpers.read.cells.lanes import Parsed
from helpers.read.cells.stream import Gathered, ParsedColumn
from helpers.read.opened import Opened
from helpers.read.placeholders import usual_rows, without_placeholders
from helpers.read.score_columns import score_columns
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Table, Warned, rows_aside

_WARNED_FIXES = {
    ("id", "decimal_zero"): "W-ID-DECIMAL",
    ("money", "rounded"): "W-ROUNDED",
    ("maybe_money", "rounded"): "W-ROUNDED",
}
_Typed = tuple[ParsedColumn, list[Warned], list[KitError]]  # and what is asked of it
UNREAD = "*"  # stands among the undecided columns of a table that can't be read


@dataclass(frozen=True)
class Wanted:
    """A column to read: its header, its kind, and how a known export writes its times."""

    header: str
    kind: str
    zone: str | None = None
    date_order: Literal["dmy", "mdy"] | None = None


def unread_table(name: TableName, file: str, settings: ReadSettings) -> Table:
    """Stands in for a table that can't be read: no rows, and nothing is known of its columns."""
    kinds = CANONICAL_COLUMNS[name]
    columns = {
        column: _unknown(COLUMN_KINDS[kind].gathered(settings), kind, settings).value for column, kind in kinds.items()
    }
    frame = pd.DataFrame(columns, index=pd.Index([], dtype="int64", name="row"))
    return Table(name, file, frame, 0, rows_aside({}), undecided=frozenset({UNREAD, *kinds}))


@dataclass
class TypedColumns:
    """The columns of a table so far; what is asked of one is kept in `problems`, and its values are unknown.

    `bare` is the table without its columns.
    """

    bare: Table
    file: Opened
    settings: ReadSettings
    problems: Problems
    _parsed: dict[str, ParsedColumn] = field(default_factory=dict)
    _warnings: list[Warned] = field(default_factory=list)
    _undecided: set[str] = field(default_factory=set)

    def add(
        self, wanted: Mapping[str, Wanted], cells: dict[str, Gathered], blanks: Mapping[str, frozenset[str]]
    ) -> None:
        """Type columns, with some texts taken as blank; their `cells` are used up."""
        made = each_at_once(lambda column: self._typed(wanted[column], cells.pop(column), blanks.get(column)), wanted)
        for column, (parsed, warnings, asked) in zip(wanted, made, strict=True):
            self._parsed[column] = parsed
            self._warnings += warnings
            for error in asked:
                self._undecided.add(column)
                self.problems.keep(error)

    def add_unknown(self, columns: Iterable[str]) -> None:
        """Canonical columns of which something is asked already: whatever they hold, it isn't known."""
        kinds = CANONICAL_COLUMNS[self.bare.name]
        for column in sorted(set(columns) & kinds.keys()):
            cells = COLUMN_KINDS[kinds[column]].gathered(self.settings)
            cells.take([""] * len(self.bare.frame))
            self._undecided.add(column)
            self._parsed[column] = _unknown(cells, kinds[column], self.settings)

    def table(self, attributes: Mapping[str, ExtensionArray]) -> tuple[Table, dict[str, pd.Series]]:
        """The table with its columns and `attributes`; and why cells can't be used: column → row → reason."""
        rows, stays = self.bare.frame.index, self.file.stays
        parsed = without_placeholders(self.bare.name, self._parsed, stays.usual_rows if stays else usual_rows)
        typed = {column: cells.value.array for column, cells in parsed.items()}
        frame = pd.DataFrame(typed | {**attributes} | typed, index=rows, copy=False)  # they are nobody else's
        nothing = pd.Series([], index=rows[:0], dtype="str")
        reasons = {
            column: nothing if cells.reason.empty else cells.reason.set_axis(rows[cells.reason.index.astype("int64")])
            for column, cells in parsed.items()
        }
        known = CANONICAL_COLUMNS[self.bare.name]
        canonical = [column for column in parsed if column in known or column.startswith(RATING)]
        fixed = {(column, kind): n for column in canonical for kind, n in parsed[column].fixed.items()}
        table = replace(self.bare, frame=frame, fixed=fixed, undecided=frozenset(self._undecided))
        table = table.zone_told(self._warnings, self.settings.timezone)
        moved = [column for (column, kind) in fixed if kind == "time_zone"]
        if moved and "timezone" not in self.settings.model_fields_set:
            zone, columns = self.settings.timezone, ", ".join(moved)
            told = Warned("W-TIME-MOVED", {"file": table.file, "columns": columns, "timezone": zone})
            table = table.warned(told)
        return table, reasons

    def _typed(self, want: Wanted, cells: Gathered, blanks: frozenset[str] | None) -> _Typed:
        problems, about = Problems(), self._about(want, cells)
        decided = problems.tried(lambda: COLUMN_KINDS[want.kind].decided(about))
        if decided is None:
            return _unknown(cells, want.kind, self.settings), [], problems.found
        parser, codes = decided
        parsed = _whole_if_large(cells.parsed(with_blanks(parser, blanks)), want.kind)
        fields = {"file": self.bare.file, "column": want.header}
        return parsed, [Warned(code, fields) for code in codes] + _of_fixes(parsed, want, fields), []

    def _about(self, want: Wanted, cells: Gathered) -> Column:
        rows = self.bare.frame.index

        def place(text: str) -> Said:
            return in_column(self.bare.place(rows[cells.place_of(text)]), want.header)

        header = self.file.header
        shown = " ".join(dict.fromkeys((want.header, header.labels[header.places[want.header]])))
        epoch_1904, beside = self.file.source.epoch_1904, partial(score_columns, header, want.header)
        return Column(cells, self.settings, place, shown, want.zone, epoch_1904, want.date_order, beside)


def _whole_if_large(cells: ParsedColumn, kind: str) -> ParsedColumn:
    """Amounts in whole minor units where one is so large that it leaves no room for parts of them."""
    value = cells.value
    if kind not in ("money", "maybe_money") or not is_fine(value) or not (value.abs() > MOST_FINE).any():
        return cells
    rounded = Counter({"rounded": int((value % 1 != 0).sum())})
    return ParsedColumn(value.round().astype("Int64"), cells.reason, cells.fixed + rounded)


def _unknown(cells: Gathered, kind: str, settings: ReadSettings) -> ParsedColumn:
    """Values that aren't known: missing, but for what every row has to have, which is the same in all.

    Money is 0 where it stands, whatever it is; a day that has to be there is the last before the report's.
    """
    is_money = kind in ("money", "maybe_money")
    values = cells.parsed(lambda text: Parsed(0 if is_money and cleaned(text) else None)).value
    nothing = pd.Series(pd.NA, index=values.index, dtype=values.dtype)
    if is_money:
        nothing = nothing.mask(values.notna(), 0)
    if kind == "day":
        nothing = nothing.fillna(pd.Timestamp(settings.as_of) - pd.Timedelta(days=1))
    return ParsedColumn(nothing, pd.Series(dtype="str"), Counter())


def _of_fixes(cells: ParsedColumn, want: Wanted, fields: Mapping[str, str]) -> list[Warned]:
    codes = ((_WARNED_FIXES.get((want.kind, kind)), n) for kind, n in cells.fixed.items())
    return [Warned(code, {**fields, "n": n}) for code, n in codes if code]
