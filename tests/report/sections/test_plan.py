"""The plan: how many are asked and why, who is left out, the draw."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers.collect.plan.needs import Need, Needs
from helpers.collect.plan.sampling import Plan
from helpers.disclosure import shown
from helpers.report import sections
from tests.report.seen import lines, seen

PLAN = Plan(
    wave="2026-04",
    seed=1,
    remembered=False,
    rows_in=8000,
    left_out=pd.DataFrame({"reason": ["no_consent", "opted_out"], "customers": [2268, 42]}),
    eligible=5690,
    needs=Needs(1320, "margin", 1320, 462.0, (Need("margin_worst", 7.0, 690, 1972, 8.74),)),
    strata=pd.DataFrame({"stratum": [""], "eligible": [5690], "asked": [1320]}),
    asked=pd.DataFrame({"customer_id": ["a"]}),
    withdrawn=pd.DataFrame({"customer_id": [], "reason": []}),
)
NOBODY = Needs(0, "all", None, 0.0, ())


def strata(**counts):
    return pd.DataFrame(counts.pop("rows"), columns=["stratum", "eligible", "asked"])


def asked(**changes):
    return replace(PLAN, needs=replace(PLAN.needs, **changes))


@pytest.fixture
def said(report):
    """What is said of a plan."""
    return lambda plan: seen(sections.plan(plan), report).sentences


def test_the_plan(said, report):
    assert said(PLAN) == [
        report.say("plan_margin", wave="2026-04", ask=1320, eligible=5690),
        report.say("plan_expected", answers=462.0, rate=0.2, margin="8.74"),
        report.say("plan_counts", rows=8000, left=2310, eligible=5690),
    ]


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
def test_how_many_and_why(said, report, changes, key):
    plan = asked(**changes)
    figures = {"wave": "2026-04", "ask": plan.needs.ask, "eligible": 5690, "wished": plan.needs.wished}
    assert said(plan)[0] == report.say(key, **figures)


def test_no_plan(english_report):
    for report, key in ((english_report(responses="a.csv"), "plan_over"), (english_report(), "plan_unknown")):
        (text,) = seen(sections.plan(None), report).parts
        assert text.sentences == (report.say(key),)


def test_nobody_may_be_asked(said, report):
    left = pd.DataFrame({"reason": ["consent_unknown"], "customers": [8000]})
    plan = replace(PLAN, eligible=0, left_out=left, needs=NOBODY, remembered=True)  # no word of a draw
    assert said(plan) == [
        report.say("plan_nobody"),
        report.say("plan_counts", rows=8000, left=8000, eligible=0),
        report.say("plan_consent"),
    ]


def test_a_remembered_plan_and_those_withdrawn(said, report):
    gone = pd.DataFrame({"customer_id": ["a"], "reason": ["opted_out"]})
    assert said(replace(PLAN, remembered=True, withdrawn=gone, opt_outs_unknown=3))[-3:] == [
        report.say("plan_strangers", n=3),
        report.say("plan_remembered", wave="2026-04"),
        report.say("plan_withdrawn", n=1),
    ]


def test_that_some_channels_have_no_names_is_said(said, report):
    numbered = replace(PLAN, strata=strata(rows=[("channel_1 · none", 5690, 1320)]))
    assert report.say("rates_unnamed") in said(numbered) and report.say("rates_unnamed") not in said(PLAN)


def test_reasons_close_with_the_total(english_report):
    left_out, *_ = seen(sections.plan(PLAN), english_report()).tables
    assert lines(left_out) == [
        ["no consent to mails", "2,268"],
        ["opted out of mails", "42"],
        ["may be asked", "5,690"],
        ["Total", "8,000"],
    ]


def test_what_is_needed(english_report):
    # 8,000 wanted: 8 answers, 40 asked
    needs = (Need("margin_worst", None, None, None, 30.9), Need("gap", 8000.0, 8, 40, 4760.0))
    _, grid = seen(sections.plan(asked(lines=needs)), english_report()).tables
    worst, gap = lines(grid)
    assert worst[1:] == ["—", "—", "—", "± 30.9 points"] and gap[1:] == ["¥8,000", "8", "40", "¥4,760"]
    assert gap[0].endswith("80%") and english_report().say("few_note") not in grid.caption
    assert len(seen(sections.plan(replace(PLAN, eligible=0, needs=NOBODY)), english_report()).tables) == 1


def test_strata_in_words_and_those_of_few_hidden(english_report):
    # 3 are too few, and 7, the smallest other, would give them away
    report = english_report(stratify_by=["channel", "tenure"])
    rows = [("ads · under_1_year", 3, 2), ("ads · 1_to_2_years", 7, 4), ("mall · unknown", 70, 34)]
    plan = replace(PLAN, eligible=80, strata=strata(rows=rows))
    *_, grid = seen(sections.plan(shown(plan, report.settings)), report).tables
    assert lines(grid) == [
        ["ads · under 1 year", "—", "—"],
        ["ads · 1 to 2 years", "—", "—"],
        ["mall · unknown", "70", "34"],
    ]
    assert report.say("few_note") in grid.caption


def test_without_strata_there_is_no_table_of_them(english_report):
    assert len(seen(sections.plan(PLAN), english_report()).tables) == 2


def test_a_channel_whose_name_holds_the_joint_keeps_it(english_report):
    report = english_report(stratify_by=["channel"])
    *_, grid = seen(sections.plan(replace(PLAN, strata=strata(rows=[("shop · street", 5690, 1320)]))), report).tables
    assert lines(grid) == [["shop · street", "5,690", "1,320"]]
