"""Tables that keep account close, line by line."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.words import Words
from helpers.collect.funnel import Funnel
from helpers.merge.people import people
from helpers.report import tables

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


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_ledgers_close_line_by_line(english):
    # 1538 = 1510 + 20 + 8
    assert lines(tables.ledgers(ACCOUNTS, english)) == [
        ["Answers", "1,538", "1,510", "20", "8"],
        ["Invitations", "4,000", "4,000", "0", "0"],
    ]


def test_every_reason_has_its_line_and_its_kind(words):
    grid = tables.reasons(ACCOUNTS, words)
    reasons = ("answered_again", "score_blank", "score_range", "influence_invalid")
    assert grid.rows.iloc[:, 1].tolist() == [words.say(f"reason_{reason}") for reason in reasons]
    kinds = ("not_applicable", "not_applicable", "defective", "field")
    assert grid.rows.iloc[:, 2].tolist() == [words.say(f"kind_{kind}") for kind in kinds]
    assert grid.rows.iloc[:, 3].tolist() == ["10", "10", "8", "4"] and grid.texts == 3


def test_nothing_left_out_needs_no_table(english):
    assert tables.reasons({"invitations": ACCOUNTS["invitations"]}, english) is None


def test_columns_with_a_colon_in_their_name_keep_their_reason(english):
    account = {"rows_in": 1, "rows_used": 1, "not_applicable": {}, "defective": {}, "fields": {"a: b: date_invalid": 2}}
    assert lines(tables.reasons({"customers": account}, english)) == [
        ["Customers", "no possible date", "this cell only", "2"]
    ]


@pytest.mark.parametrize(("currency", "net"), [("JPY", "¥600"), ("USD", "$6.00")])
def test_money_is_shown_to_the_last_minor_unit(settings, currency, net):
    steps = {"step": ["ordered", "status", "window_net"], "rows": [4, -1, 3], "amount": [1234567, -1233967, 600]}
    history = SimpleNamespace(money=pd.DataFrame(steps).assign(shown=True))
    grid = tables.money(history, Words("en", currency), settings(currency=currency))
    assert lines(grid)[2] == ["Net amount of the window", "3", net]
    assert lines(grid)[1][0] == Words("en", currency).say("reason_status")


def test_money_that_nobody_can_read_is_a_dash(english, settings):
    steps = ["ordered", "amount_invalid", "order_line", "tax_other", "window_net"]
    frame = pd.DataFrame({"step": steps, "rows": [9, -1, -2, -3, 3], "amount": [600, 0, 0, 0, 600]}).assign(shown=True)
    shown = [row[2] for row in lines(tables.money(SimpleNamespace(money=frame), english, settings()))]
    assert shown == ["¥600", "—", "¥0", "—", "¥600"]


def test_money_of_few_is_a_dash_and_the_caption_says_why(words, settings):
    steps = ["ordered", "status", "before_window", "window_net"]
    frame = pd.DataFrame({"step": steps, "rows": [9, -1, -5, 3], "amount": [900, -100, -200, 600]})
    history = SimpleNamespace(money=frame.assign(shown=[True, False, False, True]))
    grid = tables.money(history, words, settings())
    assert [row[1:] for row in lines(grid)[1:3]] == [["−1", "—"], ["−5", "—"]]
    assert [row[2] for row in lines(grid)][::3] == [words.exact_money(900), words.exact_money(600)]
    assert grid.caption.endswith(words.say("too_few_note", least=5))


def test_people_are_sums_with_the_changes_between_them(english):
    # 9 asked, 6 of them without an answer, 1 more answered: 4; 1 unknown: 3; 1 no customer yet: 2; 8 others: 10
    grid = tables.people(people(Funnel(9, 3, 5, 4, 3, valued=2), 10, 11), english)
    assert lines(grid) == [
        ["Asked", "", "9"],
        ["without a usable answer", "−6", ""],
        ["answered without being on the list", "+1", ""],
        ["Persons with a usable answer", "", "4"],
        ["not known in the CRM", "−1", ""],
        ["Known in the CRM", "", "3"],
        ["no customers at the report's date", "−1", ""],
        ["Can be valued", "", "2"],
        ["other customers, without a usable answer", "+8", ""],
        ["Customers of the report", "", "10"],
        ["rows set aside, or not of the report", "+1", ""],
        ["Rows of the customers file", "", "11"],
    ]
