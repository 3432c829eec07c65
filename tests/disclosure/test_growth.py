"""Earned growth that is of few or mostly of one is hidden, and what tells it."""

import pandas as pd
import pytest

from helpers.base.results import HIDDEN, as_figures, is_hidden
from helpers.compare.growth import growth
from helpers.disclosure import shown
from helpers.merge.customers import Shop
from helpers.run.settings import checked

SETTINGS = checked({"as_of": "2026-04-01", "min_cell": 5, "min_group_size": 2})


def shop_that_grew(customers, referred, others=()):
    """20 old customers who spend 10 where they spent 20, and new ones by referral and by other ways."""
    n = 20 + len(referred) + len(others)
    return customers(n, acquired_on=["2024-01-01"] * 20 + ["2025-06-01"] * (n - 20),
                     acquisition_channel=["referral"] * (n - len(others)) + ["ads"] * len(others),
                     net_amount=[10] * 20 + [*referred, *others],
                     net_amount_before=[20] * 20 + [0] * (n - 20))  # fmt: skip


def told(rows):
    return shown(growth(Shop(rows, SETTINGS, window_before_covered=True)), SETTINGS)


FIVE = [10] * 5


@pytest.mark.parametrize(
    ("referred", "others", "kept", "earned"),
    [
        (FIVE, [], 0.5, 0.125),
        ([], [], 0.5, 0),
        ([10] * 4, FIVE, 0.5, None),  # 4 + 5 others together are safe
        ([50, 10, 10, 10, 20], FIVE, 0.5, 0.25),
        ([51, 10, 10, 10, 20], FIVE, 0.5, None),
        ([10] * 4, [], None, None),  # all less the old ones would be those of four
        ([], [10] * 4, None, 0),
        (FIVE, [10] * 4, 0.5, None),
        (FIVE, [51, 10, 10, 10, 20], 0.5, None),
        (FIVE, FIVE, 0.5, 0.125),
    ],
)
def test_growth_by_few_or_by_one_is_hidden_and_what_tells_it(customers, referred, others, kept, earned):
    result = told(shop_that_grew(customers, referred, others))
    rate = None if kept is None or earned is None else kept + earned - 1
    told_shares = {"net_revenue_retention": kept, "earned_new_customers": earned, "rate": rate}
    assert as_figures(result).items() >= told_shares.items()
    ends = [(kept, result.retention_low), (earned, result.earned_low), (rate, result.low)]
    assert not any(low for share, low in ends if share is None)
    assert is_hidden(result.rate) is (rate is None)


def test_growth_on_the_money_of_one_is_hidden(customers):
    rows = shop_that_grew(customers, [10] * 5)
    rows.loc[0, "net_amount_before"] = 381  # of 761
    result = told(rows)
    assert (result.net_revenue_retention, result.earned_new_customers, result.rate) == (HIDDEN, HIDDEN, HIDDEN)


def test_shares_of_money_need_min_group_size(customers):
    settings = SETTINGS.model_copy(update={"min_group_size": 10})
    for n, seen in ((9, False), (10, True)):
        rows = shop_that_grew(customers, [10] * n, [10] * 10)
        result = shown(growth(Shop(rows, settings, window_before_covered=True)), settings)
        assert is_hidden(result.earned_new_customers) is not seen


@pytest.mark.parametrize(("joined", "seen"), [(0, True), (4, False), (5, True), (16, False)])
def test_retention_of_the_whole_window_before_is_hidden_where_it_or_the_rest_is_of_few(customers, joined, seen):
    rows = shop_that_grew(customers, [10] * 5)
    rows.loc[: joined - 1, "acquired_on"] = pd.Timestamp("2024-06-01")
    result = told(rows)
    assert bool(result.retention_whole) is seen and is_hidden(result.retention_whole) is not seen
    assert result.net_revenue_retention == 0.5


def test_growth_shown_again_stays_as_it_is(customers):
    result = told(shop_that_grew(customers, [10] * 4, FIVE))
    assert result.support is None and shown(result, SETTINGS) == result
