"""How often customers buy: published figures, clvkit's own fit, and simulated customers whose future is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.compare.forecast import buying as module
from helpers.compare.forecast.buying import Buying, buying, some_of
from helpers.compare.forecast.likelihoods import FIRST_LEAVES, Histories, minus_likelihood
from helpers.compare.forecast.spending import Spending, spending

HERE, CDNOW = Path(__file__).parent, Path(__file__).parents[3] / "data" / "sample" / "cdnow"
START, END = pd.Timestamp("1997-10-01"), pd.Timestamp("1997-09-30")


@pytest.fixture(scope="module")
def published():
    """Purchase days of the published sample's customers in their first 39 weeks: customer_id, day, amount."""
    ids = set(map(int, (HERE / "cdnow_sample.txt").read_text(encoding="utf-8").split()))
    orders = pd.read_csv(CDNOW / "purchases.csv", encoding="utf-8-sig", parse_dates=["ordered_at"])
    mine = orders[orders["customer_id"].isin(ids) & (orders["ordered_at"] < START)]
    return mine.groupby(["customer_id", "ordered_at"], as_index=False)["amount"].sum()


@pytest.fixture(scope="module")
def histories(published):
    """As the paper has them: repeat purchase days, time of the last and time since the first, in days."""
    days = published.groupby("customer_id")["ordered_at"]
    first, last = days.min(), days.max()
    columns = (days.size() - 1, (last - first).dt.days, (END - first).dt.days)
    return Histories(*(column.to_numpy(float) for column in columns))


def test_the_published_figures_of_cdnow(histories, monkeypatch):
    """Fader, Hardie & Lee 2005: r 0.243, α 4.414 weeks, a 0.793, b 2.426, log-likelihood −9,582.4 (in weeks)."""
    assert len(histories.age) == 2357
    monkeypatch.setattr(module, "FIRST_LEAVES", {"bgnbd": 0.0})
    found = buying(histories)
    r, alpha, a, b = found.parameters
    assert (r, alpha / 7, a, b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=0.002)
    assert found.likelihood + histories.frequency.sum() * np.log(7) == pytest.approx(-9582.4, abs=0.05)


def test_the_published_spending_of_cdnow(published):
    """Fader & Hardie 2013: p 6.25, q 3.74, γ 15.44, of the purchases after the first."""
    again = published[published["ordered_at"] > published.groupby("customer_id")["ordered_at"].transform("min")]
    repeats = again.groupby("customer_id")["amount"].agg(["size", "sum"])
    found = spending(repeats["size"].to_numpy(float), repeats["sum"].to_numpy(float))
    assert tuple(found) == pytest.approx((6.25, 3.74, 15.44), abs=0.005)


@pytest.mark.parametrize("model", FIRST_LEAVES)
def test_the_fit_is_that_of_clvkit(histories, model):
    from clvkit import BGNBD, MBGNBD, CustomerBase

    some = histories.part(np.arange(0, 2357, 4))
    frame = pd.DataFrame(dict(zip(["frequency", "recency", "T"], some, strict=True)))
    about = {"observation_period_end": END, "has_monetary": False, "on_negative": "net"}
    theirs = {"bgnbd": BGNBD, "mbgnbd": MBGNBD}[model]().fit(CustomerBase(frame, time_unit="D", **about))
    value, slopes = minus_likelihood(model, some)(np.log(theirs.params_.to_numpy()))
    assert value == pytest.approx(-theirs.log_likelihood_)
    assert np.abs(slopes).max() < 0.1  # flat: theirs is the largest of ours too


@pytest.mark.parametrize("model", FIRST_LEAVES)
def test_slopes_are_those_of_differences(histories, model):
    slope, logs = minus_likelihood(model, histories), np.array([-0.5, 3.0, 0.1, 0.8])
    apart = [(slope(logs + step)[0] - slope(logs - step)[0]) / 2e-5 for step in np.eye(4) * 1e-5]
    assert slope(logs)[1] == pytest.approx(apart, rel=1e-4)


