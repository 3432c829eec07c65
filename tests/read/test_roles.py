"""From a file to a canonical table: columns, kinds, rows set aside; the same table in whatever shape it comes."""

import csv
import io
import random
from collections import Counter
from itertools import pairwise

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from helpers.base.errors import KitError
from helpers.base.tables import ONE_KEY_OF, REQUIRED, TABLES
from helpers.read.ledger import check_defects, ledger
from helpers.read.roles import canonical_table
from helpers.read.typed_table import ROWS_APART, Warned
from tests.each import each

SECRET = "taro.yamada@example.jp"

# The contract's canonical columns: the smallest file, and one with every column that is read.
SMALLEST = {
    "customers": "customer_id\nC1\n",
    "purchases": "order_id,customer_id,ordered_at,amount\nA1,C1,2026-01-01,100\n",
    "responses": "customer_id,score\nC1,9\n",
    "complaints": "complaint_id,customer_id,received_at,severity\nK1,C1,2026-01-01,major\n",
    "invitations": "customer_id\nC1\n",
}
LARGEST = {
    "customers": (
        "customer_id,acquired_on,email,acquisition_channel,acquisition_cost,mail_consent,subscription_started_on,"
        "subscription_ended_on\n0007,2025/4/1,A@b.jp,web,500,yes,2025-05-01,\n"
    ),
    "purchases": (
        "order_id,customer_id,email,ordered_at,amount,refund_amount,kind,refunds_order_id,status,currency\n"
        "A1,0007,A@b.jp,2026-01-01T10:00,1000,,,,completed,JPY\n"
    ),
    "responses": (
        "customer_id,email,token,score,response_id,responded_at,recommended_count,influence,warned_count,finished\n"
        "0007,A@b.jp,t1,9,R1,2026-01-02,3,5,,1\n"
    ),
    "complaints": "complaint_id,customer_id,received_at,severity,order_id\nK1,0007,2026-01-01,Near miss,A1\n",
    "invitations": "customer_id,token,wave,invited_at,opened_at\n0007,t1,1,2026-01-01,\n",
}
DTYPES = {
    "customers": ["str", "datetime64[us]", "str", "str", "Int64", "boolean", "datetime64[us]", "datetime64[us]"],
    "purchases": ["str", "str", "str", "datetime64[us]", "Int64", "Int64", "str", "str", "str", "str"],
    "responses": ["str", "str", "str", "Int64", "str", "datetime64[us]", "Float64", "Float64", "Float64", "boolean"],
    "complaints": ["str", "str", "datetime64[us]", "str", "str"],
    "invitations": ["str", "str", "str", "datetime64[us]", "datetime64[us]"],
}


@pytest.fixture(scope="session")
def read(csv_file, settings):
    """Canonical table of a file's content."""
    return lambda name, content, **values: canonical_table(name, settings(**{name: csv_file(content)}, **values))


@pytest.fixture(scope="session")
def error_of(read):
    """What is said about a file."""

    def error(name, content, **values):
        with pytest.raises(KitError) as caught:
            read(name, content, **values)
        return str(caught.value)

    return error


def aside(table):
    """Reason of each row set aside."""
    return dict(zip(table.aside["row"], table.aside["reason"], strict=True))


@each("name", TABLES)
def test_no_file_no_table(name, settings):
    assert canonical_table(name, settings()) is None


@each("name", TABLES)
def test_the_smallest_file(name, read):
    table = read(name, SMALLEST[name])
    assert (table.name, table.file, table.rows_in, len(table.frame), len(table.aside)) == (name, "shop.csv", 1, 1, 0)
    assert list(table.frame) == SMALLEST[name].partition("\n")[0].split(",")


@each("name", TABLES)
def test_every_column_has_its_kind(name, read):
    table = read(name, LARGEST[name])
    assert list(table.frame) == LARGEST[name].partition("\n")[0].split(",")
    assert [str(dtype) for dtype in table.frame.dtypes] == DTYPES[name]
    assert table.frame["customer_id"].tolist() == ["0007"]
    assert (table.fields_aside, table.frame.index.tolist()) == ({}, [2])


@each("name", TABLES)
def test_a_header_alone_keeps_the_kinds(name, read):
    table = read(name, LARGEST[name].partition("\n")[0] + "\n")
    assert (table.rows_in, len(table.frame)) == (0, 0)
    assert [str(dtype) for dtype in table.frame.dtypes] == DTYPES[name]


def test_values_of_a_response(read):
    row = read("responses", LARGEST["responses"]).frame.iloc[0]
    assert (row["score"], row["recommended_count"], row["influence"], row["finished"]) == (9, 3.0, 0.5, True)
    assert pd.isna(row["warned_count"])
    assert row["responded_at"] == pd.Timestamp("2026-01-02")


