"""Waves: what changed, who moved, what the movers bring."""

from dataclasses import replace
from datetime import date

import pytest

from helpers.base.intervals import Moments
from helpers.base.results import HIDDEN, SEGMENTS
from helpers.collect.nps import nps_from_counts
from helpers.collect.waves import Change, Transition, Wave, Waves
from helpers.compare.transitions import Move, Moves
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

DAYS = {"w1": "2025-09-01", "w2": "2026-03-01"}
CELLS = [(before, after) for before in SEGMENTS for after in SEGMENTS]
PERSONS = [10, HIDDEN, HIDDEN, 0, 20, 0, 0, 0, 21]
UNKNOWN = Change("w1", "w2", 60, None, None, None, False)
NOBODY = replace(UNKNOWN, both=0)
WAVES = Waves(
    waves=(
        Wave("w1", date(2025, 9, 1), 100, nps_from_counts(20, 30, 50)),
        Wave("w2", date(2026, 3, 1), 100, nps_from_counts(10, 30, 60)),
    ),
    changes=(Change("w1", "w2", 60, 0.2, 0.01, 0.39, True),),
    undecided=0,
    transitions=tuple(Transition(*cell, n) for cell, n in zip(CELLS, PERSONS, strict=True)),
)
SEASONS = replace(
    WAVES,
    waves=(
        Wave("autumn", date(2025, 9, 1), 100, nps_from_counts(20, 30, 50)),
        Wave("winter", date(2025, 12, 1), 3, HIDDEN),
        Wave("spring", date(2026, 3, 1), 100, nps_from_counts(10, 30, 60)),
    ),
    changes=(UNKNOWN, UNKNOWN),
)


def told(waves, report):
    return seen(sections.waves(waves), report)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (Change("w1", "w2", 60, 0.2, 0.01, 0.39, True), "waves_up"),
        (Change("w1", "w2", 60, -0.2, -0.39, -0.01, True), "waves_down"),
        (Change("w1", "w2", 60, 0.2, -0.01, 0.41, False), "waves_alike"),
    ],
)
def test_what_changed(english_report, change, key):
    report = english_report(waves=DAYS)
    ends = {"estimate": change.estimate, "low": change.low, "high": change.high}
    assert told(replace(WAVES, changes=(change,)), report).sentences == [
        report.say(key, before="w1", after="w2", **ends),
        report.say("waves_both", n=60),
        report.say("waves_score"),
    ]


def test_one_wave_and_waves_of_few(report, english_report):
    (text,) = told(None, report).parts
    assert text.sentences == (report.say("waves_one"),)
    report = english_report(waves=DAYS)
    said = told(replace(WAVES, changes=(UNKNOWN,), undecided=4), report).sentences
    assert said[0] == report.say("waves_few", before="w1", after="w2")
    assert said[2] == report.say("waves_undecided", n=4)


@pytest.mark.parametrize("name", ["2026", "2026-03", "2026-03-01", "spring", "autumn"])
def test_waves_that_are_dated_or_named_by_the_settings_keep_their_names(english_report, name):
    report = english_report(wave="spring", waves={"autumn": "2025-09-01"})
    waves = replace(WAVES, waves=(WAVES.waves[0], replace(WAVES.waves[1], name=name)))
    assert [row[0] for row in lines(told(waves, report).tables[0])] == ["wave no. 1", name]


@pytest.mark.parametrize("name", ["Aiko", "2026-03-01x", "03"])
def test_other_names_of_waves_are_cells_and_not_shown(report, name):
    there = told(replace(WAVES, waves=(WAVES.waves[0], replace(WAVES.waves[1], name=name))), report)
    assert lines(there.tables[0])[1][0] == report.say("wave_number", n=2)
    shown = [
        there.words,
        *(repr(grid) + grid.caption for grid in there.tables),
        there.charts["nps_by_wave"].alternative,
    ]
    assert name == "03" or not any(name in text for text in shown)  # 03 stands in dates


def test_waves_of_few_have_no_dot(english_report):
    chart = told(SEASONS, english_report(waves={"autumn": "2025-09-01"})).charts["nps_by_wave"]
    assert list(chart.frame) == ["wave", "answers", "estimate", "low", "high"]
    assert chart.frame["wave"].tolist() == [1, 2, 3] and chart.frame["answers"].tolist() == [100, 3, 100]
    assert chart.frame["estimate"].isna().tolist() == [False, True, False]
    assert chart.frame["estimate"].iloc[0] == pytest.approx(30)
    days = {"start": "2025-09-01", "end": "2026-03-01"}
    assert chart.alternative.startswith(english_report().say("trend_nps", first="+30", last="+50", **days))
    assert "autumn: +30" in chart.alternative and "wave no. 3: +50" in chart.alternative
    assert "wave no. 2" not in chart.alternative and "spring" not in chart.alternative
    assert {"+30", "+50"} <= set(drawn_words(chart))


