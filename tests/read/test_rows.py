"""From a path to the cells of a table: files, sheets, and every row accounted for."""

import pathlib

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.read.body import Body, gather
from helpers.read.cells.lanes import Parsed
from helpers.read.cells.stream import Gathered
from helpers.read.columns.header_search import header
from helpers.read.file_currency import currency_of_file
from helpers.read.files import many_lines
from helpers.read.files import records as records_module
from helpers.read.files.records import Source
from helpers.read.opened import Opened
from helpers.read.rows import files_of, folders_left, opened
from helpers.read.typed_table import ROWS_APART
from tests.each import each

HEADER = "order_id,customer_id,ordered_at,amount"
NAMES = HEADER.split(",")


@pytest.fixture(scope="session")
def read(csv_file, settings):
    """What came in below the header of a file of purchases, and its cells by row."""

    def body(*contents, at=0, **values):
        into, columns = Body(), [Gathered(None, "text") for _ in NAMES]
        for number, content in enumerate(contents, at):
            one = opened(pathlib.Path(csv_file(content)), "purchases", settings(**values))
            gather(one, dict(zip(NAMES, enumerate(columns), strict=True)), number, into)
        texts = [column.parsed(Parsed).value for column in columns]
        cells = zip(*texts, strict=True)
        return into, dict(zip(into.row_numbers.tolist(), map(list, cells), strict=True))

    return body


@pytest.fixture
def book(tmp_path):
    """Write sheets, each a list of rows, into a workbook; its path comes back."""

    def write(**sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, lines in sheets.items():
            sheet = made.create_sheet(name)
            for line in lines:
                sheet.append(line)
        made.save(tmp_path / "shop.xlsx")
        return tmp_path / "shop.xlsx"

    return write


def error_of(function, *arguments):
    with pytest.raises(KitError) as caught:
        function(*arguments)
    return caught.value


# Which files


def test_a_path_is_one_file(tmp_path):
    assert files_of(str(tmp_path / "orders.csv")) == [tmp_path / "orders.csv"]  # whether it is there is seen later


def test_a_path_from_the_projects_folder():
    assert files_of("data/sample/complaints.csv") == [PROJECT / "data" / "sample" / "complaints.csv"]


SYSTEM = ["Thumbs.db", "desktop.ini", ".DS_Store", "a.TMP", "shop.csv.lnk", "shop.url"]


@pytest.fixture
def folder(tmp_path):
    names = ["b.csv", "a10.csv", "a9.csv", ".hidden.csv", "~$b.xlsx", "notes.txt", *SYSTEM]
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "c.csv").write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [("", ["a10.csv", "a9.csv", "b.csv", "notes.txt"]), ("/", ["a10.csv", "a9.csv", "b.csv", "notes.txt"]),
     ("/*.csv", ["a10.csv", "a9.csv", "b.csv"]), ("/a?.csv", ["a9.csv"]), ("/[bn]*", ["b.csv", "notes.txt"])],
)  # fmt: skip
def test_a_folder_or_a_pattern_is_its_files_by_name(folder, pattern, names):
    assert [path.name for path in files_of(f"{folder}{pattern}")] == names


def test_a_file_whose_name_looks_like_a_pattern(tmp_path):
    (tmp_path / "orders[1].csv").write_text("x", encoding="utf-8")
    (tmp_path / "orders1.csv").write_text("x", encoding="utf-8")
    assert [path.name for path in files_of(str(tmp_path / "orders[1].csv"))] == ["orders[1].csv"]


@pytest.mark.parametrize(("pattern", "shown"), [("/*.xls", "*.xls"), ("/none/*", "*"), ("/empty", "empty")])
def test_no_file_there(folder, pattern, shown):
    (folder / "empty").mkdir()
    error = error_of(files_of, f"{folder}{pattern}")
    assert (error.code, error.fields["file"]) == ("E-FOLDER-EMPTY", shown)


def test_folders_in_a_folder_are_told(folder):
    (folder / ".git").mkdir()
    assert folders_left(str(folder)) == (("W-FOLDERS-LEFT", {"file": folder.name, "n": 1}),)
    assert folders_left(str(folder / "older")) == folders_left(str(folder / "b.csv")) == ()


