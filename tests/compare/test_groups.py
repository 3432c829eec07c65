"""Score and gap by an attribute, against naive arithmetic."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.base.errors import KitError
from helpers.base.pooling import drawn_together
from helpers.base.results import SEGMENTS, as_figures
from helpers.collect.nps import nps_from_counts
from helpers.compare import groups as by_group
from helpers.compare.basis import basis_of
from helpers.disclosure import shown
from helpers.merge.customers import Shop

SCORE = {"detractor": 3, "passive": 8, "promoter": 10}


@pytest.fixture(scope="module")
def rows(shop):
    """Regions a (60 answers), b (30), and c (3), a tenth without one."""
    random = np.random.default_rng(7)
    people = [
        {"segment": SEGMENTS[i % 3], "net_amount": float(random.integers(100, 900)), "orders": 1} for i in range(93)
    ]
    table = shop(*people, *[{"net_amount": 300.0, "orders": 1}] * 10)
    region = ["a"] * 60 + ["b"] * 30 + ["c"] * 3 + ["a"] * 5 + [None] * 5
    scores = pd.array([SCORE.get(segment) for segment in table["segment"]], dtype="Int64")
    return table.assign(region=pd.Series(region, dtype="str"), score=scores)


def cut(rows, chosen):
    """Groups as they may be shown, with intervals that hold together."""
    full = by_group.cut(Shop(rows, chosen))
    return by_group.group_gaps(shown(full, chosen), chosen)


def groups(found):
    return {group.name: group for group in found.groups}


def test_without_an_attribute_there_is_nothing(rows, settings):
    assert cut(rows, settings()) is None


def test_groups_by_hand(rows, settings):
    found = groups(cut(rows, settings(segment_by="region", min_group_size=3)))
    assert (found["c"].matched, found["c"].nps.n, found["c"].gap) == (3, 3, None)
    found = groups(cut(rows, settings(segment_by="region", min_group_size=5)))
    sizes = {name: (group.customers, group.matched) for name, group in found.items()}
    assert sizes == {"a": (65, 60), "b": (30, 30), None: (8, 3)}  # c is few: with those of no region
    assert (found["a"].nps.promoters, found["a"].nps.detractors) == (20, 20)
    assert found[None].nps is None and found[None].gap is None


def test_gaps_are_welchs_at_a_level_that_holds_for_both(rows, settings):
    found = cut(rows, settings(segment_by="region", min_group_size=5))
    assert (found.compared, found.confidence) == (2, pytest.approx(0.975))  # 1 − 0.05 / 2
    for name in ("a", "b"):
        mine = rows[rows["region"] == name]
        first, second = (mine.loc[mine["segment"] == one, "net_amount"] for one in ("promoter", "detractor"))
        expected = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.975)
        gap = groups(found)[name].gap
        assert (gap.low, gap.high) == pytest.approx((expected.low, expected.high))
        assert gap.estimate == pytest.approx(first.mean() - second.mean())


def test_scores_are_widened_alike(rows, settings):
    found = cut(rows, settings(segment_by="region", min_group_size=3))  # three groups have a score
    assert groups(found)["a"].nps == nps_from_counts(20, 20, 20, confidence=1 - 0.05 / 3)


def test_together_they_hold_as_often_as_they_say(shop, settings):
    """Six groups without any gap: in 95 of 100 shops no interval leaves zero.

    Of 60 shops 57 are expected, give or take 1.7 (√(60 · 0.95 · 0.05)); 51 are three and a half times that below. Not
    widened, 0.95⁶ = 0.74 of the shops would be clean, 44 of 60; with 1.2 in place of 1.96 and widened, a third.
    """
    random, chosen = np.random.default_rng(11), settings(segment_by="region")
    base = shop(*[{"segment": name, "orders": 1} for name in ("promoter", "detractor") * 120])
    base = base.assign(region=pd.Series(np.repeat(list("abcdef"), 40), dtype="str"), score=pd.array([5] * 240, "Int64"))
    clean = 0
    for _ in range(60):
        full = by_group.cut(basis_of(base.assign(net_amount=random.normal(1000, 200, 240)), None, chosen))
        found = by_group.group_gaps(full, chosen)
        assert found.compared == 6
        clean += all(group.gap.low <= 0 <= group.gap.high for group in found.groups)
    assert clean >= 51


def test_the_order_of_rows_does_not_matter(rows, settings):
    chosen = settings(segment_by="region", min_group_size=5)
    one, other = cut(rows, chosen), cut(rows.sample(frac=1, random_state=1), chosen)
    assert [group.name for group in one.groups] == [group.name for group in other.groups]
    for group, again in zip(one.groups, other.groups, strict=True):
        assert as_figures(again.gap) == (group.gap and pytest.approx(as_figures(group.gap)))


def test_an_attribute_that_bears_a_name_of_ours(rows, settings):
    renamed = rows.rename(columns={"region": "crm_segment"})
    found = cut(renamed, settings(segment_by="segment", min_group_size=5))
    assert set(groups(found)) == {"a", "b", None}


@pytest.mark.parametrize("column", ["nothing", "segment", "score", "net_amount", "person"])
def test_no_such_attribute(rows, settings, column):
    with pytest.raises(KitError, match=f"E-SEGMENT-BY segment_by: the customers have no column {column}"):
        cut(rows, settings(segment_by=column))


def test_too_many_values(rows, settings):
    with pytest.raises(KitError, match="E-SEGMENT-BY segment_by: column town has more than 12 values") as caught:
        cut(rows.assign(town=[f"t{i}" for i in range(len(rows))]), settings(segment_by="town"))
    assert caught.value.said("ja").startswith("E-SEGMENT-BY segment_by: 列 town の値は12種類を超え")


def far_apart(shop, settings, gaps, seed=3):
    """Gaps of regions with such true gaps, twenty promoters and twenty detractors each."""
    random, chosen = np.random.default_rng(seed), settings(segment_by="region")
    regions = [f"g{i}" for i in range(len(gaps))]
    n = 40 * len(gaps)
    rows = shop(*[{"segment": name, "orders": 1} for name in ("promoter", "detractor") * (n // 2)])
    region = np.repeat(regions, 40)
    promoter = (rows["segment"] == "promoter").to_numpy()
    net = 1000 + random.normal(0, 100, n) + np.repeat(gaps, 40) * promoter
    rows = rows.assign(region=pd.Series(region, dtype="str"), score=pd.array([5] * n, "Int64"), net_amount=net)
    return by_group.group_gaps(by_group.cut(basis_of(rows, None, chosen)), chosen), rows


def test_gaps_are_drawn_together_by_welchs_errors(shop, settings):
    found, rows = far_apart(shop, settings, [0.0, 100.0, 400.0, 50.0])
    estimates, errors = [], []
    for group in found.groups:
        mine = rows[rows["region"] == group.name]
        first, second = (mine.loc[mine["segment"] == one, "net_amount"] for one in ("promoter", "detractor"))
        estimates.append(first.mean() - second.mean())
        errors.append(np.sqrt(first.var() / 20 + second.var() / 20))
    pooled = drawn_together(estimates, errors, 0.95)
    assert [group.gap.estimate for group in found.groups] == pytest.approx(estimates)
    assert [group.drawn.estimate for group in found.groups] == pytest.approx([one.estimate for one in pooled.groups])
    assert found.spread == pytest.approx(pooled.spread) and found.spread > 0
    assert [group.name for group in found.ranked()][:1] == ["g2"]
    drawn = [group.drawn.estimate for group in found.ranked()]
    assert drawn == sorted(drawn, reverse=True)


def test_where_chance_explains_the_spread_nothing_is_ranked(shop, settings):
    found, _ = far_apart(shop, settings, [100.0] * 5, seed=12)
    assert found.spread == 0 and len({round(group.drawn.estimate, 9) for group in found.groups}) == 1
    assert found.ranked() == found.groups


def test_two_groups_are_not_drawn_together(rows, settings):
    found = cut(rows, settings(segment_by="region", min_group_size=5))
    assert found.compared == 2 and found.spread is None and found.ranked() == found.groups
    assert [group.drawn for group in found.groups] == [None] * 3


def test_a_group_whose_ltv_does_not_vary_is_not_drawn(shop, settings):
    _, rows = far_apart(shop, settings, [0.0, 100.0, 400.0, 50.0])
    still = rows.assign(net_amount=rows["net_amount"].mask(rows["region"] == "g1", 1000.0))
    chosen = settings(segment_by="region")
    found = groups(by_group.group_gaps(by_group.cut(basis_of(still, None, chosen)), chosen))
    assert found["g1"].drawn is None and found["g1"].gap.estimate == 0 and found["g0"].drawn
