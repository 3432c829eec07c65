"""How sure the figures of the comparison are: LTV by formula, ratios, LRV and V by resampling (METHOD §5)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.base.intervals import (
    Moments,
    hall_interval,
    interval,
    moments,
    student_interval,
    student_quantile,
    studentised_interval,
    welch_freedom,
    welch_interval,
)
from helpers.base.resampling import Draws, observed, stratified, stratified_sums, total
from helpers.base.results import SEGMENTS, Estimate
from helpers.base.strata import Stratum, drawing_order, value_cells
from helpers.base.texts import places_among
from helpers.compare.basis import Basis
from helpers.compare.figures import MEASURES, PAIRS, Figure, Sums, figures
from helpers.compare.settings import CompareSettings

KnownEnds = tuple[float, float] | tuple[None, None]
RESAMPLED = (
    *(Figure(measure, name) for measure in ("lrv", "value") for name in (*SEGMENTS, *PAIRS)),
    *(Figure(measure, pair, ratio=True) for measure in MEASURES for pair in PAIRS),
)


def interval_ends(base: Basis) -> dict[Figure, KnownEnds]:
    """Interval of each figure that has one.

    Mean LTV by Hall's cubic transformation, gaps of LTV by Welch's t. All others are resampled by
    person (customers who answered, those who did not, and unknown respondents apart), so that ā, k,
    L̄ and R are worked out again in each resample: LRV, its gaps and mean V studentised by the standard
    error that each resample gives its own figure; ratios likewise, in logs and symmetric; gaps of V by
    Student's t with the resamples' standard deviation (why: ``benchmarks/README.md``). Where the
    studentised interval does not exist, it is the percentile one.
    """
    samples, settings = samples_of(base.table), base.settings
    drawn = resampled_figures(strata(base.persons, base.table, base.order), tuple(base.table.columns), settings)
    ends = {figure: resampled_ends(figure, *both, samples, settings) for figure, both in drawn.items()}
    for group, sample in samples.items():
        ends[Figure("ltv", group)] = finite_ends(*hall_interval(sample, settings.confidence))
    for pair, (first, second) in PAIRS.items():
        ends[Figure("ltv", pair)] = finite_ends(*welch_interval(samples[first], samples[second], settings.confidence))
    return ends


def gap_errors(base: Basis, ends: Mapping[Figure, KnownEnds]) -> dict[Figure, float]:
    """Standard error of each gap of LTV and of V that has an interval: half of that over its Student's t."""
    samples, errors = samples_of(base.table), {}
    for pair, (first, second) in PAIRS.items():
        freedom = welch_freedom(samples[first], samples[second])
        for figure in (Figure("ltv", pair), Figure("value", pair)):
            low, high = ends[figure]
            if low is not None and high is not None:
                errors[figure] = float((high - low) / 2 / student_quantile(freedom, base.settings.confidence))
    return errors


def gap_intervals(base: Basis, pair: str) -> tuple[KnownEnds, KnownEnds]:
    """Intervals of a pair's gaps of LTV and of V: those of `interval_ends`, without the work for the rest."""
    samples, value, settings = samples_of(base.table), Figure("value", pair), base.settings
    both = samples[PAIRS[pair][0]], samples[PAIRS[pair][1]]
    sums = stratified_sums(strata(base.persons, base.table, base.order), settings.resamples, settings.seed)
    drawn = figures(dict(zip(base.table.columns, sums.T, strict=True)), settings)
    by_formula = finite_ends(*welch_interval(*both, settings.confidence))
    return by_formula, _student(base.point.of(value), drawn.of(value), both, settings)


def welch_gap(first: Moments, second: Moments, confidence: float) -> Estimate:
    """Difference of two means of LTV with its interval by Welch's t."""
    return Estimate(float(first.mean - second.mean), *finite_ends(*welch_interval(first, second, confidence)))


def strata(persons: pd.DataFrame, table: pd.DataFrame, order: np.ndarray | None = None) -> list[Stratum]:
    """Those who answered, the silent, and respondents whom the CRM does not know, each in the order of their ids."""
    in_crm, answered = persons["in_crm"].to_numpy(dtype=bool), persons["segment"].notna().to_numpy()
    order = drawing_order(persons["person"]) if order is None else order
    values, worth, referred = table.to_numpy(), table["ltv"].to_numpy(), table["referred"].to_numpy() > 0
    groups = 2 * places_among(persons["segment"], SEGMENTS) + referred  # those referred are few: in cells of their own
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


def finite_ends(low: np.ndarray | float, high: np.ndarray | float) -> KnownEnds:
    """Both ends of an interval, or none where one does not exist."""
    return (float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else (None, None)


def resampled_figures(
    strata: list[Stratum], columns: tuple[str, ...], settings: CompareSettings
) -> dict[Figure, tuple[np.ndarray, np.ndarray]]:
    """Each figure that no formula covers, with its standard error: as observed, and resampled; ratios in logs."""
    there = total([observed(stratum) for stratum in strata])
    drawn = stratified(strata, settings.resamples, settings.seed)
    steps = 1e-3 * np.sqrt(there.covariances[0].diagonal().clip(min=0))
    point, draws = (_with_errors(sums, steps, columns, settings) for sums in (there, drawn))
    return {figure: (point[figure], draws[figure]) for figure in RESAMPLED}


def resampled_ends(
    figure: Figure, point: np.ndarray, draws: np.ndarray, samples: Mapping[str, Moments], settings: CompareSettings
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
        return finite_ends(np.exp(low), np.exp(high)) if figure.ratio else (low, high)


def _student(
    estimate: float, draws: np.ndarray, samples: tuple[Moments, Moments], settings: CompareSettings
) -> KnownEnds:
    """Student's t with the spread of the resamples; none where many lack the figure."""
    if interval(draws, settings.confidence)[0] is None or min(sample.n for sample in samples) < 2:
        return None, None
    error = draws[np.isfinite(draws)].std()
    return finite_ends(*student_interval(estimate, error, welch_freedom(*samples), settings.confidence))


def _with_errors(
    draws: Draws, steps: np.ndarray, columns: tuple[str, ...], settings: CompareSettings
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


def transformed(sums: Sums, settings: CompareSettings) -> np.ndarray:
    """The resampled figures, ratios in logs, from sums of `features`."""
    drawn = figures(sums, settings)
    values = [(drawn.of(figure), figure.ratio) for figure in RESAMPLED]
    return np.stack([np.log(np.where(value > 0, value, np.nan)) if ratio else value for value, ratio in values])