@pytest.mark.parametrize(
    "changes",
    [
        {0: {"first_day": None}},
        {0: {"first_day": date(2026, 3, 1)}},
        {0: {"nps": HIDDEN}},
        {0: {"nps": HIDDEN, "first_day": None}, 1: {"nps": HIDDEN, "first_day": None}},
    ],
)
def test_without_two_scores_on_different_days_there_is_no_line_over_time(english_report, changes):
    waves = tuple(replace(wave, **changes.get(i, {})) for i, wave in enumerate(WAVES.waves))
    there = told(replace(WAVES, waves=waves), english_report())
    assert not there.charts and len(there.tables) == 2


def test_waves_of_few_show_their_number_alone(english_report):
    waves = (Wave("w1", None, 3, HIDDEN), WAVES.waves[1])
    grid, _ = told(replace(WAVES, waves=waves, changes=(UNKNOWN,)), english_report(wave="w1")).tables
    assert lines(grid) == [
        ["w1", "—", "3", "—", "—", "—", "—", "—", "—", "—"],
        ["wave no. 2", "2026-03-01", "100", "+50", "+36", "+62", "60", "—", "—", "—"],
    ]
    assert english_report().say("few_note") not in grid.caption


def test_changes(english_report):
    change = Change("w1", "w2", 60, 0.2, -0.01, 0.41, False)
    grid, _ = told(replace(WAVES, changes=(change,)), english_report()).tables
    assert lines(grid)[-1][-4:] == ["60", "+20", "−1", "+41"]


@pytest.mark.parametrize(("both", "key"), [(0, "waves_both_none"), (HIDDEN, "waves_both_few"), (60, "waves_both")])
def test_how_many_answered_in_both_is_said(report, both, key):
    there = told(replace(WAVES, changes=(Change("w1", "w2", both, 0.2, -0.01, 0.41, False),)), report)
    assert there.sentences[1] == report.say(key, n=both)
    assert lines(there.tables[0])[-1][6] == report.words.count(both)


def test_moves_between_segments(english_report):
    _, grid = told(WAVES, english_report()).tables
    assert list(grid.rows) == ["Segment before", "Detractors", "Passives", "Promoters"]
    assert lines(grid) == [
        ["Detractors", "10", "—", "—"],
        ["Passives", "0", "20", "0"],
        ["Promoters", "0", "0", "21"],
    ]
    assert english_report().say("few_note") in grid.caption
    assert len(told(replace(WAVES, changes=(NOBODY,)), english_report()).tables) == 1


def moved_by(before, after, change, n=12):
    """So many customers at 500 before; their changes scatter by 100."""
    return Move(before, after, n, 500.0, 500.0 + change, Moments(n, float(change), 10_000.0, 0.0))


FEW = Move("passive", "passive", HIDDEN, HIDDEN, HIDDEN, HIDDEN)
STAYED = moved_by("detractor", "detractor", 200)


def test_ltv_of_those_who_moved_beside_those_who_stayed(english_report):
    report = english_report()
    there = seen(sections.moves(Moves((STAYED, moved_by("detractor", "promoter", 1000), FEW))), report)
    # standard error √(2 · 10,000 / 12) = 40.82; t of 22 degrees of freedom 2.0739: ± 84.7
    assert lines(there.tables[0]) == [
        ["Detractors", "Detractors", "12", "¥500", "¥700", "¥200", "", "", ""],
        ["Detractors", "Promoters", "12", "¥500", "¥1,500", "¥1,000", "¥800", "¥715", "¥885"],
        ["Passives", "Passives", *["—"] * 4, "", "", ""],
    ]
    names = report.say("moves_name", before="detractors", after="promoters")
    said = report.say("moves_apart", n=1, of=1, names=names)
    assert there.sentences == [report.say("moves_note"), said, report.say("moves_regression")]
    assert report.say("few_note") in there.tables[0].caption and there.tables[0].texts == 2


def test_moves_that_changed_like_those_who_stayed_are_not_told_apart(report):
    alike = seen(sections.moves(Moves((STAYED, moved_by("detractor", "promoter", 210)))), report)
    assert alike.sentences[1] == report.say("moves_alike", of=1)
    alone = seen(sections.moves(Moves((FEW, moved_by("passive", "promoter", 210)))), report)
    assert alone.sentences[1] == report.say("moves_uncompared")


def test_regression_to_the_mean_is_said_with_its_source(report):
    assert "Barnett, van der Pols & Dobson 2005" in seen(sections.moves(Moves((STAYED,))), report).sentences[-1]


@pytest.mark.parametrize("moved", [None, Moves((Move("detractor", "passive", 0, None, None, None),))])
def test_nobody_moved(report, moved):
    (text,) = seen(sections.moves(moved), report).parts
    assert text.sentences == (report.say("moves_none"),)