@pytest.mark.parametrize(("currency", "minor"), [("JPY", [11.77, -2.5]), ("USD", [1177, -250])])
def test_money_in_minor_units_of_the_currency(currency, minor, read):
    content = "order_id,customer_id,ordered_at,amount\nA,C,2026-01-01,11.77\nB,C,2026-01-01,-2.5\n"
    table = read("purchases", content, currency=currency)
    assert (table.frame["amount"].tolist(), [one.code for one in table.warnings]) == (minor, ["W-NEGATIVE"])
    assert table.without(table.frame["amount"] < 0, "status").aside["amount"].tolist() == minor[1:]


def test_times_in_the_shops_zone(read):
    content = "order_id,customer_id,ordered_at,amount\nA,C,2026-03-31T23:00:00Z,1\n"
    found = [read("purchases", content, timezone=zone).frame["ordered_at"].iloc[0] for zone in ("Asia/Tokyo", "UTC")]
    assert found == [pd.Timestamp("2026-04-01 08:00"), pd.Timestamp("2026-03-31 23:00")]


def test_influence_by_scale_and_labels(read):
    content = "customer_id,score,influence\na,9,3\nb,9,とても（強い）\nc,9,6\n"
    table = read("responses", content, influence_scale=[1, 5], influence_labels={"とても（強い）": 0.9})
    assert table.frame["influence"].isna().tolist() == [False, False, True]
    assert table.frame["influence"].tolist()[:2] == [0.5, 0.9]
    assert table.fields_aside == {("influence", "influence_invalid"): 1}


def test_attributes_of_customers_are_kept_as_text(read):
    frame = read("customers", "customer_id,rank,zip\nC1, ＶＩＰ ,0012\nC2,,NA\n").frame
    assert frame["zip"].tolist() == ["0012", "NA"]
    assert frame["rank"].fillna("none").tolist() == ["VIP", "none"]
    assert read("customers", "customer_id,rank\n C1, ＶＩＰ \n").fixed == {("customer_id", "white_space"): 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [("customers", "customer_id,name\nC1,山田\n"), ("responses", "customer_id,score,comment,other\nC1,9,good,x\n"),
     ("purchases", "order_id,customer_id,ordered_at,amount,memo\nA,C1,2026-01-01,1,x\n")],
)  # fmt: skip
def test_names_comments_and_strange_columns_are_not_read(name, content, read):
    assert set(read(name, content).frame) & {"name", "comment", "other", "memo"} == set()


@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [("customers", "会員番号,氏名\nC1,山田\n", {"customer_id": "会員番号", "name": "氏名"}),
     ("responses", "客,点数,自由記述\nC1,9,良い\n", {"customer_id": "客", "score": "点数", "comment": "自由記述"})],
)  # fmt: skip
def test_columns_may_have_other_headers(name, content, columns, read):
    frame = read(name, content, columns={name: columns}).frame
    assert list(frame) == [column for column in columns if column not in ("name", "comment")]
    assert frame["customer_id"].tolist() == ["C1"]


def test_a_named_header_wins_over_a_column_of_that_name(read):
    content = "customer_id,code,acquired_on\nold,new,2025-01-01\n"
    frame = read("customers", content, columns={"customers": {"customer_id": "code"}}).frame
    assert frame["customer_id"].tolist() == ["new"]
    assert list(frame) == ["customer_id", "acquired_on"]


def test_a_header_named_for_one_column_is_no_other(read):
    content = "email,score\nC1,9\n"
    frame = read("responses", content, columns={"responses": {"customer_id": "email"}}).frame
    assert list(frame) == ["customer_id", "score"]


def test_names_for_other_tables_are_of_no_account(read):
    assert len(read("customers", SMALLEST["customers"], columns={"purchases": {"amount": "total"}}).frame) == 1


@each(
    ("column", "cell", "reason"),
    [("order_id", "-", "id_blank"), ("order_id", "a\x01b", "id_control"), ("ordered_at", "", "date_blank"),
     ("ordered_at", "2026-02-30", "date_invalid"), ("amount", "", "amount_blank"), ("amount", "無料", "amount_invalid"),
     ("refund_amount", "x", "amount_invalid"), ("kind", "gift", "category_invalid"), ("customer_id", " ", "id_blank")],
)  # fmt: skip
def test_a_defect_in_a_needed_column_takes_the_row(column, cell, reason, read):
    good = {
        "order_id": "A",
        "customer_id": "C",
        "ordered_at": "2026-01-01",
        "amount": "1",
        "refund_amount": "",
        "kind": "",
    }
    lines = [",".join(row.values()) for row in (good, good | {"order_id": "B", column: cell})]
    table = read("purchases", "\n".join([",".join(good), *lines]))
    assert (aside(table), table.fields_aside, len(table.frame)) == ({3: reason}, {}, 1)


