"""Workbooks spelt out in XML: no library among ours writes this format."""

from zipfile import ZipFile

import pytest

from helpers.base.errors import KitError
from helpers.read.files.opendocument import ods_book
from helpers.read.files.workbooks import sheets

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


@pytest.fixture
def ods(tmp_path):
    """Write a workbook around its tables; its path comes back."""

    def write(*tables, before="", protection=""):
        spaces = f'{SPACES} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
        with ZipFile(tmp_path / "shop.ods", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            entry = f'<m:file-entry m:full-path="content.xml" m:media-type="text/xml">{protection}</m:file-entry>'
            archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{MANIFEST}">{entry}</m:manifest>')
            archive.writestr(
                "content.xml",
                f"<office:document-content {spaces}><office:body><office:spreadsheet>{before}{''.join(tables)}"
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return tmp_path / "shop.ods"

    return write


def table(*rows, name="S"):
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def row(*cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def cell(attributes="", shown="", repeated=1):
    shown = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}" {attributes}>{shown}</table:table-cell>'


def text(shown, repeated=1):
    return cell('office:value-type="string"', shown, repeated)


def number(value):
    return cell(f'office:value-type="float" office:value="{value}"', "as shown")


ERROR = 'office:value-type="string" office:string-value=""'
FORMULA = 'table:formula="of:=[.A1]"'


def records(path):
    (source,) = sheets(path, "ods")
    return list(source.records())


def test_values(ods):
    cells = [
        text("山田"),
        text('a<text:s text:c="2"/>b'),
        number("9"),
        number("0.30000000000000004"),
        cell('office:value-type="date" office:date-value="2025-04-01"', "2025/4/1"),
        cell('office:value-type="date" office:date-value="2025-04-01T10:11:12"', "2025/4/1"),
        cell('office:value-type="time" office:time-value="PT30H05M00S"', "30:05"),
        cell('office:value-type="boolean" office:boolean-value="true"', "WAHR"),
        cell('office:value-type="currency" office:currency="JPY" office:value="12800"', "¥12,800"),
    ]
    shown = ["山田", "a  b", "9", "0.3", "2025-04-01", "2025-04-01 10:11:12", "PT30H05M00S", "TRUE", "12800"]
    assert records(ods(table(row(*cells)))) == [(1, shown)]


def test_a_note_isnt_part_of_the_value(ods):
    note = "<office:annotation><text:p>called back</text:p></office:annotation><text:p>v</text:p>"
    assert records(ods(table(row(f'<table:table-cell office:value-type="string">{note}</table:table-cell>')))) == [
        (1, ["v"])
    ]


def test_repeated_rows_and_cells_keep_their_places(ods):
    rows = [row(cell(repeated=2), text("id", 2)), row(cell(repeated=1024), repeated=3), row(text("7"), repeated=2)]
    path = ods(table(*rows, row(cell(repeated=1024), repeated=1_048_570)))
    assert records(path) == [(1, ["", "", "id", "id"]), (5, ["7", "", "", ""]), (6, ["7", "", "", ""])]


def test_errors(ods):
    known, by_name = f'{FORMULA} {ERROR} calcext:value-type="error"', f"{FORMULA} {ERROR}"
    empty_text = cell(f"{FORMULA} {ERROR}")
    as_number = cell(f'{FORMULA} office:value-type="float" office:value="0" calcext:value-type="error"', "Err:502")
    unnamed = cell(f'{FORMULA} office:value-type="float" office:value="0" calcext:value-type="error"')
    rows = [row(text("x"), cell(known, "#DIV/0!", 2), cell(by_name, "#N/A"), empty_text, text("y"), repeated=2)]
    shown = ["x", "#DIV/0!", "#DIV/0!", "#N/A", "", "y"]
    path = ods(table(*rows, row(as_number, unnamed)))
    assert records(path) == [(1, shown), (2, shown), (3, ["Err:502", "#VALUE!", "", "", "", ""])]


def test_formulas_without_a_result(ods):
    rows = [row(text("x")), row(cell(), cell(FORMULA, repeated=2), cell(f'{FORMULA} office:value-type="string"', "y"))]
    (source,) = sheets(ods(table(*rows)), "ods")
    assert source.uncached == {(2, 1), (2, 2)}
    assert list(source.records()) == [(1, ["x", "", "", ""]), (2, ["", "", "", "y"])]


def test_each_sheet_has_its_own_marks(ods):
    path = ods(table(row(text("x")), row(cell(FORMULA))), table(row(cell(FORMULA), number(1)), name="T"))
    first, second = sheets(path, "ods")
    assert (first.sheet, first.uncached) == ("S", {(2, 0)})
    assert (second.sheet, second.uncached) == ("T", {(1, 0)})


def test_merged_rows(ods):
    covered = "<table:covered-table-cell/>"
    merged = cell('office:value-type="float" office:value="300" table:number-rows-spanned="2"', "300")
    rows = [row(number(n), cell()) for n in (1, 2, 3)]
    (source,) = sheets(ods(table(*rows[1:], row(number(4), merged), row(number(5), covered))), "ods")
    assert source.warnings == ("W-MERGED",)  # rows 3 and 4
    assert [cells[1] for _, cells in source.records()] == ["", "", "300", ""]
    assert sheets(ods(table(row(number(4), merged), row(number(5), covered), *rows)), "ods")[0].warnings == ()


@pytest.mark.parametrize(("day", "is_1904"), [("1904-01-01", True), ("1899-12-30", False)])
def test_count_of_dates(ods, day, is_1904):
    before = f'<table:calculation-settings><table:null-date table:date-value="{day}"/></table:calculation-settings>'
    assert ods_book(ods(table(row(number(1))), before=before)).epoch_1904 is is_1904
    assert not ods_book(ods(table(row(number(1))))).epoch_1904


def test_encrypted(ods):
    with pytest.raises(KitError, match="E-ENCRYPTED"):
        sheets(ods(table(row(number(1))), protection="<m:encryption-data/>"), "ods")


@pytest.mark.parametrize(
    "far", [row(text("x", 16_384), repeated=1_048_576), row(cell(FORMULA, repeated=16_384), repeated=1_048_576)]
)
def test_cells_far_apart_stop_before_memory_runs_out(ods, far):
    with pytest.raises(KitError, match=r'E-WORKBOOK-AREA shop\.ods, sheet "S"'):
        sheets(ods(table(far)), "ods")


def test_damaged(ods):
    with pytest.raises(KitError, match=r"E-WORKBOOK shop\.ods"):
        sheets(ods("<table:table>"), "ods")


def test_hidden_rows_and_columns(ods):
    columns = (
        '<table:table-column/><table:table-column-group><table:table-column table:number-columns-repeated="2"'
        ' table:visibility="collapse"/></table:table-column-group><table:table-column/>'
    )
    rows = [
        row(text("id")),
        row(text("a"), repeated=2).replace("table-row ", 'table-row table:visibility="filter" ', 1),
        row(text("b")).replace("table-row ", 'table-row table:visibility="collapse" ', 1),
        row(text("c")).replace("table-row ", 'table-row table:visibility="visible" ', 1),
        row(cell(), repeated=99).replace("table-row ", 'table-row table:visibility="collapse" ', 1),
    ]
    first, second = sheets(ods(table(columns, *rows), table(row(text("id")), name="T")), "ods")
    assert (first.hidden_rows, first.hidden_columns) == ({2, 3, 4}, {1, 2})
    assert (second.hidden_rows, second.hidden_columns) == (set(), set())
