"""What goes with the score: three ratings 1–5 that share a good will, a score and spend that are made of them.

In a shop whose questions are "apart" they add 0.6, 0.2 and 0 points of the score each, in one where they are "alike"
0.3 each. Spend follows the first. The true parts of the variance are those of a million answers.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from trials import CONFIDENCE, TAILS, cell, luck, percent, print_table, seeded

from helpers.base.lmg import covariances_of, moment_features, shares_of_fit
from helpers.base.tables import RATING
from helpers.compare.basis import basis_of
from helpers.compare.drivers.drivers import OUTCOMES, Drivers, drivers
from helpers.run.settings import checked

ADDS = {"apart": (0.6, 0.2, 0.0), "alike": (0.3, 0.3, 0.3)}
NAMES = ("first", "second", "third")
SETTINGS = checked({"as_of": "2026-04-01", "resamples": 400, "confidence": CONFIDENCE})


def answered(n: int, kind: str, tail: str, random: np.random.Generator) -> pd.DataFrame:
    """Ratings, score and spend of n respondents."""
    mood = random.standard_normal((n, 1))
    ratings = np.clip(np.rint(3.4 + 0.7 * mood + 0.8 * random.standard_normal((n, len(NAMES)))), 1, 5)
    score = np.clip(np.rint(7.5 + (ratings - 3.4) @ np.array(ADDS[kind]) + 1.6 * random.standard_normal(n)), 0, 10)
    spend = np.rint(10_000 * (0.4 + 0.2 * ratings[:, 0]) * luck(n, tail, random))
    return pd.DataFrame(ratings, columns=NAMES).assign(score=score, ltv=spend)


@cache
def true_shares(kind: str, tail: str) -> dict[str, np.ndarray]:
    """Part of each question in the variance of score and spend."""
    n = 1_000_000
    table = answered(n, kind, tail, seeded("truth", kind, tail))
    sums = moment_features(table.to_numpy()).sum(axis=0, keepdims=True)
    return dict(zip(OUTCOMES, shares_of_fit(covariances_of(sums, table.shape[1]), len(NAMES), n)[0].T, strict=True))


def told(table: pd.DataFrame) -> Drivers:
    """By the kit's own code."""
    ids = [f"C{number}" for number in range(len(table))]
    segment = np.select([table["score"] >= 9, table["score"] >= 7], ["promoter", "passive"], "detractor")
    nothing = {"recommended_count": np.nan, "influence": np.nan, "warned_count": np.nan}
    rows = pd.DataFrame({"customer_id": ids, "person": ids, "segment": segment, "net_amount": table["ltv"], **nothing})
    rows = rows.assign(orders=1, acquired_on=pd.Timestamp("2020-01-01"), acquisition_channel="ads")
    ratings = {f"{RATING}{name}": table[name].astype("Int64") for name in NAMES}
    return drivers(basis_of(rows, rows.assign(score=table["score"], **ratings), SETTINGS))


def rows(shops: int) -> Iterator[dict[str, str]]:
    """One row a kind of shop, tail and number of answers."""
    for kind, tail, n in product(ADDS, TAILS, (100, 300, 1500)):
        random = seeded("rated", kind, tail, n)
        found = [told(answered(n, kind, tail, random)) for _ in range(shops)]
        true = true_shares(kind, tail)
        held = {outcome: [_held(found, outcome, place, true[outcome]) for place in range(3)] for outcome in OUTCOMES}
        apart = [one.apart["score"] for one in found]
        yield {
            "questions": kind,
            "spend": tail,
            "answers": str(n),
            "true part of the score, %": cell(100 * true["score"]),
            "held, %": cell(held["score"]),
            "true part of LTV, %": cell(100 * true["ltv"]),
            "of LTV held, %": cell(held["ltv"]),
            "some told to matter less, %": f"{percent(bool(names) for names in apart):.1f}",
            "of these the first, %": f"{percent('first' in names for names in apart):.1f}",
        }


def _held(found: list[Drivers], outcome: str, place: int, true: np.ndarray) -> float:
    shares = [getattr(one.questions[NAMES[place]], outcome) for one in found]
    return percent(share.low <= true[place] <= share.high for share in shares)


def print_drivers(shops: int) -> None:
    """The table."""
    print_table(f"what goes with the score, {shops:,} surveys", rows(shops))
