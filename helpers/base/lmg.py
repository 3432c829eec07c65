"""What each of several variables adds to the fit of a regression, averaged over all orders (LMG, Shapley)."""

from math import factorial

import numpy as np

from helpers.base.proportions import ratio

MOST_VARIABLES = 10  # whose 1,024 sets are all looked at
_TINY = 1e-9  # of a variable's variance: what lies below is none of its own


def shares_of_fit(covariances: np.ndarray, variables: int, n: int) -> np.ndarray:
    """Adjusted R² of least squares, parted among the variables: each one's gain, averaged over all orders.

    Lindeman, Merenda & Gold (1980); Grömping (2007), The American Statistician 61. R² is adjusted for the number of
    variables (Ezekiel), so that one that goes with nothing gains 0 on average, and may gain less.

    Parameters
    ----------
    covariances : ndarray
        Shape (samples, variables + outcomes, the same): the variables first.
    n : int
        Rows behind them.

    Returns
    -------
    ndarray
        Shape (samples, variables, outcomes).

    Examples
    --------
    >>> alone = np.array([[[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]])
    >>> shares_of_fit(alone, 2, 10**9).round(4)[0].ravel().tolist()
    [0.36, 0.09]
    """
    fits = subset_fits(covariances, variables)
    sizes = _sizes(variables)
    adjusted = 1 - (1 - fits) * ((n - 1) / np.maximum(n - 1 - sizes, 1))[:, None]
    return np.einsum("vs,bso->bvo", _weights(variables), adjusted)


def subset_fits(covariances: np.ndarray, variables: int) -> np.ndarray:
    """R² of the outcomes by each set of variables, shape (samples, sets, outcomes); bit i of a set's number: i is in.

    The variables are swept out one after the other, in all samples and sets at once.

    Examples
    --------
    >>> subset_fits(np.array([[[1.0, 0.5], [0.5, 1.0]]]), 1).ravel().tolist()
    [0.0, 0.25]
    """
    left = np.asarray(covariances, float)[:, None]
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    for place in range(variables):
        row, rest = left[..., 0, 1:], left[..., 1:, 1:]
        own = left[..., 0, 0]
        own = np.where(own > _TINY * variances[:, place, None], own, 0.0)
        without = row[..., :, None] * ratio(row, own[..., None], empty=0.0)[..., None, :]
        left = np.concatenate([rest, rest - without], axis=1)
    unexplained = np.diagonal(left, axis1=2, axis2=3)
    return 1 - ratio(unexplained, variances[:, None, variables:], empty=1.0)


def _sizes(variables: int) -> np.ndarray:
    """How many variables each set has."""
    return np.array([number.bit_count() for number in range(2**variables)])


def _weights(variables: int) -> np.ndarray:
    """Weight of each set's fit in each variable's share: gains averaged over all orders."""
    sets, sizes = np.arange(2**variables), _sizes(variables)
    orders = np.array(
        [factorial(max(size, 0)) * factorial(variables - size - 1) for size in range(variables)] + [0], dtype=float
    )
    chance = orders / factorial(variables)  # of a variable, to come next after a set of so many others
    weights = np.zeros((variables, len(sets)))
    for variable in range(variables):
        inside = (sets >> variable & 1) == 1
        weights[variable] = np.where(inside, chance[sizes - 1], -chance[sizes])
    return weights


def covariances_of(sums: np.ndarray, columns: int) -> np.ndarray:
    """Covariances of columns from the sums of `moment_features` in samples, shape (samples, columns, columns)."""
    n, means = sums[:, :1], sums[:, 1 : columns + 1] / sums[:, :1]
    first, second = np.triu_indices(columns)
    products = sums[:, columns + 1 :] / n
    full = np.zeros((len(sums), columns, columns))
    full[:, first, second] = full[:, second, first] = products - means[:, first] * means[:, second]
    return full


def moment_features(values: np.ndarray) -> np.ndarray:
    """What each row adds to the sums that covariances are made of: 1, the columns, and their products.

    Examples
    --------
    >>> moment_features(np.array([[2.0, 3.0]])).tolist()
    [[1.0, 2.0, 3.0, 4.0, 6.0, 9.0]]
    """
    first, second = np.triu_indices(values.shape[1])
    return np.column_stack([np.ones(len(values)), values, values[:, first] * values[:, second]])
