"""Log-odds with a Dirichlet prior: by hand, by a naive second implementation; lengths of comments; what is selected."""

from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.compare.log_odds import expected_uses, log_odds, selected_level


def naive(uses, others, all_uses, all_others, prior):
    """Monroe, Colaresi & Quinn (2008), equations 16, 19 and 20, word by word."""
    for y, x in zip(uses, others, strict=True):
        alpha, total = prior * (y + x), prior * (all_uses + all_others)
        first = log((y + alpha) / (all_uses + total - y - alpha))
        second = log((x + alpha) / (all_others + total - x - alpha))
        yield first - second, sqrt(1 / (y + alpha) + 1 / (x + alpha))


def test_by_hand():
    # α = 0.1 × 40 = 4, α₀ = 0.1 × 300 = 30: 34 of 130 against 14 of 230
    (delta,), (error,) = log_odds([30], [10], 100, 200)
    assert delta == pytest.approx(log((34 / 96) / (14 / 216))) and error == pytest.approx(sqrt(1 / 34 + 1 / 14))


def test_by_a_naive_implementation():
    random = np.random.default_rng(3)
    uses, others = random.integers(0, 50, (2, 40))
    both = [*zip(*log_odds(uses, others, 900.0, 1700.0, 0.25), strict=True)]
    np.testing.assert_allclose(both, [*naive(uses, others, 900.0, 1700.0, 0.25)])


def test_the_two_groups_mirror_each_other():
    there, back = log_odds([30, 0], [10, 9], 100, 200), log_odds([10, 9], [30, 0], 200, 100)
    np.testing.assert_allclose(there[0], -back[0])
    np.testing.assert_allclose(there[1], back[1])


def test_a_heavier_prior_draws_towards_no_difference():
    deltas = [abs(log_odds([30], [5], 300, 300, prior)[0][0]) for prior in (0.01, 0.1, 1.0, 100.0)]
    assert deltas == sorted(deltas, reverse=True) and deltas[-1] < 0.02


def test_lengths_of_comments_by_hand():
    # λ makes 3 users of two who wrote 10 words and two who wrote 2: 2(1 − e^−10λ) + 2(1 − e^−2λ) = 3
    (mine,), (others,) = expected_uses([3], [10, 10, 2, 2], [True, True, False, False])
    rate = -log(1 - mine / 2) / 10
    assert mine + others == pytest.approx(3) and others == pytest.approx(2 * (1 - exp(-2 * rate)))


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=2, max_size=30), st.data())
def test_as_many_users_are_expected_as_there_are(persons, data):
    lengths, is_mine = zip(*persons, strict=True)
    users = data.draw(st.integers(1, len(persons) - 1))
    (mine,), (others,) = expected_uses([users], lengths, is_mine)
    assert mine + others == pytest.approx(users, rel=1e-6)
    assert -1e-9 <= mine <= sum(is_mine) + 1e-9 and -1e-9 <= others <= len(persons) - sum(is_mine) + 1e-9


def test_a_word_that_all_use():
    (mine,), (others,) = expected_uses([4], [3, 3, 3, 3], [True, True, True, False])
    assert (mine, others) == (pytest.approx(3 * 3.5 / 4), pytest.approx(3.5 / 4))


def test_what_is_selected_by_hand():
    # two-sided chances 0.0005, 0.0027, 0.3, 0.8 against 0.0125, 0.025, 0.0375, 0.05: two of four
    scores = [NormalDist().inv_cdf(1 - chance / 2) for chance in (0.8, 0.0027, 0.3, 0.0005)]
    assert selected_level(scores, 0.95) == pytest.approx(1 - 0.05 * 2 / 4)
    assert selected_level(scores[:1], 0.95) == pytest.approx(0.95) and selected_level([], 0.95) == 0.95


@given(st.lists(st.floats(-6, 6), max_size=40))
def test_the_intervals_exclude_zero_for_just_those_selected(scores):
    level = selected_level(scores, 0.95)
    reach = NormalDist().inv_cdf(0.5 + level / 2)
    selected = sum(abs(score) > reach for score in scores)
    chances = sorted(2 * NormalDist().cdf(-abs(score)) for score in scores)
    ranks = [rank for rank, chance in enumerate(chances, 1) if chance <= 0.05 * rank / len(scores)]
    assert selected == max(ranks, default=0)
