"""How many customers are asked, and why."""

import pandas as pd
import pytest

from helpers.collect.plan.bands import Earlier
from helpers.collect.plan.needs import needs
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def then(segments, amounts):
    ids = [f"c{i}" for i in range(len(amounts))]
    return Earlier(
        pd.DataFrame({"customer_id": ids, "segment": pd.Series(segments, dtype="str"), "net_amount": amounts})
    )


def test_nothing_is_wanted_so_all_are_asked():
    found = needs(5000, None, settings())
    assert (found.ask, found.because, found.wished, found.answers) == (5000, "all", None, 1000)
    # 196 × √(1/1000 × 4000/4999) = 5.544 points
    (line,) = found.lines
    assert line.wish == "margin_worst" and line.wanted is line.answers is line.ask is None
    assert line.reached == pytest.approx(5.544, abs=1e-3)


def test_a_number_is_named():
    found = needs(5000, None, settings(ask=300, wanted_margin=1.0))
    assert (found.ask, found.because, found.answers) == (300, "ask", 60)
    assert needs(200, None, settings(ask=300)).ask == 200


def test_the_margin_decides():
    # 384.15 × 100000 / (99999 + 384.15) = 382.7 answers, 5 times as many asked
    found = needs(100_000, None, settings(wanted_margin=10.0))
    assert (found.ask, found.because, found.lines[0].answers) == (1915, "margin", 383)


def test_expected_shares_make_it_fewer():
    # variance 0.65 − 0.15² = 0.6275: 384.15 × 0.6275 = 241.05 of an unlimited population
    found = needs(10**9, None, settings(wanted_margin=10.0, expected_shares=[0.25, 0.35, 0.40]))
    assert [(line.wish, line.answers) for line in found.lines] == [("margin_worst", 385), ("margin_expected", 242)]
    assert found.ask == 242 * 5


def test_an_earlier_run_tells_shares_and_spreads():
    # two of four detractors, two promoters; detractors 0 and 2000, promoters 0 and 4000
    before = then(["detractor", "detractor", "promoter", "promoter"], [0, 2000, 0, 4000])
    found = needs(10**9, before, settings(wanted_gap=1000.0, expected_response_rate=0.5))
    # variances 2e6 and 8e6; 7.8489 × (8e6/0.5 + 2e6/0.5)/1e6 = 156.98
    assert found.lines[-1].wish == "gap" and found.lines[-1].answers == 157
    assert (found.ask, found.because) == (314, "gap")
    assert found.lines[1].wish == "margin_expected" and found.lines[1].reached == found.lines[0].reached


def test_a_given_spread_and_no_shares_means_thirds():
    # 7.8489 × 2 × 1e6 × 3 / 1e6 = 47.09
    found = needs(10**9, None, settings(wanted_gap=1000.0, expected_spread=1000.0))
    assert found.lines[-1].answers == 48 and [line.wish for line in found.lines] == ["margin_worst", "gap"]


def test_the_larger_wish_decides_and_may_be_too_large():
    both = {"wanted_margin": 10.0, "wanted_gap": 100.0, "expected_spread": 1000.0}
    found = needs(5000, None, settings(**both))
    assert found.because == "gap" and found.ask == 5000 and found.wished == 5 * found.lines[-1].answers > 5000
    assert found.lines[-1].reached > 100


def test_a_gap_without_any_spread_known_is_no_wish_that_can_be_met():
    found = needs(5000, None, settings(wanted_gap=100.0))
    assert found.because == "all" and [line.wish for line in found.lines] == ["margin_worst"]


def test_nobody_may_be_asked():
    found = needs(0, None, settings(wanted_margin=5.0, expected_spread=10.0))
    assert found.ask == 0 and found.lines == ()
