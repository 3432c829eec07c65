"""The comparison's figures where the respondents stand for all customers, by calibrated weights (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import Moments, hall_interval, student_interval, welch_freedom
from helpers.base.parameters import Settings
from helpers.base.resampling import Stratum, interval, ratio, resampled_parts, value_cells
from helpers.collect.nps import SEGMENTS, score_interval
from helpers.compare.basis import Basis, known
from helpers.compare.figures import MEASURES, PAIRS, figures
from helpers.compare.lrv import Sums
from helpers.compare.nonresponse.weights import Calibration, calibrated, effective_number

PLAIN = ("customers", "ltv", "referred", "ltv_base_n", "ltv_base")
WEIGHTED = (
    *("influence_n", "influence"),
    *(f"{what}_{segment}" for segment in SEGMENTS for what in ("matched", "ltv", "counted", "recommended")),
)
MEANS = ("ltv_answered", *(f"{measure}_{segment}" for measure in MEASURES for segment in SEGMENTS))
GAPS = tuple(f"{measure}_{pair}" for measure in MEASURES for pair in PAIRS)
CELLS = 2_000  # of like value, within which very many respondents are drawn together
Ends = tuple[float | None, float | None]


@dataclass(frozen=True)
class Weighted:
    """Figures under weights, and the interval of each that has one.

    Attributes
    ----------
    point : dict
        Those of `helpers.compare.figures.figures` but that of the silent and the ratios;
        ``ltv_answered`` (mean LTV of the respondents), ``share_SEGMENT`` and ``nps`` (−1…1).
    ends : dict
        Name → low, high; ``None`` where there is no interval.
    """

    point: dict[str, float]
    ends: dict[str, Ends]


def weighted(base: Basis, weights: Calibration) -> Weighted:
    """The comparison's figures under calibrated weights.

    Sums over the respondents are weighted; those over all customers (N, R, L̄) are what they are;
    respondents whom the CRM does not know have no weight.

    Notes
    -----
    Customers are resampled, those who answered and the silent apart; in every resample the respondents
    are raked to its own customers, and ā, k, L̄ and R are worked out again. Means: Hall's cubic
    transformation with the weighted skewness; gaps: Student's t; both with the resamples' standard
    deviation, or that of the formula where it is larger (`standard_error`); the NPS: score interval for
    as many answers as the resamples' standard deviation is worth (why: ``benchmarks/README.md``).

    Raises
    ------
    ValueError
        Where there are no weights.
    """
    if weights.reason:
        raise ValueError(f"no weights: {weights.reason}")
    customers = base.table.iloc[: len(weights.place)]  # those whom the CRM does not know stand below
    point = {
        name: float(value) for name, value in all_figures(observed_sums(customers, weights), base.settings).items()
    }
    draws = all_figures(resampled_sums(base, customers, weights), base.settings)
    samples = samples_of(customers, weights)
    ends = {name: mean_ends(name, point[name], draws[name], samples, base.settings) for name in MEANS}
    ends |= {name: gap_ends(name, point[name], draws[name], samples, base.settings) for name in GAPS}
    return Weighted(point, ends | {"nps": nps_ends(point, draws["nps"], weights.n_eff, base.settings)})


def all_figures(sums: Sums, settings: Settings) -> Sums:
    """Figures from weighted sums (numbers, or one value a resample)."""
    found = figures(sums, settings)
    respondents = sum(sums[f"matched_{segment}"] for segment in SEGMENTS)
    shares = {f"share_{name}": ratio(sums[f"matched_{name}"], respondents) for name in SEGMENTS}
    return {
        **{name: value for name, value in found.items() if not name.startswith("ratio_") and name != "ltv_none"},
        **shares,
        "ltv_answered": ratio(sum(sums[f"ltv_{segment}"] for segment in SEGMENTS), respondents),
        "nps": shares["share_promoter"] - shares["share_detractor"],
    }


def observed_sums(customers: pd.DataFrame, weights: Calibration) -> Sums:
    """Sums of the features, those of the respondents weighted."""
    sums = customers[list(PLAIN)].sum()
    return {**dict(sums), **dict(zip(WEIGHTED, weights.of_respondents @ customers[list(WEIGHTED)], strict=True))}


def resampled_sums(base: Basis, customers: pd.DataFrame, weights: Calibration) -> Sums:
    """`observed_sums` in each resample, with weights raked anew."""
    shape = weights.weights.shape
    answered, silent = _drawn(base, customers, weights)
    numbers = [part[..., 0].reshape(-1, *shape) for part in (answered, silent)]
    again = calibrated(numbers[0], numbers[0] + numbers[1]).reshape(len(answered), -1)
    plain = answered[..., : len(PLAIN)].sum(axis=1) + silent.sum(axis=1)
    sums = np.einsum("rc,rck->rk", again, answered[..., len(PLAIN) :])
    return dict(zip((*PLAIN, *WEIGHTED), np.hstack([plain, sums]).T, strict=True))


def _drawn(base: Basis, customers: pd.DataFrame, weights: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Sums of those who answered and of the silent, by resample and tenure band × spend band."""
    streams = [np.random.default_rng([base.settings.seed, number]) for number in range(2)]
    settings, cells, found = base.settings, weights.weights.size, []
    persons = base.persons["person"].to_numpy()
    for answered, columns, rng in zip((True, False), ((*PLAIN, *WEIGHTED), PLAIN), streams, strict=True):
        mine = np.flatnonzero(weights.answered == answered)
        if answered:
            mine = mine[np.argsort(persons[mine], kind="stable")]
        rows, part = _chosen(customers, columns, mine), weights.cell[mine]
        kind = 2 * _segment_number(rows, columns) + (rows[:, 2] > 0)  # those referred are few: in cells of their own
        stratum = Stratum(rows, not answered, value_cells(rows[:, 1], 8 * part + kind, CELLS))
        found.append(resampled_parts(stratum, part, cells, settings.resamples, rng))
    return found[0], found[1]


