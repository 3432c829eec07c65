"""The comparison against a naive second implementation, by hand, and its intervals against a naive bootstrap."""

import datetime as dt
from math import ceil
from statistics import fmean
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from scipy import stats

from helpers.base.intervals import hall_interval, moments
from helpers.base.results import SEGMENTS, as_figures
from helpers.compare.basis import basis_of, with_strangers
from helpers.compare.figure_intervals import resampled_figures, strata
from helpers.compare.figures import MEASURES, PAIRS, Figure
from helpers.compare.gaps import compared
from helpers.compare.lrv import Cap, features
from helpers.disclosure.comparison import comparison as shown_comparison

PARTS = ("segments", "gaps", "referral", "customers")
AS_OF, YEAR = dt.date(2026, 4, 1), dt.timedelta(days=365)
NEW = {"acquired_on": "2025-06-01", "acquisition_channel": "referral"}


def comparison(rows, answers, settings):
    """The figures of a comparison that may be shown, as ``summary.json`` has them."""
    result = shown_comparison(rows, answers, settings)
    return SimpleNamespace(**{name: as_figures(getattr(result, name)) for name in PARTS})


def flat(result, without=()):
    """Path → figure of a whole comparison, without the paths that hold one of the names."""
    tree = {name: getattr(result, name) for name in PARTS}
    figures = {}

    def walk(path, node):
        if isinstance(node, dict):
            for name, below in node.items():
                walk((*path, name), below)
        elif not set(path) & set(without):
            figures["/".join(path)] = node

    walk((), tree)
    return figures


# By hand


def says(segment, net_amount, count=None, influence=None, **more):
    return {
        "segment": segment,
        "net_amount": net_amount,
        "recommended_count": count,
        "influence": influence,
        **more,
    }


@pytest.fixture
def small_shop(shop):
    """8 customers: 2 in each segment and 2 silent ones, one of whom a referral brought."""
    return shop(
        says("promoter", 900, 4, 0.5, orders=2),
        says("promoter", 500, 2, 0.5, orders=1),
        says("passive", 400, 1, 0.5, orders=1),
        says("passive", 0, 1, 0.5),
        says("detractor", 300, 0, 0.5, orders=3),
        says("detractor", 100, None, 0.5, orders=1),
        {**NEW, "net_amount": 200, "orders": 1},
        {},
    )


def test_small_shop_by_hand(small_shop, answers, settings):
    # L̄ = 2400 / 8 = 300, R = 1; counts 4, 2, 1, 1, 0: Σ w n = 8 × 8/5 = 12.8, claimed 6.4, k = 1 / 6.4; each count is
    # worth 0.5 / 6.4 × 300 = 23.4375
    result = comparison(small_shop, answers(small_shop), settings(max_recommendations=9))
    means = {
        name: (block["ltv"]["mean"], block["lrv"] and block["lrv"]["mean"]) for name, block in result.segments.items()
    }
    assert means == {
        "promoter": (700, 3 * 23.4375),
        "passive": (200, 23.4375),
        "detractor": (200, None),  # one count alone
        "none": (100, None),
    }
    assert result.segments["promoter"]["value"]["mean"] == 700 + 3 * 23.4375
    assert result.gaps["promoter_passive"]["value"]["estimate"] == 500 + 2 * 23.4375
    assert result.gaps["promoter_detractor"]["ltv"]["estimate"] == 500
    assert result.gaps["promoter_detractor"]["value"] is None


def test_counts_and_totals_by_hand(small_shop, answers, settings):
    result = comparison(small_shop, answers(small_shop), settings())
    names = ("n", "matched", "buyers", "ltv_total", "net_amount_total")
    assert {name: tuple(block[key] for key in names) for name, block in result.segments.items()} == {
        "promoter": (2, 2, 2, 1400, 1400),
        "passive": (2, 2, 1, 400, 400),
        "detractor": (2, 2, 2, 400, 400),
        "none": (2, 2, 1, 200, 200),
    }
    assert result.customers == {"n": 8, "ltv_mean": 300, "ltv_total": 2400, "net_amount_total": 2400}


def test_money_is_in_units_of_the_currency(small_shop, answers, settings):
    result = comparison(small_shop, answers(small_shop), settings(currency="USD"))
    assert result.segments["promoter"]["net_amount_total"] == 14
    assert result.segments["promoter"]["ltv"]["mean"] == 7
    assert result.customers["net_amount_total"] == result.customers["ltv_total"] == 24


def test_value_of_a_segment_adds_the_mean_ltv_of_all_and_the_mean_lrv_of_those_who_gave_a_count(shop, settings):
    # LTV of all three: (900 + 600 + 0) / 3 = 500; LRV of two: k = 1, ā = 1, counts 1 and 3 × L̄ 10 → 20
    asked = [says("promoter", 900, 1, 1.0), says("promoter", 600, 3, 1.0), says("promoter", 0)]
    how_valued = settings(conversion="none", referred_ltv=10, max_recommendations=9)
    block = comparison(shop(*asked), None, how_valued).segments["promoter"]
    assert (block["ltv"]["n"], block["lrv"]["n"], block["value"]["n"]) == (3, 2, 2)
    assert block["value"]["mean"] == 500 + 20
    assert block["ltv"]["median"] is None  # three are fewer than twice min_group_size


