"""Further rating questions of a survey: columns of whole numbers on one common scale, found or named."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from helpers.base.errors import KitError
from helpers.base.letters import cleaned
from helpers.base.problems import Problems
from helpers.base.tables import RATING
from helpers.read.cells.answers import numbered
from helpers.read.cells.declined import declines
from helpers.read.columns.assignment import places_of
from helpers.read.columns.choice import Columns
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import spaced
from helpers.read.columns.unused import proposed
from helpers.read.opened import Opened
from helpers.read.settings import ReadSettings
from helpers.read.signs import says

_LEAST_ROWS = 20  # that tell of a scale
_LEAST_VALUES, _MOST_VALUES = 3, 12
_NEARLY_ALL = 0.95
_TOPS = (5, 7, 10)  # greatest answers of the usual scales, from 0 or 1


def rated_columns(files: Sequence[Opened], columns: Columns, settings: ReadSettings, problems: Problems) -> list[str]:
    """Headers to read as ratings: those that the setting ``ratings`` names, else those that are found.

    Found are columns that nothing else reads or may be, that all files have and most respondents answered, with
    3 to 12 whole numbers from 0 to 10 on the scale of most such columns.
    """
    header = files[0].header
    if settings.ratings is None:
        taken = {*columns.headers.values(), *settings.answers_where}
        found = _found(header, taken, settings)
        return [name for name in found if all(name in file.header.places for file in files)]
    return problems.tried(lambda: _named(header, columns, settings.ratings or [])) or []


def _named(header: Header, columns: Columns, names: Sequence[str]) -> list[str]:
    chosen = []
    for name in names:
        places = places_of(name, header.names, header.labels)
        if len(places) != 1:
            raise KitError("E-RATINGS.column", file=header.file, column=name, known=quoted(header.names))
        chosen.append(header.names[places[0]])
    for name in chosen:
        if name in columns.headers.values():
            raise KitError("E-RATINGS.taken", file=header.file, column=name)
    tops = {name: _top(header, name) for name in chosen}
    if None in tops.values():
        wrong = next(name for name, top in tops.items() if top is None)
        raise KitError("E-RATINGS.numbers", file=header.file, column=wrong)
    if len(set(tops.values())) > 1:
        raise KitError("E-RATINGS.scales", file=header.file, columns=quoted(chosen))
    return [name for name in header.names if name in chosen]


def _top(header: Header, name: str) -> int | None:
    """Greatest answer of the scale that a column's numbers lie on; none where it is none from 0 to 10."""
    numbers = [number for number in _numbers(header.content.cells(header.places[name])) if number is not None]
    if not numbers or max(numbers) > _TOPS[-1]:
        return None
    return next(top for top in _TOPS if max(numbers) <= top)


def _found(header: Header, taken: set[str], settings: ReadSettings) -> list[str]:
    free = [name for name in header.names if name not in taken]
    decided = {*settings.columns.get("responses", {})}
    meant = {name for names in proposed("responses", header, free, decided).values() for name in names}
    tops = {name: top for name in free if name not in meant and (top := _scale_of(header, name))}
    if not tops:
        return []
    usual = Counter(tops.values()).most_common(1)[0][0]
    return [name for name, top in tops.items() if top == usual]


def _scale_of(header: Header, name: str) -> int | None:
    """Greatest answer of a column's scale, where it looks like a rating."""
    rows, cells = len(header.content.rows), header.content.cells(header.places[name])
    if rows < _LEAST_ROWS or 2 * len(cells) < rows or says("no_rating", spaced(name)):
        return None
    numbers = list(_numbers(cells))
    read = [number for number in numbers if number is not None]
    if len(read) < _NEARLY_ALL * len(numbers) or not _LEAST_VALUES <= len(set(read)) <= _MOST_VALUES:
        return None
    return _top(header, name)


def _numbers(cells: Sequence[str]) -> Iterator[int | None]:
    """Whole number of each cell that is an answer; none of one that is not."""
    return (number for cell in cells for number, is_answer in [_number(cell)] if is_answer)


@cache
def _number(cell: str) -> tuple[int | None, bool]:
    text = cleaned(cell)
    answer = numbered(text)
    if answer is None:
        return None, not declines(text)
    whole, _, decimals = answer.number.partition(".")
    return (int(whole) if not decimals.strip("0") and int(whole) >= 0 else None), True


def rated_names(columns: Mapping[str, object] | Sequence[str]) -> list[str]:
    """Headers of the rated questions among columns.

    Examples
    --------
    >>> rated_names(["score", "rating Delivery"])
    ['Delivery']
    """
    return [name.removeprefix(RATING) for name in columns if name.startswith(RATING)]
