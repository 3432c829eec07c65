"""What made a report, told beside it: settings, hashes of the files, versions, ledgers."""

import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers.base.folders import PROJECT, project_path
from helpers.base.parameters import PATHS, Settings
from helpers.read.rows import files_of
from helpers.report.page.choices import without_folders
from helpers.report.steps import SUMMARY

_PACKAGES = (
    *("jupyterlab", "papermill", "nbconvert", "pandas", "numpy", "scipy", "pyarrow", "duckdb", "python-calamine"),
    *("matplotlib", "seaborn", "matplotlib-fontja", "pillow", "jinja2", "babel", "tzdata"),
)
_CODE = ("*.py", "*.sql", "*.yaml", "*.j2", "*.css")


def manifest(settings: Settings, folder: Path) -> dict[str, Any]:
    """What made a report: settings, hashes of the files, versions, ledgers."""
    told = without_folders(settings)
    ledgers = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["ledgers"]
    return {
        "settings": told,
        "inputs": {name: fingerprint(path) for name in _read(settings) if (path := getattr(settings, name))},
        "versions": versions(),
        "ledgers": ledgers,
    }


def _read(settings: Settings) -> tuple[str, ...]:
    """Parameters whose files a report reads: the list of opt-outs for a plan alone, which answers end."""
    return tuple(name for name in PATHS if name != "opt_outs" or settings.responses is None)


def versions() -> dict[str, str]:
    """Versions of the kit (with the beginning of the hash of its code), of Python, and of the packages."""
    kit = f"{version('nps-value-kit')} {_code_hash()[:12]}"
    return {"kit": kit, "python": sys.version.split()[0], **{name: version(name) for name in _PACKAGES}}


def _code_hash() -> str:
    """Hash of the helpers and of what stands in the cells of the notebooks, the same on every system."""
    found = hashlib.sha256()
    for name, text in _code():
        found.update(f"{name}\n{text}\n".encode())
    return found.hexdigest()


def _code() -> Iterator[tuple[str, str]]:
    found = [path.relative_to(PROJECT).as_posix() for form in _CODE for path in (PROJECT / "helpers").rglob(form)]
    for name in sorted(found):
        yield name, (PROJECT / name).read_text(encoding="utf-8")
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells)


def fingerprint(name: str) -> dict[str, Any]:
    """Name and hash of a file; of several files each, and the hash of their hashes.

    Raises
    ------
    FileNotFoundError
    KitError
        ``E-FOLDER-EMPTY`` where a folder or pattern has none.
    """
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(name)}
    if len(files) == 1:
        ((file, digest),) = files.items()
        return {"file": file, "sha256": digest}
    whole = hashlib.sha256("".join(files.values()).encode("ascii")).hexdigest()
    return {"file": project_path(name).name, "sha256": whole, "files": files}
