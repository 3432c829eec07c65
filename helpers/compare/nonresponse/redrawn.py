"""Weighted sums over the respondents, as observed and in resamples of customers whose weights are raked anew."""

import numpy as np
import pandas as pd

from helpers.base.resampling import resampled_parts
from helpers.base.results import SEGMENTS
from helpers.base.strata import Stratum, value_cells
from helpers.compare.figures import Sums
from helpers.compare.nonresponse.raking import calibrated
from helpers.compare.nonresponse.weights import Calibration
from helpers.compare.settings import CompareSettings

PLAIN = ("customers", "ltv", "referred", "ltv_base_n", "ltv_base", "acquired")
WEIGHTED = (
    *("influence_n", "influence"),
    *(f"{what}_{segment}" for segment in SEGMENTS for what in ("matched", "ltv", "counted", "recommended")),
)
LIKE_CELLS = 2_000  # of like value, within which very many respondents are drawn together


def observed_sums(customers: pd.DataFrame, weights: Calibration) -> Sums:
    """Sums of the features, those of the respondents weighted."""
    sums = customers[list(PLAIN)].sum()
    return {**dict(sums), **dict(zip(WEIGHTED, weights.of_respondents @ customers[list(WEIGHTED)], strict=True))}


def redrawn_sums(names: pd.Series, customers: pd.DataFrame, weights: Calibration, settings: CompareSettings) -> Sums:
    """`observed_sums` in each resample, with weights raked anew; customers are drawn in the order of their `names`."""
    shape = weights.weights.shape
    answered, silent = _drawn(names, customers, weights, settings)
    numbers = [part[..., 0].reshape(-1, *shape) for part in (answered, silent)]
    again = calibrated(numbers[0], numbers[0] + numbers[1]).reshape(len(answered), -1)
    plain = answered[..., : len(PLAIN)].sum(axis=1) + silent.sum(axis=1)
    sums = np.einsum("rc,rck->rk", again, answered[..., len(PLAIN) :])
    return dict(zip((*PLAIN, *WEIGHTED), np.hstack([plain, sums]).T, strict=True))


def _drawn(
    names: pd.Series, customers: pd.DataFrame, weights: Calibration, settings: CompareSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Sums of those who answered and of the silent, by resample and tenure band × spend band."""
    asked = np.flatnonzero(weights.answered)
    asked = asked[np.argsort(names.to_numpy()[asked], kind="stable")]
    answered = _parts(settings, customers, weights, asked, 0)
    return answered, _parts(settings, customers, weights, np.flatnonzero(~weights.answered), 1)


def _parts(
    settings: CompareSettings, customers: pd.DataFrame, weights: Calibration, members: np.ndarray, stream: int
) -> np.ndarray:
    """Sums of some customers, drawn from a stream of their own: of those who answered (0), of the silent (1)."""
    columns = PLAIN if stream else (*PLAIN, *WEIGHTED)
    rows, part = _chosen(customers, columns, members), weights.cell[members]
    kind = 2 * _segment_number(rows, columns) + (rows[:, 2] > 0)  # those referred are few: in cells of their own
    stratum = Stratum(rows, stream > 0, value_cells(rows[:, 1], 8 * part + kind, LIKE_CELLS))
    return resampled_parts(stratum, part, weights.weights.size, settings.resamples, settings.random(stream))


def _chosen(table: pd.DataFrame, columns: tuple[str, ...], rows: np.ndarray) -> np.ndarray:
    """Some rows and columns, in one copy: a table of all customers is large."""
    values = np.empty((len(rows), len(columns)))
    for number, name in enumerate(columns):
        values[:, number] = table[name].to_numpy()[rows]
    return values


def _segment_number(rows: np.ndarray, columns: tuple[str, ...]) -> np.ndarray:
    members = [rows[:, columns.index(f"matched_{segment}")] for segment in SEGMENTS if f"matched_{segment}" in columns]
    return np.asarray(sum((number + 1) * member for number, member in enumerate(members)), dtype=int)
