"""Which figures stay hidden, so that nobody's can be read from them or worked out."""

from collections.abc import Callable, Set

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.parameters import Settings

ALL = "all"


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

    Parameters
    ----------
    contributions : array-like of float
        What each customer adds to the figure (net amounts to a net total); missing adds nothing. A
        mean is its total ÷ n, so it follows the total.

    Examples
    --------
    >>> dominated([50, 30, 20]), dominated([51, 30, -19]), dominated([0, 0])
    (False, True, False)
    """
    sizes = np.nan_to_num(np.abs(np.asarray(contributions, dtype=float)))
    return bool(len(sizes) and 2 * sizes.max() > sizes.sum())


def unsafe_money(contributions: pd.DataFrame, least: int, settings: Settings) -> bool:
    """Whether money of some customers may not be shown: they are too few, or one makes more than half of it.

    Where ``min_cell`` is 1 a single customer's money may be shown, so nobody's share is too large.

    Parameters
    ----------
    contributions : DataFrame
        One row a customer, a column for each figure that is shown of the group.
    least : int
        Fewest customers whose money is shown.
    """
    most = settings.min_cell > 1 and any(dominated(contributions[column]) for column in contributions)
    return most or too_few(len(contributions), least)


def hidden_groups(
    rows: pd.DataFrame,
    groups: pd.Series,
    unsafe: Callable[[pd.DataFrame], bool],
    already: Set[str] = frozenset(),
) -> set[str]:
    """Groups whose figures stay hidden: the unsafe ones, and as many more as a subtraction needs.

    Where the groups' total is known, a single hidden group is the total less the others. So more are
    hidden with it (``none`` first, then the smallest), until the hidden ones are at least two and safe
    together. Where not even the total is safe, it is hidden too: ``all``.

    Parameters
    ----------
    rows : DataFrame
        What the figures are made of.
    groups : Series
        Group of each row; the groups make up the whole.
    unsafe : callable
        Whether a figure made of some of the rows may not be shown.
    already : set of str
        Groups (and ``all``) that are hidden in a table which tells of the same.

    Examples
    --------
    >>> rows = pd.DataFrame({"group": ["detractor"] * 5 + ["passive"] * 40 + ["none"] * 900})
    >>> sorted(hidden_groups(rows, rows["group"], lambda some: too_few(len(some), 10)))
    ['detractor', 'none']
    """
    sizes = groups.value_counts()
    hidden = {group for group in sizes.index if group in already or unsafe(rows[groups == group])}
    others = sorted(set(sizes.index) - hidden, key=lambda group: (group != "none", sizes[group], group))
    while hidden and others and (len(hidden) == 1 or unsafe(rows[groups.isin(hidden)])):
        hidden.add(others.pop(0))
    return hidden | ({ALL} if ALL in already or unsafe(rows) else set())
