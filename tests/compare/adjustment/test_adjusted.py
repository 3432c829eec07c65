"""The adjusted gap of the sample shop and of simulated ones whose effects are known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from helpers.compare.adjustment import adjusted as module
from helpers.compare.adjustment.adjusted import adjusted_gaps
from helpers.compare.adjustment.covariates import covariates
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.ltv import ltv
from helpers.run.settings import checked

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
HEADLINE = "promoter_detractor"


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample_settings(truth):
    return checked(truth["parameters"])


@pytest.fixture(scope="module")
def customers():
    return pd.read_parquet(SAMPLE / "steps" / "customers.parquet")


@pytest.fixture(scope="module")
def census(customers):
    """Customers as if all had answered."""
    said = pd.read_csv(SAMPLE / "truth_answers.csv").set_index("customer_id")
    score = customers["customer_id"].map(said["score"])
    segment = pd.Series(np.select([score >= 9, score >= 7], ["promoter", "passive"], "detractor"), dtype="str")
    return customers.assign(segment=segment, recommended_count=customers["customer_id"].map(said["recommended_count"]))


@pytest.fixture(scope="module")
def part(customers):
    """Every third of those who answered, and every twentieth of the others."""
    answered = customers["segment"].notna()
    return pd.concat([customers[answered].iloc[::3], customers[~answered].iloc[::20]])


def gaps_of(rows, settings, *, covered=True):
    referral = 1000 * rows["recommended_count"].clip(upper=10)
    return adjusted_gaps(rows, ltv(rows, settings), referral, settings, window_before_covered=covered)


def headline_of(rows, settings):
    """LTV of promoters and detractors, by whom and by passives what it hangs on is learned."""
    segment = rows["segment"].mask(rows["segment"] == "passive")
    return gaps_of(rows.assign(segment=segment, recommended_count=np.nan), settings)[HEADLINE].ltv


def seen(found):
    """All that can be compared: those left out stand in a table."""
    return {
        (pair, measure): (
            replace(gaps.of(measure), trimmed_worth=None),
            sorted(gaps.of(measure).trimmed_worth.adds["worth"]),
        )
        for pair, gaps in found.items()
        for measure in MEASURES
    }


@pytest.fixture(scope="module")
def sample(customers, sample_settings):
    return gaps_of(customers, sample_settings)


def test_true_effect_lies_within_and_nearer_than_the_plain_gap(sample, truth):
    for pair in PAIRS:
        assert sample[pair].ltv.gap.low < truth["effect"][pair] < sample[pair].ltv.gap.high
    found, effect = sample[HEADLINE].ltv, truth["effect"][HEADLINE]
    assert abs(found.gap.estimate - effect) < 0.5 * abs(found.plain - effect)


def test_true_effect_where_everybody_answers(census, sample_settings, truth):
    found, effect = headline_of(census, sample_settings), truth["effect"][HEADLINE]
    # within its standard error, a fourth of the interval; the plain gap: more than four of them off
    error = (found.gap.high - found.gap.low) / 4
    assert abs(found.gap.estimate - effect) < error < abs(found.plain - effect) / 4
    assert found.plain == pytest.approx(truth["gaps"][HEADLINE]["ltv"])


def test_tied_to_the_plain_gap(sample, customers, sample_settings):
    worth = ltv(customers, sample_settings)
    means = worth.groupby(customers["segment"]).mean()
    for pair, (first, second) in PAIRS.items():
        assert sample[pair].ltv.plain == pytest.approx(means[first] - means[second])


def test_counts_close(sample, customers):
    respondents = customers["segment"].value_counts()
    counted = customers.loc[customers["recommended_count"].notna(), "segment"].value_counts()
    for measure, everybody in (("ltv", respondents), ("lrv", counted), ("value", respondents)):
        for pair, segments in PAIRS.items():
            found = sample[pair].of(measure)
            assert {name: found.n[name] + found.trimmed[name] for name in found.n} == {
                name: everybody[name] for name in segments
            }
            assert 0 <= found.unmoved <= found.trimmed[segments[1]]


def test_balance_is_better_after(sample):
    for pair in PAIRS:
        balance = [one for one in sample[pair].ltv.balance if not one.other]
        assert {one.column for one in balance} > {"acquired_on", "acquisition_channel", "net_amount_before", "region"}
        assert max(one.after for one in balance) < 0.2 < 0.4 < max(one.before for one in balance)
        assert ("acquired_on", "net_amount_before") in {one.columns for one in sample[pair].ltv.balance}


def test_value_is_ltv_and_lrv_of_each(sample):
    for pair in PAIRS:
        worth, referral, value = (sample[pair].of(measure) for measure in MEASURES)
        for name in ("gap", "moved", "plain_kept"):
            ends = [getattr(one, name) for one in (worth, referral, value)]
            assert ends[2].estimate == pytest.approx(ends[0].estimate + ends[1].estimate)
            errors = [one.high - one.low for one in ends]
            assert errors[0] - errors[1] < errors[2] < errors[0] + errors[1]
        assert value.plain == pytest.approx(worth.plain + referral.plain)


def test_same_in_any_order_and_whoever_else_there_is(part, sample_settings):
    rows = part.assign(segment=part["segment"].mask(part["segment"] == "passive"), recommended_count=np.nan)
    mixed = rows.sample(frac=1, random_state=5)
    stranger = mixed.head(9).assign(segment="promoter", customer_id=None, in_crm=False)
    more = pd.concat([stranger, mixed.assign(in_crm=True)], ignore_index=True)
    assert seen(gaps_of(more, sample_settings)) == seen(gaps_of(rows, sample_settings))


def test_window_after_the_answer(census, sample_settings, truth):
    # the same year, taken for what follows an answer of 2025-04-01. Of those who were customers before it, the largest
    # earlier buyers are detractors: here the plain gap is too small
    later = sample_settings.model_copy(update={"as_of": sample_settings.window_start, "window": "after"})
    rows = census[census["acquired_on"] < "2025-04-01"]
    found = headline_of(rows, later)
    assert found.plain < found.gap.low < truth["effect"][HEADLINE] < found.gap.high
    assert found.earlier_spend
    assert sum(found.n.values()) + sum(found.trimmed.values()) == (rows["segment"] != "passive").sum()


# Simulated shops


def people(segment, **columns):
    """Rows of customers, all acquired in 2020 unless it is said otherwise, without purchases."""
    n = len(segment)
    rows = {"customer_id": [f"C{one:04d}" for one in range(n)], "acquired_on": pd.Timestamp("2020-01-01"), "net": 0.0}
    names = pd.Series(segment, dtype="str")
    return pd.DataFrame({**rows, "segment": names, **columns})


def only_ltv(rows, worth, settings, *, covered=False):
    nothing = pd.Series(np.nan, index=rows.index)
    found = adjusted_gaps(rows, pd.Series(worth, index=rows.index), nothing, settings, window_before_covered=covered)
    return found[HEADLINE].ltv


@pytest.fixture
def interacting():
    """2,000 answers; promoters are old customers of the mall and new ones of ads, who bring 20 more. Effect: 5."""
    random = np.random.default_rng(12)
    old, mall = random.random((2, 2000)) < 0.5
    loyal = random.random(2000) < np.where(old == mall, 0.75, 0.25)
    worth = 5.0 * loyal + 20.0 * (old == mall) + random.normal(scale=10, size=2000)
    acquired = pd.to_datetime(np.where(old, "2019-01-01", "2023-01-01"))
    channel = pd.Series(np.where(mall, "mall", "ads"), dtype="str")
    rows = people(np.where(loyal, "promoter", "detractor"), acquired_on=acquired, acquisition_channel=channel)
    return rows, worth


def test_a_pair_that_hides_the_effect_is_found(interacting, settings, monkeypatch):
    rows, worth = interacting
    found = only_ltv(rows, worth, settings())
    assert found.gap.low < 5 < found.gap.high
    assert found.moved.low < 5 < found.moved.high
    assert found.plain == pytest.approx(15, abs=1)  # 5 + 20 × (0.75 − 0.25)
    singles = [one for one in found.balance if not one.other]
    pair = next(one for one in found.balance if one.columns == ("acquired_on", "acquisition_channel"))
    assert max(one.before for one in singles) < 0.1 and pair.before > 0.5 > 0.1 > pair.after

    def alone(*arguments, **options):
        columns = covariates(*arguments, **options)
        return replace(columns, kinds=("",) * len(columns.kinds))

    monkeypatch.setattr(module, "covariates", alone)
    main_effects = only_ltv(rows, worth, settings())
    assert main_effects.gap.low > 10


def test_same_with_any_number_of_threads_and_in_any_order(interacting, settings):
    rows, worth = interacting
    rows, worth = rows[:600], pd.Series(worth[:600])
    with threadpool_limits(1):
        one = adjusted_gaps(rows, worth, worth, settings(), window_before_covered=False)
    with threadpool_limits(2):
        two = adjusted_gaps(rows, worth, worth, settings(), window_before_covered=False)
    mixed = rows.sample(frac=1, random_state=1)
    other = adjusted_gaps(mixed, worth[mixed.index], worth[mixed.index], settings(), window_before_covered=False)
    assert seen(one) == seen(two) == seen(other)


def test_of_those_who_did_not_answer_it_is_learned_what_worth_hangs_on(interacting, settings):
    rows, worth = interacting
    silent = pd.Series(np.arange(2000) >= 200)
    asked = rows.assign(segment=rows["segment"].mask(silent))
    alone, taught = only_ltv(asked[~silent], worth[~silent], settings()), only_ltv(asked, worth, settings())
    assert taught.n == alone.n and taught.plain == alone.plain and taught.plain_kept == alone.plain_kept
    assert taught.gap != alone.gap
    widths = [found.gap.high - found.gap.low for found in (taught, alone)]
    assert widths[0] < widths[1] and taught.gap.low < 5 < taught.gap.high


def test_effect_on_movers_differs_where_it_lies_in_large_buyers(settings):
    # promoters bring half of earlier spend more; they are four fifths of the large buyers and a third of the small
    random = np.random.default_rng(7)
    large = random.random(1500) < 0.5
    spent = np.where(large, random.integers(300, 500, 1500), random.integers(20, 100, 1500)).astype(float)
    loyal = random.random(1500) < np.where(large, 0.8, 0.33)
    worth = spent + np.where(loyal, spent / 2, 0) + random.normal(scale=30, size=1500)
    rows = people(np.where(loyal, "promoter", "detractor"), net_amount_before=spent, orders_before=1)
    found = only_ltv(rows, worth, settings(), covered=True)
    of_all, of_detractors = (spent / 2).mean(), (spent / 2)[~loyal].mean()
    assert sum(found.trimmed.values()) == 0
    assert found.gap.low < of_all < found.gap.high < found.plain
    assert found.moved.low < of_detractors < found.moved.high < found.gap.low


def test_costs_are_none_of_the_effect_but_of_the_plain_gap(settings):
    """Acquired one after the other in the window, promoters rather later: 1 a day is what it costs to keep them."""
    random = np.random.default_rng(9)
    days = random.integers(1, 300, 400)
    loyal = random.random(400) < 0.7 - days / 1000
    rows = people(
        np.where(loyal, "promoter", "detractor"), acquired_on=pd.Timestamp("2026-03-31") - pd.to_timedelta(days, "D")
    )
    gained = random.normal(300, 50, 400)
    free = only_ltv(rows, gained, settings())
    paid = only_ltv(rows, gained - days, settings(retention_cost=365))
    for ours, theirs in ((free.gap, paid.gap), (free.moved, paid.moved)):
        assert (ours.estimate, ours.low, ours.high) == pytest.approx((theirs.estimate, theirs.low, theirs.high))
    more = days[loyal].mean() - days[~loyal].mean()
    assert more < -20 and sum(free.trimmed.values()) == 0
    assert free.plain - paid.plain == pytest.approx(more)
    assert free.plain_kept.estimate - paid.plain_kept.estimate == pytest.approx(more)


def test_plain_gap_of_those_kept(settings):
    """One region has promoters alone: they are left out, and of the others the plain gap is told."""
    random = np.random.default_rng(2)
    segment = np.array(["promoter"] * 140 + ["detractor"] * 110)
    region = np.array(["north"] * 40 + ["south", "west"] * 105)
    worth = np.round(random.normal(10, 3, 250)) + 50 * (region == "north")
    rows = people(segment, region=pd.Series(region, dtype="str"))
    found = only_ltv(rows, worth, settings(min_group_size=10))
    assert found.trimmed == {"promoter": 40, "detractor": 0} and found.n == {"promoter": 100, "detractor": 110}
    parts = worth[40:140], worth[140:]
    assert found.plain_kept.estimate == pytest.approx(parts[0].mean() - parts[1].mean())
    assert found.plain == pytest.approx(worth[:140].mean() - parts[1].mean())
    error = np.sqrt(sum(part.var() / len(part) for part in parts) * 210 / 209)
    assert found.plain_kept.high - found.plain_kept.low == pytest.approx(2 * 1.9714 * error, rel=1e-3)
    assert found.unmoved == 0  # nobody moves from there


def test_those_whom_the_other_segment_has_nobody_like_are_not_moved(settings):
    """One region has promoters alone, one but for one detractors; of one of them the worth is not known."""
    segment = np.array(["promoter"] * 130 + ["detractor"] * 159 + ["promoter", "detractor"])
    region = np.array(["north"] * 30 + ["south", "west"] * 100 + ["east"] * 61)
    worth = np.random.default_rng(3).normal(10, 3, 291)
    worth[-1] = np.nan
    rows = people(segment, region=pd.Series(region, dtype="str"))
    found = only_ltv(rows, worth, settings(min_group_size=10))
    assert found.trimmed == {"promoter": 31, "detractor": 59}
    assert found.unmoved == 59


def test_sensitivity_is_of_what_parts_the_segments_and_moves_worth(sample):
    for gaps in sample.values():
        for measure in MEASURES:
            found, gap = gaps.of(measure).sensitivity, gaps.of(measure).gap
            assert found.source in found.left and found.to_zero > 0
            moves = [abs(left.estimate - gap.estimate) for left in found.left.values()]
            assert moves == sorted(moves) and found.source == list(found.left)[-1]
            assert (found.to_unclear is None) == (gap.low <= 0 <= gap.high)


# Where there is none


def test_without_the_window_before(part, sample_settings):
    found = gaps_of(part, sample_settings, covered=False)[HEADLINE].ltv
    assert not found.earlier_spend
    assert "net_amount_before" not in {name for one in found.balance for name in one.columns}
    assert found.gap is not None


def test_whole_history_has_no_value(part, sample_settings):
    found = gaps_of(part, sample_settings.model_copy(update={"window_days": 0}))
    assert {gaps.value.reason for gaps in found.values()} == {"periods"}
    assert found["promoter_passive"].value.plain is None
    assert found["promoter_passive"].ltv.gap is not None


def test_too_few_in_a_segment(part, sample_settings):
    answered = part["segment"].eq("detractor") & (part["segment"].eq("detractor").cumsum() > 9)
    found = gaps_of(part[~answered], sample_settings)
    reasons = {pair: found[pair].ltv.reason for pair in PAIRS}
    assert reasons == {"promoter_detractor": "few", "promoter_passive": "", "passive_detractor": "few"}
    assert found[HEADLINE].value.gap is None
    assert found[HEADLINE].ltv.n == {"promoter": (part["segment"] == "promoter").sum(), "detractor": 9}


def test_too_few_who_answered_the_count(part, sample_settings):
    counts = part["recommended_count"].mask(part["segment"] == "detractor")
    found = gaps_of(part.assign(recommended_count=counts), sample_settings)
    reasons = {measure: found[HEADLINE].of(measure).reason for measure in MEASURES}
    assert reasons == {"ltv": "", "lrv": "few", "value": "few"}
    assert found[HEADLINE].lrv.plain is None


def test_too_few_left(settings):
    # tenure parts the segments: 60 promoters of 2019 and 60 detractors of 2024, and one of each of the other's year
    acquired = pd.to_datetime(["2019-01-01"] * 60 + ["2024-01-01"] * 61 + ["2019-01-01"])
    rows = people(["promoter"] * 61 + ["detractor"] * 61, acquired_on=acquired)
    worth = pd.Series(np.arange(122.0))
    found = adjusted_gaps(rows, worth, worth, settings(min_group_size=10), window_before_covered=False)
    one = found[HEADLINE].ltv
    assert (one.reason, one.gap, one.moved, one.plain_kept, one.sensitivity) == ("few", *[None] * 4)
    assert one.bounds == (0.05, 0.95) and one.plain == -61


def test_nothing_is_known_of_them(settings):
    rows = people(["promoter", "promoter", "detractor", "detractor"])
    worth = pd.Series([5.0, 7, 1, 3])
    found = adjusted_gaps(rows, worth, worth, settings(), window_before_covered=False)[HEADLINE].ltv
    assert (found.reason, found.gap, found.plain) == ("alike", None, 4)


def test_nobody_answered(customers, sample_settings):
    found = gaps_of(customers[customers["segment"].isna()], sample_settings)
    everything = [gaps.of(measure) for gaps in found.values() for measure in MEASURES]
    assert {one.reason for one in everything} == {"few"}
    assert {one.plain for one in everything} == {None}
