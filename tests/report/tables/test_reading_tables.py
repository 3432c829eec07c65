"""How files were read, in words: known exports, forms of file, columns, what was mended."""

import pytest

from helpers.report import tables

PLAIN = {
    "file": "answers.csv", "kind": "csv", "format": "", "encoding": "utf-8", "delimiter": ",", "sheet": "",
    "header_row": 1, "header_rows": 1, "columns": {"customer_id": "customer_id", "score": "Score"}, "notes": [],
}  # fmt: skip


def account(*readings, **parts):
    return {"read_as": [PLAIN | reading for reading in readings or ({},)], "fixed": {}, **parts}


def rows(grid):
    return grid.rows.to_numpy().tolist()


def read(words, *readings):
    """Columns after the table's name of the lines on some files of answers."""
    return [row[1:] for row in rows(tables.readings_table({"responses": account(*readings)}, words))]


def test_a_plain_file_takes_one_line_and_nothing_else(english):
    accounts = {"responses": account()}
    assert rows(tables.readings_table(accounts, english)) == [["Answers", "answers.csv", "plain table", "CSV · UTF-8"]]
    assert tables.columns_table(accounts, english) is None and tables.fixes_table(accounts, english) is None


def test_no_file_needs_no_table(english):
    assert tables.readings_table({}, english) is None


def test_a_known_export_is_named_with_its_header_rows(english):
    (line,) = read(english, {"format": "qualtrics", "header_rows": 3})
    assert line[1] == "Qualtrics export, 3 header rows"


def test_a_header_further_down_is_told(words):
    assert read(words, {"header_row": 2})[0][1] == words.say("read_from", form=words.say("read_plain"), row=2)
    (line,) = read(words, {"header_row": 4, "header_rows": 2})
    inner = words.say("read_from", form=words.say("read_plain"), row=4)
    assert line[1] == words.say("read_rows", form=inner, rows=2)


@pytest.mark.parametrize(
    ("reading", "form"),
    [
        ({"encoding": "cp932"}, "CSV · CP932 (Shift_JIS)"),
        ({"encoding": "euc_jp", "delimiter": ";"}, "CSV ( ; ) · EUC-JP"),
        ({"encoding": "utf-8-sig", "delimiter": "\t"}, "TSV · UTF-8 (BOM)"),
        ({"kind": "xlsx", "encoding": "", "delimiter": "", "sheet": "<b>"}, "Excel (xlsx) · sheet “<b>”"),
        ({"kind": "parquet", "encoding": "", "delimiter": ""}, "Parquet"),
    ],
)
def test_the_form_of_a_file(english, reading, form):
    assert read(english, reading)[0][2] == form


def test_files_of_one_table_that_are_alike_share_a_line(english):
    months = [{"file": f"{month:02}.csv"} for month in range(1, 13)]
    odd = {"file": "13.csv", "encoding": "cp932"}
    assert [line[0] for line in read(english, *months, odd, {"file": "14.csv"})] == [
        "01.csv … 12.csv (12)", "13.csv", "14.csv"
    ]  # fmt: skip


def test_headers_that_differ_from_the_column_are_listed_in_the_columns_order(english):
    headers = {"score": "Q1", "customer_id": "会員番号", "responded_at": "Responded At"}
    grid = tables.columns_table({"responses": account({"columns": headers})}, english)
    assert rows(grid) == [["Answers", "customer_id", "会員番号"], ["Answers", "score", "Q1"]]


def test_long_headers_are_cut(english):
    grid = tables.columns_table({"responses": account({"columns": {"score": "x" * 61}})}, english)
    assert rows(grid)[0][2] == "x" * 60 + "…"


def test_what_was_mended_stands_under_the_files_header(words):
    fixed = {"score: full_width": 1200, "customer_id: apostrophe": 3}
    grid = tables.fixes_table({"responses": account({"columns": {"score": "点数"}}, fixed=fixed)}, words)
    assert [row[1:] for row in rows(grid)] == [
        ["点数", words.say("fixed_full_width"), "1,200"],
        ["customer_id", words.say("fixed_apostrophe"), "3"],
    ]
