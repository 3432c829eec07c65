"""Sums of money that are the same in any order, rounded to the minor unit once, at their end.

Amounts are whole minor units (yen, cents), or floats where some are finer. A float holds so many digits that it tells
a millionth of a minor unit for sure up to `MOST_FINE`; finer amounts are summed as whole numbers of those.
"""

from fractions import Fraction

import pandas as pd

DECIMALS = 6  # digits beyond the minor unit that are kept
PARTS_OF_A_UNIT = 10**DECIMALS  # parts of a minor unit that are told apart
MOST_FINE = 2**53 // PARTS_OF_A_UNIT  # minor units up to which they are


def is_fine(amounts: pd.Series) -> bool:
    """Whether some amounts of a column are finer than a minor unit."""
    return pd.api.types.is_float_dtype(amounts)


def in_parts(amounts: pd.Series) -> pd.Series:
    """Amounts as whole numbers of the parts of a minor unit.

    Examples
    --------
    >>> in_parts(pd.Series([1000.412, None], dtype="Float64")).tolist()
    [1000412000, <NA>]
    """
    parts = (amounts.astype("Float64") * PARTS_OF_A_UNIT).round()
    assert not (parts.abs() >= 2.0**63).any(), "amounts too large to be told so finely"
    return parts.astype("Int64")


def in_minor_units(parts: pd.Series) -> pd.Series:
    """Whole numbers of parts as minor units again: whole ones where no amount is finer.

    Examples
    --------
    >>> in_minor_units(pd.Series([1000412000, 2000000])).tolist(), in_minor_units(pd.Series([2000000])).tolist()
    ([1000.412, 2.0], [2])
    """
    return (parts / PARTS_OF_A_UNIT) if (parts % PARTS_OF_A_UNIT).ne(0).any() else parts // PARTS_OF_A_UNIT


def summed(amounts: pd.Series, by: pd.Series) -> pd.Series:
    """Sum of the amounts by group, to the last decimal; missing where a group has none.

    Examples
    --------
    >>> summed(pd.Series([0.1, 0.2, -0.3]), pd.Series(["a", "a", "a"])).tolist()
    [0]
    """
    if not is_fine(amounts):
        return amounts.groupby(by, sort=False).sum(min_count=1)
    return in_minor_units(in_parts(amounts).groupby(by, sort=False).sum(min_count=1))


def money_total(*amounts: pd.Series) -> int:
    """Sum of one column or of several, in whole minor units: what is finer is rounded, half to even, at the end.

    Examples
    --------
    >>> money_total(pd.Series([0.4, 0.4, 0.4])), money_total(pd.Series([2, 3])), money_total(pd.Series([0.5]))
    (1, 5, 0)
    >>> money_total(pd.Series([0.4]), pd.Series([0.4, 2.0]))
    3
    """
    if not any(map(is_fine, amounts)):
        return sum(int(some.sum()) for some in amounts)
    parts = sum(sum(map(int, in_parts(some.dropna()).tolist())) for some in amounts)
    return round(Fraction(parts, PARTS_OF_A_UNIT))
