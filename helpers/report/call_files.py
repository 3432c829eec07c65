"""The call list, and who is held out of it, as files for those who call: private, all of them."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.base.folders import private_folder
from helpers.base.spreadsheets import write_csv, write_workbook
from helpers.compare.call_list import CallList
from helpers.merge.since_calls import CALL, HOLDOUT
from helpers.report.settings import ReportSettings

CALL_LIST, CALL_BOOK, CALL_HOLDOUT = "call_list.csv", "call_list.xlsx", "call_holdout.csv"
_HELD = ["customer_id", "segment", "score", "at_stake", "plain_rule", "assigned", "listed_on"]
_LISTED = [
    "customer_id", "name", "email", "phone", "segment", "score", "comment", "days_since_last_order", "complaints",
    "acquisition_channel", "at_stake", "plain_rule", "expected", "expected_as_promoter", "assigned", "listed_on",
]  # fmt: skip
_TO_FILL = ["called", "result"]  # by those who call
_MONEY = ["at_stake", "plain_rule", "expected", "expected_as_promoter"]


def write_calls(settings: ReportSettings, calls: CallList | None) -> list[Path]:
    """Write who is to be called, as CSV and as workbook, and who is held out, into the private folder.

    All are written before the first takes its place: no list stands beside those held out of another. Nothing stays
    of an earlier run that had a list.

    Parameters
    ----------
    calls : CallList or None
        The full one; of one that may be shown nobody is known.
    """
    folder = private_folder(settings.report_name)
    if calls is None or calls.rows is None or calls.rows.empty:
        for name in (CALL_LIST, CALL_BOOK, CALL_HOLDOUT):
            (folder / name).unlink(missing_ok=True)
        return []
    rows = _as_written(calls.rows, settings)
    held = rows.loc[rows["assigned"] == HOLDOUT, _HELD].sort_values("customer_id")
    listed = rows.loc[rows["assigned"] == CALL, _LISTED].assign(**dict.fromkeys(_TO_FILL, ""))
    parts = {
        CALL_HOLDOUT: _part(held, folder / CALL_HOLDOUT, write_csv),
        CALL_LIST: _part(listed, folder / CALL_LIST, write_csv),
        CALL_BOOK: _part(listed, folder / CALL_BOOK, write_workbook),
    }
    return [part.replace(folder / name) for name, part in parts.items()]


def _as_written(rows: pd.DataFrame, settings: ReportSettings) -> pd.DataFrame:
    """Money to the currency's last digit, days as texts."""
    money = rows[_MONEY].astype("float64").round(settings.minor_digits)
    whole = money.astype("Int64") if settings.minor_digits == 0 else money
    return rows.assign(**{name: whole[name] for name in _MONEY}, listed_on=rows["listed_on"].astype("str"))


def _part(table: pd.DataFrame, path: Path, write: Callable[[pd.DataFrame, Path], Path]) -> Path:
    """Write a file for its owner's eyes alone, beside the one whose place it takes when all are written."""
    part = path.with_name(f".{path.name}")
    part.touch(mode=0o600)
    write(table, part).chmod(0o600)
    return part
