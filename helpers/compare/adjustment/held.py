"""Whether an attribute may hold the window's purchases: what it alone explains of them, given all else (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from helpers.compare.adjustment.attribute_kinds import EXPORT_DAY
from helpers.compare.adjustment.covariates import Covariates, attribute_names, attributes_asked, covariates
from helpers.compare.settings import CompareSettings

MOST, LEAST, SURE = 0.25, 0.02, 0.01
_EARLIER = ("net_amount_before", "orders_before")
_TAILS = (0.01, 0.99)
_SAME = 1e-7  # share of a column's squares under which others say all that it does
_RIDGE = 1e-10  # keeps columns that say the same solvable


@dataclass(frozen=True)
class Explained:
    """What an attribute alone explains of the window's purchases."""

    share: float | None  # `Shares`; ``None`` where too few customers are compared
    may_hold: bool  # whether so much that it may hold the window itself
    export_day: bool  # whether it tells of the export day by its name, and is there since ``alike_on`` names it


@dataclass(frozen=True)
class WindowHeld:
    """The attributes in which like is compared with like, and for comparison earlier spend."""

    attributes: Mapping[str, Explained] = field(default_factory=dict)
    earlier_spend: float | None = None  # ``None`` also where it is not known


class Shares(NamedTuple):
    """Partial R² of some columns given all others, and the chance of as much in purchases that have no relation.

    R² is adjusted for degrees of freedom, so that columns that explain nothing have 0 on average; under 0 it is 0. The
    chance is that of the F test with the purchases' furthest hundredths drawn in: one large customer of a small
    region proves nothing.
    """

    share: float
    chance: float


def window_held(rows: pd.DataFrame, settings: CompareSettings, *, window_before_covered: bool) -> WindowHeld:
    """What each attribute alone explains of the window's net amount, over all matched respondents.

    One may hold the window where it explains more than `MOST`, or more than earlier spend does and than
    `LEAST`, and that is not chance (`SURE`).
    """
    matched = rows[rows["segment"].notna() & rows.get("in_crm", pd.Series(True, index=rows.index))]
    people = matched.sort_values("customer_id", kind="stable").reset_index(drop=True)
    columns = covariates(people, settings, window_before_covered=window_before_covered)
    asked, names = (
        attributes_asked(people, settings),
        [name for name in attribute_names(people) if name in columns.sources],
    )
    enough = len(people) >= 2 * settings.smallest_group
    shares = _shares(columns, people["net_amount"].to_numpy(dtype=float), names) if enough else {}
    earlier = shares.get(_EARLIER)
    found = {name: _explained(shares.get((name,)), earlier, asked.get(name) == EXPORT_DAY) for name in names}
    return WindowHeld(found, earlier.share if earlier else None)


def _explained(own: Shares | None, earlier: Shares | None, export_day: bool) -> Explained:
    least = min(MOST, max(LEAST, earlier.share)) if earlier else MOST
    may_hold = own is not None and own.chance < SURE and own.share > least
    return Explained(own.share if own else None, may_hold, export_day)


def _shares(columns: Covariates, bought: np.ndarray, names: list[str]) -> dict[tuple[str, ...], Shares]:
    """Of each attribute and of earlier spend, by the sources of their columns; those that can be told."""
    parts = [(name,) for name in names] + ([_EARLIER] if columns.earlier_spend else [])
    blocks = [np.array([source in part for source in columns.sources]) for part in parts]
    found = partial_shares(columns.values, bought, blocks)
    return {part: one for part, one in zip(parts, found, strict=True) if one}


def partial_shares(columns: np.ndarray, bought: np.ndarray, blocks: list[np.ndarray]) -> list[Shares | None]:
    """`Shares` of blocks of columns (masks), by least squares; ``None`` where there are too few rows to tell.

    Examples
    --------
    >>> columns = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]] * 5)
    >>> half_told = 2 * columns[:, 0] + np.tile([0, 0, 0, 0, 1, 1, 1, 1], 3)[:20]
    >>> [one.share for one in partial_shares(columns, half_told, [np.array([True, False]), np.array([False, True])])]
    [0.79..., 0.0]
    """
    table = _scaled(columns)
    told = _scaled(np.column_stack([bought, bought.clip(*np.quantile(bought, _TAILS))]))
    products = table.T @ table
    inverse = np.linalg.inv(products + _RIDGE * np.eye(len(products)))
    slopes = inverse @ (table.T @ told)
    left = ((told - table @ slopes) ** 2).sum(axis=0)
    freedom = len(bought) - 1 - _rank(products)
    if freedom < 1:
        return [None] * len(blocks)
    own = [np.linalg.inv(inverse[np.ix_(block, block)]) for block in blocks]  # squares that no other column explains
    lost = [((part @ slopes[block]) * slopes[block]).sum(axis=0) for part, block in zip(own, blocks, strict=True)]
    return [_share(left, less, freedom, _rank(part)) for less, part in zip(lost, own, strict=True)]


def _rank(products: np.ndarray) -> int:
    return int((np.linalg.eigvalsh(products) > _SAME).sum())


def _scaled(columns: np.ndarray) -> np.ndarray:
    apart = np.subtract(columns, columns.mean(axis=0, dtype=float), dtype=float)
    size = np.sqrt(np.einsum("ij,ij->j", apart, apart))
    return np.divide(apart, size, out=apart, where=size > 0)


def _share(left: np.ndarray, lost: np.ndarray, freedom: int, added: int) -> Shares:
    """Of a block of `added` columns without which `lost` would be left besides; the squares of all purchases are 1."""
    if added == 0 or (left + lost < _SAME).any():
        return Shares(0.0, 1.0)
    spread = left / freedom
    share = 1 - spread[0] / ((left + lost)[0] / (freedom + added))
    odds = lost[1] / added / max(spread[1], _RIDGE**2)
    return Shares(max(0.0, float(share)), float(special.fdtrc(added, freedom, odds)))
