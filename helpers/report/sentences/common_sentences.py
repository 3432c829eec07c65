"""Words that all steps share: periods, what was written where."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from helpers.base.folders import shareable_path
from helpers.base.parameters import Settings
from helpers.base.words import Words


def period(words: Words, settings: Settings) -> str:
    """The window's length in words: a year, in so many days, so far."""
    if settings.window_days == 365:
        return words.say("period_year")
    return words.say("period_days", days=settings.window_days) if settings.window_days else words.say("period_all")


def window_line(words: Words, settings: Settings) -> str:
    """The report's date and window in one line."""
    last = settings.window_end - timedelta(days=1)
    if settings.window_start is None:
        line = words.say("as_of_line_all", as_of=settings.as_of, end=last)
    else:
        line = words.say("as_of_line", as_of=settings.as_of, start=settings.window_start, end=last)
    chosen = " · ".join(f"{column}: {_condition(condition)}" for column, condition in settings.where.items())
    return f"{line} · {words.say('only_where', where=chosen)}" if chosen else line


def _condition(condition: object) -> str:
    if isinstance(condition, dict):
        return f"{condition.get('from', '')}…{condition.get('to', '')}"
    return ", ".join(map(str, condition)) if isinstance(condition, list) else str(condition)


def join(words: Words, *sentences: str) -> str:
    """Sentences one after the other."""
    return ("" if words.language == "ja" else " ").join(sentences)


def written(paths: Iterable[Path], words: Words) -> str:
    """What was written where, without the machine's own folders."""
    places: dict[str, list[str]] = {}
    for path in paths:
        places.setdefault(shareable_path(path.parent), []).append(path.name)
    return " ".join(words.say("written", folder=folder, files=", ".join(names)) for folder, names in places.items())
