"""The adjusted gap by hand in strata, against refits and statsmodels, and against the sample shop's true effect."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from helpers.compare.adjustment.regressions import PENALTY, Propensity, expected_worth, propensity
from scipy import optimize, special, stats
from statsmodels.treatment.treatment_effects import TreatmentEffect

from helpers.compare.adjustment.adjusted import adjusted_gaps
from helpers.compare.adjustment.aipw import Influences, aipw, estimate_and_ends, influences
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.overlap import Overlap, balances, overlap, weights
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.ltv import ltv
from helpers.run.settings import checked

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
NO_PENALTY = np.array([0.0])


def designed(columns):
    """Ones, and the columns centred and scaled."""
    return np.column_stack([np.ones(len(columns)), (columns - columns.mean(axis=0)) / columns.std(axis=0)])


@pytest.fixture
def random():
    return np.random.default_rng(3)


# By hand: two strata, of which everything is known

OLD = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0.0])
FIRST = np.array([1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]) > 0
WORTH = np.array([90, 110, 95, 105, 70, 90, 35, 45, 19, 21, 18, 22.0])
# old: mean 100 (four first) and 80 (two second), gap 20; young: 40 and 20, gap 20 … the plain gap is
# (4 × 100 + 2 × 40)/6 − (2 × 80 + 4 × 20)/6 = 80 − 40 = 40


def test_saturated_models_give_the_stratified_difference():
    worth = np.where(FIRST & (OLD > 0), WORTH + 12, WORTH)  # gaps 32 and 20, in six each: 26
    design = designed(OLD[:, None])
    chance = propensity(design, FIRST, penalty=0.0).by_all
    assert chance == pytest.approx(np.where(OLD > 0, 4 / 6, 2 / 6))
    levels = [expected_worth(design, worth, who, NO_PENALTY) for who in (FIRST, ~FIRST)]
    assert influences(worth, FIRST, weights(FIRST, chance), *levels).mean() == pytest.approx(26)


def test_own_worth_is_not_among_what_is_expected():
    expected = expected_worth(designed(OLD[:, None]), WORTH, FIRST, NO_PENALTY)
    # the four old ones of the first segment: mean of the other three; everybody else: the mean of the four
    assert expected[:6] == pytest.approx([310 / 3, 290 / 3, 305 / 3, 295 / 3, 100, 100])
    assert expected[6:] == pytest.approx([45, 35, 40, 40, 40, 40])


def test_unknown_worth_is_what_is_expected():
    worth, zero = np.array([6.0, np.nan, 1.0]), np.zeros(3)
    # the mean of the first segment is 6, of the second 1
    found = influences(worth, np.array([True, True, False]), np.array([1, 9, 1]), zero, zero)
    assert found.tolist() == [18, 0, -3]


def test_weights_by_hand():
    # half of them in each segment: 0.5/chance of one's own segment, 20 at most
    found = weights(np.array([True, True, False, False]), np.array([0.8, 0.001, 0.75, 0.5]))
    assert found == pytest.approx([0.625, 20, 2, 1])


def test_interval_by_hand():
    first, half = np.array([True, True, True, False, False, False]), np.full(6, 0.5)
    sides = Overlap(first, first | True, np.ones((6, 1)), Propensity(half, half), (0.0, 1.0), (), "")
    spread = np.array([4.0, 0, 8, 3, 4, 5])
    # mean of those by others 4, squares 16 0 16 1 0 1: error √(34/30); by segment 32 and 2, two degrees each
    estimate, low, high = estimate_and_ends(Influences(np.full(6, 10.0), spread), sides, 0.9)
    half_width = stats.t.ppf(0.95, 34**2 / (32**2 / 2 + 2**2 / 2)) * np.sqrt(34 / 30)
    assert (estimate, low, high) == pytest.approx((10, 10 - half_width, 10 + half_width))


def test_nobody_is_left_out_for_a_segment_s_size(random):
    column = random.normal(size=3000)
    known = Covariates(column[:, None], ("age",), {}, True)
    first = np.arange(3000) < 60  # 2 %, of all ages: chances about 0.02
    sides = overlap(known, first | True, first, 10)
    assert sides.bounds == (0.005, 0.95)
    assert sides.kept.all()


def test_kept_are_those_within_the_bounds(random):
    columns = random.normal(size=(500, 2))
    first = 2 * columns[:, 0] + random.logistic(size=500) > 0
    known = Covariates(5 + 3 * columns, ("age", "region"), {}, True)
    sides = overlap(known, first | True, first, 10)
    chance = propensity(designed(columns), first).by_all
    assert sides.kept.tolist() == ((chance >= 0.05) & (chance <= 0.95)).tolist()
    left = propensity(designed(columns[sides.kept]), first[sides.kept])
    assert 50 < (~sides.kept).sum() < 250
    assert sides.chances.by_all == pytest.approx(left.by_all)


def test_balance_by_hand():
    first = np.array([True, True, False, False, False])
    columns = np.array([[0, 0], [2, 1], [2, 1], [4, 1], [99, 0.0]])
    kept = np.array([True, True, True, True, False])
    # after, of those kept with weights 1 3 3 1: means 1.5 and 2.5 of the first column, 0.75 and 1 of the second
    one, other = balances(columns, ("age", "region"), first, kept, np.array([1.0, 3, 3, 1]))
    spread = np.sqrt((1 + np.var([2, 4, 99])) / 2), np.sqrt((0.25 + 2 / 9) / 2)
    assert (one.before, one.after) == pytest.approx((34 / spread[0], 1 / spread[0]))
    assert (other.before, other.after) == pytest.approx(((2 / 3 - 1 / 2) / spread[1], 0.25 / spread[1]))


def test_balance_is_the_largest_of_a_column(random):
    columns, first = random.normal(size=(50, 3)), np.arange(50) < 20
    each = balances(columns, ("a", "b", "c"), first, first | True, np.ones(50))
    (both, last) = balances(columns, ("a", "a", "c"), first, first | True, np.ones(50))
    assert both.before == max(each[0].before, each[1].before)
    assert last.before == each[2].before == each[2].after


# A second implementation


@pytest.fixture
def people(random):
    """Columns of 80 customers, who is in the first segment, and what each is worth."""
    columns = random.normal(size=(80, 4))
    first = columns[:, 0] + random.logistic(size=80) > 0
    return designed(columns), first, np.exp(columns[:, 1] + random.normal(size=80)) + 2 * first


def test_propensity_is_the_likeliest(people):
    design, first, _ = people

    def loss(coefficients):
        odds = design @ coefficients
        return -np.log(special.expit(np.where(first, odds, -odds))).sum() + PENALTY / 2 * (coefficients[1:] ** 2).sum()

    best = optimize.minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-7}).x
    assert propensity(design, first).by_all == pytest.approx(special.expit(design @ best), abs=1e-6)


def test_propensity_by_others_is_that_of_a_refit(people):
    design, first, _ = people
    found, refitted = propensity(design, first), []
    for one in range(len(first)):
        others = np.arange(len(first)) != one
        odds = np.linalg.lstsq(design[others], special.logit(propensity(design[others], first[others]).by_all))[0]
        refitted.append(special.expit(design[one] @ odds))
    drawn = np.abs(found.by_all - refitted).mean()
    assert np.abs(found.by_others - refitted).mean() < 0.03 * drawn  # one step makes up for nearly all of it


def test_segments_that_part_completely_have_propensities():
    design = designed(np.arange(40.0)[:, None])
    chance = propensity(design, np.arange(40) >= 20).by_all
    assert (np.diff(chance) > 0).all()
    assert 0 < chance[0] < 0.05 < 0.95 < chance[-1] < 1


def test_expected_worth_is_that_of_refits(people):
    design, first, worth = people
    penalty = 0.3
    ridge = np.diag([0, *[first.sum() * penalty] * 4])

    def refit(among):
        own = design[among]
        return np.linalg.solve(own.T @ own + ridge, own.T @ worth[among])

    everybody = np.arange(len(first))
    naive = [design[one] @ refit(first & (everybody != one)) for one in everybody]
    assert expected_worth(design, worth, first, np.array([penalty])) == pytest.approx(naive)


def test_penalty_of_least_cross_validated_error(people):
    design, first, worth = people
    columns, own, n = design[first], worth[first], first.sum()
    penalties, errors, fits = np.array([1e-3, 0.1, 1.0, 10.0]), [], []
    for penalty in penalties:
        inverse = np.linalg.inv(columns.T @ columns + np.diag([0, *[n * penalty] * 4]))
        hat = columns @ inverse @ columns.T
        errors.append((((own - hat @ own) / (1 - np.trace(hat) / n)) ** 2).mean())
        fits.append(design[~first] @ inverse @ columns.T @ own)
    best = int(np.argmin(errors))
    assert 0 < best < 3
    assert expected_worth(design, worth, first, penalties)[~first] == pytest.approx(fits[best])


@pytest.mark.parametrize("columns", [20, 29])
def test_without_any_column_where_none_helps(random, columns):
    worth, among = random.normal(size=60), np.arange(60) < 30  # 29 columns would fit all thirty
    expected = expected_worth(designed(random.normal(size=(60, columns))), worth, among, np.array([1e-6]))
    assert expected[~among] == pytest.approx(worth[among].mean())


def of_statsmodels(worth, first, design):
    """Its own AIPW: unpenalised, unnormalised."""
    logit = sm.Logit(first.astype(float), design).fit(disp=0)
    return float(
        TreatmentEffect(sm.OLS(worth, design), first.astype(float), results_select=logit).aipw(disp=0).effect[0]
    )


def test_saturated_as_statsmodels(random):
    old = random.random(400) < 0.5
    first = random.random(400) < np.where(old, 0.7, 0.3)
    worth = 10.0 * old + first * (5 + 3 * old) + random.normal(size=400)
    design = designed(old.astype(float)[:, None])
    levels = [expected_worth(design, worth, who, NO_PENALTY) for who in (first, ~first)]
    added = influences(worth, first, weights(first, propensity(design, first, penalty=0.0).by_all), *levels)
    assert added.mean() == pytest.approx(of_statsmodels(worth, first, design), rel=1e-6)


# The sample shop


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


def gaps_of(rows, settings, *, covered=True):
    referral = 1000 * rows["recommended_count"].clip(upper=10)
    return adjusted_gaps(rows, ltv(rows, settings), referral, settings, window_before_covered=covered)


@pytest.fixture(scope="module")
def sample(customers, sample_settings):
    return gaps_of(customers, sample_settings)


def test_true_effect_lies_within_and_nearer_than_the_plain_gap(sample, truth):
    for pair in PAIRS:
        assert sample[pair].ltv.gap.low < truth["effect"][pair] < sample[pair].ltv.gap.high
    found, effect = sample["promoter_detractor"].ltv, truth["effect"]["promoter_detractor"]
    assert abs(found.gap.estimate - effect) < 0.5 * abs(found.plain - effect)


def test_true_effect_where_everybody_answers(census, sample_settings, truth):
    found, effect = gaps_of(census, sample_settings)["promoter_detractor"].ltv, truth["effect"]["promoter_detractor"]
    # within a third of its standard error; the plain gap: 35 % off
    assert found.gap.estimate == pytest.approx(effect, rel=0.03)
    assert found.plain == pytest.approx(truth["gaps"]["promoter_detractor"]["ltv"])


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
    assert sum(sample["promoter_detractor"].ltv.trimmed.values()) > 0


def test_balance_is_better_after(sample):
    for pair in PAIRS:
        balance = sample[pair].ltv.balance
        assert {one.column for one in balance} > {"acquired_on", "acquisition_channel", "net_amount_before", "region"}
        assert max(one.after for one in balance) < 0.15 < max(one.before for one in balance)


def test_value_is_ltv_and_lrv_of_each(sample):
    for pair in PAIRS:
        worth, referral, value = (sample[pair].of(measure) for measure in MEASURES)
        assert value.gap.estimate == pytest.approx(worth.gap.estimate + referral.gap.estimate)
        assert value.plain == pytest.approx(worth.plain + referral.plain)
        errors = [one.gap.high - one.gap.low for one in (worth, referral, value)]
        assert errors[0] - errors[1] < errors[2] < errors[0] + errors[1]


def test_same_in_any_order_and_whoever_else_there_is(customers, sample, sample_settings):
    mixed = customers.sample(frac=1, random_state=5)
    stranger = mixed.head(9).assign(segment="promoter", customer_id=None, in_crm=False)
    more = pd.concat([stranger, mixed.assign(in_crm=True)], ignore_index=True)
    assert gaps_of(mixed, sample_settings) == sample
    assert gaps_of(more, sample_settings) == sample


def test_close_to_statsmodels(census, sample_settings):
    rows = census[census["segment"] != "passive"].sort_values("customer_id").reset_index(drop=True)
    tenure = (pd.Timestamp("2026-04-01") - rows["acquired_on"]).dt.days.clip(upper=365)
    columns = [tenure, rows["acquired_on"] >= "2025-04-01", np.log1p(rows["net_amount_before"])]
    columns += [rows["acquisition_channel"] == name for name in ("ads", "mall", "referral")]
    known = Covariates(np.column_stack(columns).astype(float), tuple("abcdef"), {}, True)
    first, worth = (rows["segment"] == "promoter").to_numpy(), ltv(rows, sample_settings).to_numpy()
    sides = overlap(known, first | True, first, 10)
    estimate, low, high = estimate_and_ends(aipw(worth[sides.kept], sides), sides, 0.95)
    theirs = of_statsmodels(worth[sides.kept], first[sides.kept], sides.design)
    assert abs(estimate - theirs) < 0.01 * (high - low)


def test_window_after_the_answer(census, sample_settings, truth):
    # the same year, taken for what follows an answer of 2025-04-01. Of those who were customers before it, the largest
    # earlier buyers are detractors: here the plain gap is too small
    later = sample_settings.model_copy(update={"as_of": sample_settings.window_start, "window": "after"})
    rows = census[census["acquired_on"] < "2025-04-01"]
    found = gaps_of(rows, later)["promoter_detractor"].ltv
    assert found.plain < found.gap.low < truth["effect"]["promoter_detractor"] < found.gap.high
    assert found.earlier_spend
    assert sum(found.n.values()) + sum(found.trimmed.values()) == (rows["segment"] != "passive").sum()


# Where there is none


def test_without_the_window_before(customers, sample_settings):
    found = gaps_of(customers, sample_settings, covered=False)["promoter_detractor"].ltv
    assert not found.earlier_spend
    assert "net_amount_before" not in {one.column for one in found.balance}
    assert found.gap is not None


def test_whole_history_has_no_value(customers, sample_settings):
    found = gaps_of(customers, sample_settings.model_copy(update={"window_days": 0}))
    assert {gaps.value.reason for gaps in found.values()} == {"periods"}
    assert found["promoter_passive"].value.plain is None
    assert found["promoter_passive"].ltv.gap is not None


def test_too_few_in_a_segment(customers, sample_settings):
    answered = customers["segment"].eq("detractor") & (customers["segment"].eq("detractor").cumsum() > 9)
    found = gaps_of(customers[~answered], sample_settings)
    reasons = {pair: found[pair].ltv.reason for pair in PAIRS}
    assert reasons == {"promoter_detractor": "few", "promoter_passive": "", "passive_detractor": "few"}
    assert found["promoter_detractor"].value.gap is None
    assert found["promoter_detractor"].ltv.n == {"promoter": 669, "detractor": 9}


def test_too_few_who_answered_the_count(customers, sample_settings):
    counts = customers["recommended_count"].mask(customers["segment"] == "detractor")
    found = gaps_of(customers.assign(recommended_count=counts), sample_settings)
    reasons = {measure: found["promoter_detractor"].of(measure).reason for measure in MEASURES}
    assert reasons == {"ltv": "", "lrv": "few", "value": "few"}
    assert found["promoter_detractor"].lrv.plain is None


def test_too_few_left(settings):
    # tenure parts the segments: 60 promoters of 2019 and 60 detractors of 2024, and one of each of the other's year
    rows = pd.DataFrame({"customer_id": [f"C{one:03d}" for one in range(122)]})
    rows["segment"] = pd.Series(["promoter"] * 61 + ["detractor"] * 61, dtype="str")
    rows["acquired_on"] = pd.to_datetime(["2019-01-01"] * 60 + ["2024-01-01"] * 61 + ["2019-01-01"])
    worth = pd.Series(np.arange(122.0))
    found = adjusted_gaps(rows, worth, worth, settings(min_group_size=10), window_before_covered=False)
    one = found["promoter_detractor"].ltv
    assert (one.reason, one.gap, one.bounds) == ("few", None, (0.05, 0.95))
    assert one.plain == -61
    assert one.n == {"promoter": 0, "detractor": 0}


def test_nothing_is_known_of_them(settings):
    rows = pd.DataFrame({"customer_id": list("abcd"), "acquired_on": pd.Timestamp("2020-01-01")})
    rows["segment"] = pd.Series(["promoter", "promoter", "detractor", "detractor"], dtype="str")
    worth = pd.Series([5.0, 7, 1, 3])
    found = adjusted_gaps(rows, worth, worth, settings(), window_before_covered=False)["promoter_detractor"].ltv
    assert (found.reason, found.gap, found.plain) == ("alike", None, 4)


def test_nobody_answered(customers, sample_settings):
    found = gaps_of(customers[customers["segment"].isna()], sample_settings)
    everything = [gaps.of(measure) for gaps in found.values() for measure in MEASURES]
    assert {one.reason for one in everything} == {"few"}
    assert {one.plain for one in everything} == {None}