@each(("refusal", "code"), [(PermissionError(13, "x"), "E-FILE-LOCKED"), (OSError(36, "too long"), "E-FILE-MISSING")])
def test_a_path_that_the_system_refuses(monkeypatch, refusal, code):
    def refuse(path, **_):
        raise refusal

    monkeypatch.setattr(pathlib.Path, "stat", refuse)
    assert error_of(files_of, "/some/orders.csv").code == code


def test_an_address_names_no_file():
    assert files_of("postgresql://db.example/shop?table=orders") == []


# Which sheet

ORDERS = [NAMES, ["A1", "C1", "2026-01-01", 100]]
CUSTOMERS = [["customer_id", "acquired_on"], ["C1", "2025-01-01"]]
NOTES = [["Export of the shop"], ["2026-04-01"]]


@pytest.mark.parametrize(("table", "sheet"), [("purchases", "orders"), ("customers", "people")])
def test_the_sheet_that_fits_best(book, settings, table, sheet):
    path = book(notes=NOTES, orders=ORDERS, people=CUSTOMERS)
    found = opened(path, table, settings())
    assert (found.source.file, found.source.sheet) == ("shop.xlsx", sheet)
    assert list(found.header.names) == (ORDERS if sheet == "orders" else CUSTOMERS)[0]


def test_two_sheets_that_fit_alike_ask(book, settings):
    path = book(january=ORDERS, notes=NOTES, february=ORDERS)
    error = error_of(opened, path, "purchases", settings())
    assert (error.code, error.fields["file"]) == ("E-SHEET-ASK", "shop.xlsx")
    assert error.fields["there"] == '"january", "february"'
    assert str(error).endswith('\nsheets: {purchases: "january"}  # or "february"')
    found = opened(path, "purchases", settings(sheets={"purchases": "february"}))
    assert found.source.sheet == "february"


def test_a_sheet_named_for_another_table_is_of_no_account(book, settings):
    path = book(orders=ORDERS, people=CUSTOMERS)
    assert opened(path, "purchases", settings(sheets={"customers": "people"})).source.sheet == "orders"


def test_a_named_sheet_wins_over_a_better_one(book, settings):
    path = book(orders=ORDERS, few=[["customer_id", "note"], ["C1", "x"]])
    assert opened(path, "customers", settings(sheets={"customers": "few"})).source.sheet == "few"


@pytest.mark.parametrize("sheets", [{"orders": ORDERS}, {"orders": ORDERS, "people": CUSTOMERS}])
def test_a_named_sheet_that_is_not_there(book, settings, sheets):
    error = error_of(opened, book(**sheets), "purchases", settings(sheets={"purchases": "Orders 2026"}))
    assert (error.code, error.fields["file"]) == ("E-SHEET-MISSING", "shop.xlsx")
    assert error.fields["sheet"] == "Orders 2026"
    assert error.fields["there"] == ", ".join(f'"{name}"' for name in sheets)
    others = '  # or "people"' if len(sheets) > 1 else ""
    assert error.said("ja").endswith('\nsheets: {purchases: "orders"}' + others)


def test_a_sheet_named_for_a_text_file_is_of_no_account(csv_file, settings):
    path = pathlib.Path(csv_file(f"{HEADER}\nA1,C1,2026-01-01,100\n"))
    assert opened(path, "purchases", settings(sheets={"purchases": "orders"})).source.kind == "csv"


@pytest.mark.parametrize(
    ("sheet", "code"), [(NOTES, "E-SHEET-ASK"), ([["2026-01-01", "100"], ["2026-01-02", "200"]], "E-SHEET-NONE")]
)
def test_sheets_without_a_known_column(book, settings, sheet, code):
    error = error_of(opened, book(some=sheet, more=sheet), "purchases", settings())
    assert (error.code, error.fields["file"]) == (code, "shop.xlsx")


