"""Tables of the plan and of the waves."""

from dataclasses import replace
from datetime import date

import pandas as pd

from helpers.base.results import HIDDEN
from helpers.collect.nps import SEGMENTS, nps_from_counts
from helpers.collect.plan.needs import Need, Needs
from helpers.collect.plan.sampling import Plan
from helpers.collect.waves import Change, Transition, Wave, Waves
from helpers.compare.transitions import Move, Moves
from helpers.disclosure import shown
from helpers.report import tables

PLAN = Plan(
    wave="2026-04",
    seed=1,
    remembered=False,
    rows_in=100,
    left_out=pd.DataFrame({"reason": ["no_consent"], "customers": [20]}),
    eligible=80,
    needs=Needs(40, "gap", 40, 8.0, (Need("margin_worst", None, None, None, 30.9), Need("gap", 8000.0, 8, 40, 4760.0))),
    strata=pd.DataFrame(
        {"stratum": ["ads · under_1_year", "ads · 1_to_2_years", "mall · unknown"], "eligible": [3, 7, 70],
         "asked": [2, 4, 34]}
    ),
    asked=pd.DataFrame({"customer_id": ["a"]}),
    withdrawn=pd.DataFrame({"customer_id": [], "reason": []}),
)  # fmt: skip
CELLS = [(before, after) for before in SEGMENTS for after in SEGMENTS]
PERSONS = [10, HIDDEN, HIDDEN, 0, 20, 0, 0, 0, 21]
WAVES = Waves(
    waves=(
        Wave("w1", None, 3, HIDDEN),
        Wave("w2", date(2026, 3, 1), 100, nps_from_counts(10, 30, 60)),
    ),
    changes=(Change("w1", "w2", None, None, None, False),),
    undecided=0,
    both=60,
    transitions=tuple(Transition(*cell, n) for cell, n in zip(CELLS, PERSONS, strict=True)),
)


def texts(grid):
    return grid.rows.to_numpy().tolist()


def test_reasons_close_with_the_total(english):
    assert texts(tables.left_out_table(PLAN, english)) == [
        ["no consent to mails", "20"],
        ["may be asked", "80"],
        ["Total", "100"],
    ]


def test_what_is_needed(english):
    # 8,000 wanted: 8 answers, 40 asked
    worst, gap = texts(tables.needs_table(PLAN, english))
    assert worst[1:] == ["—", "—", "—", "± 30.9 points"] and gap[1:] == ["¥8,000", "8", "40", "¥4,760"]
    assert gap[0].endswith("80%")


def test_strata_in_words_and_those_of_few_hidden(english, settings):
    # 3 are too few, and 7, the smallest other, would give them away
    chosen = settings(stratify_by=["channel", "tenure"])
    found = tables.strata_table(shown(PLAN, chosen), english, chosen)
    assert texts(found) == [
        ["ads · under 1 year", "—", "—"],
        ["ads · 1 to 2 years", "—", "—"],
        ["mall · unknown", "70", "34"],
    ]
    assert english.say("few_note") in found.caption


def test_without_strata_there_is_no_table(english, settings):
    assert tables.strata_table(PLAN, english, settings()) is None


def test_no_plan(english, settings):
    assert (
        tables.left_out_table(None, english)
        is tables.needs_table(None, english)
        is tables.strata_table(None, english, settings())
        is None
    )
    assert tables.needs_table(replace(PLAN, needs=Needs(0, "all", None, 0.0, ())), english) is None


def test_waves_of_few_show_their_number_alone(english, settings):
    assert texts(tables.waves_table(WAVES, english, settings(wave="w1"))) == [
        ["w1", "—", "3", "—", "—", "—", "—", "—", "—"],
        ["wave no. 2", "2026-03-01", "100", "+50", "+36", "+62", "—", "—", "—"],
    ]


def test_changes(english, settings):
    change = Change("w1", "w2", 0.2, -0.01, 0.41, False)
    last = texts(tables.waves_table(replace(WAVES, changes=(change,)), english, settings()))[-1]
    assert last[-3:] == ["+20", "−1", "+41"]


def test_moves_between_segments(english, settings):
    assert texts(tables.transitions_table(WAVES, english, settings())) == [
        ["Detractors", "10", "—", "—"],
        ["Passives", "0", "20", "0"],
        ["Promoters", "0", "0", "21"],
    ]
    assert english.say("few_note") in tables.transitions_table(WAVES, english, settings()).caption


def test_one_wave_or_nobody_in_both(english, settings):
    assert tables.waves_table(None, english, settings()) is tables.transitions_table(None, english, settings()) is None
    assert tables.transitions_table(replace(WAVES, both=0), english, settings()) is None


def test_ltv_of_those_who_moved(english):
    few = Move("passive", "passive", HIDDEN, HIDDEN, HIDDEN)
    found = tables.moves_table(Moves((Move("detractor", "promoter", 12, 500.0, 1500.0), few)), english)
    assert texts(found) == [
        ["Detractors", "Promoters", "12", "¥500", "¥1,500"],
        ["Passives", "Passives", "—", "—", "—"],
    ]
    assert tables.moves_table(None, english) is None
    assert tables.moves_table(Moves((Move("passive", "passive", 0, None, None),)), english) is None
