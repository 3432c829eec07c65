"""All settings of a report, checked: from a parameter file, the command line, or a notebook's parameters cell."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.cells import PARAMETER_FILE, values_set
from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, paths_in, project_path
from helpers.base.parameter_files import UNREADABLE, read_yaml, yaml_value
from helpers.base.parameters import sound_part, validated
from helpers.base.tables import TABLES
from helpers.invite.settings import InviteSettings

SAMPLE_FILES: dict[str, str] = {table: f"data/sample/{table}.csv" for table in TABLES}
SAMPLE = PROJECT / "notebooks" / "parameters" / "sample.yaml"
SAMPLE_FOLDER = PROJECT / "data" / "sample"
_OF_THE_SAMPLE = ("report_name", "shop_name", "note", "acquisition_cost")  # no other shop's are the same
_FIGURES = ("gross_margin_rate", "retention_cost")
IN_FORCE = "NPS_KIT_PARAMETERS"  # the parameter file that ``run.py lab FILE.yaml`` was started with


def checked(values: Mapping[str, Any]) -> InviteSettings:
    """Settings from a mapping of names to values.

    Raises
    ------
    KitError
        ``E-PARAMETER``, naming each parameter that is unknown, of a wrong type or out of range.

    Examples
    --------
    >>> checked({"as_of": "2026-04-01"}).window_start.isoformat()
    '2025-04-01'
    >>> checked({"as_of": "2026-04-01", "window_dayz": 30})
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-PARAMETER window_dayz: no such parameter; did you mean window_days?
    """
    return validated(InviteSettings, values)


def report_settings(values: Mapping[str, Any], name: str) -> InviteSettings:
    """Settings of a report: `name` stands in for ``report_name``, the sample's files where no file is named.

    A parameter file that names any file of its own gets none of the sample's.
    """
    check_no_sample_left(values)
    return checked(_completed(values, name))


def check_no_sample_left(values: Mapping[str, Any]) -> None:
    """Stop at settings of the sample that were left in a file for another shop: what only the sample can say.

    Raises
    ------
    KitError
        ``E-SAMPLE-LEFT``, naming them, and other figures that are the sample's too.

    Examples
    --------
    >>> check_no_sample_left({"purchases": "data/mine/orders.csv", "note": "Simulated shop and answers."})
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-SAMPLE-LEFT note: still as in the sample's parameter file, which was copied ...
    """
    named = [value for table in TABLES if isinstance(value := values.get(table), str | Mapping)]
    files = [path for value in named for path in paths_in(value) if isinstance(path, str)]
    if not files or any(project_path(path).is_relative_to(SAMPLE_FOLDER) for path in files):
        return
    sample = read_yaml(SAMPLE)
    same = [name for name, value in values.items() if name in sample and value == sample[name]]
    if left := [name for name in same if name in _OF_THE_SAMPLE]:
        others = [name for name in same if name in _FIGURES]
        raise KitError("E-SAMPLE-LEFT", name=", ".join([*left, *others]))


def sound_settings(
    values: Mapping[str, Any], name: str
) -> tuple[InviteSettings | None, KitError | None, frozenset[str]]:
    """The same of those values that can be used, the error about the others, and their names."""
    return sound_part(InviteSettings, _completed(values, name))


def _completed(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    files = {} if set(values) & set(TABLES) else SAMPLE_FILES
    return {"report_name": name, **files, **values}


def assignments(texts: Sequence[str]) -> dict[str, Any]:
    """Values of ``NAME=VALUE`` texts, each value read as YAML unless its parameter is plain text.

    Examples
    --------
    >>> assignments(["window_days=90", "report_name=0012", "conversion=none"])
    {'window_days': 90, 'report_name': '0012', 'conversion': 'none'}
    """
    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise KitError("E-PARAMETER.assignment", name=name.strip())
        values[name.strip()] = _value(name.strip(), value.strip())
    return values


def _value(name: str, text: str) -> Any:
    field = InviteSettings.model_fields.get(name)
    if text in (",", ".") or (field is not None and field.annotation is str):  # a decimal sign is no YAML
        return text
    try:
        return yaml_value(text)
    except UNREADABLE:
        raise KitError("E-PARAMETER.unreadable", name=name) from None


def from_cell(namespace: Mapping[str, Any]) -> InviteSettings:
    """Settings for a notebook: those of its parameter file, changed by what its cells set.

    None is as the file says; the text ``null`` is none, whatever the file says. Without ``parameter_file``
    it is the file in force (see `IN_FORCE`), else the sample's.

    Raises
    ------
    KitError
        ``E-PARAMETER`` also for a name in the cells of parameters that is none, with the nearest one;
        ``E-PARAMETER-FILE``.

    Examples
    --------
    >>> from_cell({"window_days": 30, "segment_by": "null", "seed": None, "pd": None}).window_days
    30
    """
    set_here = _set_in(namespace)
    path = _file_in_force(set_here.pop(PARAMETER_FILE, None))
    language = None
    try:
        content = _content(path)
        values = {**content, **{name: None if value == "null" else value for name, value in set_here.items()}}
        language = values.get("language")
        return report_settings(values, path.stem)
    except KitError as error:
        error.language = language
        raise


def _content(path: Path) -> dict[str, Any]:
    """What a parameter file holds; what a run keeps of its settings is JSON."""
    kept = path.suffix == ".json" and path.is_file()
    return json.loads(path.read_text(encoding="utf-8")) if kept else read_yaml(path)


def _set_in(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """What the notebook sets: names that say something, and those that are no parameters."""
    fields = {PARAMETER_FILE, *InviteSettings.model_fields}
    literals = values_set(namespace.get("In", ()), fields)
    now = {name: namespace[name] for name in fields if name in namespace}
    mine = literals | {name: value for name, value in now.items() if not isinstance(value, pd.DataFrame)}  # a step's
    return {name: value for name, value in mine.items() if value is not None or name not in fields}


def _file_in_force(name: str | None) -> Path:
    """The parameter file: counted from the kernel's folder, else from the project's."""
    named = name or os.environ.get(IN_FORCE) or str(SAMPLE)
    return Path(named) if Path(named).is_file() else project_path(named)
