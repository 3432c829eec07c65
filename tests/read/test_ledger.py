"""Rows in = rows used + rows set aside."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.columns.formats import FORMATS
from helpers.read.ledger import NOT_APPLICABLE, check_defects, check_one_row_each, ledger, share_defective, warnings_of
from helpers.read.typed_table import ROWS_APART, Reading, Warned, rows_aside
from tests.each import each


@pytest.fixture(scope="session")
def of_rows(table):
    """Table of so many rows; those of `aside` {reason: rows} are set aside."""

    def make(rows_in, **aside):
        made, numbers = table("purchases", amount=range(100, 100 + rows_in)), iter(range(2, rows_in + 2))
        reasons = {next(numbers): reason for reason, n in aside.items() for _ in range(n)}
        return made.without_some(pd.Series(reasons, dtype="str"), "amount")

    return make


def cells_aside(*cells):
    return pd.DataFrame(cells, columns=["row", "column", "reason"])


def test_an_empty_file(table):
    account = ledger(table(customer_id=[]))
    assert account == {
        "file": "shop.csv",
        "rows_in": 0,
        "rows_used": 0,
        "not_applicable": {},
        "defective": {},
        "fields": {},
        "fixed": {},
        "warnings": [{"code": "W-NO-ROWS", "file": "shop.csv"}],
        "read_as": [],
    }
    assert share_defective(account) == 0.0


def test_a_fresh_table_uses_all_but_ragged_rows(table):
    account = ledger(table(customer_id=["a", "b"], ragged_rows=[4, 5, 6]))
    assert (account["rows_in"], account["rows_used"], account["defective"]) == (5, 2, {"ragged_row": 3})
    assert share_defective(account) == 3 / 5


def test_rows_aside_before_their_cells_were_looked_at():
    aside = rows_aside({7: "ragged_row", 3: "footer"})
    assert aside.to_dict("list") == {
        "row": [7, 3], "column": ["", ""], "reason": ["ragged_row", "footer"], "amount": [None, None],
    }  # fmt: skip
    assert rows_aside({}).dtypes.tolist() == aside.dtypes.tolist()


def test_rows_go_once_with_reason_and_amount(table):
    before = table("purchases", order_id=["a", "b", "c"], amount=[100, None, 300])
    after = before.without(pd.Series([True, True, False], index=before.frame.index), "status", "status")
    assert after.frame.index.tolist() == [4]
    assert after.aside["row"].tolist() == [2, 3]
    assert after.aside["reason"].tolist() == after.aside["column"].tolist() == ["status", "status"]
    assert after.aside["amount"].isna().tolist() == [False, True]
    assert after.aside["amount"].sum() == 100
    assert len(before.frame) == 3


def test_each_row_has_its_own_reason(table):
    before = table(customer_id=["a", "b", "c"])
    after = before.without_some(pd.Series(["id_blank", "filtered"], index=[4, 3]))
    assert dict(zip(after.aside["row"], after.aside["reason"], strict=True)) == {3: "filtered", 4: "id_blank"}
    assert after.aside["amount"].isna().all() and set(after.aside["column"]) == {""}
    assert after.frame.index.tolist() == [2]


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


def test_cells_left_out_are_told_while_their_row_is_used(table):
    cells = cells_aside((2, "influence", "influence_invalid"), (3, "influence", "influence_invalid"),
                        (4, "influence", "influence_invalid"), (2, "token", "id_control"))  # fmt: skip
    made = replace(table(customer_id=list("abc")), cells_aside=cells)
    assert made.fields_aside == {("influence", "influence_invalid"): 3, ("token", "id_control"): 1}
    made = made.without(made.frame.index.to_series() == 3, "filtered")
    assert made.fields_aside == {("influence", "influence_invalid"): 2, ("token", "id_control"): 1}
    assert ledger(made)["fields"] == {"influence: influence_invalid": 2, "token: id_control": 1}
    assert made.used_cells_aside()["row"].tolist() == [2, 4, 2]


def test_fixes_are_told_by_column_and_kind(table):
    fixed = {("score", "unit"): 3, ("customer_id", "full_width"): 1}
    assert ledger(replace(table(customer_id=["a"]), fixed=fixed))["fixed"] == {
        "customer_id: full_width": 1,
        "score: unit": 3,
    }


def test_how_each_file_was_read_is_told(table):
    one = Reading("a.csv", encoding="cp932", delimiter="\t", columns={"score": "点数"}, notes=({"en": "x", "ja": "y"},))
    one = replace(one, not_used=("q5",), proposed={"comment": ("q5",)})
    account = ledger(replace(table(customer_id=["a"]), readings=(one, Reading("b.xlsx", "xlsx", sheet="答え"))))
    assert account["read_as"][0] == {
        "file": "a.csv", "kind": "csv", "format": "", "encoding": "cp932", "delimiter": "\t", "sheet": "",
        "header_row": 1, "header_rows": 1, "columns": {"score": "点数"}, "notes": [{"en": "x", "ja": "y"}],
        "not_used": ["q5"], "proposed": {"comment": ["q5"]}, "ratings": [],
    }  # fmt: skip
    assert (account["read_as"][1]["kind"], account["read_as"][1]["sheet"]) == ("xlsx", "答え")


# Warnings


def test_a_warning_is_said_in_the_language():
    warning = Warned("W-DEFECTIVE", {"file": "shop.csv", "n": 3})
    assert warning.said("en").startswith("W-DEFECTIVE shop.csv: 3 defective rows")
    assert warning.said("ja").startswith("W-DEFECTIVE shop.csv: ") and "3行" in warning.said("ja")


def test_warnings_add_up(table):
    first, second = Warned("W-MERGED", {"file": "shop.xlsx"}), Warned("W-NESTED", {"file": "shop.xlsx"})
    made = table(customer_id=["a"]).warned(first).warned(second)
    assert warnings_of(made) == made.warnings == (first, second)
    assert ledger(made)["warnings"] == [{"code": "W-MERGED", "file": "shop.xlsx"},
                                        {"code": "W-NESTED", "file": "shop.xlsx"}]  # fmt: skip


@pytest.mark.parametrize(("rows_in", "defective", "warns"), [(100, 1, False), (100, 2, True), (99, 1, True)])
def test_above_one_in_a_hundred_defective_is_warned_of(of_rows, rows_in, defective, warns):
    made = of_rows(rows_in, filtered=20, id_blank=defective)
    warning = Warned("W-DEFECTIVE", {"file": "shop.csv", "n": defective})
    assert warnings_of(made) == ((warning,) if warns else ())


def test_cells_left_out_are_warned_of_by_column(table):
    cells = cells_aside((2, "influence", "influence_invalid"), (3, "influence", "count_invalid"), (4, "token", "x"))
    made = replace(table(customer_id=list("abc")), cells_aside=cells)
    made = made.without(made.frame.index.to_series() == 4, "filtered")
    assert warnings_of(made) == (Warned("W-CELLS", {"file": "shop.csv", "column": "influence", "n": 2}),)


def test_no_row_left_is_warned_of(of_rows, table):
    assert warnings_of(of_rows(2, filtered=2)) == (Warned("W-NO-ROWS", {"file": "shop.csv"}),)
    assert warnings_of(table(customer_id=[])) == warnings_of(of_rows(2, filtered=2))
    assert warnings_of(of_rows(2, filtered=1)) == ()


def test_what_is_not_applicable():
    # status, unfinished, blank or declined score, outside the period, filtered by where; answered twice;
    # later customers; what a file holds besides its data; amounts of the tax left out; guests and tests;
    # links that had expired; customers who are not asked
    assert {
        "status", "unfinished", "score_blank", "score_declined", "outside_period", "after_period", "filtered",
        "answered_again",
        "acquired_after_report", "customer_after_report", "undated", "order_line", "footer", "header_repeated",
        "test_answer", "guest", "token_expired", "tax_other", "duplicate_row", "no_order",
        "hidden_row", "answered_differently", "other_question",
        "no_consent", "consent_unknown", "opted_out", "no_address", "address_shared", "asked_recently",
    } == NOT_APPLICABLE  # fmt: skip
    assert {rule.reason for form in FORMATS.values() for rule in form.not_applicable} <= NOT_APPLICABLE


reasons_of_rows = st.lists(st.sampled_from(["", "", "filtered", "id_blank", "status"]), max_size=12)


@given(reasons_of_rows, st.integers(0, 3), st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["late", "status"]))))
@example_settings(deadline=None, max_examples=40)
def test_the_ledger_always_closes(table, reasons, ragged, later):
    made = table("purchases", amount=range(len(reasons)), ragged_rows=range(100, 100 + ragged))
    told = pd.Series(reasons, index=made.frame.index, dtype="str")
    made = made.without_some(told[told != ""])
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


# Places


@pytest.fixture
def two_files(table):
    """Rows 2 and 3 of a.csv, and 2 and 9 of b.csv, all one key."""
    made = table(customer_id=["x"] * 4, rank=list("abcd"))
    frame = made.frame.set_axis([2, 3, ROWS_APART + 2, ROWS_APART + 9])
    return replace(made, file="a.csv … (2)", frame=frame, readings=(Reading("a.csv"), Reading("b.csv")))


def test_rows_are_named_by_file_and_physical_row(table, two_files):
    assert table(customer_id=["a"]).place(12) == {"en": "shop.csv row 12", "ja": "shop.csv 12行目"}
    assert [two_files.place(row)["en"] for row in two_files.frame.index] == [
        "a.csv row 2", "a.csv row 3", "b.csv row 2", "b.csv row 9",
    ]  # fmt: skip


@each(
    ("rows", "english", "japanese"),
    [([2], "a.csv row 2 (1 in all)", "a.csv 2行目"), ([2, 3], "a.csv row 2, 3 (2 in all)", "a.csv 2、3行目"),
     ([3, ROWS_APART + 2, ROWS_APART + 9], "a.csv row 3, b.csv row 2, 9 (3 in all)", "a.csv 3行目、b.csv 2、9行目"),
     ([ROWS_APART + 2, ROWS_APART + 9], "b.csv row 2, 9 (2 in all)", "b.csv 2、9行目"),
     ([2, 3, ROWS_APART + 2, ROWS_APART + 9],
      "a.csv row 2, 3, b.csv row 2 … (4 in all)", "a.csv 2、3行目、b.csv 2行目など計4行")],
)  # fmt: skip
def test_rows_of_several_files_in_a_message(rows, english, japanese, two_files):
    assert two_files.rows_named(pd.Index(rows)) == {"en": english, "ja": japanese}


def test_a_file_whose_name_has_a_row_in_it(two_files):
    made = replace(two_files, readings=(Reading("second row 2.csv"), Reading("b.csv")))
    assert made.rows_named(pd.Index([2, 3]))["en"] == "second row 2.csv row 2, 3 (2 in all)"


# Stops


def test_one_row_each(table):
    assert check_one_row_each(table(customer_id=["a", "b"]), ["customer_id"], "E-CUSTOMER-CONFLICT") is None


def test_several_rows_of_one_key(two_files):
    with pytest.raises(KitError) as caught:
        check_one_row_each(two_files, ["customer_id"], "E-CUSTOMER-CONFLICT")
    assert caught.value.code == "E-CUSTOMER-CONFLICT"
    assert str(caught.value).startswith(
        'E-CUSTOMER-CONFLICT a.csv row 2, 3, b.csv row 2 … (4 in all), column "customer_id": one customer'
    )
    assert caught.value.said("ja").startswith(
        "E-CUSTOMER-CONFLICT a.csv 2、3行目、b.csv 2行目など計4行、列「customer_id」: 同じ顧客"
    )


@each(
    ("rows_in", "defective", "stops"),
    [(10, 0, False), (10, 2, False), (10, 3, True), (1000, 200, False), (1000, 201, True), (1, 1, True)],
)
def test_above_a_fifth_defective_is_too_much(of_rows, rows_in, defective, stops):
    made = of_rows(rows_in, id_blank=defective)
    if not stops:
        assert check_defects(made, "set_aside") is None
    else:
        with pytest.raises(KitError, match=r"^E-ROWS-DEFECTIVE .*more than 20 % can't be used\."):
            check_defects(made, "set_aside")


def test_the_commonest_reason_is_told_in_words(of_rows):
    with pytest.raises(KitError) as caught:
        check_defects(of_rows(9, status=2, id_blank=1, date_invalid=3), "set_aside")
    assert str(caught.value).startswith("E-ROWS-DEFECTIVE shop.csv row 4, 5, 6 … (4 in all) of 9 rows are defective")
    assert caught.value.said("ja").startswith("E-ROWS-DEFECTIVE shop.csv 4、5、6行目など計4行（全9行）に不備があります")
    assert "no possible date" in str(caught.value) and "存在しない日付" in caught.value.said("ja")


@pytest.mark.parametrize("bad_rows", ["set_aside", "stop"])
def test_what_is_not_applicable_never_stops(of_rows, bad_rows):
    assert check_defects(of_rows(10, status=5, filtered=5), bad_rows) is None


def test_the_first_defect_stops_if_asked_to(of_rows):
    with pytest.raises(KitError) as caught:
        check_defects(of_rows(10, status=3, date_blank=2, date_invalid=1), "stop")
    assert str(caught.value) == (
        'E-DATE-BLANK shop.csv row 5, 6 (2 in all), column "amount": date is blank. Nothing was written. '
        "Correct these rows, or set bad_rows: set_aside."
    )
    assert caught.value.said("ja").startswith("E-DATE-BLANK shop.csv 5、6行目、列「amount」: 日付が空欄")


def test_the_first_row_is_named_first_in_whatever_order_they_went(table):
    made = table(customer_id=["a", "b", "c"], ragged_rows=[9, 1])
    made = made.without(pd.Series([False, True, True], index=made.frame.index), "id_blank", "customer_id")
    with pytest.raises(KitError, match=r"^E-RAGGED-ROW shop\.csv row 1, 9 \(2 in all\): more or fewer cells"):
        check_defects(made, "stop")
    later = replace(made, aside=made.aside[made.aside["row"] != 1], rows_in=4)
    with pytest.raises(KitError, match=r'^E-ID-BLANK shop\.csv row 3, 4 \(2 in all\), column "customer_id": '):
        check_defects(later, "stop")


def test_a_cell_left_out_is_a_defect_too_if_asked_to_stop(table):
    cells = cells_aside((4, "influence", "influence_invalid"), (2, "influence", "influence_invalid"),
                        (3, "warned_count", "influence_invalid"))  # fmt: skip
    made = replace(table(customer_id=list("abc")), cells_aside=cells)
    assert check_defects(made, "set_aside") is None
    with pytest.raises(KitError, match=r'^E-INFLUENCE-INVALID shop\.csv row 2, 4 \(2 in all\), column "influence": '):
        check_defects(made, "stop")
    gone = made.without(made.frame["customer_id"] != "x", "filtered")
    assert check_defects(gone, "stop") is None
