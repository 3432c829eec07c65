"""What a check finds out about one file, and what it says to programs."""

import json
from datetime import date

import pytest

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.read.ledger import problems
from helpers.run.check.checking import checked_file
from helpers.run.check.outcome import as_json, for_parameters, lines_for, stopped

KEYS = [
    "outcome", "code", "message", "rows_in", "rows_used", "set_aside", "fields_aside", "fixed", "warnings", "encoding",
    "columns", "not_used", "ratings",
]  # fmt: skip
ORDERS = [
    "order_id,customer_id,ordered_at,amount",
    *(f"O{n},C{n},2025-04-{n:02},{1000 + n}" for n in range(1, 20)),
]


@pytest.fixture
def check(tmp_path):
    """Maker of a check: lines of a file, the table, settings."""

    def of(lines, table="purchases", name="shop.csv", **values):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return checked_file(str(path), table, values)

    return of


# --- a file that can be used ---------------------------------------------------------------------------------------


def test_a_file_in_plain_form_is_used_whole(check):
    said = as_json(check(ORDERS))
    columns = {name: name for name in ("order_id", "customer_id", "ordered_at", "amount")}
    assert list(said) == KEYS
    assert said == {
        **{"outcome": "ok", "code": None, "message": None, "rows_in": 19, "rows_used": 19, "set_aside": []},
        **{
            "fields_aside": [],
            "fixed": {},
            "warnings": [],
            "encoding": "utf-8",
            "columns": columns,
            "not_used": [],
            "ratings": [],
        },
    }


def test_rows_are_named_as_in_the_file_and_fixes_counted(check):
    lines = [*ORDERS, "O90,C1,2025-04-01,abc", 'O91,,2025-04-01,"¥1,200"', "O92,C1,2025/4/1,\u20092,000"]
    said = as_json(check([line.replace("\u20092,000", '"2,000"') for line in lines]))
    assert (said["rows_in"], said["rows_used"]) == (22, 20)
    assert said["set_aside"] == [{"row": 21, "reason": "amount_invalid"}, {"row": 22, "reason": "id_blank"}]
    assert said["fixed"] == {"currency_sign": 1, "date_form": 1, "thousands": 2}
    assert said["warnings"] == ["W-DEFECTIVE"]


def test_cells_left_out_are_named_with_their_column_while_their_row_is_used(check):
    lines = ["customer_id,score,influence", "C1,9,7", "C2,9,lots", *(f"D{n},{n % 11},3" for n in range(20))]
    said = as_json(check(lines, "responses", influence_scale=[0, 10]))
    assert said["fields_aside"] == [{"row": 3, "column": "influence", "reason": "influence_invalid"}]
    assert said["set_aside"] == [] and said["warnings"] == ["W-CELLS"]


def test_rows_of_several_files_name_their_file(tmp_path, check):
    check([*ORDERS, "O90,C1,2025-04-01,abc"], name="orders/a.csv")
    check([ORDERS[0], "P1,C1,,500"], name="orders/b.csv")
    said = as_json(checked_file(str(tmp_path / "orders"), "purchases", {}))
    assert said["set_aside"] == [
        {"row": 21, "reason": "amount_invalid", "file": "a.csv"},
        {"row": 2, "reason": "date_blank", "file": "b.csv"},
    ]


def test_it_can_be_written_as_json(check):
    assert json.loads(json.dumps(as_json(check([*ORDERS, "O90,C1,,1"]))))["rows_in"] == 20


def test_without_a_date_of_the_report_none_is_too_late(check):
    late = [*ORDERS, "O90,C1,2090-01-01,1"]
    assert as_json(check(late))["rows_used"] == 20
    assert as_json(check(late, as_of=date(2026, 4, 1)))["set_aside"] == [{"row": 21, "reason": "after_period"}]


