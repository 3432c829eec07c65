"""Who is a customer in this report, and which rows belong to whom."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.ledger import ledger
from helpers.read.roster import roster, spelling_difference, with_customer_id
from tests.each import each

SECRET = "taro.yamada@example.jp"


def kept(table):
    return table.frame["customer_id"].tolist()


def test_without_conditions_everybody_stays(table, settings):
    customers = table(customer_id=["a", "b"], rank=["A", None])
    assert kept(roster(customers, settings())) == ["a", "b"]


def test_an_empty_roster(table, settings):
    assert kept(roster(table(customer_id=[], acquired_on=[], rank=[]), settings(where={"rank": "A"}))) == []


def test_those_acquired_on_the_day_of_the_report_or_later_are_out(table, settings):
    days = ["2026-03-31T23:59", "2026-04-01", "2026-04-02", "1999-01-01"]
    found = roster(table(customer_id=list("abcd"), acquired_on=days), settings())
    assert kept(found) == ["a", "d"]
    assert ledger(found)["not_applicable"] == {"acquired_after_report": 2}


@pytest.mark.parametrize(
    ("where", "expected"),
    [({"rank": "A"}, ["a", "c"]), ({"rank": ["B", "C"]}, ["b"]), ({"rank": "A", "age": {"from": 40}}, ["c"]),
     ({"age": {"from": 30, "to": 40}}, ["a", "b"])],
)  # fmt: skip
def test_where_keeps_those_who_meet_every_condition(where, expected, table, settings):
    customers = table(customer_id=list("abcd"), rank=["A", "B", "A", None], age=["30", "40", "50", None])
    found = roster(customers, settings(where=where))
    assert kept(found) == expected
    assert ledger(found)["not_applicable"] == ({"filtered": 4 - len(expected)})


def test_later_customers_are_told_apart_from_filtered_ones(table, settings):
    customers = table(
        customer_id=list("abc"), acquired_on=["2025-01-01", "2027-01-01", "2025-01-01"], rank=["A", "B", "B"]
    )
    found = roster(customers, settings(where={"rank": "A"}))
    assert ledger(found)["not_applicable"] == {"acquired_after_report": 1, "filtered": 1}


@given(st.lists(st.sampled_from("AB"), max_size=7), st.permutations(range(8)))
@example_settings(deadline=None, max_examples=40)
def test_the_order_of_rows_is_of_no_account(table, settings, ranks, order):
    ranks = ["A", *ranks]
    order = [position for position in order if position < len(ranks)]
    asked = settings(where={"rank": "A"})
    plain = roster(table(customer_id=[f"C{i}" for i in range(len(ranks))], rank=ranks), asked)
    mixed = roster(table(customer_id=[f"C{i}" for i in order], rank=[ranks[i] for i in order]), asked)
    assert sorted(kept(plain)) == sorted(kept(mixed))


@pytest.mark.parametrize(("copies", "rows"), [(2, "2, 3"), (5, "2, 3, 4 …")])
def test_one_customer_on_differing_rows(copies, rows, table, settings):
    customers = table(customer_id=[SECRET] * copies + ["z"], rank=[*map(str, range(copies)), "9"])
    with pytest.raises(KitError) as caught:
        roster(customers, settings())
    assert str(caught.value) == (
        f'E-CUSTOMER-CONFLICT shop.csv row {rows} ({copies} in all), column "customer_id": one customer on several '
        "differing rows. Keep one row a customer."
    )


def test_a_condition_on_no_column(table, settings):
    customers = table(customer_id=[SECRET], rank=["A"])
    with pytest.raises(KitError) as caught:
        roster(customers, settings(where={"grade": "A"}))
    assert str(caught.value) == (
        "E-WHERE where: shop.csv has no column grade; it has customer_id, rank. Correct the name under where."
    )
    assert caught.value.said("ja") == (
        "E-WHERE where: shop.csv に grade という列はありません（ある列: customer_id, rank）。"
        "where の列名を直してください。"
    )


def test_a_condition_that_does_not_fit_holds_no_cell(table, settings):
    with pytest.raises(KitError, match="E-WHERE where: column rank does not hold numbers") as caught:
        roster(table(customer_id=["a"], rank=[SECRET]), settings(where={"rank": 3}))
    assert SECRET not in str(caught.value)


def joined(found):
    """Each row's customer and person, missing ones as None."""
    pairs = (
        found.frame[["customer_id", "person"]]
        .astype(object)
        .where(found.frame[["customer_id", "person"]].notna(), None)
    )
    return list(pairs.itertuples(index=False, name=None))


def people(**columns):
    return pd.DataFrame({name: pd.Series(cells, dtype="str") for name, cells in columns.items()})


def test_a_customer_id_of_its_own_stays(table):
    answers = table("responses", customer_id=["a", "x"], email=["b@c.jp", None])
    directory = people(customer_id=["z"], email=["b@c.jp"])
    assert joined(with_customer_id(answers, {"email": directory})) == [("a", "a"), ("x", "x")]


