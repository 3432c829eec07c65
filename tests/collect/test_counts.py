"""Counts of recommendations by spans."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.collect.counts import answered_counts as counts
from helpers.run.settings import checked
from tests.each import each

SETTINGS = checked({"as_of": "2026-04-01", "min_cell": 2})


def said(*numbers):
    return pd.DataFrame({"recommended_count": pd.array(numbers, dtype="Float64")})


def spans(found):
    last = found.bins["last"].astype(object).where(found.bins["last"].notna(), None)
    return list(zip(found.bins["first"], last, found.bins["answers"], strict=True))


def test_by_hand():
    found = counts(said(0, 0, 0, 1, 1, 5, 5, 5, 10, 10, 12, 40, None), SETTINGS)
    nobody = [(count, count, 0) for count in (2, 3, 4, 6, 7, 8, 9)]
    assert spans(found) == sorted([(0, 0, 3), (1, 1, 2), (5, 5, 3), (10, 10, 2), (11, None, 2), *nobody])
    assert (found.n, found.above) == (12, 7)


def test_round_numbers_that_stand_alone_are_marked():
    found = counts(said(*[0] * 3, *[4] * 2, *[5] * 4, *[9] * 2, *[10] * 3), SETTINGS)
    assert found.bins.loc[found.bins["round"], "first"].tolist() == [5, 10]


def test_few_answers_go_with_the_spans_below():
    found = spans(counts(said(0, 0, 1, 1, 4, 6, 20), SETTINGS))
    # 20 goes with nobody down to 6: two; 4 with 3 and 2 down to 1: three
    assert found == [(0, 0, 2), (1, 4, 3), (5, 5, 0), (6, None, 2)]


def test_few_answers_at_the_bottom_go_with_the_spans_above():
    assert spans(counts(said(0, 1, 1, 2, 2), SETTINGS))[:2] == [(0, 1, 3), (2, 2, 2)]
    assert spans(counts(said(0, 5, 5), SETTINGS))[0] == (0, 5, 3)


@each("told", [(), (0, 0, 0, 0), (3,), (None, None)])
def test_nothing_to_show(told):
    assert counts(said(*told), SETTINGS) is None
    assert counts(None, SETTINGS) is None


def test_few_above_three_have_no_share():
    found = counts(said(0, 1, 1, *[7] * 19), SETTINGS)
    assert (found.round_share, found.expected_share, found.heaped) == (None, None, False)


def test_heaps_are_those_that_neighbours_do_not_explain():
    # 4: 10, 5: 40, 6: 10, 10: 20, 11: 2: expected at 5 are 10, at 10 (0 + 2) / 2 = 1; 11 of 11 + 22 others
    found = counts(said(*[0] * 20, *[4] * 10, *[5] * 40, *[6] * 10, *[10] * 20, *[11] * 2), SETTINGS)
    assert found.round_share == pytest.approx(60 / 82)
    assert found.expected_share == pytest.approx(11 / 33)
    assert found.heaped


def test_counts_that_fall_smoothly_are_no_heaps():
    found = counts(said(*[0] * 20, *[4] * 36, *[5] * 17, *[6] * 9, *[7] * 6, *[8] * 5), SETTINGS)
    assert found.round_share == pytest.approx(17 / 73)
    assert found.expected_share == pytest.approx(22.5 / (22.5 + 56))  # (36 + 9) / 2 at five
    assert not found.heaped


def test_parts_of_people_are_cut_off():
    assert (5, 5, 3) in spans(counts(said(0, 0, 5.5, 5.5, 5), SETTINGS))


@given(st.lists(st.integers(0, 60), min_size=2, max_size=80))
def test_every_answer_is_in_one_span_and_none_is_small(told):
    found = counts(said(*told), SETTINGS)
    if found is None:
        assert max(told) == 0
        return
    assert found.bins["answers"].sum() == len(told)
    assert not (found.bins["answers"] == 1).any()
    assert found.bins["first"].is_monotonic_increasing and found.bins["first"].iloc[0] == 0
    assert (found.bins["last"].iloc[:-1] + 1 == found.bins["first"].iloc[1:].to_numpy()).all()
    assert pd.isna(found.bins["last"].iloc[-1])
