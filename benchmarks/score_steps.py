"""Worth by score: shops in which it rises evenly, and shops in which it steps up at the cut-offs.

Happy people answer: 28 in 100 give a 10, 22 at most a 6; three times as many customers are silent. *slope*:
700 more for each point; *steps*: 3,500 more from 7 on, and again from 9 on. Value is LTV and word of mouth,
of which more comes from the higher scores; one in five customers was won by referral in the year. Means of
fewer than ten customers, which the kit does not show, do not count.
"""

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np
import pandas as pd
from newcomers import customers
from trials import CONFIDENCE, TAILS, cell, luck, percent, print_table, seeded

from helpers.base.intervals import moments
from helpers.base.results import is_seen
from helpers.compare.basis import Basis, basis_of
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.score_curve import ScoreCurve, cut_off_steps, score_curve
from helpers.run.settings import checked

SCORES = np.arange(11)
SHARES = np.array([2, 1, 2, 2, 3, 6, 6, 12, 20, 18, 28]) / 100
WORTH = {
    "slope": 5_000.0 + 700 * SCORES,
    "steps": 6_000.0 + 3_500 * (SCORES >= 7) + 3_500 * (SCORES >= 9),
}
TOLD = 0.2 + 0.25 * (SCORES - 4).clip(min=0)  # people recommended to
CUT_OFFS, BANDS = (7, 9), (10, 20, 100, np.inf)
SILENT, SILENT_WORTH = 3, 9_000.0


def rows(shops: int, sizes: tuple[int, ...] = (400, 1600)) -> Iterator[dict[str, str]]:
    """One row a shape, tail, measure and number of answers."""
    worth = {shape: true_worth(shape) for shape in WORTH}
    for shape, tail, n in product(WORTH, TAILS, sizes):
        random, true = seeded("steps", shape, tail, n), worth[shape]
        bases = (basis(shape, tail, n, random) for _ in range(shops))
        found = [({measure: score_curve(base, measure) for measure in true}, _told_apart(base)) for base in bases]
        for measure, truth in true.items():
            told = _told([curves[measure] for curves, _ in found], truth)
            gap = percent(apart for _, apart in found) if measure == "ltv" else np.nan
            yield (
                {"worth": shape, "spend": tail, "measure": measure, "answers": str(n)}
                | told
                | {"promoters − detractors told apart": cell([gap], 0)}
            )


def basis(shape: str, tail: str, n: int, random: np.random.Generator) -> Basis:
    """Basis of a shop's comparison."""
    score, size = random.choice(11, n, p=SHARES), (1 + SILENT) * n
    mean = np.concatenate([WORTH[shape][score], np.full(SILENT * n, SILENT_WORTH)])
    segment = np.concatenate([np.searchsorted([7, 9], score, "right"), np.zeros(SILENT * n, int)])
    days = pd.to_timedelta(random.integers(1, 2 * 365, size), "D")
    rows = customers(segment, np.round(mean * luck(size, tail, random)), pd.Timestamp("2026-04-01") - days)
    answered = np.arange(size) < n
    scores = pd.Series(np.concatenate([score, np.zeros(SILENT * n, int)]), dtype="Int64").where(answered)
    counts = np.minimum(random.poisson(TOLD[scores.fillna(0).astype(int)] * random.exponential(size=size)), 10)
    more = {
        "acquisition_channel": pd.Series(np.where(random.random(size) < 0.4, "referral", "ads"), dtype="str"),
        "score": scores,
        "segment": rows["segment"].where(answered),
        "person": rows["person"].where(answered),
        "recommended_count": np.where(answered, counts, np.nan),
        "influence": np.where(answered, random.integers(0, 11, size) / 10, np.nan),
    }
    return basis_of(rows.assign(**more), None, checked({"as_of": "2026-04-01"}))


def true_worth(shape: str) -> dict[str, np.ndarray]:
    """LTV by score as it is made, and value: LRV is that of a very large shop."""
    people = basis(shape, "mild", 50_000, seeded("truth", shape)).customers
    return {"ltv": WORTH[shape], "value": WORTH[shape] + people.groupby("score")["lrv"].mean().to_numpy()}


def _told_apart(base: Basis) -> bool:
    """Whether promoters − detractors is: the step as it would be read off two segments."""
    people = base.customers
    first, second = (moments(people.loc[people["segment"] == name, "ltv"].to_numpy()) for name in PAIRS[HEADLINE_PAIR])
    gap = welch_gap(first, second, CONFIDENCE)
    return gap.low is not None and gap.low > 0


def _told(curves: list[ScoreCurve], truth: np.ndarray) -> dict[str, str]:
    scores = [score for curve in curves for score in curve.scores if score.worth and is_seen(score.worth.low)]
    held = np.array([score.worth.low <= truth[score.score] <= score.worth.high for score in scores])
    sizes = np.array([score.n for score in scores])
    steps = [cut_off_steps(curve, CUT_OFFS, CONFIDENCE) for curve in curves]
    gaps = np.array([[(one.gap.low, one.gap.high) for one in both] for both in steps])
    true = np.array([truth[at] - truth[at - 1] for at in CUT_OFFS])
    return {
        "means held, of 10–19 / 20–99 / more": cell(
            [percent(held[(sizes >= low) & (sizes < high)]) for low, high in pairwise(BANDS)]
        ),
        "step at 7 / at 9 held": cell(percent(row) for row in ((gaps[:, :, 0] <= true) & (true <= gaps[:, :, 1])).T),
        "told apart": cell((percent(row) for row in ((gaps[:, :, 0] > 0) | (gaps[:, :, 1] < 0)).T), 0),
    }


def print_curve(shops: int) -> None:
    """The table."""
    print_table(f"curve, {shops:,} shops", rows(shops))
