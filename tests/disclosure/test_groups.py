"""Groups of an attribute: neither few nor a few others can be read from their scores and gaps."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS
from helpers.compare.groups import cut, group_gaps
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


@pytest.fixture
def seen(settings):
    """Maker of a cut by region that may be shown, and its groups by name."""

    def make(rows, **limits):
        chosen = settings(segment_by="region", **{"min_cell": 1, **limits})
        part = shown(cut(Shop(rows, chosen)), chosen)
        return group_gaps(part, chosen), {group.name: group for group in part.groups}

    return make


def test_a_group_with_few_of_a_segment_is_not_compared(rows, seen):
    few = rows.assign(
        segment=rows["segment"].mask((rows["region"] != "a") & (rows["segment"] == "promoter"), "passive")
    )
    found, groups = seen(few, min_group_size=5)
    assert found.compared == 1 and found.confidence == pytest.approx(0.95)
    assert groups["b"].ltv is None and groups["a"].ltv  # no promoter at all


def test_one_customer_who_makes_most_of_it_is_not_shown(rows, seen):
    rich = rows.copy()
    rich.loc[rich.index[(rich["region"] == "b") & (rich["segment"] == "promoter")][0], "net_amount"] = 1e6
    found, groups = seen(rich, min_group_size=5, min_cell=5)
    assert groups["b"].ltv is HIDDEN and found.groups[1].gap is None


def test_who_makes_most_of_a_groups_money_hides_its_gap_and_that_of_the_only_other(rows, seen):
    # 6,000 are more than half of what the ten promoters of b bring, and less than half of what all thirty do
    rich = rows[(rows["region"] != "c").fillna(True)].copy()
    rich.loc[rich.index[(rich["region"] == "b") & (rich["segment"] == "promoter")][0], "net_amount"] = 6e3
    found, groups = seen(rich, min_group_size=5, min_cell=5)
    assert groups["b"].ltv is HIDDEN and groups["a"].ltv is HIDDEN and found.compared == 0


def test_a_group_whose_others_are_few_is_not_compared(rows, seen):
    """Its gap beside the report's own would tell what the few others are worth."""
    alone = rows.assign(region=pd.Series(["a"] * 92 + ["b"] + ["a"] * 10, dtype="str"))
    found, groups = seen(alone, min_group_size=2)
    assert found.compared == 0 and groups["a"].ltv is HIDDEN


def test_one_group_without_a_score_hides_another(rows, seen):
    """All answers less those of the others would be the few's own."""
    found, groups = seen(rows, min_group_size=5)
    assert groups[None].nps is HIDDEN and groups["b"].nps is HIDDEN and groups["a"].nps
    assert [group.nps is None for group in found.groups] == [False, True, True]


def test_where_the_report_has_no_gap_no_group_has(rows, seen):
    rich = rows.copy()
    rich.loc[rich.index[(rich["region"] == "b") & (rich["segment"] == "promoter")][0], "net_amount"] = 1e9
    found, groups = seen(rich, min_group_size=5, min_cell=5)
    assert found.compared == 0 and groups["a"].ltv is HIDDEN


def test_what_is_shown_stays_so_and_holds_nobody(rows, settings):
    chosen = settings(segment_by="region", min_group_size=5)
    full = cut(Shop(rows, chosen))
    part = shown(full, chosen)
    assert part.support is None and shown(part, chosen) is part
    assert "C1" not in repr(full) and "Support" not in repr(full)
    assert shown(cut(Shop(rows, settings())), settings()) is None  # no attribute is named