def test_the_users_columns_find_the_header(csv_file, settings):
    path = pathlib.Path(csv_file("売上の一覧\n\n番号,客,日,計\nA1,C1,2026-01-01,100\n"))
    columns = {"order_id": "番号", "customer_id": "客", "ordered_at": "日", "amount": "計"}
    found = opened(path, "purchases", settings(columns={"purchases": columns}))
    assert (found.header.row, found.header.first_data) == (3, 2)


def test_the_encoding_that_the_user_names(csv_file, settings):
    path = pathlib.Path(csv_file("会員番号,rank\nC1,髙\n".encode("cp932")))
    assert opened(path, "customers", settings(encoding="cp932")).header.names == ("会員番号", "rank")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ",,\n"])
def test_a_file_without_a_header(csv_file, settings, content):
    error = error_of(opened, pathlib.Path(csv_file(content)), "purchases", settings())
    assert (error.code, error.fields["file"]) == ("E-FILE-EMPTY", "shop.csv")


@pytest.mark.parametrize("path", ["no_such_file.csv", "data/no_such_folder/a.csv"])
def test_a_missing_file(path, settings):
    error = error_of(opened, *files_of(path), "purchases", settings())
    assert (error.code, error.fields["file"]) == ("E-FILE-MISSING", path.rpartition("/")[2])


# What comes in


def test_a_header_alone(read):
    body, cells = read(f"{HEADER}\n")
    assert (body.row_numbers.tolist(), body.row_hashes.tolist(), body.aside, cells) == ([], [], {}, {})
    assert body.row_numbers.dtype == body.row_hashes.dtype == np.int64


def test_nothing_at_all():
    assert Body().row_numbers.tolist() == Body().row_hashes.tolist() == []


@each("text", ["007", "1e5", "NA", "null", "nan", "None", "", "True", " x ", "2026-04-01", "12,800", "🙂", 'a "b"'])
def test_cells_stay_text(read, text):
    quoted = '"' + text.replace('"', '""') + '"'
    assert read(f"{HEADER}\nA1,C1,{quoted},{quoted}\n")[1] == {2: ["A1", "C1", text, text]}


def test_rows_are_physical(read):
    content = f'The export\n\n{HEADER}\nA1,C1,"two\nlines",1\n\n,,,\nA2,C2,d,2\n'
    assert read(content)[1] == {4: ["A1", "C1", "two\nlines", "1"], 8: ["A2", "C2", "d", "2"]}


def test_ragged_rows_are_set_aside_never_shifted(read):
    body, cells = read(f"{HEADER}\nA1,C1,d\nA2,C2,d,2\nA3,C3,d,3,x\nA4\nA5,C5,d,5\nA6,C6,,\n")
    assert body.aside == {2: "ragged_row", 4: "ragged_row", 5: "ragged_row"}
    assert cells == {3: ["A2", "C2", "d", "2"], 6: ["A5", "C5", "d", "5"], 7: ["A6", "C6", "", ""]}


def test_rows_that_are_no_data_are_set_aside(read):
    body, cells = read(f"{HEADER}\nA1,C1,d,1\n{HEADER}\nA2,C2,d,2\n合計,,,3\n,,,\nTotal,,,3\n")
    assert body.aside == {3: "header_repeated", 5: "footer", 7: "footer"}
    assert list(cells) == [2, 4]


def test_what_only_begins_like_a_header_or_a_total_is_data(read):
    body, cells = read(f"{HEADER}\norder_id,C1,d,1\n合計金額表,C2,d,2\nA1,Total,d,3\n1,合計,d,4\n")
    assert (body.aside, list(cells)) == ({}, [2, 3, 4, 5])


def test_a_repeated_header_whose_name_looks_like_data(csv_file, settings):
    columns = {"order_id": "X1", "customer_id": "X2", "ordered_at": "X3", "amount": "X4"}
    path = pathlib.Path(csv_file("X1,X2,X3,X4\nA1,C1,d,1\nX1,X2,X3,X4\n"))
    body = Body()
    gather(opened(path, "purchases", settings(columns={"purchases": columns})), {}, 0, body)
    assert (body.aside, body.row_numbers.tolist()) == ({3: "header_repeated"}, [2])


