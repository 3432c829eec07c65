"""Who answered of those asked, and when: what is said, drawn, saved and read out."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers.base.proportions import wilson_rate
from helpers.base.results import HIDDEN
from helpers.collect.monitor import Monitor, ResponseGroup
from helpers.collect.nps import nps_from_counts
from helpers.collect.timing import DaySpan, EarlyLate
from helpers.report import sections
from helpers.report.sections.monitor import band_name
from tests.report.seen import drawn_words, seen

GROUPS = (
    ResponseGroup("channel", "ads", wilson_rate(numerator=10, denominator=200), True),
    ResponseGroup("channel", "mall", wilson_rate(numerator=90, denominator=200), False),
    ResponseGroup("tenure", "unknown", HIDDEN, HIDDEN),
)
MONITOR = Monitor(
    wave="2026-03",
    invited=400,
    delivered=390,
    opened=200,
    rate=wilson_rate(numerator=100, denominator=400),
    groups=GROUPS,
    days=(DaySpan(0, 0, 30), DaySpan(1, 3, 40), DaySpan(4, None, 30)),
    undated=2,
    thirds=None,
)


@pytest.fixture
def told(report):
    """What is seen of a monitor in both languages."""
    return lambda monitor: seen(sections.monitor(monitor), report)


@pytest.fixture
def rates(english_report):
    """The chart of rates of some groups."""
    monitor = sections.monitor
    return lambda groups: seen(monitor(replace(MONITOR, groups=groups)), english_report()).charts["response_rates"]


def test_what_the_monitor_tells(told, report):
    assert told(MONITOR).parts[0].sentences == (
        report.say("monitor_wave"),
        report.say("monitor_delivered", n=390, asked=400, share=0.975),
        report.say("monitor_opened", n=200, share=0.5),
        report.say("monitor_undated", n=2),
    )
    bare = told(replace(MONITOR, wave=None, delivered=None, opened=None, undated=0, groups=()))
    assert list(bare.charts) == ["answers_by_day"] and not bare.sentences


def test_an_accepted_mail_is_not_said_to_have_arrived(told, report):
    line = {
        "en": "390 of 400 mails were accepted by the mail server (98%).",  # whether they arrived nobody knows
        "ja": "400通のうち390通をメールサーバーが受け付けました（98%）。",
    }[report.words.language]
    assert told(MONITOR).sentences[1] == line


def test_groups_that_hardly_answered_are_named(told, report):
    kind = report.say("by_channel")
    *_, warned = told(MONITOR).parts
    assert warned.sentences == (report.say("monitor_silent", kind=kind, name="ads", rate=0.05, whole=0.25),)
    assert warned.kind == "warning"


def test_names_of_groups(report):
    assert band_name(report, "channel", "ads") == "ads"
    assert band_name(report, "channel", "other") == report.say("channel_other")
    assert band_name(report, "channel", "channel_3") == report.say("channel_number", n=3)
    assert band_name(report, "tenure", "under_1_year") == report.say("tenure_under_1_year")
    assert band_name(report, "spend", "none") == report.say("spend_none")
    for kind in ("tenure", "spend"):  # what is no band would be a cell's own text
        with pytest.raises(ValueError, match="not in tuple"):
            band_name(report, kind, "Aiko")


def test_that_some_channels_have_no_names_is_said(told, report):
    numbered = replace(GROUPS[0], name="channel_1")
    assert told(replace(MONITOR, groups=(numbered,))).parts[0].sentences[-1] == report.say("rates_unnamed")


@pytest.mark.parametrize(("apart", "key"), [(True, "thirds_apart"), (False, "thirds_alike")])
def test_early_and_late(told, report, apart, key):
    thirds = EarlyLate(nps_from_counts(20, 30, 50), nps_from_counts(10, 30, 60), 0.2, -0.01, 0.41, apart)
    figures = {"early": 0.3, "late": 0.5, "n": 100, "estimate": 0.2, "low": -0.01, "high": 0.41}
    *_, last = told(replace(MONITOR, thirds=thirds)).parts
    assert last.sentences == (report.say(key, **figures), report.say("thirds_meaning"))


def test_days_are_counted_from_one(english_report):
    chart = seen(sections.monitor(MONITOR), english_report()).charts["answers_by_day"]
    assert chart.frame[["first_day", "answers"]].to_dict("list") == {"first_day": [0, 1, 4], "answers": [30, 40, 30]}
    assert chart.frame["last_day"].tolist() == [0, 3, pd.NA]
    assert {"Day 1", "Days 2–4", "From day 5 on", "30 · 30%", "40 · 40%"} <= set(drawn_words(chart))
    assert chart.alternative.startswith(english_report().say("days_chart", share=0.7, day=4))  # half of them by then
    assert "Day 1: 30 · 30%; Days 2–4: 40 · 40%; From day 5 on: 30 · 30%" in chart.alternative


@pytest.mark.parametrize(
    ("spans", "key", "figures"),
    [
        ([(0, 0, 60), (1, None, 40)], "days_chart", {"share": 0.6, "day": 1}),
        ([(0, 0, 10), (1, 3, 20), (4, None, 70)], "days_chart", {"share": 0.3, "day": 4}),  # half in the open span
        ([(0, None, 9)], "days_chart_one", {}),
    ],
)
def test_the_day_of_the_last_answer_is_not_told(english_report, spans, key, figures):
    last = replace(MONITOR, days=tuple(DaySpan(*span) for span in spans))
    chart = seen(sections.monitor(last), english_report()).charts["answers_by_day"]
    assert chart.alternative.startswith(english_report().say(key, **figures))


def test_rates_with_their_counts(rates, english_report):
    chart = rates(GROUPS)
    assert chart.frame["name"].tolist() == ["ads", "mall", "unknown"]
    assert chart.frame["rate"].isna().tolist() == [False, False, True] and set(chart.frame["whole"]) == {0.25}
    heads = ["kind", "name", "answered", "invited", "rate", "low", "high", "whole"]
    assert list(chart.frame) == heads
    title = english_report().say("rates_chart", high="mall", low="ads", high_rate=0.45, low_rate=0.05)
    assert chart.alternative.startswith(title)
    assert {"5.0% · 10 of 200", "45% · 90 of 200", "ads", "mall", "unknown"} <= set(drawn_words(chart))
    assert "By channel · ads: 5.0% · 10 of 200" in chart.alternative


@pytest.mark.parametrize(
    "groups",
    [
        tuple(replace(group, rate=wilson_rate(numerator=50, denominator=200)) for group in GROUPS[:2]),
        (GROUPS[0], replace(GROUPS[1], kind="tenure", name="under_1_year")),  # of two kinds
    ],
)
def test_rates_that_cannot_be_told_apart_or_are_not_set_against_each_other(rates, english_report, groups):
    assert rates(groups).alternative.startswith(english_report().say("rates_chart_alike"))


def test_nothing_to_draw(told, report):
    (text,) = told(None).parts
    assert text.sentences == (report.say("monitor_unknown"),) and text.kind == "missing"
    undated = told(replace(MONITOR, days=()))
    assert list(undated.charts) == ["response_rates"]
    assert undated.parts[1].sentences == (report.say("days_unknown"),) and undated.parts[1].kind == "missing"