def test_medians_are_those_of_the_middle(shop, settings):
    # of five the middle three: LTV 20, 30, 400; counts 1, 2, 3 × L̄ 10; value 20 + 30, 30 + 40, 400 + 10
    nets, counts = [10, 20, 30, 400, 5000], [2, 3, 4, 1, 0]
    asked = [says("promoter", net, count, 1.0) for net, count in zip(nets, counts, strict=True)]
    how_valued = settings(conversion="none", referred_ltv=10, max_recommendations=9)
    block = comparison(shop(*asked), None, how_valued).segments["promoter"]
    assert block["ltv"]["median"] == 150
    assert block["lrv"]["median"] == 20
    assert block["value"]["median"] == pytest.approx((50 + 70 + 410) / 3)


def test_empty_segments_do_not_vanish(shop, settings):
    result = comparison(shop({}, {}, says("promoter", 5), says("promoter", 7)), None, settings())
    assert result.segments["detractor"] == {
        "n": 0,
        "matched": 0,
        "buyers": None,
        **dict.fromkeys(MEASURES),
        "ltv_total": None,
        "net_amount_total": None,
    }
    assert result.gaps == {pair: dict.fromkeys(MEASURES) for pair in PAIRS}


def test_without_any_answer_everybody_is_silent(shop, settings):
    result = comparison(shop({"net_amount": 10}, {"net_amount": 30}), None, settings())
    assert [block["n"] for block in result.segments.values()] == [0, 0, 0, 2]
    assert result.segments["none"]["ltv"]["mean"] == result.customers["ltv_mean"] == 20
    assert result.referral["influence_mean"] is None


# Respondents whom the CRM does not know


def test_unknown_respondents_count_in_n_and_influence_but_not_in_money(small_shop, answers, settings):
    strangers = [{"segment": "promoter", "recommended_count": 3, "influence": 1.0}, {"segment": "passive"}]
    alone = comparison(small_shop, answers(small_shop), settings(max_recommendations=9))
    result = comparison(small_shop, answers(small_shop, *strangers), settings(max_recommendations=9))
    assert [result.segments[name]["n"] for name in ("promoter", "passive", "detractor")] == [3, 3, 2]
    assert [result.segments[name]["matched"] for name in ("promoter", "passive", "detractor")] == [2, 2, 2]
    assert result.referral["influence_mean"] == pytest.approx(4 / 7)  # six times 0.5 and once 1
    assert result.referral["recommended_total"] == alone.referral["recommended_total"]
    assert result.segments["promoter"]["ltv"]["mean"] == alone.segments["promoter"]["ltv"]["mean"]
    assert result.customers == alone.customers


def test_unknown_respondents_count_in_the_cap(small_shop, answers, settings):
    # known counts 0, 1, 1, 2, 4; with 43 more the percentile lies at 0.99 × 5 = 4.95 of the way up: 4 + 0.95 × 39
    result = comparison(small_shop, answers(small_shop, {"segment": "promoter", "recommended_count": 43}), settings())
    assert result.referral["cap"] == 42  # 41.05, rounded up
    assert result.referral["counts_above_cap"] == 1


def test_respondents_without_a_customer_id_are_told_apart_by_person(small_shop, answers, settings):
    asked = answers(small_shop, {"customer_id": None, "person": "email:x@example.jp", "segment": "detractor"})
    asked.loc[asked["customer_id"] == "C0", "customer_id"] = None  # known all the same: row and answer have one person
    result = comparison(small_shop, asked, settings())
    assert (result.segments["detractor"]["n"], result.segments["promoter"]["n"]) == (3, 2)


# Groups too small to show


@pytest.mark.parametrize("small", [{"min_group_size": 3}, {"min_cell": 3}])
def test_small_segment_has_only_its_size_and_takes_part_in_no_gap(shop, settings, small):
    asked = [says("detractor", 9, 1, 0.5)] * 2 + [says("passive", 9, 1, 0.5)] * 3 + [says("promoter", 9, 2, 0.5)] * 3
    result = comparison(shop(*asked, NEW, NEW, NEW), None, settings(**small))
    detractors = result.segments["detractor"]
    assert (detractors.pop("n"), detractors.pop("matched")) == (2, 2)
    assert set(detractors.values()) == {None}
    assert result.gaps["promoter_detractor"] == result.gaps["passive_detractor"] == dict.fromkeys(MEASURES)
    gap = result.gaps["promoter_passive"]
    assert gap["ltv"] is not None
    hidden = "min_cell" in small  # what all recommended is shown, so a second LRV goes with that of two
    assert (gap["lrv"] is None, gap["value"] is None) == (hidden, hidden)


def test_few_silent_customers_are_not_valued(shop, settings):
    result = comparison(shop(says("promoter", 9), says("promoter", 9), {"net_amount": 5}), None, settings())
    assert result.segments["none"]["ltv"] is None and result.segments["none"]["ltv_total"] is None


def test_few_customers_are_not_valued(shop, settings):
    result = comparison(shop(says("promoter", 9)), None, settings())
    assert result.customers == {"n": 1, "ltv_mean": None, "ltv_total": None, "net_amount_total": None}


def answered(n, *, counts=(1,), net=100, segment="promoter"):
    return [says(segment, net, count, 0.5) for count in [*counts, *[1] * n][:n]]


SAFE = {"min_cell": 5, "min_group_size": 10}


def segments_with(result, figure):
    return {name for name, block in result.segments.items() if block[figure] is not None}


def bought_by(people):
    return [{"orders": 1, **one} for one in people]


