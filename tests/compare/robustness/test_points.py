"""The value of one more point of NPS, against METHOD's formula."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.comparison import PairEstimates
from helpers.compare.robustness.points import MOVES, point_values, points

MEANS = {"detractor": 100.0, "passive": 250.0, "promoter": 700.0}


def gap(estimate, low=None, high=None):
    return Estimate(estimate, low, high)


def of_value(gaps):
    return {pair: PairEstimates(gap(1.0, 1.0, 1.0), None, value) for pair, value in gaps.items()}


GAPS = {
    "promoter_detractor": gap(600.0, 400.0, 800.0),
    "promoter_passive": gap(450.0, -50.0, 950.0),
    "passive_detractor": gap(150.0, 100.0, 200.0),
}


def test_by_hand():
    # 1,000 customers: 1 point is 10 of them moving by one step, or 5 moving by two
    found = point_values(of_value(GAPS), 1000, "value")
    assert found["detractor_promoter"] == gap(3000.0, 2000.0, 4000.0)  # 5 × 600
    assert found["passive_promoter"] == gap(4500.0, -500.0, 9500.0)  # 10 × 450
    assert found["detractor_passive"] == gap(1500.0, 1000.0, 2000.0)  # 10 × 150


def test_a_gap_that_is_unknown_has_no_value():
    for nothing in (None, HIDDEN):
        gaps = {**of_value(GAPS), "promoter_passive": PairEstimates(nothing, None, nothing)}
        assert point_values(gaps, 1000, "value")["passive_promoter"] is None
    assert point_values(of_value({"promoter_detractor": gap(600.0)}), 1000, "value")["detractor_promoter"] == gap(
        3000.0
    )
    assert point_values({}, 1000, "value") == dict.fromkeys(MOVES)


def test_where_value_is_not_added_ltv_stands_in():
    found = point_values({"passive_detractor": PairEstimates(gap(150.0, 100.0, 200.0), None, None)}, 1000, "value")
    assert found["detractor_passive"] == gap(1500.0, 1000.0, 2000.0)


shares = st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(lambda parts: [part / sum(parts) for part in parts])


@given(shares, st.integers(1, 10**6))
def test_any_mix_is_the_formula(mix, customers):
    """B × 0.01 × [λ (V_P − V_D)/2 + μ (V_P − V_N) + δ (V_N − V_D)]."""
    (lam, mu, delta), (d, n, p) = mix, MEANS.values()
    expected = customers * 0.01 * (lam * (p - d) / 2 + mu * (p - n) + delta * (n - d))
    pure = {move: point.estimate for move, point in point_values(of_value(GAPS), customers, "value").items()}
    given_mix = zip(("detractor_promoter", "passive_promoter", "detractor_passive"), mix, strict=True)
    found = sum(share * pure[move] for move, share in given_mix)
    assert found == pytest.approx(expected, rel=1e-9)
    assert min(pure.values()) - 1e-6 <= found <= max(pure.values()) + 1e-6


def compared(measure):
    return SimpleNamespace(gaps=of_value(GAPS), customers=SimpleNamespace(n=1000), headline_measure=lambda: measure)


def test_plain_and_like_with_like_of_those_who_move_stand_side_by_side():
    plain = compared("value")
    halved = {pair: PairEstimates(None, None, whole.value.times(0.5)) for pair, whole in plain.gaps.items()}
    found = points(plain, SimpleNamespace(moved=lambda: halved))
    assert {basis: moves["passive_promoter"].estimate for basis, moves in found.items()} == {
        "plain": 4500.0, "adjusted": 2250.0,
    }  # fmt: skip


def test_where_ltv_leads_no_point_rests_on_word_of_mouth():
    # of_value has an LTV gap of 1 everywhere: 1,000 × 0.01 × 1
    found = points(compared("ltv"), SimpleNamespace(moved=lambda: of_value(GAPS)))
    assert {moves["passive_promoter"].estimate for moves in found.values()} == {10.0}
