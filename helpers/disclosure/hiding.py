"""`shown`: a result with what may not be seen marked, so that nobody's figure can be worked out (METHOD §8).

What stays hidden of each type say the modules beside this one, by the rules that stand here.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import fields, replace
from functools import singledispatch
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.results import ALL, HIDDEN, Support
from helpers.compare.settings import CompareSettings

Result = TypeVar("Result")
Unsafe = Callable[[pd.DataFrame], bool]


@singledispatch
def shown(result: Any, settings: CompareSettings) -> Any:
    """The same type, with what may not be seen marked and the persons behind it gone; shown again, it stays so.

    Raises
    ------
    TypeError
        For a type of which nobody has said what may be shown.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> shown(None, checked({"as_of": "2026-04-01"})) is None
    True
    """
    raise TypeError(f"{type(result).__name__}: nobody says what may be shown of it")


@shown.register
def _(result: None, settings: CompareSettings) -> None:
    return None


def too_few(customers: int, least: int) -> bool:
    """Whether a figure is of some customers, but of fewer than `least`; nobody is no secret.

    Examples
    --------
    >>> too_few(4, 5), too_few(5, 5), too_few(0, 5)
    (True, False, False)
    """
    return 0 < customers < least


def dominated(contributions: npt.ArrayLike) -> bool:
    """Whether one customer makes more than half: largest |contribution| > ½ Σ |contribution|.

    Missing adds nothing. A mean is its total ÷ n, so it follows the total.

    Examples
    --------
    >>> dominated([50, 30, 20]), dominated([51, 30, -19]), dominated([0, 0])
    (False, True, False)
    """
    sizes = np.nan_to_num(np.abs(np.asarray(contributions, dtype=float)))
    return bool(len(sizes) and 2 * sizes.max() > sizes.sum())


def unsafe_money(contributions: pd.DataFrame, least: int, settings: CompareSettings) -> bool:
    """Whether money of some customers may not be shown: they are too few, or one makes more than half of it.

    The contributions have a column for each figure that is shown of the group. Where ``min_cell`` is 1 a single
    customer's money may be shown, so nobody's share is too large.
    """
    most = settings.min_cell > 1 and any(dominated(contributions[column]) for column in contributions)
    return most or too_few(len(contributions), least)


def money(columns: Iterable[str], least: int, settings: CompareSettings) -> Unsafe:
    """Money of too few, or mostly of one."""
    return lambda some: unsafe_money(some[list(columns)], least, settings)


def payments(column: str, least: int, settings: CompareSettings) -> Unsafe:
    """Money of those alone who paid any."""
    return lambda some: unsafe_money(some.loc[some[column] != 0, [column]], least, settings)


def fewer(least: int) -> Unsafe:
    """Too few."""
    return lambda some: too_few(len(some), least)


def sides(column: str | list[str], least: int) -> Unsafe:
    """Few of whom something is so, or few of whom it is not."""
    return lambda some: any(too_few(int(n), least) for n in some[column].value_counts())


def either(*rules: Unsafe) -> Unsafe:
    """Unsafe by one rule or another."""
    return lambda some: any(rule(some) for rule in rules)


def per_person(rule: Unsafe) -> Unsafe:
    """A rule of what each person moves in all, where she has several rows; the index says whose each is."""
    return lambda some: rule(some.groupby(level=0).sum())


def hidden_cells(support: Support, unsafe: Unsafe, already: Set[str] = frozenset()) -> set[str]:
    """Cells whose figures stay hidden: the unsafe ones, and as many more as a subtraction needs.

    Where the cells' total is known, a single hidden cell is the total less the others. So more are
    hidden with it (``none`` first, then the smallest), until the hidden ones are at least two and safe
    together. Where not even the total is safe, it is hidden too: ``all``. Those `already` hidden are so in a
    table which tells of the same.

    Examples
    --------
    >>> cells = pd.Series(["detractor"] * 5 + ["passive"] * 40 + ["none"] * 900)
    >>> sorted(hidden_cells(Support(cells, cells.to_frame()), fewer(10)))
    ['detractor', 'none']
    """
    adds, places = support.adds, support.cell.groupby(support.cell, observed=True).indices

    def of(names: Iterable[str]) -> pd.DataFrame:
        return adds.iloc[np.sort(np.concatenate([places[name] for name in names]))]

    hidden = {name for name in places if name in already or unsafe(of([name]))}
    others = sorted(set(places) - hidden, key=lambda name: (name != "none", len(places[name]), name))
    while hidden and others and (len(hidden) == 1 or unsafe(of(hidden))):
        hidden.add(others.pop(0))
    return hidden | ({ALL} if ALL in already or unsafe(adds) else set())


def hidden_together(hidden: Set[str], *tables: tuple[Support, Unsafe]) -> set[str]:
    """Those `hidden`, and what each of several tables of the same cells needs hidden besides."""
    grown = set(hidden).union(*(hidden_cells(support, unsafe, hidden) for support, unsafe in tables))
    return grown if grown == hidden else hidden_together(grown, *tables)


def marked(figure: Result, hide: bool) -> Result:
    """A figure, or the mark in its place.

    Examples
    --------
    >>> marked(4, False), marked(4, True)
    (4, HIDDEN)
    """
    mark: Any = HIDDEN
    return mark if hide else figure


def masked(result: Result, hidden: Mapping[str, Set[str]], cells: Set[str]) -> Result:
    """Result of some cells with each figure marked that a support tells which hides one of them.

    Parameters
    ----------
    hidden : mapping
        Support → its hidden cells. A field that names a support which is not there is a KeyError.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> from helpers.base.results import public, told_by
    >>> @dataclass(frozen=True)
    ... class Worth:
    ...     n: int = public()
    ...     ltv: float = told_by("ltv")
    >>> masked(Worth(4, 10.0), {"ltv": {"passive"}}, {"passive"}).ltv
    HIDDEN
    """
    marks = {}
    for part in fields(result):  # type: ignore[arg-type]
        is_secret = any(cells & hidden[support] for support in part.metadata["told_by"])
        if is_secret and getattr(result, part.name) is not None:
            marks[part.name] = HIDDEN
    return replace(result, **marks)  # type: ignore[type-var]
