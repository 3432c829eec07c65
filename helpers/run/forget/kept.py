"""What one folder of ``out`` keeps of a customer, file by file, and the same folder without her."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.folders import PRIVATE
from helpers.base.spreadsheets import harmless, read_sheets, write_csv, write_sheets
from helpers.collect.plan.invited import LIST
from helpers.collect.plan.sampling import FILE as PLAN
from helpers.invite.log import forget_sendings, sendings_to
from helpers.invite.wave_files import LOG_FILE, file_names
from helpers.read.files.encodings import encoding_of
from helpers.report.steps import write_json
from helpers.run.failing import KEPT
from helpers.run.forget.known_by import KnownBy


@dataclass(frozen=True)
class Kept:
    """What a folder keeps of her: file, from the folder on → how many rows, mails or lines."""

    folder: Path
    files: dict[str, int]
    is_alone: bool = False  # a wave that asked nobody else, which goes as a whole


def tables_in(folder: Path) -> Iterator[tuple[Path, dict[str, pd.DataFrame]]]:
    """Tables of persons in the folder of a report (its private part) or of a wave: file, sheet → table."""
    inside = folder / PRIVATE if (folder / PRIVATE).is_dir() else folder
    for path in sorted(inside.rglob("*")):
        if path.suffix in (".parquet", ".csv", ".xlsx") and path.stat().st_size:
            yield path, as_stored(path)


def as_stored(path: Path) -> dict[str, pd.DataFrame]:
    """Tables as they stand in a file, by sheet: cells of a CSV as texts, in whatever encoding it was saved since."""
    if path.suffix == ".xlsx":
        return read_sheets(path)
    if path.suffix == ".parquet":
        return {"": pd.read_parquet(path)}
    return {"": pd.read_csv(path, dtype="str", keep_default_na=False, encoding=encoding_of(path).codec)}


def kept_in(folder: Path, her: KnownBy) -> Kept:
    """What the folder of a report or a wave keeps of her."""
    tables = {path: sum(int(her.rows(table).sum()) for table in sheets.values()) for path, sheets in tables_in(folder)}
    others = {
        folder / PLAN: _asked(folder).count(her.customer_id),
        folder / LOG_FILE: sendings_to(folder / LOG_FILE, her.customer_id),
        **dict.fromkeys(_mails(folder, her), 1),
        **dict.fromkeys(_failed(folder, her), 1),
    }
    found = {path.relative_to(folder).as_posix(): n for path, n in sorted((tables | others).items()) if n}
    invited = _invited(folder)
    return Kept(folder, found, is_alone=LIST in found and found[LIST] == len(invited))


def remove_from(folder: Path, her: KnownBy) -> None:
    """Take her out of every file of a folder that stands in for a report's or a wave's.

    The mails behind hers move up by one, since they are numbered as the list of invitations is.
    """
    for path in _failed(folder, her):
        path.unlink()
    _remove_mails(folder, her)
    for path, sheets in list(tables_in(folder)):
        left = {name: table[~her.rows(table)] for name, table in sheets.items()}
        if any(len(left[name]) < len(table) for name, table in sheets.items()):
            _write(left, path)
    if her.customer_id in _asked(folder):
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        write_json(plan | {"asked": [one for one in plan["asked"] if one != her.customer_id]}, folder / PLAN)
    forget_sendings(folder / LOG_FILE, her.customer_id)


def _write(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    mode = path.stat().st_mode
    if path.suffix == ".xlsx":
        write_sheets(sheets, path)
    elif path.suffix == ".parquet":
        sheets[""].to_parquet(path, index=False)
    else:
        write_csv(sheets[""], path)
    path.chmod(mode)


def _asked(folder: Path) -> list[str]:
    """Ids that a wave's plan remembers."""
    if not (folder / PLAN).is_file():
        return []
    return list(json.loads((folder / PLAN).read_text(encoding="utf-8")).get("asked", []))


def _invited(folder: Path) -> pd.DataFrame:
    path = folder / LIST
    return as_stored(path)[""] if path.is_file() else pd.DataFrame({"customer_id": []}, dtype="str")


def _mail_folders(folder: Path) -> list[Path]:
    return sorted({path.parent for path in folder.glob("*/*.eml")})


def _mails(folder: Path, her: KnownBy) -> list[Path]:
    """Her mails: invitation and reminders."""
    names, key = file_names(_invited(folder)), str(harmless(her.customer_id))
    return [path for mails in _mail_folders(folder) if key in names and (path := mails / names[key]).is_file()]


def _remove_mails(folder: Path, her: KnownBy) -> None:
    invited, key = _invited(folder), str(harmless(her.customer_id))
    if key not in invited["customer_id"].tolist():
        return
    before, after = file_names(invited), file_names(invited[invited["customer_id"] != key])
    for mails in _mail_folders(folder):
        (mails / before[key]).unlink(missing_ok=True)
        for customer_id, name in after.items():
            if name != before[customer_id] and (mails / before[customer_id]).exists():
                (mails / before[customer_id]).rename(mails / name)


def _failed(folder: Path, her: KnownBy) -> list[Path]:
    """Notebooks of a run that failed, where they name her."""
    notebooks = (folder / PRIVATE).glob(f"{KEPT}*.ipynb")
    return [path for path in sorted(notebooks) if her.stands_in(path.read_text(encoding="utf-8"))]
