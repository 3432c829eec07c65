"""How sure the figures of the comparison are: LTV by formula, ratios, LRV and V by resampling (METHOD §5)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.base.intervals import (
    Ends,
    Moments,
    hall_interval,
    moments,
    student_interval,
    studentised_interval,
    welch_freedom,
    welch_interval,
)
from helpers.base.parameters import Settings
from helpers.base.resampling import (
    Draws,
    Stratum,
    drawing_order,
    interval,
    observed,
    stratified,
    stratified_sums,
    total,
    value_cells,
)
from helpers.base.results import Estimate
from helpers.collect.nps import SEGMENTS
from helpers.compare.figures import MEASURES, PAIRS, Figure, Figures, figures
from helpers.compare.lrv import Sums

KnownEnds = tuple[float, float] | tuple[None, None]
RESAMPLED = (
    *(Figure(measure, name) for measure in ("lrv", "value") for name in (*SEGMENTS, *PAIRS)),
    *(Figure(measure, pair, ratio=True) for measure in MEASURES for pair in PAIRS),
)


def interval_ends(
    persons: pd.DataFrame, table: pd.DataFrame, settings: Settings, order: np.ndarray | None = None
) -> dict[Figure, KnownEnds]:
    """Interval of each figure that has one.

    Mean LTV by Hall's cubic transformation, gaps of LTV by Welch's t. All others are resampled by
    person (customers who answered, those who did not, and unknown respondents apart), so that ā, k,
    L̄ and R are worked out again in each resample: LRV, its gaps and mean V studentised by the standard
    error that each resample gives its own figure; ratios likewise, in logs and symmetric; gaps of V by
    Student's t with the resamples' standard deviation (why: ``benchmarks/README.md``). Where the
    studentised interval does not exist, it is the percentile one.

    Parameters
    ----------
    persons : DataFrame
        person, segment, in_crm.
    table : DataFrame
        What each person adds to the sums: `helpers.compare.lrv.features`.
    order : ndarray, optional
        `drawing_order`, where it is known already.
    """
    samples = samples_of(table)
    drawn = resampled_figures(strata(persons, table, order), tuple(table.columns), settings)
    resampled = {figure: resampled_ends(figure, *both, samples, settings) for figure, both in drawn.items()}
    return resampled | {figure: _finite(*ends) for figure, ends in _ltv_ends(samples, settings).items()}


def gap_intervals(
    persons: pd.DataFrame, table: pd.DataFrame, point: Figures, order: np.ndarray, settings: Settings
) -> dict[Figure, KnownEnds]:
    """Intervals of the gaps of LTV and of V alone: those of `interval_ends`, without the work for the rest.

    Parameters
    ----------
    point : Figures
        Those of the table's sums.
    """
    samples = samples_of(table)
    sums = stratified_sums(strata(persons, table, order), settings.resamples, settings.seed)
    drawn = figures(dict(zip(table.columns, sums.T, strict=True)), settings)
    ends = {}
    for pair, (first, second) in PAIRS.items():
        both, value = (samples[first], samples[second]), Figure("value", pair)
        ends[Figure("ltv", pair)] = _finite(*welch_interval(*both, settings.confidence))
        ends[value] = _student(point.of(value), drawn.of(value), both, settings)
    return ends


def welch_gap(first: Moments, second: Moments, confidence: float) -> Estimate:
    """Difference of two means of LTV with its interval by Welch's t."""
    return Estimate(float(first.mean - second.mean), *_finite(*welch_interval(first, second, confidence)))


def strata(persons: pd.DataFrame, table: pd.DataFrame, order: np.ndarray | None = None) -> list[Stratum]:
    """Those who answered, the silent, and respondents whom the CRM does not know, each in the order of their ids."""
    in_crm, answered = persons["in_crm"].to_numpy(dtype=bool), persons["segment"].notna().to_numpy()
    order = drawing_order(persons["person"]) if order is None else order
    values, worth, referred = table.to_numpy(), table["ltv"].to_numpy(), table["referred"].to_numpy() > 0
    segment = pd.Categorical(persons["segment"], categories=SEGMENTS).codes.astype(int)
    groups = 2 * segment + referred  # those referred are few: in cells of their own
    drawn = []
    for members, grouped in ((in_crm & answered, False), (in_crm & ~answered, True), (~in_crm, False)):
        mine = order[members[order]]
        drawn.append(Stratum(values[mine], grouped, value_cells(worth[mine], groups[mine])))
    return drawn


