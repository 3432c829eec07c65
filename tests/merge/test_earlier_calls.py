"""Earlier call lists: read as they come back, or not at all; what those on them bought since."""

from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook

from helpers.base.errors import KitError
from helpers.base.spreadsheets import write_csv, write_workbook
from helpers.collect.survey import survey
from helpers.merge.calling import calling
from helpers.merge.earlier_calls import check_listed, earlier_calls
from helpers.merge.history import history
from helpers.merge.since_calls import SINCE_CALL
from helpers.run.settings import checked
from tests.each import each

KNOWN = pd.Series(["001", "002", "=3"], dtype="str")
LIST = pd.DataFrame({"customer_id": ["001", "=3"], "assigned": "call", "listed_on": "2026-01-01", "called": ""})
HELD = pd.DataFrame({"customer_id": ["002"], "assigned": "holdout", "listed_on": "2026-01-01"})


def settings(path, **changes):
    return checked({"as_of": "2026-04-01", "earlier_calls": str(path), **changes})


def understood(chosen):
    found = earlier_calls(chosen)
    check_listed(found, KNOWN)
    return found


def read(tmp_path, *lines, encoding="utf-8"):
    path = tmp_path / "calls.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return understood(settings(path))


def told(found):
    days = found.rows["listed_on"].dt.strftime("%Y-%m-%d")
    return [
        *zip(found.rows["customer_id"], found.rows["assigned"], days, found.rows["called"].astype(object), strict=True)
    ]


def test_none_is_named():
    assert earlier_calls(checked({"as_of": "2026-04-01"})) is None


def test_lists_come_back_as_they_were_written_and_count_once(tmp_path):
    for table, name in ((LIST, "call_list"), (HELD, "call_holdout")):
        write_csv(table, tmp_path / f"{name}.csv")
    write_workbook(LIST, tmp_path / "call_list.xlsx")
    rows = told(understood(settings(tmp_path / "call_*")))
    assert [row[:3] for row in rows] == [
        ("001", "call", "2026-01-01"), ("002", "holdout", "2026-01-01"), ("=3", "call", "2026-01-01"),
    ]  # fmt: skip
    assert all(called is pd.NA for *_, called in rows)


@each(
    ("text", "called"),
    [
        ("yes", True),
        ("1", True),
        ("不在", True),
        ("no answer", True),
        ("2026-01-05", True),
        ("no", False),
        ("0", False),
        ("いいえ", False),
        ("×", False),
    ],
)
def test_whether_it_happened(tmp_path, text, called):
    ((*_, was_called),) = told(read(tmp_path, "customer_id,assigned,listed_on,called", f"001,call,2026-01-01,{text}"))
    assert bool(was_called) is called


def test_of_the_same_list_twice_the_one_that_was_filled_in_counts(tmp_path):
    write_csv(LIST, tmp_path / "call_list.csv")
    write_workbook(LIST.assign(called=["no", "不在"]), tmp_path / "call_list.xlsx")
    found = told(understood(settings(tmp_path / "call_*")))
    assert [bool(called) for *_, called in found] == [False, True]
    write_csv(LIST.assign(called=["yes", ""]), tmp_path / "call_list.csv")
    assert all(called for *_, called in told(understood(settings(tmp_path / "call_*"))))


def test_lists_of_the_day_or_later_are_named(tmp_path):
    for table, name in ((HELD, "call_holdout"), (LIST, "call_list"), (LIST, "call_list_2")):
        write_csv(table, tmp_path / f"{name}.csv")
    write_csv(HELD.assign(listed_on="2026-05-01"), tmp_path / "call_may.csv")
    found = understood(settings(tmp_path / "call_*"))
    january, may = date(2026, 1, 1), date(2026, 5, 1)
    assert found.not_before(january) == {"call_list.csv": january, "call_may.csv": may}
    assert found.not_before(date(2026, 1, 2)) == {"call_may.csv": may}


@each("day", ["2026-01-01", "2026/1/1", "2026/01/01", "2026-01-01 00:00:00", "2026/1/1 0:00"])
def test_days_as_spreadsheets_write_them_year_first(tmp_path, day):
    assert told(read(tmp_path, "customer_id,assigned,listed_on", f"001,call,{day}"))[0][2] == "2026-01-01"


def test_further_columns_other_orders_lines_above_and_cp932(tmp_path):
    lines = ["店の電話リスト,,,", "氏名,listed_on,ASSIGNED,Customer_ID", "見本,2026/1/1,call,001", ",,,"]
    assert [row[0] for row in told(read(tmp_path, *lines, encoding="cp932"))] == ["001"]


def test_a_workbook_with_other_sheets(tmp_path):
    book = Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("list")
    for row in (["customer_id", "assigned", "listed_on", "called"], ["001", "call", "2026-01-01", "yes"]):
        sheet.append(row)
    book.save(tmp_path / "back.xlsx")
    assert bool(told(understood(settings(tmp_path / "back.xlsx")))[0][3])


