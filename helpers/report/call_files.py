"""The call list, and who is held out of it, as files for those who call: private, all of them, named by their day."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.base.folders import PRIVATE, output_root, private_folder
from helpers.base.spreadsheets import write_csv, write_workbook
from helpers.compare.call_list import CallList
from helpers.merge.earlier_calls import is_written_into
from helpers.merge.since_calls import CALL, HOLDOUT, TO_FILL
from helpers.report.call_columns import explained_columns
from helpers.report.settings import ReportSettings

CALL_FILES = "call_*"  # all of them, of whatever day
_HELD = ["customer_id", "segment", "score", "at_stake", "plain_rule", "assigned", "listed_on"]
CALL_COLUMNS = [
    "customer_id", "name", "email", "phone", "segment", "score", "comment", "days_since_last_order", "complaints",
    "acquisition_channel", "at_stake", "plain_rule", "expected", "expected_as_promoter", "assigned", "listed_on",
]  # fmt: skip
_MONEY = ["at_stake", "plain_rule", "expected", "expected_as_promoter"]


class CallNames(NamedTuple):
    """Names of the files of a day's list."""

    held: str
    listed: str
    book: str


def call_names(day: date) -> CallNames:
    """Of that day.

    Examples
    --------
    >>> call_names(date(2026, 4, 1)).book
    'call_list_2026-04-01.xlsx'
    """
    return CallNames(f"call_holdout_{day}.csv", f"call_list_{day}.csv", f"call_list_{day}.xlsx")


def write_calls(settings: ReportSettings, calls: CallList | None) -> list[Path]:
    """Write who is to be called, as CSV and as workbook, and who is held out, into the private folder.

    All are written before the first takes its place: no list stands beside those held out of another. Lists of other
    days stay, and so does one of this day into which somebody has written; else nothing stays of an earlier run of
    the day that had a list.

    Parameters
    ----------
    calls : CallList or None
        The full one; of one that may be shown nobody is known.
    """
    folder, names = private_folder(settings.report_name), call_names(settings.window_end)
    if is_list_kept(settings):
        return []
    if calls is None or calls.rows is None or calls.rows.empty:
        for name in names:
            (folder / name).unlink(missing_ok=True)
        return []
    rows = _as_written(calls.rows, settings)
    held = rows.loc[rows["assigned"] == HOLDOUT, _HELD].sort_values("customer_id")
    listed = rows.loc[rows["assigned"] == CALL, CALL_COLUMNS].assign(**dict.fromkeys(TO_FILL, ""))
    explained = explained_columns(settings, listed)
    parts = {
        names.held: _part(held, folder / names.held, write_csv),
        names.listed: _part(listed, folder / names.listed, write_csv),
        names.book: _part(listed, folder / names.book, partial(write_workbook, further=explained)),
    }
    return [part.replace(folder / name) for name, part in parts.items()]


def is_list_kept(settings: ReportSettings) -> bool:
    """Whether the private folder has a list of the report's day into which somebody has written."""
    return _is_day_filled(output_root() / settings.report_name / PRIVATE, str(settings.window_end))


def carry_calls(earlier: Path, folder: Path, *, filled: bool = False) -> None:
    """Copy call lists, readable by their owner alone, from an earlier report's private folder into that of a new one.

    Parameters
    ----------
    filled : bool
        Those alone into which somebody has written, with who was held out of them.
    """
    for path in sorted(earlier.glob(CALL_FILES)):
        if path.suffix in (".csv", ".xlsx") and (not filled or _is_day_filled(earlier, _day_of(path))):
            copy = folder / path.name
            copy.touch(mode=0o600)
            copy.write_bytes(path.read_bytes())


def _day_of(path: Path) -> str:
    return path.stem.removeprefix("call_list").removeprefix("call_holdout").lstrip("_")[:10]


def _is_day_filled(folder: Path, day: str) -> bool:
    return any(is_written_into(path) for path in sorted(folder.glob("call_list*")) if _day_of(path) == day)


def _as_written(rows: pd.DataFrame, settings: ReportSettings) -> pd.DataFrame:
    """Money to the currency's last digit, days as whole numbers and as texts."""
    money = rows[_MONEY].astype("float64").round(settings.minor_digits)
    whole = money.astype("Int64") if settings.minor_digits == 0 else money
    days = {
        "listed_on": rows["listed_on"].astype("str"),
        "days_since_last_order": rows["days_since_last_order"].astype("Int64"),
    }
    return rows.assign(**{name: whole[name] for name in _MONEY}, **days)


def _part(table: pd.DataFrame, path: Path, write: Callable[[pd.DataFrame, Path], Path]) -> Path:
    """Write a file for its owner's eyes alone, beside the one whose place it takes when all are written."""
    part = path.with_name(f".{path.name}")
    part.touch(mode=0o600)
    write(table, part).chmod(0o600)
    return part
