"""CSV and workbooks for Excel: what somebody typed stays text."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openpyxl import load_workbook

from helpers.base.spreadsheets import harmless, read_workbook, write_csv, write_workbook

FORMULAS = ["=HYPERLINK(1)", "+1+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1"]


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_table_is_written_as_it_is(tmp_path):
    path = write_csv(pd.DataFrame({"a": [1, -2], "b": [0.5, -0.25], "c": ["x", "店 ¥"]}), tmp_path / "new" / "t.csv")
    assert path.read_bytes() == "\ufeffa,b,c\r\n1,0.5,x\r\n-2,-0.25,店 ¥\r\n".encode()


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised_in_cells_and_in_heads(tmp_path, text):
    path = write_csv(pd.DataFrame({text: [text, "fine"]}), tmp_path / "t.csv")
    assert cells(path) == [[f"'{text}"], [f"'{text}"], ["fine"]]


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.none(), st.booleans()))
@examples(deadline=None, max_examples=50)
def test_what_is_no_text_is_left_alone(value):
    assert harmless(value) is value


@given(st.text())
@examples(deadline=None, max_examples=100)
def test_no_text_begins_a_formula(text):
    safe = harmless(text)
    assert safe[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"} and safe.removeprefix("'") in (
        text,
        text.removeprefix("'"),
    )


@pytest.mark.parametrize("text", ["a\r=1+1", "a\n=1+1", "a\r\n=1+1", 'a",\n=1+1'])
def test_a_line_break_inside_a_text_begins_no_row(tmp_path, text):
    path = write_csv(pd.DataFrame({"a": [text, "b"], "n": [1, 2]}), tmp_path / "t.csv")
    assert cells(path) == [["a", "n"], [text, "1"], ["b", "2"]]


def test_an_empty_table_keeps_its_heads(tmp_path):
    assert cells(write_csv(pd.DataFrame(columns=["a", "b"]), tmp_path / "t.csv")) == [["a", "b"]]


def test_a_workbook_holds_texts_and_figures_and_no_formula(tmp_path):
    table = pd.DataFrame({"id": ["0012", "=1+1"], "n": pd.array([3, None], dtype="Int64"), "x": [0.5, float("nan")]})
    path = write_workbook(table.assign(day="2026-04-01"), tmp_path / "new" / "t.xlsx")
    rows = [[(cell.value, cell.data_type) for cell in row] for row in load_workbook(path).active.iter_rows()]
    assert [value for value, _ in rows[1]] == ["0012", 3, 0.5, "2026-04-01"]
    assert rows[2][0] == ("'=1+1", "s") and rows[2][1][0] is None and rows[2][2][0] is None
    assert "f" not in {kind for row in rows for _, kind in row}
    content = path.read_bytes()
    assert write_workbook(read_workbook(path), tmp_path / "again.xlsx").read_bytes() == content


@pytest.mark.parametrize("text", [*FORMULAS, '=HYPERLINK("https://x.example","see")', "https://x.example"])
def test_no_text_of_a_workbook_runs(tmp_path, text):
    sheet = load_workbook(write_workbook(pd.DataFrame({text: [text]}), tmp_path / "t.xlsx")).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert not any(cell.value[:1] in "=+-@" for cell in cells)


def test_further_sheets_stand_behind_the_first(tmp_path):
    first, second = pd.DataFrame({"a": ["1"]}), pd.DataFrame({"=b": ["=2"]})
    path = write_workbook(first, tmp_path / "t.xlsx", {"説明": second})
    assert load_workbook(path).sheetnames[1:] == ["説明"] and load_workbook(path)["説明"]["A2"].value == "'=2"
    pd.testing.assert_frame_equal(read_workbook(path), first.astype(object), check_column_type=False)


def test_a_text_longer_than_excel_takes_is_cut(tmp_path):
    (cell,) = read_workbook(write_workbook(pd.DataFrame({"a": ["x" * 40_000]}), tmp_path / "t.xlsx"))["a"]
    assert len(cell) == 32_767
