"""Rates of few are hidden, and those that would give them away."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import ALL, Support, as_figures, is_hidden
from helpers.disclosure import shown
from helpers.disclosure.customers import hidden_buyers
from helpers.disclosure.kpis import hidden_complaints
from helpers.merge.complaints import complaints_of
from helpers.merge.customers import Shop, segment_of
from helpers.merge.kpis import kpis
from helpers.merge.totals import buyers_support
from helpers.run.settings import checked

NULLS = dict.fromkeys(("numerator", "denominator", "rate", "low", "high"))
GROUPED = ["detractor", "detractor", "passive", "promoter", None, None]
FIFTY = ["detractor"] * 10 + ["passive"] * 10 + ["promoter"] * 10 + [None] * 20


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_cell": 1, "min_group_size": 2, "resamples": 200, **changes})


def rates(rows, **changes):
    chosen = settings(**changes)
    return shown(kpis(Shop(rows, chosen, window_before_covered=True)), chosen).rates


def hidden(groups):
    return {group for group, rate in groups.items() if is_hidden(rate.denominator)}


def test_groups_under_min_cell_are_hidden(customers):
    rows = customers(8, segment=["detractor"] * 2 + GROUPED, orders=[2, 2, 2, 2, 2, 2, 2, 2])
    for kpi, groups in rates(rows, min_cell=2).items():
        assert hidden(groups) == {"passive", "promoter"}, kpi


def test_one_hidden_group_hides_another_that_would_give_it_away(customers):
    rows = customers(9, segment=["detractor"] * 1 + ["passive"] * 2 + ["promoter"] * 3 + [None] * 3, orders=[2] * 9)
    assert hidden(rates(rows, min_cell=2)["repeat_rate"]) == {"detractor", "none"}


def test_money_is_hidden_by_min_group_size_and_in_units_of_the_currency(customers):
    segment = ["detractor"] * 2 + ["passive"] * 3 + ["promoter"] * 3 + [None] * 3
    rows = customers(11, segment=segment, orders=[1] * 11, ordered_amount=[1050] * 11, refunded_amount=[25] * 11)
    groups = rates(rows, min_group_size=3, currency="USD")["return_rate_money"]
    assert hidden(groups) == {"detractor", "none"}
    assert (groups["passive"].numerator, groups["passive"].denominator) == (0.75, 31.5)


@pytest.mark.parametrize(
    ("repeaters", "expected"),
    [
        ([0, 10, 5, 5], set()),  # nobody, all, and 5 of 10 tell of no single customer
        ([4, 5, 5, 10], {"detractor", "none"}),  # a second one, or 4 would be all less the others
        ([6, 5, 5, 10], {"detractor", "none"}),  # all but 4
        ([1, 5, 5, 20], {"detractor", "none"}),  # together 21 of 30
        ([1, 5, 5, 0], {"detractor", "none", "passive"}),  # 1 of 30 would still be known
    ],
)
def test_customers_of_a_numerator_that_are_few_are_hidden(customers, repeaters, expected):
    sizes = [10, 10, 10, 20]
    orders = [2 if i < n else 1 for n, size in zip(repeaters, sizes, strict=True) for i in range(size)]
    assert hidden(rates(customers(50, segment=FIFTY, orders=orders), min_cell=5)["repeat_rate"]) == expected


def test_orders_of_few_customers_are_hidden_however_many_they_are(customers):
    orders, returned = [9] * 50, [9, 9, 9, 9, *[0] * 6, *[1] * 20, *[1] * 10, *[0] * 10]
    groups = rates(customers(50, segment=FIFTY, orders=orders, returned_orders=returned), min_cell=5)["return_rate"]
    assert hidden(groups) == {"detractor", "none"}  # 36 returned orders of 4 detractors


def test_refunds_mostly_of_one_are_hidden_and_those_of_half_are_not(customers):
    def refunds(most):
        amounts = [most, *[10] * 9, *[10] * 40]
        rows = customers(50, segment=FIFTY, orders=[1] * 50, ordered_amount=[100] * 50, refunded_amount=amounts)
        return hidden(rates(rows, min_cell=5)["return_rate_money"])

    assert refunds(90) == set() and refunds(91) == {"detractor", "none"}  # 90 of 180 is half


def test_what_is_hidden_of_buyers_is_hidden_in_every_rate_that_tells_of_them(customers):
    # 4 detractors bought: their orders and money go with those of the silent ones, in each table alike
    orders = [1] * 4 + [0] * 6 + [2] * 40
    rows = customers(50, segment=FIFTY, orders=orders, ordered_amount=[100 * n for n in orders])
    rows = rows.assign(net_amount=rows["ordered_amount"])
    table = rates(rows, min_cell=5)
    assert hidden_buyers(buyers_support(rows), settings(min_cell=5)) == {"detractor", "none"}
    for kpi in ("repeat_rate", "return_rate", "return_rate_money", "complaint_rate_orders"):
        assert {"detractor", "none"} <= hidden(table[kpi])


def test_a_shop_of_few_shows_no_rate_of_all(customers):
    published = as_figures(rates(customers(4), min_cell=5))
    nothing = NULLS | {"numerator": 0, "denominator": 0}
    assert all(rate in (NULLS, nothing) for groups in published.values() for rate in groups.values())


def test_a_rate_of_customers_on_a_tiny_base_is_hidden(customers):
    rows = customers(8, segment=["promoter"] * 4 + [None] * 4, orders=[2, 0, 0, 0, 2, 2, 2, 2])
    assert "promoter" in hidden(rates(rows, min_cell=2)["repeat_rate"])


def test_a_hidden_rate_is_published_as_nulls_and_one_without_a_base_keeps_its_counts(customers):
    rows = customers(9, segment=["detractor"] * 2 + ["passive"] * 7, orders=[2] * 9)
    published = as_figures(rates(rows, min_cell=3))
    assert published["repeat_rate"]["detractor"] == NULLS
    assert published["complaint_rate"]["promoter"] == NULLS | {"numerator": 0, "denominator": 0}


def test_complaints_of_few_are_hidden(customers):
    told = [1] * 4 + [0] * 6 + [1] * 10 + [0] * 30
    rows = customers(50, segment=FIFTY, complaints_major=told, complaints_minor=[0] * 50, complaints_near_miss=[0] * 50)
    complained = Support(segment_of(rows), complaints_of(rows))
    assert hidden_complaints(complained, settings(min_cell=5)) == {"detractor", "none", "passive"}
    assert hidden_complaints(complained.part(pd.Series([True] * 4 + [False] * 46)), settings(min_cell=5)) >= {ALL}


def later_shop(customers, random):
    """200 to 400 customers, some of whom came during the window."""
    n = int(random.integers(200, 400))
    segment = random.choice(["detractor", "passive", "promoter", ""], n, p=[0.25, 0.25, 0.25, 0.25])
    return customers(
        n, segment=[name or None for name in segment],
        acquired_on=list(random.choice(["2020-01-01", "2025-09-01"], n, p=[0.7, 0.3])),
        orders=list(random.integers(0, 4, n)), orders_before=list(random.integers(0, 2, n)),
        complaints_major=list(random.integers(0, 2, n)), complaints_minor=[0] * n, complaints_near_miss=[0] * n,
    )  # fmt: skip


PARTS = [(group, time) for group in ("detractor", "passive", "promoter", "none") for time in ("whole", "later")]
NAMES = list(range(len(PARTS)))


def told_parts(result, kpi):
    """Parts, segment and time, that follow from all that both tables show of a rate: by solving the equations."""
    rows = []
    for groups, times in ((result.rates[kpi], ("whole",)), (result.all_customers[kpi], ("whole", "later"))):
        for group, rate in groups.items():
            if not is_hidden(rate.denominator):
                rows.append([float((group in (ALL, part)) and time in times) for part, time in PARTS])
    rank = np.linalg.matrix_rank(np.array(rows)) if rows else 0
    units = np.eye(len(PARTS))
    return [PARTS[i] for i in NAMES if rows and np.linalg.matrix_rank(np.vstack([rows, units[i]])) == rank]


def test_both_tables_together_tell_of_no_few(customers):
    """Whatever subtraction: what follows of a part is of nobody or of no fewer than `min_cell`."""
    random, chosen = np.random.default_rng(8), settings(min_cell=5)
    told = dict.fromkeys(("repeat_rate", "complaint_rate", "churn_rate"), 0)
    for _ in range(10):
        rows = later_shop(customers, random)
        full = kpis(Shop(rows, chosen, window_before_covered=True))
        seen, segment = shown(full, chosen), segment_of(rows)
        for kpi in told:
            part = full.support.parts[kpi].adds.fillna(0)
            for group, time in told_parts(seen, kpi):
                mine = part[(segment == group) & (full.support.whole == (time == "whole"))]
                top, base = mine["numerator"].sum(), mine["denominator"].sum()
                assert not any(0 < count < 5 for count in (top, base, base - top)), (kpi, group, time)
                told[kpi] += 1
    assert min(told.values()) > 10  # and not because nothing is shown


def test_where_the_rest_is_of_few_the_rate_of_all_gives_way(customers):
    # 30 promoters of the whole window, 5 who came later: 2 of these complained
    segment = ["promoter"] * 35 + ["detractor"] * 30 + ["passive"] * 30 + [None] * 30
    complained = [1] * 15 + [0] * 15 + [1] * 2 + [0] * 3 + ([1] * 15 + [0] * 15) * 3
    days = ["2020-01-01"] * 30 + ["2025-09-01"] * 5 + ["2020-01-01"] * 90
    rows = customers(125, segment=segment, acquired_on=days, complaints_major=complained, complaints_minor=[0] * 125,
                     complaints_near_miss=[0] * 125)  # fmt: skip
    chosen = settings(min_cell=5)
    result = shown(kpis(Shop(rows, chosen, window_before_covered=True)), chosen)
    assert hidden(result.rates["complaint_rate"]) == set()
    assert "promoter" in hidden(result.all_customers["complaint_rate"])


def test_rates_shown_again_stay_as_they_are(customers):
    chosen = settings(min_cell=2)
    rows = customers(8, segment=["detractor"] * 2 + GROUPED, orders=[2] * 8)
    result = shown(kpis(Shop(rows, chosen, window_before_covered=True)), chosen)
    assert result.support is None and shown(result, chosen) == result