def _chosen(table: pd.DataFrame, columns: tuple[str, ...], rows: np.ndarray) -> np.ndarray:
    """Some rows and columns, in one copy: a table of all customers is large."""
    found = np.empty((len(rows), len(columns)))
    for number, name in enumerate(columns):
        found[:, number] = table[name].to_numpy()[rows]
    return found


def _segment_number(rows: np.ndarray, columns: tuple[str, ...]) -> np.ndarray:
    members = [rows[:, columns.index(f"matched_{segment}")] for segment in SEGMENTS if f"matched_{segment}" in columns]
    return np.asarray(sum((number + 1) * member for number, member in enumerate(members)), dtype=int)


def samples_of(customers: pd.DataFrame, weights: Calibration) -> dict[str, Moments]:
    """Weighted moments of what each mean is of, n being the effective number.

    LTV of a segment (V's too: most of its spread is LTV's) and of all who ``answered``; for LRV what
    those recommend who answered the count.
    """
    each = weights.of_respondents
    members = {segment: each * customers[f"matched_{segment}"].to_numpy() for segment in SEGMENTS}
    worth = {name: weighted_moments(customers["ltv"], mine) for name, mine in (members | {"answered": each}).items()}
    found = {f"{measure}_{name}": sample for name, sample in worth.items() for measure in ("ltv", "value")}
    for segment in SEGMENTS:
        counted = each * customers[f"counted_{segment}"].to_numpy()
        found[f"lrv_{segment}"] = weighted_moments(customers[f"recommended_{segment}"], counted)
    return found


def weighted_moments(values: pd.Series, weights: np.ndarray) -> Moments:
    """Mean, variance and skewness under weights, n being the effective number; rows without weight are left out.

    Examples
    --------
    >>> found = weighted_moments(pd.Series([0.0, 3.0, 9.0]), np.array([2.0, 1.0, 0.0]))
    >>> float(found.mean), round(found.n, 3)
    (1.0, 1.8)
    """
    values, weights = values.to_numpy()[weights > 0], weights[weights > 0]
    n, total = effective_number(weights), weights.sum()
    mean = ratio(weights @ values, total)
    apart = values - mean
    second, third = ratio(weights @ apart**2, total), ratio(weights @ (apart * apart * apart), total)
    return Moments(n, mean, second * ratio(n, n - 1), ratio(third, second**1.5, empty=0.0))


def mean_ends(name: str, estimate: float, draws: np.ndarray, samples: dict[str, Moments], settings: Settings) -> Ends:
    """Hall's interval with `standard_error` in place of the sample's."""
    sample = samples[name]
    if not _resampled(estimate, draws, settings) or not sample.n >= 2:
        return None, None
    error = standard_error(name, draws, sample)
    like = Moments(sample.n, estimate, error**2 * sample.n, sample.skewness)
    return _ends(*hall_interval(like, settings.confidence))


def gap_ends(name: str, estimate: float, draws: np.ndarray, samples: dict[str, Moments], settings: Settings) -> Ends:
    """Student's t with `standard_error`."""
    measure, _, pair = name.partition("_")
    first, second = (samples[f"{measure}_{segment}"] for segment in PAIRS[pair])
    if not _resampled(estimate, draws, settings) or not min(first.n, second.n) >= 2:
        return None, None
    error, freedom = standard_error(name, draws, first, second), welch_freedom(first, second)
    return _ends(*student_interval(estimate, error, freedom, settings.confidence))


def standard_error(name: str, draws: np.ndarray, *samples: Moments) -> float:
    """The resamples' standard deviation; of LTV and V at least what spread and effective number give by formula.

    The resamples count on what raking gains; where few spend most it gains less than they say.
    """
    found = float(draws[np.isfinite(draws)].std())
    if name.startswith("lrv"):  # its samples are of counts
        return found
    return max(found, float(np.sqrt(sum(sample.variance / sample.n for sample in samples))))


def nps_ends(point: dict[str, float], draws: np.ndarray, n_eff: float, settings: Settings) -> Ends:
    """Score interval for as many answers as give the resamples' standard deviation."""
    shares = [point[f"share_{segment}"] for segment in SEGMENTS]
    variance = shares[0] + shares[2] - point["nps"] ** 2
    n = float(ratio(variance, draws.var(), empty=n_eff))
    return score_interval(*(share * n for share in shares), confidence=settings.confidence)


def _resampled(estimate: float, draws: np.ndarray, settings: Settings) -> bool:
    """Whether the figure exists, here and in nearly all resamples."""
    return known(estimate) is not None and interval(draws, settings.confidence)[0] is not None


def _ends(low: np.ndarray | float, high: np.ndarray | float) -> Ends:
    return known(float(low)), known(float(high))
