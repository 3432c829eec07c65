"""A batch file: which reports it asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.base.errors import KitError, sentence
from helpers.base.parameter_files import read_yaml
from helpers.base.problems import Problems
from helpers.report.settings import ReportSettings
from helpers.run.settings import report_settings


def batch_settings(path: Path) -> tuple[str, list[ReportSettings]]:
    """Name and reports of a batch file.

    The file has ``reports``, a list of parameter changes, and optionally ``base``, a parameter file
    (beside the batch file) that they change, and ``set``, changes for all.

    Raises
    ------
    KitError
        ``E-BATCH`` if two reports have the same name or there are none; ``E-PARAMETER`` as for a
        report, naming which.
    """
    content = read_yaml(path)
    reports = content.get("reports") or []
    is_listed = isinstance(reports, list) and all(isinstance(changes, dict) for changes in reports)
    if not reports or not is_listed or set(content) - {"base", "set", "reports"}:
        raise KitError("E-BATCH.shape", file=path.name)
    base_file, common = content.get("base") or "", content.get("set") or {}
    if not isinstance(base_file, str) or not isinstance(common, dict):
        raise KitError("E-BATCH.base", file=path.name)
    base = read_yaml(path.parent / base_file) if base_file else {}
    name = report_settings({"as_of": "2000-01-01"}, path.stem).report_name  # refuses what is no folder's name
    problems, settings = Problems(), []
    for number, changes in enumerate(reports, 1):
        with problems.kept():
            settings.append(_numbered(number, {**base, **common, **changes}, changes, name))
    problems.stop()
    names = {text.casefold() for text in (name, *(report.report_name for report in settings))}  # as Windows compares
    if len(names) <= len(settings):
        raise KitError("E-BATCH.names", file=path.name)
    return name, settings


def _numbered(number: int, values: dict[str, Any], changes: Mapping[str, Any], batch: str) -> ReportSettings:
    try:
        named = values if "report_name" in changes else {**values, "report_name": f"{batch}-{number:02}"}
        return report_settings(named, "")
    except KitError as error:
        raise KitError(error.code, sentence("in_batch", number=number, message=error.texts)) from None
