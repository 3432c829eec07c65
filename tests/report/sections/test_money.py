"""Who can be valued, that the money ties out, what to beware of."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.results import HIDDEN
from helpers.disclosure import shown
from helpers.merge.coverage import Coverage
from helpers.merge.money import MoneyLedger, MoneyStep
from helpers.merge.totals import totals
from helpers.report import sections
from tests.report.seen import lines, seen

FILES = {"customers": "c.csv", "complaints": "k.csv"}
OPEN = {"min_cell": 1, "min_group_size": 2}  # settings that show the money of few
ROWS = pd.DataFrame({"segment": ["promoter", "passive", "detractor", None], "net_amount": [100, 200, 300, 0]})
ROWS = ROWS.assign(refunded_amount=0, returned_orders=0, orders=[1, 1, 1, 0])


def ledger(*steps):
    return MoneyLedger(tuple(MoneyStep(*step) for step in steps))


MONEY = ledger(("ordered", 4, 600), ("window_net", 4, 600))


@pytest.fixture
def history():
    """Maker of what is read of a merge: four customers, three with an answer, 600 net."""

    def make(**changes):
        return SimpleNamespace(**{"rows": ROWS, "amountless": 0, "acquired_from_orders": False} | changes)

    return make


def headline(answered, report):
    answers = None if answered is None else pd.DataFrame(index=range(answered))
    (text,) = seen(sections.matched(shown(totals(ROWS), report.settings), answers), report).parts
    assert text.kind == "headline"
    return text.sentences[0]


def test_matched_respondents_and_money_are_told(english_report):
    report = english_report(**OPEN)
    figures = {"matched": 3, "answered": 4, "share": 0.75, "net": 600, "unit": report.say("unit_minor_JPY")}
    assert headline(4, report) == report.say("merge_headline", **figures)


@pytest.mark.parametrize("answered", [None, 0])
def test_without_answers_customers_are_told(english_report, answered):
    report = english_report(**OPEN)
    figures = {"n": 4, "net": 600, "unit": report.say("unit_minor_JPY")}
    assert headline(answered, report) == report.say("merge_headline_unanswered", **figures)


def test_money_of_few_customers_is_a_dash_in_the_headline(report):
    figures = {"matched": 3, "answered": 4, "share": 0.75, "net": None, "unit": report.say("unit_minor_JPY")}
    assert headline(4, report) == report.say("merge_headline", **figures) and "—" in headline(4, report)


def test_minor_units_become_the_currencys_units(english_report):
    said = headline(4, english_report(currency="USD", **OPEN))
    assert "$6.00" in said and "cent" in said  # 600 cents


@pytest.mark.parametrize(("before", "key"), [(True, "covers_before"), (False, "covers_not_before")])
def test_what_the_purchases_cover_is_told(report, before, key):
    covered = Coverage(date(2024, 1, 1), date(2026, 3, 31), before)
    first, second = seen(sections.coverage(covered), report).sentences
    window = report.say("window_dates", start=date(2025, 4, 1), end=date(2026, 4, 1))
    assert first == report.say("covers", first=date(2024, 1, 1), last=date(2026, 3, 31), window=window)
    assert second == report.say(key)


def test_the_whole_history_is_everything_before_the_date(english_report):
    covered, report = Coverage(date(2024, 1, 1), date(2026, 3, 31), True), english_report(window_days=0)
    assert report.say("window_all", end=date(2026, 4, 1)) in seen(sections.coverage(covered), report).sentences[0]


@pytest.fixture
def account(history, english_report):
    """Rows and caption of the table of an account of money."""

    def make(*steps, **changes):
        (grid,) = seen(sections.money(ledger(*steps), history()), english_report(**FILES | changes)).tables
        return lines(grid), grid.caption

    return make


@pytest.mark.parametrize(("currency", "net"), [("JPY", "¥600"), ("USD", "$6.00")])
def test_money_is_shown_to_the_last_minor_unit(account, english_report, currency, net):
    steps = [("ordered", 4, 1234567), ("status", -1, -1233967), ("window_net", 3, 600)]
    rows, _ = account(*steps, currency=currency)
    assert rows[2] == ["Net amount of the window", "3", net]
    assert rows[1][0] == english_report().say("reason_status")


def test_money_that_nobody_can_read_is_a_dash(account):
    unreadable = (("amount_invalid", -1, 0), ("order_line", -2, 0), ("tax_other", -3, 0))
    rows, caption = account(("ordered", 9, 600), *unreadable, ("window_net", 3, 600))
    assert [row[2] for row in rows] == ["¥600", "—", "¥0", "—", "¥600"] and "—" not in caption
    assert caption == "From all orders to the window's net amount, JPY"  # nothing is hidden


def test_money_of_few_is_a_dash_and_the_caption_says_why(account, english_report):
    hidden = (("status", -1, HIDDEN), ("before_window", -5, HIDDEN))
    rows, caption = account(("ordered", 9, 900), *hidden, ("window_net", 3, 600))
    assert [row[1:] for row in rows] == [["9", "¥900"], ["−1", "—"], ["−5", "—"], ["3", "¥600"]]
    assert caption.endswith(english_report().say("too_few_note", least=10))


@pytest.fixture
def notes(history, english_report):
    """What is said of a merge and its money."""

    def make(money=MONEY, files=FILES, **changes):
        return seen(sections.money(money, history(**changes)), english_report(**files)).sentences

    return make


def test_a_clean_merge_needs_no_warning(notes):
    assert notes() == []


@pytest.mark.parametrize(
    ("files", "changes", "key", "figures"),
    [
        ({"customers": None}, {}, "missing_customers", {}),
        ({"complaints": None}, {}, "missing_complaints", {}),
        ({}, {"acquired_from_orders": True}, "warn_no_acquired", {}),
        ({}, {"amountless": 2}, "amountless", {"n": 2}),
        ({}, {"rows": ROWS.assign(refunded_amount=pd.NA, returned_orders=pd.NA)}, "missing_returns", {}),
        ({}, {"rows": ROWS.assign(returned_orders=pd.NA)}, "unlinked_returns", {}),
    ],
)
def test_each_thing_to_beware_of_is_told(notes, english_report, files, changes, key, figures):
    assert notes(files=FILES | files, **changes) == [english_report().say(key, **figures)]


@pytest.mark.parametrize(("step", "key"), [("unknown_customer", "unknown_money"), ("guest", "guest_money")])
def test_money_that_is_nobodys_is_told_as_a_share(notes, english_report, step, key):
    money = ledger(("ordered", 4, 800), (step, -1, -200), ("window_net", 3, 600))
    assert notes(money) == [english_report().say(key, share=0.25)]


@pytest.mark.parametrize("hidden", ["ordered", "guest"])
def test_a_share_of_money_that_is_hidden_is_not_told(notes, hidden):
    amounts = {"ordered": 800, "guest": -200, "window_net": 600} | {hidden: HIDDEN}
    assert notes(ledger(*((step, 0, amount) for step, amount in amounts.items()))) == []


@pytest.fixture
def customers(english_report):
    """Table of so many customers of each segment; `first` is the net amount of the first."""

    def make(first=100, idle=0, each=100, **sizes):
        parts = [pd.DataFrame({"segment": [name] * n, "orders": 2, "net_amount": each}) for name, n in sizes.items()]
        rows = pd.concat(parts, ignore_index=True)
        rows["segment"] = rows["segment"].replace("none", None).astype("str")
        rows.loc[0, "net_amount"] = first
        rows.loc[: idle - 1, "orders"] = 0
        report = english_report()
        (grid,) = seen(sections.customers(shown(totals(rows), report.settings)), report).tables
        return grid

    return make


FOUR = {"detractor": 10, "passive": 20, "promoter": 30, "none": 40}


def test_customers_add_up_to_the_total(customers):
    grid = customers(**FOUR)
    assert lines(grid) == [
        ["Detractors", "10", "10", "20", "¥1,000"],
        ["Passives", "20", "20", "40", "¥2,000"],
        ["Promoters", "30", "30", "60", "¥3,000"],
        ["No answer", "40", "40", "80", "¥4,000"],
        ["Total", "100", "100", "200", "¥10,000"],
    ]
    assert "·" not in grid.caption  # no footnote


def test_what_rounding_each_segment_leaves_is_a_line(customers):
    rows = lines(customers(each=100.03, first=100.03, **FOUR))  # 1,000.3 + 2,000.6 + 3,000.9 + 4,001.2 = 10,003
    assert [row[-1] for row in rows][:4] == ["¥1,000", "¥2,001", "¥3,001", "¥4,001"]
    assert rows[4:] == [["Total", "100", "100", "200", "¥10,003"]]
    rows = lines(customers(each=100.016, first=100.016, **FOUR))  # .16, .32, .48 and .64: 10,001 but for 10,001.6
    assert rows[4:] == [
        ["rounding of these lines", "", "", "", "¥1"],
        ["Total", "100", "100", "200", "¥10,002"],
    ]


def test_a_small_group_is_shown_by_its_number_alone(customers):
    said = lines(customers(detractor=9, promoter=30))
    assert said[:2] == [["Detractors", "9", "—", "—", "—"], ["Passives", "0", "—", "—", "—"]]


def test_money_mostly_of_one_is_a_dash_with_a_footnote(customers, english_report):
    grid = customers(first=901, **FOUR)  # of 1,801
    assert [row[2:] for row in lines(grid)[::3]] == [["—"] * 3] * 2  # detractors, and those without an answer
    assert lines(grid)[1] == ["Passives", "20", "20", "40", "¥2,000"]
    assert lines(grid)[4] == ["Total", "100", "100", "200", "¥10,801"]
    assert grid.caption.endswith(english_report().say("too_few_note", least=10))


def test_buyers_that_are_few_are_dashes_too(customers):
    assert lines(customers(idle=6, **FOUR))[0] == ["Detractors", "10", "—", "—", "—"]  # 4 of 10 bought