@pytest.mark.parametrize(
    ("name", "content", "reasons"),
    [("customers", "customer_id,acquired_on\n,2025-01-01\nC1,\nC2,2025-99-01\n",
      {2: "id_blank", 3: "date_blank", 4: "date_invalid"}),
     ("responses", "customer_id,score,finished\nC1,,1\nC2,11,1\nC3,9,maybe\n,9,1\n",
      {2: "score_blank", 3: "score_range", 4: "flag_invalid", 5: "id_blank"}),
     ("complaints", "complaint_id,customer_id,received_at,severity\n,C,2026-01-01,major\nK,,2026-01-01,major\n"
      "K,C,,major\nK,C,2026-01-01,awful\n", {2: "id_blank", 3: "id_blank", 4: "date_blank", 5: "severity_invalid"}),
     ("invitations", "customer_id,token\n-,t\n", {2: "id_blank"})],
)  # fmt: skip
def test_needed_columns_of_the_other_tables(name, content, reasons, read):
    assert aside(read(name, content)) == reasons


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [("responses", "customer_id,score,recommended_count,influence,responded_at\nC1,9,たくさん,11,soon\n",
      {("recommended_count", "count_invalid"): 1, ("influence", "influence_invalid"): 1,
       ("responded_at", "date_invalid"): 1}),
     ("customers", "customer_id,acquisition_cost,mail_consent\nC1,free,2\n",
      {("acquisition_cost", "amount_invalid"): 1, ("mail_consent", "flag_invalid"): 1})],
)  # fmt: skip
def test_a_defect_elsewhere_takes_the_cell_alone(name, content, fields, read):
    table = read(name, content)
    assert (table.fields_aside, aside(table), len(table.frame)) == (fields, {}, 1)
    assert table.frame[[column for column, _ in fields]].isna().all(axis=None)


def test_cells_of_rows_set_aside_are_not_counted_again(read):
    table = read("responses", "customer_id,score,influence\nC1,,99\nC2,9,99\n")
    assert (aside(table), table.fields_aside) == ({2: "score_blank"}, {("influence", "influence_invalid"): 1})


def test_ragged_rows_are_set_aside_with_the_others(read):
    table = read("customers", "customer_id,acquired_on\nC1\nC2,2025-01-01\n,2025-01-01\nC3,2025-01-01,x\n")
    assert aside(table) == {2: "ragged_row", 4: "id_blank", 5: "ragged_row"}
    assert (table.rows_in, table.frame.index.tolist()) == (4, [3])


def test_what_is_set_aside_keeps_its_money(read):
    content = "order_id,customer_id,ordered_at,amount\nA,,2026-01-01,500\nB,C,,70\nC,C,2026-01-01,x\n"
    table = read("purchases", content)
    assert dict(zip(table.aside["row"], table.aside["amount"].fillna(0), strict=True)) == {2: 500, 3: 70, 4: 0}


CELLS = {
    "order_id": {"A": "", "-": "id_blank", "a\x01b": "id_control"},
    "ordered_at": {"2026-01-01": "", "": "date_blank", "2026-02-30": "date_invalid"},
    "amount": {"100": "", "": "amount_blank", "無料": "amount_invalid"},
    "refund_amount": {"": "", "x": "amount_invalid"},
    "kind": {"refund": "", "gift": "category_invalid"},
    "customer_id": {"C": "", " ": "id_blank"},
}
a_row = st.tuples(*[st.sampled_from([*cells, next(iter(cells))]) for cells in CELLS.values()])


@given(st.lists(a_row | st.just(()) | st.just(("x", "y")), max_size=10))
@example_settings(deadline=None, max_examples=30)
def test_the_ledger_of_any_file_closes(read, rows):
    # rows of refunds are never rows of one order; a row of another kind is alone by its id
    rows = [(f"{row[0]}{place}" if row[0] == "A" and row[4] == "gift" else row[0], *row[1:]) if len(row) > 2 else row
            for place, row in enumerate(rows)]  # fmt: skip
    rows += [(f"Z{place}", "2026-01-01", "1", "", "refund", "C") for place in range(10)]  # most tell how wide a row is
    reasons, seen = {}, set()
    for number, row in enumerate(rows, 2):
        if len(row) > 2:
            # exact copies go first, and then the first of the defects
            known = [CELLS[column].get(row[i], "") for i, column in enumerate(CELLS)]
            reasons[number] = "duplicate_row" if row in seen else next(filter(None, known), "")
            seen.add(row)
        elif row:
            reasons[number] = "ragged_row"
    table = read("purchases", "\n".join([",".join(CELLS), *(",".join(row) for row in rows)]) + "\n")
    assert aside(table) == {row: reason for row, reason in reasons.items() if reason}
    assert table.frame.index.tolist() == [row for row, reason in reasons.items() if not reason]
    assert ledger(table)["rows_in"] == len(reasons)


# What was said of the file


def test_how_the_file_was_read_is_kept(read):
    (reading,) = read("customers", "会員番号;ランク\nC1;髙\n".encode("cp932"), encoding="cp932").readings
    assert (reading.file, reading.kind, reading.encoding, reading.delimiter) == ("shop.csv", "csv", "cp932", ";")
    assert (reading.header_row, reading.header_rows, reading.format, reading.sheet) == (1, 1, "", "")
    assert reading.columns == {"customer_id": "会員番号"} and reading.notes == ()


