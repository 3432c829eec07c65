"""How often 95 % intervals hold the true value: the kit's beside habit, by simulation.

python run.py bench coverage [--samples 1000] [--resamples 999] [--sizes 50 200 1000]
                              [--only means gaps ratios values weighted] [--spends mild heavy gamma cdnow]

Spend: "mild" 30 % zeros and lognormal σ 1, "heavy" 60 % zeros and σ 1.5, "gamma" 30 % zeros and shape
0.5, "cdnow" what each CDNOW customer spent in the year before July 1998, drawn with replacement.
Gaps and ratios are between n customers and a third as many of the same spend. "values" simulates
whole shops (n answers, three times as many silent customers, half of the answers promoters, three in
ten passives, two in ten detractors) and takes LTV, LRV and V from the kit's own code. "weighted" does the
same where who answers depends on tenure and earlier spend: see uneven.py. Printed is coverage in %, ±
its Monte-Carlo error, and the share of samples that the report would warn of.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from uneven import print_weighted

from helpers.base.intervals import Moments, hall_interval, moments, student_interval, welch_interval
from helpers.base.results import SEGMENTS
from helpers.base.strata import Stratum, value_cells
from helpers.compare import figure_intervals as intervals
from helpers.compare.figures import HEADLINE_PAIR, Figure
from helpers.compare.gaps import is_uncertain
from helpers.run.settings import checked

CDNOW = Path(__file__).parents[1] / "data" / "sample" / "cdnow"
CONFIDENCE, AT_ONCE = 0.95, 100
Spend = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]
Ends = tuple[np.ndarray, np.ndarray]


def lognormal(zeros: float, sigma: float) -> tuple[Spend, float]:
    """Spend with its true mean."""

    def spend(random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return (random.random(shape) >= zeros) * np.exp(sigma * random.standard_normal(shape))

    return spend, (1 - zeros) * float(np.exp(sigma**2 / 2))


def gamma(zeros: float, shape_of: float) -> tuple[Spend, float]:
    """Spend with its true mean."""
    return (lambda random, shape: (random.random(shape) >= zeros) * random.gamma(shape_of, size=shape)), (
        1 - zeros
    ) * shape_of


def cdnow() -> tuple[Spend, float]:
    """What each customer of CDNOW spent in a year, buyers or not, and the mean."""
    customers = pd.read_csv(CDNOW / "customers.csv", dtype={"customer_id": str})["customer_id"]
    orders = pd.read_csv(CDNOW / "purchases.csv", dtype={"customer_id": str}, parse_dates=["ordered_at"])
    year = orders[(orders["ordered_at"] >= "1997-07-01") & (orders["ordered_at"] < "1998-07-01")]
    spent = year.groupby("customer_id")["amount"].sum().reindex(customers, fill_value=0.0).to_numpy()
    return (lambda random, shape: spent[random.integers(0, len(spent), shape)]), float(spent.mean())


SPENDS = {"mild": lognormal(0.3, 1.0), "heavy": lognormal(0.6, 1.5), "gamma": gamma(0.3, 0.5), "cdnow": cdnow()}


class Resampled:
    """Means and standard errors of many samples (rows) in resamples that all of them share."""

    def __init__(self, values: np.ndarray, resamples: int, random: np.random.Generator):
        n = values.shape[1]
        weights = random.multinomial(n, np.full(n, 1 / n), size=resamples).T / n
        self.point, self.values, self.n = moments(values), values, n
        self.means = values @ weights
        self.errors = np.sqrt((values**2 @ weights - self.means**2).clip(min=0) / (n - 1))
        self.error = np.sqrt(self.point.variance / n)


def percentiles(draws: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """A quantile of each row at its own level."""
    place = (np.clip(np.nan_to_num(levels), 0, 1) * (draws.shape[1] - 1)).round().astype(int)
    return np.take_along_axis(np.sort(draws, axis=1), place[:, None], axis=1)[:, 0]


def percentile(draws: np.ndarray) -> Ends:
    """Percentile interval."""
    low, high = np.nanquantile(draws, [0.025, 0.975], axis=1, method="nearest")
    return low, high


def bca(draws: np.ndarray, estimate: np.ndarray, acceleration: np.ndarray) -> Ends:
    """Bias-corrected and accelerated interval."""
    below = (draws < estimate[:, None]).mean(axis=1).clip(1e-3, 1 - 1e-3)
    bias = stats.norm.ppf(below)
    shifted = [bias + z for z in stats.norm.ppf([0.025, 0.975])]
    low, high = (percentiles(draws, stats.norm.cdf(bias + s / (1 - acceleration * s))) for s in shifted)
    return low, high


def studentised(estimate, error, draws, errors, *, symmetric=False) -> Ends:
    """Bootstrap-t interval of each row."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.nan_to_num((draws - estimate[:, None]) / errors, nan=0.0)
    t = np.concatenate([t, -t], axis=1) if symmetric else t
    low, high = np.quantile(t, [0.025, 0.975], axis=1, method="nearest")
    return estimate - high * error, estimate - low * error


