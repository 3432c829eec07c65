"""Those who did not answer: money, rates, fifths, weights beside plain figures and bounds, and what stays hidden."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from helpers.base.intervals import hall_interval, moments, welch_interval
from helpers.base.parameters import checked
from helpers.base.proportions import HIDDEN, wilson_rate
from helpers.collect.nps import SEGMENTS
from helpers.compare.basis import basis_of
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.gaps import comparison
from helpers.compare.nonresponse.effects import nonresponse
from helpers.compare.nonresponse.weighted import weighted
from helpers.compare.nonresponse.weights import calibration

ROOT = Path(__file__).parents[3]
NEW, OLD = "2026-01-01", "2022-06-01"


def found(rows, settings, answers=None, covered=True):
    base, plain = basis_of(rows, answers, settings), comparison(rows, answers, settings)
    return nonresponse(base, plain, window_before_covered=covered)


def asked(segment, net, **more):
    return {"segment": segment, "net_amount": net, "orders": 1, **more}


@pytest.fixture
def known_invitations(shop):
    """100 customers: 60 invited, of whom 30 answered; 10 more answered without an invitation that is known of."""
    people = [
        *[asked("promoter", 100, acquired_on=NEW)] * 14,
        *[asked("detractor", 40, acquired_on=NEW)] * 6,
        *[asked("promoter", 400, acquired_on=OLD)] * 10,
        *[asked("passive", 200, acquired_on=OLD)] * 10,
        *[{"net_amount": 60, "acquired_on": NEW}] * 20,
        *[{"net_amount": 10, "acquired_on": OLD, "orders": 1}] * 10,
        *[{"net_amount": 20, "acquired_on": NEW, "orders": 1}] * 30,
    ]
    rows = shop(*people).assign(net_amount_before=0, invited=False)
    rows.loc[0:29, "invited"] = rows.loc[40:69, "invited"] = True
    return rows


# Money, by hand


def test_money_by_hand(known_invitations, settings):
    result = found(known_invitations, settings())
    means = {name: one and (one["n"], one["mean"]) for name, one in result.money.items()}
    answered, silent, invited_silent = 1400 + 240 + 4000 + 2000, 1200 + 100 + 600, 1200 + 100
    assert result.invited_known
    assert means == {
        "answered": (40, answered / 40),
        "silent": (60, silent / 60),
        "invited": (60, (1400 + 240 + 4000 + invited_silent) / 60),
        "invited_silent": (30, invited_silent / 30),
        "all": (100, (answered + silent) / 100),
    }


def test_intervals_of_money_and_of_the_difference(known_invitations, settings):
    rows = known_invitations
    result = found(rows, settings())
    worth = [rows.loc[mine, "net_amount"].to_numpy() for mine in (rows["segment"].notna(), rows["segment"].isna())]
    low, high = hall_interval(moments(worth[0]), 0.95)
    assert (result.money["answered"]["low"], result.money["answered"]["high"]) == pytest.approx((low, high))
    low, high = welch_interval(moments(worth[0]), moments(worth[1]), 0.95)
    assert result.difference["estimate"] == pytest.approx(worth[0].mean() - worth[1].mean())
    assert (result.difference["low"], result.difference["high"]) == pytest.approx((low, high))


@pytest.mark.parametrize("column", [None, False])
def test_where_nobody_knows_who_was_invited_it_is_left_out(column, known_invitations, settings):
    rows = known_invitations.drop(columns="invited") if column is None else known_invitations.assign(invited=False)
    result = found(rows, settings())
    assert not result.invited_known
    assert result.money["invited"] is result.money["invited_silent"] is None
    assert result.rates["tenure"]["under_1"].denominator == 70  # all customers
    assert sum(fifth.response.denominator for fifth in result.fifths) == 100


def test_where_everybody_answered_nobody_is_silent(shop, settings):
    rows = shop(*[asked("promoter", 9)] * 12, *[asked("detractor", 5)] * 12).assign(net_amount_before=0)
    result = found(rows, settings())
    assert result.money["silent"] is result.difference is None
    assert result.money["answered"]["mean"] == result.money["all"]["mean"] == 7
    assert result.fifths == []
    assert {bound["nps"] for bound in result.bounds.values()} == {0}


def test_where_nobody_answered_there_is_only_the_money_of_all(shop, settings):
    result = found(shop(*[{"net_amount": 5}] * 20).assign(net_amount_before=0), settings())
    assert result.money["all"]["mean"] == 5
    assert result.money["answered"] is None and result.nps == {"plain": None, "weighted": None}
    assert (
        result.weights["reason"] == "few_respondents" and result.weights["n_eff"] is result.weights["largest"] is None
    )
    assert all(block == {"plain": None, "weighted": None} for one in result.segments.values() for block in one.values())


# Who answers


def test_rates_among_the_invited_by_hand(known_invitations, settings):
    rates = found(known_invitations, settings()).rates
    assert rates["tenure"] == {
        "under_1": wilson_rate(numerator=20, denominator=40),
        "from_3": wilson_rate(numerator=10, denominator=20),
    }
    assert set(rates) == {"tenure", "spend", "channel"}


def test_rare_and_blank_channels_have_names(known_invitations, settings):
    channels = ["ads"] * 70 + ["mall"] * 8 + ["search"] * 12 + [None] * 10
    rows = known_invitations.assign(acquisition_channel=pd.Series(channels, dtype="str"))
    found_channels = found(rows.drop(columns="invited"), settings()).rates["channel"]
    assert {name: rate.denominator for name, rate in found_channels.items()} == {"ads": 70, "other": 30}


def test_without_a_channel_column_there_are_no_rates_by_channel(known_invitations, settings):
    rows = known_invitations.drop(columns="acquisition_channel")
    assert set(found(rows, settings(conversion="none")).rates) == {"tenure", "spend"}


def test_where_the_window_before_is_not_covered_spend_is_left_out(known_invitations, settings):
    result = found(known_invitations, settings(), covered=False)
    assert "spend" not in result.rates and set(result.margins["variable"]) == {"tenure"}
    assert result.weights["spend_left_out"] == "not_covered"


def test_fifths_by_hand(known_invitations, settings):
    # one band tells: of 70 new ones 20 answered, of 30 old ones 20
    rows = known_invitations.drop(columns=["invited", "acquisition_channel"])
    low, high = found(rows, settings(conversion="none")).fifths
    assert (low.response.numerator, low.response.denominator) == (20, 70)
    assert (high.response.numerator, high.response.denominator) == (20, 30)
    assert low.ltv["mean"] == pytest.approx((1400 + 240 + 1200 + 600) / 70)
    assert high.ltv["mean"] == pytest.approx((4000 + 2000 + 100) / 30)


# Plain beside weighted


def many(seed=1, n=1500):
    """A shop in which those of long standing answer more often."""
    random = np.random.default_rng(seed)
    years, before = random.integers(0, 4, n), random.exponential(1000, n).round().astype(int)
    answered = random.random(n) < 0.1 + 0.1 * years
    ids = np.array([f"C{one}" for one in range(n)], dtype=object)
    return pd.DataFrame(
        {
            "customer_id": ids,
            "person": np.where(answered, ids, None),
            "acquired_on": pd.Timestamp("2026-03-01") - pd.to_timedelta(365 * years, "D"),
            "acquisition_channel": np.where(random.random(n) < 0.2, "referral", "ads"),
            "orders": random.poisson(1.5, n),
            "net_amount": (before * random.exponential(1, n) + 500 * years).round().astype(int),
            "net_amount_before": np.where(years == 0, 0, before),
            "segment": np.where(answered, random.choice(SEGMENTS, n), None),
            "recommended_count": np.where(answered, random.poisson(2, n), np.nan),
            "influence": np.where(answered, random.integers(0, 11, n) / 10, np.nan),
            "warned_count": np.nan,
        }
    ).astype({name: "str" for name in ("customer_id", "person", "segment", "acquisition_channel")})


def test_plain_figures_are_the_comparisons_and_weighted_ones_those_of_the_weights(settings):
    rows, how = many(), settings()
    result, plain, base = found(rows, how), comparison(rows, None, how), basis_of(rows, None, how)
    ours = weighted(base, calibration(rows, how, window_before_covered=True))
    for measure in MEASURES:
        for segment in SEGMENTS:
            block, name = result.segments[segment][measure], f"{measure}_{segment}"
            assert block["plain"].items() <= plain.segments[segment][measure].items()
            assert block["weighted"] == dict(
                zip(("mean", "low", "high"), (ours.point[name], *ours.ends[name]), strict=True)
            )
        for pair in PAIRS:
            block, name = result.gaps[pair][measure], f"{measure}_{pair}"
            assert block["plain"].items() <= plain.gaps[pair][measure].items()
            ends = (ours.point[name], *ours.ends[name])
            assert block["weighted"] == dict(zip(("estimate", "low", "high"), ends, strict=True))
    assert result.nps["weighted"]["value"] == ours.point["nps"]
    assert result.ltv_answered["weighted"]["mean"] == ours.point["ltv_answered"]
    assert result.ltv_answered["plain"] == result.money["answered"]


def test_what_is_told_of_the_weights(settings):
    rows = many()
    weights = calibration(rows, settings(), window_before_covered=True)
    each = weights.of_respondents[weights.answered]
    assert found(rows, settings()).weights == {
        "reason": None,
        "spend_left_out": None,
        "n": len(each),
        "n_eff": pytest.approx(each.sum() ** 2 / (each**2).sum()),
        "trimmed": 0,
        "largest": pytest.approx(each.max() / each.mean()),
    }


# Bounds, by hand


def test_bounds_by_hand(known_invitations, settings, answers):
    # 24 promoters, 10 passives, 6 detractors and 2 unknown promoters; 60 silent, worth 1900 together
    rows = known_invitations
    strangers = [{"segment": "promoter"}] * 2
    bounds = found(rows, settings(), answers(rows, *strangers)).bounds
    promoter, passive, detractor = (1400 + 4000) / 24, 200, 40
    worst, best = (240 + 1900) / 66, (5400 + 1900) / 84
    assert bounds["detractor"] == {
        "nps": pytest.approx((26 - 66) / 102),
        "ltv": pytest.approx({"detractor": worst, "passive": passive, "promoter": promoter}),
        "gaps": pytest.approx({
            "promoter_detractor": promoter - worst,
            "promoter_passive": promoter - passive,
            "passive_detractor": passive - worst,
        }),
    }  # fmt: skip
    assert bounds["promoter"]["nps"] == pytest.approx((86 - 6) / 102)
    assert bounds["promoter"]["ltv"]["promoter"] == pytest.approx(best)
    assert bounds["promoter"]["gaps"]["promoter_detractor"] == pytest.approx(best - detractor)


def test_a_segment_of_the_silent_alone(shop, settings):
    # nobody answered as a detractor: at the worst the silent are all detractors there are
    rows = shop(*[asked("promoter", 9)] * 5, *[{"net_amount": 3, "orders": 1}] * 5).assign(net_amount_before=0)
    bounds = found(rows, settings()).bounds
    assert bounds["detractor"]["ltv"] == {"detractor": 3, "passive": None, "promoter": 9}
    assert bounds["detractor"]["gaps"]["promoter_detractor"] == 6
    assert bounds["promoter"]["ltv"] == {"detractor": None, "passive": None, "promoter": 6}


# What stays hidden


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
    assert None not in result.money.values()
    assert all(one["ltv"]["weighted"] for one in result.segments.values())
    assert result.margins.notna().all(axis=None)
    assert all(bound["ltv"][segment] for bound in result.bounds.values() for segment in SEGMENTS)


def test_what_the_comparison_hides_stays_hidden(shop, private):
    rows = crowd(shop)
    rows = rows[(rows["segment"] != "detractor").fillna(True) | (rows.index < 9)].reset_index(drop=True)
    result = found(rows, private)  # nine detractors: hidden, and the silent with them
    assert result.segments["detractor"]["ltv"] == {"plain": None, "weighted": None}
    assert result.gaps["promoter_detractor"]["ltv"] == {"plain": None, "weighted": None}
    assert result.gaps["promoter_passive"]["ltv"]["weighted"] is not None
    # those who answered less promoters and passives were the detractors
    assert result.money["answered"] is result.money["silent"] is result.difference is None
    assert result.ltv_answered == {"plain": None, "weighted": None}
    assert [bound["ltv"]["detractor"] for bound in result.bounds.values()] == [None, None]
    assert result.bounds["promoter"]["ltv"]["promoter"] is None
    assert result.money["all"] is not None


@pytest.mark.parametrize(
    ("silent_asked", "shown"), [(8, False), (9, False), (10, True), (50, True), (51, False), (52, False), (60, True)]
)
def test_the_invited_are_hidden_where_a_part_of_them_or_of_the_others_is_of_few(silent_asked, shown, shop, private):
    rows = crowd(shop)
    rows["invited"] = rows["segment"].notna()
    rows.loc[180 : 180 + silent_asked - 1, "invited"] = True
    result = found(rows, private)
    assert (result.money["invited"] is not None) == (result.money["invited_silent"] is not None) == shown
    assert result.fifths == []  # old customers answer as new ones do: no more than chance tells them apart
    assert result.money["silent"] is not None


def test_the_invited_are_hidden_where_few_answered_without_being_invited(shop, private):
    rows = crowd(shop).assign(invited=True)
    rows.loc[:3, "invited"] = False
    result = found(rows, private)
    assert result.money["invited"] is result.money["invited_silent"] is None


def test_rates_of_few_are_hidden_and_another_with_them(shop, private):
    rows = crowd(shop)
    rows["acquisition_channel"] = pd.Series(["ads"] * 80 + ["mall"] * 110 + ["search"] * 50, dtype="str")
    rows.loc[:3, ["segment", "person"]] = None  # silent: four of the ads', ten of the mall's, all of the search's
    rates = found(rows, private).rates["channel"]
    assert {name for name, rate in rates.items() if rate == HIDDEN} == {"ads", "search"}
    assert (rates["mall"].numerator, rates["mall"].denominator) == (100, 110)


@pytest.mark.parametrize(("largest", "shown"), [(59, True), (200, False)])
def test_the_money_of_a_fifth_is_hidden_where_one_customer_makes_most_of_it(largest, shown, shop, private):
    # the new: sixty worth 1 each, twenty of whom answered, and one more; hidden alone they were all less the others
    rows = shop(
        *[asked("promoter", 1, acquired_on=NEW)] * 20,
        *[{"net_amount": 1, "acquired_on": NEW}] * 40,
        {"net_amount": largest, "acquired_on": NEW},
        *[asked("promoter", 100, acquired_on=OLD)] * 40,
        *[{"net_amount": 100, "acquired_on": OLD}] * 20,
    ).assign(net_amount_before=0)
    fifths = found(rows, private).fifths
    assert [fifth.ltv is not None for fifth in fifths] == [shown, shown]
    assert [fifth.response.rate for fifth in fifths] == [20 / 61, 40 / 60]


@pytest.mark.parametrize(("silent", "shown"), [(4, False), (5, True)])
def test_the_rate_of_a_fifth_is_hidden_where_few_are_silent(silent, shown, shop, private):
    rows = shop(
        *[asked("promoter", 80 + silent, acquired_on=NEW)] * 20,
        *[{"net_amount": 90, "acquired_on": NEW}] * 40,
        *[asked("promoter", 100, acquired_on=OLD)] * 40,
        *[{"net_amount": 100, "acquired_on": OLD}] * silent,
    ).assign(net_amount_before=0)
    result = found(rows, private)
    assert [fifth.response != HIDDEN for fifth in result.fifths] == [shown, shown]
    assert [rate != HIDDEN for rate in result.rates["tenure"].values()] == [shown, shown]


def test_margins_of_few_silent_ones_are_hidden(shop, private):
    rows = crowd(shop)
    silent = rows["segment"].isna()
    rows.loc[silent, "acquired_on"] = pd.Timestamp(NEW)
    rows.loc[rows.index[silent][:3], "acquired_on"] = pd.Timestamp(OLD)  # three silent ones of long standing
    margins = found(rows, private).margins
    assert margins.loc[margins["band"] == "from_3", "respondents"].isna().all()
    assert margins["customers"].notna().all() and margins["share_weighted"].notna().all()


@pytest.mark.parametrize(("old_detractors", "shown"), [(9, False), (10, True)])
def test_two_weights_do_not_tell_of_few(old_detractors, shown, shop, private):
    # plain and weighted mean are two equations for the sums of new and old detractors
    rows = crowd(shop)
    detractors = np.flatnonzero((rows["segment"] == "detractor").fillna(False))
    rows.loc[detractors, "acquired_on"] = pd.Timestamp(NEW)
    rows.loc[detractors[:old_detractors], "acquired_on"] = pd.Timestamp(OLD)
    result = found(rows, private)
    assert result.segments["detractor"]["ltv"]["plain"] is not None
    assert (result.segments["detractor"]["ltv"]["weighted"] is not None) == shown
    assert (result.gaps["promoter_detractor"]["ltv"]["weighted"] is not None) == shown
    assert (result.ltv_answered["weighted"] is not None) == shown


@pytest.mark.parametrize(("old_counts", "shown"), [(4, False), (5, True)])
def test_two_weights_do_not_tell_what_few_recommended(old_counts, shown, shop, private):
    rows = crowd(shop)
    rows.loc[rows["segment"].isna(), "acquired_on"] = pd.Timestamp(NEW)  # so that new and old ones weigh differently
    old = (rows["segment"] == "detractor") & (rows["acquired_on"] == pd.Timestamp(OLD))
    rows["recommended_count"] = np.where(rows["segment"].notna(), 2.0, np.nan)
    rows["influence"] = rows["recommended_count"] / 4
    rows.loc[np.flatnonzero(old)[old_counts:], "recommended_count"] = np.nan
    blocks = found(rows, private).segments["detractor"]
    assert blocks["lrv"]["plain"] is not None and blocks["ltv"]["weighted"] is not None
    assert (blocks["lrv"]["weighted"] is not None) == (blocks["value"]["weighted"] is not None) == shown


# The sample


@pytest.fixture(scope="module")
def sample():
    steps, parameters = ROOT / "data/sample/steps", ROOT / "notebooks/parameters/sample.yaml"
    settings = checked(yaml.safe_load(parameters.read_text(encoding="utf-8")))
    rows, answers = (pd.read_parquet(steps / f"{name}.parquet") for name in ("customers", "responses"))
    return found(rows, settings, answers)


def test_weights_bring_the_sample_nearer_to_the_truth(sample):
    truth = json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))
    for ours, true in (
        ({kind: one["mean"] for kind, one in sample.ltv_answered.items()}, truth["customers"]["ltv_mean"]),
        ({kind: 100 * one["value"] for kind, one in sample.nps.items()}, truth["nps"]["value"]),
        ({kind: one["estimate"] for kind, one in sample.gaps["promoter_detractor"]["ltv"].items()},
         truth["gaps"]["promoter_detractor"]["ltv"]),
    ):  # fmt: skip
        assert abs(ours["weighted"] - true) < abs(ours["plain"] - true)


def test_the_truth_of_the_sample_lies_within_the_bounds(sample):
    truth = json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))
    assert sample.bounds["detractor"]["nps"] < truth["nps"]["value"] / 100 < sample.bounds["promoter"]["nps"]


def test_in_the_sample_those_likely_to_answer_are_worth_more(sample):
    assert sample.fifths[-1].response.rate > sample.fifths[0].response.rate
    assert sample.fifths[-1].ltv["low"] > sample.fifths[0].ltv["high"]
    assert sample.difference["low"] > 0