def test_what_a_known_export_means_by_its_amount_is_kept(read):
    content = ("Name,Email,Financial Status,Total,Created at,Lineitem name,Refunded Amount,Cancelled at\n"
               "#1,a@x.jp,paid,5,2026-01-01,tea,,\n")  # fmt: skip
    (reading,) = read("purchases", content).readings
    assert reading.format == "shopify_orders"
    assert [sorted(note) for note in reading.notes] == [["en", "ja"]]
    assert not read("purchases", content, columns={"purchases": {"amount": "Total"}}).readings[0].notes


def test_fixes_are_counted_by_column_and_kind(read):
    content = "customer_id,score,recommended_count\n'C1,９,約5人\n C2,10点,3\nC3,8,三人\n"
    assert read("responses", content).fixed == {
        ("customer_id", "apostrophe"): 1, ("customer_id", "white_space"): 1, ("score", "full_width"): 1,
        ("score", "unit"): 1, ("recommended_count", "approximate"): 1, ("recommended_count", "unit"): 2,
        ("recommended_count", "kanji_number"): 1,
    }  # fmt: skip


@each(
    ("name", "content", "warnings"),
    [("customers", "customer_id\n17.0\n18.0\nA\n", [("W-ID-DECIMAL", "customer_id", 2)]),
     ("customers", "会員番号\n00017\n18\n", [("W-ID-ZEROS", "会員番号", None)]),
     ("purchases", "order_id,customer_id,ordered_at,amount,refund_amount\nA,C,2026-01-01,1.50000001円,0.00000005\n",
      [("W-ROUNDED", "amount", 1), ("W-ROUNDED", "refund_amount", 1)]),
     ("purchases", "order_id,customer_id,ordered_at,amount\nA,C,2026-01-01,100円(税抜)\n", [("W-TAX", "amount", None)]),
     ("responses", "customer_id,score\nC1,9\n", [])],
)  # fmt: skip
def test_warnings_name_the_files_header(name, content, warnings, read):
    found = [(code, fields["column"], fields.get("n")) for code, fields in read(name, content).warnings]
    assert found == warnings
    assert all(warning.said(language) for warning in read(name, content).warnings for language in ("en", "ja"))


def test_a_file_named_otherwise_than_it_is(csv_file, settings):
    path = csv_file("customer_id\nC1\n", "shop.xlsx")
    assert canonical_table("customers", settings(customers=path)).warnings == (
        Warned("W-KIND-NAME", {"file": "shop.xlsx"}),
    )


def test_questions_name_the_place(error_of):
    head = "order_id,customer_id,受注日,amount\n"
    message = error_of("purchases", f"Shop\n\n{head}A,C,2026-01-01,1\n\nB,C,05/02/2026,1\nC,C,05/02/2026,1\n")
    assert message.startswith('E-DATE-ORDER shop.csv row 6, column "受注日": ')


def test_the_question_a_score_was_asked_by_tells_its_scale(read, error_of):
    lines = "".join(f"C{n},{n % 5 + 1}\n" for n in range(20))
    assert error_of("responses", f"customer_id,score\n{lines}").startswith("E-SCORE-SCALE shop.csv row 2, ")
    header = "customer_id,このお店を親しい人に勧める可能性は（0〜10）"
    assert len(read("responses", f"{header}\n{lines}").frame) == 20


def test_a_question_that_stands_under_the_header_tells_the_scale(read, error_of):
    heads = "StartDate,EndDate,ResponseId,ExternalReference,score\nStart,End,Response,External,"
    ids = '"{""ImportId"":""a""}",' * 4 + '"{""ImportId"":""b""}"\n'
    lines = "".join(f"2026-01-01,2026-01-01,R{n},C{n},{n % 5 + 1}\n" for n in range(20))
    assert error_of("responses", f"{heads}NPS\n{ids}{lines}").startswith("E-SCORE-SCALE shop.csv row 4, ")
    table = read("responses", f"{heads}How likely are you to recommend us (0-10)?\n{ids}{lines}")
    assert (table.readings[0].format, table.readings[0].header_rows, len(table.frame)) == ("qualtrics", 3, 20)


def test_comments_and_names_are_read_where_they_are_asked_for(csv_file, settings):
    for name, header, column in (
        ("customers", "customer_id,氏名", "name"),
        ("responses", "customer_id,score,comment", "comment"),
    ):
        cells = "C1,9,山田 \n" if name == "responses" else "C1,山田 \n"
        chosen = settings(**{name: csv_file(f"{header}\n{cells}")})
        assert column not in canonical_table(name, chosen).frame
        assert canonical_table(name, chosen, describing=True).frame[column].tolist() == ["山田"]


# Errors


