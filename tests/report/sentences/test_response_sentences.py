"""What is said of the plan, of those who answered, and of the waves."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from helpers.base.proportions import wilson_rate
from helpers.base.results import HIDDEN
from helpers.base.words import Words
from helpers.collect.monitor import Monitor, ResponseGroup
from helpers.collect.nps import nps_from_counts
from helpers.collect.plan.needs import Need, Needs
from helpers.collect.plan.sampling import Plan
from helpers.collect.timing import DaySpan, EarlyLate
from helpers.collect.waves import Change, Wave, Waves
from helpers.compare.transitions import Move, Moves
from helpers.report import sentences

LINES = (Need("margin_worst", 7.0, 690, 1972, 8.74),)
PLAN = Plan(
    wave="2026-04",
    seed=1,
    remembered=False,
    rows_in=8000,
    left_out=pd.DataFrame({"reason": ["no_consent", "opted_out"], "customers": [2268, 42]}),
    eligible=5690,
    needs=Needs(1320, "margin", 1320, 462.0, LINES),
    strata=pd.DataFrame({"stratum": [""], "eligible": [5690], "asked": [1320]}),
    asked=pd.DataFrame({"customer_id": ["a"]}),
    withdrawn=pd.DataFrame({"customer_id": [], "reason": []}),
)
GROUPS = (
    ResponseGroup("channel", "ads", wilson_rate(numerator=10, denominator=200), True),
    ResponseGroup("channel", "other", HIDDEN, HIDDEN),
    ResponseGroup("tenure", "under_1_year", wilson_rate(numerator=90, denominator=200), False),
)
MONITOR = Monitor(
    wave="2026-03",
    invited=400,
    delivered=390,
    opened=200,
    rate=wilson_rate(numerator=100, denominator=400),
    groups=GROUPS,
    days=(DaySpan(0, 0, 60), DaySpan(1, 3, 40)),
    undated=2,
    thirds=None,
)
DAYS = {"w1": "2025-09-01", "w2": "2026-03-01"}
SCORES = nps_from_counts(20, 30, 50), nps_from_counts(10, 30, 60)
WAVES = Waves(
    waves=(Wave("w1", date(2025, 9, 1), 100, SCORES[0]), Wave("w2", date(2026, 3, 1), 100, SCORES[1])),
    changes=(Change("w1", "w2", 0.2, 0.01, 0.39, True),),
    undecided=0,
    both=60,
    transitions=(),
)


def asked(**changes):
    return replace(PLAN, needs=replace(PLAN.needs, **changes))


def test_the_plan(words, settings):
    said = sentences.plan_notes(PLAN, words, settings())
    assert said == (
        words.say("plan_margin", wave="2026-04", ask=1320, eligible=5690),
        words.say("plan_expected", answers=462.0, rate=0.2, margin="8.74"),
        words.say("plan_counts", rows=8000, left=2310, eligible=5690),
    )


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"because": "gap"}, "plan_gap"),
        ({"because": "ask"}, "plan_ask"),
        ({"ask": 5690, "wished": None, "because": "all"}, "plan_all"),
        ({"ask": 5690, "wished": 5690}, "plan_all"),
        ({"ask": 5690, "wished": 9000}, "plan_short"),
    ],
)
def test_how_many_and_why(english, settings, changes, key):
    plan = asked(**changes)
    figures = {"wave": "2026-04", "ask": plan.needs.ask, "eligible": 5690, "wished": plan.needs.wished}
    assert sentences.plan_notes(plan, english, settings())[0] == english.say(key, **figures)


def test_no_plan(english, settings):
    assert sentences.plan_notes(None, english, settings(responses="a.csv")) == (english.say("plan_over"),)
    assert sentences.plan_notes(None, english, settings()) == (english.say("plan_unknown"),)


def test_nobody_may_be_asked(words, settings):
    left = pd.DataFrame({"reason": ["consent_unknown"], "customers": [8000]})
    plan = replace(PLAN, eligible=0, left_out=left, needs=Needs(0, "all", None, 0.0, ()))
    assert sentences.plan_notes(plan, words, settings()) == (
        words.say("plan_nobody"),
        words.say("plan_counts", rows=8000, left=8000, eligible=0),
        words.say("plan_consent"),
    )


def test_a_remembered_plan_and_those_withdrawn(words, settings):
    gone = pd.DataFrame({"customer_id": ["a"], "reason": ["opted_out"]})
    said = sentences.plan_notes(replace(PLAN, remembered=True, withdrawn=gone, opt_outs_unknown=3), words, settings())
    assert said[-3:] == (
        words.say("plan_strangers", n=3),
        words.say("plan_remembered", wave="2026-04"),
        words.say("plan_withdrawn", n=1),
    )


def test_what_the_monitor_tells(words):
    assert sentences.monitor_notes(MONITOR, words) == (
        words.say("monitor_wave"),
        words.say("monitor_delivered", n=390, asked=400, share=0.975),
        words.say("monitor_opened", n=200, share=0.5),
        words.say("monitor_undated", n=2),
    )
    bare = replace(MONITOR, wave=None, delivered=None, opened=None, undated=0)
    assert sentences.monitor_notes(bare, words) == sentences.monitor_notes(None, words) == ()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "390 of 400 mails were accepted by the mail server (98%)."),  # whether they arrived nobody knows
        ("ja", "400通のうち390通をメールサーバーが受け付けました（98%）。"),
    ],
)
def test_an_accepted_mail_is_not_said_to_have_arrived(language, line):
    assert sentences.monitor_notes(MONITOR, Words(language, "JPY"))[1] == line


def test_groups_that_hardly_answered_are_named(words):
    kind = words.say("by_channel")
    warned = words.say("monitor_silent", kind=kind, name="ads", rate=0.05, whole=0.25)
    assert sentences.silent_groups(MONITOR, words) == (warned,)
    assert sentences.silent_groups(None, words) == ()


def test_names_of_groups(words):
    assert [sentences.band_name(group.kind, group.name, words) for group in GROUPS] == [
        "ads", words.say("channel_other"), words.say("tenure_under_1_year"),
    ]  # fmt: skip
    assert sentences.band_name("spend", "none", words) == words.say("spend_none")
    assert sentences.band_name("channel", "channel_3", words) == words.say("channel_number", n=3)


def test_that_some_channels_have_no_names_is_said(words, settings):
    numbered = replace(GROUPS[0], name="channel_1")
    assert words.say("rates_unnamed") in sentences.monitor_notes(replace(MONITOR, groups=(numbered,)), words)
    strata = pd.DataFrame({"stratum": ["channel_1 · none"], "eligible": [5690], "asked": [1320]})
    said = sentences.plan_notes(replace(PLAN, strata=strata), words, settings())
    assert words.say("rates_unnamed") in said


@pytest.mark.parametrize("name", ["2026", "2026-03", "2026-03-01", "spring", "autumn"])
def test_waves_that_are_dated_or_named_by_the_settings_keep_their_names(words, settings, name):
    assert sentences.wave_name(name, 2, words, settings(wave="spring", waves={"autumn": "2025-09-01"})) == name


@pytest.mark.parametrize("name", ["Aiko", "2026-03-01x", "03"])
def test_other_names_of_waves_are_cells_and_not_shown(words, settings, name):
    assert sentences.wave_name(name, 2, words, settings()) == words.say("wave_number", n=2)


@pytest.mark.parametrize(("apart", "key"), [(True, "thirds_apart"), (False, "thirds_alike")])
def test_early_and_late(words, apart, key):
    thirds = EarlyLate(*SCORES, 0.2, -0.01, 0.41, apart)
    said = sentences.early_late_sentences(replace(MONITOR, thirds=thirds), words)
    figures = {"early": 0.3, "late": 0.5, "n": 100, "estimate": 0.2, "low": -0.01, "high": 0.41}
    assert said == (words.say(key, **figures), words.say("thirds_meaning"))
    assert sentences.early_late_sentences(MONITOR, words) == sentences.early_late_sentences(None, words) == ()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (Change("w1", "w2", 0.2, 0.01, 0.39, True), "waves_up"),
        (Change("w1", "w2", -0.2, -0.39, -0.01, True), "waves_down"),
        (Change("w1", "w2", 0.2, -0.01, 0.41, False), "waves_alike"),
    ],
)
def test_what_changed(words, settings, change, key):
    ends = {"estimate": change.estimate, "low": change.low, "high": change.high}
    assert sentences.wave_notes(replace(WAVES, changes=(change,)), words, settings(waves=DAYS)) == (
        words.say(key, before="w1", after="w2", **ends),
        words.say("waves_both", n=60),
        words.say("waves_score"),
    )


def test_one_wave_and_waves_of_few(words, settings):
    assert sentences.wave_notes(None, words, settings()) == (words.say("waves_one"),)
    few = replace(WAVES, changes=(Change("w1", "w2", None, None, None, False),), undecided=4)
    said = sentences.wave_notes(few, words, settings(waves=DAYS))
    assert said[0] == words.say("waves_few", before="w1", after="w2")
    assert said[2] == words.say("waves_undecided", n=4)


def test_moves(words):
    nobody, few = Move("detractor", "passive", 0, None, None), Move("detractor", "passive", HIDDEN, HIDDEN, HIDDEN)
    assert sentences.moves_note(None, words) == words.say("moves_none")
    assert sentences.moves_note(Moves((nobody,)), words) == words.say("moves_none")
    assert sentences.moves_note(Moves((few,)), words) == words.say("moves_note")
