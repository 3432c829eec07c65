"""What made a report, told beside it: settings, hashes of the files, versions, ledgers; and the report made again."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers.base.addresses import address_of, is_engine_address
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, paths_in, project_path
from helpers.base.tables import TABLES
from helpers.base.words import Words
from helpers.collect.settings import PATHS
from helpers.read.rows import files_of
from helpers.report.page.choices import without_folders
from helpers.report.settings import ReportSettings
from helpers.report.steps import SETTINGS, SUMMARY
from helpers.run.settings import checked

MANIFEST = "manifest.json"
_PACKAGES = (
    *("jupyterlab", "papermill", "nbconvert", "pandas", "numpy", "scipy", "pyarrow", "duckdb", "python-calamine"),
    *("matplotlib", "seaborn", "matplotlib-fontja", "pillow", "jinja2", "babel", "tzdata", "xlsxwriter"),
)
Setting = str | dict[str, str]  # path of a table's file, or of its orders and its amounts
_CODE = ("*.py", "*.sql", "*.yaml", "*.j2", "*.css")


def manifest(settings: ReportSettings, folder: Path) -> dict[str, Any]:
    """What made a report: settings, hashes of the files, versions, ledgers."""
    values = without_folders(settings)
    ledgers = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["ledgers"]
    return {
        "settings": values,
        "given": [name for name in values if name in settings.model_fields_set],
        "inputs": {name: fingerprint(path) for name in PATHS if (path := getattr(settings, name))},
        "versions": software_versions(),
        "ledgers": ledgers,
    }


def software_versions() -> dict[str, str]:
    """Versions of the kit (with the beginning of the hash of its code), of Python, and of the packages."""
    kit = f"{version('nps-value-kit')} {_code_hash()[:12]}"
    return {"kit": kit, "python": sys.version.split()[0], **{name: version(name) for name in _PACKAGES}}


def _code_hash() -> str:
    """Hash of the helpers and of what stands in the cells of the notebooks, the same on every system."""
    digest = hashlib.sha256()
    for name, text in _code():
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()


def _code() -> Iterator[tuple[str, str]]:
    files = [path.relative_to(PROJECT).as_posix() for form in _CODE for path in (PROJECT / "helpers").rglob(form)]
    for name in sorted(files):
        yield name, (PROJECT / name).read_text(encoding="utf-8")
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells)


def fingerprint(setting: str | Mapping[str, str]) -> dict[str, Any]:
    """Name and hash of a file; of several files each, and the hash of their hashes; of an address the hash of itself.

    Raises
    ------
    FileNotFoundError
    KitError
        ``E-FOLDER-EMPTY`` where a folder or pattern has none.
    """
    if not isinstance(setting, str):
        parts = {part: fingerprint(path) for part, path in setting.items()}
        return _of_several(", ".join(part["file"] for part in parts.values()), _digests(parts))
    if is_engine_address(setting):  # what it holds is not the kit's to keep
        return {"file": address_of(setting).shown, "sha256": hashlib.sha256(setting.encode()).hexdigest()}
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(setting)}
    if len(files) == 1:
        ((file, digest),) = files.items()
        return {"file": file, "sha256": digest}
    return _of_several(project_path(setting).name, files)


def _of_several(name: str, digests: dict[str, str]) -> dict[str, Any]:
    whole = hashlib.sha256("".join(digests.values()).encode("ascii")).hexdigest()
    return {"file": name, "sha256": whole, "files": digests}


def _digests(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {part: made["sha256"] for part, made in parts.items()}


def again(path: Path, changes: Mapping[str, Any], say: Callable[[str], None]) -> ReportSettings:
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
    content = _content(path)
    given = content.get("given", content["settings"])  # an old one does not tell
    settings = {**{name: value for name, value in content["settings"].items() if name in given}, **changes}
    full = _full_paths(path)
    for table in PATHS:
        if settings.get(table) and (table in TABLES or table in content["inputs"]):
            places = [changes[table]] if table in changes else [settings[table], full.get(table)]
            settings[table] = _unchanged(
                table, [place for place in places if place], content["inputs"].get(table), path
            )
    remade = checked(settings)
    other = _others(content)
    if other:
        say(Words(remade.language, remade.currency).say("again_other", others=", ".join(other)))
    return remade


def _content(path: Path) -> dict[str, Any]:
    """Content of a manifest."""
    if not path.is_file():
        raise KitError("E-PARAMETER-FILE.missing", file=path.name)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        parts = [content["settings"], content["versions"], content["inputs"], *content["inputs"].values()]
        if all(isinstance(part, dict) for part in parts) and all("sha256" in part for part in parts[3:]):
            return content
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise KitError("E-MANIFEST", file=path.name)


def _full_paths(path: Path) -> dict[str, Any]:
    """Full paths of the files, where the report's private folder still lies beside the manifest."""
    try:
        content = json.loads((path.parent / PRIVATE / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _unchanged(table: str, places: list[Setting], then: Mapping[str, Any] | None, path: Path) -> Setting:
    """The first place whose file holds what it held then."""
    hashes = [(place, digest) for place in places if (digest := _hash(place))]
    said = {"table": table, "manifest": path.name}
    if not hashes:
        raise KitError("E-MANIFEST-FILE", file=_names(places[0]), **said)
    same = [place for place, digest in hashes if then is None or digest == then["sha256"]]
    if not same:
        raise KitError("E-MANIFEST-INPUT", file=_names(hashes[0][0]), **said)
    return same[0]


def _names(setting: Setting) -> str:
    return ", ".join(Path(path).name for path in paths_in(setting))


def _hash(place: Setting) -> str | None:
    """Hash of a file or of several; none where there is none."""
    try:
        return fingerprint(place)["sha256"]
    except FileNotFoundError:
        return None
    except KitError as error:
        if error.code != "E-FOLDER-EMPTY":
            raise
        return None


def _others(content: Mapping[str, Any]) -> list[str]:
    """Versions that are others now: name, then and now."""
    now = software_versions()
    changed = {name: then for name, then in content["versions"].items() if now.get(name) != then}
    return [f"{name} {now.get(name, '-')} ({then})" for name, then in changed.items()]
