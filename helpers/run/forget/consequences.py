"""What follows when a customer is removed: which reports can't be made again, what stays, what is left to do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from python_calamine import CalamineError

from helpers.base.addresses import is_engine_address
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, invitations_root, output_root, paths_in, project_path, shareable_path
from helpers.base.words import Words
from helpers.collect.plan.sampling import FILE as PLAN
from helpers.collect.settings import PATHS
from helpers.read.rows import files_of
from helpers.report.steps import COMMENTS, SETTINGS
from helpers.run.forget.kept import Kept, as_stored
from helpers.run.forget.known_by import KnownBy
from helpers.run.manifest import MANIFEST

_TEXTS = (".ipynb", ".json", ".txt", ".html", ".yaml", ".log")


def consequence_lines(kept: Sequence[Kept], elsewhere: Sequence[str], words: Words) -> Iterator[str]:
    """What the user has to know before she says yes."""
    holding = [found.folder for found in kept if (found.folder / PRIVATE).is_dir()]
    changed = {(found.folder / file).resolve() for found in kept for file in found.files}
    lost = [path.parent for path in sorted(output_root().glob(f"*/{MANIFEST}")) if changed & _read_by(path.parent)]
    said = {
        "forget_reports_stay": [folder.name for folder in holding],
        "forget_comments": [folder.name for folder in holding if _shares_comments(folder, kept)],
        "forget_not_again": [folder.name for folder in lost],
        "forget_again_while": [folder.name for folder in holding if folder not in lost],
        "forget_elsewhere": elsewhere,
        "forget_own_files": _own_files(holding),
    }
    for key, names in said.items():
        if names:
            yield words.say(key, names=words.say("list_separator").join(names))
    lists = words.say("list_separator").join(_opt_out_lists(kept))
    yield words.say("forget_opt_outs", names=lists) if lists else words.say("forget_no_opt_outs", name="opt_outs")


def named_elsewhere(her: KnownBy, folders: Sequence[Path]) -> list[str]:
    """Files of ``out`` that name her and are no report's or wave's: notebooks run by hand, tables saved there."""
    surveys = invitations_root()
    others = (path for path in sorted(output_root().rglob("*")) if path.is_file() and surveys not in path.parents)
    return [shareable_path(path) for path in others if not set(path.parents) & {*folders} and _names(path, her)]


def _names(path: Path, her: KnownBy) -> bool:
    with suppress(OSError, ValueError, CalamineError):
        if path.suffix in (".parquet", ".csv", ".xlsx"):
            return any(bool(her.rows(table).any()) for table in as_stored(path).values())
        return path.suffix in _TEXTS and her.stands_in(path.read_text(encoding="utf-8"))
    return False


def _settings(folder: Path) -> Mapping[str, Any]:
    """Settings of a report as given, from its private folder; none where they can't be read."""
    with suppress(OSError, ValueError):
        content = json.loads((folder / PRIVATE / SETTINGS).read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    return {}


def _read_by(folder: Path) -> set[Path]:
    """Files that a report was made from."""
    settings, found = _settings(folder), set()
    for path in (path for name in PATHS for path in paths_in(settings.get(name)) if not is_engine_address(path)):
        with suppress(OSError, KitError):
            found |= {file.resolve() for file in files_of(str(project_path(path)))}
    return found


def _own_files(folders: Sequence[Path]) -> list[str]:
    """Names of the user's own files that the reports were made from."""
    inside = output_root().resolve()
    files = {path for folder in folders for path in _read_by(folder) if inside not in path.parents}
    return sorted({path.name for path in files})


def _shares_comments(folder: Path, kept: Sequence[Kept]) -> bool:
    hers = next(found.files for found in kept if found.folder == folder)
    return f"{PRIVATE}/{COMMENTS}" in hers and bool(_settings(folder).get("share_comments"))


def _opt_out_lists(kept: Sequence[Kept]) -> list[str]:
    """Names of the lists of those who must not be mailed: as reports and plans of waves name them."""
    names = {Path(path).name for found in kept for path in paths_in(_settings(found.folder).get("opt_outs"))}
    for found in kept:
        with suppress(OSError, ValueError, AttributeError):
            plan = json.loads((found.folder / PLAN).read_text(encoding="utf-8"))
            names |= set(plan["inputs"].get("opt_outs", {}))
    return sorted(names)
