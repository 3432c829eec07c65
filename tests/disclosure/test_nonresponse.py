"""What stays hidden of those who did not answer, and of those who did beside them."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS, is_hidden, is_seen
from helpers.compare.basis import basis_of
from helpers.compare.nonresponse.effects import ANSWER_GROUPS, nonresponse
from helpers.disclosure import shown
from helpers.disclosure.comparison import comparison
from helpers.run.settings import checked
from tests.compare.nonresponse.conftest import NEW, OLD, asked


def full(rows, settings):
    return nonresponse(basis_of(rows, None, settings, window_before_covered=True))


def found(rows, settings):
    return shown(full(rows, settings), settings)


@pytest.fixture
def private():
    """Settings of a report that hides groups of fewer than ten, and counts below five."""
    return checked({"as_of": "2026-04-01", "resamples": 200})


def crowd(shop, *others):
    """Many of each segment and many silent ones, each worth something else."""
    segments = [*SEGMENTS, None]
    people = [
        {
            "segment": segment,
            "net_amount": 100 + number,
            "orders": number % 2,
            "acquired_on": (NEW, OLD)[number % 3 == 0],
        }
        for segment in segments
        for number in range(60)
    ]
    return shop(*people, *others).assign(net_amount_before=0)


def test_with_enough_of_each_all_is_shown(shop, private):
    result = found(crowd(shop).assign(invited=True), private)
    assert all(result.money.of(name) for name in ANSWER_GROUPS)
    assert all(means.ltv for means in result.weighted.segments.values())
    assert not any(is_hidden(margin.respondents) for margin in result.margins)


def test_what_the_comparison_hides_stays_hidden(shop, private):
    rows = crowd(shop)
    rows = rows[(rows["segment"] != "detractor").fillna(True) | (rows.index < 9)].reset_index(drop=True)
    result = found(rows, private)  # nine detractors: hidden, and the silent with them
    assert result.weighted.segments["detractor"].ltv is HIDDEN
    assert result.weighted.gaps["promoter_detractor"].ltv is HIDDEN
    assert is_seen(result.weighted.gaps["promoter_passive"].ltv)
    # those who answered less promoters and passives were the detractors
    assert result.money.answered is result.money.silent is result.difference is HIDDEN
    assert result.weighted.ltv_answered is HIDDEN
    assert is_seen(result.money.all)


@pytest.mark.parametrize(
    ("silent_asked", "visible"), [(8, False), (9, False), (10, True), (50, True), (51, False), (52, False), (60, True)]
)
def test_the_invited_are_hidden_where_a_part_of_them_or_of_the_others_is_of_few(silent_asked, visible, shop, private):
    rows = crowd(shop)
    rows["invited"] = rows["segment"].notna()
    rows.loc[180 : 180 + silent_asked - 1, "invited"] = True
    result = found(rows, private)
    assert is_seen(result.money.invited) == is_seen(result.money.invited_silent) == visible
    assert not result.fifths  # old customers answer as new ones do: no more than chance tells them apart
    assert is_seen(result.money.silent)


def test_the_invited_are_hidden_where_few_answered_without_being_invited(shop, private):
    rows = crowd(shop).assign(invited=True)
    rows.loc[:3, "invited"] = False
    result = found(rows, private)
    assert result.money.invited is result.money.invited_silent is HIDDEN


def test_rates_of_few_are_hidden_and_another_with_them(shop, private):
    rows = crowd(shop)
    rows["acquisition_channel"] = pd.Series(["ads"] * 80 + ["mall"] * 110 + ["search"] * 50, dtype="str")
    rows.loc[:3, ["segment", "person"]] = None  # silent: four of the ads', ten of the mall's, all of the search's
    rates = found(rows, private).rates["channel"]
    assert {name for name, rate in rates.items() if is_hidden(rate)} == {"ads", "search"}
    assert (rates["mall"].numerator, rates["mall"].denominator) == (100, 110)


@pytest.mark.parametrize(("largest", "visible"), [(59, True), (200, False)])
def test_the_money_of_a_fifth_is_hidden_where_one_customer_makes_most_of_it(largest, visible, shop, private):
    # the new: sixty worth 1 each, twenty of whom answered, and one more; hidden alone they were all less the others
    rows = shop(
        *[asked("promoter", 1, acquired_on=NEW)] * 20,
        *[{"net_amount": 1, "acquired_on": NEW}] * 40,
        {"net_amount": largest, "acquired_on": NEW},
        *[asked("promoter", 100, acquired_on=OLD)] * 40,
        *[{"net_amount": 100, "acquired_on": OLD}] * 20,
    ).assign(net_amount_before=0)
    fifths = found(rows, private).fifths
    assert [is_seen(fifth.ltv) for fifth in fifths] == [visible, visible]
    assert [fifth.response.rate for fifth in fifths] == [20 / 61, 40 / 60]


@pytest.mark.parametrize(("silent", "visible"), [(4, False), (5, True)])
def test_the_rate_of_a_fifth_is_hidden_where_few_are_silent(silent, visible, shop, private):
    rows = shop(
        *[asked("promoter", 80 + silent, acquired_on=NEW)] * 20,
        *[{"net_amount": 90, "acquired_on": NEW}] * 40,
        *[asked("promoter", 100, acquired_on=OLD)] * 40,
        *[{"net_amount": 100, "acquired_on": OLD}] * silent,
    ).assign(net_amount_before=0)
    result = found(rows, private)
    assert [is_seen(fifth.response) for fifth in result.fifths] == [visible, visible]
    assert [is_seen(rate) for rate in result.rates["tenure"].values()] == [visible, visible]


def test_margins_of_few_silent_ones_are_hidden(shop, private):
    rows = crowd(shop)
    silent = rows["segment"].isna()
    rows.loc[silent, "acquired_on"] = pd.Timestamp(NEW)
    rows.loc[rows.index[silent][:3], "acquired_on"] = pd.Timestamp(OLD)  # three silent ones of long standing
    margins = found(rows, private).margins
    old = [margin for margin in margins if margin.band == "from_3"]
    assert old and all(margin.respondents is margin.share_of_respondents is HIDDEN for margin in old)
    assert all(is_seen(margin.customers) and is_seen(margin.share_weighted) for margin in margins)


@pytest.mark.parametrize(("old_detractors", "visible"), [(9, False), (10, True)])
def test_two_weights_do_not_tell_of_few(old_detractors, visible, shop, private):
    # plain and weighted mean are two equations for the sums of new and old detractors
    rows = crowd(shop)
    detractors = np.flatnonzero((rows["segment"] == "detractor").fillna(False))
    rows.loc[detractors, "acquired_on"] = pd.Timestamp(NEW)
    rows.loc[detractors[:old_detractors], "acquired_on"] = pd.Timestamp(OLD)
    result = found(rows, private)
    assert is_seen(comparison(rows, None, private).segments["detractor"].ltv)
    assert is_seen(result.weighted.segments["detractor"].ltv) == visible
    assert is_seen(result.weighted.gaps["promoter_detractor"].ltv) == visible
    assert is_seen(result.weighted.ltv_answered) == visible


@pytest.mark.parametrize(("old_counts", "visible"), [(4, False), (5, True)])
def test_two_weights_do_not_tell_what_few_recommended(old_counts, visible, shop, private):
    rows = crowd(shop)
    rows.loc[rows["segment"].isna(), "acquired_on"] = pd.Timestamp(NEW)  # so that new and old ones weigh differently
    old = (rows["segment"] == "detractor") & (rows["acquired_on"] == pd.Timestamp(OLD))
    rows["recommended_count"] = np.where(rows["segment"].notna(), 2.0, np.nan)
    rows["influence"] = rows["recommended_count"] / 4
    rows.loc[np.flatnonzero(old)[old_counts:], "recommended_count"] = np.nan
    means = found(rows, private).weighted.segments["detractor"]
    assert is_seen(comparison(rows, None, private).segments["detractor"].lrv) and is_seen(means.ltv)
    assert is_seen(means.lrv) == is_seen(means.value) == visible


# The layer


def test_shown_again_it_stays_as_it_is(known_invitations, private):
    result = found(known_invitations, private)
    assert shown(result, private) == result
    assert result.answering is None


def test_the_full_result_s_text_shows_nobody(known_invitations, private):
    rows = known_invitations.assign(customer_id=[f"somebody-{n}" for n in range(len(known_invitations))])
    result = full(rows.assign(person=rows["customer_id"].where(rows["segment"].notna())), private)
    assert "somebody" not in repr(result) and "somebody" not in repr(result.answering)
    assert "Series" not in repr(result) and "answering" not in repr(result)


def test_what_the_full_result_holds_is_figures(shop, private):
    rows = crowd(shop)
    rows = rows[(rows["segment"] != "detractor").fillna(True) | (rows.index < 9)].reset_index(drop=True)
    result = full(rows, private)
    assert result.money.answered.n == 129 and result.weighted.segments["detractor"].ltv.mean
