"""Rows in = rows used + rows set aside."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.ledger import NOT_APPLICABLE, check_defects, ledger, share_defective


@pytest.fixture(scope="session")
def of_rows(table):
    """Table of so many rows; those of `aside` {reason: rows} are set aside."""

    def make(rows_in, **aside):
        made, numbers = table("purchases", amount=range(100, 100 + rows_in)), iter(range(2, rows_in + 2))
        reasons = pd.Series("", index=made.frame.index)
        for reason, n in aside.items():
            reasons[[next(numbers) for _ in range(n)]] = reason
        return made.without_each(reasons)

    return make


def test_an_empty_file(table):
    account = ledger(table(customer_id=[]))
    assert account == {
        "file": "shop.csv",
        "rows_in": 0,
        "rows_used": 0,
        "not_applicable": {},
        "defective": {},
        "fields": {},
    }
    assert share_defective(account) == 0.0


def test_a_fresh_table_uses_all_but_ragged_rows(table):
    account = ledger(table(customer_id=["a", "b"], ragged_rows=[4, 5, 6]))
    assert (account["rows_in"], account["rows_used"], account["defective"]) == (5, 2, {"ragged_row": 3})
    assert share_defective(account) == 3 / 5


def test_rows_go_once_with_reason_and_amount(table):
    before = table("purchases", order_id=["a", "b", "c"], amount=[100, None, 300])
    after = before.without(pd.Series([True, True, False], index=before.frame.index), "status")
    assert after.frame.index.tolist() == [4]
    assert after.aside["row"].tolist() == [2, 3]
    assert after.aside["reason"].tolist() == ["status", "status"]
    assert after.aside["amount"].isna().tolist() == [False, True]
    assert after.aside["amount"].sum() == 100
    assert len(before.frame) == 3


def test_each_row_has_its_own_reason(table):
    before = table(customer_id=["a", "b", "c"])
    after = before.without_each(pd.Series(["", "filtered", "id_blank"], index=before.frame.index))
    assert dict(zip(after.aside["row"], after.aside["reason"], strict=True)) == {3: "filtered", 4: "id_blank"}
    assert after.aside["amount"].isna().all()


def test_nothing_to_leave_out_changes_nothing(table):
    before = table(customer_id=["a"], ragged_rows=[3])
    after = before.without(pd.Series(False, index=before.frame.index), "filtered")
    assert after.frame.equals(before.frame)
    assert after.aside.equals(before.aside)


def test_not_applicable_and_defective_are_counted_apart(of_rows):
    account = ledger(of_rows(10, status=2, filtered=1, id_blank=3))
    assert (account["rows_in"], account["rows_used"]) == (10, 4)
    assert account["not_applicable"] == {"filtered": 1, "status": 2}
    assert account["defective"] == {"id_blank": 3}
    assert share_defective(account) == 0.3


def test_fields_are_told_by_column_and_reason(table):
    fields = {("influence", "influence_invalid"): 2, ("acquired_on", "date_blank"): 1}
    account = ledger(replace(table(customer_id=["a"]), fields_aside=fields))
    assert account["fields"] == {"acquired_on: date_blank": 1, "influence: influence_invalid": 2}


def test_what_is_not_applicable():
    # status, unfinished, blank score, outside the period, filtered by where; answered twice; later customers
    assert {
        "status", "unfinished", "score_blank", "outside_period", "after_period", "filtered", "answered_again",
        "acquired_after_report", "customer_after_report", "undated",
    } == NOT_APPLICABLE  # fmt: skip


reasons_of_rows = st.lists(st.sampled_from(["", "", "filtered", "id_blank", "status"]), max_size=12)


@given(reasons_of_rows, st.integers(0, 3), st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["late", "status"]))))
@example_settings(deadline=None, max_examples=80)
def test_the_ledger_always_closes(table, reasons, ragged, later):
    made = table("purchases", amount=range(len(reasons)), ragged_rows=range(100, 100 + ragged))
    made = made.without_each(pd.Series(reasons, index=made.frame.index, dtype="str"))
    for position, reason in later:
        made = made.without(pd.Series(made.frame.index == position + 2, index=made.frame.index), reason)
    account = ledger(made)
    set_aside = sum(account["not_applicable"].values()) + sum(account["defective"].values())
    assert account["rows_in"] == len(reasons) + ragged == account["rows_used"] + set_aside
    assert sorted([*made.frame.index, *made.aside["row"]]) == [*range(2, len(reasons) + 2), *range(100, 100 + ragged)]
    assert made.frame["amount"].sum() + made.aside["amount"].fillna(0).sum() == sum(range(len(reasons)))


def test_a_lost_row_is_noticed(table):
    whole = table(customer_id=["a", "b"])
    with pytest.raises(AssertionError, match="the ledger does not close"):
        ledger(replace(whole, frame=whole.frame.iloc[:1]))


def test_a_row_used_and_set_aside_is_noticed(table):
    whole = table(customer_id=["a", "b"])
    gone = whole.without(pd.Series([True, False], index=whole.frame.index), "filtered")
    with pytest.raises(AssertionError, match="used and set aside"):
        ledger(replace(gone, frame=whole.frame, rows_in=3))


@pytest.mark.parametrize(
    ("rows_in", "defective", "stops"),
    [(10, 0, False), (10, 2, False), (10, 3, True), (1000, 200, False), (1000, 201, True), (1, 1, True)],
)
def test_above_a_fifth_defective_is_too_much(of_rows, rows_in, defective, stops):
    made = of_rows(rows_in, id_blank=defective)
    if not stops:
        assert check_defects(made, "set_aside") is None
    else:
        with pytest.raises(KitError, match=r"E-ROWS-DEFECTIVE .*more than 20 % can't be used\.$"):
            check_defects(made, "set_aside")


@pytest.mark.parametrize("bad_rows", ["set_aside", "stop"])
def test_what_is_not_applicable_never_stops(of_rows, bad_rows):
    assert check_defects(of_rows(10, status=5, filtered=5), bad_rows) is None


def test_the_first_defect_stops_if_asked_to(of_rows):
    with pytest.raises(KitError) as caught:
        check_defects(of_rows(10, status=3, id_blank=1, date_invalid=1), "stop")
    assert str(caught.value) == (
        "E-ROWS-DEFECTIVE shop.csv row 5: id_blank (2 defective rows of 10: 5, 6). Nothing was written. "
        "Correct these rows, or set bad_rows: set_aside."
    )


def test_the_first_row_is_named_first_in_whatever_order_they_went(table):
    made = table(customer_id=["a", "b", "c"], ragged_rows=[9])
    made = made.without(pd.Series([False, True, False], index=made.frame.index), "id_blank")
    with pytest.raises(KitError, match=r"row 3: id_blank \(2 defective rows of 4: 3, 9\)"):
        check_defects(made, "stop")


def test_five_rows_are_named_at_most(of_rows):
    with pytest.raises(KitError, match=r"\(6 defective rows of 6: 2, 3, 4, 5, 6 …\)"):
        check_defects(of_rows(6, id_blank=6), "set_aside")
