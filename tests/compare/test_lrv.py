"""LRV: cap, influence, conversion, L̄, the identities and the published example of METHOD §4."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from helpers.base.results import SEGMENTS
from helpers.compare.figures import UNANCHORED, referral_figures
from helpers.compare.lrv import (
    Cap,
    acquired_by_referral,
    conversion_in_force,
    features,
    lrv,
    recommendation_cap,
)
from helpers.compare.ltv import ltv

NEW = {"acquired_on": "2025-06-01", "acquisition_channel": "referral"}
OPEN = {"max_recommendations": 1000}  # a cap that no count of these shops reaches


def word_of_mouth(rows, settings):
    """ā, k, L̄, R, the customers claimed, and the LRV of each customer."""
    rows = rows if "in_crm" in rows else rows.assign(in_crm=True)
    settings = conversion_in_force(rows, settings)
    cap = recommendation_cap(rows["recommended_count"], settings)
    figures = referral_figures(features(rows, ltv(rows, settings), cap, settings).sum().to_dict(), settings)
    return SimpleNamespace(**vars(figures), lrv=lrv(rows, cap, figures, settings).tolist())


def says(count, influence=0.5, segment="promoter", **more):
    return {"segment": segment, "recommended_count": count, "influence": influence, **more}


# The cap on counts


def test_cap_of_a_single_answer_is_that_answer(settings):
    assert recommendation_cap(pd.Series([3.0]), settings()) == Cap(3, 0)


def test_without_answers_nothing_is_capped(settings):
    assert recommendation_cap(pd.Series([np.nan, np.nan]), settings()) == Cap(np.inf, 0)


def test_default_cap_is_the_99th_percentile_of_the_answered_counts(settings):
    counts = pd.Series([*range(101), np.nan, np.nan], dtype=float)  # 0 … 100: the 99th percentile is 99
    assert recommendation_cap(counts, settings()) == Cap(99, 1)


def test_default_cap_is_rounded_up_to_a_whole_number(settings):
    # 0 and 10: 99 % of the way is 9.9
    assert recommendation_cap(pd.Series([10.0, 0.0]), settings()) == Cap(10, 0)


@pytest.mark.parametrize(
    ("counts", "limit", "above"),
    [
        ([1.0] * 95 + [8.0] * 5, 8, 0),
        ([1.0] * 95 + [7.0, 8.0, 8.0, 8.0, 80.0], 7, 4),  # the percentile is 8.72: one reaches 9, five reach 7
        ([1.0] * 95 + [7.5, 8.0, 8.0, 8.0, 80.0], 7, 5),
        ([0.0] * 6 + [50.0], 0, 1),
        ([3.0] * 4, np.inf, 0),  # not even five answered
    ],
)
def test_default_cap_is_reached_by_min_cell_persons(settings, counts, limit, above):
    assert recommendation_cap(pd.Series(counts), settings(min_cell=5)) == Cap(limit, above)


def test_a_given_cap_is_taken_as_it_is(settings):
    assert recommendation_cap(pd.Series([0.0] * 9 + [80.0]), settings(min_cell=5, max_recommendations=7.5)) == Cap(
        7.5, 1
    )


def test_given_cap_and_how_many_lie_above_it(settings):
    assert recommendation_cap(pd.Series([1.0, 5, 6, 50, np.nan]), settings(max_recommendations=5)) == Cap(5, 2)


def test_a_cap_beyond_all_counts_caps_none(settings):
    assert recommendation_cap(pd.Series([1.0, 10_000]), settings(max_recommendations=1e9)) == Cap(1e9, 0)


def test_capped_counts_enter_lrv_and_conversion(shop, settings):
    rows = shop(says(2), says(100), NEW)
    # capped at 6: 2 + 6 = 8 by two respondents, 3 customers → 12 recommendations, × ā 0.5 = 6 claimed, R = 1
    found = word_of_mouth(rows, settings(max_recommendations=6, referred_ltv=600))
    assert (found.recommended_total, found.created_claimed, found.conversion) == (12, 6, pytest.approx(1 / 6))
    assert found.lrv[:2] == pytest.approx([2 * 0.5 / 6 * 600, 6 * 0.5 / 6 * 600])


# What a person adds to the sums


def test_features_by_hand(shop, settings):
    rows = shop(
        says(3, 0.2, net_amount=100), says(None, None, "detractor", net_amount=50), {**NEW, "net_amount": 10}
    ).assign(in_crm=True)
    table = features(rows, ltv(rows, settings()), Cap(2, 1), settings())
    assert table.drop(columns=[name for name in table if "passive" in name]).to_dict("list") == {
        "customers": [1, 1, 1],
        "ltv": [100, 50, 10],
        "acquired": [0, 0, 1],
        "referred": [0, 0, 1],
        "ltv_base_n": [1, 1, 1],
        "ltv_base": [100, 50, 10],
        "influence_n": [1, 0, 0],
        "influence": [0.2, 0, 0],
        **{"matched_detractor": [0, 1, 0], "ltv_detractor": [0, 50, 0]},
        **{"counted_detractor": [0, 0, 0], "recommended_detractor": [0, 0, 0]},
        **{"matched_promoter": [1, 0, 0], "ltv_promoter": [100, 0, 0]},
        **{"counted_promoter": [1, 0, 0], "recommended_promoter": [2, 0, 0]},
    }


def test_respondents_unknown_to_the_crm_add_their_influence_alone(shop, settings):
    rows = shop(says(4, 0.9, **NEW, net_amount=1000)).assign(in_crm=False)
    sums = features(rows, ltv(rows, settings()), Cap(10, 0), settings()).sum()
    assert sums[sums != 0].to_dict() == {"influence_n": 1, "influence": 0.9}


# R: customers acquired by referral in the year before the report


@pytest.mark.parametrize("window", [{}, {"window_days": 90}, {"window_days": 0}, {"window": "after"}])
def test_year_of_referrals_does_not_depend_on_the_window(shop, settings, window):
    days = ["2025-03-31", "2025-04-01", "2026-03-31"]
    rows = shop(*({"acquired_on": day, "acquisition_channel": "referral"} for day in days))
    assert acquired_by_referral(rows, settings(**window)).tolist() == [False, True, True]


def test_referral_channels_in_any_case_and_language(shop, settings):
    channels = ["Referral", "紹介", "口コミ", "ads", None]
    rows = shop(*({**NEW, "acquisition_channel": channel} for channel in channels))
    assert acquired_by_referral(rows, settings()).tolist() == [True, True, True, False, False]
    assert acquired_by_referral(rows, settings(referral_channels=["ADS"])).tolist() == [
        False,
        False,
        False,
        True,
        False,
    ]


# k: how influence turns into customers


def test_conversion_by_the_crm(shop, settings):
    # 4 customers × mean count 2 = 8 recommendations; × ā = (0.2 + 0.6) / 2 → 3.2 claimed; R = 2
    found = word_of_mouth(shop(says(1, 0.2), says(3, 0.6), NEW, NEW), settings(**OPEN))
    assert found.influence_mean == pytest.approx(0.4)
    assert found.created_claimed == pytest.approx(3.2)
    assert (found.acquired_by_referral, found.conversion) == (2, pytest.approx(2 / 3.2))


@pytest.mark.parametrize(("conversion", "k"), [("none", 1), (0.25, 0.25), (0, 0)])
def test_conversion_not_taken_from_the_crm(shop, settings, conversion, k):
    # L̄ given as 100: LRV = k × n × ā × 100
    found = word_of_mouth(shop(says(1), says(3), NEW), settings(conversion=conversion, referred_ltv=100, **OPEN))
    assert (found.conversion, found.created_claimed) == (k, 3)
    assert found.lrv[:2] == [k * 1 * 0.5 * 100, k * 3 * 0.5 * 100]


def test_few_acquired_by_referral_anchor_nothing(shop, settings):
    few = shop(says(1), *[NEW] * 9, {**NEW, "acquired_on": "2025-03-31"}, {**NEW, "acquisition_channel": "ads"})
    assert conversion_in_force(few, settings(min_group_size=10)).conversion == UNANCHORED
    assert conversion_in_force(few, settings(min_group_size=9)).conversion == "crm"


def test_no_channel_column_anchors_nothing(shop, settings):
    rows = shop(says(1), NEW, NEW).drop(columns="acquisition_channel")
    assert conversion_in_force(rows, settings()).conversion == UNANCHORED


@pytest.mark.parametrize(
    ("count", "acquired", "k"),
    [
        (6, 1, 1 / (4 * 6 * 0.5)),  # 12 claimed by 4 customers, 1 acquired
        (6, 3, 3 / (4 * 6 * 0.5)),
        (1, 2, 1),  # 2 claimed, 2 acquired
        (1, 3, 1),  # fewer claimed than acquired
        (6, 0, 0),  # nobody came at all
        (0, 1, 1),  # nothing is claimed: LRV is 0 whatever k is
    ],
)
def test_unanchored_k_is_the_most_that_those_acquired_allow(shop, settings, count, acquired, k):
    new, old = {"acquired_on": "2025-04-01"}, {"acquired_on": "2025-03-31"}
    rows = shop(says(count), *[new] * acquired, *[old] * (3 - acquired)).drop(columns="acquisition_channel")
    found = word_of_mouth(rows, settings(referred_ltv=100, **OPEN))
    assert found.acquired == acquired and found.conversion == pytest.approx(k)
    assert found.conversion * found.created_claimed <= acquired + 1e-9
    assert found.lrv[0] == pytest.approx(k * count * 0.5 * 100)


def test_under_the_record_nothing_is_bounded(shop, settings):
    # 4 customers × 0.1 people × 0.5 = 0.2 claimed, 2 on record: k = 10
    found = word_of_mouth(shop(says(0.1), NEW, NEW, {}), settings(**OPEN))
    assert found.conversion == pytest.approx(10)


@pytest.mark.parametrize("conversion", ["none", 0.25])
def test_chosen_conversion_stays_in_force(shop, settings, conversion):
    for rows in (shop(says(1)), shop(says(1), NEW)):
        assert conversion_in_force(rows, settings(conversion=conversion)).conversion == conversion
    assert conversion_in_force(shop(NEW, NEW), settings()).conversion == "crm"


def test_recommendations_that_nobody_made_can_not_be_converted(shop, settings):
    found = word_of_mouth(shop(says(0), NEW, NEW), settings())
    assert found.created_claimed == 0 and np.isnan(found.conversion)


def test_warnings_that_outweigh_recommendations_can_not_be_converted(shop, settings):
    # 1 − 3 people: a conversion below zero would turn the detractor's harm into worth
    rows = shop(says(1, warned_count=0), says(0, segment="detractor", warned_count=3), NEW, NEW)
    found = word_of_mouth(rows, settings(warned_weight=1))
    assert found.created_claimed < 0 and np.isnan(found.conversion) and np.isnan(found.lrv).all()


# L̄: what a created customer is worth


def test_created_customer_is_worth_the_mean_of_all(shop, settings):
    rows = shop(says(2, net_amount=100), {**NEW, "net_amount": 50}, {})
    assert word_of_mouth(rows, settings()).ltv_per_customer == 50


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({}, 40),  # the second and third
        ({"window_days": 90}, 60),  # the third
        ({"window_days": 0}, 30),  # all three
        ({"window": "after"}, 40),  # nobody is acquired in that window: those of the year before
    ],
)
def test_created_customer_is_worth_what_those_acquired_by_referral_in_the_window_are(shop, settings, window, expected):
    days = ["2025-03-31", "2025-04-01", "2026-03-01"]
    referred = [{**NEW, "acquired_on": day, "net_amount": net} for day, net in zip(days, [10, 20, 60], strict=True)]
    rows = shop(says(2, net_amount=1000), *referred)
    assert word_of_mouth(rows, settings(referred_ltv="referral", **window)).ltv_per_customer == expected


def test_created_customer_is_worth_a_given_number(shop, settings):
    assert word_of_mouth(shop(says(2), NEW), settings(referred_ltv=210.5)).ltv_per_customer == 210.5


def test_negative_worth_makes_lrv_negative(shop, settings):
    # L̄ = (0 − 90) / 3 = −30, k = 1, n × ā = 1
    rows = shop(says(2), NEW, {})
    found = word_of_mouth(rows, settings(conversion="none", acquisition_cost=90))
    assert (found.ltv_per_customer, found.lrv[0]) == (-30, -30)


# θ, ν and whose influence


def test_incremental_share_scales_lrv_alone(shop, settings):
    rows = shop(says(1, net_amount=800), says(3), NEW)
    whole, part = (word_of_mouth(rows, settings(incremental_share=share)) for share in (1.0, 0.25))
    assert part.lrv == pytest.approx([0.25 * one for one in whole.lrv], nan_ok=True)
    assert (part.conversion, part.created_claimed) == (whole.conversion, whole.created_claimed)


def test_harmful_word_of_mouth_is_taken_off(shop, settings):
    # (5 − 0.5 × 2) and (0 − 0.5 × 4), L̄ = 100, k = 1, ā = 0.5
    rows = shop(says(5, warned_count=2), says(0, segment="detractor", warned_count=4))
    how_counted = settings(warned_weight=0.5, conversion="none", referred_ltv=100, **OPEN)
    assert word_of_mouth(rows, how_counted).lrv == [200, -100]
    assert word_of_mouth(rows, settings(conversion="none", referred_ltv=100, **OPEN)).lrv == [250, 0]


def test_count_is_capped_before_warnings_are_taken_off(shop, settings):
    rows = shop(says(50, warned_count=2))
    found = word_of_mouth(rows, settings(warned_weight=1, conversion="none", referred_ltv=100, max_recommendations=6))
    assert found.lrv == [(6 - 2) * 0.5 * 100]


def test_own_influence_in_place_of_the_common_one(shop, settings):
    rows = shop(says(2, 0.25), says(4, 0.75), says(8, None), NEW)
    common, own = (
        word_of_mouth(rows, settings(influence_rule=rule, referred_ltv=60, **OPEN)) for rule in ("common", "own")
    )
    # common: ā = 0.5, 4 customers × mean 14/3 × 0.5 = 28/3 claimed; own: mean of 0.5 and 3 → 4 × 1.75 = 7
    assert common.created_claimed == pytest.approx(28 / 3)
    assert common.lrv[:3] == pytest.approx([60 * count * 0.5 * 3 / 28 for count in (2, 4, 8)])
    assert (own.created_claimed, own.influence_mean) == (7, 0.5)
    assert own.lrv == pytest.approx([60 * 0.5 / 7, 60 * 3 / 7, np.nan, np.nan], nan_ok=True)


def test_blank_count_is_no_zero(shop, settings):
    rows = shop(says(4), says(None), NEW)
    found = word_of_mouth(rows, settings())
    assert found.recommended_total == 3 * 4
    assert np.isnan(found.lrv[1])


# Published: 4 M new customers, 25 % by referral, worth 210 each; 40 M positive comments → 5.25 a comment, 8 → 42


def test_worked_example_in_millions(shop, settings):
    counted = {f"{kind}_{segment}": 0.0 for kind in ("counted", "recommended") for segment in SEGMENTS}
    counted |= {"counted_promoter": 1000.0, "recommended_promoter": 4000.0}  # 4 comments each, of 10 M customers
    sums = {
        "customers": 10e6,
        "acquired": 4e6,
        "referred": 0.25 * 4e6,
        "influence_n": 1000.0,
        "influence": 700.0,
        **counted,
    }
    how_valued = settings(referred_ltv=210)
    found = referral_figures(sums, how_valued)
    assert found.recommended_total == 40e6
    worth = lrv(shop(says(1), says(8)), Cap(10, 0), found, how_valued)
    assert worth.tolist() == pytest.approx([5.25, 42])


def test_worked_example_in_rows(shop, settings):
    # 10 customers with 8 comments each are 80 comments; 8 of the customers are new, 2 of them by referral
    new = {"acquired_on": "2025-06-01", "acquisition_channel": "ads"}
    rows = shop(*[says(8), says(8, **new), says(8, **new), says(8, **new), says(8, **NEW)] * 2)
    assert word_of_mouth(rows, settings(referred_ltv=210)).lrv == pytest.approx([42] * 10)


# Identities


people = st.lists(
    st.fixed_dictionaries(
        {
            "segment": st.sampled_from(SEGMENTS),
            "recommended_count": st.none() | st.integers(0, 30),
            "influence": st.none() | st.integers(0, 10).map(lambda tenths: tenths / 10),
            "net_amount": st.integers(-1000, 50_000),
        }
    ),
    min_size=1,
    max_size=12,
)
silent = st.lists(st.fixed_dictionaries({"net_amount": st.integers(0, 50_000)}), max_size=5)
anchor = says(3, 0.5, net_amount=1)  # somebody recommends, or there is nothing to convert


@how(deadline=None, max_examples=60)
@given(people, silent, st.integers(2, 4), st.sampled_from(["common", "own"]), st.sampled_from(["all", "referral", 700]))
def test_lrv_of_all_is_what_the_referred_customers_are_worth(shop, settings, asked, others, referred, rule, worth):
    rows = shop(anchor, *asked, *others, *[{**NEW, "net_amount": 4000}] * referred)
    found = word_of_mouth(rows, settings(influence_rule=rule, referred_ltv=worth))
    known = [one for one in found.lrv if not np.isnan(one)]
    weight = len(rows) / len(known)
    assert weight * sum(known) == pytest.approx(referred * found.ltv_per_customer, abs=1e-6)


@how(deadline=None, max_examples=40)
@given(people, silent, st.floats(0.05, 1))
def test_common_influence_cancels(shop, settings, asked, others, influence):
    rows = shop(anchor, *asked, *others, NEW, NEW)
    told_otherwise = rows.assign(influence=rows["influence"].where(rows["influence"].isna(), influence))
    first, second = word_of_mouth(rows, settings()), word_of_mouth(told_otherwise, settings())
    assert second.lrv == pytest.approx(first.lrv, nan_ok=True)


@how(deadline=None, max_examples=40)
@given(people, st.integers(1, 40))
def test_uncapped_counts_claim_no_fewer_customers(shop, settings, asked, cap):
    rows = shop(anchor, *asked)
    capped, without = settings(max_recommendations=cap), settings(max_recommendations=1e9)
    assert word_of_mouth(rows, capped).created_claimed <= word_of_mouth(rows, without).created_claimed + 1e-9