@each(("name", "column"), [(name, column) for name in TABLES for column in REQUIRED[name]])
def test_a_required_column_is_missing(name, column, error_of):
    others = {"customers": "email,rank\nx,y\n", "invitations": "token,wave\nx,y\n"}  # the only required one is gone
    message = error_of(name, others.get(name, SMALLEST[name].replace(column, "memo", 1)))
    assert message.startswith(f"E-COLUMN-MISSING shop.csv: no column for {column}")


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, keys in ONE_KEY_OF.items() if name in TABLES])
def test_one_key_is_required(name, keys, error_of, read):
    rest = {"purchases": ("order_id,ordered_at,amount", "A,2026-01-01,1"), "responses": ("score,finished", "9,1")}[name]
    assert f"no column for {' or '.join(keys)}" in error_of(name, "\n".join(rest))
    for key, cell in zip(keys, ("C1", "a@x.jp", "t1"), strict=False):
        assert len(read(name, f"{rest[0]},{key}\n{rest[1]},{cell}\n").frame) == 1


def test_a_column_that_the_table_lacks(error_of):
    message = error_of("invitations", "customer_id\nC1\n", columns={"invitations": {"customer": "customer_id"}})
    assert message.startswith("E-COLUMN-UNKNOWN columns: invitations has no column customer; it has customer_id, token")


@pytest.mark.parametrize("columns", [{}, {"customers": {"customer_id": "id"}}])
def test_the_first_row_of_a_file_without_a_header_is_nobodys_to_see(columns, error_of):
    message = error_of("customers", f"山田太郎,{SECRET}\nC2,b@c.jp\n", columns=columns)
    assert message.startswith(("E-HEADER shop.csv: ", "E-COLUMN-MISSING shop.csv: "))
    assert SECRET not in message
    assert "山田" not in message


@each(
    ("name", "content", "code"),
    [("customers", f"customer_id,acquired_on,email\n-,{SECRET},{SECRET}\n", "ID-BLANK"),
     ("purchases", f"order_id,customer_id,ordered_at,amount\n{SECRET},{SECRET},{SECRET},{SECRET}\n", "DATE-INVALID"),
     ("responses", f"customer_id,score\n{SECRET},{SECRET}\n", "SCORE-TEXT"),
     ("complaints", f"complaint_id,customer_id,received_at,severity\nK,{SECRET},2026-01-01,{SECRET}\n",
      "SEVERITY-INVALID"),
     ("invitations", f"customer_id,token\n,{SECRET}\n", "ID-BLANK")],
)  # fmt: skip
@each("bad_rows", ["set_aside", "stop"])
def test_errors_about_rows_hold_no_cell(name, content, code, bad_rows, read):
    with pytest.raises(KitError) as caught:
        check_defects(read(name, content), bad_rows)
    assert str(caught.value).startswith(f"E-{code if bad_rows == 'stop' else 'ROWS-DEFECTIVE'} shop.csv row 2 ")
    assert SECRET not in str(caught.value) + caught.value.said("ja")


def test_formulas_without_results_stop_in_used_columns_alone(tmp_path, settings):
    path = tmp_path / "shop.xlsx"
    for used, stops in (("amount", True), ("memo", False)):
        book = openpyxl.Workbook()
        book.active.append(["order_id", "customer_id", "ordered_at", "amount", "memo"])
        cells = {"amount": 5, "memo": "x"} | {used: "=1+1"}
        book.active.append(["A", "C", "2026-01-01", cells["amount"], cells["memo"]])
        book.save(path)
        chosen = settings(purchases=str(path))
        if stops:
            with pytest.raises(KitError, match=r'^E-FORMULA shop\.xlsx row 2, column "amount": '):
                canonical_table("purchases", chosen)
        else:
            assert canonical_table("purchases", chosen).frame["amount"].tolist() == [5]


# Several files are one table


@pytest.fixture
def folder(tmp_path, settings):
    """Table of a folder of files with these contents."""

    def table(name, *contents, pattern="", **values):
        for number, content in enumerate(contents):
            (tmp_path / f"part{number}.csv").write_text(content, encoding="utf-8")
        return canonical_table(name, settings(**{name: f"{tmp_path}{pattern}"}, **values))

    return table


HEAD = "order_id,customer_id,ordered_at,amount\n"


@pytest.mark.parametrize("pattern", ["", "/part*.csv", "/*"])
def test_a_folder_is_one_table(folder, pattern):
    parts = [f"{HEAD}A,C,2026-01-01,1\nB,C,soon,2\n", f"\n{HEAD}B\nC,C,2026-01-02,3\nA,C,2026-01-01,1\n"]
    table = folder("purchases", *parts, pattern=pattern)
    assert table.file == "part0.csv … (2)"
    assert [reading.file for reading in table.readings] == ["part0.csv", "part1.csv"]
    assert table.frame["amount"].tolist() == [1, 3]
    assert {table.place(row)["en"]: reason for row, reason in aside(table).items()} == {
        "part0.csv row 3": "date_invalid", "part1.csv row 3": "ragged_row", "part1.csv row 5": "duplicate_row",
    }  # fmt: skip
    assert ledger(table)["rows_in"] == 5


