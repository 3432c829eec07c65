import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from helpers.base.errors import KitError
from helpers.read.files.workbooks import sheets
from tests.each import each


@pytest.fixture(scope="module")
def xlsx(tmp_path_factory):
    """Write a workbook of one sheet, its cells by their names in Excel, (value, number format) or a value alone."""
    folder = tmp_path_factory.mktemp("workbooks")

    def write(cells, change=lambda book, sheet: None, name="shop.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        for place, value in cells.items():
            sheet[place], sheet[place].number_format = value if isinstance(value, tuple) else (value, "General")
        change(book, sheet)
        book.save(folder / name)
        return folder / name

    return write


def records(path, kind="xlsx"):
    (source,) = sheets(path, kind)
    return list(source.records())


def first_row(path, kind="xlsx"):
    return records(path, kind)[0][1]


def letters(column):
    return openpyxl.utils.get_column_letter(column)


# --- trivial -----------------------------------------------------------------------------------------


def test_a_table(xlsx):
    (source,) = sheets(xlsx({"A1": "customer_id", "B1": "score", "A2": "0012", "B2": 9}), "xlsx")
    assert (source.file, source.kind, source.sheet) == ("shop.xlsx", "xlsx", "Sheet")
    assert (source.encoding, source.delimiter, source.epoch_1904, source.warnings) == ("", "", False, ())
    assert not source.uncached
    assert list(source.records()) == [(1, ["customer_id", "score"]), (2, ["0012", "9"])]


def test_every_call_is_a_fresh_pass(xlsx):
    (source,) = sheets(xlsx({"A1": "id", "A2": "7"}), "xlsx")
    assert list(source.records()) == list(source.records()) == [(1, ["id"]), (2, ["7"])]


def test_a_workbook_with_macros_is_one_of_the_same_kind(xlsx):
    assert [source.kind for source in sheets(xlsx({"A1": "id"}), "xlsm")] == ["xlsx"]


def test_the_name_of_the_file_says_nothing(xlsx):
    path = xlsx({"A1": "id"}, name="named.xlsx")
    assert records(path.rename(path.with_name("注文 2025.xls"))) == [(1, ["id"])]


# --- values ------------------------------------------------------------------------------------------


@each(
    ("value", "text"),
    [
        (9, "9"),
        (9.0, "9"),
        (-3, "-3"),
        (0, "0"),
        (8.5, "8.5"),
        (1234.5, "1234.5"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (123456789012, "123456789012"),
        (999999999999999, "999999999999999"),
        (10**15, "1E+15"),
        (123456789012345678, "1.23456789012346E+17"),
        (-(10**15), "-1E+15"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("007", "007"),
        ("'007", "'007"),
        ("NA", "NA"),
        (" a b　", " a b　"),
        ("一\n二", "一\n二"),
        ("#N/A", "#N/A"),
        ("#DIV/0!", "#DIV/0!"),
        ("髙橋 𠮷", "髙橋 𠮷"),
    ],
)
def test_cells_as_text(xlsx, value, text):
    assert first_row(xlsx({"A1": "x", "B1": value})) == ["x", text]


@each(
    ("value", "number_format", "text"),
    [
        (dt.datetime.fromisoformat("2025-04-01"), "yyyy/m/d", "2025-04-01"),
        (dt.datetime.fromisoformat("2025-04-01T09:05:07"), "yyyy/m/d h:mm", "2025-04-01 09:05:07"),
        (dt.date(2025, 4, 1), '[$-411]ggge"年"m"月"d"日"', "2025-04-01"),
        (45748, 'yyyy"年"m"月"d"日"', "2025-04-01"),
        (45748.0 + 1 / 3, "m/d/yyyy h:mm AM/PM", "2025-04-01 08:00:00"),
        (45747.999999999, "yyyy-mm-dd hh:mm", "2025-04-01"),  # 0.09 ms before midnight
        (45748.00000001, "yyyy-mm-dd hh:mm", "2025-04-01"),
        (45748.0 + 0.25 / 86400, "yyyy-mm-dd hh:mm:ss.000", "2025-04-01 00:00:00.250000"),
        (2958465.99999999, "yyyy-mm-dd", "9999-12-31 23:59:59.999000"),
        (45748, "General", "45748"),
        (dt.time(9, 5), "h:mm", "09:05:00"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "PT30H5M0S"),
        (0, "yyyy-mm-dd", "00:00:00"),  # 1900-01-00: no day
        (17, "00000", "00017"),
        (17.0, "00000", "00017"),
        (0, "000", "000"),
        (123456, "00000", "123456"),
        (17.5, "00000", "17.5"),
        (-17, "00000", "-17"),
        (True, "00000", "TRUE"),
        ("17", "00000", "17"),
        (17, "0", "17"),
        (17, "0.00", "17"),
        (17, '"C"00000', "17"),
        (12800, '"¥"#,##0', "¥12800"),
        (1149.5, "[$$-409]#,##0.00", "$1149.5"),
        (-1149.5, "[$€-407]#,##0.00;[Red]-[$€-407]#,##0.00", "-€1149.5"),
        (1200, '#,##0 "円"', "1200円"),
        (True, "¥#,##0", "TRUE"),
        ("1200", "¥#,##0", "1200"),
        (45748, '[$¥-411]yyyy"年"', "2025-04-01"),
        (0.15, "0%", "0.15"),
    ],
)
def test_cells_with_a_format(xlsx, value, number_format, text):
    assert first_row(xlsx({"A1": "x", "C1": (value, number_format)})) == ["x", "", text]


def test_a_currency_of_an_old_workbook(xls):
    path = xls((0, 0, 1149.5, "[$$-409]#,##0.00"), (0, 1, 1200, '#,##0"円"'), (0, 2, 17, "00000"), (0, 3, 5, "0"))
    assert first_row(path, "xls") == ["$1149.5", "1200円", "00017", "5"]


def test_formats_left_of_all_values_change_nothing(xlsx):
    assert first_row(xlsx({"A1": (None, "¥#,##0"), "B1": "x", "C1": (7, "¥#,##0")})) == ["", "x", "¥7"]


def test_moments_from_1904(xlsx):
    def change(book, _):
        book.epoch = CALENDAR_MAC_1904

    path = xlsx({"A1": (44286 + 10 / 24, "yyyy-mm-dd h:mm"), "B1": 44286}, change)
    assert first_row(path) == ["2025-04-01 10:00:00", "44286"]
    assert sheets(path, "xlsx")[0].epoch_1904


# --- where cells stand -------------------------------------------------------------------------------


def test_rows_and_columns_are_those_of_the_sheet(xlsx):
    path = xlsx({"C3": "id", "D3": "score", "C6": "a", "E6": 9})
    assert records(path) == [(3, ["", "", "id", "score", ""]), (6, ["", "", "a", "", "9"])]


def test_styles_far_off_hold_nothing(xlsx):
    def change(_, sheet):
        sheet["XFD1048576"].font = Font(bold=True)

    assert records(xlsx({"A1": "id", "A2": "7"}, change)) == [(1, ["id"]), (2, ["7"])]


def test_a_value_far_off_stops_before_memory_runs_out(xlsx):
    with pytest.raises(KitError, match=r'E-WORKBOOK-AREA shop.xlsx, sheet "Sheet": .* row 1048576 and column 16384'):
        sheets(xlsx({"A1": "id", "XFD1048576": "x"}), "xlsx")


def test_quoted_and_wrapped_cells(xlsx):
    def change(_, sheet):
        sheet["A1"].quotePrefix = True
        sheet["A1"].alignment = Alignment(wrap_text=True)

    assert first_row(xlsx({"A1": "007"}, change)) == ["007"]


# --- sheets ------------------------------------------------------------------------------------------


def add_sheets(**states):
    def change(book, _):
        for title, state in states.items():
            sheet = book.create_sheet(title)
            sheet["A1"], sheet.sheet_state = title, state

    return change


def test_visible_sheets_in_their_order(xlsx):
    path = xlsx({"A1": "id"}, add_sheets(a="hidden", 注文="visible", c="veryHidden"))
    assert [(source.sheet, list(source.records())) for source in sheets(path, "xlsx")] == [
        ("Sheet", [(1, ["id"])]),
        ("注文", [(1, ["注文"])]),
    ]


def test_hidden_sheets_where_nothing_else_is_filled(xlsx):
    assert [source.sheet for source in sheets(xlsx({}, add_sheets(a="hidden", b="veryHidden")), "xlsx")] == ["a", "b"]


def test_sheets_of_charts_alone_are_passed_over(xlsx):
    def change(book, _):
        book.create_chartsheet("chart", 0)
        book.create_sheet("empty", 1)

    assert [source.sheet for source in sheets(xlsx({"A1": "id"}, change), "xlsx")] == ["Sheet"]


def test_an_empty_workbook(xlsx):
    with pytest.raises(KitError, match="E-FILE-EMPTY"):
        sheets(xlsx({}), "xlsx")


# --- formulas and merged cells -----------------------------------------------------------------------


def test_formulas_that_were_never_calculated(xlsx):
    path = xlsx({"A1": "id", "B1": "amount", "A2": "7", "B2": "=1+1", "B4": "=B2", "D5": "=B2"})
    (source,) = sheets(path, "xlsx")
    assert source.uncached == {(2, 1), (4, 1), (5, 3)}
    assert list(source.records()) == [
        (1, ["id", "amount", "", ""]),
        (2, ["7", "", "", ""]),
        (4, ["", "", "", ""]),
        (5, ["", "", "", ""]),
    ]


def test_a_sheet_of_formulas_alone_isnt_empty(xlsx):
    (source,) = sheets(xlsx({"B2": "=1+1"}), "xlsx")
    assert (source.uncached, list(source.records())) == ({(2, 1)}, [(2, ["", ""])])


TABLE = {f"A{row}": row for row in (1, 3, 4, 5, 6)}


@each(
    ("merged", "warnings"),
    [("B1:C1", ()), ("B1:B4", ()), ("B1:B5", ("W-MERGED",)), ("B5:C5", ("W-MERGED",)), ("B5:B6", ("W-MERGED",))],
)
def test_merged_cells_below_the_third_filled_row(xlsx, merged, warnings):
    first = merged.partition(":")[0]
    (source,) = sheets(xlsx(TABLE | {first: 300}, lambda _, sheet: sheet.merge_cells(merged)), "xlsx")
    assert source.warnings == warnings
    assert sum(cells.count("300") for _, cells in source.records()) == 1  # never filled


# --- .xls --------------------------------------------------------------------------------------------


@pytest.fixture
def xls(tmp_path):
    """Write an .xls workbook of one sheet: (row, column from 0, value, number format)."""

    def write(*cells, is_1904=False, change=lambda book, sheet: None):
        book = xlwt.Workbook()
        book.dates_1904 = is_1904
        sheet = book.add_sheet("注文")
        for row, column, value, number_format in cells:
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=number_format))
        change(book, sheet)
        book.save(str(tmp_path / "shop.xls"))
        return tmp_path / "shop.xls"

    return write


@pytest.mark.parametrize("is_1904", [False, True])
def test_an_old_workbook(xls, is_1904):
    moment = dt.datetime.fromisoformat("2025-04-01T10:11:12")
    path = xls(
        (2, 1, "山田", "General"), (2, 2, moment, "yyyy-mm-dd hh:mm:ss"), (4, 1, 8.5, "General"), is_1904=is_1904
    )
    (source,) = sheets(path, "xls")
    assert (source.kind, source.sheet, source.epoch_1904) == ("xls", "注文", is_1904)
    assert list(source.records()) == [(3, ["", "山田", "2025-04-01 10:11:12"]), (5, ["", "8.5", ""])]


def test_merged_rows_of_an_old_workbook(xls):
    rows = [(row, 0, row, "General") for row in range(6)]
    (source,) = sheets(xls(*rows, change=lambda _, sheet: sheet.write_merge(3, 5, 1, 1, "x")), "xls")
    assert source.warnings == ("W-MERGED",)


# --- properties --------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    lambda text: text[0] != "=" and "_x" not in text and not text.isspace() and not {"￾", "￿"} & set(text)
)
NUMBERS = st.decimals(-(10**9), 10**9, places=4)  # at most 14 digits


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(TEXTS | NUMBERS | st.just(""), min_size=3, max_size=3), min_size=1, max_size=6), st.data())
def test_what_openpyxl_writes_comes_back(xlsx, table, data):
    top, left = data.draw(st.integers(1, 9)), data.draw(st.integers(0, 5))
    cells = {
        f"{letters(left + column)}{top + row}": float(value) if isinstance(value, Decimal) else value
        for row, values in enumerate(table)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    shown = [(top + row, [""] * left + [_shown(value) for value in values]) for row, values in enumerate(table)]
    filled = [(row, texts) for row, texts in shown if any(texts)]
    columns = max((column + 1 for _, texts in filled for column, text in enumerate(texts) if text), default=0)
    if filled:
        assert records(xlsx(cells)) == [(row, texts[:columns]) for row, texts in filled]


def _shown(value):
    """A decimal with all its digits, without zeros at its end."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# --- errors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("content", [b"", b"id,score\n7,9\n", b"PK\x03\x04 and no more"])
def test_what_is_no_workbook(tmp_path, kind, content):
    (tmp_path / "shop.bin").write_bytes(content)
    with pytest.raises(KitError, match=r"E-WORKBOOK shop.bin: .* save it again") as caught:
        sheets(tmp_path / "shop.bin", kind)
    assert "壊れて" in caught.value.said("ja")


def test_a_cut_workbook(xlsx, tmp_path):
    whole = xlsx({"A1": "id"}).read_bytes()
    for length in range(100, len(whole), 300):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        with pytest.raises(KitError, match=r"E-WORKBOOK cut\.xlsx"):
            sheets(tmp_path / "cut.xlsx", "xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_no_such_file(tmp_path, kind):
    with pytest.raises(FileNotFoundError):  # said by who looks for files
        sheets(tmp_path / "shop.bin", kind)


# --- what is hidden ----------------------------------------------------------------------------------


def hidden(source):
    return sorted(source.hidden_rows), sorted(source.hidden_columns), source.warnings


def test_hidden_rows_columns_and_sheets(xlsx):
    def change(book, sheet):
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["C"].width = 3
        add_sheets(old="veryHidden", b="visible")(book, sheet)

    first, second = sheets(xlsx({f"{letter}{row}": "x" for letter in "ABC" for row in range(1, 6)}, change), "xlsx")
    assert hidden(first) == ([2, 3], [1], ("W-HIDDEN-SHEET",))
    assert hidden(second) == ([], [], ("W-HIDDEN-SHEET",))
    (alone,) = sheets(xlsx({}, add_sheets(a="hidden")), "xlsx")
    assert alone.warnings == ("W-HIDDEN-SHEET-READ",)
    assert hidden(sheets(xlsx({"A1": "x"}), "xlsx")[0]) == ([], [], ())


def test_what_an_old_workbook_hides(xls):
    def change(book, sheet):
        sheet.row(1).hidden = sheet.col(2).hidden = True
        book.add_sheet("old").visibility = 1

    (source,) = sheets(xls(*[(row, 0, row, "General") for row in range(3)], change=change), "xls")
    assert hidden(source) == ([2], [2], ("W-HIDDEN-SHEET",))
