"""Weights that make the respondents stand for all customers: raking on tenure and earlier spend (METHOD §5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.resampling import ratio
from helpers.merge.customers import is_new

TENURE = ("under_1", "from_1", "from_2", "from_3", "from_5", "unknown")
SPEND = ("new", "nothing", "low", "middle", "high")
LEAST, MOST = 20, 5.0
_ROUNDS, _NEAR, _HOLDS = 1000, 1e-10, 1e-6


@dataclass(frozen=True)
class Calibration:
    """Weights of the matched respondents, alike within a tenure band × spend band; they sum to all customers.

    Attributes
    ----------
    bands : dict
        Variable (``tenure``, ``spend``) → names of its bands; those collapsed are joined by ``+``.
    place : ndarray of int, shape (customers, 2)
        Tenure band and spend band of each customer.
    answered : ndarray of bool
        Whether each customer answered.
    customers, respondents, weights : ndarray, shape (tenure bands, spend bands)
        Numbers, and the weight of one respondent; 0 where nobody answered.
    reason : str or None
        Why there are no weights (then all 0): ``few_respondents``, ``one_band`` (all
        customers are of one), ``one_band_answered`` (only in one did enough answer).
    spend_left_out : str or None
        Why tenure stands alone: ``whole_history`` (no window before), ``not_covered``, or ``no_weights_fit``
        (no weights of the respondents hold both margins).
    trimmed : int
        Respondents whose weight was cut to 5 × the mean before raking again.
    """

    bands: dict[str, tuple[str, ...]]
    place: np.ndarray
    answered: np.ndarray
    customers: np.ndarray
    respondents: np.ndarray
    weights: np.ndarray
    reason: str | None
    spend_left_out: str | None
    trimmed: int

    @property
    def cell(self) -> np.ndarray:
        """Each customer's tenure band × spend band as one number, that of the flattened tables."""
        return self.place[:, 0] * self.weights.shape[1] + self.place[:, 1]

    @property
    def of_respondents(self) -> np.ndarray:
        """Weight of each customer, 0 for those who did not answer."""
        return np.where(self.answered, self.weights.ravel()[self.cell], 0.0)

    @property
    def n_eff(self) -> float:
        """How many answers of equal weight would say as much: (Σw)²/Σw²."""
        return effective_number(self.of_respondents)

    @property
    def margins(self) -> pd.DataFrame:
        """variable, band, customers, respondents, and shares 0…1 of all customers and of the respondents, plain
        and weighted; one row a band."""
        used = [(axis, name) for axis, name in enumerate(self.bands) if name == "tenure" or not self.spend_left_out]
        return pd.concat([self._margin(*one) for one in used], ignore_index=True)

    def _margin(self, axis: int, name: str) -> pd.DataFrame:
        customers, respondents, weighted = (
            table.sum(axis=1 - axis) for table in (self.customers, self.respondents, self.weights * self.respondents)
        )
        return pd.DataFrame({
            "variable": name,
            "band": list(self.bands[name]),
            "customers": customers.astype(int),
            "respondents": respondents.astype(int),
            "share_of_customers": ratio(customers, customers.sum()),
            "share_of_respondents": ratio(respondents, respondents.sum()),
            "share_weighted": ratio(weighted, weighted.sum()),
        })  # fmt: skip


def calibration(rows: pd.DataFrame, settings: Settings, *, window_before_covered: bool) -> Calibration:
    """Calibrate the respondents to all customers.

    The margins tenure band and spend band of the window before are raked (Deming and Stephan 1940);
    bands of under 20 respondents are collapsed with their neighbour; weights above 5 × their mean are
    cut to it, and all are raked again. Where no weights hold both margins, new customers are of the
    band of those who bought nothing; where that does not help, tenure stands alone.

    Parameters
    ----------
    rows : DataFrame
        All customers: acquired_on, net_amount_before (whole minor units), segment (missing where not
        answered).
    window_before_covered : bool
        Whether the purchases cover the window before; without it tenure stands alone.
    """
    answered = rows["segment"].notna().to_numpy()
    tenure, spend = tenure_band(rows, settings), np.zeros(len(rows), dtype=int)
    left_out = None if window_before_covered else "not_covered"
    left_out = left_out if settings.window_days else "whole_history"
    if left_out is None:
        spend = spend_band(rows, settings)
    nothing = np.where(spend == SPEND.index("new"), SPEND.index("nothing"), spend)  # of both no purchase is known
    for bands, why in ((spend, left_out), (nothing, left_out), (np.zeros_like(spend), left_out or "no_weights_fit")):
        found = _calibrated(tenure, bands, answered, why)
        if found is not None:
            return found
    raise AssertionError("one margin can always be held")


