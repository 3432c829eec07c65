"""Which column became the amount and why, what an amount holds, and the warnings, each once."""

import pytest

from helpers.base.words import Words
from helpers.read.columns.formats import FORMATS
from helpers.report import sentences

SHOPS = [key for key, known in FORMATS.items() if known.table == "purchases"]


def purchases(header="amount", form="", notes=(), **parts):
    return {"purchases": {"read_as": [{"format": form, "columns": {"amount": header}, "notes": notes}], **parts}}


def test_a_column_called_amount_needs_no_word(words, settings):
    assert sentences.amount_notes(purchases("Amount"), words, settings()) == ()
    assert sentences.amount_notes({"customers": {}}, words, settings()) == ()


def test_another_name_is_told(words, settings):
    said = sentences.amount_notes(purchases("合計金額"), words, settings())
    assert said == (words.say("amount_found", header="合計金額"),)


def test_the_users_word_is_told_as_such(words, settings):
    said = sentences.amount_notes(purchases("小計"), words, settings(columns={"purchases": {"amount": "小計"}}))
    assert said == (words.say("amount_named", header="小計"),)


@pytest.mark.parametrize("key", SHOPS)
def test_a_known_shops_note_and_basis_are_its_own(words, settings, key):
    known = FORMATS[key]
    accounts = purchases("Total", key, [dict(known.amount_note)])
    assert sentences.amount_notes(accounts, words, settings()) == (known.amount_note[words.language],)
    assert sentences.amount_basis(accounts, words, settings()) == known.amount_basis[words.language]


def test_with_a_column_of_the_users_an_export_tells_nothing_of_the_amount(words, settings):
    assert sentences.amount_basis(purchases("Subtotal", SHOPS[0]), words, settings()) == words.say("basis_goods")


def test_the_users_basis_wins(words, settings):
    accounts = purchases("Total", SHOPS[0], [dict(FORMATS[SHOPS[0]].amount_note)])
    assert sentences.amount_basis(accounts, words, settings(amount_basis="net of tax")) == "net of tax"
    assert sentences.amount_basis({}, words, settings()) == words.say("basis_goods")


def test_warnings_are_said_once_and_without_their_code():
    larger = {"code": "W-REFUND-LARGER", "file": "o.csv", "n": 2}
    accounts = purchases(warnings=[larger, larger, {"code": "W-MATCH", "file": "a.csv", "matched": 8, "answers": 10}])
    first, second = sentences.warnings(accounts, Words("en", "JPY"))
    assert first == "o.csv: 2 refunds are larger than their order. They are used as they are."
    assert second.startswith("a.csv: only 8 of 10 answers belong to a customer")
    assert sentences.warnings(accounts, Words("ja", "JPY"))[0].startswith("o.csv: 2件の返金")
