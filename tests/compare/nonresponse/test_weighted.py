"""Figures under weights: by hand, their identities, and their spread beside a loop that redraws and rakes rows."""

import numpy as np
import pandas as pd
import pytest

from helpers.base import strata
from helpers.base.intervals import hall_interval, moments, welch_interval
from helpers.base.results import SEGMENTS
from helpers.collect.nps import score_interval
from helpers.compare.basis import basis_of
from helpers.compare.figures import MEASURES, PAIRS, Figure
from helpers.compare.lrv import lrv
from helpers.compare.nonresponse.redrawn import observed_sums, redrawn_sums
from helpers.compare.nonresponse.weighted import (
    GAPS,
    MEANS,
    OF_ANSWERED,
    WeightedFigures,
    mean_ends,
    nps_ends,
    weighted,
    weighted_figures,
    weighted_gap_ends,
    weighted_moments,
    weighted_samples,
)
from helpers.compare.nonresponse.weights import calibration

AS_OF = pd.Timestamp("2026-04-01")
NEW, OLD = "2026-01-01", "2022-06-01"


def uneven_rows(n=300, seed=1, answer=0.35):
    """Customers of whom those of long standing who bought much answer more often."""
    random = np.random.default_rng(seed)
    years, loyal = random.integers(0, 5, n), random.standard_normal(n)
    before = np.where((years == 0) | (random.random(n) < 0.4), 0, 1000 * np.exp(loyal)).round()
    chance = answer * (0.6 + 0.2 * years) * np.where(before > 1000, 1.4, 0.8)
    answered = random.random(n) < chance
    segment = np.array(SEGMENTS, dtype=object)[np.searchsorted([-0.8, 0.1], loyal + 0.5 * random.standard_normal(n))]
    counts = random.poisson(1 + np.exp(loyal)).astype(float)
    counted, influenced = answered & (random.random(n) < 0.9), answered & (random.random(n) < 0.9)
    return pd.DataFrame(
        {
            "customer_id": [f"C{one}" for one in range(n)],
            "person": np.where(answered, [f"C{one}" for one in range(n)], None),
            "acquired_on": AS_OF - pd.to_timedelta(365 * years + 30, "D"),
            "acquisition_channel": np.where(random.random(n) < 0.3, "referral", "ads"),
            "orders": random.poisson(1.5, n),
            "net_amount": np.where(random.random(n) < 0.3, 0, 1000 * np.exp(loyal)).round().astype(int),
            "net_amount_before": before.astype(int),
            "segment": np.where(answered, segment, None),
            "recommended_count": np.where(counted, counts, np.nan),
            "influence": np.where(influenced, random.integers(0, 11, n) / 10, np.nan),
            "warned_count": np.where(answered & (random.random(n) < 0.2), 1.0, np.nan),
        }
    ).astype({name: "str" for name in ("customer_id", "person", "segment", "acquisition_channel")})


def named(point):
    """Figures by name: those of word of mouth, MEASURE_SEGMENT, MEASURE_PAIR, share_SEGMENT, nps."""
    shares = {f"share_{segment}": share for segment, share in point.shares.items()}
    return {
        **vars(point.referral),
        **of_segments(point),
        **shares,
        "ltv_answered": point.of(OF_ANSWERED),
        "nps": point.nps,
    }


def numbers(point):
    return {name: float(value) for name, value in named(point).items()}


def of_segments(point):
    return {f"{figure.measure}_{figure.of}": point.of(figure) for figure in (*MEANS[1:], *GAPS)}


def found(rows, settings, answers=None):
    base = basis_of(rows, answers, settings)
    weights = calibration(rows, base.settings, window_before_covered=True)
    return base, weights, weighted(base, weights)


# Trivial cases, and by hand