def test_one_file_in_a_folder(folder):
    table = folder("purchases", f"{HEAD}A,C,2026-01-01,1\n")
    assert (table.file, table.frame.index.tolist()) == ("part0.csv", [2])


def test_questions_and_stops_name_the_right_file(folder):
    with pytest.raises(KitError, match=r'^E-DATE-ORDER part1\.csv row 2, column "ordered_at": '):
        folder("purchases", f"{HEAD}A,C,2026-01-01,1\n", f"{HEAD}B,C,01/02/2026,1\n")
    with pytest.raises(KitError, match=r"^E-ORDER-TOTAL part0\.csv row 2, part1\.csv row 3 \(2 in all\)"):
        folder("purchases", f"{HEAD}A,C,2026-01-01,1\n", f"{HEAD}B,C,2026-01-01,1\nA,C,2026-01-01,2\n")


def test_one_rule_for_all_files(folder):
    parts = [f"{HEAD}A,C,01/02/2026,1\n", f"{HEAD}B,C,13/02/2026,1\n"]
    assert folder("purchases", *parts).frame["ordered_at"].dt.month.tolist() == [2, 2]


def test_columns_may_stand_in_another_order(folder):
    table = folder(
        "purchases", f"{HEAD}A,C,2026-01-01,1\n", "amount,ordered_at,customer_id,order_id\n2,2026-01-02,D,B\n"
    )
    assert table.frame["customer_id"].tolist() == ["C", "D"]
    assert table.frame["amount"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("customers", "customer_id,rank\nC1,A\n", "customer_id\nC2\n"),
     ("customers", "customer_id,acquired_on\nC1,2026-01-01\n", "customer_id,入会日\nC2,2026-01-01\n"),
     ("responses", "customer_id,score\nC1,9\n", "customer_id,score,finished\nC2,9,0\n"),
     ("responses", "customer_id,score,finished\nC1,9,1\n", "customer_id,score\nC2,9\n")],
)  # fmt: skip
def test_files_that_differ_are_not_one_table(name, first, second, folder):
    with pytest.raises(KitError) as caught:
        folder(name, first, second)
    assert (caught.value.code, caught.value.fields) == ("E-FILES-DIFFER", {"file": "part1.csv", "first": "part0.csv"})


@pytest.mark.parametrize("lacking", [0, 1])
def test_exports_that_tell_cancelled_orders_and_others_are_not_one_table(lacking, folder):
    head = ["Name,Email,Financial Status,Total,Created at,Lineitem name,Refunded Amount"] * 2
    rows = ["#1,a@x.jp,paid,5,2026-01-01,tea,", "#2,a@x.jp,paid,5,2026-01-01,tea,"]
    head[1 - lacking] += ",Cancelled at"
    rows[1 - lacking] += ",2026-01-02"
    with pytest.raises(KitError, match=r"^E-FILES-DIFFER part1\.csv"):
        folder("purchases", *(f"{names}\n{row}\n" for names, row in zip(head, rows, strict=True)))


def test_workbooks_that_count_days_from_different_years_are_not_one_table(settings, tmp_path):
    for name, epoch in (("a.xlsx", WINDOWS_EPOCH), ("b.xlsx", MAC_EPOCH)):
        book = openpyxl.Workbook()
        book.epoch = epoch
        book.active.append(["customer_id", "acquired_on"])
        book.active.append([name, "46113"])
        book.save(tmp_path / name)
    with pytest.raises(KitError, match=r"^E-FILES-DIFFER b\.xlsx"):
        canonical_table("customers", settings(customers=str(tmp_path)))
    table = canonical_table("customers", settings(customers=str(tmp_path / "b.xlsx")))
    assert table.frame["acquired_on"].tolist() == [pd.Timestamp("2030-04-02")]


def test_a_missing_folder(settings, tmp_path):
    with pytest.raises(KitError, match=r"^E-FOLDER-EMPTY none\*\.csv: "):
        canonical_table("purchases", settings(purchases=str(tmp_path / "none*.csv")))


# The same table in whatever shape it comes

