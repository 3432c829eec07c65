"""The choices that a report was made with, as its readers see them."""

from typing import Any

import pandas as pd

from helpers.base.addresses import address_of, is_engine_address
from helpers.base.folders import project_path, shareable_path, with_each_path
from helpers.base.parameters import in_groups, meaning
from helpers.base.words import Words
from helpers.collect.settings import PATHS
from helpers.report.parts import Grid
from helpers.report.settings import ReportSettings


def without_folders(settings: ReportSettings) -> dict[str, Any]:
    """Every setting that a report reads as a plain value; files by their place in the project, others by their name.

    Of an engine's table neither host nor user is told.
    """
    values = settings.model_dump(mode="json")
    files = {name: with_each_path(path, _shareable) for name in PATHS if (path := values[name])}
    return {name: (values | files)[name] for names in in_groups(ReportSettings).values() for name in names}


def _shareable(place: str) -> str:
    return address_of(place).shown if is_engine_address(place) else shareable_path(project_path(place))


def choices(settings: ReportSettings, words: Words) -> Grid:
    """The settings that say something, with their meaning."""
    rows = [
        [name, _told(value), meaning(ReportSettings, name)[words.language]]
        for name, value in without_folders(settings).items()
        if value not in (None, {}, [], "")
    ]
    heads = [words.say(f"head_{head}") for head in ("parameter", "set_to", "meaning")]
    return Grid(pd.DataFrame(rows, columns=heads), texts=len(heads))


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_told(part)}" for name, part in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ", ".join(map(_told, value)) if isinstance(value, list) else str(value)
