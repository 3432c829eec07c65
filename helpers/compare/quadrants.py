"""Champions, affluents, advocates, misers: customers by LTV and LRV, each cut at its median (METHOD §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.compare.basis import Basis
from helpers.compare.comparison import Comparison
from helpers.compare.figures import UNANCHORED

QUADRANTS = ("champions", "affluents", "advocates", "misers")
UNCOUNTED = "uncounted"  # who answered, but not how many they recommended the shop to
_GROUPS = 4  # of `smallest_group` each, that a cut in four takes at least


@dataclass(frozen=True)
class Quadrant:
    """Customers of one part; money in units of the currency, ``None`` where nobody is in it."""

    n: int = told_by("count")
    ltv_mean: float | None = told_by("ltv")
    lrv_mean: float | None = told_by("lrv")
    ltv_total: float | None = told_by("ltv", exact=True)


@dataclass(frozen=True)
class Quadrants:
    """The four parts; `reason`: why there are none: ``unanchored``, ``few``, ``level`` (LTV or LRV is all alike)."""

    reason: str = public(published=False)
    parts: Annotated[Mapping[str, Quadrant], QUADRANTS] = public()
    support: "Quartered | None" = behind()


@dataclass(frozen=True, repr=False)
class Quartered:
    """Whom the parts are of."""

    answered: Support  # customers who answered, by part or `UNCOUNTED`: ltv, lrv
    beside: Comparison  # of the segments, in full


def quadrants(base: Basis, result: Comparison) -> Quadrants:
    """Customers whose LRV is known, by whether LTV and LRV lie above the median of these customers.

    Who lies at a median lies below: with many who recommended to nobody, those above recommended to somebody. The
    medians are not told (METHOD §8).

    Parameters
    ----------
    result : Comparison
        Of the same basis, in full: what may be shown of it decides what may be beside it.
    """
    people, least = base.customers, base.settings.smallest_group
    counted = people["ltv"].notna() & people["lrv"].notna() & people["segment"].notna()
    if base.settings.conversion == UNANCHORED:
        return Quadrants("unanchored", {})
    if counted.sum() < _GROUPS * least:
        return Quadrants("few", {})
    cell = quadrant_of(people.loc[counted, "ltv"], people.loc[counted, "lrv"])
    if not (cell.isin(QUADRANTS[:2]).any() and cell.isin((QUADRANTS[0], QUADRANTS[2])).any()):
        return Quadrants("level", {})
    answered = people["segment"].notna()
    cells = cell.reindex(people.index[answered]).fillna(UNCOUNTED)
    support = Support(cells, people.loc[answered, ["ltv", "lrv"]])
    parts = {name: _part(people.loc[cell.index[cell == name]]) for name in QUADRANTS}
    return Quadrants("", parts, Quartered(support, result))


def quadrant_of(ltv: pd.Series, lrv: pd.Series) -> pd.Series:
    """Part of each customer, by the medians of all of them; at a median is below.

    Examples
    --------
    >>> quadrant_of(pd.Series([9.0, 8.0, 1.0, 2.0]), pd.Series([5.0, 0.0, 4.0, 0.0])).tolist()
    ['champions', 'affluents', 'advocates', 'misers']
    """
    much, known = ltv > ltv.median(), lrv > lrv.median()
    names = np.select([much & known, much, known], QUADRANTS[:3], QUADRANTS[3])
    return pd.Series(names, index=ltv.index)


def _part(some: pd.DataFrame) -> Quadrant:
    if some.empty:
        return Quadrant(0, None, None, None)
    return Quadrant(len(some), float(some["ltv"].mean()), float(some["lrv"].mean()), float(some["ltv"].sum()))
