"""Tables read once, and kept for the other steps and reports of a run in a folder that is the run's alone."""

import hashlib
import json
import os
import pickle  # noqa: TID251 - files of the run itself alone
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from helpers.base.addresses import is_engine_address
from helpers.base.errors import KitError
from helpers.base.folders import paths_in
from helpers.base.tables import TABLES, TableName
from helpers.read.roles import canonical_table
from helpers.read.rows import files_of
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Table

KEPT = "NPS_KIT_TABLES"  # the folder, while a report or a batch is made
_READINGS: tuple[tuple[TableName, bool, int], ...] = (  # table, whether with names or comments, times in a report
    ("customers", False, 2), ("customers", True, 1), ("invitations", False, 2),
    ("responses", True, 1), ("complaints", False, 1), ("purchases", False, 1),
)  # fmt: skip
NOT_READ_BY = frozenset({  # no table's content hangs on these
    "report_name", "shop_name", "note", "language", "as_of", "confidence", "seed", "where", "bad_rows", *TABLES,
})  # fmt: skip


def table_once(name: TableName, settings: ReadSettings, *, describing: bool = False) -> Table | None:
    """The same as `canonical_table`; of a table that there is room for (see `make_room`) its files are read once.

    Who asks while another reads waits. What is kept is a pickle: a run reads those alone that it wrote itself.
    """
    place = _place(Path(os.environ.get(KEPT, "")), name, settings, describing)
    if place is None or not place.is_dir():
        return canonical_table(name, settings, describing=describing)
    kept = place / "table"
    with FileLock(place / "lock"):
        if kept.exists():
            with kept.open("rb") as file:
                return pickle.load(file)  # noqa: S301
        table = canonical_table(name, settings, describing=describing)
        _keep(table, kept)
    return table


def make_room(folder: Path, reports: Iterable[ReadSettings]) -> None:
    """Places in a folder for the tables that the reports would read more than once."""
    asked: Counter[Path | None] = Counter()
    for settings in reports:
        asked.update({_place(folder, name, settings, describing): n for name, describing, n in _READINGS})
    for place, n in asked.items():
        if place and n > 1:
            place.mkdir(mode=0o700, parents=True)


def _keep(table: Table | None, kept: Path) -> None:
    """Where there is no room on the disk, it will be read again."""
    part = kept.with_suffix(".part")
    try:
        with part.open("wb") as file:
            pickle.dump(table, file, pickle.HIGHEST_PROTOCOL)
        part.replace(kept)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _place(folder: Path, name: TableName, settings: ReadSettings, describing: bool) -> Path | None:
    """Named by all that the table hangs on, its files as they are now; none of one that no file holds."""
    paths = paths_in(getattr(settings, name))
    if not folder.name or not paths or any(map(is_engine_address, paths)):
        return None
    try:
        files = [file for path in paths for file in files_of(path)]
        states = [(str(file), (state := file.stat()).st_size, state.st_mtime_ns) for file in files]
    except (KitError, OSError):  # who reads it says what is wrong
        return None
    fields = set(ReadSettings.model_fields) - NOT_READ_BY
    values, given = settings.model_dump(mode="json", include=fields), sorted(settings.model_fields_set & fields)
    told = json.dumps([name, describing, list(paths), states, values, given], sort_keys=True)
    return folder / hashlib.sha256(told.encode()).hexdigest()