def test_recommendations_mostly_of_one_hide_that_lrv_and_a_second_one(shop, settings):
    def shown(most):
        people = [*answered(12, counts=[most]), *answered(11, segment="passive"), *answered(10, segment="detractor")]
        people += [{"net_amount": 100, "acquisition_channel": "referral", "acquired_on": "2025-06-01"}] * 20
        chosen = settings(**SAFE, max_recommendations=1000)
        return segments_with(comparison(shop(*bought_by(people)), None, chosen), "lrv")

    assert shown(11) == {"promoter", "passive", "detractor"}  # 11 of 22
    assert shown(12) == {"passive"}  # what all recommended is told, so the detractors' goes too


def test_money_mostly_of_one_leaves_no_figure_of_that_segment(shop, settings):
    people = [*answered(11), says("promoter", 5000, 1, 0.5), *answered(12, segment="passive")]
    people += [*answered(12, segment="detractor"), *[{"net_amount": 1000}] * 30]
    result = comparison(shop(*bought_by(people)), None, settings(**SAFE))
    for figure in ("buyers", "ltv", "value", "ltv_total", "net_amount_total"):
        assert segments_with(result, figure) == ({"passive", "detractor"} - ({"none"} if figure == "value" else set()))
    assert result.gaps["promoter_detractor"]["ltv"] is None and result.gaps["passive_detractor"]["ltv"] is not None
    assert result.customers["net_amount_total"] == 5000 + 35 * 100 + 30 * 1000


def test_money_of_all_mostly_of_one_is_nowhere(shop, settings):
    people = [says("promoter", 50_000, 1, 0.5), *answered(12), *answered(12, segment="detractor")]
    result = comparison(shop(*bought_by(people), *bought_by([{"net_amount": 100}] * 20)), None, settings(**SAFE))
    assert [result.customers[key] for key in ("ltv_mean", "ltv_total", "net_amount_total")] == [None] * 3
    assert result.referral["ltv_per_customer"] is None
    for figure in ("ltv", "lrv", "value", "ltv_total", "net_amount_total"):
        assert segments_with(result, figure) == set()


@pytest.mark.parametrize(("referred", "shown"), [(9, False), (10, True), (31, False), (30, True)])
def test_worth_of_referred_customers_is_hidden_where_they_or_the_others_are_few(shop, settings, referred, shown):
    rows = shop(*bought_by(answered(20)), *bought_by([{"net_amount": 100}] * 20))
    rows.loc[: referred - 1, "acquisition_channel"] = "referral"
    rows.loc[: referred - 1, "acquired_on"] = np.datetime64("2025-06-01")
    result = comparison(rows, None, settings(**SAFE, referred_ltv="referral"))
    assert (result.referral["ltv_per_customer"] is not None) is shown
    assert (result.segments["promoter"]["lrv"] is not None) is shown
    assert result.referral["acquired_by_referral"] == referred  # always told


@pytest.mark.parametrize(
    ("counts", "limit", "cap", "above"),
    [
        ([9] * 4, None, 1, None),
        ([9] * 5, None, 1, 5),
        ([9] * 6 + [80], None, 9, None),
        ([], None, 1, 0),
        ([9] * 4, 8, 8, None),
        ([9] * 5, 8, 8, 5),
        ([], 8, 8, 0),
    ],
)
def test_no_largest_answer_is_shown(shop, settings, counts, limit, cap, above):
    rows = shop(*bought_by(answered(600, counts=counts)))  # without them all said 1
    limits = {} if limit is None else {"max_recommendations": limit}
    found = comparison(rows, None, settings(**SAFE, **limits)).referral
    assert (found["cap"], found["counts_above_cap"]) == (cap, above)


@pytest.mark.parametrize(("acquired", "shown"), [(0, True), (4, False), (5, True), (35, True), (36, False), (40, True)])
def test_few_acquired_in_the_year_and_what_would_tell_them_are_hidden(shop, settings, acquired, shown):
    # unanchored: k × claimed, and all LRV together, would be their number
    rows = shop(*bought_by(answered(20, counts=[9] * 20)), *bought_by([{"net_amount": 100}] * 20))
    rows.loc[rows.index < acquired, "acquired_on"] = np.datetime64("2025-06-01")
    found = comparison(rows, None, settings(**SAFE))
    assert found.referral["conversion_source"] == "unanchored"
    for name in ("acquired", "bound", "conversion"):
        assert (found.referral[name] is not None) is shown
    assert (found.segments["promoter"]["lrv"] is not None) is shown
    assert found.segments["promoter"]["ltv"] is not None and found.referral["created_claimed"] is not None


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_claims_of_few_are_hidden_and_the_records_are_not(shop, settings, n, shown):
    silent = [{"net_amount": 100, "acquisition_channel": "referral", "acquired_on": "2025-06-01"}] * 20
    found = comparison(shop(*bought_by([*answered(n), *silent])), None, settings(**SAFE)).referral
    for name in ("influence_mean", "conversion", "created_claimed", "recommended_total"):
        assert (found[name] is not None) is shown
    assert found["acquired_by_referral"] == 20


# Ratios


def test_ratio_of_constant_groups(shop, settings):
    result = comparison(shop(*[says("promoter", 300)] * 3, *[says("detractor", 200)] * 3), None, settings())
    gap = result.gaps["promoter_detractor"]["ltv"]
    assert gap == {"estimate": 100, "low": 100, "high": 100, "ratio": {"estimate": 1.5, "low": 1.5, "high": 1.5}}


