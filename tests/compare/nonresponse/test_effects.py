"""Those who did not answer: money, rates, fifths, and weights beside plain figures."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from helpers.base.intervals import hall_interval, moments, welch_interval
from helpers.base.proportions import wilson_rate
from helpers.base.results import SEGMENTS, as_figures
from helpers.compare.basis import basis_of
from helpers.compare.figures import MEASURES, PAIRS, Figure
from helpers.compare.gaps import compared
from helpers.compare.nonresponse.bounds import bounds
from helpers.compare.nonresponse.effects import ANSWER_GROUPS, nonresponse
from helpers.compare.nonresponse.weighted import weighted
from helpers.compare.nonresponse.weights import calibration
from helpers.run.settings import checked
from tests.compare.nonresponse.conftest import asked

ROOT = Path(__file__).parents[3]


def found(rows, settings, answers=None, covered=True):
    return nonresponse(basis_of(rows, answers, settings, covered))


# Money, by hand


def test_money_by_hand(known_invitations, settings):
    result = found(known_invitations, settings())
    money = {name: result.money.of(name) for name in ANSWER_GROUPS}
    means = {name: mean and (mean.n, mean.mean) for name, mean in money.items()}
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
    assert (result.money.answered.low, result.money.answered.high) == pytest.approx((low, high))
    low, high = welch_interval(moments(worth[0]), moments(worth[1]), 0.95)
    assert result.difference.estimate == pytest.approx(worth[0].mean() - worth[1].mean())
    assert (result.difference.low, result.difference.high) == pytest.approx((low, high))


@pytest.mark.parametrize("column", [None, False])
def test_where_nobody_knows_who_was_invited_it_is_left_out(column, known_invitations, settings):
    rows = known_invitations.drop(columns="invited") if column is None else known_invitations.assign(invited=False)
    result = found(rows, settings())
    assert not result.invited_known
    assert result.money.invited is result.money.invited_silent is None
    assert result.rates["tenure"]["under_1"].denominator == 70  # all customers
    assert sum(fifth.response.denominator for fifth in result.fifths) == 100


def test_where_everybody_answered_nobody_is_silent(shop, settings):
    rows = shop(*[asked("promoter", 9)] * 12, *[asked("detractor", 5)] * 12).assign(net_amount_before=0)
    result = found(rows, settings())
    assert result.money.silent is result.difference is None
    assert result.money.answered.mean == result.money.all.mean == 7
    assert result.fifths == ()


def test_where_nobody_answered_there_is_only_the_money_of_all(shop, settings):
    result = found(shop(*[{"net_amount": 5}] * 20).assign(net_amount_before=0), settings())
    assert result.money.all.mean == 5
    assert result.money.answered is result.nps is result.weighted.nps is None
    assert result.weights.reason == "few_respondents" and result.weights.n_eff is result.weights.largest is None
    assert {means.mean(measure) for means in result.weighted.segments.values() for measure in MEASURES} == {None}


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
    assert "spend" not in result.rates and {margin.variable for margin in result.margins} == {"tenure"}
    assert result.weights.spend_left_out == "not_covered"


def test_fifths_by_hand(known_invitations, settings):
    # one band tells: of 70 new ones 20 answered, of 30 old ones 20
    rows = known_invitations.drop(columns=["invited", "acquisition_channel"])
    low, high = found(rows, settings(conversion="none")).fifths
    assert (low.response.numerator, low.response.denominator) == (20, 70)
    assert (high.response.numerator, high.response.denominator) == (20, 30)
    assert low.ltv.mean == pytest.approx((1400 + 240 + 1200 + 600) / 70)
    assert high.ltv.mean == pytest.approx((4000 + 2000 + 100) / 30)


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


def test_weighted_figures_are_those_of_the_weights(settings):
    rows, how = many(), settings()
    result, base = found(rows, how), basis_of(rows, None, how)
    ours = weighted(base, calibration(rows, how, window_before_covered=True))
    for measure in MEASURES:
        for segment in SEGMENTS:
            mean, figure = result.weighted.segments[segment].mean(measure), Figure(measure, segment)
            assert (mean.mean, mean.low, mean.high) == (ours.point.of(figure), *ours.ends[figure])
        for pair in PAIRS:
            gap, figure = result.weighted.gaps[pair].gap(measure), Figure(measure, pair)
            assert (gap.estimate, gap.low, gap.high) == (ours.point.of(figure), *ours.ends[figure])
    assert result.weighted.nps.value == ours.point.nps
    assert result.weighted.ltv_answered.mean == ours.point.means["ltv"]["answered"]


def test_without_a_plain_figure_there_is_no_weighted_one(settings):
    rows = many().assign(warned_count=99.0)  # more are warned off than told: nothing can be converted
    result = found(rows, settings(warned_weight=1.0))
    assert {means.lrv for means in result.weighted.segments.values()} == {None}
    assert None not in {means.ltv for means in result.weighted.segments.values()}


def test_what_is_told_of_the_weights(settings):
    rows = many()
    weights = calibration(rows, settings(), window_before_covered=True)
    each = weights.of_respondents[weights.answered]
    assert as_figures(found(rows, settings()).weights) == {
        "reason": None,
        "spend_left_out": None,
        "n": len(each),
        "n_eff": pytest.approx(each.sum() ** 2 / (each**2).sum()),
        "trimmed": 0,
        "largest": pytest.approx(each.max() / each.mean()),
    }


# The sample


@pytest.fixture(scope="module")
def sample():
    steps, parameters = ROOT / "data/sample/steps", ROOT / "notebooks/parameters/sample.yaml"
    settings = checked(yaml.safe_load(parameters.read_text(encoding="utf-8")))
    rows, answers = (pd.read_parquet(steps / f"{name}.parquet") for name in ("customers", "responses"))
    base = basis_of(rows, answers, settings, window_before_covered=True)
    return nonresponse(base), compared(base)


def test_weights_bring_the_sample_nearer_to_the_truth(sample):
    truth = json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))
    (result, plain), pair = sample, "promoter_detractor"
    for ours, weighted_one, true in (
        (result.money.answered.mean, result.weighted.ltv_answered.mean, truth["customers"]["ltv_mean"]),
        (100 * result.nps.value, 100 * result.weighted.nps.value, truth["nps"]["value"]),
        (plain.gaps[pair].ltv.estimate, result.weighted.gaps[pair].ltv.estimate, truth["gaps"][pair]["ltv"]),
    ):
        assert abs(weighted_one - true) < abs(ours - true)


def test_the_truth_of_the_sample_lies_within_the_bounds(sample):
    truth = json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))
    ends = bounds(sample[1])
    assert ends.detractor.nps < truth["nps"]["value"] / 100 < ends.promoter.nps


def test_in_the_sample_those_likely_to_answer_are_worth_more(sample):
    result, _ = sample
    assert result.fifths[-1].response.rate > result.fifths[0].response.rate
    assert result.fifths[-1].ltv.low > result.fifths[0].ltv.high
    assert result.difference.low > 0