def test_rows_of_a_second_file_are_numbered_apart(read):
    content = f"{HEADER}\nA1,C1,d,1\nA2\n"
    body, cells = read(content, f"\n{content}", content)
    assert list(cells) == [2, ROWS_APART + 3, 2 * ROWS_APART + 2]
    assert list(body.aside) == [3, ROWS_APART + 4, 2 * ROWS_APART + 3]


def test_equal_rows_have_equal_hashes(read):
    content = f"{HEADER}\nA1,C1,d,1\nA1,C1,d,2\nA1,C1,d,1\nA1,C1,d1,\n"
    hashes = read(content, content)[0].row_hashes.tolist()
    assert hashes[:4] == hashes[4:]
    assert hashes[0] == hashes[2]
    assert len(set(hashes)) == 3


def test_hashes_are_of_all_cells_of_the_file(csv_file, settings):
    path = pathlib.Path(csv_file(f"{HEADER},sku\nA1,C1,d,1,x\nA1,C1,d,1,y\n"))
    body = Body()
    gather(opened(path, "purchases", settings()), {}, 0, body)
    assert len(set(body.row_hashes.tolist())) == 2


@each("at_once", [1, 2, 3, 5, 7])
def test_records_are_taken_some_at_a_time(read, monkeypatch, at_once):
    content = f'{HEADER}\nA1\nA2,C2,"x\ny",2\n\nA3,C3,d,3\nTotal,,,9\nA4,C4,d,4\n' + "A5,C5,d,5\n" * 3
    whole, cells = read(content)
    monkeypatch.setattr(records_module, "RECORDS_AT_ONCE", at_once)
    monkeypatch.setattr(many_lines, "READ_AT_ONCE", 7 * at_once)
    body, again = read(content)
    assert again == cells and list(cells) == [3, 6, 8, 9, 10, 11]
    assert body.aside == whole.aside == {2: "ragged_row", 7: "footer"}
    assert body.row_hashes.tolist() == whole.row_hashes.tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_more_rows_than_are_taken_at_once(read, end):
    _, cells = read(end.join([HEADER, *(f"{row},é,d,1" for row in range(2, 9002))]))
    assert [cells[row][0] for row in range(2, 9002)] == [str(row) for row in range(2, 9002)]
    assert len(cells) == 9000


@given(st.lists(st.sampled_from(["whole", "blank", "short", "long", "header", "footer"]), max_size=12))
@example_settings(deadline=None, max_examples=60)
def test_no_row_is_lost(read, kinds):
    lines = {"whole": "A,C,d,1", "blank": ",,,", "short": "A,C", "long": "A,C,d,1,x", "header": HEADER,
             "footer": "合計,,,9"}  # fmt: skip
    reasons = {"short": "ragged_row", "long": "ragged_row", "header": "header_repeated", "footer": "footer"}
    kinds += ["whole"] * 12  # most rows tell how wide a row is
    body, cells = read("\n".join([HEADER, *(lines[kind] for kind in kinds)]) + "\n")
    assert list(cells) == [row for row, kind in enumerate(kinds, 2) if kind == "whole"]
    assert body.aside == {row: reasons[kind] for row, kind in enumerate(kinds, 2) if kind in reasons}


# Formulas without their results


def with_formulas(*uncached):
    """Purchases of a workbook whose cells at (row, position) hold no value."""
    records = [(1, ["Export"]), (2, NAMES), (3, ["A1", "C1", "d", "1"]), (4, ["A2", "C2", "d", ""])]
    source = Source("shop.xlsx", "xlsx", lambda: iter(records), sheet="orders", uncached=frozenset(uncached))
    return Opened(source, header(records, "purchases", {}, "shop.xlsx"))


@each("uncached", [(), [(1, 3)], [(2, 3)], [(4, 0), (3, 1)]])
def test_formulas_outside_of_the_cells_used_are_of_no_account(uncached):
    body = Body()
    gather(with_formulas(*uncached), {"amount": (3, Gathered(None, "text"))}, 0, body)
    assert body.row_numbers.tolist() == [3, 4]