@pytest.mark.parametrize(
    ("nets", "has_ratio"),
    [
        ([200, 300, 500, 600], True),  # 400 ± 3.18 × 91
        ([-900, 300, 500, 700], False),  # the mean is above zero, its interval is not
        ([-100, -300, -500, -700], False),
        ([0, 0, 0, 0], False),
    ],
)
def test_ratio_only_where_the_lower_segment_is_surely_above_zero(shop, settings, nets, has_ratio):
    rows = shop(*[says("promoter", 300)] * 3, *(says("detractor", net) for net in nets))
    gap = comparison(rows, None, settings()).gaps["promoter_detractor"]["ltv"]
    assert gap["estimate"] == 300 - fmean(nets)
    assert (gap["ratio"] is not None) == has_ratio


# Periods


def test_whole_history_does_not_add_ltv_and_lrv(small_shop, answers, settings):
    result = comparison(small_shop, answers(small_shop), settings(window_days=0))
    assert [block["value"] for block in result.segments.values()] == [None] * 4
    assert [gap["value"] for gap in result.gaps.values()] == [None] * 3
    assert result.segments["promoter"]["lrv"]["mean"] > 0
    assert result.gaps["promoter_passive"]["lrv"]["estimate"] > 0


# A naive second implementation: plain loops over the rows


def naive_ltv(row, s):
    start = AS_OF - dt.timedelta(days=s.window_days) if s.window == "before" else AS_OF
    end = AS_OF if s.window == "before" else AS_OF + dt.timedelta(days=s.window_days)
    joined = dt.date.fromisoformat(row["acquired_on"])
    new = s.window == "before" and (joined >= start or s.window_days == 0)
    cost = s.acquisition_cost if new and s.acquisition_cost_rule == "new_customers" else 0
    days = (end - (joined if s.window_days == 0 else max(joined, start))).days
    return s.gross_margin_rate * row["net_amount"] / 100 - cost - s.retention_cost * days / 365


def naive_cap(counts, s):
    if s.max_recommendations is not None or not counts:
        return s.max_recommendations
    ordered, place = sorted(counts), 0.99 * (len(counts) - 1)
    below = int(place)
    above = min(below + 1, len(counts) - 1)
    cap = ceil(round(ordered[below] + (place - below) * (ordered[above] - ordered[below]), 9))
    while sum(count >= cap for count in counts) < s.min_cell:
        cap -= 1
    return cap


def naive_median(values, s):
    """Mean of what is left when the smallest and the largest are taken away in turn while enough are left."""
    left = sorted(values)
    if len(left) < 2 * s.min_group_size:
        return None
    while len(left) - 2 >= max(s.min_group_size, len(values) / 20):
        left = left[1:-1]
    return fmean(left)


def naive_count(row, cap, s):
    if row["recommended_count"] is None:
        return None
    count = min(row["recommended_count"], cap)
    count -= s.warned_weight * (row["warned_count"] or 0)
    if s.influence_rule == "own":
        return 0 if count == 0 else times(count, row["influence"])
    return count


def mean_or_none(values):
    return fmean(values) if values else None


def times(*factors):
    product = 1
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product


def referred_since(rows, day):
    return [row for row in rows if row["acquisition_channel"] == "referral" and row["acquired_on"] >= str(day)]


def common_influence(influence, source, s):
    """ā; 1 where it is in the counts already (own), or cancels because nobody answered it (crm)."""
    if s.influence_rule == "own":
        return 1
    return 1 if influence is None and source == "crm" else influence


def naive_referral(rows, strangers, s):
    everybody = [row for row in rows if row["segment"]] + strangers
    cap = naive_cap([row["recommended_count"] for row in everybody if row["recommended_count"] is not None], s)
    used = [naive_count(row, cap, s) for row in rows if row["segment"]]
    influence = mean_or_none([row["influence"] for row in everybody if row["influence"] is not None])
    total = times(len(rows), mean_or_none([count for count in used if count is not None]))
    referred = referred_since(rows, AS_OF - YEAR)
    few = s.conversion == "crm" and len(referred) < s.min_group_size
    source = "given" if not isinstance(s.conversion, str) else "unanchored" if few else s.conversion
    claimed = times(total, common_influence(influence, source, s))
    acquired = sum(row["acquired_on"] >= str(AS_OF - YEAR) for row in rows)
    bound = acquired / claimed if claimed and claimed > 0 else None
    k = {"crm": None, "none": 1}.get(s.conversion, s.conversion)
    if source == "crm":
        k = len(referred) / claimed if claimed and claimed > 0 else None
    if few:
        k = 1 if bound is None or bound > 1 else bound
    since = AS_OF - dt.timedelta(days=s.window_days or 99_999) if s.window == "before" else AS_OF - YEAR
    base = rows if s.referred_ltv == "all" else referred_since(rows, since)
    worth = mean_or_none([naive_ltv(row, s) for row in base]) if isinstance(s.referred_ltv, str) else s.referred_ltv
    if s.referred_ltv == "all" and len(rows) < s.min_group_size:
        worth = None  # it would be the money of few
    if s.referred_ltv == "referral" and any(0 < n < s.min_group_size for n in (len(base), len(rows) - len(base))):
        worth = None  # of few, or of few others
    return {
        "cap": cap,
        "counts_above_cap": sum((row["recommended_count"] or 0) > cap for row in everybody) if cap is not None else 0,
        "influence_mean": influence,
        "recommended_total": None if s.influence_rule == "own" else total,
        "created_claimed": claimed,
        "acquired_by_referral": len(referred),
        "conversion": k,
        "conversion_source": source,
        "ltv_per_customer": worth,
        "acquired": acquired,
        "bound": bound,
    }