POOLS = {
    "purchases": {
        "order_id": ["007", "17.0", "-", " Ａ1", *(f"A{n}" for n in range(1, 20))],
        "customer_id": ["C1", "C1", "C1", "", " C1", "C2"],
        "email": ["a@x.jp", "a@x.jp", "A@X.jp", "", "nobody"],
        "ordered_at": ["2026-01-01", "2026-01-01", "2026/1/1", "2026/1/2", "2026-01-01T09:05",
                       "2026-01-01T15:00:00Z", "46023", "", "2026-02-30"],
        "amount": ["100", "100", "1,200", "￥5", "-3", "12.0", "", "x", "△7", "7.5"],
        "refund_amount": ["", "", "0", "5", "?"],
        "kind": ["", "", "order", "refund", "gift"],
        "status": ["completed", "completed", "Cancelled", ""],
        "sku": ["x", "y"],
    },
    "responses": {
        "customer_id": ["C1", "C2", "", "'C3", "#N/A"],
        "token": ["t1", "", "ｔ2"],
        "score": ["9", "10", "0", "７", "8点", "11", "", "x", "9.0"],
        "responded_at": ["2026-01-01", "2026/1/2 10:00", "46023.5", "", "soon"],
        "recommended_count": ["3", "約5人", "5-8", "", "2,3人"],
        "influence": ["0", "10", "2.5", "", "much"],
        "finished": ["1", "1", "はい", "0", "", "?"],
    },
    "customers": {
        "customer_id": ["0017", "18", "19.0", "Ａ", "-"],
        "acquired_on": ["2026-01-01", "2026/1/1", "", "2026-13-01"],
        "acquisition_cost": ["500", "¥500", "", "free"],
        "rank": ["A", "A ", "", "Ｂ"],
    },
}  # fmt: skip
SETTINGS = {"purchases": {"encoding": "utf-8"}, "responses": {"score_scale": [0, 10], "influence_scale": [0, 10]}}
shapes = example_settings(deadline=None, max_examples=25)


def rows_of(name):
    return st.lists(st.tuples(*map(st.sampled_from, POOLS[name].values())), min_size=1, max_size=9)


any_table = st.sampled_from(sorted(POOLS)).flatmap(lambda name: st.tuples(st.just(name), rows_of(name)))
ways = st.sampled_from(["first", "every", "sum"])


def written(name, rows, delimiter=",", newline="\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows([list(POOLS[name]), *rows])
    return text.getvalue()


def result(name, path, settings, **values):
    """Everything that comes out of a file: frame, rows and cells set aside, fixes and warnings; or the error."""
    chosen = {key: value for key, value in {**SETTINGS.get(name, {}), **values}.items() if value is not None}
    try:
        table = canonical_table(name, settings(**{name: str(path)}, **chosen))
    except KitError as error:
        return str(error)
    ledger(table)
    return table


def assert_same(one, other):
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    pd.testing.assert_frame_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.aside, other.aside)
    pd.testing.assert_frame_equal(one.cells_aside, other.cells_aside)
    assert (one.rows_in, one.fixed, one.warnings) == (other.rows_in, other.fixed, other.warnings)


OTHER_WAYS = [  # without lanes, a few at a time, line by line
    {"helpers.read.cells.kinds.lane_of": lambda parser: None},
    {
        "helpers.read.files.records.RECORDS_AT_ONCE": 2,
        "helpers.read.files.many_lines.READ_AT_ONCE": 50,
        "helpers.read.cells.stream._REMEMBERED": 1,
    },
    {"helpers.read.files.delimited.plain_block": lambda *_: None},
]


@given(any_table, ways)
@shapes
def test_read_in_another_way_it_is_the_same(csv_file, settings, some, order_total):
    name, rows = some
    path = csv_file(written(name, rows))
    plain = result(name, path, settings, order_total=order_total)
    for changed in OTHER_WAYS:
        with pytest.MonkeyPatch.context() as patched:
            for place, instead in changed.items():
                patched.setattr(place, instead)
            assert_same(result(name, path, settings, order_total=order_total), plain)


SHAPES = [
    ("\t", "\n", "utf-8"), (";", "\r\n", "utf-8"), (",", "\r", "utf-8-sig"), (",", "\n", "utf-16"),
    ("\t", "\r\n", "cp932"), (",", "\n", "euc-jp"),
]  # fmt: skip


@given(any_table, ways, st.sampled_from(SHAPES))
@shapes
def test_delimiter_line_end_and_encoding_are_of_no_account(csv_file, settings, some, order_total, shape):
    name, rows = some
    rows = [tuple(cell.replace("¥", "￥") for cell in row) for row in rows]  # the other is not in every encoding
    delimiter, newline, encoding = shape
    plain = result(name, csv_file(written(name, rows)), settings, order_total=order_total, encoding="utf-8")
    other = csv_file(written(name, rows, delimiter, newline).encode(encoding))
    assert_same(result(name, other, settings, order_total=order_total, encoding=encoding), plain)


@given(any_table, ways)
@example_settings(shapes, max_examples=12)
def test_a_workbook_and_parquet_hold_the_same(settings, tmp_path_factory, csv_file, some, order_total):
    name, rows = some
    folder = tmp_path_factory.mktemp("kinds")
    book = openpyxl.Workbook()
    for line in [list(POOLS[name]), *rows]:
        book.active.append([cell or None for cell in line])
    book.save(folder / "shop.xlsx")
    cells = {column: [row[place] for row in rows] for place, column in enumerate(POOLS[name])}
    pq.write_table(pa.table(cells), folder / "shop.parquet")
    plain = result(name, csv_file(written(name, rows)), settings, order_total=order_total)
    for kind in ("xlsx", "parquet"):
        found = result(name, folder / f"shop.{kind}", settings, order_total=order_total)
        if isinstance(plain, str):
            assert str(found).replace(f"shop.{kind}", "shop.csv") == plain
        else:
            pd.testing.assert_frame_equal(found.frame, plain.frame)
            pd.testing.assert_frame_equal(found.aside, plain.aside)
            assert found.fixed == plain.fixed


