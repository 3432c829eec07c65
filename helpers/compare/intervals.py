"""How sure the figures of the comparison are: LTV by formula, ratios, LRV and V by resampling (METHOD §5)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.base.intervals import (
    Moments,
    hall_interval,
    moments,
    student_interval,
    studentised_interval,
    welch_freedom,
    welch_interval,
)
from helpers.base.parameters import Settings
from helpers.base.resampling import Draws, Stratum, interval, observed, stratified, stratified_sums, total, value_cells
from helpers.collect.nps import SEGMENTS
from helpers.compare.figures import MEASURES, PAIRS, figures
from helpers.compare.lrv import Sums

Ends = tuple[float, float] | tuple[None, None]
Formula = tuple[np.ndarray | float, np.ndarray | float]
RESAMPLED = (
    *(f"{measure}_{name}" for measure in ("lrv", "value") for name in (*SEGMENTS, *PAIRS)),
    *(f"ratio_{measure}_{pair}" for measure in MEASURES for pair in PAIRS),
)


def interval_ends(
    persons: pd.DataFrame, table: pd.DataFrame, settings: Settings, order: np.ndarray | None = None
) -> dict[str, Ends]:
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
    found = {name: ends(name, *both, samples, settings) for name, both in drawn.items()}
    return found | {name: _known(low, high) for name, (low, high) in _ltv_ends(samples, settings).items()}


def gap_ends(
    persons: pd.DataFrame, table: pd.DataFrame, point: Mapping[str, float], order: np.ndarray, settings: Settings
) -> dict[str, Ends]:
    """Intervals of the gaps of LTV and of V alone: those of `interval_ends`, without the work for the rest.

    Parameters
    ----------
    point : mapping
        The figures of the table's sums: `helpers.compare.figures.figures`.
    """
    samples = samples_of(table)
    sums = stratified_sums(strata(persons, table, order), settings.resamples, settings.seed)
    drawn = figures(dict(zip(table.columns, sums.T, strict=True)), settings)
    found = {}
    for pair, (first, second) in PAIRS.items():
        both = samples[first], samples[second]
        found[f"ltv_{pair}"] = _known(*welch_interval(*both, settings.confidence))
        found[f"value_{pair}"] = _student(point[f"value_{pair}"], drawn[f"value_{pair}"], both, settings)
    return found


def welch_gap(first: Moments, second: Moments, confidence: float) -> dict[str, float | None]:
    """Difference of two means of LTV with its interval by Welch's t: estimate, low, high."""
    low, high = _known(*welch_interval(first, second, confidence))
    return {"estimate": float(first.mean - second.mean), "low": low, "high": high}


def drawing_order(persons: pd.DataFrame) -> np.ndarray:
    """Places of the persons in the order of their names: the draws must not hang on that of the rows."""
    return persons["person"].fillna("").argsort(kind="stable").to_numpy()


def strata(persons: pd.DataFrame, table: pd.DataFrame, order: np.ndarray | None = None) -> list[Stratum]:
    """Those who answered, the silent, and respondents whom the CRM does not know, each in the order of their ids."""
    known, answered = persons["in_crm"].to_numpy(dtype=bool), persons["segment"].notna().to_numpy()
    order = drawing_order(persons) if order is None else order
    values, worth, referred = table.to_numpy(), table["ltv"].to_numpy(), table["referred"].to_numpy() > 0
    segment = pd.Categorical(persons["segment"], categories=SEGMENTS).codes.astype(int)
    groups = 2 * segment + referred  # those referred are few: in cells of their own
    found = []
    for members, grouped in ((known & answered, False), (known & ~answered, True), (~known, False)):
        mine = order[members[order]]
        found.append(Stratum(values[mine], grouped, value_cells(worth[mine], groups[mine])))
    return found


def samples_of(table: pd.DataFrame) -> dict[str, Moments]:
    """Moments of the LTV of each segment and of the silent."""
    groups = {segment: table[f"matched_{segment}"] > 0 for segment in SEGMENTS}
    groups["none"] = (table["customers"] > 0) & ~np.logical_or.reduce(list(groups.values()))
    return {group: moments(table.loc[mine, "ltv"].to_numpy()) for group, mine in groups.items()}


def _ltv_ends(samples: Mapping[str, Moments], settings: Settings) -> dict[str, Formula]:
    means = {f"ltv_{group}": hall_interval(sample, settings.confidence) for group, sample in samples.items()}
    gaps = {
        f"ltv_{pair}": welch_interval(samples[first], samples[second], settings.confidence)
        for pair, (first, second) in PAIRS.items()
    }
    return means | gaps


def _known(low: np.ndarray | float, high: np.ndarray | float) -> Ends:
    return (float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else (None, None)


def resampled_figures(
    strata: list[Stratum], columns: tuple[str, ...], settings: Settings
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Each figure that no formula covers, with its standard error: as observed, and resampled; ratios in logs."""
    there = total([observed(one) for one in strata])
    drawn = stratified(strata, settings.resamples, settings.seed)
    steps = 1e-3 * np.sqrt(there.covariances[0].diagonal().clip(min=0))
    point, draws = (_with_errors(one, steps, columns, settings) for one in (there, drawn))
    return {name: (point[name], draws[name]) for name in RESAMPLED}


def ends(name: str, point: np.ndarray, draws: np.ndarray, samples: Mapping[str, Moments], settings: Settings) -> Ends:
    measure, _, pair = name.partition("_")
    if measure == "value" and pair in PAIRS:
        return _student(point[0, 0], draws[0], (samples[PAIRS[pair][0]], samples[PAIRS[pair][1]]), settings)
    logs = measure == "ratio"
    low, high = studentised_interval(
        (point[0, 0], point[1, 0]), draws[0], draws[1], settings.confidence, symmetric=logs
    )
    if low is None or high is None:
        low, high = interval(draws[0], settings.confidence)
    if low is None or high is None:
        return None, None
    with np.errstate(over="ignore"):  # an end beyond all numbers is none
        return _known(np.exp(low), np.exp(high)) if logs else (low, high)


def _student(estimate: float, draws: np.ndarray, samples: tuple[Moments, Moments], settings: Settings) -> Ends:
    """Student's t with the spread of the resamples; none where many lack the figure."""
    if interval(draws, settings.confidence)[0] is None or min(one.n for one in samples) < 2:
        return None, None
    error = draws[np.isfinite(draws)].std()
    return _known(*student_interval(estimate, error, welch_freedom(*samples), settings.confidence))


def _with_errors(
    draws: Draws, steps: np.ndarray, columns: tuple[str, ...], settings: Settings
) -> dict[str, np.ndarray]:
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
    return {name: np.stack(pair) for name, *pair in zip(RESAMPLED, values, errors, strict=True)}


def transformed(sums: Sums, settings: Settings) -> np.ndarray:
    found = figures(sums, settings)
    positive = {name: np.where(found[name] > 0, found[name], np.nan) for name in RESAMPLED if name.startswith("ratio_")}
    return np.stack([np.log(positive[name]) if name in positive else found[name] for name in RESAMPLED])