def naive_hidden(rows, s):
    """Small groups, and those that have to go with them since the total is known."""
    sizes = {name: sum(row["segment"] == name for row in rows) for name in (*SEGMENTS, None)}
    filled = [name for name in (None, *sorted(SEGMENTS, key=sizes.get)) if sizes[name]]
    hidden = [name for name in filled if sizes[name] < s.min_group_size]
    for name in filled:
        alone = len(hidden) == 1 or sum(sizes[other] for other in hidden) < s.min_group_size
        if hidden and alone and name not in hidden:
            hidden.append(name)
    return hidden


def naive_segment(name, rows, strangers, mouth, s):
    mine = [row for row in rows if row["segment"] == name]
    ltv = [naive_ltv(row, s) for row in mine]
    a = common_influence(mouth["influence_mean"], mouth["conversion_source"], s)
    each = times(s.incremental_share, mouth["conversion"], a, mouth["ltv_per_customer"])
    counts = [naive_count(row, mouth["cap"], s) for row in mine] if name else []
    pairs = [(worth, times(n, each)) for worth, n in zip(ltv, counts, strict=bool(name)) if n is not None]
    lrv = None if each is None else [pair[1] for pair in pairs]
    shown = name not in naive_hidden(rows, s)
    with_count = shown and len(pairs) >= s.min_group_size and lrv is not None
    shown = shown and len(mine) >= s.min_group_size
    block = {
        "n": len(mine) + sum(row["segment"] == name for row in strangers),
        "matched": len(mine),
        "buyers": sum(row["orders"] > 0 for row in mine) if shown else None,
        "ltv": {"n": len(mine), "mean": fmean(ltv), "median": naive_median(ltv, s)} if shown else None,
        "lrv": {"n": len(pairs), "mean": fmean(lrv), "median": naive_median(lrv, s)} if with_count else None,
        "value": None,
        "ltv_total": sum(ltv) if shown else None,
        "net_amount_total": sum(row["net_amount"] for row in mine) / 100 if shown else None,
    }
    if with_count and s.window_days:
        mean, middle = fmean(ltv) + fmean(lrv), naive_median([sum(pair) for pair in pairs], s)
        block["value"] = {"n": len(pairs), "mean": mean, "median": middle}
    return block


def naive_comparison(rows, strangers, s):
    mouth = naive_referral(rows, strangers, s)
    segments = {name: naive_segment(name, rows, strangers, mouth, s) for name in SEGMENTS}
    segments["none"] = naive_segment(None, rows, [], mouth, s)
    gaps = {}
    for pair, (first, second) in PAIRS.items():
        ends = {measure: (segments[first][measure], segments[second][measure]) for measure in MEASURES}
        gaps[pair] = {
            measure: {"estimate": above["mean"] - below["mean"]} if above and below else None
            for measure, (above, below) in ends.items()
        }
    ltv = [naive_ltv(row, s) for row in rows]
    shown = len(rows) >= s.min_group_size
    customers = {
        "n": len(rows),
        "ltv_mean": fmean(ltv) if shown else None,
        "ltv_total": sum(ltv) if shown else None,
        "net_amount_total": sum(row["net_amount"] for row in rows) / 100 if shown else None,
    }
    return {"segments": segments, "gaps": gaps, "referral": mouth, "customers": customers}


# Halves and quarters, so that a sum that is zero is zero in any order
answer = {
    "segment": st.sampled_from(SEGMENTS),
    "recommended_count": st.none() | st.integers(0, 20),
    "influence": st.none() | st.sampled_from([0, 0.25, 0.5, 0.75, 1]),
    "warned_count": st.none() | st.integers(0, 3),
}
days = st.sampled_from(["2020-02-29", "2025-03-31", "2025-04-01", "2025-12-31", "2026-01-01", "2026-03-31"])
purchase = {
    "net_amount": st.integers(-5000, 90_000),
    "orders": st.integers(0, 3),
    "acquired_on": days,
    "acquisition_channel": st.sampled_from(["referral", "ads", None]),
}
asked = st.fixed_dictionaries(answer | purchase)
not_asked = st.fixed_dictionaries(dict.fromkeys(answer, st.none()) | purchase)
customers = st.lists(asked | asked | not_asked, min_size=1, max_size=25)
unknown = st.lists(st.fixed_dictionaries(answer), max_size=4)
choices = st.fixed_dictionaries(
    {
        "currency": st.just("USD"),
        "window_days": st.sampled_from([365, 365, 90, 0]),
        "gross_margin_rate": st.sampled_from([1.0, 0.5]),
        "acquisition_cost": st.sampled_from([0, 40]),
        "acquisition_cost_rule": st.sampled_from(["new_customers", "ignore"]),
        "retention_cost": st.sampled_from([0, 12]),
        "conversion": st.sampled_from(["crm", "crm", "none", 0.25]),
        "referred_ltv": st.sampled_from(["all", "referral", 70]),
        "influence_rule": st.sampled_from(["common", "own"]),
        "incremental_share": st.sampled_from([1.0, 0.5]),
        "warned_weight": st.sampled_from([0, 0, 0.5]),
        "max_recommendations": st.sampled_from([None, None, 3]),
        "min_group_size": st.sampled_from([2, 3]),
    }
)


@how(deadline=None, max_examples=80)
@given(customers, unknown, choices, st.sampled_from(["before", "before", "after"]))
def test_all_point_figures_agree_with_plain_loops(shop, answers, settings, known, strangers, chosen, window):
    s = settings(**chosen, window=window if chosen["window_days"] else "before")
    rows = shop(*known)
    result = comparison(rows, answers(rows, *strangers), s)
    expected = naive_comparison(known, strangers, s)
    for part in ("segments", "gaps", "referral", "customers"):
        agree(getattr(result, part), expected[part], part)


