"""What the simulations of `meaning.py` share: luck with heavy tails, coverage, and plain tables."""

from collections.abc import Iterable, Mapping

import numpy as np

CONFIDENCE = 0.95
TAILS = {"mild": (0.3, 1.0), "heavy": (0.6, 1.5)}  # share of zeros, σ of the logarithm
SEGMENT_SHARES = np.array([0.3, 0.3, 0.4])  # of all customers: detractors, passives, promoters
HAPPY = np.array([0.15, 0.3, 0.45])  # chance to answer: the happier, the more often
SHARES = SEGMENT_SHARES * HAPPY / (SEGMENT_SHARES @ HAPPY)  # of those who answer


def luck(shape: int | tuple[int, ...], tail: str, random: np.random.Generator) -> np.ndarray:
    """Spend of mean one."""
    zeros, sigma = TAILS[tail]
    return (random.random(shape) >= zeros) / (1 - zeros) * np.exp(sigma * random.standard_normal(shape) - sigma**2 / 2)


def luck_variance(tail: str) -> float:
    """Variance of `luck`."""
    zeros, sigma = TAILS[tail]
    return float(np.exp(sigma**2) / (1 - zeros) - 1)


def seeded(*parts: str | int) -> np.random.Generator:
    """Random numbers of one cell of a table, whatever else is run."""
    return np.random.default_rng([*map(ord, "/".join(map(str, parts)))])


def percent(hits: Iterable[float]) -> float:
    """Mean in %, of those that exist."""
    found = np.asarray(list(hits), float)
    return 100 * float(np.nanmean(found)) if np.isfinite(found).any() else np.nan


def cell(values: Iterable[float], digits: int = 1) -> str:
    """Figures side by side in one cell; a dash where there is none."""
    return " / ".join(f"{round(value, digits) + 0.0:.{digits}f}" if np.isfinite(value) else "–" for value in values)


def print_table(title: str, rows: Iterable[Mapping[str, str]]) -> None:
    """A table, each row as soon as it is known."""
    print(f"\n{title}")
    for number, row in enumerate(rows):
        if not number:
            print("| " + " | ".join(row) + " |\n" + "|---" * len(row) + "|")
        print("| " + " | ".join(row.values()) + " |", flush=True)
