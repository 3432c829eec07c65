"""Factors that give a table the margins wanted, and the bands and weights made with them (METHOD §5)."""

from collections.abc import Sequence

import numpy as np

from helpers.base.proportions import ratio

LEAST, MOST = 20, 5.0
_ROUNDS, _NEAR, _HOLDS = 1000, 1e-10, 1e-6


def collapsed_bands(respondents: Sequence[int], least: int = LEAST) -> list[list[int]]:
    """Bands put together until each holds at least `least` respondents.

    The smallest goes first, to the smaller of its neighbours (in doubt the earlier of each); to the first
    band, which is of the new customers, only where there is no other. Who is new is so by tenure and by
    earlier spend: joined by others in one of them alone, no weights could hold both margins.

    Examples
    --------
    >>> collapsed_bands([30, 5, 40, 25, 3])
    [[0], [1, 2], [3, 4]]
    """
    groups, sizes = [[band] for band in range(len(respondents))], list(respondents)
    while len(groups) > 1 and min(sizes) < least:
        small = int(np.argmin(sizes))
        beside = [group for group in (small - 1, small + 1) if 0 <= group < len(sizes)]
        near = min(beside, key=lambda group: (group == 0, sizes[group]))
        first, second = sorted((small, near))
        groups[first : second + 1] = [groups[first] + groups[second]]
        sizes[first : second + 1] = [sizes[first] + sizes[second]]
    return groups


def raked(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Factors of the cells with which the row and column sums of the tables, shape (…, T, S), become those given.

    0 where the table is. Where no factors do it, those after many rounds.

    Examples
    --------
    >>> factors = raked(np.array([[1.0, 1], [1, 1]]), np.array([3.0, 1]), np.array([2.0, 2])); factors.tolist()
    [[1.5, 1.5], [0.5, 0.5]]
    """
    start, rows, columns = (part.reshape(-1, *part.shape[table.ndim - 2 :]) for part in (table, rows, columns))
    fitted, going = start.astype(float), np.arange(len(start))
    for _ in range(_ROUNDS):
        some, wanted = fitted[going], rows[going]
        some = some * ratio(wanted, some.sum(axis=2), empty=0.0)[:, :, None]
        some = some * ratio(columns[going], some.sum(axis=1), empty=0.0)[:, None, :]
        fitted[going] = some
        off = np.abs(some.sum(axis=2) - wanted).max(axis=1)
        going = going[off > _NEAR * wanted.sum(axis=1)]
        if not len(going):
            break
    return ratio(fitted, start, empty=0.0).reshape(table.shape)


def calibrated(respondents: np.ndarray, customers: np.ndarray) -> np.ndarray:
    """Weight of a respondent by cell: raked to the customers' margins, cut to 5 × the mean, raked again."""
    margins = customers.sum(axis=-1), customers.sum(axis=-2)
    cut = np.minimum(raked(respondents, *margins), largest_weight(respondents, customers))
    return cut * raked(respondents * cut, *margins)


def largest_weight(respondents: np.ndarray, customers: np.ndarray) -> np.ndarray:
    """Weight above which none is left: 5 × the mean; one a table."""
    return MOST * ratio(*(table.sum(axis=(-2, -1), keepdims=True) for table in (customers, respondents)), empty=0.0)


def margins_hold(weighted: np.ndarray, customers: np.ndarray) -> bool:
    """Whether a weighted table has the margins of the customers' table."""
    near = _HOLDS * customers.sum()
    return all(np.abs((weighted - customers).sum(axis=axis)).max() <= near for axis in (0, 1))


def effective_number(weights: np.ndarray) -> float:
    """(Σw)²/Σw² (Kish 1965); NaN without weights.

    Examples
    --------
    >>> effective_number(np.array([1.0, 1, 2]))  # 16 / 6
    2.6666666666666665
    """
    return float(ratio(weights.sum() ** 2, (weights**2).sum()))