HEADS = "customer_id,assigned,listed_on"


@each(
    ("lines", "said"),
    [
        (["customer_id,score", "001,3"], "no call list"),
        ([HEADS, ",call,2026-01-01"], "row 2"),
        ([HEADS, "001,maybe,2026-01-01"], "row 2"),
        ([HEADS, "001,call,1/2/2026"], "row 2"),  # month or day first: nobody knows
        ([HEADS, "001,call,2026-02-30"], "row 2"),
        ([HEADS, "001,call,2026-01-01", "001,holdout,2026-01-01"], "on the same day"),
        ([HEADS, "1,call,2026-01-01", "2,call,2026-01-01"], "written alike"),
    ],
)
def test_a_list_that_is_half_understood_stops_and_tells_no_cell(tmp_path, lines, said):
    with pytest.raises(KitError) as error:
        read(tmp_path, *lines)
    assert error.value.code == "E-CALLS" and said in str(error.value) and "001" not in str(error.value)


def test_a_list_that_is_named_and_missing_stops(tmp_path):
    with pytest.raises(KitError) as error:
        understood(settings(tmp_path / "none.csv"))
    assert error.value.code == "E-FILE-MISSING"


CUSTOMERS = ["customer_id,acquired_on,email,name,mail_consent,携帯電話番号,配信停止"]
CUSTOMERS += ["a,2024-01-01,a@x.jp,Ai,1,090-1,", "b,2024-01-01,b@x.jp,Bun,0,,", "c,2024-01-01,c@x.jp,Chika,,,"]
CUSTOMERS += ["d,2024-01-01,d@x.jp,Dai,1,,1", "e,2024-01-01,e@x.jp,Emi,1,,"]


def test_names_addresses_and_who_must_not_be_called(files, tmp_path):
    (tmp_path / "stop.csv").write_text("email\ne@x.jp\n", encoding="utf-8")
    at_hand = calling(files({"opt_outs": str(tmp_path / "stop.csv")}, customers=CUSTOMERS))
    people = at_hand.people.set_index("customer_id")
    assert people.loc["a", ["name", "email", "phone"]].tolist() == ["Ai", "a@x.jp", "090-1"]
    refused = people["refused"].dropna().to_dict()
    assert refused == {"b": "no_consent", "c": "no_consent", "d": "opted_out", "e": "opted_out"}
    assert "Ai" not in repr(at_hand) and at_hand.earlier is None and at_hand.is_consent_known


def test_without_such_a_column_nobody_lacks_consent_and_without_a_file_nobody_is_known(files):
    plain = ["customer_id,acquired_on", "a,2024-01-01"]
    without = calling(files(customers=plain))
    assert without.people["refused"].isna().all() and not without.is_consent_known
    assert calling(files({"consent_given": True}, customers=plain)).is_consent_known
    assert calling(checked({"as_of": "2026-04-01"})).people.empty


PURCHASES = [
    "order_id,customer_id,ordered_at,amount,refund_amount,kind,refunds_order_id",
    "1,a,2025-05-01,100,0,order,", "2,a,2025-12-31 23:59,700,0,order,", "3,a,2026-01-01 00:00,1000,300,order,",
    "4,a,2026-03-31,50,0,order,", "5,b,2025-11-01,900,0,order,", "6,a,2026-02-01,-200,0,refund,3",
    "7,c,2026-02-02,5000,0,order,", "8,a,2026-04-01,9999,0,order,",
]  # fmt: skip
ANSWERS = ["customer_id,score,responded_at", "a,3,2026-03-01", "b,8,2026-03-01"]


def test_what_they_bought_since(files, tmp_path):
    people = ["customer_id,acquired_on", *(f"{who},2024-01-01" for who in "abc")]
    listed = [HEADS, "a,call,2026-01-01", "b,holdout,2026-01-01", "gone,call,2026-01-01", "c,call,2025-06-01"]
    (tmp_path / "calls.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    given = {"purchases_from": "2024-04-01", "earlier_calls": str(tmp_path / "calls.csv")}
    chosen = files(given, customers=people, purchases=PURCHASES, responses=ANSWERS)
    rows = history(chosen, survey(chosen).answers).rows.set_index("customer_id")
    assert rows[SINCE_CALL].astype("object").where(rows[SINCE_CALL].notna(), None).to_dict() == {
        "a": 1000 - 300 + 50 - 200, "b": 0, "c": None,  # of the latest list alone
    }  # fmt: skip
    (tmp_path / "now.csv").write_text(f"{HEADS}\na,call,2026-04-01\n", encoding="utf-8")
    for none in (None, str(tmp_path / "now.csv")):  # the list of this report itself is no earlier one
        without = chosen.model_copy(update={"earlier_calls": none})
        assert SINCE_CALL not in history(without, survey(without).answers).rows