def acceleration(sample: Moments, other: Moments | None = None) -> np.ndarray:
    """Of a mean, or of a difference of two: Σ influence³ / 6 (Σ influence²)^1.5."""
    parts = [(sample, 1)] if other is None else [(sample, 1), (other, -1)]
    second = sum(one.variance / one.n for one, _ in parts)
    third = sum(sign * one.skewness * one.variance**1.5 / one.n**2 for one, sign in parts)
    return third / (6 * second**1.5)


def of_means(one: Resampled) -> dict[str, Ends]:
    """Intervals of a mean."""
    m = one.point
    return {
        "Student's t": student_interval(m.mean, one.error, one.n - 1.0, CONFIDENCE),
        "percentile": percentile(one.means),
        "BCa": bca(one.means, m.mean, acceleration(m)),
        "bootstrap-t": studentised(m.mean, one.error, one.means, one.errors),
        "Hall's cubic (kit)": hall_interval(m, CONFIDENCE),
    }


def of_gaps(one: Resampled, other: Resampled) -> dict[str, Ends]:
    """Intervals of a difference of means."""
    gap, draws = one.point.mean - other.point.mean, one.means - other.means
    errors, error = np.hypot(one.errors, other.errors), np.hypot(one.error, other.error)
    return {
        "percentile": percentile(draws),
        "BCa": bca(draws, gap, acceleration(one.point, other.point)),
        "bootstrap-t": studentised(gap, error, draws, errors),
        "Welch's t (kit)": welch_interval(one.point, other.point, CONFIDENCE),
    }


def of_ratios(one: Resampled, other: Resampled) -> dict[str, Ends]:
    """Intervals of the log of a ratio of means."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, draws = np.log(one.point.mean / other.point.mean), np.log(one.means / other.means)
        error = np.hypot(one.error / one.point.mean, other.error / other.point.mean)
        errors = np.hypot(one.errors / one.means, other.errors / other.means)
    return {
        "percentile": percentile(draws),
        "bootstrap-t of the log": studentised(ratio, error, draws, errors),
        "the same, symmetric (kit)": studentised(ratio, error, draws, errors, symmetric=True),
    }


def simulated(part: str, name: str, n: int, samples: int, resamples: int) -> dict[str, float]:
    """Method → share of intervals that hold the truth; and of samples with a warning."""
    random = np.random.default_rng([n, sum(map(ord, part + name))])
    spend, mean = SPENDS[name]
    held: dict[str, list[float]] = {}
    for start in range(0, samples, AT_ONCE):
        size = min(AT_ONCE, samples - start)
        one = Resampled(spend(random, (size, n)), resamples, random)
        if part == "means":
            truth, found = mean, of_means(one)
            held.setdefault("warned", []).extend(is_uncertain(row) for row in one.values)
        else:
            other = Resampled(spend(random, (size, max(n // 3, 2))), resamples, random)
            truth, found = 0.0, (of_gaps if part == "gaps" else of_ratios)(one, other)
        for method, (low, high) in found.items():
            held.setdefault(method, []).extend((low <= truth) & (truth <= high))
    return {method: float(np.mean(hits)) for method, hits in held.items()}


# Whole shops: LTV, LRV and V by the kit's own code

SHARES, SIZES_OF_SPEND, RECOMMENDED = (0.2, 0.3, 0.5), (1.0, 1.1, 1.4), (0.3, 1.0, 2.5)
COLUMNS = (
    *("customers", "ltv", "referred", "ltv_base_n", "ltv_base", "influence_n", "influence"),
    *(f"{what}_{segment}" for segment in SEGMENTS for what in ("matched", "ltv", "counted", "recommended")),
)


def shop(spend: Spend, n: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What each customer adds to the sums: n who answered, and three times as many who did not."""
    segment = random.choice(3, n, p=SHARES)
    spent = spend(random, (n,)) * np.array(SIZES_OF_SPEND)[segment]
    counts = np.minimum(random.poisson(np.array(RECOMMENDED)[segment] * random.exponential(size=n)), 10)
    asked = np.zeros((n, len(COLUMNS)))
    asked[:, :7] = np.column_stack(
        [np.ones(n), spent, random.random(n) < 0.1, np.ones(n), spent, np.ones(n), random.integers(0, 11, n) / 10]
    )
    for number in range(3):
        mine = (segment == number)[:, None]
        asked[:, 7 + 4 * number : 11 + 4 * number] = mine * np.column_stack([np.ones(n), spent, np.ones(n), counts])
    silent, spent = np.zeros((3 * n, len(COLUMNS))), 1.1 * spend(random, (3 * n,))
    silent[:, :5] = np.column_stack([np.ones(3 * n), spent, random.random(3 * n) < 0.1, np.ones(3 * n), spent])
    return asked, silent


def strata(parts: tuple[np.ndarray, np.ndarray]) -> list[Stratum]:
    """As the kit draws them."""
    asked, silent = parts
    return [Stratum(asked, False), Stratum(silent, True, value_cells(silent[:, 1], silent[:, 2]))]