@pytest.mark.parametrize("key", ["email", "token"])
def test_keys_find_their_customer(key, table):
    answers = table("responses", **{key: ["k2", "k1", "k9", "k2"]})
    directory = people(customer_id=["a", "b", "c"], **{key: ["k1", "k2", None]})
    assert joined(with_customer_id(answers, {key: directory})) == [
        ("b", "b"),
        ("a", "a"),
        (None, f"{key}:k9"),
        ("b", "b"),
    ]


def test_a_row_without_an_id_is_found_by_its_key(table):
    answers = table("responses", customer_id=["a", None, None], email=["x@x.jp", "b@x.jp", "y@x.jp"])
    directory = people(customer_id=["b", "x"], email=["b@x.jp", "x@x.jp"])
    assert joined(with_customer_id(answers, {"email": directory})) == [("a", "a"), ("b", "b"), (None, "email:y@x.jp")]


def test_the_first_key_that_finds_somebody_counts(table):
    answers = table("responses", token=["t1", "t9", None, "t9"], email=["b@x.jp", "b@x.jp", "b@x.jp", None])
    directories = {
        "token": people(customer_id=["a"], token=["t1"]),
        "email": people(customer_id=["b"], email=["b@x.jp"]),
    }
    assert joined(with_customer_id(answers, directories)) == [("a", "a"), ("b", "b"), ("b", "b"), (None, "token:t9")]


def test_those_without_any_key_are_persons_of_their_own(table):
    answers = table("responses", score=["9", "9"])
    assert joined(with_customer_id(answers, {"token": None, "email": None})) == [(None, "row:2"), (None, "row:3")]
    blank = table("responses", email=[None, "a@x.jp", None])
    assert joined(with_customer_id(blank, {"email": None})) == [
        (None, "row:2"),
        (None, "email:a@x.jp"),
        (None, "row:4"),
    ]


def test_a_shared_key_joins_to_none(table):
    answers = table("responses", email=["home@x.jp", "a@x.jp"])
    directory = people(customer_id=["a", "b", "c"], email=["home@x.jp", "home@x.jp", "a@x.jp"])
    assert joined(with_customer_id(answers, {"email": directory})) == [(None, "email:home@x.jp"), ("c", "c")]


def test_one_customer_with_a_key_on_two_rows_is_no_sharing(table):
    answers = table("responses", token=["t1", "t2"])
    directory = people(customer_id=["a", "a", "a"], token=["t1", "t1", "t2"])
    assert joined(with_customer_id(answers, {"token": directory})) == [("a", "a"), ("a", "a")]


def test_blank_never_joins_blank(table):
    answers = table("purchases", email=["a@x.jp", None])
    directory = people(customer_id=["a", "b"], email=["a@x.jp", None])
    assert joined(with_customer_id(answers, {"email": directory})) == [("a", "a"), (None, "row:3")]


@pytest.mark.parametrize("directory", [None, people(customer_id=["a"]), people(customer_id=[], email=[])])
def test_without_a_directory_the_key_is_the_person(directory, table):
    found = with_customer_id(table("responses", email=["a@x.jp", "a@x.jp"]), {"email": directory})
    assert joined(found) == [(None, "email:a@x.jp")] * 2
    assert str(found.frame["customer_id"].dtype) == "str"


def test_joining_loses_no_row_and_changes_no_input(table):
    answers = table("responses", email=["a@x.jp", "b@x.jp"], ragged_rows=[7])
    found = with_customer_id(answers, {"email": people(customer_id=["a"], email=["a@x.jp"])})
    assert ledger(found)["rows_in"] == 3
    assert found.frame.index.tolist() == [2, 3]
    assert list(answers.frame) == ["email"]


def test_an_unknown_token_is_nobody_elses_id(table):
    answers = table("responses", token=["a"])
    directory = people(customer_id=["a"], token=["t"])
    assert joined(with_customer_id(answers, {"token": directory})) == [(None, "token:a")]


# Ids that are written otherwise


@each(
    ("ids", "known", "why"),
    [(["17", "18"], ["00017", "00018"], "zeros"), (["00017"], ["17"], "zeros"), (["a1", "B2"], ["A1", "b2"], "case"),
     (["17", "18"], ["17A", "18B"], "letters"), (["17x"], ["17"], "letters"), (["17", "99"], ["0017"], "zeros"),
     (["17", "98", "99"], ["0017"], ""), (["17", None, None], ["0017"], ""), (["x"], ["y"], ""),
     (["1"], ["01", "001"], ""), (["1"], ["01", "01"], "zeros"), ([], ["1"], ""), ([None], ["1"], ""), (["1"], [], "")],
)  # fmt: skip
def test_what_keeps_ids_from_being_known(ids, known, why):
    assert spelling_difference(pd.Series(ids, dtype="str"), pd.Series(known, dtype="str")) == why


@pytest.mark.parametrize("where", [{"rank": "Z"}, {"rank": "A", "age": {"from": 90}}])
def test_conditions_that_nobody_meets_are_asked_about(table, settings, where):
    customers = table(customer_id=["a", "b"], rank=["A", "B"], age=[30, 40])
    with pytest.raises(KitError) as caught:
        roster(customers, settings(where=where))
    told = f"E-WHERE where: no customer of shop.csv meets all conditions ({', '.join(where)})"
    assert caught.value.said("en").startswith(told)
    assert "満たす顧客がいません" in caught.value.said("ja")
