"""What a check says of one file, sentence by sentence."""

import pandas as pd
import yaml

from helpers.base.errors import KitError
from helpers.base.words import Words
from helpers.read.columns.formats import FORMATS
from helpers.read.typed_table import ROWS_APART, Reading, Table, Warned, rows_aside
from helpers.run.check.account import account, next_step, verdict
from helpers.run.check.outcome import Checked, as_json
from helpers.run.settings import checked
from tests.each import each

PLAIN = Reading("orders.csv", encoding="utf-8")
ENGLISH, JAPANESE = Words("en", "JPY"), Words("ja", "JPY")


def table(used=3, aside=None, *, name="purchases", readings=(PLAIN,), **more):
    frame = pd.DataFrame({"amount": range(used)}, index=pd.RangeIndex(2, used + 2, name="row"))
    gone = rows_aside(aside or {})
    return Table(name, "orders.csv", frame, used + len(gone), gone, readings=readings, **more)


def result(one, error=None):
    return Checked("purchases" if one is None else one.name, one, checked({"as_of": "2026-04-01"}), error)


def block(lines, start):
    """Lines from the one that begins so to the next blank one."""
    first = next(i for i, line in enumerate(lines) if line.startswith(start))
    return lines[first : [*lines, ""].index("", first)]


# --- can it be used ------------------------------------------------------------------------------------------------


@each(
    ("one", "error", "said"),
    [
        (table(1234), None, "Yes: a.csv can be used as purchases, all 1,234 rows."),
        (table(3, {9: "status"}), None, "Yes: a.csv can be used as purchases, with 1 of 4 rows set aside."),
        (table(0, {9: "status"}), None, "a.csv can be read as purchases, but none of its 1 rows would be used."),
        (table(0), None, "a.csv can be read as purchases, but holds no rows below its header."),
        (table(3), KitError("E-ORDER-TOTAL", rows="a.csv row 3"), "No: a.csv can't be used as purchases yet, because:"),
        (None, KitError("E-FILE-EMPTY", file="a.csv"), "No: a.csv can't be used as purchases yet, because:"),
    ],
)
def test_the_verdict(one, error, said):
    assert verdict(result(one, error), "a.csv", ENGLISH) == said
    assert verdict(result(one, error), "a.csv", JAPANESE) != said


def test_of_a_file_that_was_not_read_there_is_no_more_to_say():
    assert account(result(None, KitError("E-FILE-EMPTY", file="a.csv")), ENGLISH) == []


# --- how it was read -----------------------------------------------------------------------------------------------


def test_a_known_export_is_named_with_what_its_amount_is():
    form = FORMATS["eccube_orders"]
    columns = {"order_id": "注文ID", "amount": "小計"}
    reading = Reading("a.csv", "csv", form.key, "cp932", ",", columns=columns, notes=(form.amount_note,))
    one = result(table(readings=(reading,)))
    lines = account(one, ENGLISH)
    assert lines[:2] == ["", "Read as: EC-CUBE 4 orders, CSV, CP932 (Shift_JIS), header in row 1"]
    assert block(lines, "Columns") == [
        "Columns (the kit's name: the file's):",
        "  order_id: 注文ID",
        "  amount: 小計",
        form.amount_note["en"],
    ]
    assert account(one, JAPANESE)[1] == "読み方: EC-CUBE 4 の受注、CSV、CP932 (Shift_JIS)、見出しは1行目"
    assert form.amount_note["ja"] in account(one, JAPANESE)


@each(
    ("reading", "said"),
    [
        (Reading("a", "xlsx", sheet="6月", header_row=3), "Excel (xlsx), sheet “6月”, header in row 3"),
        (Reading("a", encoding="utf-16", delimiter="\t"), "CSV, UTF-16, tabs between cells, header in row 1"),
        (Reading("a", encoding="euc_jp", delimiter=";"), "CSV, EUC-JP, “;” between cells, header in row 1"),
        (Reading("a", "parquet"), "Parquet, header in row 1"),
        (Reading("a", format="qualtrics", encoding="utf-8-sig", header_rows=3),
         "Qualtrics, CSV, UTF-8, header in row 1 (3 rows)"),
    ],
)  # fmt: skip
def test_files_in_other_forms(reading, said):
    assert account(result(table(readings=(reading,))), ENGLISH)[1] == f"Read as: {said}"


def test_of_many_files_the_first_ten_are_told():
    readings = tuple(Reading(f"{n}.csv", encoding="cp932") for n in range(12))
    lines = block(account(result(table(readings=readings)), ENGLISH), "Read as")
    assert lines[0] == "Read as: 0.csv: CSV, CP932 (Shift_JIS), header in row 1"
    assert len(lines) == 11 and lines[-1] == "…"


def test_attributes_of_customers_are_named():
    one = table(name="customers", readings=(Reading("a.csv", columns={"customer_id": "会員"}),))
    one.frame.columns = ["北"]
    assert block(account(result(one), ENGLISH), "Columns")[1:] == [
        "  customer_id: 会員",
        "  kept as attributes: 北",
    ]