# --- currency ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "currency", "warnings"), [({}, "USD", ["W-CURRENCY"]), ({"currency": "USD"}, "USD", [])]
)
def test_the_currency_is_the_files_where_none_was_named(check, values, currency, warnings):
    result = check([f"{ORDERS[0]}", *(f"O{n},C{n},2025-04-01,$1.5{n}" for n in range(3))], **values)
    assert result.settings.currency == currency and as_json(result)["warnings"] == warnings
    assert result.table.frame["amount"].tolist() == [150, 151, 152]


def test_another_currency_than_the_named_one_stops(check):
    result = check([ORDERS[0], "O1,C1,2025-04-01,$1.50"], currency="JPY")
    assert (result.error.code, as_json(result)["outcome"]) == ("E-CURRENCY", "stop")


# --- a file that stops ---------------------------------------------------------------------------------------------


def test_a_missing_file_stops_in_the_language(tmp_path):
    said = as_json(checked_file(str(tmp_path / "none.csv"), "purchases", {"language": "ja"}))
    assert list(said) == KEYS
    assert (said["outcome"], said["code"], said["rows_in"], said["columns"]) == ("stop", "E-FILE-MISSING", None, {})
    assert "ファイルが見つかりません" in said["message"]


def test_too_many_defects_stop_with_the_rows_still_told(check):
    said = as_json(check([*ORDERS[:4], *(f"O9{n},C1,2025-04-01,x" for n in range(2))]))
    assert (said["outcome"], said["code"], said["rows_in"], said["rows_used"]) == ("stop", "E-ROWS-DEFECTIVE", 5, 3)
    assert [one["row"] for one in said["set_aside"]] == [5, 6]


def test_statuses_in_neither_list_stop(check):
    assert check([f"{ORDERS[0]},status", "O1,C1,2025-04-01,5,odd"]).error.code == "E-STATUS"


def test_two_rows_of_one_complaint_stop_as_they_would_in_a_report(check):
    lines = ["complaint_id,customer_id,received_at,severity", "K1,C1,2025-04-01,major", "K1,C1,2025-04-01,minor"]
    assert check(lines, "complaints").error.code == "E-COMPLAINT-CONFLICT"


def test_two_rows_of_one_customer_stop(check):
    assert check(["customer_id,region", "C1,east", "C1,west"], "customers").error.code == "E-CUSTOMER-CONFLICT"


def test_wrong_settings_are_refused(check):
    with pytest.raises(KitError, match="date_ordr") as refused:
        check(ORDERS, date_ordr="dmy")
    said = stopped(refused.value, "en")
    assert list(said) == KEYS and (said["outcome"], said["code"]) == ("stop", "E-PARAMETER")


# --- problems and next lines ---------------------------------------------------------------------------------------


def test_problems_are_defective_rows_and_cells_in_the_order_of_the_file(check):
    lines = ["customer_id,score,influence", *(f"D{n},{n % 11},3" for n in range(30)), "C1,12,7", "C2,,7", "C3,9,lots"]
    lines[2:2] = ["C4,eleven,1"]
    found = problems(check(lines, "responses", influence_scale=[0, 10]).table)
    assert found[["row", "column", "reason"]].values.tolist() == [
        [3, "score", "score_text"],
        [33, "score", "score_range"],
        [35, "influence", "influence_invalid"],
    ]


def test_no_problems(check):
    assert problems(check(ORDERS).table).empty


def test_lines_name_the_file_and_what_was_settled(check):
    result = check([ORDERS[0], "O1,C1,01/02/2025,5"], date_order="dmy")
    lines = lines_for(result, {"date_order": "dmy"})
    assert list(lines.values()) == [result.settings.purchases, "dmy"] and list(lines) == ["purchases", "date_order"]


def test_lines_name_the_currency_that_was_found(check):
    result = check([ORDERS[0], "O1,C1,2025-01-02,€5.00"])
    assert lines_for(result, {})["currency"] == "EUR"
    assert "currency" not in lines_for(check(ORDERS), {})


def test_paths_count_from_the_projects_folder(tmp_path):
    assert for_parameters(str(PROJECT / "data" / "mine.csv")) == "data/mine.csv"
    assert for_parameters(str(tmp_path / "a.csv")) == (tmp_path / "a.csv").as_posix()
