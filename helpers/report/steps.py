"""What a run writes and reads again: steps, charts and tables, each in its place."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, private_folder, run_folder
from helpers.base.parameters import in_groups
from helpers.base.spreadsheets import write_csv, write_workbook
from helpers.collect.settings import CollectSettings
from helpers.merge.settings import MergeSettings
from helpers.merge.there import by_order
from helpers.read.typed_table import Table
from helpers.report.settings import ReportSettings

SAMPLE_STEPS = PROJECT / "data" / "sample" / "steps"
COMMENTS, COMMENT_ROWS = "comments.csv", "comments.parquet"
READING_SHEET = "reading_sheet"
_SHAPED_BY: dict[str, type[CollectSettings]] = {"responses": CollectSettings, "customers": MergeSettings}
PAGE, SUMMARY, FRONT, SETTINGS = "report.html", "summary.json", "front.json", "settings.json"
OUTLOOK = "outlook.json"


def write_json(content: Mapping[str, Any], path: Path) -> Path:
    """Write figures as JSON in UTF-8: dates in ISO form, NaN as null."""
    text = json.dumps(_without_nan(content), ensure_ascii=False, indent=2, allow_nan=False, default=date.isoformat)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and isnan(value) else value


def write_step(settings: MergeSettings, step: str, frame: pd.DataFrame | None, record: Mapping[str, Any]) -> list[Path]:
    """Hand a step's result to the next: private rows as Parquet, the account of them as JSON.

    Parameters
    ----------
    step : str
        ``responses`` or ``customers``.
    frame : DataFrame or None
        One row a person; none where there are no answers.
    record : mapping
        Ledgers and other figures that later steps show.
    """
    folder = private_folder(settings.report_name)
    made_from = _fingerprint(_step_folder(settings, "responses")) if step == "customers" else None
    content = {"settings": _shaping(settings, step), "made_from": made_from, **record}
    rows, account = folder / f"{step}.parquet", folder / f"{step}.json"
    if frame is not None:
        frame.to_parquet(rows, index=False)
        rows.chmod(0o600)
    part = write_json(content, account.with_suffix(".part"))
    part.chmod(0o600)
    part.replace(account)  # the next step may begin as soon as it is there
    return [account] if frame is None else [account, rows]


def read_step(settings: MergeSettings, step: str) -> tuple[pd.DataFrame | None, dict]:
    """Result of an earlier step, from the run's folder; for the sample else its committed copy.

    Raises
    ------
    KitError
        ``E-STEP-MISSING`` if the earlier notebook has not run; ``E-STEP-STALE`` if it ran with
        other settings, or before the step that it builds on ran again.
    """
    folder = _step_folder(settings, step)
    if not (folder / f"{step}.json").exists():
        raise KitError("E-STEP-MISSING.notebook", step=step)
    record = json.loads((folder / f"{step}.json").read_text(encoding="utf-8"))
    _check_fresh(record["settings"], settings, step)
    if record["made_from"] not in (None, _fingerprint(_step_folder(settings, "responses"))):
        raise KitError("E-STEP-STALE.answers", step=step)
    path = folder / f"{step}.parquet"
    return (pd.read_parquet(path) if path.exists() else None), record


def _step_folder(settings: MergeSettings, step: str) -> Path:
    """Where a step lies: in the run's private folder, or for the sample its committed copy."""
    folder = private_folder(settings.report_name)
    is_sample = settings.report_name == "sample"
    return SAMPLE_STEPS if is_sample and not (folder / f"{step}.json").exists() else folder


def _fingerprint(folder: Path) -> str | None:
    """What the answers' account says, in short: it changes when they do."""
    path = folder / "responses.json"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else None


def _check_fresh(then: Mapping[str, Any], settings: MergeSettings, step: str) -> None:
    now = _shaping(settings, step)
    changed = sorted(name for name in then.keys() & now.keys() if then[name] != now[name])
    if changed:
        raise KitError("E-STEP-STALE.settings", step=step, names=", ".join(changed))


def _shaping(settings: MergeSettings, step: str) -> dict[str, Any]:
    """The settings that what a step hands on depends on."""
    groups = in_groups(_SHAPED_BY[step])
    names = {name for group, names in groups.items() if group not in ("comparison", "asking") for name in names}
    return settings.model_dump(mode="json", include=names)


def write_set_aside(settings: ReportSettings, tables: tuple[Table, ...]) -> list[Path]:
    """Lists of rows set aside, physical row (of an engine's table the order) and reason, into the private folder."""
    folder = private_folder(settings.report_name)
    paths = []
    for table in tables:
        if len(table.aside) or (table.elsewhere and table.elsewhere.aside):
            rows = by_order(table) if table.elsewhere else table.placed(table.aside[["row", "reason"]])
            paths.append(write_csv(rows, folder / f"set_aside_{table.name}.csv"))
            paths[-1].chmod(0o600)
    return paths


def write_comments(settings: ReportSettings, comments: pd.DataFrame, *, is_read: bool) -> list[Path]:
    """What people wrote, as they wrote it, into the private folder; nothing stays of an earlier run that had some.

    Parameters
    ----------
    is_read : bool
        Whether a column of comments was read: that nobody wrote is handed on as a table without rows.
    """
    folder = private_folder(settings.report_name)
    path, rows = folder / COMMENTS, folder / COMMENT_ROWS
    if comments.empty:
        path.unlink(missing_ok=True)
        rows.unlink(missing_ok=True)
        if is_read:
            _write_rows(comments, rows)
        return []
    write_csv(comments.drop(columns="person"), path).chmod(0o600)
    _write_rows(comments, rows)
    return [path, rows]


def _write_rows(comments: pd.DataFrame, path: Path) -> None:
    comments.to_parquet(path, index=False)
    path.chmod(0o600)


def read_comments(settings: MergeSettings) -> pd.DataFrame | None:
    """What people wrote, as step 1 handed it on (see `helpers.collect.comments.Comments`); none without a column."""
    path = _step_folder(settings, "responses") / COMMENT_ROWS
    return pd.read_parquet(path) if path.exists() else None


def write_sheet(settings: ReportSettings, sheet: pd.DataFrame, name: str) -> list[Path]:
    """A list of persons for the shop's own eyes, as CSV and as a workbook, into the private folder; none if empty."""
    path = private_folder(settings.report_name) / f"{name}.csv"
    paths = [path, path.with_suffix(".xlsx")]
    if sheet.empty:
        for old in paths:
            old.unlink(missing_ok=True)
        return []
    write_csv(sheet, paths[0]).chmod(0o600)
    write_workbook(sheet, paths[1]).chmod(0o600)
    return paths


def charts_folder(settings: ReportSettings) -> Path:
    """Folder of the run's charts and the figures behind them."""
    return run_folder(settings.report_name) / "charts"


def write_summary(settings: ReportSettings, figures: Mapping[str, Any], front: Mapping[str, Any]) -> list[Path]:
    """Write ``summary.json``, and the page's first screen for the page."""
    write_json(front, private_folder(settings.report_name) / FRONT).chmod(0o600)
    return [write_json(figures, run_folder(settings.report_name) / SUMMARY)]


def joined_outlook(folder: Path) -> dict[str, Any]:
    """Join the figures of what lies ahead to a run's ``summary.json``; what the page's first screen says."""
    front, ahead = (json.loads((folder / PRIVATE / name).read_text(encoding="utf-8")) for name in (FRONT, OUTLOOK))
    figures = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    write_json(figures | ahead["figures"], folder / SUMMARY)
    return front | {"steps": ahead["steps"]}