def test_where_everybody_answers_weights_change_nothing(settings):
    rows = uneven_rows(answer=99)
    base, _, result = found(rows, settings(warned_weight=0.5))
    point, plain = named(result.point), {**vars(base.point.referral), **of_segments(base.point)}
    for name, value in plain.items():
        assert point[name] == pytest.approx(value, rel=1e-9), name
    assert point["nps"] == pytest.approx(
        (rows["segment"] == "promoter").mean() - (rows["segment"] == "detractor").mean()
    )
    assert point["ltv_answered"] == pytest.approx(rows["net_amount"].mean())


def test_without_weights_there_are_no_figures(settings):
    rows = uneven_rows().head(20)
    base, weights = basis_of(rows, None, settings()), calibration(rows, settings(), window_before_covered=True)
    with pytest.raises(ValueError, match="few_respondents"):
        weighted(base, weights)


@pytest.fixture
def two_tenures(shop):
    """New: 20 of 60 answered (weight 3); old: 40 of 40 (weight 1)."""

    def asked(segment, net, count, acquired):
        return {
            "segment": segment,
            "net_amount": net,
            "recommended_count": count,
            "influence": 0.5,
            "acquired_on": acquired,
        }

    people = [
        *[asked("promoter", 100, 2, NEW)] * 10,
        *[asked("detractor", 40, 1, NEW)] * 10,
        *[asked("promoter", 400, 4, OLD)] * 30,
        *[asked("detractor", 200, None, OLD)] * 5,
        *[asked("passive", 300, 0, OLD)] * 5,
        *[{"net_amount": 50, "acquired_on": NEW, "acquisition_channel": "referral"}] * 4,
        *[{"net_amount": 50, "acquired_on": NEW}] * 36,
    ]
    return shop(*people).assign(net_amount_before=0)


def test_two_tenures_by_hand(two_tenures, settings):
    _, weights, result = found(two_tenures, settings(max_recommendations=9))
    assert sorted({*weights.of_respondents}) == pytest.approx([0, 1, 3])
    point = named(result.point)
    # promoters 30 + 30, detractors 30 + 5, passives 5: together 100
    assert [point[f"share_{name}"] for name in SEGMENTS] == pytest.approx([0.35, 0.05, 0.6])
    assert point["nps"] == pytest.approx(0.25)
    assert point["ltv_promoter"] == pytest.approx(250)  # (30 · 100 + 30 · 400) / 60
    assert point["ltv_detractor"] == pytest.approx((30 * 40 + 5 * 200) / 35)
    assert point["ltv_promoter_detractor"] == pytest.approx(250 - 2200 / 35)
    assert point["ltv_answered"] == pytest.approx((30 * 100 + 30 * 400 + 1200 + 1000 + 1500) / 100)
    # L̄ of all 100: (1000 + 400 + 12000 + 1000 + 1500 + 2000) / 100 = 179; R = 4; counted: 60 + 30 + 5 = 95,
    # recommended 30 · 2 + 30 · 4 + 30 = 210: Σ w n = 100 · 210 / 95
    assert point["ltv_per_customer"] == pytest.approx(179)
    assert point["recommended_total"] == pytest.approx(21000 / 95)
    assert point["conversion"] == pytest.approx(4 / (0.5 * 21000 / 95))
    each = 4 * 179 / (21000 / 95)  # LRV of one recommendation: k ā L̄
    assert point["lrv_promoter"] == pytest.approx(3 * each)  # 180 / 60
    assert point["lrv_detractor"] == pytest.approx(1 * each)
    assert point["value_promoter_detractor"] == pytest.approx(250 - 2200 / 35 + 2 * each)


def test_moments_under_whole_weights_are_those_of_rows_repeated():
    values, weights = np.array([0.0, 1, 5, 9, 100]), np.array([3.0, 1, 2, 1, 0])
    repeated, sample = moments(np.repeat(values, weights.astype(int))), weighted_moments(pd.Series(values), weights)
    assert sample.n == pytest.approx(49 / 15)
    assert sample.mean == pytest.approx(repeated.mean)
    assert sample.skewness == pytest.approx(repeated.skewness)
    assert sample.variance * (sample.n - 1) / sample.n == pytest.approx(repeated.variance * 6 / 7)


# Identities