def agree(found, expected, path):
    """Every expected figure is there, and nothing else but interval ends and ratios."""
    if isinstance(expected, dict):
        assert found is not None and set(found) - {"low", "high", "ratio"} == set(expected), path
        for name, below in expected.items():
            agree(found[name], below, f"{path}/{name}")
    elif isinstance(expected, str) or expected is None:
        assert found == expected, path
    else:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), path


@how(deadline=None, max_examples=25)
@given(customers, unknown, choices)
def test_gaps_and_totals_are_those_of_the_segments(shop, answers, settings, known, strangers, chosen):
    rows = shop(*known)
    result = comparison(rows, answers(rows, *strangers), settings(**chosen))
    assert_gaps_and_ratios_are_made_of_the_means(result)
    assert sum(block["matched"] for block in result.segments.values()) == result.customers["n"]
    assert sum(block["n"] for block in result.segments.values()) == result.customers["n"] + len(strangers)
    for name in ("ltv_total", "net_amount_total"):
        parts = [block[name] for block in result.segments.values() if block["matched"]]
        if None not in parts:
            assert sum(parts) == pytest.approx(result.customers[name], abs=1e-6)


def assert_gaps_and_ratios_are_made_of_the_means(result):
    for pair, (first, second) in PAIRS.items():
        for measure, gap in result.gaps[pair].items():
            above, below = result.segments[first][measure], result.segments[second][measure]
            assert (gap is None) == (above is None or below is None)
            if gap:
                assert gap["estimate"] == pytest.approx(above["mean"] - below["mean"], abs=1e-6)
                assert (gap["ratio"] is not None) == (below["low"] is not None and below["low"] > 0)
            if gap and gap["ratio"]:
                assert gap["ratio"]["estimate"] == pytest.approx(above["mean"] / below["mean"])


@pytest.mark.slow
@how(deadline=None, max_examples=25)
@given(customers, unknown, choices, st.randoms(use_true_random=False))
def test_order_of_the_rows_changes_no_figure(shop, answers, settings, known, strangers, chosen, random):
    rows = shop(*known)
    asked = answers(rows, *strangers)
    result = comparison(rows, asked, settings(**chosen))
    places, others = list(range(len(rows))), list(range(len(asked)))
    random.shuffle(places), random.shuffle(others)
    again = comparison(rows.iloc[places], asked.iloc[others], settings(**chosen))
    found, expected = flat(again), flat(result)
    assert found.keys() == expected.keys()
    for path, figure in expected.items():
        agree(found[path], figure, path)


def test_customers_and_answers_are_not_changed(small_shop, answers, settings):
    asked = answers(small_shop, {"segment": "promoter"})
    rows_before, asked_before = small_shop.copy(), asked.copy()
    comparison(small_shop, asked, settings())
    assert small_shop.equals(rows_before) and asked.equals(asked_before)


# What a setting may change


def changed(first, second):
    """Names of the parts that differ: the measure, or the last word of the path."""
    before, after = flat(first), flat(second)
    assert before.keys() == after.keys()
    differing = [path.split("/") for path in before if before[path] != after[path]]
    return {next((word for word in path if word in MEASURES), path[-1]) for path in differing}


@pytest.fixture
def wide_shop(shop):
    """38 customers whose figures are all shown, every option of word of mouth with something to bite on."""
    made = [
        says(segment, 1000 * (i % 5) + 3000, i % 4, 0.25 + i % 2 / 2, **(NEW if i % 3 == 0 else {}))
        for segment in SEGMENTS
        for i in range(10)
    ]
    return shop(*made, *[{**NEW, "net_amount": 4000}] * 8)


def test_conversion_changes_lrv_and_value_alone(wide_shop, settings):
    by_crm, by_number = (comparison(wide_shop, None, settings(conversion=k)) for k in ("crm", 0.5))
    assert changed(by_crm, by_number) == {"lrv", "value", "conversion", "conversion_source"}


def test_acquisition_cost_rule_changes_money_but_no_counts_and_claims(wide_shop, settings):
    charged, ignored = (
        comparison(wide_shop, None, settings(acquisition_cost=100, acquisition_cost_rule=rule))
        for rule in ("new_customers", "ignore")
    )
    assert changed(charged, ignored) == {"ltv", "lrv", "value", "ltv_total", "ltv_mean", "ltv_per_customer"}


def test_incremental_share_changes_lrv_and_value_alone(wide_shop, settings):
    whole, part = (comparison(wide_shop, None, settings(incremental_share=share)) for share in (1.0, 0.5))
    assert changed(whole, part) == {"lrv", "value"}
    assert part.segments["promoter"]["lrv"]["mean"] == pytest.approx(whole.segments["promoter"]["lrv"]["mean"] / 2)


def test_worth_of_a_created_customer_changes_lrv_and_value_alone(wide_shop, settings):
    by_all, by_number = (comparison(wide_shop, None, settings(referred_ltv=worth)) for worth in ("all", 77))
    assert changed(by_all, by_number) == {"lrv", "value", "ltv_per_customer"}


def test_seed_changes_interval_ends_alone(wide_shop, settings):
    first, second = (comparison(wide_shop, None, settings(seed=seed)) for seed in (1, 2))
    ends = ("low", "high")
    assert flat(first, ends) == flat(second, ends)
    assert flat(first) != flat(second)
    assert flat(first) == flat(comparison(wide_shop, None, settings(seed=1)))


# Intervals