@given(any_table, ways, st.lists(st.integers(0, 9), max_size=2))
@shapes
def test_a_table_in_several_files_is_the_same(settings, tmp_path_factory, csv_file, some, order_total, cuts):
    name, rows = some
    cuts = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    folder = tmp_path_factory.mktemp("parts")
    for number, (start, end) in enumerate(pairwise(cuts)):
        (folder / f"{number}.csv").write_text(written(name, rows[start:end]), encoding="utf-8")
    plain = result(name, csv_file(written(name, rows)), settings, order_total=order_total)
    found = result(name, folder, settings, order_total=order_total)
    if isinstance(plain, str):
        assert found.partition(" ")[0] == plain.partition(" ")[0]
        return

    def whole(row):
        number, physical = divmod(int(row), ROWS_APART)
        return physical + cuts[number]

    pd.testing.assert_frame_equal(found.frame.rename(index=whole), plain.frame)
    pd.testing.assert_frame_equal(found.aside.assign(row=found.aside["row"].map(whole)), plain.aside)
    assert (found.rows_in, found.fixed, found.fields_aside) == (plain.rows_in, plain.fixed, plain.fields_aside)
    assert [code for code, _ in found.warnings] == [code for code, _ in plain.warnings]


@given(any_table, ways, st.integers(0, 99))
@shapes
def test_the_order_of_rows_is_of_no_account(settings, csv_file, some, order_total, seed):
    name, rows = some
    mixed = random.Random(seed).sample(rows, len(rows))
    plain, found = (
        result(name, csv_file(written(name, lines)), settings, order_total=order_total) for lines in (rows, mixed)
    )
    if isinstance(plain, str):
        assert found.partition(" ")[0] == plain.partition(" ")[0]
        return
    assert Counter(map(repr, plain.frame.itertuples(index=False))) == Counter(
        map(repr, found.frame.itertuples(index=False))
    )
    assert Counter(plain.aside["reason"]) == Counter(found.aside["reason"])
    assert plain.aside["amount"].fillna(0).sum() == found.aside["amount"].fillna(0).sum()
    assert (found.rows_in, found.fixed) == (plain.rows_in, plain.fixed)


@given(any_table, ways)
@shapes
def test_a_table_that_is_read_once_needs_no_more_fixes(settings, csv_file, some, order_total):
    name, rows = some
    once = result(name, csv_file(written(name, rows)), settings, order_total=order_total)
    if isinstance(once, str):
        return
    # what is blank where it may not be belongs to cancelled orders, which are left out elsewhere
    good = once.frame if name != "purchases" else once.frame[once.frame["status"] != "Cancelled"]
    assume(not good.duplicated().any())  # alike once they are read: the second is a copy then
    whole = good.astype({"recommended_count": "Int64"} if name == "responses" else {})
    content = whole.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S")
    of_influence = {"influence_scale": [0, 1]} if name == "responses" else {}
    again = result(name, csv_file(content), settings, order_total=order_total, **of_influence)
    same = good.reset_index(drop=True)
    pd.testing.assert_frame_equal(again.frame.reset_index(drop=True), same)
    assert (aside(again), again.fixed) == ({}, {})
    assert {reason for _, reason in again.fields_aside} <= {"amount_blank", "date_blank"}


@pytest.mark.parametrize(
    ("name", "header", "row", "changes", "columns"),
    [
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026-03-01 10:00,5", {}, "ordered_at"),
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026/3/1 10:00,5", {}, "ordered_at"),
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026-03-01T10:00Z,5", {}, None),
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026-03-01 00:00:00,5", {}, None),
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026-03-01,5", {}, None),
        ("purchases", "order_id,customer_id,ordered_at,amount", "1,a,2026-03-01 10:00,5", {"timezone": "UTC"}, None),
        ("responses", "customer_id,score,Submit Date (UTC)", "a,9,2026-03-01 10:00:00", {}, None),
        ("invitations", "customer_id,invited_at", "a,2026-03-01T10:00:00", {}, None),
    ],
)
def test_times_without_a_zone_are_told(files, name, header, row, changes, columns):
    table = canonical_table(name, files(changes, **{name: [header, row]}))
    told = {"file": f"{name}.csv", "columns": columns, "timezone": "Asia/Tokyo"}
    assert [warned.fields for warned in table.warnings if warned.code == "W-TIME-ZONE"] == [told] * bool(columns)
