"""Tables that keep account close, line by line."""

import pytest

from helpers.base.results import HIDDEN
from helpers.base.words import Words
from helpers.collect.funnel import Funnel
from helpers.merge.money import MoneyLedger, MoneyStep
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


def ledger(*steps):
    return MoneyLedger(tuple(MoneyStep(*step) for step in steps))


def test_ledgers_close_line_by_line(english):
    # 1538 = 1510 + 20 + 8
    assert lines(tables.ledgers_table(ACCOUNTS, english)) == [
        ["Answers", "1,538", "1,510", "20", "8"],
        ["Invitations", "4,000", "4,000", "0", "0"],
    ]


def test_every_reason_has_its_line_and_its_kind(words):
    grid = tables.reasons_table(ACCOUNTS, words)
    reasons = ("answered_again", "score_blank", "score_range", "influence_invalid")
    assert grid.rows.iloc[:, 1].tolist() == [words.say(f"reason_{reason}") for reason in reasons]
    kinds = ("not_applicable", "not_applicable", "defective", "field")
    assert grid.rows.iloc[:, 2].tolist() == [words.say(f"kind_{kind}") for kind in kinds]
    assert grid.rows.iloc[:, 3].tolist() == ["10", "10", "8", "4"] and grid.texts == 3


def test_nothing_left_out_needs_no_table(english):
    assert tables.reasons_table({"invitations": ACCOUNTS["invitations"]}, english) is None


def test_columns_with_a_colon_in_their_name_keep_their_reason(english):
    account = {"rows_in": 1, "rows_used": 1, "not_applicable": {}, "defective": {}, "fields": {"a: b: date_invalid": 2}}
    assert lines(tables.reasons_table({"customers": account}, english)) == [
        ["Customers", "no possible date", "this cell only", "2"]
    ]


@pytest.mark.parametrize(("currency", "net"), [("JPY", "¥600"), ("USD", "$6.00")])
def test_money_is_shown_to_the_last_minor_unit(settings, currency, net):
    account = ledger(("ordered", 4, 1234567), ("status", -1, -1233967), ("window_net", 3, 600))
    grid = tables.money_table(account, Words("en", currency), settings(currency=currency))
    assert lines(grid)[2] == ["Net amount of the window", "3", net]
    assert lines(grid)[1][0] == Words("en", currency).say("reason_status")


def test_money_that_nobody_can_read_is_a_dash(english, settings):
    unreadable = (("amount_invalid", -1, 0), ("order_line", -2, 0), ("tax_other", -3, 0))
    account = ledger(("ordered", 9, 600), *unreadable, ("window_net", 3, 600))
    amounts = [row[2] for row in lines(tables.money_table(account, english, settings()))]
    assert amounts == ["¥600", "—", "¥0", "—", "¥600"]


def test_money_of_few_is_a_dash_and_the_caption_says_why(words, settings):
    account = ledger(("ordered", 9, 900), ("status", -1, HIDDEN), ("before_window", -5, HIDDEN), ("window_net", 3, 600))
    grid = tables.money_table(account, words, settings())
    assert [row[1:] for row in lines(grid)[1:3]] == [["−1", "—"], ["−5", "—"]]
    assert [row[2] for row in lines(grid)][::3] == [words.exact_money(900), words.exact_money(600)]
    assert grid.caption.endswith(words.say("too_few_note", least=5))


def test_people_are_sums_with_the_changes_between_them(english):
    # 9 asked, 6 of them without an answer, 1 more answered: 4; 1 unknown: 3; 1 no customer yet: 2; 8 others: 10
    grid = tables.people_table(people(Funnel(9, 3, 5, 4, 3, valued=2), 10, 11), english)
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
