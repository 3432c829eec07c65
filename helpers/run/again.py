"""A report made again from its ``manifest.json``: the same settings, and the same content of its files."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE
from helpers.base.parameters import PATHS, TABLES, Settings, checked
from helpers.base.words import Words
from helpers.report.steps import SETTINGS
from helpers.run.manifest import fingerprint, versions

MANIFEST = ".json"  # how its name ends; parameter files are YAML


def again(path: Path, changes: Mapping[str, Any], say: Callable[[str], None]) -> Settings:
    """Settings of the report that a manifest tells of.

    A file is looked for where the manifest says (paths in it start at the project's folder), then where the
    report's own ``private/settings.json`` says, or is named in `changes`. It must hold what it held then.

    Parameters
    ----------
    path : Path
        ``manifest.json`` of a report.
    changes : mapping
        Parameters to set otherwise.
    say : callable
        Called with a line for what is another than then: the kit, Python or a package.

    Raises
    ------
    KitError
        ``E-MANIFEST`` if it is none; ``E-MANIFEST-FILE`` if a file is not where it was; ``E-MANIFEST-INPUT`` if
        its content is another.
    """
    told = _read(path)
    settings = told["settings"] | changes
    full = _full_paths(path)
    for table in PATHS:
        if isinstance(settings.get(table), str) and (table in TABLES or table in told["inputs"]):
            places = [changes[table]] if table in changes else [settings[table], full.get(table)]
            settings[table] = _found(table, [place for place in places if place], told["inputs"].get(table), path)
    found = checked(settings)
    other = _others(told)
    if other:
        say(Words(found.language, found.currency).say("again_other", others=", ".join(other)))
    return found


def _read(path: Path) -> dict[str, Any]:
    """Content of a manifest."""
    if not path.is_file():
        raise KitError("E-PARAMETER-FILE.missing", file=path.name)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        parts = [told["settings"], told["versions"], told["inputs"], *told["inputs"].values()]
        if all(isinstance(part, dict) for part in parts) and all("sha256" in one for one in parts[3:]):
            return told
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise KitError("E-MANIFEST", file=path.name)


def _full_paths(path: Path) -> dict[str, Any]:
    """Full paths of the files, where the report's private folder still lies beside the manifest."""
    try:
        told = json.loads((path.parent / PRIVATE / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _found(table: str, places: list[str], then: Mapping[str, Any] | None, path: Path) -> str:
    """The first place whose file holds what it held then."""
    hashes = {place: found for place in places if (found := _hash(place))}
    if not hashes:
        raise KitError("E-MANIFEST-FILE", file=Path(places[0]).name, table=table, manifest=path.name)
    same = [place for place, found in hashes.items() if then is None or found == then["sha256"]]
    if not same:
        raise KitError("E-MANIFEST-INPUT", file=Path(next(iter(hashes))).name, table=table, manifest=path.name)
    return same[0]


def _hash(place: str) -> str | None:
    """Hash of a file or of several; none where there is none."""
    try:
        return fingerprint(place)["sha256"]
    except FileNotFoundError:
        return None
    except KitError as error:
        if error.code != "E-FOLDER-EMPTY":
            raise
        return None


def _others(told: Mapping[str, Any]) -> list[str]:
    """Versions that are others now: name, then and now."""
    now = versions()
    return [f"{name} {now.get(name, '-')} ({then})" for name, then in told["versions"].items() if now.get(name) != then]