def _calibrated(
    tenure: np.ndarray, spend: np.ndarray, answered: np.ndarray, left_out: str | None
) -> Calibration | None:
    """Calibration in these bands; ``None`` where no weights hold both margins."""
    alike = all(len(np.unique(bands)) < 2 for bands in (tenure, spend))
    (tenures, tenure), (spends, spend) = _collapsed(tenure, TENURE, answered), _collapsed(spend, SPEND, answered)
    bands = {"tenure": tenures, "spend": ("all",) if left_out else spends}
    place, shape = np.column_stack([tenure, spend]), (len(tenures), len(spends))
    customers, respondents = (table_of(place[mine], shape) for mine in (np.full(len(place), True), answered))
    reason = "few_respondents" if answered.sum() < LEAST else None
    if reason is None and customers.size < 2:
        reason = "one_band" if alike else "one_band_answered"
    if reason:
        nothing = np.zeros(shape)
        return Calibration(bands, place, answered, customers, respondents, nothing, reason, left_out, 0)
    weights = calibrated(respondents, customers)
    if not margins_hold(weights * respondents, customers):
        return None
    first = raked(respondents, customers.sum(axis=1), customers.sum(axis=0))
    trimmed = int(respondents[first > _most(respondents, customers)].sum())
    return Calibration(bands, place, answered, customers, respondents, weights, None, left_out, trimmed)


def table_of(place: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Numbers by tenure band × spend band."""
    flat = place[:, 0] * shape[1] + place[:, 1]
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def tenure_band(rows: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Number of each customer's band in `TENURE`: years of 365 days before ``as_of``.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2025-04-01", "2025-03-31", "2010-01-01", None])})
    >>> [TENURE[band] for band in tenure_band(rows, checked({"as_of": "2026-04-01"}))]
    ['under_1', 'from_1', 'from_5', 'unknown']
    """
    days = (pd.Timestamp(settings.as_of) - rows["acquired_on"].dt.normalize()).dt.days.to_numpy(dtype=float)
    return np.where(
        np.isnan(days), TENURE.index("unknown"), np.searchsorted(365 * np.array([1, 2, 3, 5]), days, "left")
    )


def spend_band(rows: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Number of each customer's band in `SPEND`: what she spent in the window before.

    ``new``: not a customer yet; ``nothing``: nothing, or less; else the thirds of all customers' positive
    net amounts, an amount at a limit belonging to the lower one.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2025-04-02"] + ["2020-01-01"] * 4)})
    >>> rows["net_amount_before"] = [0, -5, 10, 20, 30]
    >>> [SPEND[band] for band in spend_band(rows, checked({"as_of": "2026-04-01"}))]
    ['new', 'nothing', 'low', 'middle', 'high']
    """
    net, new = rows["net_amount_before"].to_numpy(dtype=float), is_new(rows, settings).to_numpy()
    positive = net[~new & (net > 0)]
    limits = np.quantile(positive, [1 / 3, 2 / 3]) if len(positive) else np.zeros(2)
    third = SPEND.index("low") + np.searchsorted(limits, net, "left")
    return np.select([new, net <= 0], [SPEND.index("new"), SPEND.index("nothing")], third)


def _collapsed(band: np.ndarray, names: tuple[str, ...], answered: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of the bands that are left, and each customer's."""
    there = np.unique(band)
    groups = collapsed_bands([int(answered[band == one].sum()) for one in there])
    left = np.zeros(len(names), dtype=int)
    for number, group in enumerate(groups):
        left[there[group]] = number
    return tuple("+".join(names[there[one]] for one in group) for group in groups), left[band]


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
    groups, sizes = [[one] for one in range(len(respondents))], list(respondents)
    while len(groups) > 1 and min(sizes) < least:
        small = int(np.argmin(sizes))
        beside = [one for one in (small - 1, small + 1) if 0 <= one < len(sizes)]
        near = min(beside, key=lambda one: (one == 0, sizes[one]))
        first, second = sorted((small, near))
        groups[first : second + 1] = [groups[first] + groups[second]]
        sizes[first : second + 1] = [sizes[first] + sizes[second]]
    return groups


def raked(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Factors of the cells with which the tables' row and column sums become those given.

    Parameters
    ----------
    table : ndarray, shape (…, T, S)
    rows, columns : ndarray, shape (…, T) and (…, S)

    Returns
    -------
    ndarray, shape (…, T, S)
        0 where the table is. Where no factors do it, those after many rounds.

    Examples
    --------
    >>> factors = raked(np.array([[1.0, 1], [1, 1]]), np.array([3.0, 1]), np.array([2.0, 2])); factors.tolist()
    [[1.5, 1.5], [0.5, 0.5]]
    """
    start, rows, columns = (one.reshape(-1, *one.shape[table.ndim - 2 :]) for one in (table, rows, columns))
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
    """Weight of a respondent by cell: raked to the customers' margins, cut to 5 × the mean, raked again.

    Parameters
    ----------
    respondents, customers : ndarray, shape (…, T, S)
        Numbers by tenure band × spend band; one table, or one a resample.
    """
    margins = customers.sum(axis=-1), customers.sum(axis=-2)
    cut = np.minimum(raked(respondents, *margins), _most(respondents, customers))
    return cut * raked(respondents * cut, *margins)


def _most(respondents: np.ndarray, customers: np.ndarray) -> np.ndarray:
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