@pytest.mark.parametrize("size", [1, 8])  # strata under and above 100 customers are drawn in two ways
def test_each_stratum_keeps_its_size_in_every_resample(shop, answers, settings, size):
    # Those who answered are alike, so are the silent and the strangers: L̄ = 900 / 3, ā = (2 × 0.5 + 0.8) / 3 = 0.6 can
    # only vary if the strata's sizes did
    rows = shop(*[says("promoter", 900, 2, 0.5)] * (30 * size), *[{}] * (60 * size))
    asked = answers(rows, *[{"segment": "promoter", "influence": 0.8}] * (15 * size))
    promoters = comparison(rows, asked, settings(conversion="none")).segments["promoter"]
    assert promoters["ltv"]["mean"] == 900 and promoters["lrv"]["mean"] == pytest.approx(2 * 0.6 * 300)
    for block in (promoters["ltv"], promoters["lrv"], promoters["value"]):
        assert (block["low"], block["high"]) == (pytest.approx(block["mean"]), pytest.approx(block["mean"]))


def test_wider_confidence_gives_wider_intervals(wide_shop, settings):
    narrow, wide = (comparison(wide_shop, None, settings(confidence=level)) for level in (0.8, 0.95))
    for measure in MEASURES:
        inner, outer = (result.gaps["promoter_detractor"][measure] for result in (narrow, wide))
        assert outer["low"] < inner["low"] < inner["high"] < outer["high"]


def fixed_shop(shop, answers, size):
    """A shop whose figures all vary, with its answers; respondents unknown to the CRM among them."""
    rng = np.random.default_rng(5)

    def said(i, influence):
        return {"segment": SEGMENTS[i % 3], "recommended_count": int(rng.integers(0, 6)), "influence": influence}

    def bought(i):
        return {"net_amount": int(rng.exponential(4000 + 2000 * (i % 3))), **(NEW if rng.random() < 0.3 else {})}

    asked = [said(i, rng.integers(0, 6) / 10) | bought(i) for i in range(60 * size)]
    rows = shop(*asked, *(bought(i) for i in range(80 * size)))
    return rows, answers(rows, *(said(i, 1 - i % 2) for i in range(30 * size)))


def resampled(values, rng, draws):
    """Sums of each column over as many rows as there are, drawn anew with replacement."""
    places = rng.integers(0, len(values), (draws, len(values)))
    return np.stack([column[places].sum(axis=1) for column in values.T])


def naive_draws(rows, asked, conversion, draws):
    """LTV, LRV and value of each segment in resamples of rows, with ā, k, R and L̄ worked out anew in each."""
    rng = np.random.default_rng(8)
    net, count = rows["net_amount"].to_numpy(float), rows["recommended_count"].fillna(0).to_numpy()
    member = np.stack([(rows["segment"] == name).to_numpy(float) for name in SEGMENTS], axis=1)
    referred = (rows["acquisition_channel"] == "referral").to_numpy(float)
    influence, known = rows["influence"].fillna(0), rows["segment"].notna().to_numpy()
    table = np.column_stack([net, referred, influence, member, member * net[:, None], member * count[:, None]])
    others = asked.loc[~asked["customer_id"].isin(rows["customer_id"]), ["influence"]].to_numpy()
    answered, silent = resampled(table[known], rng, draws), resampled(table[~known], rng, draws)
    a = (answered[2] + resampled(others, rng, draws)[0]) / (known.sum() + len(others))
    worth, acquired = (answered[0] + silent[0]) / len(rows), answered[1] + silent[1]
    n, ltv, counts = answered[3:6], answered[6:9] / answered[3:6], answered[9:] / answered[3:6]
    claimed = len(rows) * answered[9:].sum(axis=0) / n.sum(axis=0) * a
    lrv = (acquired / claimed if conversion == "crm" else 1) * a * counts * worth
    return {"ltv": ltv, "lrv": lrv, "value": ltv + lrv}


def drawn_by_the_kit(rows, asked, chosen):
    """Figure → estimate and standard error (as observed, in resamples), ratios in logs."""
    people = with_strangers(rows, asked)
    worth = (rows["net_amount"] / 1.0).reindex(people.index)
    table = features(people, worth, Cap(9, 0), chosen)
    return resampled_figures(strata(people, table), tuple(table.columns), chosen)


# strata under and above 100 customers are drawn in two ways
@pytest.mark.slow
@pytest.mark.parametrize(("size", "conversion"), [(1, "none"), (4, "crm")])
def test_resamples_agree_with_a_naive_bootstrap(shop, answers, settings, size, conversion):
    rows, asked = fixed_shop(shop, answers, size)
    found = drawn_by_the_kit(rows, asked, settings(resamples=16_000, max_recommendations=9, conversion=conversion))
    naive = naive_draws(rows, asked, conversion, 16_000)
    for measure, drawn in naive.items():
        for pair, (first, second) in PAIRS.items():
            above, below = drawn[SEGMENTS.index(first)], drawn[SEGMENTS.index(second)]
            near(found[Figure(measure, pair, ratio=True)], np.log(above / below))
            if measure != "ltv":
                near(found[Figure(measure, pair)], above - below)
        for i, name in enumerate(SEGMENTS if measure != "ltv" else ()):
            near(found[Figure(measure, name)], drawn[i])


def near(found, naive):
    """Both ends within 5 % of the interval's width, five times their simulation error; standard errors within 12 %."""
    (estimate, error), (draws, errors) = found[0][:, 0], found[1]
    low, high = np.quantile(naive, [0.025, 0.975])
    assert np.quantile(draws, [0.025, 0.975]) == pytest.approx([low, high], abs=0.05 * (high - low))
    assert error == pytest.approx(naive.std(), rel=0.12)  # of first order, of samples of twenty
    assert np.median(errors) == pytest.approx(error, rel=0.12)
    assert low < estimate < high