def true_figures(spend: Spend, settings) -> dict[Figure, float]:
    """The figures of a very large shop; ratios in logs."""
    random, sums = np.random.default_rng(0), np.zeros(len(COLUMNS))
    for _ in range(60):
        sums += sum(part.sum(axis=0) for part in shop(spend, 50_000, random))
    found = intervals.transformed(dict(zip(COLUMNS, sums[:, None], strict=True)), settings)
    return dict(zip(intervals.RESAMPLED, found[:, 0], strict=True))


METHODS_OF_VALUES = ("percentile", "Student", "bootstrap-t", "symmetric", "kit")


def value_intervals(parts, settings) -> dict[tuple[Figure, str], tuple[float, float]]:
    """(figure, method) → interval of a simulated shop; ratios in logs."""
    table = pd.DataFrame(np.vstack(parts), columns=list(COLUMNS))
    samples = intervals.samples_of(table)
    found = {}
    for name, (point, draws) in intervals.resampled_figures(strata(parts), COLUMNS, settings).items():
        if not np.isfinite(point).all() or not np.isfinite(draws[0]).any():
            continue
        t = (point[:1, 0], point[1:, 0], draws[:1], draws[1:])
        low, high = intervals.resampled_ends(name, point, draws, samples, settings)
        logs = np.log if name.ratio else float
        found |= {
            (name, "percentile"): percentile(draws[:1]),
            (name, "Student"): student_interval(point[0, 0], np.nanstd(draws[0]), len(parts[0]) / 5, CONFIDENCE),
            (name, "bootstrap-t"): studentised(*t),
            (name, "symmetric"): studentised(*t, symmetric=True),
            (name, "kit"): (np.nan, np.nan) if low is None or high is None else (logs(low), logs(high)),
        }
    return found


def simulated_values(name: str, n: int, samples: int, resamples: int) -> dict[tuple[Figure, str], float]:
    """(figure, method) → share of intervals that hold the truth."""
    random, spend = np.random.default_rng([n, 7]), SPENDS[name][0]
    settings = checked({"as_of": "2026-04-01", "resamples": resamples})
    truth, held = true_figures(spend, settings), {}
    for draw in range(samples):
        settings = settings.model_copy(update={"seed": draw})
        for (figure, method), (low, high) in value_intervals(shop(spend, n, random), settings).items():
            if not np.isnan(np.squeeze(low)):
                held.setdefault((figure, method), []).append(np.squeeze(low) <= truth[figure] <= np.squeeze(high))
    return {key: float(np.mean(hits)) for key, hits in held.items()}


def error(samples: int) -> float:
    """Monte-Carlo error of a coverage near 93 %, in points."""
    return 100 * float(np.sqrt(0.93 * 0.07 / samples))


def print_part(part: str, spends: list[str], sizes: list[int], samples: int, resamples: int) -> None:
    """A table: a row a method and spend, a column a size."""
    print(
        f"\n{part}, {samples:,} samples, ± {error(samples):.1f}\n| spend | method | "
        + " | ".join(map(str, sizes))
        + " |"
    )
    print("|---|---|" + "---|" * len(sizes))
    for name in spends:
        found = [simulated(part, name, n, samples, resamples) for n in sizes]
        for method in found[0]:
            print(
                f"| {name} | {method} | " + " | ".join(f"{100 * one[method]:.1f}" for one in found) + " |", flush=True
            )


SHOWN = [
    *(Figure(measure, name) for measure in ("lrv", "value") for name in ("detractor", "promoter", HEADLINE_PAIR)),
    *(Figure(measure, HEADLINE_PAIR, ratio=True) for measure in ("ltv", "value")),
]


def _label(figure: Figure) -> str:
    return f"{'ratio of ' if figure.ratio else ''}{figure.measure} {figure.of}"


def print_values(spends: list[str], sizes: list[int], samples: int, resamples: int) -> None:
    """A table of the shops' figures: a row a figure and method, a column a number of answers."""
    print(
        f"\nvalues, {samples:,} shops, ± {error(samples):.1f}; answers:\n| spend | figure | method | "
        + " | ".join(map(str, sizes))
        + " |"
    )
    print("|---|---|---|" + "---|" * len(sizes))
    for name in (one for one in spends if one in ("mild", "heavy")):
        found = [simulated_values(name, n, samples, resamples) for n in sizes]
        for figure in SHOWN:
            for method in METHODS_OF_VALUES:
                cells = " | ".join(f"{100 * one.get((figure, method), np.nan):.1f}" for one in found)
                print(f"| {name} | {_label(figure)} | {method} | {cells} |", flush=True)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench coverage", description="Coverage of 95 % intervals")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--resamples", type=int, default=999)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 1000])
    parser.add_argument("--spends", nargs="+", choices=list(SPENDS), default=list(SPENDS))
    parts = ["means", "gaps", "ratios", "values", "weighted"]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    options, start = parser.parse_args(), time.perf_counter()
    for part in options.only:
        if part in ("values", "weighted"):
            printed, sizes = print_values if part == "values" else print_weighted, [max(n, 100) for n in options.sizes]
            printed(options.spends, sizes, max(options.samples // 2, 1), options.resamples)
        else:
            print_part(part, options.spends, options.sizes, options.samples, options.resamples)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
