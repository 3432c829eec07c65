"""Whom to call, as it is told: how many, how much, where the list lies; what an earlier list did, and no more."""

from dataclasses import replace
from datetime import date

import pytest

from helpers.base.results import ALL, HIDDEN, Estimate
from helpers.compare.call_effect import CalledPart, CallEffect
from helpers.compare.call_list import CallList, CallPart
from helpers.compare.forecast.foreseen import AtStake, GroupStake
from helpers.compare.reach import Reach
from helpers.report import sections
from helpers.report.sections.calls import calls_line
from tests.each import each
from tests.report.seen import lines, seen

DAY = date(2026, 4, 1)
LISTED = CallList(
    "at_stake", DAY, 400, CallPart(100, 250_000.0, 90_000.0), CallPart(25, 60_000.0, 20_000.0),
    {"opted_out": 5, "beyond_capacity": 270}, 11_200.0, {},
    Reach(80, 95, ("comment", "complaints"), True),
)  # fmt: skip
EFFECT = CallEffect(
    date(2026, 1, 1), CalledPart(100, 5000.0, 40, 6.5), CalledPart(25, 3000.0, 10, 6.0), 0,
    Estimate(2000.0, 500.0, 3500.0), Estimate(0.5, -0.4, 1.4), True,
)  # fmt: skip


def stakes(difference):
    """What is at stake with both segments, of which the difference alone is asked."""
    return AtStake("", 300, {ALL: GroupStake(400, None, difference, None, None, None, None)})


MORE, UNCLEAR = stakes(Estimate(900.0, 100.0, 1700.0)), stakes(Estimate(900.0, -100.0, 1900.0))


def told(report, listed=LISTED, found=MORE):
    return seen(sections.calls(listed, found), report)


def done(report, effect=EFFECT):
    return seen(sections.call_effect(effect), report)


def test_how_many_how_much_where_and_that_the_counts_close(english_report):
    there = told(english_report(report_name="spring"))
    for figure in ("100 detractors and passives", "¥250,000", "25 more", "¥11,200", "80%"):
        assert figure in there.words
    assert (
        "out/spring/private/call_list_2026-04-01.xlsx" in there.words
        and "out/spring/private/call_holdout_2026-04-01.csv" in there.words
    )
    (grid,) = there.tables
    rows = lines(grid)
    assert rows[0] == ["To call", "100", "¥250,000", "¥90,000"]
    assert [row[1] for row in rows] == ["100", "25", "5", "270", "400"]  # 100 + 25 + 5 + 270 = 400


def test_japanese(report):
    assert (len(told(report).sentences), len(told(report).tables)) == (6, 1)
    assert (len(done(report).sentences), len(done(report).tables)) == (3, 1)


def test_without_a_forecast_the_rule_is_said_and_no_forecast_is_told(english_report):
    plain = replace(
        LISTED, ranked_by="plain_rule", called=CallPart(100, None, 90_000.0), held_out=CallPart(25, None, 2.0)
    )
    there = told(english_report(), plain)
    assert "no forecast" in there.words and "¥90,000" in there.words and "¥250,000" not in there.words
    assert list(there.tables[0].rows.columns) == [
        "Detractors and passives",
        "Customers",
        "Plain rule: half of a detractor's LTV",
    ]


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"called": CallPart(0, 0.0, 0.0), "held_out": CallPart(0, 0.0, 0.0)}, "Nobody is to be called"),
        ({"called": CallPart(HIDDEN, HIDDEN, HIDDEN)}, "A call list lies in"),
        ({"held_out": CallPart(0, 0.0, 0.0), "smallest_effect": None}, "100 detractors"),
    ],
)
def test_nobody_few_and_nobody_held_out(english_report, changes, begins):
    there = told(english_report(), replace(LISTED, **changes))
    assert there.sentences[0].startswith(begins)
    assert ("Nobody is held out" in there.words) is ("smallest_effect" in changes)
    if "called" in changes:
        assert len(there.sentences) == 1 and calls_line(english_report(), replace(LISTED, **changes), MORE) is None


def test_nobody_is_known(english_report):
    assert told(english_report(), None).sentences[0].startswith("The CRM knows no detractor")


def test_who_can_be_reached_and_that_nobody_asked_for_consent(english_report):
    words = told(english_report()).words
    assert "numbers are known of 80 of them; 95 have an address" in words and "No file says" not in words
    assert "with score; comment; complaints of the window" in words and "channel" not in words
    bare = told(english_report(), replace(LISTED, reach=Reach(HIDDEN, HIDDEN, (), False))).words
    assert "with score of each" in bare and "numbers are known" not in bare and "No file says who agreed" in bare