def test_headers_that_are_not_used_are_listed_with_the_lines_that_would_read_them():
    readings = (
        Reading("a.csv", not_used=("q5", "memo"), proposed={"comment": ("q5", "memo")}),
        Reading("b.csv", not_used=("q5", "x"), proposed={"comment": ("x",), "influence": ("x",)}),
    )
    one = result(table(name="responses", readings=readings))
    lines = account(one, ENGLISH)
    start = lines.index('Not used (3): "q5", "memo", "x"')
    assert lines[start + 2 : start + 6] == [
        "  columns:", "    responses:", '      comment: "q5"  # or "memo"', '      influence: "x"',
    ]  # fmt: skip
    assert any(line.startswith("使わない列（3）") for line in account(one, JAPANESE))
    assert as_json(one)["not_used"] == ["q5", "memo", "x"]


def test_a_long_list_is_cut_in_words_and_whole_for_programs():
    names = tuple(f"x{number}" for number in range(16000))
    one = result(table(name="responses", readings=(Reading("a.csv", not_used=names),)))
    (line,) = [line for line in account(one, ENGLISH) if line.startswith("Not used")]
    assert line.startswith('Not used (16,000): "x0", "x1"') and line.endswith('"x39", … (16,000)')
    assert as_json(one)["not_used"] == list(names)
    many = table(name="customers")
    many.frame[list(names[:41])] = "a"
    assert "x38, … (42)" in "".join(account(result(many), ENGLISH))


# --- rows, fixes, warnings -----------------------------------------------------------------------------------------


def test_the_ledger_closes_and_names_its_reasons():
    one = table(1000, {2000: "status", 2001: "status", 2002: "amount_blank"})
    assert block(account(result(one), ENGLISH), "Rows") == [
        "Rows: 1,003 in the file = 1,000 used + 2 not applicable + 1 defective",
        "  cancelled, test or unpaid (not applicable): 2",
        "  amount is blank (defective): 1",
    ]
    assert "  金額が空欄 (不備): 1" in account(result(one), JAPANESE)


def test_fixes_by_column_and_kind():
    fixed = {("ordered_at", "era"): 2, ("amount", "thousands"): 1200, ("amount", "currency_sign"): 3}
    assert block(account(result(table(fixed=fixed)), ENGLISH), "Mended") == [
        "Mended, and used (cells):",
        "  amount: currency sign 3, thousands separators 1,200",
        "  ordered_at: Japanese era 2",
    ]


def test_warnings_once_each_in_the_language():
    warned = Warned("W-CURRENCY", {"file": "orders.csv", "currency": "USD"})
    one = result(table(warnings=(warned, warned)))
    assert block(account(one, ENGLISH), "Beware") == ["Beware:", f"  {warned.said('en')}"]
    assert block(account(one, JAPANESE), "ご注意") == ["ご注意:", f"  {warned.said('ja')}"]


def test_nothing_mended_no_warning_no_problem_no_word_of_it():
    assert [line.split(",")[0].split(":")[0] for line in account(result(table()), ENGLISH) if line] == [
        "Read as", "Columns (the kit's name", "Rows"
    ]  # fmt: skip


# --- problems ------------------------------------------------------------------------------------------------------


def test_the_first_problems_by_row_and_the_files_own_header():
    aside = {30: "status", 12: "ragged_row", 40: "ragged_row"}
    reading = Reading("orders.csv", columns={"amount": "金額"})
    cells = pd.DataFrame({"row": [3, 99], "column": ["amount", "amount"], "reason": ["amount_invalid"] * 2})
    one = table(aside=aside, readings=(reading,), cells_aside=cells)
    assert block(account(result(one), ENGLISH), "Can't") == [
        "Can't be used (3):",
        "  row 3, 金額: amount is no plain number",
        "  row 12: more or fewer cells than the header",
        "  row 40: more or fewer cells than the header",
    ]
    assert "  12行目: 列数が見出し行と合わない" in account(result(one), JAPANESE)


def test_ten_problems_are_enough():
    lines = block(account(result(table(aside=dict.fromkeys(range(100, 130), "ragged_row"))), ENGLISH), "Can't")
    assert lines[0] == "Can't be used (30):" and len(lines) == 12 and lines[-1] == "  …"


def test_of_several_files_the_file_is_named():
    aside = {ROWS_APART + 7: "ragged_row"}
    lines = account(result(table(aside=aside, readings=(Reading("a.csv"), Reading("b.csv")))), ENGLISH)
    assert "  b.csv, row 7: more or fewer cells than the header" in lines


# --- what comes next -----------------------------------------------------------------------------------------------


def test_the_lines_are_those_of_a_parameter_file():
    lines = {
        "purchases": "data/mine/注文 #1: 春.csv",
        "columns": {"purchases": {"amount": "no", "order_id": '"受注" # 1'}},
        "score_scale": [0, 10],
    }
    said = next_step(lines, ENGLISH)
    assert said[:2] == ["", "Next: these lines belong into the parameter file; then run a report with it."]
    assert all(line.startswith("  ") for line in said[2:]) and "注文 #1: 春.csv" in said[2]
    assert yaml.safe_load("\n".join(line[2:] for line in said[2:])) == lines
