"""Rows close file by file, and every reason has its line."""

from helpers.report import sections
from tests.report.seen import lines, seen

ACCOUNTS = {
    "responses": {
        "rows_in": 1_538,
        "rows_used": 1_510,
        "not_applicable": {"answered_again": 10, "score_blank": 10},
        "defective": {"score_range": 8},
        "fields": {"influence: influence_invalid": 4},
    },
    "invitations": {"rows_in": 4_000, "rows_used": 4_000, "not_applicable": {}, "defective": {}, "fields": {}},
}


def test_ledgers_close_line_by_line(english_report):
    # 1538 = 1510 + 20 + 8
    grid, _ = seen(sections.ledgers(ACCOUNTS), english_report()).tables
    assert lines(grid) == [
        ["Answers", "1,538", "1,510", "20", "8"],
        ["Invitations", "4,000", "4,000", "0", "0"],
    ]


def test_every_reason_has_its_line_and_its_kind(report):
    later = {"customers": ACCOUNTS["invitations"] | {"defective": {"id_blank": 1}}}
    _, grid = seen(sections.ledgers(ACCOUNTS | later), report).tables
    reasons = ("answered_again", "score_blank", "score_range", "id_blank", "influence_invalid")
    assert grid.rows.iloc[:, 1].tolist() == [report.say(f"reason_{reason}") for reason in reasons]
    kinds = ("not_applicable", "not_applicable", "defective", "defective", "field")  # cells after all rows
    assert grid.rows.iloc[:, 2].tolist() == [report.say(f"kind_{kind}") for kind in kinds]
    assert grid.rows.iloc[:, 3].tolist() == ["10", "10", "8", "1", "4"] and grid.texts == 3


def test_nothing_left_out_needs_no_table_of_reasons(report):
    assert len(seen(sections.ledgers({"invitations": ACCOUNTS["invitations"]}), report).tables) == 1


def test_columns_with_a_colon_in_their_name_keep_their_reason(english_report):
    account = ACCOUNTS["invitations"] | {"fields": {"a: b: date_invalid": 2}}
    _, grid = seen(sections.ledgers({"customers": account}), english_report()).tables
    assert lines(grid) == [["Customers", "no possible date", "this cell only", "2"]]
