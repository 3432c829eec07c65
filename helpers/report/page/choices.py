"""The choices that a report was made with, as its readers see them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.base.folders import project_path, shareable_path
from helpers.base.parameters import MAILS, PATHS, Settings
from helpers.base.words import Words
from helpers.report.show import Grid


def without_folders(settings: Settings) -> dict[str, Any]:
    """Every setting that a report reads as a plain value; files by their place in the project, others by their name."""
    values = settings.model_dump(mode="json", exclude=set(MAILS))
    return values | {name: shareable_path(project_path(path)) for name in PATHS if (path := values[name])}


def choices(settings: Settings, words: Words, names: Iterable[str] | None = None) -> Grid:
    """Those of the named settings that say something, with their meaning."""
    values = without_folders(settings)
    rows = [
        [name, _told(values[name]), words.say(f"parameter_{name}")]
        for name in (values if names is None else names)
        if values[name] not in (None, {}, [], "")
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