@pytest.mark.parametrize("rule", ["common", "own"])
@pytest.mark.parametrize("referred", ["all", "referral"])
@pytest.mark.parametrize("seed", [1, 2])
def test_weighted_lrv_adds_up_to_customers_by_referral_times_their_ltv(rule, referred, seed, settings):
    rows, how = uneven_rows(seed=seed), settings(influence_rule=rule, referred_ltv=referred)
    base, weights, result = found(rows, how)
    referral = result.point.referral
    each = lrv(base.persons, base.cap, referral, base.settings)
    those = weights.of_respondents[each.notna()] * (
        base.table.loc[each.notna(), [f"counted_{s}" for s in SEGMENTS]].sum(axis=1) > 0
    )
    scaled = those * len(rows) / those.sum()  # of those who answered n, for all customers
    total = (scaled * each[each.notna()]).sum()
    assert referral.acquired_by_referral > 0
    assert total == pytest.approx(referral.acquired_by_referral * referral.ltv_per_customer)


def test_with_a_common_influence_it_cancels(settings):
    rows = uneven_rows()
    one, other = (
        named(found(part, settings())[2].point) for part in (rows, rows.assign(influence=rows["influence"] / 2))
    )
    assert one["conversion"] == pytest.approx(other["conversion"] / 2)
    assert [one[f"lrv_{name}"] for name in SEGMENTS] == pytest.approx([other[f"lrv_{name}"] for name in SEGMENTS])


def test_means_of_all_respondents_are_made_of_the_segments(settings):
    point = named(found(uneven_rows(), settings())[2].point)
    parts = [point[f"share_{name}"] * point[f"ltv_{name}"] for name in SEGMENTS]
    assert sum(parts) == pytest.approx(point["ltv_answered"])


def test_unknown_respondents_have_no_weight(settings, answers):
    rows = uneven_rows()
    strangers = [{"segment": "promoter", "recommended_count": 1.0, "influence": 1.0}] * 30
    alone, among = (found(rows, settings(max_recommendations=9), one)[2] for one in (None, answers(rows, *strangers)))
    assert numbers(among.point) == pytest.approx(numbers(alone.point), rel=1e-12)
    assert among.ends == alone.ends


# How sure


def naive_draws(rows, base, weights, resamples, seed):
    """Figures in resamples that redraw rows and rake them, person by person."""
    random, table = np.random.default_rng(seed), base.table
    asked, silent = np.flatnonzero(weights.answered), np.flatnonzero(~weights.answered)
    tenure, spend = weights.place.T
    weighted_columns = [
        name for name in table if name not in ("customers", "ltv", "referred", "ltv_base_n", "ltv_base")
    ]
    values, plain = table[weighted_columns].to_numpy(), table.drop(columns=weighted_columns)
    draws = []
    for _ in range(resamples):
        mine, others = random.choice(asked, len(asked)), random.choice(silent, len(silent))
        everyone, each = np.concatenate([mine, others]), np.ones(len(mine))
        for _ in range(25):
            for band in (tenure, spend):
                wanted, there = np.bincount(band[everyone]), np.bincount(band[mine], each)
                each = each * (wanted / there)[band[mine]]
        sums = dict(zip(weighted_columns, each @ values[mine], strict=True)) | dict(plain.iloc[everyone].sum())
        draws.append(numbers(weighted_figures(sums, base.settings)))
    return pd.DataFrame(draws)


COMPARED = ["nps", "ltv_answered", "ltv_promoter", "ltv_promoter_detractor", "lrv_promoter", "lrv_promoter_detractor",
            "value_promoter_detractor", "conversion", "ltv_per_customer", "acquired_by_referral"]  # fmt: skip


