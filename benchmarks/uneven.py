"""Shops where who answers depends on tenure and earlier spend: the weighted figures beside the plain ones.

The loyal buy more, like the shop more, and answer more. Four customers for each answer; the truth is
what the plain figures are where everybody answers.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from helpers.base.intervals import hall_interval, moments, student_interval, welch_freedom
from helpers.base.results import SEGMENTS
from helpers.collect.nps import nps_from_counts
from helpers.compare.basis import Basis, basis_of
from helpers.compare.figure_intervals import interval_ends
from helpers.compare.figures import HEADLINE_PAIR, PAIRS, Figure
from helpers.compare.nonresponse import weighted
from helpers.compare.nonresponse.redrawn import observed_sums, redrawn_sums
from helpers.compare.nonresponse.weighted import OF_ANSWERED, WeightedFigures
from helpers.compare.nonresponse.weights import calibration
from helpers.invite.settings import InviteSettings
from helpers.run.settings import checked

SPENDS = {"mild": (0.3, 1.0), "heavy": (0.6, 1.5)}
BY_TENURE, BY_SPEND = np.array([0.6, 0.8, 1.0, 1.2, 1.4]), np.array([0.9, 0.5, 0.8, 1.2, 1.8])
RECOMMENDED = np.array([0.3, 1.0, 2.5])
NPS = Figure("nps", "answered")
OF_SEGMENTS = tuple(Figure(measure, name) for measure in ("ltv", "value") for name in ("detractor", "promoter"))
SHOWN = (NPS, OF_ANSWERED, *OF_SEGMENTS, Figure("ltv", HEADLINE_PAIR), Figure("value", HEADLINE_PAIR))
METHODS = ("plain", "percentile", "Student", "Hall, n_eff", "resampled error", "kit")
Ends = tuple[float | None, float | None]


def shop(spend: tuple[float, float], size: int, random: np.random.Generator, *, census: bool = False) -> pd.DataFrame:
    """One row a customer; about a quarter answer, or everybody."""
    years, loyal = random.integers(0, 6, size), random.standard_normal(size)
    before, now = (_spent(loyal, *spend, random) for _ in range(2))
    before = np.where(years == 0, 0, before)
    answered = census | (random.random(size) < _chance(years, before, spend[1]))
    segment = np.searchsorted([-0.6, 0.3], 0.5 * loyal + 0.1 * (years - 2) + 0.8 * random.standard_normal(size))
    counts = np.minimum(random.poisson(RECOMMENDED[segment] * random.exponential(size=size)), 10)
    days = 365 * years + 1 + random.integers(0, 364, size)
    return pd.DataFrame(
        {
            "person": np.where(answered, np.arange(size).astype(str), None),
            "acquired_on": pd.Timestamp("2026-04-01") - pd.to_timedelta(days, "D"),
            "acquisition_channel": np.where(random.random(size) < 0.1, "referral", "ads"),
            "orders": 1 * (now > 0),
            "net_amount": (now * (1 + 0.1 * years)).astype(int),
            "net_amount_before": before.astype(int),
            "segment": np.where(answered, np.array(SEGMENTS, dtype=object)[segment], None),
            "recommended_count": np.where(answered, counts, np.nan),
            "influence": np.where(answered, random.integers(0, 11, size) / 10, np.nan),
            "warned_count": np.nan,
        }
    ).astype({"person": "str", "segment": "str", "acquisition_channel": "str"})


def _spent(loyal: np.ndarray, zeros: float, sigma: float, random: np.random.Generator) -> np.ndarray:
    logs = sigma * (0.6 * loyal + 0.8 * random.standard_normal(len(loyal)))
    return 1000 * (random.random(len(loyal)) >= zeros) * np.exp(logs)


def _chance(years: np.ndarray, before: np.ndarray, sigma: float) -> np.ndarray:
    """Chance to answer: a factor of tenure times one of earlier spend."""
    thirds = 1000 * np.exp(sigma * stats.norm.ppf([1 / 3, 2 / 3]))
    spend = np.select([years == 0, before == 0], [0, 1], 2 + np.searchsorted(thirds, before))
    return BY_TENURE[np.searchsorted([1, 2, 3, 5], years, "right")] * BY_SPEND[spend] / 4


def shown(figures: WeightedFigures) -> dict[Figure, np.ndarray]:
    """The figures that are printed."""
    return {figure: figures.nps if figure == NPS else figures.of(figure) for figure in SHOWN}


def true_figures(spend: tuple[float, float], settings: InviteSettings) -> dict[Figure, float]:
    """The figures of a very large shop where everybody answers."""
    random, sums = np.random.default_rng(0), 0
    for _ in range(40):
        sums = sums + basis_of(shop(spend, 100_000, random, census=True), None, settings).table.sum()
    return {figure: float(value) for figure, value in shown(weighted.weighted_figures(dict(sums), settings)).items()}


def intervals_of(rows: pd.DataFrame, settings: InviteSettings) -> tuple[dict[str, dict[Figure, float]], dict]:
    """Figures, plain and weighted; and (figure, method) → interval."""
    base = basis_of(rows, None, settings)
    table, settings = base.table, base.settings
    weights = calibration(rows, settings, window_before_covered=True)
    figures, redrawn = (
        weighted.weighted_figures(sums, settings)
        for sums in (observed_sums(table, weights), redrawn_sums(base.persons["person"], table, weights, settings))
    )
    point, draws = shown(figures), shown(redrawn)
    samples, plain, ends = weighted.weighted_samples(table, weights), _plain_ends(base), {}
    for name in SHOWN:
        ends[name, "plain"] = plain[name]
        ends[name, "percentile"] = tuple(np.quantile(draws[name], [0.025, 0.975]))
        how = point[name], draws[name], samples, settings
        if name == NPS:
            ends[name, "kit"] = weighted.nps_ends(figures, draws[name], weights.n_eff, settings)
            ends[name, "resampled error"] = ends[name, "kit"]
        elif name in samples:
            sample, error = samples[name], draws[name].std()
            ends[name, "Student"] = student_interval(point[name], error, sample.n - 1, 0.95)
            like = replace(sample, mean=point[name], variance=error**2 * sample.n)
            ends[name, "resampled error"] = hall_interval(like, 0.95)
            ends[name, "kit"] = weighted.mean_ends(name, *how)
        else:
            freedom = welch_freedom(*(samples[Figure("ltv", segment)] for segment in PAIRS[HEADLINE_PAIR]))
            ends[name, "resampled error"] = student_interval(point[name], draws[name].std(), freedom, 0.95)
            ends[name, "kit"] = weighted.weighted_gap_ends(name, *how)
        if name.measure == "ltv" and name in samples:
            ends[name, "Hall, n_eff"] = hall_interval(samples[name], 0.95)
    plainly = shown(weighted.weighted_figures(dict(table.sum()), settings))
    return {"plain": plainly, "weighted": point}, ends


def _plain_ends(base: Basis) -> dict[Figure, Ends]:
    table = base.table
    score = nps_from_counts(*(int(table[f"matched_{segment}"].sum()) for segment in SEGMENTS))
    answered = table.loc[base.persons["segment"].notna(), "ltv"].to_numpy()
    more = {NPS: (score.low, score.high), OF_ANSWERED: hall_interval(moments(answered), 0.95)}
    return interval_ends(base) | more


def simulated(name: str, n: int, shops: int, resamples: int) -> dict[tuple[Figure, str], float]:
    """(figure, method) → share of intervals that hold the truth, and (figure, ``… is off``) → mean error."""
    random, settings = np.random.default_rng([n, 11]), checked({"as_of": "2026-04-01", "resamples": resamples})
    truth, held = true_figures(SPENDS[name], settings), {}
    for draw in range(shops):
        rows = shop(SPENDS[name], 4 * n, random)
        found, ends = intervals_of(rows, settings.model_copy(update={"seed": draw}))
        for (figure, method), (low, high) in ends.items():
            if low is not None and np.isfinite(low):
                held.setdefault((figure, method), []).append(low <= truth[figure] <= high)
        for kind, figures in found.items():
            for figure in SHOWN:
                held.setdefault((figure, f"{kind} is off"), []).append(figures[figure] / truth[figure] - 1)
    return {key: float(np.mean(hits)) for key, hits in held.items()}


def print_weighted(spends: list[str], sizes: list[int], shops: int, resamples: int) -> None:
    """A table: a row a figure, a column a number of answers, in a cell the methods and what is off."""
    print(f"\nweighted, {shops:,} shops; coverage of {' / '.join(METHODS)}; plain is off, weighted is off; answers:")
    print("| spend | figure | " + " | ".join(map(str, sizes)) + " |\n|---|---|" + "---|" * len(sizes))
    for name in (one for one in spends if one in SPENDS):
        found = [simulated(name, n, shops, resamples) for n in sizes]
        for figure in SHOWN:
            cells = []
            for one in found:
                covers = " / ".join(f"{100 * one[figure, m]:.1f}" if (figure, m) in one else "–" for m in METHODS)
                off = ", ".join(f"{one[figure, f'{kind} is off']:+.1%}" for kind in ("plain", "weighted"))
                cells.append(f"{covers}; {off}")
            print(f"| {name} | {figure.measure} {figure.of} | " + " | ".join(cells) + " |", flush=True)
