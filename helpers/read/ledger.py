"""Rows in = rows used + rows set aside: the table that keeps account of itself."""

from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.base.errors import KitError

NOT_APPLICABLE = frozenset(
    {"score_blank", "unfinished", "outside_period", "undated", "filtered", "status", "after_period",
     "acquired_after_report", "answered_again", "customer_after_report"}
)  # fmt: skip
WARN_DEFECTIVE, STOP_DEFECTIVE = 0.01, 0.20


@dataclass(frozen=True)
class Table:
    """A typed table and what was left out of it.

    Attributes
    ----------
    name, file : str
        Canonical table and the file's name.
    frame : DataFrame
        The rows used, indexed by physical row.
    rows_in : int
        Rows that the file holds below its header.
    aside : DataFrame
        Rows set aside: row, reason, amount (whole minor units, missing where there is none).
    fields_aside : dict
        (column, reason) → number of cells that are left out while their row stays.
    """

    name: str
    file: str
    frame: pd.DataFrame
    rows_in: int
    aside: pd.DataFrame
    fields_aside: dict[tuple[str, str], int] = field(default_factory=dict)

    def without(self, rows: pd.Series, reason: str) -> "Table":
        """Table less the rows where the boolean `rows` (aligned to `frame`) is true, kept under `reason`."""
        return self.without_each(pd.Series("", index=self.frame.index, dtype="str").mask(rows, reason))

    def without_each(self, reasons: pd.Series) -> "Table":
        """Table less the rows that `reasons` (aligned to `frame`, "" to keep) names a reason for."""
        gone = reasons != ""
        amount = self.frame["amount"] if "amount" in self.frame else pd.Series(pd.NA, index=self.frame.index)
        lines = pd.DataFrame({"row": self.frame.index[gone], "reason": reasons[gone].to_numpy(dtype=object)})
        lines["amount"] = amount[gone].astype("Int64").to_numpy()
        return replace(self, frame=self.frame[~gone], aside=_stacked(self.aside, lines))


def _stacked(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    filled = [frame for frame in (first, second) if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else first


def new_table(name: str, file: str, frame: pd.DataFrame, ragged_rows: list[int]) -> Table:
    """Table fresh from its file: ragged rows are set aside at once."""
    aside = pd.DataFrame({"row": ragged_rows, "reason": "ragged_row", "amount": pd.NA})
    aside = aside.astype({"row": "int64", "reason": "object", "amount": "Int64"})
    return Table(name, file, frame, len(frame) + len(ragged_rows), aside)


def ledger(table: Table) -> dict:
    """Account of one table, as in ``summary.json``.

    Returns
    -------
    dict
        file, rows_in, rows_used, not_applicable {reason: rows}, defective {reason: rows},
        fields {"column: reason": cells}.

    Raises
    ------
    AssertionError
        If rows in differ from rows used + rows set aside.
    """
    counts = table.aside["reason"].value_counts().sort_index()
    assert table.rows_in == len(table.frame) + len(table.aside), f"{table.name}: the ledger does not close"
    assert not set(table.frame.index) & set(table.aside["row"]), f"{table.name}: a row is used and set aside"
    split: dict[str, dict[str, int]] = {"not_applicable": {}, "defective": {}}
    for reason, rows in counts.items():
        split["not_applicable" if reason in NOT_APPLICABLE else "defective"][str(reason)] = int(rows)
    cells = {f"{column}: {reason}": n for (column, reason), n in sorted(table.fields_aside.items())}
    return {
        "file": table.file,
        "rows_in": table.rows_in,
        "rows_used": len(table.frame),
        **split,
        "fields": cells,
    }


def share_defective(account: dict) -> float:
    """Defective rows as a share of the rows in; 0 for an empty file."""
    return sum(account["defective"].values()) / account["rows_in"] if account["rows_in"] else 0.0


def rows_named(rows: pd.Index) -> str:
    """Physical rows for a message: the first few and how many there are.

    Examples
    --------
    >>> rows_named(pd.Index([3, 8, 9, 12]))
    'rows 3, 8, 9 … (4 in all)'
    """
    return f"rows {', '.join(map(str, rows[:3]))}{' …' if len(rows) > 3 else ''} ({len(rows)} in all)"


def check_one_row_each(table: Table, key: list[str], code: str, advice: str) -> None:
    """Stop where several differing rows share a key.

    Raises
    ------
    KitError
        `code`, naming the rows.
    """
    twice = table.frame.index[table.frame.duplicated(key, keep=False)]
    if len(twice):
        raise KitError(
            code, f"{table.file} {rows_named(twice)}, column {key[0]}: one on several differing rows. {advice}"
        )


def check_defects(table: Table, bad_rows: str) -> None:
    """Stop where too much is defective (above 20 %), or at the first defect if `bad_rows` is ``stop``.

    Raises
    ------
    KitError
        ``E-ROWS-DEFECTIVE`` with the rows' physical numbers, never their contents.
    """
    defective = table.aside[~table.aside["reason"].isin(NOT_APPLICABLE)].sort_values("row")
    share = share_defective(ledger(table))
    if bad_rows == "stop" and table.fields_aside and defective.empty:
        (column, reason), cells = next(iter(table.fields_aside.items()))
        message = f'{table.file}, column "{column}": {reason} ({cells} cells). Nothing was written. Correct them'
        raise KitError("E-ROWS-DEFECTIVE", f"{message}, or set bad_rows: set_aside.")
    if len(defective) and (bad_rows == "stop" or share > STOP_DEFECTIVE):
        first = defective.iloc[0]
        rows = ", ".join(map(str, defective["row"].head(5))) + (" …" if len(defective) > 5 else "")
        raise KitError(
            "E-ROWS-DEFECTIVE",
            f"{table.file} row {first['row']}: {first['reason']} ({len(defective)} defective rows of "
            f"{table.rows_in}: {rows}). Nothing was written. Correct these rows"
            + (", or set bad_rows: set_aside." if share <= STOP_DEFECTIVE else ": more than 20 % can't be used."),
        )
