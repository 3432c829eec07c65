"""What is at stake is told beside what chance makes of it; what is refused or hidden says so."""

from dataclasses import replace

import pytest

from helpers.base.results import ALL, HIDDEN, Estimate
from helpers.compare.forecast.foreseen import STAKE_GROUPS, AtStake, GroupStake
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

ALONE = {"detractor": (100, 400_000.0, 200_000.0), "passive": (200, 600_000.0, 100_000.0), ALL: (300, 1e6, 300_000.0)}


def at_stake(low=20_000.0, high=80_000.0, hide=()):
    groups = {}
    for name in STAKE_GROUPS:
        n, expected, stake = ALONE[name]
        group = GroupStake(n, expected, Estimate(stake, 0.9 * stake, 1.1 * stake), 0.8 * stake,
                           Estimate(50_000.0, low, high), 380_000.0)  # fmt: skip
        hidden = dict.fromkeys(("expected", "at_stake", "by_chance", "difference", "rule_of_thumb"), HIDDEN)
        groups[name] = replace(group, **hidden) if name in hide else group
    return AtStake("", 412, groups)


def test_the_line_tells_money_interval_and_chance(english_report):
    assert sections.at_stake_line(english_report(), at_stake()) == (
        "The 300 detractors and passives are expected to bring ¥1 million in the next 365 days. ¥300,000 more "
        "(¥270,000 to ¥330,000) is at stake: what comes up to promoters who were alike before, customer by customer. "
        "Chance alone would make ¥240,000 of such a sum."
    )


def test_the_section_begins_with_the_line(report):
    told = seen(sections.at_stake(at_stake()), report)
    assert told.sentences[0] == sections.at_stake_line(report, at_stake())
    assert told.sentences[1] == report.say("stake_balance_more", gap=50_000.0, low=20_000.0, high=80_000.0)
    assert told.sentences[2] == report.say("stake_rule", rule=380_000.0, detractor=0.5, passive=0.3)
    assert told.sentences[3] == report.say("stake_meaning", n=412)
    chart, rows = told.charts["at_stake"], lines(told.tables[0])
    assert chart.frame["at_stake"].tolist() == [200_000.0, 100_000.0] and len(rows) == 3
    assert rows[0][2] == report.words.money(400_000.0) and rows[2][0] == report.say("stake_both")
    assert report.say("stake_label", expected=400_000.0, stake=200_000.0) in drawn_words(chart)


@pytest.mark.parametrize(("ends", "key"), [((20_000.0, 80_000.0), "more"), ((-20_000.0, 120_000.0), "unclear")])
def test_the_balance_says_no_more_than_its_interval(report, ends, key):
    told = seen(sections.at_stake(at_stake(*ends)), report).sentences
    assert told[1] == report.say(f"stake_balance_{key}", gap=50_000.0, low=ends[0], high=ends[1])


def test_a_balance_below_nothing_is_told_without_its_sign(report):
    less = at_stake()
    both = replace(less.groups[ALL], difference=Estimate(-50_000.0, -80_000.0, -20_000.0))
    told = seen(sections.at_stake(replace(less, groups={**less.groups, ALL: both})), report).sentences
    assert told[1] == report.say("stake_balance_less", gap=50_000.0, low=20_000.0, high=80_000.0)


@pytest.mark.parametrize("reason", ["short", "few", "alike", "unfit", "mean", "promoters", "nobody"])
def test_what_is_not_told_gives_its_reason_alone(report, reason):
    told = seen(sections.at_stake(AtStake(reason, 5, {})), report)
    assert told.sentences == [report.say(f"stake_{reason}")] and not told.charts and not told.tables


def test_hidden_figures_stay_hidden(report):
    told = seen(sections.at_stake(at_stake(hide=STAKE_GROUPS)), report)
    assert told.sentences == [report.say("stake_hidden"), report.say("stake_meaning", n=412)] and not told.charts
    some = seen(sections.at_stake(at_stake(hide=("detractor", ALL))), report)
    assert some.charts["at_stake"].title == report.say("stake_chart")
    assert {cell for row in lines(some.tables[0]) if row[1] != "200" for cell in row[2:]} == {"—"}
