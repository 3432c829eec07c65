"""Worth by score: by hand, by a second implementation, and who is hidden."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN, Mean
from helpers.compare.basis import basis_of
from helpers.compare.score_curve import ScoreCurve, ScoreWorth, cut_off_steps, score_curve, smooth
from helpers.disclosure import shown


def shop(scores, seed=1, **changes):
    """Customers who answered with these scores, each with a purchase."""
    random = np.random.default_rng(seed)
    n = len(scores)
    score = pd.array(scores, dtype="Int64")
    named = np.select([score >= 9, score >= 7], ["promoter", "passive"], "detractor")
    columns = {
        "person": [f"p{i}" for i in range(n)],
        "customer_id": [f"c{i}" for i in range(n)],
        "score": score,
        "segment": pd.array(named, dtype="str"),
        "acquired_on": pd.to_datetime(["2020-01-01"] * n),
        "orders": 1,
        "net_amount": random.integers(900, 1100, n),
        "recommended_count": pd.array([1.0] * n, dtype="Float64"),
        "influence": pd.array([0.5] * n, dtype="Float64"),
        "warned_count": pd.array([None] * n, dtype="Float64"),
    }
    return pd.DataFrame(columns | changes)


def test_the_mean_of_each_score(settings):
    rows = shop([6] * 12 + [7] * 15 + [9] * 20)
    curve = score_curve(basis_of(rows, None, settings()), "ltv")
    by_hand = rows.groupby("score")["net_amount"].mean()
    for score in curve.scores:
        assert (score.worth is None) == (score.score not in by_hand)
        if score.worth:
            assert score.worth.mean == pytest.approx(by_hand[score.score])
            assert score.worth.low < score.worth.mean < score.worth.high


def test_value_is_mean_ltv_plus_mean_lrv_of_those_who_told(settings):
    told = pd.array([2.0, None, 4.0, 6.0] * 5, dtype="Float64")
    rows = shop([9] * 20, recommended_count=told)
    base = basis_of(rows, None, settings(conversion=0.5))
    (score,) = [score for score in score_curve(base, "value").scores if score.n]
    people = base.customers
    assert score.worth.mean == pytest.approx(people["ltv"].mean() + people["lrv"].mean())
    spread = people["ltv"].var() + people["lrv"].var() * 20 / 15  # by hand: parts that do not hang together
    assert score.spread.variance == pytest.approx(spread, rel=0.25)


def test_the_steps_are_differences_of_neighbours(settings):
    base = basis_of(shop([6] * 12 + [7] * 15 + [8] * 14 + [9] * 20), None, settings())
    curve = score_curve(base, "ltv")
    means = {score.score: score.worth.mean for score in curve.scores if score.worth}
    first, second = cut_off_steps(curve, (7, 9), 0.95)
    assert first.gap.estimate == pytest.approx(means[7] - means[6])
    assert second.gap.estimate == pytest.approx(means[9] - means[8])
    assert first.gap.low < first.gap.estimate < first.gap.high
    assert cut_off_steps(curve, (3,), 0.95)[0].gap is None


def test_a_long_scale_has_no_curve(settings):
    chosen = settings(score_scale=[0, 100], passive_from=70, promoter_from=90)
    assert score_curve(basis_of(shop([60] * 12), None, chosen), "ltv") is None


def test_a_score_of_few_is_hidden_with_a_second_one_of_its_segment(settings):
    rows = shop([5] * 30 + [6] * 4 + [3] * 12 + [7] * 15 + [8] * 15 + [9] * 20)
    chosen = settings(min_group_size=10, min_cell=5)
    full = score_curve(basis_of(rows, None, chosen), "ltv")
    hidden = {score.score for score in shown(full, chosen).scores if score.worth is HIDDEN}
    assert hidden == {3, 6}  # 4 customers, and the smallest other score of detractors: 3
    assert all(score.spread in (None, HIDDEN) for score in shown(full, chosen).scores if score.score in hidden)


def test_a_straight_line_stays_one():
    points = tuple(ScoreWorth(score, 10, around(100.0 * score), None) for score in (0, 2, 4, 6, 7, 8, 10))
    line = smooth(ScoreCurve("ltv", points))
    assert list(line) == list(range(11))
    assert list(line.values()) == pytest.approx([100.0 * score for score in range(11)], abs=1e-6)
    assert smooth(ScoreCurve("ltv", points[:4])) == {}


def around(value):
    return Mean(10, value, value - 1, value + 1)
