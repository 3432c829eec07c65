"""Where files lie: the project's folder, the samples, the runs."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PRIVATE = "private"
SURVEYS = "invitations"


def project_path(name: str) -> Path:
    """Path of a file: as given if absolute, else counted from the project's folder.

    Examples
    --------
    >>> project_path("data/sample").relative_to(PROJECT).as_posix()
    'data/sample'
    """
    return PROJECT / name


def paths_in(value: str | Mapping[str, str] | None) -> tuple[str, ...]:
    """Paths that a setting names: one, several of one table, or none.

    Examples
    --------
    >>> paths_in({"orders": "a.csv", "amounts": "b.csv"}), paths_in("c.csv"), paths_in(None)
    (('a.csv', 'b.csv'), ('c.csv',), ())
    """
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value.values())


def with_each_path(value: str | Mapping[str, str], made: Callable[[str], str]) -> str | dict[str, str]:
    """A setting that names one file or several, each path made another.

    Examples
    --------
    >>> with_each_path({"orders": "a.csv", "amounts": "b.csv"}, str.upper)
    {'orders': 'A.CSV', 'amounts': 'B.CSV'}
    """
    return made(value) if isinstance(value, str) else {part: made(path) for part, path in value.items()}


def shareable_path(path: Path) -> str:
    """Path as a report may show it: from ``out`` or the project's folder on, else the last name alone.

    Examples
    --------
    >>> shareable_path(PROJECT / "notebooks" / "explore.ipynb")
    'notebooks/explore.ipynb'
    >>> shareable_path(output_root() / "sample" / "report.html")
    'out/sample/report.html'
    """
    if path.is_relative_to(output_root()):
        return (Path("out") / path.relative_to(output_root())).as_posix()
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name


def output_root() -> Path:
    """Folder that holds the runs: ``out`` in the project, or what ``NPS_KIT_OUT`` names."""
    return Path(os.environ.get("NPS_KIT_OUT") or PROJECT / "out")


def run_folder(report_name: str) -> Path:
    """Folder of one report's run; made if missing."""
    folder = output_root() / report_name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def invitations_root() -> Path:
    """Folder of the surveys sent out: ``invitations`` in ``out``, or what ``NPS_KIT_INVITATIONS`` names.

    A report is made in a workspace that stands in for ``out``; the surveys stay where they are.
    """
    return Path(os.environ.get("NPS_KIT_INVITATIONS") or output_root() / SURVEYS)


def survey_folder(report_name: str, wave: str) -> Path:
    """Private folder of one wave of a report's survey; not made here."""
    return invitations_root() / report_name / wave


def private_folder(report_name: str) -> Path:
    """Folder for what may not be shared (rows of customers); readable by its owner alone."""
    folder = run_folder(report_name) / PRIVATE
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
