"""The tables of a page as a workbook, read by openpyxl."""

import zipfile
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from helpers.report.page import workbook
from helpers.report.page.page_tables import page_tables
from helpers.report.page.workbook import sheet_names, tables_book
from helpers.report.parts import Grid
from tests.each import each

SHOWN = {"Segment": ["P & D", "=1+1"], "Mean": ["¥1,500", "—"], "NPS": ["+20", "+10 … +30"]}
PLAIN = Grid(pd.DataFrame(SHOWN), "<Caption>")
GROUPED = Grid(pd.DataFrame({"A": ["one", "one", "two"], "B": ["x", "y", "z"], "C": ["1", "2", "3"]}), "", 2)
HTML = f"""<h1>Page</h1><h2>Part</h2><h3 id="x">What &amp; why?</h3>{PLAIN._repr_html_()}<p>Text</p>
<table class="reports"><tr><td>none of ours</td></tr></table><h3>後</h3>{GROUPED._repr_html_()}"""


def cells(sheet):
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


@pytest.fixture
def book(settings):
    """Opener of the workbook of a page."""

    def opened(html=HTML, **changes):
        return openpyxl.load_workbook(BytesIO(tables_book(html, settings(report_name="tea", **changes))))

    return opened


def test_tables_are_read_from_the_page_with_the_names_of_groups_in_each_row():
    plain, grouped = page_tables(HTML)
    assert (plain.section, plain.caption, grouped.section, grouped.caption) == ("What & why?", "<Caption>", "後", "")
    assert [[cell.text for cell in row] for row in grouped.rows] == [list("ABC"), ["one", "x", "1"], ["one", "y", "2"],
                                                                    ["two", "z", "3"]]  # fmt: skip
    assert [cell.is_figure for cell in plain.rows[1]] == [False, True, True]


def test_the_first_sheet_lists_the_others(book):
    found = book(note="Simulated.", shop_name="Tea shop")
    assert found.sheetnames == ["Tables", "1 What & why", "2 後"]
    assert cells(found["Tables"]) == [
        ["Report", "tea"], ["Shop", "Tea shop"], ["As of", "2026-04-01"], ["Note", "Simulated."], [],
        ["Sheet", "Section of the report", "Table"], ["1 What & why", "What & why?", "<Caption>"], ["2 後", "後"],
    ]  # fmt: skip
    japanese = book(language="ja")
    assert japanese.sheetnames[0] == "表の一覧" and cells(japanese["表の一覧"])[0] == ["レポート", "tea"]
    assert book("<p>No table</p>").sheetnames == ["Tables"]


def test_a_sheet_holds_its_table_as_shown(book):
    sheet = book(note="Simulated.")["1 What & why"]
    assert cells(sheet) == [
        ["What & why?"], ["<Caption>"], ["Simulated."], [], ["Segment", "Mean", "NPS"], ["P & D", 1500, 20],
        ["'=1+1", "—", "+10 … +30"],
    ]  # fmt: skip
    assert (sheet["B6"].number_format, sheet["C6"].number_format) == ('"¥"#,##0;"−¥"#,##0', '"+"#,##0;"−"#,##0')
    assert sheet["B7"].alignment.horizontal == "right" and sheet.freeze_panes == "A6"


@each("text", ["=1+1", "+1+cmd|x!A1", "-1", "@SUM(1)", "+20 (=1)", "http://x.jp", "mailto:x", "{=1}", "1" * 400])
def test_nothing_runs(settings, text):
    """In no column: a text stays one, and begins so that it is none of a formula where it is typed in again."""
    html = Grid(pd.DataFrame({text: [text], "n": [text]}), text)._repr_html_()
    made = tables_book(f"<h2>{text}</h2>{html}", settings(report_name="tea", note=text))
    with zipfile.ZipFile(BytesIO(made)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        assert not [name for name in parts.namelist() if "_rels/sheet" in name]
    assert len(sheets) == 2 and not [sheet for sheet in sheets if "<f>" in sheet or "hyperlink" in sheet]
    found = openpyxl.load_workbook(BytesIO(made)).worksheets
    texts = {cell.value for sheet in found for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert not [one for one in texts if one.startswith(("=", "+", "-", "@"))]


def test_the_same_page_makes_the_same_bytes(settings, monkeypatch):
    first = tables_book(HTML, settings())
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").decode().count("2000-01-01T00:00:00Z") == 2
        assert "<dc:creator></dc:creator>" in parts.read("docProps/core.xml").decode()
    assert tables_book(HTML, settings()) == first
    assert tables_book(HTML.replace("1,500", "1,501"), settings()) != first


@each(
    ("section", "name"),
    [
        ("", "1"),
        ("a" * 40, "1 " + "a" * 29),
        ("Where do people get lost on the way?", "1 Where do people get lost on"),
        ("顧客1人の価値は、" * 4, "1 顧客1人の価値は、顧客1人の価値は、顧客1人の価値は、顧客"),
        ("'a[b]c:d*e?f/g\\h'", "1 a b c d e f g h"),
        ("ends with 'quotes'", "1 ends with quotes"),
    ],
)
def test_names_of_sheets(section, name):
    assert sheet_names([section, section])[0] == name and len(name) <= workbook._LONGEST
    assert sheet_names([section, section])[1] == "2" + name[1:]