def samples_of(table: pd.DataFrame) -> dict[str, Moments]:
    """Moments of the LTV of each segment and of the silent."""
    groups = {segment: table[f"matched_{segment}"] > 0 for segment in SEGMENTS}
    groups["none"] = (table["customers"] > 0) & ~np.logical_or.reduce(list(groups.values()))
    return {group: moments(table.loc[mine, "ltv"].to_numpy()) for group, mine in groups.items()}


def _ltv_ends(samples: Mapping[str, Moments], settings: Settings) -> dict[Figure, Ends]:
    means = {Figure("ltv", group): hall_interval(sample, settings.confidence) for group, sample in samples.items()}
    gaps = {
        Figure("ltv", pair): welch_interval(samples[first], samples[second], settings.confidence)
        for pair, (first, second) in PAIRS.items()
    }
    return means | gaps


def _finite(low: np.ndarray | float, high: np.ndarray | float) -> KnownEnds:
    return (float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else (None, None)


def resampled_figures(
    strata: list[Stratum], columns: tuple[str, ...], settings: Settings
) -> dict[Figure, tuple[np.ndarray, np.ndarray]]:
    """Each figure that no formula covers, with its standard error: as observed, and resampled; ratios in logs."""
    there = total([observed(stratum) for stratum in strata])
    drawn = stratified(strata, settings.resamples, settings.seed)
    steps = 1e-3 * np.sqrt(there.covariances[0].diagonal().clip(min=0))
    point, draws = (_with_errors(sums, steps, columns, settings) for sums in (there, drawn))
    return {figure: (point[figure], draws[figure]) for figure in RESAMPLED}


def resampled_ends(
    figure: Figure, point: np.ndarray, draws: np.ndarray, samples: Mapping[str, Moments], settings: Settings
) -> KnownEnds:
    """Interval of a figure from its resamples, each with its standard error: see `interval_ends`."""
    if figure.measure == "value" and figure.of in PAIRS and not figure.ratio:
        first, second = PAIRS[figure.of]
        return _student(point[0, 0], draws[0], (samples[first], samples[second]), settings)
    low, high = studentised_interval(
        (point[0, 0], point[1, 0]), draws[0], draws[1], settings.confidence, symmetric=figure.ratio
    )
    if low is None or high is None:
        low, high = interval(draws[0], settings.confidence)
    if low is None or high is None:
        return None, None
    with np.errstate(over="ignore"):  # an end beyond all numbers is none
        return _finite(np.exp(low), np.exp(high)) if figure.ratio else (low, high)


def _student(estimate: float, draws: np.ndarray, samples: tuple[Moments, Moments], settings: Settings) -> KnownEnds:
    """Student's t with the spread of the resamples; none where many lack the figure."""
    if interval(draws, settings.confidence)[0] is None or min(sample.n for sample in samples) < 2:
        return None, None
    error = draws[np.isfinite(draws)].std()
    return _finite(*student_interval(estimate, error, welch_freedom(*samples), settings.confidence))


def _with_errors(
    draws: Draws, steps: np.ndarray, columns: tuple[str, ...], settings: Settings
) -> dict[Figure, np.ndarray]:
    """Each figure and its standard error (first order), shape (2, resamples); ratios in logs."""

    def at(sums: np.ndarray) -> np.ndarray:
        return transformed(dict(zip(columns, sums.T, strict=True)), settings)

    values, slopes = at(draws.sums), []
    for column, step in enumerate(steps):
        move = np.zeros(len(steps))
        move[column] = step
        slopes.append((at(draws.sums + move) - at(draws.sums - move)) / (2 * step) if step else 0 * values)
    slope = np.stack(slopes, axis=-1)
    variance = np.einsum("frk,frk->fr", np.einsum("frk,rkl->frl", slope, draws.covariances), slope)
    errors = np.sqrt(variance.clip(min=0))
    return {figure: np.stack(pair) for figure, *pair in zip(RESAMPLED, values, errors, strict=True)}


def transformed(sums: Sums, settings: Settings) -> np.ndarray:
    """The resampled figures, ratios in logs, from sums of `features`."""
    drawn = figures(sums, settings)
    return np.stack([_logs(drawn.of(figure)) if figure.ratio else drawn.of(figure) for figure in RESAMPLED])


def _logs(ratios: np.ndarray) -> np.ndarray:
    """NaN where a ratio is not above zero."""
    return np.log(np.where(ratios > 0, ratios, np.nan))
