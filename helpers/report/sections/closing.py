"""How a notebook closes: what was written where, and the versions that made the figures."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from helpers.base.folders import shareable_path
from helpers.report.context import Context, section
from helpers.report.parts import Part

_PACKAGES = ("pandas", "numpy", "scipy", "duckdb", "matplotlib", "seaborn")


@section
def written(report: Context, paths: Sequence[Path]) -> Iterable[Part | None]:
    """What was written where, without the machine's own folders."""
    places: dict[str, list[str]] = {}
    for path in paths:
        places.setdefault(shareable_path(path.parent), []).append(path.name)
    said = [report.say("written", folder=folder, files=", ".join(names)) for folder, names in places.items()]
    yield report.text(" ".join(said), kind="written")


@section
def versions(report: Context) -> Iterable[Part | None]:
    """The versions that made the figures."""
    packages = [f"{name} {version(name)}" for name in _PACKAGES]
    yield report.text(" · ".join([f"Python {python_version()}", *packages]), kind="versions")
