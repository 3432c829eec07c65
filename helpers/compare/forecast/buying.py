"""How often customers are expected to buy: the model that fits better of BG/NBD and MBG/NBD, fitted and asked."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.compare.forecast.likelihoods import FIRST_LEAVES, LOG_BOUNDS, Histories, minus_likelihood

MOST_FITTED = 20_000  # customers that a model is fitted to
_STEP = 1e-4  # of the logarithms, for the slopes' slopes
_ENOUGH = {"ftol": 1e-8}  # of the mean likelihood: digits that no forecast shows
_FLAT = 1e-6  # curvature, as part of the largest, under which a direction says nothing


@dataclass(frozen=True)
class Buying:
    """A fitted model: ``bgnbd`` or ``mbgnbd``, the logarithms of r, α (days), a, b, and whom it was fitted to."""

    model: str
    logs: tuple[float, ...]
    likelihood: float
    histories: Histories
    converged: bool

    @property
    def parameters(self) -> tuple[float, ...]:
        """r, α in days, a, b."""
        return tuple(float(one) for one in np.exp(self.logs))

    def purchases(self, histories: Histories, days: float) -> np.ndarray:
        """Expected purchases of each customer in so many days."""
        return _purchases(self.model, self.logs, histories, days)

    def moves(self, histories: Histories, days: float) -> np.ndarray:
        """How the expected purchases move with each logarithm, shape (customers, 4)."""
        steps = np.eye(len(self.logs)) * _STEP * 10
        now = self.purchases(histories, days)
        moved = [_purchases(self.model, self.logs + step, histories, days) for step in steps]
        return np.column_stack([(one - now) / (_STEP * 10) for one in moved])

    def covariance(self) -> np.ndarray:
        """Of the logarithms, by the likelihood's curvature; directions in which it is flat move nothing."""
        slope, logs = minus_likelihood(self.model, self.histories), np.array(self.logs)
        steps = np.eye(len(logs)) * _STEP
        second = np.array([(slope(logs + step)[1] - slope(logs - step)[1]) / (2 * _STEP) for step in steps])
        sizes, axes = np.linalg.eigh((second + second.T) / 2)
        told = sizes > _FLAT * sizes.max()
        return (axes[:, told] / sizes[told]) @ axes[:, told].T


def buying(histories: Histories, start: Sequence[float] | None = None) -> Buying:
    """The model of larger likelihood: both have as many parameters.

    Each history counts as often as it occurs, so that thousands of customers are fitted in a tenth of a second.

    Parameters
    ----------
    start : sequence of float, optional
        Logarithms to begin from, as those of an earlier fit.
    """
    return max((_fit(model, histories, start) for model in FIRST_LEAVES), key=lambda one: one.likelihood)


def some_of(ids: np.ndarray, most: int = MOST_FITTED) -> np.ndarray:
    """Places of at most so many customers, the same ones in any order: those of the smallest checksums of their ids.

    Examples
    --------
    >>> some_of(np.array(["a", "b", "c"]), 2).tolist(), some_of(np.array(["c", "b", "a"]), 2).tolist()
    ([1, 2], [0, 1])
    """
    if len(ids) <= most:
        return np.arange(len(ids))
    sums = np.fromiter((zlib.crc32(str(name).encode()) for name in ids), np.int64, len(ids))
    return np.sort(np.argpartition(sums, most - 1)[:most])


def _fit(model: str, histories: Histories, start: Sequence[float] | None) -> Buying:
    from scipy.optimize import minimize  # here, because importing it takes a quarter of a second

    slope = minus_likelihood(model, histories)
    begin = np.log([0.5, histories.age.mean() / 4, 0.7, 2.0]) if start is None else np.asarray(start)
    n = len(histories.age)

    def per_customer(logs: np.ndarray) -> tuple[float, np.ndarray]:
        value, slopes = slope(logs)
        return value / n, slopes / n

    found = minimize(per_customer, begin, jac=True, method="L-BFGS-B", bounds=[LOG_BOUNDS] * 4, options=_ENOUGH)
    return Buying(model, tuple(found.x), -n * found.fun, histories, bool(found.success))


def _purchases(model: str, logs: Sequence[float], histories: Histories, days: float) -> np.ndarray:
    """By clvkit's formulas (E[Y(t)], 2F1)."""
    from clvkit import BGNBD, MBGNBD, CustomerBase  # here: the import takes a second where SciPy's is not there

    base = CustomerBase(
        pd.DataFrame(np.column_stack(histories), columns=["frequency", "recency", "T"]),
        time_unit="D",
        observation_period_end=pd.Timestamp(0),
        has_monetary=False,
        on_negative="net",
    )
    asked: BGNBD | MBGNBD = BGNBD() if model == "bgnbd" else MBGNBD()
    asked.params_ = pd.Series(np.exp(logs), index=["r", "alpha", "a", "b"])
    asked.time_unit_ = asked.collapse_ = base.time_unit
    return asked.predict(days, base).to_pandas().to_numpy()[:, 0]
