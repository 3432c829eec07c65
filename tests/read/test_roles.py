"""From a file to a canonical table: columns, kinds, rows set aside."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.base.parameters import TABLES
from helpers.read.ledger import check_defects, ledger
from helpers.read.roles import ONE_KEY_OF, REQUIRED, canonical_table

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


@pytest.mark.parametrize("name", TABLES)
def test_no_file_no_table(name, settings):
    assert canonical_table(name, settings()) is None


@pytest.mark.parametrize("name", TABLES)
def test_the_smallest_file(name, read):
    table = read(name, SMALLEST[name])
    assert (table.name, table.file, table.rows_in, len(table.frame), len(table.aside)) == (name, "shop.csv", 1, 1, 0)
    assert list(table.frame) == SMALLEST[name].partition("\n")[0].split(",")


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_its_kind(name, read):
    table = read(name, LARGEST[name])
    assert list(table.frame) == LARGEST[name].partition("\n")[0].split(",")
    assert [str(dtype) for dtype in table.frame.dtypes] == DTYPES[name]
    assert table.frame["customer_id"].tolist() == ["0007"]
    assert (table.fields_aside, table.frame.index.tolist()) == ({}, [2])


@pytest.mark.parametrize("name", TABLES)
def test_a_header_alone_keeps_the_kinds(name, read):
    table = read(name, LARGEST[name].partition("\n")[0] + "\n")
    assert (table.rows_in, len(table.frame)) == (0, 0)
    assert [str(dtype) for dtype in table.frame.dtypes] == DTYPES[name]


def test_values_of_a_response(read):
    row = read("responses", LARGEST["responses"]).frame.iloc[0]
    assert (row["score"], row["recommended_count"], row["influence"], row["finished"]) == (9, 3.0, 0.5, True)
    assert pd.isna(row["warned_count"])
    assert row["responded_at"] == pd.Timestamp("2026-01-02")


@pytest.mark.parametrize(("currency", "minor"), [("JPY", [12, -3]), ("USD", [1177, -250])])
def test_money_in_minor_units_of_the_currency(currency, minor, read):
    content = "order_id,customer_id,ordered_at,amount\nA,C,2026-01-01,11.77\nB,C,2026-01-01,-2.5\n"
    # yen: 11.77 → 12, −2.5 → −2 (half to even)
    expected = [12, -2] if currency == "JPY" else minor
    assert read("purchases", content, currency=currency).frame["amount"].tolist() == expected


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
    assert list(frame) == ["score", "customer_id"]


def test_names_for_other_tables_are_of_no_account(read):
    assert len(read("customers", SMALLEST["customers"], columns={"purchases": {"amount": "total"}}).frame) == 1


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [("order_id", "-", "id_blank"), ("order_id", "a\tb", "id_control"), ("ordered_at", "", "date_blank"),
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
    lines = [",".join(row.values()) for row in (good, good | {column: cell})]
    table = read("purchases", "\n".join([",".join(good), *lines]))
    assert (aside(table), table.fields_aside, len(table.frame)) == ({3: reason}, {}, 1)


@pytest.mark.parametrize(
    ("name", "content", "reasons"),
    [("customers", "customer_id,acquired_on\n,2025-01-01\nC1,\nC2,2025-99-01\n",
      {2: "id_blank", 3: "date_blank", 4: "date_invalid"}),
     ("responses", "customer_id,score,finished\nC1,,1\nC2,11,1\nC3,9,maybe\n,9,1\n",
      {2: "score_blank", 3: "score_range", 4: "flag_invalid", 5: "id_blank"}),
     ("complaints", "complaint_id,customer_id,received_at,severity\n,C,2026-01-01,major\nK,,2026-01-01,major\n"
      "K,C,,major\nK,C,2026-01-01,awful\n", {2: "id_blank", 3: "id_blank", 4: "date_blank", 5: "category_invalid"}),
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


@pytest.mark.parametrize(("header", "blank"), [("email,token", "token"), ("token,email", "token")])
def test_the_first_key_has_to_be_good(header, blank, read):
    # of customer_id, email and token in this order, whatever the order of the columns
    cells = {"email": "a@b.jp", "token": "t"}
    good, bad = (",".join((cells | {gone: ""})[key] for key in header.split(",")) for gone in (blank, "email"))
    table = read("responses", f"score,{header}\n9,{good}\n9,{bad}\n")
    assert (aside(table), table.fields_aside) == ({3: "id_blank"}, {})


def test_ragged_rows_are_set_aside_with_the_others(read):
    table = read("customers", "customer_id,acquired_on\nC1\nC2,2025-01-01\n,2025-01-01\nC3,2025-01-01,x\n")
    assert aside(table) == {2: "ragged_row", 4: "id_blank", 5: "ragged_row"}
    assert (table.rows_in, table.frame.index.tolist()) == (4, [3])


def test_what_is_set_aside_keeps_its_money(read):
    content = "order_id,customer_id,ordered_at,amount\nA,,2026-01-01,500\nB,C,,70\nC,C,2026-01-01,x\n"
    table = read("purchases", content)
    assert dict(zip(table.aside["row"], table.aside["amount"].fillna(0), strict=True)) == {2: 500, 3: 70, 4: 0}


def test_exact_copies_of_a_row_are_set_aside_by_all_that_the_file_holds(read):
    head, row = "order_id,customer_id,ordered_at,amount,sku\n", "A,C,2026-01-01,500,"
    assert aside(read("purchases", f"{head}{row}x\n{row}x\n{row}y\n")) == {3: "duplicate_row"}
    assert aside(read("purchases", f"{head}{row}x\n{row}y\nB{row[1:]}x\n{row}y\n{row}x\n")) == {
        5: "duplicate_row",
        6: "duplicate_row",
    }
    assert aside(read("customers", "customer_id,rank\na,\nb,\na,\n")) == {4: "duplicate_row"}
    assert aside(read("responses", "customer_id,score\na,9\na,9\n")) == {}  # answered again is told by the answers


CELLS = {
    "order_id": {"A": "", "-": "id_blank", "a\tb": "id_control"},
    "ordered_at": {"2026-01-01": "", "": "date_blank", "2026-02-30": "date_invalid"},
    "amount": {"100": "", "": "amount_blank", "無料": "amount_invalid"},
    "kind": {"": "", "refund": "", "gift": "category_invalid"},
    "customer_id": {"C": "", " ": "id_blank"},
}
a_row = st.tuples(*[st.sampled_from([*cells, next(iter(cells))]) for cells in CELLS.values()])


@given(st.lists(a_row | st.just(()) | st.just(("x", "y")), max_size=10))
@example_settings(deadline=None, max_examples=80)
def test_the_ledger_of_any_file_closes(read, rows):
    reasons = {}
    for number, row in enumerate(rows, 2):
        found = ["ragged_row"] if len(row) == 2 else [CELLS[column][row[i]] for i, column in enumerate(CELLS) if row]
        copy = "duplicate_row" if len(row) > 2 and row in rows[: number - 2] else ""
        reasons |= {number: next(filter(None, [*found, copy]), "")} if row else {}
    table = read("purchases", "\n".join([",".join(CELLS), *(",".join(row) for row in rows)]) + "\n")
    assert aside(table) == {row: reason for row, reason in reasons.items() if reason}
    assert table.frame.index.tolist() == [row for row, reason in reasons.items() if not reason]
    assert ledger(table)["rows_in"] == len(reasons)


@pytest.mark.parametrize(("name", "column"), [(name, column) for name, all_of in REQUIRED.items() for column in all_of])
def test_a_required_column_is_missing(name, column, error_of):
    others = {"customers": "email\nx\n", "invitations": "token\nx\n"}  # their only required column is gone
    message = error_of(name, others.get(name, SMALLEST[name].replace(column, "other", 1)))
    assert message.startswith(f"E-COLUMN-MISSING shop.csv: no column for {column}; it has ")
    assert message.endswith(f" Name them in the parameter file: columns: {{{name}: {{{column}: YOUR HEADER}}}}")


@pytest.mark.parametrize(("name", "keys"), ONE_KEY_OF.items())
def test_one_key_is_required(name, keys, error_of, read):
    rest = {"purchases": ("order_id,ordered_at,amount", "A,2026-01-01,1"), "responses": ("score", "9")}[name]
    assert f"no column for {' or '.join(keys)}; it has {', '.join(rest[0].split(','))}." in error_of(
        name, "\n".join(rest)
    )
    for key in keys:
        assert len(read(name, f"{rest[0]},{key}\n{rest[1]},x\n").frame) == 1


def test_all_that_is_missing_is_named(error_of):
    assert error_of("purchases", "status,memo\npaid,x\n") == (
        "E-COLUMN-MISSING shop.csv: no column for order_id, ordered_at, amount, customer_id or email; "
        "it has status, memo. Name them in the parameter file: columns: {purchases: {order_id: YOUR HEADER, "
        "ordered_at: YOUR HEADER, amount: YOUR HEADER, customer_id or email: YOUR HEADER}}"
    )


def test_a_named_header_that_the_file_lacks(error_of):
    message = error_of("customers", "customer_id,rank\nC1,A\n", columns={"customers": {"acquired_on": "入会日"}})
    assert message == "E-COLUMN-MISSING shop.csv: no column “入会日”; it has customer_id, rank."


def test_a_column_that_the_table_lacks(error_of):
    message = error_of("invitations", "customer_id\nC1\n", columns={"invitations": {"customer": "customer_id"}})
    assert message == (
        "E-COLUMN-UNKNOWN columns: invitations has no column customer; "
        "it has customer_id, token, wave, invited_at, opened_at."
    )


@pytest.mark.parametrize("columns", [{}, {"customers": {"customer_id": "id"}}])
def test_the_first_row_of_a_file_without_a_header_is_nobodys_to_see(columns, error_of):
    message = error_of("customers", f"山田太郎,{SECRET}\nC2,b@c.jp\n", columns=columns)
    assert message.startswith("E-COLUMN-MISSING shop.csv: no column ")
    assert "its first row holds no known column name." in message
    assert SECRET not in message
    assert "山田" not in message


@pytest.mark.parametrize(
    ("name", "content"),
    [("customers", f"customer_id,acquired_on,email\n-,{SECRET},{SECRET}\n"),
     ("purchases", f"order_id,customer_id,ordered_at,amount\n{SECRET},{SECRET},{SECRET},{SECRET}\n"),
     ("responses", f"customer_id,score\n{SECRET},{SECRET}\n"),
     ("complaints", f"complaint_id,customer_id,received_at,severity\nK,{SECRET},2026-01-01,{SECRET}\n"),
     ("invitations", f"customer_id,token\n,{SECRET}\n")],
)  # fmt: skip
@pytest.mark.parametrize("bad_rows", ["set_aside", "stop"])
def test_errors_about_rows_hold_no_cell(name, content, bad_rows, read):
    with pytest.raises(KitError, match=r"E-ROWS-DEFECTIVE shop\.csv row 2: ") as caught:
        check_defects(read(name, content), bad_rows)
    assert SECRET not in str(caught.value)
