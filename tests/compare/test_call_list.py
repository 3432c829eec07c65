"""Whom to call: the order by what is at stake, who is held out, who must not be called, and the smallest effect."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import sqrt
from statistics import stdev
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.compare.basis import basis_of
from helpers.compare.call_list import NOT_CALLED, call_list, list_sizes, smallest_effect
from helpers.merge.since_calls import PERSONAL, Calling, EarlierCalls
from tests.each import each

NOBODY = Calling(pd.DataFrame(columns=[*PERSONAL, "refused"], dtype="str"))
TYPES = {"customer_id": "str", "assigned": "str", "listed_on": "datetime64[us]", "called": "boolean"}


def earlier(*rows):
    return EarlierCalls(pd.DataFrame(rows, columns=list(TYPES)).astype(TYPES))


def refusing(**reasons):
    people = pd.DataFrame({"customer_id": list(reasons), "refused": list(reasons.values())}, dtype="str")
    return Calling(people.reindex(columns=[*PERSONAL, "refused"]).astype("str"))


def stakes_of(rows, *at_stake):
    figures = pd.Series(at_stake, dtype="float64")
    forecast = {"expected": 100.0, "expected_as_promoter": 100.0 + figures, "at_stake": figures}
    return pd.DataFrame({"customer_id": rows["customer_id"][: len(figures)], **forecast})


def unhappy(shop, n, **columns):
    """So many detractors and passives in turn, and two promoters with much to lose."""
    some = [{"segment": ("detractor", "passive")[i % 2], "net_amount": 1000 * i} for i in range(n)]
    return shop(*some, *[{"segment": "promoter", "net_amount": 9_000_000}] * 2, {}).assign(**columns)


def ids(found, part=None):
    rows = found.rows if part is None else found.rows[found.rows["assigned"] == part]
    return rows["customer_id"].tolist()


@examples(max_examples=10)
@given(st.lists(st.sampled_from([-5.0, 0.0, 1.0, 2.5, 2.5, 9.0, None]), min_size=1, max_size=30), st.data())
def test_the_order_is_that_of_a_plain_sort_whatever_the_order_of_rows(shop, settings, worth, data):
    rows = unhappy(shop, len(worth)).assign(score=3, ltv=lambda some: some["net_amount"], net=1.0)
    stakes, chosen = stakes_of(rows, *worth), settings(call_capacity=7)
    found = call_list(SimpleNamespace(customers=rows, settings=chosen), stakes, NOBODY)
    plain = {f"C{i}": 500.0 * i if i % 2 == 0 else 0.0 for i in range(len(worth))}
    known = {f"C{i}": one for i, one in enumerate(worth) if one is not None and one > 0}
    wanted = sorted(known, key=lambda who: (-known[who], -plain[who], who))[: len(found.rows)]
    assert ids(found) == wanted and found.called.customers <= 7
    mixed = rows.iloc[data.draw(st.permutations(range(len(rows))))].reset_index(drop=True)
    again = call_list(SimpleNamespace(customers=mixed, settings=chosen), stakes.iloc[::-1], NOBODY)
    assert again.rows["assigned"].tolist() == found.rows["assigned"].tolist() and ids(again) == wanted
    assert found.asked == len(worth) == len(found.rows) + sum(found.not_called.values())


@given(st.integers(0, 400), st.integers(1, 150), st.integers(0, 50))
def test_the_share_held_out_and_the_most_that_can_be_called(candidates, capacity, percent):
    share = Fraction(percent, 100)
    n, held = list_sizes(candidates, capacity, percent / 100)
    assert n - held <= capacity and 0 <= held <= n <= candidates
    assert abs(held - share * n) <= Fraction(1, 2)
    if n < candidates:  # one more would be too many to call
        assert n + 1 - int(share * (n + 1) + Fraction(1, 2)) > capacity


def test_lots_depend_on_seed_day_and_id_alone(shop, settings):
    rows = unhappy(shop, 60)
    stakes = stakes_of(rows, *range(1, 61))

    def held(rows=rows, stakes=stakes, **changes):
        return set(ids(call_list(basis_of(rows, None, settings(**changes)), stakes, NOBODY), "holdout"))

    assert held() == held() and len(held()) == 12
    assert held() != held(seed=2) and held() != held(as_of="2026-05-01")
    fewer = rows[rows["customer_id"] != "C59"].reset_index(drop=True)
    assert len(held() ^ held(fewer, stakes[stakes["customer_id"] != "C59"])) <= 2


def test_without_a_forecast_half_of_a_detractors_ltv_orders_the_list(shop, settings):
    found = call_list(basis_of(unhappy(shop, 6), None, settings(holdout_share=0)), None, NOBODY)
    assert found.ranked_by == "plain_rule" and found.called.at_stake is None
    assert ids(found) == ["C4", "C2"] and found.rows["plain_rule"].tolist() == [2000, 1000]
    assert found.not_called == {"nothing_at_stake": 4} and found.called.plain_rule == 3000


def test_nobody_unhappy_is_known(shop, settings):
    assert call_list(basis_of(shop({"segment": "promoter"}, {}), None, settings()), None, NOBODY) is None


@each(
    ("listed_on", "assigned", "called", "reason"),
    [
        ("2026-01-02", "call", None, "called_recently"),  # 89 days before
        ("2026-01-01", "call", None, None),  # 90
        ("2026-03-31", "call", True, "called_recently"),
        ("2026-03-31", "call", False, None),  # the list says that it did not happen
        ("2026-03-31", "holdout", None, "held_out_recently"),
        ("2026-03-31", "holdout", True, "held_out_recently"),
        ("2026-03-31", "holdout", False, "held_out_recently"),
        ("2026-01-01", "holdout", None, None),
        ("2026-04-01", "call", None, None),  # the list of this report itself
    ],
)
def test_quarantine_after_a_call_and_after_being_held_out(shop, settings, listed_on, assigned, called, reason):
    rows = unhappy(shop, 2)
    at_hand = replace(NOBODY, earlier=earlier(("C0", assigned, listed_on, called)))
    found = call_list(basis_of(rows, None, settings(holdout_share=0)), stakes_of(rows, 9, 5), at_hand)
    assert ids(found) == (["C1"] if reason else ["C0", "C1"])
    assert found.not_called == ({reason: 1} if reason else {})


def test_the_smallest_effect_is_of_purchases_times_the_margin(shop, settings):
    rows = unhappy(shop, 60)
    made = [
        call_list(basis_of(rows, None, settings(gross_margin_rate=rate)), stakes_of(rows, *range(1, 61)), NOBODY)
        for rate in (1.0, 0.25)
    ]
    assert made[1].smallest_effect == pytest.approx(made[0].smallest_effect / 4)


def test_a_list_given_that_is_no_earlier_one_is_told(shop, settings):
    rows, day = unhappy(shop, 2), date(2026, 4, 1)
    late = replace(earlier(("C0", "call", "2026-04-01", None)), lists={day: "a.csv", date(2026, 1, 1): "b.csv"})
    found = call_list(basis_of(rows, None, settings()), stakes_of(rows, 9, 5), replace(NOBODY, earlier=late))
    assert found.not_read == {"a.csv": day} and not found.not_called


def test_the_first_reason_counts_and_the_counts_close(shop, settings):
    rows = unhappy(shop, 7)
    at_hand = replace(
        refusing(C0="opted_out", C1="no_consent"),
        earlier=earlier(("C0", "call", "2026-03-01", None), ("C2", "holdout", "2026-03-01", None)),
    )
    chosen = settings(holdout_share=0, call_capacity=1)
    found = call_list(basis_of(rows, None, chosen), stakes_of(rows, 9, 9, 9, 0, 3, 2, 1), at_hand)
    assert ids(found) == ["C4"]
    assert found.not_called == {
        "no_consent": 1, "opted_out": 1, "held_out_recently": 1, "nothing_at_stake": 1, "beyond_capacity": 2,
    }  # fmt: skip
    assert list(found.not_called) == [reason for reason in NOT_CALLED if reason in found.not_called]
    free = call_list(basis_of(rows, None, settings(quarantine_days=0)), stakes_of(rows, 9), at_hand)
    assert "held_out_recently" not in free.not_called


def test_what_a_caller_is_told(shop, settings):
    rows = unhappy(shop, 1, last_order_at=pd.Timestamp("2026-03-20 18:00"), complaints_minor=2, score=4)
    people = pd.DataFrame(
        {"customer_id": ["C0"], "name": ["Ai"], "email": ["a@x.jp"], "phone": ["03"], "refused": [None]}
    )
    written = pd.DataFrame({"customer_id": ["C0", "C0", None], "comment": ["Slow.", "Late.", "Fine."]})
    base = basis_of(rows, None, settings())
    found = call_list(base, stakes_of(rows, 7), Calling(people), written)
    (row,) = found.rows.to_dict("records")
    told = {"name": "Ai", "email": "a@x.jp", "phone": "03", "score": 4, "comment": "Slow. / Late.", "complaints": 2}
    assert {name: row[name] for name in told} == told
    assert row["days_since_last_order"] == 12 and row["at_stake"] == 7 and "Ai" not in repr(found)


def test_the_smallest_effect_by_hand():
    net = [0.0, 10.0, 20.0, 50.0, 0.0, 40.0]
    called = pd.Series([True, True, True, True, False, False])
    by_hand = (1.959964 + 0.841621) * stdev(net) * sqrt(1 / 4 + 1 / 2)
    assert smallest_effect(pd.Series(net), called, 0.95) == pytest.approx(by_hand, rel=1e-6)
    assert smallest_effect(pd.Series(net[:5]), called[:5], 0.95) is None
    assert smallest_effect(pd.Series([3.0] * 6), called, 0.95) is None