def test_resamples_spread_as_rows_redrawn_and_raked_again(settings):
    rows, naively, ours = uneven_rows(600, seed=4), 1500, 20_000
    base = basis_of(rows, None, settings(resamples=ours))
    weights = calibration(rows, base.settings, window_before_covered=True)
    assert weights.weights.size >= 12 and weights.trimmed == 0
    draws = named(
        weighted_figures(redrawn_sums(base.persons["person"], base.table, weights, base.settings), base.settings)
    )
    naive = naive_draws(rows, base, weights, naively, seed=5)
    for name in COMPARED:
        spread = naive[name].std()
        assert draws[name].std() == pytest.approx(spread, rel=4 / np.sqrt(2 * naively) * 1.2), name  # 4 standard errors
        assert abs(draws[name].mean() - naive[name].mean()) < 4 * spread / np.sqrt(naively), name


def test_raking_again_tells_in_the_spread(settings):
    # weights kept as they are: the mean of all respondents scatters more, where LTV goes with tenure
    rows = uneven_rows(600, seed=4)
    rows["net_amount"] = 100 * (AS_OF - rows["acquired_on"]).dt.days
    base = basis_of(rows, None, settings(resamples=4000))
    weights = calibration(rows, base.settings, window_before_covered=True)
    each, worth = weights.of_respondents[weights.answered], base.table.loc[weights.answered, "ltv"].to_numpy()
    random = np.random.default_rng(1)
    picked = random.integers(0, len(each), (4000, len(each)))
    kept = (each[picked] * worth[picked]).sum(axis=1) / each[picked].sum(axis=1)
    draws = named(
        weighted_figures(redrawn_sums(base.persons["person"], base.table, weights, base.settings), base.settings)
    )
    assert draws["ltv_answered"].std() < 0.8 * kept.std()


def test_many_rows_drawn_by_cells_spread_as_each_by_itself(settings, monkeypatch):
    rows, resamples = uneven_rows(16_000, seed=2), 1500
    base = basis_of(rows, None, settings(resamples=resamples))
    weights = calibration(rows, base.settings, window_before_covered=True)
    assert weights.answered.sum() > strata.CELLS_FROM
    by_cells = named(
        weighted_figures(redrawn_sums(base.persons["person"], base.table, weights, base.settings), base.settings)
    )
    monkeypatch.setattr(strata, "CELLS_FROM", 10**9)
    singly = named(
        weighted_figures(redrawn_sums(base.persons["person"], base.table, weights, base.settings), base.settings)
    )
    for name in COMPARED:
        assert by_cells[name].std() == pytest.approx(singly[name].std(), rel=4 * np.sqrt(1 / resamples)), name
        assert abs(by_cells[name].mean() - singly[name].mean()) < 6 * singly[name].std() / np.sqrt(resamples), name


def standard_draws(estimate, error, n=2001):
    """Draws of exactly this mean and standard deviation."""
    draws = np.random.default_rng(1).standard_normal(n)
    return estimate + error * (draws - draws.mean()) / draws.std()


def test_intervals_of_equal_weights_are_those_of_the_plain_formulas(settings):
    random = np.random.default_rng(3)
    plain = {name: moments(random.exponential(100, n)) for name, n in zip(SEGMENTS, (40, 60, 90), strict=True)}
    samples = {Figure("ltv", name): sample for name, sample in plain.items()}
    one, two = plain["promoter"], plain["detractor"]
    draws = standard_draws(one.mean, np.sqrt(one.variance / one.n))
    ours = mean_ends(Figure("ltv", "promoter"), one.mean, draws, samples, settings())
    assert ours == pytest.approx(hall_interval(one, 0.95))
    gap, error = one.mean - two.mean, np.sqrt(one.variance / one.n + two.variance / two.n)
    pair = Figure("ltv", "promoter_detractor")
    ours = weighted_gap_ends(pair, gap, standard_draws(gap, error), samples, settings())
    assert ours == pytest.approx(welch_interval(one, two, 0.95))


def test_intervals_are_as_wide_as_the_resamples_scatter(settings):
    sample = moments(np.random.default_rng(3).exponential(100, 50))
    mean, draws = Figure("ltv", "promoter"), standard_draws(sample.mean, 3 * np.sqrt(sample.variance / 50))
    low, high = mean_ends(mean, sample.mean, draws, {mean: sample}, settings())
    wanted = [sample.mean + 3 * (end - sample.mean) for end in hall_interval(sample, 0.95)]
    assert (low, high) == pytest.approx(wanted)


