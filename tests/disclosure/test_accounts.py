"""Amounts of the money ledger that are of few or mostly of one; its sums: see test_history."""

import pandas as pd
import pytest

from helpers.base.results import is_hidden
from helpers.disclosure import shown
from helpers.merge.coverage import windows
from helpers.merge.money import money_ledger
from helpers.merge.purchases import bought, counted, of_known
from helpers.run.settings import checked

WINDOW, BEFORE, AFTER = "2025-06-01", "2024-06-01", "2026-05-01"
KNOWN = [f"k{i}" for i in range(20)]


def shop(*, before=(), window=(), gone=(), refunds=()):
    """Purchases as (customer, amount): before the window, in it (refunds beside them), cancelled."""
    rows = [(who, BEFORE, amount, {"status": "paid"}) for who, amount in before]
    back = dict(refunds)
    rows += [(who, WINDOW, amount, {"status": "paid", "refund_amount": back.get(who)}) for who, amount in window]
    return rows + [(who, WINDOW, amount, {"status": "cancelled"}) for who, amount in gone]


USUAL = {"before": [(who, 100) for who in KNOWN], "window": [(who, 100) for who in KNOWN]}


def ledger(orders, rows, settings, *, owners=True):
    known, read = pd.Series(KNOWN, dtype="str"), orders(*rows)
    table = of_known(counted(read, settings), known, where_used=False, later=pd.Series(dtype="str"))
    sums = bought(table.frame, windows(known, settings)).assign(segment=None)
    return money_ledger(table, sums, settings, read.frame["customer_id"] if owners else None)


def hidden(orders, rows, *, owners=True, **changes):
    settings = checked({"as_of": "2026-04-01", "min_group_size": 5, **changes})
    full = ledger(orders, rows, settings, owners=owners)
    *before, last = (step.amount for step in full.steps)
    assert sum(before) == last  # hidden or not, the amounts add up
    return {step.step for step in shown(full, settings).steps if is_hidden(step.amount)}


def test_money_of_enough_customers_is_shown(orders):
    assert hidden(orders, shop(**USUAL, gone=[(who, 9) for who in KNOWN[:5]])) == set()
    assert hidden(orders, shop(**USUAL)) == set()


@pytest.mark.parametrize(("n", "expected"), [(9, {"status", "ordered"}), (10, set())])
def test_money_needs_min_group_size_not_min_cell(orders, n, expected):
    rows = shop(**USUAL, gone=[(who, 9) for who in KNOWN[:n]])
    assert hidden(orders, rows, min_group_size=10) == expected


def test_a_line_of_few_is_hidden_with_the_sum_that_tells_it(orders):
    assert hidden(orders, shop(**USUAL, gone=[(who, 9) for who in KNOWN[:4]])) == {"status", "ordered"}


def test_many_rows_of_few_customers_are_of_few(orders):
    assert hidden(orders, shop(**USUAL, gone=[(who, 9) for who in KNOWN[:4] * 5])) == {"status", "ordered"}


def test_rows_whose_owner_is_not_told_count_one_by_one(orders):
    rows = shop(**USUAL, gone=[(None, 9)] * 5)
    assert hidden(orders, rows) == set()
    assert hidden(orders, shop(**USUAL, gone=[(None, 9)] * 4)) == {"status", "ordered"}


@pytest.mark.parametrize(("most", "expected"), [(36, set()), (37, {"status", "ordered"})])
def test_a_line_mostly_of_one_is_hidden(orders, most, expected):
    assert hidden(orders, shop(**USUAL, gone=[("k0", most), *((who, 9) for who in KNOWN[1:5])])) == expected


def test_two_lines_of_few_are_hidden_and_all_orders_stay_where_both_together_are_safe(orders):
    rows = shop(**USUAL, gone=[(who, 9) for who in KNOWN[:4]], refunds=[(who, 8) for who in KNOWN[4:7]])
    assert hidden(orders, rows) == {"status", "refunds"}


def test_money_of_before_the_window_hides_no_other_line_but_is_hidden_where_it_is_of_few(orders):
    rows = shop(before=[("k0", 40)], window=USUAL["window"], gone=[(who, 9) for who in KNOWN[5:10]])
    assert hidden(orders, rows) == {"before_window", "status"}


def test_refunds_that_are_told_elsewhere_hide_no_other_line(orders):
    five = [(who, 5) for who in KNOWN[:5]]
    few = [(who, 9) for who in KNOWN[:2]]
    assert hidden(orders, shop(window=USUAL["window"], gone=few, refunds=five)) == {"status", "ordered"}
    assert hidden(orders, shop(**USUAL, refunds=five[:4])) == {"refunds", "ordered"}


def test_without_another_line_all_orders_hide_it(orders):
    assert hidden(orders, shop(window=USUAL["window"], gone=[("k0", 9)])) == {"status", "ordered"}


def test_one_who_makes_most_of_all_orders_leaves_nothing_to_show(orders):
    steps = {"ordered", "status", "before_window", "window_net"}  # refunds of nobody are no secret
    rows = shop(before=[("k0", 9000)], window=[("k0", 9000), *USUAL["window"][1:]], gone=[("k1", 5)])
    assert hidden(orders, rows) == steps


def test_the_net_amount_of_few_takes_all_orders_along(orders):
    rows = shop(before=USUAL["before"], window=USUAL["window"][:4])
    assert hidden(orders, rows) == {"window_net", "ordered"}


def test_where_one_customer_may_be_shown_all_is(orders):
    assert hidden(orders, shop(**USUAL, gone=[("k0", 90), ("k1", 9)]), min_cell=1, min_group_size=2) == set()


def test_a_ledger_shown_again_stays_as_it_is(orders):
    settings = checked({"as_of": "2026-04-01"})
    result = shown(ledger(orders, shop(**USUAL, gone=[("k0", 9)]), settings), settings)
    assert result.support is None and shown(result, settings) == result


def test_the_text_of_a_ledger_shows_nobody(orders):
    full = ledger(orders, shop(**USUAL), checked({"as_of": "2026-04-01"}))
    assert not any(name in repr(full) + repr(full.support) for name in KNOWN)
