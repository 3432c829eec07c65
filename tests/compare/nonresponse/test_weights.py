"""Raking by hand, against a naive row-by-row raking, and what holds of any weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.compare.nonresponse import raking
from helpers.compare.nonresponse.raking import calibrated, collapsed_bands, effective_number, margins_hold, raked
from helpers.compare.nonresponse.weights import SPEND, TENURE, calibration, spend_band, tenure_band

AS_OF = pd.Timestamp("2026-04-01")


def customers(*kinds):
    """Rows of (number, years since acquired, net amount before, answered)."""
    rows = [
        {"acquired_on": AS_OF - pd.Timedelta(days=365 * years + 30), "net_amount_before": net, "segment": segment}
        for number, years, net, answered in kinds
        for segment in ["promoter" if answered else None] * number
    ]
    table = pd.DataFrame(rows, columns=["acquired_on", "net_amount_before", "segment"])
    return table.astype({"acquired_on": "datetime64[us]", "segment": "str"})


def naive_weights(rows, bands):
    """Row by row: rake, cut at five times the mean, rake again; by respondent, and how many were cut."""
    asked = [number for number, segment in enumerate(rows["segment"]) if isinstance(segment, str)]
    weights = dict.fromkeys(asked, 1.0)

    members = [
        (list(band).count(one), [person for person in asked if band[person] == one])
        for band in bands
        for one in sorted(set(band))
    ]

    def rake():
        for _ in range(300):
            for size, mine in members:
                scale = size / sum(weights[person] for person in mine)
                weights.update({person: weights[person] * scale for person in mine})

    rake()
    most = 5 * len(rows) / len(asked)
    cut = sum(weight > most for weight in weights.values())
    for person in asked:
        weights[person] = min(weights[person], most)
    rake()
    return [weights[person] for person in asked], cut


# Trivial cases


def test_where_everybody_answers_each_stands_for_herself(settings):
    rows = customers((30, 0, 0, True), (30, 2, 100, True), (40, 4, 0, True))
    found = calibration(rows, settings(), window_before_covered=True)
    assert found.of_respondents.tolist() == pytest.approx([1] * 100)
    assert found.n_eff == pytest.approx(100)
    assert found.reason is None and found.trimmed == 0


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ([], "few_respondents"),
        ([(50, 0, 0, False), (50, 2, 0, False)], "few_respondents"),
        ([(10, 0, 0, True), (9, 2, 0, True), (50, 2, 0, False)], "few_respondents"),
        ([(19, 2, 0, True), (1, 0, 0, True)], "one_band_answered"),
        ([(40, 0, 0, True), (100, 2, 500, False)], "one_band_answered"),
        ([(40, 2, 0, True), (100, 2, 0, False)], "one_band"),
    ],
)
def test_where_nothing_can_be_raked_there_are_no_weights(kinds, reason, settings):
    found = calibration(customers(*kinds), settings(), window_before_covered=True)
    assert found.reason == reason
    assert not found.of_respondents.any() and np.isnan(found.n_eff)


# By hand


def test_a_table_of_two_by_two_by_hand():
    # raking keeps the odds ratio: of the respondents 40 · 40 / (20 · 20) = 4, of the result 8 · 4 / (4 · 2) = 4
    respondents = np.array([[40.0, 20], [20, 40]])
    weights = raked(respondents, np.array([12.0, 6]), np.array([10.0, 8]))
    assert weights * respondents == pytest.approx(np.array([[8, 4], [2, 4]]))
    assert weights == pytest.approx(np.array([[0.2, 0.2], [0.1, 0.1]]))


def test_the_first_rounds_of_a_raking_by_hand(monkeypatch):
    # rows first: 3/2, 1/2; columns 1.5 + 0.5 = 2 → 1/2, 3/2; rows again: (1.5 · 2) = 3 → as they are
    monkeypatch.setattr(raking, "_ROUNDS", 1)
    once = raked(np.ones((2, 2)), np.array([3.0, 1]), np.array([1.0, 3]))
    assert once.tolist() == [[0.75, 2.25], [0.25, 0.75]]


def test_two_tenures_by_hand(settings):
    # new: 30 of 90 answered, each stands for 3; three years: 30 of 30, each for 1
    rows = customers((30, 0, 0, True), (60, 0, 0, False), (30, 3, 0, True))
    found = calibration(rows, settings(), window_before_covered=True)
    assert found.of_respondents.tolist() == pytest.approx([3] * 30 + [0] * 60 + [1] * 30)
    assert found.n_eff == pytest.approx(48)  # 120² / (30 · 9 + 30 · 1)
    assert pd.DataFrame(found.margins).to_dict("list") == {
        "variable": ["tenure", "tenure", "spend", "spend"],
        "band": ["under_1", "from_3", "new", "nothing"],
        "customers": [90, 30, 90, 30],
        "respondents": [30, 30, 30, 30],
        "share_of_customers": [0.75, 0.25, 0.75, 0.25],
        "share_of_respondents": [0.5, 0.5, 0.5, 0.5],
        "share_weighted": pytest.approx([0.75, 0.25, 0.75, 0.25]),
    }


def test_effective_number_by_hand():
    assert effective_number(np.full(7, 3.0)) == 7
    assert effective_number(np.array([1.0, 0, 3])) == 1.6  # 16 / 10
    assert np.isnan(effective_number(np.zeros(3)))


def uneven():
    """A few of few, many of many: some weights are above five times the mean."""
    return customers(
        (300, 1, 100, True), (25, 1, 0, True), (25, 4, 100, True), (2, 4, 0, True),
        (20, 1, 100, False), (60, 1, 0, False), (80, 4, 100, False), (1200, 4, 0, False),
    )  # fmt: skip


def test_weights_are_cut_and_raked_again_as_row_by_row(settings):
    rows = uneven()
    found = calibration(rows, settings(), window_before_covered=True)
    bands = [rows["acquired_on"].tolist(), rows["net_amount_before"].tolist()]
    naive, cut = naive_weights(rows, bands)
    assert found.trimmed == cut > 0
    assert found.of_respondents[found.answered] == pytest.approx(naive, rel=1e-6)
    uncut = raked(found.respondents, found.customers.sum(axis=1), found.customers.sum(axis=0))
    assert np.abs(uncut - found.weights).max() > 1  # the cut made a difference
    assert margins_hold(found.weights * found.respondents, found.customers)


def test_weights_without_a_cut_as_row_by_row(settings):
    rows = customers(
        (40, 1, 100, True), (25, 1, 0, True), (30, 4, 100, True), (22, 4, 0, True), (30, 0, 0, True),
        (60, 1, 100, False), (90, 1, 0, False), (20, 4, 100, False), (150, 4, 0, False), (70, 0, 0, False),
    )  # fmt: skip
    found = calibration(rows, settings(), window_before_covered=True)
    new = rows["acquired_on"] > AS_OF - pd.Timedelta(days=365)
    bands = [rows["acquired_on"].tolist(), [*zip(new, rows["net_amount_before"], strict=True)]]
    assert found.trimmed == 0
    assert found.of_respondents[found.answered] == pytest.approx(naive_weights(rows, bands)[0], rel=1e-8)


# Bands


@pytest.mark.parametrize(
    ("respondents", "groups"),
    [
        ([], []),
        ([5], [[0]]),
        ([20, 20], [[0], [1]]),
        ([20, 19], [[0, 1]]),
        ([50, 3, 30], [[0], [1, 2]]),  # to the smaller neighbour
        ([30, 30, 3, 30], [[0], [1, 2], [3]]),  # in doubt to the earlier
        ([30, 3, 50], [[0], [1, 2]]),  # to the first, that of the new, only where there is no other
        ([30, 3], [[0, 1]]),
        ([3, 30, 50], [[0, 1], [2]]),
        ([50, 30, 3], [[0], [1, 2]]),
        ([4, 4, 4, 4, 4], [[0, 1, 2, 3, 4]]),
        ([0, 25, 0], [[0, 1, 2]]),
        ([10, 9, 8, 30], [[0, 1, 2], [3]]),  # 8 joins 9: 17, the smallest is 10: joins them
    ],
)
def test_bands_of_few_are_collapsed_with_their_neighbour(respondents, groups):
    assert collapsed_bands(respondents) == groups


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_collapsed_bands_are_whole_in_order_and_large_enough(respondents):
    groups = collapsed_bands(respondents)
    assert [one for group in groups for one in group] == list(range(len(respondents)))
    assert len(groups) == 1 or min(sum(respondents[one] for one in group) for group in groups) >= 20


def test_tenure_bands_by_hand(settings):
    days = [1, 365, 366, 730, 731, 1095, 1096, 1825, 1826, 9999]
    dates = [*(AS_OF - pd.Timedelta(days=one) for one in days), None]
    bands = tenure_band(pd.DataFrame({"acquired_on": pd.to_datetime(pd.Series(dates))}), settings())
    names = ["under_1", "from_1", "from_2", "from_3", "from_5"]
    assert [TENURE[band] for band in bands] == [name for name in names for _ in range(2)] + ["unknown"]


def test_those_of_a_year_are_those_new_in_the_window(settings):
    rows = pd.DataFrame({"acquired_on": pd.date_range("2025-03-30", "2025-04-03"), "net_amount_before": 7})
    new = [SPEND[band] == "new" for band in spend_band(rows, settings())]
    assert new == [TENURE[band] == "under_1" for band in tenure_band(rows, settings())] == [False] * 2 + [True] * 3


def test_spend_bands_by_hand(settings):
    # thirds of 10 … 70: a third of the way from 10 to 70 is 30, two thirds 50
    net = [-5, 0, 10, 20, 30, 40, 50, 60, 70, 900]
    rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2020-01-01"] * 9 + ["2026-01-01"]), "net_amount_before": net})
    found = [SPEND[band] for band in spend_band(rows, settings())]
    assert found == ["nothing"] * 2 + ["low"] * 3 + ["middle"] * 2 + ["high"] * 2 + ["new"]


def test_before_a_window_that_follows_the_survey_nobody_is_new(settings):
    rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2026-03-01"]), "net_amount_before": [0]})
    assert SPEND[spend_band(rows, settings(window="after"))[0]] == "nothing"


def test_where_nobody_bought_there_are_no_thirds(settings):
    rows = customers((3, 2, 0, True))
    assert [SPEND[band] for band in spend_band(rows, settings())] == ["nothing"] * 3


@pytest.mark.parametrize(
    ("more", "covered", "reason"), [({}, False, "not_covered"), ({"window_days": 0}, True, "whole_history")]
)
def test_without_a_window_before_tenure_stands_alone(more, covered, reason, settings):
    rows = customers((30, 1, 100, True), (60, 1, 0, False), (30, 3, 0, True), (10, 3, 50, True))
    found = calibration(rows, settings(**more), window_before_covered=covered)
    assert found.spend_left_out == reason
    assert {margin.variable for margin in found.margins} == {"tenure"}
    assert found.of_respondents[found.answered] == pytest.approx(np.array([3] * 30 + [1] * 40))


def new_of_more_than_a_year(*, silent):
    """A window of 400 days: respondents new in it are all of the last year, some of the silent are not."""
    rows = customers((30, 0, 0, True), (30, 0, 0, False), (silent, 1, 0, False), (30, 3, 90, True), (30, 1, 0, True))
    rows.loc[60 : 59 + silent, "acquired_on"] = AS_OF - pd.Timedelta(days=390)
    rows.loc[90 + silent :, "acquired_on"] = AS_OF - pd.Timedelta(days=410)
    return rows


def test_where_the_new_fit_no_weights_they_are_of_those_who_bought_nothing(settings):
    # under_1: 60 customers, 30 respondents; from_1: 70, 30; from_3: 30, 30, and they alone bought
    found = calibration(new_of_more_than_a_year(silent=40), settings(window_days=400), window_before_covered=True)
    assert found.bands["spend"] == ("nothing", "low") and found.spend_left_out is None
    assert found.of_respondents[[0, 100, 130]] == pytest.approx([2, 1, 70 / 30])


def test_where_no_weights_hold_both_margins_tenure_stands_alone(settings):
    # those of three years: 60 customers, 30 respondents, who all bought; of the silent ones nobody did
    rows = new_of_more_than_a_year(silent=40)
    rows = pd.concat([rows, customers((30, 3, 0, False))], ignore_index=True)
    found = calibration(rows, settings(window_days=400), window_before_covered=True)
    assert found.spend_left_out == "no_weights_fit"
    assert found.of_respondents[[0, 100, 130]] == pytest.approx([2, 2, 70 / 30])


def test_a_customer_of_long_standing_who_bought_nothing_does_not_undo_the_spend(settings):
    # alone in her band, she joins those who bought little, not the new ones
    rows = customers((30, 0, 0, True), (90, 0, 0, False), (40, 3, 10, True), (1, 3, 0, False), (40, 3, 90, True))
    found = calibration(rows, settings(), window_before_covered=True)
    assert found.bands["spend"] == ("new", "nothing+low", "middle")
    assert found.of_respondents[[0, 120, 161]] == pytest.approx([4, 41 / 40, 1])


def test_a_day_of_acquisition_that_nobody_knows_is_a_band(settings):
    rows = customers((30, 1, 0, True), (30, 2, 0, True), (60, 2, 0, False))
    rows.loc[rows.index[30:], "acquired_on"] = pd.NaT
    found = calibration(rows, settings(), window_before_covered=False)
    assert found.bands["tenure"] == ("from_1", "unknown")
    assert found.of_respondents[[0, 30]] == pytest.approx([1, 3])


# Properties

tables = arrays(np.int64, (3, 4), elements=st.integers(1, 50))


@given(tables, tables)
@how(deadline=None, max_examples=60)
def test_margins_hold_and_weights_are_positive(respondents, silent):
    respondents, every = respondents.astype(float), (respondents + silent).astype(float)
    weights = calibrated(respondents, every)
    assert margins_hold(weights * respondents, every)
    assert (weights * respondents).sum() == pytest.approx(every.sum())
    assert (weights > 0).all()


@given(tables, arrays(np.float64, 3, elements=st.floats(0.5, 3)), arrays(np.float64, 4, elements=st.floats(0.5, 3)))
@how(deadline=None, max_examples=60)
def test_factors_of_a_table_made_of_factors_are_found(respondents, down, across):
    respondents, made = respondents.astype(float), respondents * np.outer(down, across)
    assert raked(respondents, made.sum(axis=1), made.sum(axis=0)) * respondents == pytest.approx(made, rel=1e-6)


def test_many_tables_at_once_as_each_alone():
    random = np.random.default_rng(1)
    respondents, silent = (random.poisson(size, (50, 3, 4)).astype(float) for size in (3, 30))
    every = respondents + silent
    together, alone = calibrated(respondents, every), [calibrated(*one) for one in zip(respondents, every, strict=True)]
    assert together == pytest.approx(np.stack(alone), rel=1e-12)


def test_a_table_without_solution_keeps_its_weights_finite():
    every = np.array([[10.0, 90], [50, 0]])
    weights = calibrated(np.array([[20.0, 0], [20, 20]]), every)
    assert np.isfinite(weights).all()
    assert not margins_hold(weights * np.array([[20.0, 0], [20, 20]]), every)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_is_of_no_account(seed, settings):
    rows = uneven()
    order = np.random.default_rng(seed).permutation(len(rows))
    one = calibration(rows, settings(), window_before_covered=True)
    other = calibration(rows.iloc[order], settings(), window_before_covered=True)
    assert (one.weights == other.weights).all() and one.bands == other.bands
    assert (one.of_respondents[order] == other.of_respondents).all()


def test_the_rows_are_not_changed(settings):
    rows = uneven()
    before = rows.copy()
    calibration(rows, settings(), window_before_covered=True)
    pd.testing.assert_frame_equal(rows, before)
