"""What is at stake is told beside what chance makes of it; what is refused or hidden says so."""

from dataclasses import replace

import pytest

from helpers.base.results import ALL, HIDDEN, Estimate
from helpers.compare.forecast.foreseen import STAKE_GROUPS, AtStake, Forecast, GroupStake, OutOfTime, WayChecked
from helpers.report import sections
from helpers.report.sections.at_stake import at_stake_line
from tests.report.seen import drawn_words, lines, seen

CHECK = OutOfTime("", 800, 365, 1_000_000.0, {"model": WayChecked(790_000.0, 1.0, 1.0)})
FORESEEN = Forecast("", "model", "bgnbd", {}, 900, None, {}, CHECK)
ALONE = {"detractor": (100, 400_000.0, 200_000.0), "passive": (200, 600_000.0, 100_000.0), ALL: (300, 1e6, 300_000.0)}


def at_stake(low=20_000.0, high=80_000.0, gap=50_000.0, hide=()):
    groups = {}
    for name in STAKE_GROUPS:
        n, expected, stake = ALONE[name]
        sums = (Estimate(stake, 0.9 * stake, 1.1 * stake), 1.5 * stake, 1.2 * stake, 380_000.0)
        group = GroupStake(n, expected, Estimate(gap, low, high), *sums)
        hidden = dict.fromkeys(
            ("expected", "difference", "at_stake", "shortfall", "by_chance", "rule_of_thumb"), HIDDEN
        )
        groups[name] = replace(group, **hidden) if name in hide else group
    return AtStake("", 412, groups)


def test_the_line_tells_money_and_interval(english_report):
    assert at_stake_line(english_report(), at_stake()) == (
        "The 300 detractors and passives are expected to bring ¥1 million in the next 365 days; as much as promoters "
        "who were alike before, it would be ¥50,000 more (¥20,000 to ¥80,000)."
    )
    part = at_stake_line(english_report(gross_margin_rate=0.6), at_stake())
    assert "in the next 365 days, purchases times the margin of 60%; as much" in part


def beside(report):
    """How such a forecast did, what it holds of late, and the trade's rule."""
    held, late = report.say("forecast_held", days=365, share=0.79), report.say("stake_late")
    return report.join(held, late, report.say("stake_rule", rule=380_000.0, detractor=0.5, passive=0.3))


@pytest.mark.parametrize(
    ("ends", "key"),
    [((50_000.0, 20_000.0, 80_000.0), "more"), ((50_000.0, -20_000.0, 120_000.0), "unclear"),
     ((-50_000.0, -80_000.0, -20_000.0), "less")],
)  # fmt: skip
def test_the_line_says_no_more_than_its_interval(report, ends, key):
    gap, low, high = ends
    found = at_stake(low, high, gap)
    figures = (50_000.0, 20_000.0, 80_000.0) if key == "less" else ends
    named = dict(zip(("gap", "low", "high"), figures, strict=True))
    line = report.say(f"stake_line_{key}", n=300, days=365, expected=1e6, basis="", **named)
    told = seen(sections.at_stake(found, FORESEEN), report)
    assert at_stake_line(report, found) == line and told.sentences[0] == report.join(line, beside(report))
    assert (told.charts["at_stake"].title == report.say("stake_chart")) is (key != "more")


def test_the_section_tells_the_rule_of_thumb_and_what_chance_makes(report):
    told = seen(sections.at_stake(at_stake(), FORESEEN), report)
    assert told.sentences[0].endswith(beside(report)) and told.sentences[1:] == [
        report.say("stake_shortfall", shortfall=450_000.0, chance=360_000.0),
        report.say("stake_meaning", n=412),
    ]
    chart, rows = told.charts["at_stake"], lines(told.tables[0])
    assert chart.frame["at_stake"].tolist() == [200_000.0, 100_000.0] and len(rows) == 3
    money = report.words.money
    assert rows[0][2] == money(400_000.0) and rows[2][0] == report.say("stake_both")
    assert rows[0][6:] == [*map(money, (200_000.0, 380_000.0, 300_000.0, 240_000.0))]
    assert report.say("stake_label", expected=400_000.0, stake=200_000.0) in drawn_words(chart)


@pytest.mark.parametrize("reason", ["short", "few", "alike", "unfit", "mean", "promoters", "nobody"])
def test_what_is_not_told_gives_its_reason_alone(report, reason):
    told = seen(sections.at_stake(AtStake(reason, 5, {}), FORESEEN), report)
    assert told.sentences == [report.say(f"stake_{reason}")] and not told.charts and not told.tables


def test_hidden_figures_stay_hidden(report):
    told = seen(sections.at_stake(at_stake(hide=STAKE_GROUPS), FORESEEN), report)
    assert told.sentences == [report.say("stake_hidden"), report.say("stake_meaning", n=412)] and not told.charts
    unchecked = replace(FORESEEN, check=OutOfTime("short", 800, 365, None, {}))
    assert report.say("forecast_not_held") in seen(sections.at_stake(at_stake(), unchecked), report).sentences[0]
    some = seen(sections.at_stake(at_stake(hide=("detractor", ALL)), FORESEEN), report)
    assert some.charts["at_stake"].title == report.say("stake_chart")
    assert {cell for row in lines(some.tables[0]) if row[1] != "200" for cell in row[2:]} == {"—"}
