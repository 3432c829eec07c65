"""Four parts by the medians of LTV and LRV: nobody is lost, ties are low, and nobody's own figure is told."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.results import is_hidden
from helpers.compare.basis import basis_of
from helpers.compare.gaps import compared
from helpers.compare.quadrants import QUADRANTS, quadrant_of, quadrants
from helpers.compare.settings import CompareSettings
from helpers.disclosure import shown
from tests.each import each


def shop_of(n=200, uncounted=0, referred=40, told=None, net=None):
    """Customers, all with an answer: bought 1…n hundreds, recommended to 0, 0, 1 or 2; some were referred."""
    ids = [f"C{number:04}" for number in range(n)]
    counts = pd.Series(np.tile([0.0, 0.0, 1.0, 2.0], n)[:n] if told is None else told)
    counts.iloc[:uncounted] = np.nan
    segment = np.array(["promoter", "passive", "detractor"])[np.arange(n) % 3]
    rows = pd.DataFrame({"customer_id": ids, "person": ids, "segment": segment, "orders": 1})
    rows["net_amount"] = 100 * (1 + np.arange(n)) if net is None else net
    rows["acquired_on"] = pd.Timestamp("2025-10-01")
    rows["acquisition_channel"] = np.where(np.arange(n) < referred, "referral", "ads")
    return rows.assign(recommended_count=counts.to_numpy(), influence=0.5, warned_count=np.nan)


def settings(**changes):
    return CompareSettings(as_of="2026-04-01", resamples=200, **changes)


def parts(rows, **changes):
    base = basis_of(rows, None, settings(**changes))
    return quadrants(base, compared(base))


def test_by_hand():
    """Median LTV 10,050 (of 100 … 20,000): 100 above; LRV median 0 of 0, 0, 1 …: half above."""
    found = parts(shop_of())
    assert {name: part.n for name, part in found.parts.items()} == dict.fromkeys(QUADRANTS, 50)
    champions = found.parts["champions"]
    bought = [100 * (number + 1) for number in range(100, 200) if number % 4 >= 2]
    assert champions.ltv_total == sum(bought) and champions.ltv_mean == np.mean(bought)
    assert found.parts["misers"].lrv_mean == found.parts["affluents"].lrv_mean == 0 < champions.lrv_mean


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 2)), min_size=1, max_size=30))
def test_everybody_is_in_one_part_and_at_the_median_is_low(pairs):
    ltv, lrv = (pd.Series(values, dtype=float) for values in zip(*pairs, strict=True))
    cell = quadrant_of(ltv, lrv)
    assert len(cell) == len(pairs) and set(cell) <= set(QUADRANTS)
    assert cell.isin(("champions", "affluents")).tolist() == [value > np.median(ltv) for value in ltv]
    assert cell.isin(("champions", "advocates")).sum() <= len(pairs) / 2


@each(
    "rows, reason",
    [
        (shop_of(referred=9), "unanchored"),
        (shop_of(39, referred=20), "few"),
        (shop_of(200, uncounted=161), "few"),
        (shop_of(told=[1.0] * 200), "level"),
        (shop_of(net=500), "level"),
    ],
)
def test_why_there_are_none(rows, reason):
    found = parts(rows)
    assert (found.reason, found.parts) == (reason, {}) and shown(found, settings()) == found


def test_all_are_shown_where_all_are_many():
    found = shown(parts(shop_of()), settings())
    assert not any(is_hidden(figure) for part in found.parts.values() for figure in vars(part).values())
    assert found.support is None


def test_a_small_part_is_hidden_with_a_second_one():
    """Only three of those who recommended bought much."""
    net = np.where(np.tile([0, 0, 1, 1], 50) == 1, 100, 5000) + np.arange(200)
    net[[2, 3, 6]] = 9_000
    found = shown(parts(shop_of(net=net)), settings())
    hidden = {name for name, part in found.parts.items() if is_hidden(part.n)}
    assert len(hidden) == 2 and "champions" in hidden
    assert all(is_hidden(found.parts[name].ltv_total) for name in hidden)


def test_the_rest_of_those_who_answered_is_not_told_by_what_is_left():
    """Seven did not tell how many: their LTV is the segments' total less the four parts'."""
    found = shown(parts(shop_of(uncounted=7)), settings())
    assert any(is_hidden(part.ltv_total) for part in found.parts.values())
    assert not any(is_hidden(part.n) for part in found.parts.values())


def test_money_mostly_of_one_is_hidden():
    rows = shop_of()
    rows.loc[199, "net_amount"] = 10**8
    found = shown(parts(rows), settings())
    assert is_hidden(found.parts["champions"].ltv_mean)


def test_lrv_is_hidden_where_a_segments_is():
    rows = shop_of()
    rows.loc[rows["segment"] == "promoter", "recommended_count"] = np.nan
    rows.loc[rows.index[:9:3], "recommended_count"] = 1.0
    found = shown(parts(rows), settings())
    assert all(is_hidden(part.lrv_mean) for part in found.parts.values())
