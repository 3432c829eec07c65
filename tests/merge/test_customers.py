"""One row a customer: the roster, who is new, who was referred, and the join."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.merge.customers import ANSWERED, BOUGHT, buyers, customer_rows, is_new, is_referred, with_acquisition
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def roster(*ids, **columns):
    return pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), **columns})


def bought(*ids):
    rows = roster(*ids, first_order_at=pd.to_datetime(["2024-05-01 12:00:00"] * len(ids)))
    return rows.assign(**dict.fromkeys(BOUGHT, 1))


def answers(*ids):
    figures = {"segment": "promoter", "score": 9, "recommended_count": 2.0, "influence": 0.5, "warned_count": 0.0}
    return roster(*ids).assign(person=list(ids), **figures)


def complaints(*ids, **further):
    return roster(*ids).assign(complaints_major=1, complaints_minor=0, complaints_near_miss=2, **further)


def joined(ids, *, answered=None, complained=None):
    return customer_rows(roster(*ids), bought(*ids), answered, complained)


# Buyers


def test_buyers_are_the_roster_where_there_is_none(orders):
    purchases = orders(
        ("b", "2025-06-01", 1), ("a", "2026-03-31 23:59:59", 1), ("b", "2025-07-01", 1), ("c", "2026-04-01", 1)
    )
    assert buyers(purchases.frame, settings()).to_dict("list") == {"customer_id": ["b", "a"]}


def test_buyers_leave_out_purchases_of_nobody(orders):
    purchases = orders((None, "2025-06-01", 1, {"email": "x@x.jp"}), ("a", "2025-06-01", 1, {"email": "a@x.jp"}))
    assert buyers(purchases.frame, settings()).to_dict("list") == {"customer_id": ["a"], "email": ["a@x.jp"]}


# Day of acquisition


def test_the_crms_day_of_acquisition_stays(orders):
    known = roster("a", acquired_on=pd.to_datetime(["2025-05-01"]))
    assert with_acquisition(known, orders(("a", "2025-06-01", 1)).frame, settings()) is known


def test_first_order_stands_in_where_purchases_reach_back(orders):
    refund = {"kind": "refund"}
    purchases = orders(("a", "2025-01-01", -1, refund), ("a", "2025-03-31 12:34:56", 1), ("a", "2025-06-01", 1))
    found = with_acquisition(roster("a", "b"), purchases.frame, settings())["acquired_on"]
    assert found.tolist() == [pd.Timestamp("2025-03-31"), pd.NaT]


@pytest.mark.parametrize("first, confirmed", [("2025-04-01", None), ("2025-06-01", None), ("2025-06-01", "2025-04-01")])
def test_first_order_does_not_stand_in_where_they_do_not(first, confirmed, orders):
    with pytest.raises(KitError, match="E-ACQUIRED customers: no acquired_on") as caught:
        with_acquisition(
            roster("a"), orders(("a", first, 1, {"kind": "order"})).frame, settings(purchases_from=confirmed)
        )
    assert caught.value.said("ja").startswith("E-ACQUIRED customers: acquired_on がなく")


def test_nobody_needs_no_day(orders):
    found = with_acquisition(roster(), orders(("a", "2025-06-01", 1, {"kind": "order"})).frame.head(0), settings())
    assert found["acquired_on"].dtype == "datetime64[us]" and found.empty


def test_without_an_order_only_the_users_word_reaches_back(orders):
    nothing = orders(("a", "2025-06-01", 1, {"kind": "order"})).frame.head(0)
    with pytest.raises(KitError, match="E-ACQUIRED customers: no acquired_on"):
        with_acquisition(roster("a"), nothing, settings())
    found = with_acquisition(roster("a"), nothing, settings(purchases_from="2025-03-31"))
    assert found["acquired_on"].tolist() == [pd.NaT] and found["acquired_on"].dtype == "datetime64[us]"


def test_confirmed_purchases_reach_back(orders):
    confirmed = settings(purchases_from="2025-03-31")
    found = with_acquisition(roster("a"), orders(("a", "2025-06-01", 1, {"kind": "order"})).frame, confirmed)
    assert found["acquired_on"].tolist() == [pd.Timestamp("2025-06-01")]


def test_whole_history_reaches_back_by_itself(orders):
    purchases = orders(("a", "2025-06-01", 1, {"kind": "order"})).frame
    assert "acquired_on" in with_acquisition(roster("a"), purchases, settings(window_days=0))


def test_new_customers():
    rows = roster(*"abcd", acquired_on=pd.to_datetime(["2025-03-31", "2025-04-01", "2026-03-31", None]))
    assert is_new(rows, settings()).tolist() == [False, True, True, False]
    assert is_new(rows, settings(window_days=0)).all()
    assert not is_new(rows, settings(window="after")).any()


def test_referred_customers():
    rows = roster(*"abcd", acquisition_channel=["Referral", "ads", None, "紹介"])
    assert is_referred(rows, settings()).tolist() == [True, False, False, True]
    assert is_referred(rows, settings(referral_channels=["ADS"])).tolist() == [False, True, False, False]
    assert not is_referred(roster("a"), settings()).any()


# The join


def test_every_customer_keeps_one_row_in_order():
    rows = joined("cab", answered=answers("a"), complained=complaints("b"))
    assert rows["customer_id"].tolist() == ["c", "a", "b"]
    assert rows["segment"].fillna("none").tolist() == ["none", "promoter", "none"]
    assert rows["complaints_major"].tolist() == [0, 0, 1] and rows["complaints_near_miss"].tolist() == [0, 0, 2]
    assert rows["orders"].tolist() == [1, 1, 1]


def test_without_answers_and_complaints_they_are_missing_and_not_zero():
    rows = joined("ab")
    columns = [*ANSWERED, "complaints_major", "complaints_minor", "complaints_near_miss", "complained_orders"]
    assert rows[columns].isna().all(axis=None)


def test_answers_of_nobody_join_nobody():
    nobody = answers("a").assign(customer_id=pd.Series([None], dtype="str"))
    assert joined("ab", answered=pd.concat([nobody, nobody, answers("b")]))["score"].tolist() == [pd.NA, 9]


def test_answers_of_others_make_no_customers():
    assert joined("ab", answered=answers("x", "a"))["score"].tolist() == [9, pd.NA]


@pytest.mark.parametrize("further, expected", [({"complained_orders": 1}, [1, 0]), ({}, [pd.NA, pd.NA])])
def test_complained_orders_are_zero_only_where_complaints_carry_orders(further, expected):
    assert joined("ab", complained=complaints("a", **further))["complained_orders"].tolist() == expected


def test_no_complaint_in_the_window_is_zero_complaints():
    rows = joined("ab", complained=complaints("a", complained_orders=1)[:0])
    assert (
        rows[["complaints_major", "complaints_minor", "complaints_near_miss", "complained_orders"]].eq(0).all(axis=None)
    )


def test_types_do_not_depend_on_what_is_missing():
    full, empty = joined("a", answered=answers("a"), complained=complaints("a", complained_orders=1)), joined("a")
    assert full.dtypes.to_dict() == empty[full.columns].dtypes.to_dict()


def test_emails_are_left_behind():
    rows = customer_rows(roster("a", email=["a@x.jp"]), bought("a"), None, None)
    assert "email" not in rows


def test_customer_twice_is_refused():
    with pytest.raises(pd.errors.MergeError):
        joined("a", answered=answers("a", "a"))


def test_an_attribute_with_a_name_of_ours_is_kept_apart():
    known = roster("a", segment=["gold"], orders=["7"], score=["A"])
    rows = customer_rows(known, bought("a"), answers("a"), None)
    assert rows[["crm_segment", "crm_orders", "crm_score"]].values.tolist() == [["gold", "7", "A"]]
    assert (rows["segment"][0], rows["orders"][0], rows["score"][0]) == ("promoter", 1, 9)
