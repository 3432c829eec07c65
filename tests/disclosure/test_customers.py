"""Buyers, orders, net amounts and LTV of segments that may not be shown."""

import pytest

from helpers.base.results import HIDDEN
from helpers.compare.basis import basis_of
from helpers.compare.gaps import compared, customers_support
from helpers.disclosure import shown
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.customers import hidden_net
from helpers.merge.totals import Total, totals
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_cell": 5, "min_group_size": 10, **changes})


def customers_of(rows, chosen):
    base = basis_of(rows, None, chosen)
    return customers_support(base.customers, base.settings)


def test_money_of_a_segment_mostly_of_one_is_hidden_and_a_second_one_with_it(shop):
    def hidden(most):
        nets = {"detractor": [most, *[100] * 9], "passive": [100] * 10, "promoter": [100] * 12, None: [100] * 30}
        people = [{"segment": name, "net_amount": net, "orders": 1} for name, some in nets.items() for net in some]
        return hidden_ltv(customers_of(shop(*people), settings()), settings())

    assert hidden(900) == set()
    assert hidden(901) == {"detractor", "none"}
    assert hidden(5000) == {"detractor", "none", "passive", "promoter"}  # 5,000 of 11,100: all groups, not the total
    assert hidden(7000) == {"detractor", "none", "passive", "promoter", "all"}


@pytest.mark.parametrize(
    ("costs", "hidden"),
    [
        ([20] * 10, set()),
        ([], set()),
        ([20] * 9, {"promoter", "none", "all"}),
        ([2000], {"promoter", "none", "all"}),
        ([181, *[20] * 9], {"promoter", "none", "all"}),  # of 361
        ([180, *[20] * 9], set()),
    ],
)
def test_costs_of_few_hide_ltv_beside_a_net_amount_that_is_shown(shop, costs, hidden):
    people = [{"segment": segment, "net_amount": 100, "orders": 1} for segment in ["promoter"] * 10 + [None] * 40]
    rows, chosen = shop(*people), settings(window_days=0)
    rows["acquisition_cost"] = [*costs, *[0] * (50 - len(costs))]
    customers = customers_of(rows, chosen)
    assert hidden_net(customers, chosen) == set()
    assert hidden_ltv(customers, chosen) == hidden


def test_totals_of_few_are_hidden_with_the_silent_ones(shop):
    people = {"promoter": 10, "passive": 9, None: 12}
    rows = shop(*({"segment": name, "orders": 1, "net_amount": 100} for name, n in people.items() for _ in range(n)))
    result = shown(totals(rows), settings())
    assert result.groups == {
        "detractor": Total(0, None, None, None),
        "passive": Total(9, HIDDEN, HIDDEN, HIDDEN),
        "promoter": Total(10, 10, 10, 1000),
        "none": Total(12, HIDDEN, HIDDEN, HIDDEN),
        "all": Total(31, 31, 31, 3100),
    }
    assert result.support is None and shown(result, settings()) == result


@pytest.mark.parametrize(("n", "net"), [(10, 1000), (9, HIDDEN)])
def test_the_net_amount_of_few_is_hidden(shop, n, net):
    rows = shop(*[{"orders": 1, "net_amount": 100}] * n)
    assert shown(totals(rows), settings()).groups["all"].net_amount == net


@pytest.mark.parametrize(
    ("idle", "told"),  # promoters who bought nothing, of 20; whether their net amount, and how many bought
    [(0, (2000, 20)), (4, (1600, HIDDEN)), (5, (1500, 15)), (15, (500, 5)), (16, (HIDDEN, HIDDEN)), (20, (0, 0))],
)
def test_few_who_bought_nothing_hide_their_number_and_no_money_of_the_others(shop, idle, told):
    bought = [{"orders": 1, "net_amount": 100}] * (20 - idle) + [{"orders": 0, "net_amount": 0}] * idle
    people = [*({"segment": "promoter"} | one for one in bought)] + [{"orders": 1, "net_amount": 100}] * 20
    people += [{"orders": 0, "net_amount": 0}] * 20
    rows = shop(*people)
    total = shown(totals(rows), settings()).groups["promoter"]
    assert (total.net_amount, total.buyers) == told
    assert total.orders == total.buyers
    value = shown(compared(basis_of(rows, None, settings(window_days=0))), settings(window_days=0)).segments["promoter"]
    assert (value.net_amount_total, value.buyers) == told


def test_the_text_of_totals_shows_nobody(shop):
    full = totals(shop({"segment": "promoter"}))
    assert "C0" not in repr(full) + repr(full.support) and "support" not in repr(full)
