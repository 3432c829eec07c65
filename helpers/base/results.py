"""What results are made of: figures, whom they are of, and the mark in place of one that may not be shown."""

import collections.abc
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

import pandas as pd

from helpers.base.spreads import Bin

SEGMENTS = ("detractor", "passive", "promoter")
ALL = "all"  # the whole, beside its cells
T = TypeVar("T")
Form = Mapping[str, Any] | type  # what may stand under a key of ``summary.json``


class Absence(Enum):
    """Mark in place of a figure that exists and may not be shown; ``None`` is a figure that does not exist."""

    HIDDEN = "hidden"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN = Absence.HIDDEN


def is_seen(figure: T | None) -> TypeGuard[T]:
    """Whether a figure exists and may be shown.

    Examples
    --------
    >>> is_seen(0.0), is_seen(None), is_seen(HIDDEN)
    (True, False, False)
    """
    return figure is not None and figure is not HIDDEN  # type: ignore[comparison-overlap]


def is_hidden(figure: object) -> bool:
    """Whether a figure exists and may not be shown.

    Examples
    --------
    >>> is_hidden(HIDDEN), is_hidden(None), is_hidden(0)
    (True, False, False)
    """
    return figure is HIDDEN


def derived(formula: Callable[..., T], *figures: float | None) -> T | None:
    """What a formula makes of figures: hidden where one of them is, ``None`` where one does not exist.

    Examples
    --------
    >>> derived(max, 1.0, 2.0), derived(max, 1.0, None), derived(max, None, HIDDEN)
    (2.0, None, HIDDEN)
    """
    if any(map(is_hidden, figures)):
        mark: Any = HIDDEN
        return mark
    return None if None in figures else formula(*figures)


def public(*, published: bool = True, **digits: Any) -> Any:
    """Field that is no secret: names, and the counts that METHOD §8 names; `digits` as in `told_by`."""
    return told_by(published=published, **digits)


def told_by(*supports: str, published: bool = True, exact: bool = False, decimals: int | None = None) -> Any:
    """Field whose figure tells of the persons of these supports; `published`: it stands in ``summary.json``.

    There it is rounded to three significant digits, to `decimals`, or where `exact` not at all (`figures_as_read`).
    """
    digits = {"exact": exact, "decimals": decimals}
    return field(metadata={"told_by": supports, "published": published, **digits})


def behind() -> Any:
    """Field that says whom the figures are of: rows of persons, gone from a result that may be shown."""
    return field(default=None, metadata={"told_by": (), "published": False, "behind": True}, repr=False)


def is_full(result: Any) -> bool:
    """Whether a result still holds the persons behind it."""
    return any("behind" in part.metadata and getattr(result, part.name) is not None for part in fields(result))


@dataclass(frozen=True, eq=False, repr=False)
class Support:
    """Whom figures are of; its text shows nobody."""

    cell: pd.Series  # cell of each person; the cells add up to the whole, ``all``
    adds: pd.DataFrame  # what each adds to the figures that are told of a cell, one column a figure
    within: pd.Series | None = None  # larger cell of each whose totals are told elsewhere; its cells are its parts

    def part(self, rows: pd.Series) -> "Support":
        """Of some of the persons."""
        return Support(self.cell[rows], self.adds[rows], None if self.within is None else self.within[rows])


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; ``None`` where it, or an interval, does not exist."""

    estimate: float | None
    low: float | None
    high: float | None

    def times(self, factor: float) -> "Estimate":
        """Figure and ends multiplied.

        Examples
        --------
        >>> Estimate(3.0, 1.0, None).times(2)
        Estimate(estimate=6.0, low=2.0, high=None)
        """
        ends = (self.estimate, self.low, self.high)
        return Estimate(*(None if end is None else factor * end for end in ends))


@dataclass(frozen=True)
class Gap(Estimate):
    """Difference of two means, and their ratio where the lower end of the second mean lies above zero."""

    ratio: Estimate | None
    error: float | None = field(default=None, metadata={"published": False})  # standard error of the difference


@dataclass(frozen=True)
class Mean:
    """Mean of n persons with its interval."""

    n: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class SegmentMean(Mean):
    """Mean of a segment; its median, that of its middle, which is nobody's own (`middle_mean`); how it spreads."""

    median: float | None
    spread: tuple[Bin, ...] = field(default=(), metadata={"published": False})


def published(kind: type) -> tuple[Field, ...]:
    """Fields of a type that stand in ``summary.json``."""
    return tuple(part for part in fields(kind) if part.metadata.get("published", True))


def as_figures(result: Any) -> Any:
    """Result as it stands in ``summary.json``: figures that are hidden or do not exist are null.

    Examples
    --------
    >>> as_figures({"a": Estimate(1.0, None, HIDDEN)})
    {'a': {'estimate': 1.0, 'low': None, 'high': None}}
    """
    if is_dataclass(result) and not isinstance(result, type):
        return {part.name: as_figures(getattr(result, part.name)) for part in published(type(result))}
    if isinstance(result, Mapping):
        return {name: as_figures(part) for name, part in result.items()}
    return None if result is HIDDEN else result


def form(kind: Any) -> Form:
    """What may stand in ``summary.json`` under a type: its keys, or the kind of value.

    A mapping's keys are those that its annotation names, ``*`` where it names none.

    Examples
    --------
    >>> form(Annotated[Mapping[str, float | None], ("detractor", "promoter")])
    {'detractor': <class 'float'>, 'promoter': <class 'float'>}
    """
    if get_origin(kind) in (Union, UnionType):
        (kind,) = [part for part in get_args(kind) if part not in (type(None), Absence)]
    if get_origin(kind) is Annotated:
        mapping, names = get_args(kind)
        return dict.fromkeys(names, form(get_args(mapping)[1]))
    if get_origin(kind) in (Mapping, collections.abc.Mapping, dict):
        return {"*": form(get_args(kind)[1])}
    if is_dataclass(kind):
        kinds = get_type_hints(kind, include_extras=True)
        return {part.name: form(kinds[part.name]) for part in published(kind)}  # type: ignore[arg-type]
    if is_typeddict(kind):
        return {name: form(part) for name, part in get_type_hints(kind).items()}
    kind = get_origin(kind) or kind
    return kind if kind in (str, list) else float


def fits_form(figures: Any, form: Any) -> bool:
    """Whether figures have a form: its keys, numbers and texts where they belong; null anywhere.

    Examples
    --------
    >>> fits_form({"n": 3, "mean": None}, {"n": float, "mean": float}), fits_form({"name": "x"}, {"n": float})
    (True, False)
    """
    if figures is None:
        return True
    if isinstance(form, Mapping):
        fitting = isinstance(figures, Mapping) and ("*" in form or set(figures) <= set(form))
        return fitting and all(fits_form(part, form.get(name, form.get("*"))) for name, part in figures.items())
    return isinstance(figures, (int, float) if form is float else form)
