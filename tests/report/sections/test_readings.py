"""How files were read, in words: known exports, forms of file, columns, the amount, what was mended, warnings."""

import pytest

from helpers.read.columns.formats import FORMATS
from helpers.report import sections
from helpers.report.sections.readings import amount_basis, warnings
from tests.report.seen import lines, seen

PLAIN = {
    "file": "answers.csv", "kind": "csv", "format": "", "encoding": "utf-8", "delimiter": ",", "sheet": "",
    "header_row": 1, "header_rows": 1, "columns": {"customer_id": "customer_id", "score": "Score"}, "notes": [],
    "not_used": [], "proposed": {},
}  # fmt: skip
SHOPS = [key for key, known in FORMATS.items() if known.table == "purchases"]


def account(*readings, **parts):
    return {"read_as": [PLAIN | reading for reading in readings or ({},)], "fixed": {}, "warnings": [], **parts}


def purchases(header="amount", form="", notes=(), **parts):
    return {"purchases": account({"format": form, "columns": {"amount": header}, "notes": notes}, **parts)}


def answers(*readings, **parts):
    return {"responses": account(*readings, **parts)}


@pytest.fixture
def tables(english_report):
    """Tables that are seen of accounts."""
    return lambda accounts: [lines(grid) for grid in seen(sections.readings(accounts), english_report()).tables]


def test_a_plain_file_takes_one_line_and_nothing_else(tables):
    assert tables(answers()) == [[["Answers", "answers.csv", "plain table", "CSV · UTF-8"]]]


def test_no_file_needs_no_table(report):
    assert seen(sections.readings({}), report).parts == []


def test_a_known_export_is_named_with_its_header_rows(tables):
    ((line,),) = tables(answers({"format": "qualtrics", "header_rows": 3}))
    assert line[2] == "Qualtrics export, 3 header rows"


@pytest.mark.parametrize("rows", [1, 2])
def test_a_header_further_down_is_told(report, rows):
    (grid,) = seen(sections.readings(answers({"header_row": 4, "header_rows": rows})), report).tables
    inner = report.say("read_from", form=report.say("read_plain"), row=4)
    assert lines(grid)[0][2] == (report.say("read_rows", form=inner, rows=2) if rows > 1 else inner)


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
def test_the_form_of_a_file(tables, reading, form):
    assert tables(answers(reading))[0][0][3] == form


def test_files_of_one_table_that_are_alike_share_a_line(tables):
    months = [{"file": f"{month:02}.csv"} for month in range(1, 13)]
    (rows,) = tables(answers(*months, {"file": "13.csv", "encoding": "cp932"}, {"file": "14.csv"}))
    assert [row[1] for row in rows] == ["01.csv … 12.csv (12)", "13.csv", "14.csv"]


def test_headers_that_differ_from_the_column_are_listed_in_the_columns_order(tables):
    headers = {"score": "Q1", "customer_id": "会員番号", "responded_at": "Responded At"}
    assert tables(answers({"columns": headers}))[1] == [
        ["Answers", "customer_id", "会員番号"],
        ["Answers", "score", "Q1"],
    ]


def test_long_headers_are_cut(tables):
    assert tables(answers({"columns": {"score": "x" * 61}}))[1][0][2] == "x" * 60 + "…"


def test_what_was_mended_stands_under_the_files_header(report):
    fixed = {"score: full_width": 1200, "customer_id: apostrophe": 3}
    *_, grid = seen(sections.readings(answers({"columns": {"score": "点数"}}, fixed=fixed)), report).tables
    assert [row[1:] for row in lines(grid)] == [
        ["点数", report.say("fixed_full_width"), "1,200"],
        ["customer_id", report.say("fixed_apostrophe"), "3"],
    ]


def test_names_in_a_file_that_are_a_dash_hide_nothing(english_report):
    accounts = answers({"file": "—", "columns": {"score": "—"}}, fixed={"score: full_width": 1})
    for grid in seen(sections.readings(accounts), english_report()).tables:
        assert "—" in repr(grid) and english_report().say("few_note") not in grid.caption


def test_a_column_called_amount_needs_no_word(report):
    assert seen(sections.readings(purchases("Amount")), report).sentences == []


def test_another_name_is_told_and_the_users_word_as_such(english_report):
    for report, key in (
        (english_report(), "amount_found"),
        (english_report(columns={"purchases": {"amount": "小計"}}), "amount_named"),
    ):
        assert seen(sections.readings(purchases("小計")), report).sentences == [report.say(key, header="小計")]


@pytest.mark.parametrize("key", SHOPS)
def test_a_known_shops_note_and_basis_are_its_own(report, key):
    known = FORMATS[key]
    accounts = purchases("Total", key, [dict(known.amount_note)])
    assert seen(sections.readings(accounts), report).sentences == [known.amount_note[report.words.language]]
    assert amount_basis(report, accounts) == known.amount_basis[report.words.language]


def test_with_a_column_of_the_users_an_export_tells_nothing_of_the_amount(report):
    assert amount_basis(report, purchases("Subtotal", SHOPS[0])) == report.say("basis_goods")


def test_the_users_basis_wins(english_report):
    accounts = purchases("Total", SHOPS[0], [dict(FORMATS[SHOPS[0]].amount_note)])
    assert amount_basis(english_report(amount_basis="net of tax"), accounts) == "net of tax"
    assert amount_basis(english_report(), {}) == english_report().say("basis_goods")


def test_warnings_are_said_once_and_without_their_code(english_report):
    larger = {"code": "W-REFUND-LARGER", "file": "o.csv", "n": 2}
    few = {"code": "W-MATCH", "file": "a.csv", "matched": 8, "answers": 10}
    accounts = purchases(warnings=[larger, larger, few])
    *_, text = seen(sections.readings(accounts), english_report()).parts
    assert text.kind == "warning" and text.sentences == warnings(english_report(), accounts)
    first, second = text.sentences
    assert first == "o.csv: 2 refunds are larger than their order. They are used as they are."
    assert second.startswith("a.csv: only 8 of 10 answers belong to a customer")
    assert warnings(english_report(language="ja"), accounts)[0].startswith("o.csv: 2件の返金")


def test_an_amount_that_is_a_product_is_told_by_both_headers(english_report):
    report = english_report(columns={"purchases": {"amount": ""}})
    read = {"purchases": account({"format": "", "notes": (), "columns": {"quantity": "数量", "unit_price": "単価"}})}
    assert report.say("amount_found", header="数量 × 単価") in seen(sections.readings(read), report).sentences


def test_headers_that_nothing_reads_are_listed_and_proposed(english_report):
    read = {"not_used": ["q5", "memo"], "proposed": {"comment": ["q5", "memo"]}}
    said = seen(sections.readings(answers(read, read)), english_report()).sentences
    assert said == [
        'Answers: headers not used (2): "q5", "memo"',
        'Answers: "q5", "memo" may be comment. To have it read: columns: {responses: {comment: "q5"}}',
    ]