def test_the_published_customer_is_expected_to_buy_as_published():
    """1.226 in 39 weeks of who bought twice more, last in week 30.43 of 38.86 (Fader, Hardie & Lee 2005)."""
    one = Histories(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    paper = Buying("bgnbd", tuple(np.log([0.243, 4.414, 0.793, 2.426])), np.nan, one, True)
    assert paper.purchases(one, 39)[0] == pytest.approx(1.226, abs=5e-4)


def test_purchases_of_nobody_known_are_those_of_the_model_integrated():
    """Who just bought for the first time, by MBG/NBD: she stays with 1 − p, then buys at λ and leaves with p each."""
    logs = np.log([0.8, 30.0, 1.5, 2.5])

    middles = (np.arange(400) + 0.5) / 400
    leaving, rate = np.meshgrid(stats.beta(1.5, 2.5).ppf(middles), stats.gamma(0.8, scale=1 / 30).ppf(middles))
    by_hand = ((1 - leaving) / leaving * -np.expm1(-rate * leaving * 100.0)).mean()
    new = Histories(*np.zeros((3, 1)))
    assert Buying("mbgnbd", tuple(logs), 0.0, new, True).purchases(new, 100.0)[0] == pytest.approx(by_hand, rel=1e-3)


def simulated(n, seed, days=365.0):
    """Histories of customers who may leave after any purchase, and what they bought in as many days after."""
    random = np.random.default_rng(seed)
    age, rates, leaving = random.integers(200, 800, n), random.gamma(0.7, 1 / 40, n), random.beta(1.2, 4.0, n)
    rows, came = np.zeros((n, 3)), np.zeros(n)
    for who in range(n):
        at, bought = 0.0, [0.0]
        while random.random() >= leaving[who] and at < age[who] + days:
            at += random.exponential(1 / rates[who])
            bought.append(at)
        times = np.array(bought)
        known = times[times <= age[who]]
        rows[who] = len(known) - 1, known[-1].round(), age[who]
        came[who] = ((times > age[who]) & (times <= age[who] + days)).sum()
    return Histories(*rows.T), came


def test_simulated_customers_buy_as_expected():
    known, came = simulated(3000, seed=1)
    found = buying(known)
    told = found.purchases(known, 365)
    assert found.model == "mbgnbd" and found.converged
    assert told.sum() == pytest.approx(came.sum(), rel=0.08)
    often = told > np.quantile(told, 0.8)
    assert told[often].sum() == pytest.approx(came[often].sum(), rel=0.1)
    assert np.corrcoef(told, came)[0, 1] > 0.6


def test_the_covariance_is_the_inverse_of_the_curvature(histories):
    found = buying(histories)
    slope, logs, step = minus_likelihood(found.model, histories), np.array(found.logs), 1e-3
    steps = np.eye(4) * step
    second = [
        [
            sum(sign * slope(logs + one * first + other * next_)[0] for sign, one, other in
                ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))) / (4 * step**2)
            for next_ in steps
        ]
        for first in steps
    ]  # fmt: skip
    assert found.covariance() == pytest.approx(np.linalg.inv(second), rel=0.02)


def test_moves_are_those_of_differences(histories):
    found, some = buying(histories), histories.part(np.arange(50))
    higher = Buying(found.model, tuple(np.add(found.logs, [0, 0.01, 0, 0])), 0.0, some, True)
    apart = (higher.purchases(some, 90) - found.purchases(some, 90)) / 0.01
    assert found.moves(some, 90)[:, 1] == pytest.approx(apart, rel=0.05, abs=1e-4)


def test_some_customers_are_the_same_in_any_order():
    ids = np.array([f"C{place}" for place in range(200)], dtype=object)
    mixed = ids[::-1]
    assert set(ids[some_of(ids, 30)]) == set(mixed[some_of(mixed, 30)]) and len(some_of(ids, 30)) == 30
    assert some_of(ids, 200).tolist() == list(range(200))


def test_money_a_purchase_is_drawn_towards_that_of_all():
    told = Spending(6.25, 3.74, 15.44)
    own = np.array([100.0, 100.0, 0.0])
    few, many, nothing = told.per_purchase(np.array([1.0, 50.0, 2.0]), own * [1, 50, 1])
    assert 35.2 < few < many < 100 and 0 < nothing < 35.2
    assert told.per_purchase(np.array([2.0]), np.array([-5.0])) == told.per_purchase(np.array([2.0]), np.array([0.0]))


def test_no_spending_where_nothing_varies_or_nobody_spent():
    assert spending(np.ones(50), np.full(50, 10.0)) is None
    assert spending(np.ones(50), np.zeros(50)) is None