def test_intervals_of_money_are_never_narrower_than_spread_and_effective_number_make_them(settings):
    sample = moments(np.random.default_rng(3).exponential(100, 50))
    narrow = standard_draws(sample.mean, 0.5 * np.sqrt(sample.variance / 50))
    alike = {Figure(measure, "promoter"): sample for measure in MEASURES}
    ltv, lrv, value = (mean_ends(figure, sample.mean, narrow, alike, settings()) for figure in alike)
    whole = hall_interval(sample, 0.95)
    assert ltv == value == pytest.approx(whole)
    # LRV's sample is of counts: no formula
    assert lrv == pytest.approx([sample.mean + (end - sample.mean) / 2 for end in whole])


def test_the_interval_of_the_nps_is_the_score_interval_of_as_many_answers(settings):
    point = WeightedFigures(None, {}, {"detractor": 0.2, "passive": 0.3, "promoter": 0.5})
    draws = standard_draws(0.3, np.sqrt((0.7 - 0.09) / 80))
    assert nps_ends(point, draws, 999.0, settings()) == pytest.approx(score_interval(16, 24, 40))


def test_where_all_are_promoters_the_nps_is_as_sure_as_its_effective_number(settings):
    point = WeightedFigures(None, {}, {"detractor": 0.0, "passive": 0.0, "promoter": 1.0})
    assert nps_ends(point, np.ones(200), 50.0, settings()) == pytest.approx(score_interval(0, 0, 50))


def test_every_mean_and_gap_has_an_interval_around_it(settings):
    _, _, result = found(uneven_rows(600), settings(resamples=500))
    figures = [Figure(measure, what) for measure in MEASURES for what in (*SEGMENTS, *PAIRS)] + [OF_ANSWERED]
    assert set(result.ends) == set(figures)
    for figure in figures:
        low, high = result.ends[figure]
        assert low < result.point.of(figure) < high, figure
    assert result.nps_ends[0] < result.point.nps < result.nps_ends[1]


def test_a_segment_of_nobody_has_no_figure_and_no_interval(settings):
    rows = uneven_rows()
    rows["segment"] = rows["segment"].mask((rows["segment"] == "passive").fillna(False), "promoter")
    _, _, result = found(rows, settings())
    mean, gap = Figure("ltv", "passive"), Figure("value", "promoter_passive")
    assert np.isnan(result.point.of(mean)) and result.of(mean) is None
    assert result.ends[mean] == result.ends[gap] == (None, None)
    assert result.ends[Figure("ltv", "promoter_detractor")][0] is not None


# Whatever the order


@pytest.mark.parametrize("n", [300, 16_000])
def test_the_order_of_rows_is_of_no_account(n, settings):
    rows = uneven_rows(n)
    one, other = (found(part, settings())[2] for part in (rows, rows.sample(frac=1, random_state=1)))
    assert numbers(other.point) == pytest.approx(numbers(one.point), rel=1e-9)
    for figure, ends in one.ends.items():
        assert other.ends[figure] == pytest.approx(ends, rel=1e-6), figure
    assert other.nps_ends == pytest.approx(one.nps_ends, rel=1e-6)


def test_the_seed_decides_the_draws(settings):
    first, again, other = (found(uneven_rows(), settings(seed=seed))[2].ends for seed in (1, 1, 2))
    assert first == again != other


def test_sums_of_the_observed_are_those_of_the_features(settings):
    rows = uneven_rows()
    base, weights, _ = found(rows, settings())
    sums, each = observed_sums(base.table, weights), weights.of_respondents
    assert sums["ltv"] == base.table["ltv"].sum()
    assert sums["ltv_promoter"] == pytest.approx(
        sum(w * v for w, v in zip(each, base.table["ltv_promoter"], strict=True))
    )
    assert weighted_samples(base.table, weights)[OF_ANSWERED].n == pytest.approx(weights.n_eff)