def test_a_list_given_that_is_no_earlier_one_is_named(english_report):
    words = told(english_report(), replace(LISTED, not_read={"call_list_2026-04-01.csv": DAY})).words
    assert "(call_list_2026-04-01.csv) is of 2026-04-01, no earlier than this report" in words
    assert "no earlier than" not in told(english_report()).words and "call_*" in words


@pytest.mark.parametrize(
    ("net", "has", "lacks"),
    [
        (
            (2000.0, 500.0, 3500.0),
            ["¥2,000 more each", "¥500 to ¥3,500", "drawn by chance", "effect of having"],
            "less each",
        ),
        ((-2000.0, -3500.0, -500.0), ["¥2,000 less each", "¥500 to ¥3,500"], "more each"),
        ((2000.0, -500.0, 4500.0), ["not distinguishable", "−¥500"], "more each"),
    ],
)
def test_what_a_list_did_says_no_more_than_its_interval(english_report, net, has, lacks):
    words = done(english_report(), replace(EFFECT, net=Estimate(*net))).words
    assert [one for one in has if one not in words and one != "drawn by chance"] == [] and lacks not in words
    assert "2026-01-01" in words and "significant" not in words


@pytest.mark.parametrize(
    ("changes", "has"),
    [
        ({"is_covered": False, "net": None}, "older than the purchases"),
        ({"net": HIDDEN}, "is not shown"),
        ({"net": None, "held_out": CalledPart(0, None, 0, None)}, "can't be told"),
        ({"gone": 7}, "7 of the list"),
        ({"score": HIDDEN}, "effect of having"),
    ],
)
def test_where_it_can_not_be_told(english_report, changes, has):
    words = done(english_report(), replace(EFFECT, **changes)).words
    assert has in words
    assert ("answered again" in words) is ("score" not in changes)
    assert ("effect of having" in words) is ("net" not in changes)


def test_one_line_for_the_brief(english_report):
    report = english_report(report_name="spring")
    line = calls_line(report, LISTED, MORE)
    assert (
        "call the 100 detractors and passives of out/spring/private/call_list_2026-04-01.xlsx" in line
        and "¥250,000" in line
    )
    assert "Don't call the 25 held out by chance" in line
    hidden = replace(LISTED, called=CallPart(100, HIDDEN, HIDDEN), held_out=CallPart(HIDDEN, HIDDEN, HIDDEN))
    book = "out/spring/private/call_list_2026-04-01.xlsx"
    first = f"call the 100 detractors and passives of {book}, those with most at stake first."
    assert (
        calls_line(report, hidden, MORE) == f"Within two weeks, {first}" == calls_line(report, hidden, stakes(HIDDEN))
    )
    plain = replace(hidden, ranked_by="plain_rule")
    assert "100 detractors of" in calls_line(report, plain, None) and "largest LTV" in calls_line(report, plain, None)
    assert calls_line(report, None, MORE) is None


@each("difference", [(900.0, -100.0, 1900.0), (-900.0, -1900.0, -100.0)])
def test_no_sum_is_told_where_promoters_are_not_known_to_bring_more(english_report, difference):
    found = stakes(Estimate(*difference))
    there, line = told(english_report(), LISTED, found), calls_line(english_report(), LISTED, found)
    for words in (there.words, line):
        assert "not distinguishable, so no sum is told" in words and "250,000" not in words
    assert "At stake" not in there.tables[0].rows.columns and "Don't call the 25" in line


@each(
    ("changes", "days", "found", "each_one"),
    [
        ({"smallest_effect": 2600.0}, 365, MORE, "¥2,500"),  # 250,000 ÷ 100 customers
        ({"smallest_effect": 2400.0}, 365, MORE, None),
        ({"smallest_effect": 2400.0}, 73, MORE, "¥500"),  # a fifth of a year
        ({"smallest_effect": 2600.0}, 0, MORE, None),  # of no one length
        ({"smallest_effect": 2600.0}, 365, UNCLEAR, None),
        ({"smallest_effect": 2600.0, "called": CallPart(100, HIDDEN, HIDDEN)}, 365, MORE, None),
        ({"smallest_effect": 901.0, "ranked_by": "plain_rule"}, 73, None, "¥900"),
    ],
)
def test_the_smallest_effect_is_set_beside_what_is_at_stake_with_each(english_report, changes, days, found, each_one):
    words = told(english_report(window_days=days), replace(LISTED, **changes), found).words
    assert ("will hardly tell what the calls did" in words) is (each_one is not None)
    assert "(purchases × margin" in words and (each_one is None or f"({each_one})" in words)


def test_without_an_earlier_list_nothing_is_told_of_calls(english_report):
    assert done(english_report(), None).sentences == [
        "No earlier call list was given (earlier_calls), so what calls did is not known."
    ]
