"""Words of step 2: who can be valued, that the money ties out, what to beware of."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.results import HIDDEN
from helpers.base.words import Words
from helpers.disclosure import shown
from helpers.merge.coverage import Coverage
from helpers.merge.money import MoneyLedger, MoneyStep
from helpers.merge.totals import totals
from helpers.report import sentences

FILES = {"customers": "c.csv", "complaints": "k.csv"}
OPEN = {"min_cell": 1, "min_group_size": 2}  # settings that show the money of few


ROWS = pd.DataFrame({"segment": ["promoter", "passive", "detractor", None], "net_amount": [100, 200, 300, 0]})
ROWS = ROWS.assign(refunded_amount=0, returned_orders=0, orders=[1, 1, 1, 0])


def ledger(*amounts):
    return MoneyLedger(tuple(MoneyStep(step, 0, amount) for step, amount in amounts))


MONEY = ledger(("ordered", 600), ("window_net", 600))


@pytest.fixture
def history():
    """Maker of what the words read of a merge: four customers, three with an answer, 600 net."""

    def make(**changes):
        covered = Coverage(date(2024, 1, 1), date(2026, 3, 31), True)
        given = {"rows": ROWS, "coverage": covered, "amountless": 0, "acquired_from_orders": False}
        return SimpleNamespace(**given | {"ledgers": {}} | changes)

    return make


def headline(answered, words, settings):
    return sentences.merge_headline(shown(totals(ROWS), settings), answered, words, settings)


def test_matched_respondents_and_money_are_told(words, settings):
    figures = {"matched": 3, "answered": 4, "share": 0.75, "net": 600, "unit": words.say("unit_minor_JPY")}
    assert headline(4, words, settings(**OPEN)) == words.say("merge_headline", **figures)


def test_without_answers_customers_are_told(words, settings):
    figures = {"n": 4, "net": 600, "unit": words.say("unit_minor_JPY")}
    said = headline(0, words, settings(**OPEN))
    assert said == words.say("merge_headline_unanswered", **figures)


def test_money_of_few_customers_is_a_dash_in_the_headline(words, settings):
    figures = {"matched": 3, "answered": 4, "share": 0.75, "net": None, "unit": words.say("unit_minor_JPY")}
    said = headline(4, words, settings())
    assert said == words.say("merge_headline", **figures) and "—" in said


def test_minor_units_become_the_currencys_units(settings):
    said = headline(4, Words("en", "USD"), settings(currency="USD", **OPEN))
    assert "$6.00" in said and "cent" in said  # 600 cents


@pytest.mark.parametrize(("before", "key"), [(True, "covers_before"), (False, "covers_not_before")])
def test_what_the_purchases_cover_is_told(history, words, settings, before, key):
    covered = Coverage(date(2024, 1, 1), date(2026, 3, 31), before)
    first, second = sentences.coverage_notes(history(coverage=covered), words, settings())
    window = words.say("window_dates", start=date(2025, 4, 1), end=date(2026, 4, 1))
    assert first == words.say("covers", first=date(2024, 1, 1), last=date(2026, 3, 31), window=window)
    assert second == words.say(key)


def test_the_whole_history_is_everything_before_the_date(history, words, settings):
    first, _ = sentences.coverage_notes(history(), words, settings(window_days=0))
    assert words.say("window_all", end=date(2026, 4, 1)) in first


def test_a_clean_merge_needs_no_warning(history, words, settings):
    assert sentences.merge_notes(history(), MONEY, words, settings(**FILES)) == ()


@pytest.mark.parametrize(
    ("files", "changes", "key", "figures"),
    [
        ({"customers": None}, {}, "missing_customers", {}),
        ({"complaints": None}, {}, "missing_complaints", {}),
        ({}, {"acquired_from_orders": True}, "warn_no_acquired", {}),
        ({}, {"amountless": 2}, "amountless", {"n": 2}),
    ],
)
def test_each_thing_to_beware_of_is_told(history, words, settings, files, changes, key, figures):
    said = sentences.merge_notes(history(**changes), MONEY, words, settings(**FILES | files))
    assert said == (words.say(key, **figures),)


@pytest.mark.parametrize(("step", "key"), [("unknown_customer", "unknown_money"), ("guest", "guest_money")])
def test_money_that_is_nobodys_is_told_as_a_share(history, words, settings, step, key):
    money = ledger(("ordered", 800), (step, -200), ("window_net", 600))
    assert sentences.merge_notes(history(), money, words, settings(**FILES)) == (words.say(key, share=0.25),)


@pytest.mark.parametrize("hidden", ["ordered", "guest"])
def test_a_share_of_money_that_is_hidden_is_not_told(history, words, settings, hidden):
    amounts = {"ordered": 800, "guest": -200, "window_net": 600} | {hidden: HIDDEN}
    assert sentences.merge_notes(history(), ledger(*amounts.items()), words, settings(**FILES)) == ()


@pytest.mark.parametrize(
    ("column", "key"), [("refunded_amount", "missing_returns"), ("returned_orders", "unlinked_returns")]
)
def test_returns_that_the_file_does_not_tell_are_named(history, words, settings, column, key):
    merged, given = history(), settings(customers="c.csv", complaints="c.csv")
    unknown = history(rows=merged.rows.assign(**{column: pd.NA}))
    assert words.say(key) in sentences.merge_notes(unknown, MONEY, words, given)
    assert words.say(key) not in sentences.merge_notes(merged, MONEY, words, given)
