"""Worksheets spelt out in XML, as other programs than openpyxl write them."""

from zipfile import ZipFile

import pytest

from helpers.base.errors import KitError
from helpers.read.files.ooxml import xlsx_book
from helpers.read.files.workbooks import sheets
from tests.each import each

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0000000"/><numFmt numFmtId="165" formatCode="¥0"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="0" formatCode="0000"/></dxf></dxfs>'
)


@pytest.fixture
def xlsx(tmp_path):
    """Write a workbook around the rows of its one sheet; its path comes back."""

    def write(rows, *, strings="", settings="", after="", prolog="", folder="worksheets/", office=OFFICE):
        def relations(*kinds_and_targets):
            items = (f'<Relationship Id="r{n}" Type="{office}/{k}" Target="{t}"/>' for n, (k, t) in kinds_and_targets)
            return f'<Relationships xmlns="{PACKAGE}">{"".join(items)}</Relationships>'

        parts = {
            "_rels/.rels": relations((1, ("officeDocument", "xl/workbook.xml"))),
            "xl/_rels/workbook.xml.rels": relations(
                (1, ("worksheet", f"{folder}sheet1.xml")),
                (2, ("sharedStrings", "sharedStrings.xml")),
                (3, ("styles", "styles.xml")),
            ),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}<sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}'
            "</worksheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        }
        with ZipFile(tmp_path / "shop.xlsx", "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return tmp_path / "shop.xlsx"

    return write


def cells(path):
    (source,) = sheets(path, "xlsx")
    return [texts for _, texts in source.records()]


CALCULATED = '<calcPr fullCalcOnLoad="1"/>'


# --- texts -------------------------------------------------------------------------------------------


def test_texts_in_pieces_without_their_reading_aids(xlsx):
    aid = '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'
    strings = f"<si><t>東京</t>{aid}</si><si><r><t>A-</t></r><r><rPr><b/></rPr><t>01</t></r>{aid}</si><si><t/></si>"
    inline = f'<c t="inlineStr"><is><r><t>大</t></r><r><t>阪</t></r>{aid}</is></c>'
    row = (
        f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>{inline}</row>'
    )
    assert cells(xlsx(row, strings=strings)) == [["東京", "A-01", "", "大阪"]]


def test_white_space_and_escapes(xlsx):
    inline = '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
    assert cells(xlsx(f'<row r="1">{inline}<c r="B1" t="str"><v>a_x0041_&amp;</v></c></row>')) == [[" a ", "aA&"]]


def test_iso_dates(xlsx):
    row = (
        '<row r="1"><c r="A1" t="d"><v>2025-04-01T00:00:00</v></c><c r="B1" t="d"><v>2025-04-01T10:11:12Z</v></c></row>'
    )
    assert cells(xlsx(row)) == [["2025-04-01", "2025-04-01T10:11:12Z"]]


def test_cells_that_dont_say_where_they_are(xlsx):
    rows = '<row><c><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c><c t="e"><v>#REF!</v></c></row>'
    rows += '<row><c t="e"><v>#N/A</v></c></row>'
    assert cells(xlsx(rows)) == [["1", "", ""], ["", "2", "#REF!"], ["#N/A", "", ""]]


def test_numbers_that_are_none(xlsx):
    assert cells(xlsx('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>inf</v></c></row>')) == [["#NUM!", "#NUM!"]]
    assert cells(xlsx('<row r="1"><c r="A1"><v>-0</v></c></row>')) == [["0"]]


def test_values_that_are_no_number_have_no_currency(xlsx):
    row = '<c r="A1" s="2"><v>NaN</v></c><c r="B1" s="2" t="b"><v>1</v></c><c r="C1" s="2"><f>A1</f></c>'
    more = '<c r="D1" s="2" t="e"><v>#N/A</v></c><c r="E1" s="2"><f>A1</f><v>18</v></c><c r="F1" s="2"/>'
    assert cells(xlsx(f'<row r="1">{row}{more}</row>')) == [["#NUM!", "TRUE", "", "#N/A", "¥18"]]


def test_leading_zeros_come_from_styles_of_cells_alone(xlsx):
    row = '<c r="A1" s="1"><v>17</v></c><c r="B1" s="0"><v>17</v></c><c r="C1" s="1"><f>A1</f><v>18</v></c>'
    blank = '<c r="F1" s="1"/>'
    assert cells(xlsx(f'<row r="1">{row}{blank}</row>')) == [["0000017", "17", "0000018"]]


# --- ways to write the same --------------------------------------------------------------------------


def test_a_prefix_before_every_name(xlsx, tmp_path):
    row = '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    other = tmp_path / "other.xlsx"
    with ZipFile(xlsx("")) as archive, ZipFile(other, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, sheet if name.endswith("sheet1.xml") else archive.read(name))
    (source,) = sheets(other, "xlsx")
    assert (list(source.records()), source.uncached) == ([(1, ["5", ""])], {(1, 1)})


@pytest.mark.parametrize("folder", ["worksheets/", "/xl/worksheets/", "./worksheets/../worksheets/"])
def test_paths_of_parts(xlsx, folder):
    assert xlsx_book(xlsx('<row r="2"><c r="C2"><v>5</v></c></row>', folder=folder)).marks(0).rows == 2


def test_names_of_the_strict_form(xlsx):
    path = xlsx(
        '<row r="2"><c r="C2"><v>5</v></c></row>', office="http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    assert xlsx_book(path).marks(0).columns == 3


@pytest.mark.parametrize(("value", "is_1904"), [("1", True), ("true", True), ("0", False), ("false", False)])
def test_count_of_dates(xlsx, value, is_1904):
    assert xlsx_book(xlsx("", settings=f'<workbookPr date1904="{value}"/>')).epoch_1904 is is_1904


# --- formulas ----------------------------------------------------------------------------------------


@each(
    ("cell", "settings", "is_uncached"),
    [
        ('<c r="B1"><f>A1</f></c>', "", True),
        ('<c r="B1"><f>A1</f><v/></c>', "", True),
        ('<c r="B1"><f>A1</f><v></v></c>', "", True),
        ('<c r="B1"><f t="shared" si="0"/></c>', "", True),
        ('<c r="B1" t="str"><f>A1</f></c>', "", True),
        ('<c r="B1" t="e"><f>A1</f></c>', "", True),
        ('<c r="B1"><f>A1</f><v>0</v></c>', CALCULATED, True),
        ('<c r="B1"><f>A1</f><v>0.0</v></c>', CALCULATED, True),
        ('<c r="B1" t="str"><f>A1</f><v></v></c>', CALCULATED, True),
        ('<c r="B1"><f>A1</f><v>7</v></c>', "", False),
        ('<c r="B1"><f>A1</f><v>0</v></c>', "", False),
        ('<c r="B1" t="str"><f>A1</f><v></v></c>', "", False),  # a result that is an empty text
        ('<c r="B1" t="str"><f>A1</f><v>x</v></c>', "", False),
        ('<c r="B1"><f t="shared" si="0"/><v>7</v></c>', "", False),
        ('<c r="B1"><f>A1</f><v>7</v></c>', CALCULATED, False),
        ('<c r="B1"><v>0</v></c>', CALCULATED, False),
        ('<c r="B1" s="1"/>', "", False),
    ],
)
def test_formulas_without_a_result(xlsx, cell, settings, is_uncached):
    row = f'<row r="1"><c r="A1"><v>3</v></c>{cell}<c r="C1"><v>4</v></c></row>'
    path = xlsx(row, settings=settings)
    (source,) = sheets(path, "xlsx")
    assert source.uncached == ({(1, 1)} if is_uncached else set())
    assert not is_uncached or cells(path) == [["3", "", "4"]]


def test_a_result_belongs_to_its_own_cell_alone(xlsx):
    row = (
        '<c r="A1"><f>B1</f><v>7</v></c><c r="B1"><f>A1</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"/>'
    )
    path = xlsx(f'<row r="1">{row}</row>')
    assert xlsx_book(path).marks(0).uncached == {(1, 1)}
    assert cells(path) == [["7", "", "#DIV/0!"]]


# --- merged cells, errors ----------------------------------------------------------------------------


def test_the_last_merged_row(xlsx):
    after = '<mergeCells><mergeCell ref="A1:B7"/><mergeCell ref="$C$2:$AA$12"/><mergeCell ref="A3"/></mergeCells>'
    assert xlsx_book(xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', after=after)).marks(0).merged_until == 12


@each("error", ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])
def test_errors_as_texts(xlsx, error):
    assert cells(xlsx(f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>{error}</v></c></row>')) == [["1", error]]


def test_an_error_that_calamine_doesnt_know(xlsx):
    with pytest.raises(KitError, match=r"E-WORKBOOK-CELL shop\.xlsx row 3, column 28"):
        sheets(xlsx('<row r="3"><c r="AB3" t="e"><v>#CALC!</v></c></row>'), "xlsx")


@pytest.mark.parametrize("place", ["A4294967295", "ZZZZZZZ1", "XFD1048576"])
def test_cells_far_apart_stop_before_memory_runs_out(xlsx, place):
    with pytest.raises(KitError, match="E-WORKBOOK-AREA"):
        sheets(xlsx(f'<row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row>'), "xlsx")


@each(
    ("rows", "prolog"),
    [
        ('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', '<!DOCTYPE a [<!ENTITY b "x">]>'),
        ('<row r="1"><c r="A1" t="str"><v>b</v></c></row>', "<!DOCTYPE a>"),
        ('<row r="1"><c r="A1" t="str"><v><![CDATA[x<y]]></v></c></row>', ""),  # calamine would leave it blank
        ('<row r="1"><c r="A1"><v>cut', ""),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', ""),  # no such text
        ('<row r="one"><c><v>7</v></c></row>', ""),
    ],
)
def test_sheets_that_cant_be_trusted(xlsx, rows, prolog):
    with pytest.raises(KitError, match=r"E-WORKBOOK shop\.xlsx"):
        sheets(xlsx(rows, prolog=prolog), "xlsx")