def test_a_formula_without_its_result_stops():
    error = error_of(gather, with_formulas((4, 3), (3, 3), (3, 0)), {"amount": (3, Gathered(None, "text"))}, 0, Body())
    assert (error.code, error.fields) == ("E-FORMULA", {"file": "shop.xlsx", "row": 3, "column": "amount"})


# --- the currency that a file itself tells


@pytest.fixture
def currency(csv_file, settings):
    """Currency of a file of purchases with these amounts, or with these cells of two columns."""

    def code(*cells, header=HEADER, before="", **values):
        lines = [header, *(f'A{row},C1,2026-01-01,"{cell}"' for row, cell in enumerate(cells))]
        path = csv_file(before + "\n".join(lines).replace(";", '","') + "\n")
        return currency_of_file("purchases", settings(purchases=path, **values))

    return code


@each(
    ("amounts", "code"),
    [((), None), (("100",), None), (("", "無料"), None), (("¥100",), "JPY"), (("100円", "200"), "JPY"),
     (("7", "$5.00"), "USD"), (("€5", "€7"), "EUR"), (("$5", "€7"), None), (("CAD 5",), "CAD")],
)  # fmt: skip
def test_by_the_signs(amounts, code, currency):
    assert currency(*amounts) == code


@each(
    ("cells", "code"),
    [(("5;USD",), "USD"), (("5;usd ", "7;USD", "8;"), "USD"), (("5;USD", "7;EUR"), None), (("$5;USD", "$7;CAD"), "USD"),
     (("5;yen",), "JPY"), (("5;円", "5;JPY"), "JPY"), (("5;ドル", "5;$"), None), (("5;x",), None),
     (("¥5;yen",), "JPY"), (("€5;",), "EUR"), (("$5;CAD",), "CAD")],
)  # fmt: skip
def test_by_a_column_of_its_own(cells, code, currency):
    assert currency(*cells, header=f"{HEADER},currency") == code


def test_a_column_under_the_users_name(currency):
    columns = {"purchases": {"currency": "Geld"}}
    assert currency("5;USD", header=f"{HEADER},Geld", columns=columns) == "USD"


def test_rows_before_the_header_tell_nothing(currency):
    assert currency("5", "€7", before="Shop: €,all\n\n") == "EUR"


def test_headers_and_lines_above_tell(currency):
    header = HEADER.replace("amount", "amount ({})").format
    assert [currency("5", header=header(mark)) for mark in ("USD", "€", "円")] == ["USD", "EUR", "JPY"]
    assert currency("5", before="Currency: USD\n\n") == "USD"
    assert currency("5;GBP", header=header("USD") + ",currency") == "GBP"


def test_ragged_rows_tell_nothing(csv_file, settings):
    lines = ["A1,C1,2026-01-01,5", "A2,C2,2026-01-01,€7,x", "A3,C3", "A4,C4,2026-01-01,8"]
    path = csv_file("\n".join([HEADER, *lines, *lines[:1] * 4]))
    assert currency_of_file("purchases", settings(purchases=path)) is None


def test_only_the_first_rows_are_looked_at(currency):
    assert currency(*["€5"] * 40, *["$5"] * 50) == "EUR"


def test_a_sign_on_a_few_amounts_tells_nothing(currency):
    assert currency("5", "6", "€7") is None
    assert currency("5", "€6", "€7") == "EUR"


def test_a_folder_is_told_by_its_first_file(csv_file, settings, tmp_path):
    for name, sign in (("b.csv", "€"), ("a.csv", "$")):
        (tmp_path / name).write_text(f"{HEADER}\nA,C,2026-01-01,{sign}5\n", encoding="utf-8")
    assert currency_of_file("purchases", settings(purchases=str(tmp_path))) == "USD"


def test_a_file_that_can_not_be_read(csv_file, settings):
    with pytest.raises(KitError, match=r"^E-COLUMN-MISSING shop\.csv"):
        currency_of_file("purchases", settings(purchases=csv_file("order_id,memo\nA,x\n")))
