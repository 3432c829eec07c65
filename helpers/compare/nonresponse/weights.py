"""Weights that make the respondents stand for all customers: raking on tenure and earlier spend (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.proportions import ratio
from helpers.base.results import public, told_by
from helpers.compare.nonresponse.raking import (
    LEAST,
    calibrated,
    collapsed_bands,
    effective_number,
    largest_weight,
    margins_hold,
    raked,
)
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import is_new

TENURE = ("under_1", "from_1", "from_2", "from_3", "from_5", "unknown")
SPEND = ("new", "nothing", "low", "middle", "high")


@dataclass(frozen=True)
class Margin:
    """A band's part of all customers and of the respondents, plain and weighted; shares 0…1."""

    variable: str = public()
    band: str = public()
    customers: int = public()
    respondents: int = told_by("answered")
    share_of_customers: float = public()
    share_of_respondents: float = told_by("answered")
    share_weighted: float = public()


@dataclass(frozen=True, eq=False, repr=False)
class Calibration:
    """Weights of the matched respondents, alike within a tenure band × spend band; they sum to all customers."""

    bands: dict[str, tuple[str, ...]]  # ``tenure``, ``spend`` → names; those collapsed are joined by ``+``
    place: np.ndarray  # tenure band and spend band of each customer
    answered: np.ndarray  # whether each customer did
    customers: np.ndarray  # numbers by tenure band × spend band
    respondents: np.ndarray
    weights: np.ndarray  # of one respondent; 0 where nobody answered
    reason: str | None  # why none: ``few_respondents``, ``one_band`` (of all), ``one_band_answered`` (enough in one)
    spend_left_out: (
        str | None
    )  # ``whole_history`` (no window before), ``not_covered``, ``no_weights_fit`` (both margins)
    trimmed: int  # respondents whose weight was cut to 5 × the mean before raking again

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
    def margins(self) -> tuple[Margin, ...]:
        """Of tenure and, where it is not left out, of spend."""
        used = [(axis, name) for axis, name in enumerate(self.bands) if name == "tenure" or not self.spend_left_out]
        return tuple(margin for axis, name in used for margin in self._margins(axis, name))

    def _margins(self, axis: int, variable: str) -> list[Margin]:
        tables = (self.customers, self.respondents, self.weights * self.respondents)
        sums = [table.sum(axis=1 - axis) for table in tables]
        numbers, shares = sums[:2], [ratio(sizes, sizes.sum()) for sizes in sums]
        return [
            Margin(variable, band, *(int(sizes[place]) for sizes in numbers), *(float(part[place]) for part in shares))
            for place, band in enumerate(self.bands[variable])
        ]


def calibration(rows: pd.DataFrame, settings: CompareSettings, *, window_before_covered: bool) -> Calibration:
    """Calibrate the respondents to all customers.

    The margins tenure band and spend band of the window before are raked (Deming and Stephan 1940);
    bands of under 20 respondents are collapsed with their neighbour; weights above 5 × their mean are
    cut to it, and all are raked again. Where no weights hold both margins, new customers are of the
    band of those who bought nothing; where that does not help, or the window before is not covered, tenure
    stands alone.
    """
    answered = rows["segment"].notna().to_numpy()
    tenure, spend = tenure_band(rows, settings), np.zeros(len(rows), dtype=int)
    left_out = None if window_before_covered else "not_covered"
    left_out = left_out if settings.window_days else "whole_history"
    if left_out is None:
        spend = spend_band(rows, settings)
    nothing = np.where(spend == SPEND.index("new"), SPEND.index("nothing"), spend)  # of both no purchase is known
    choices = ((spend, left_out), (nothing, left_out), (np.zeros_like(spend), left_out or "no_weights_fit"))
    made = (_calibrated(tenure, bands, answered, why) for bands, why in choices)
    return next(weights for weights in made if weights is not None)  # one margin can always be held


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
    trimmed = int(respondents[first > largest_weight(respondents, customers)].sum())
    return Calibration(bands, place, answered, customers, respondents, weights, None, left_out, trimmed)


def table_of(place: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Numbers by tenure band × spend band."""
    flat = place[:, 0] * shape[1] + place[:, 1]
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def tenure_band(rows: pd.DataFrame, settings: CompareSettings) -> np.ndarray:
    """Number of each customer's band in `TENURE`: years of 365 days before ``as_of``.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2025-04-01", "2025-03-31", "2010-01-01", None])})
    >>> [TENURE[band] for band in tenure_band(rows, checked({"as_of": "2026-04-01"}))]
    ['under_1', 'from_1', 'from_5', 'unknown']
    """
    days = (pd.Timestamp(settings.as_of) - rows["acquired_on"].dt.normalize()).dt.days.to_numpy(dtype=float)
    return np.where(
        np.isnan(days), TENURE.index("unknown"), np.searchsorted(365 * np.array([1, 2, 3, 5]), days, "left")
    )


def spend_band(rows: pd.DataFrame, settings: CompareSettings) -> np.ndarray:
    """Number of each customer's band in `SPEND`: what she spent in the window before.

    ``new``: not a customer yet; ``nothing``: nothing, or less; else the thirds of all customers' positive
    net amounts, an amount at a limit belonging to the lower one.

    Examples
    --------
    >>> from helpers.run.settings import checked
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
    groups = collapsed_bands([int(answered[band == number].sum()) for number in there])
    left = np.zeros(len(names), dtype=int)
    for number, group in enumerate(groups):
        left[there[group]] = number
    return tuple("+".join(names[there[number]] for number in group) for group in groups), left[band]