def ends_of(block):
    return pytest.approx((block["low"], block["high"]), rel=1e-9)


def test_intervals_of_ltv_are_hall_s_and_welch_s(shop, answers, settings):
    rows, asked = fixed_shop(shop, answers, 1)
    result = comparison(rows, asked, settings())
    nets = {name: rows.loc[rows["segment"] == name, "net_amount"].to_numpy(float) for name in SEGMENTS}
    nets["none"] = rows.loc[rows["segment"].isna(), "net_amount"].to_numpy(float)
    for name, values in nets.items():
        assert hall_interval(moments(values), 0.95) == ends_of(result.segments[name]["ltv"])
    for pair, (first, second) in PAIRS.items():
        welch = stats.ttest_ind(nets[first], nets[second], equal_var=False).confidence_interval(0.95)
        assert tuple(welch) == ends_of(result.gaps[pair]["ltv"])


def test_standard_errors_are_those_of_the_intervals(shop, answers, settings):
    rows, asked = fixed_shop(shop, answers, 1)
    chosen = settings(max_recommendations=9)
    gaps, drawn = compared(basis_of(rows, asked, chosen)).gaps, drawn_by_the_kit(rows, asked, chosen)
    for pair, sides in PAIRS.items():
        nets = [rows.loc[rows["segment"] == name, "net_amount"].to_numpy(float) for name in sides]
        assert gaps[pair].ltv.error == pytest.approx(np.sqrt(sum(net.var(ddof=1) / len(net) for net in nets)))
        assert gaps[pair].value.error == pytest.approx(drawn[Figure("value", pair)][1][0].std())
        assert gaps[pair].lrv.error is None


def test_intervals_of_the_rest_are_those_of_the_resamples(shop, answers, settings):
    rows, asked = fixed_shop(shop, answers, 1)
    chosen = settings(max_recommendations=9)
    result, drawn = comparison(rows, asked, chosen), drawn_by_the_kit(rows, asked, chosen)

    def studentised(name, symmetric=False):
        (estimate, error), (draws, errors) = drawn[name][0][:, 0], drawn[name][1]
        t = (draws - estimate) / errors
        low, high = np.quantile(t, [0.025, 0.975])
        if symmetric:
            high = np.quantile(np.abs(t), 0.95)
            low = -high
        return estimate - high * error, estimate - low * error

    for measure in ("lrv", "value"):
        for name in SEGMENTS:
            assert studentised(Figure(measure, name)) == ends_of(result.segments[name][measure])
    gap = result.gaps["promoter_detractor"]
    assert studentised(Figure("lrv", "promoter_detractor")) == ends_of(gap["lrv"])
    # of equal sizes and, as LTV is the most of V, much the same spread: between 19 and 38 degrees of freedom
    half = (gap["value"]["high"] - gap["value"]["low"]) / 2 / drawn[Figure("value", "promoter_detractor")][1][0].std()
    assert stats.t.ppf(0.975, 38) < half < stats.t.ppf(0.975, 19)
    for measure in MEASURES:
        low, high = np.exp(studentised(Figure(measure, "promoter_detractor", ratio=True), symmetric=True))
        assert (low, high) == pytest.approx((gap[measure]["ratio"]["low"], gap[measure]["ratio"]["high"]), rel=0.02)


def test_figure_that_many_resamples_lack_has_no_interval(shop, settings):
    # 0.9 ^ 20 = 12 % of the resamples hold neither of the two detractors; their LTV needs no resamples
    rows = shop(*[says("detractor", 100, 1, 1.0)] * 2, *[says("promoter", 300, 2, 1.0)] * 18)
    result = comparison(rows, None, settings())
    detractors, gap = result.segments["detractor"], result.gaps["promoter_detractor"]
    assert [detractors["ltv"][end] for end in ("low", "high")] == [100, 100]
    assert [gap["ltv"][end] for end in ("low", "high")] == [200, 200]
    for block in (detractors["lrv"], detractors["value"], gap["lrv"], gap["value"], gap["ltv"]["ratio"]):
        assert (block["low"], block["high"]) == (None, None)


@pytest.mark.parametrize(
    "change",
    [{"influence_rule": "own"}, {"max_recommendations": 1}, {"conversion": "none"}, {"incremental_share": 0.5}],
)
def test_settings_of_word_of_mouth_do_not_move_the_intervals_of_ltv(shop, answers, settings, change):
    rows, asked = fixed_shop(shop, answers, 1)
    one, other = (comparison(rows, asked, settings(resamples=200, **changes)) for changes in ({}, change))
    for name in (*SEGMENTS, "none"):
        assert one.segments[name]["ltv"] == other.segments[name]["ltv"]
    for pair in PAIRS:
        assert one.gaps[pair]["ltv"] == other.gaps[pair]["ltv"]


def test_strangers_in_any_order_give_the_same_intervals(shop, answers, settings):
    rows = shop(*[says(segment, 9, 2, 0.5) for segment in SEGMENTS for _ in range(3)])
    asked = answers(rows, *({"segment": "promoter", "influence": share / 10} for share in range(10)))
    one, other = (comparison(rows, table, settings(resamples=200, conversion="none")) for table in (asked, asked[::-1]))
    assert one.segments["promoter"]["lrv"] == other.segments["promoter"]["lrv"]
