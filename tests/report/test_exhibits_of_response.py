"""Exhibits of the response: what is drawn, saved and read out."""

from dataclasses import replace
from datetime import date

import pytest
from matplotlib.figure import Figure

from helpers.base.proportions import wilson_rate
from helpers.base.results import HIDDEN
from helpers.collect.monitor import Monitor, ResponseGroup
from helpers.collect.nps import nps_from_counts
from helpers.collect.timing import DaySpan
from helpers.collect.waves import Wave, Waves
from helpers.report import exhibits
from helpers.report.exhibits import response_charts
from helpers.run.published import CHARTS

GROUPS = (
    ResponseGroup("channel", "ads", wilson_rate(numerator=10, denominator=200), True),
    ResponseGroup("channel", "mall", wilson_rate(numerator=90, denominator=200), False),
    ResponseGroup("tenure", "unknown", HIDDEN, HIDDEN),
)
MONITOR = Monitor(
    wave=None,
    invited=400,
    delivered=None,
    opened=None,
    rate=wilson_rate(numerator=100, denominator=400),
    groups=GROUPS,
    days=(DaySpan(0, 0, 30), DaySpan(1, 3, 40), DaySpan(4, 9, 30)),
    undated=0,
    thirds=None,
)
WAVES = Waves(
    waves=(
        Wave("autumn", date(2025, 9, 1), 100, nps_from_counts(20, 30, 50)),
        Wave("winter", date(2025, 12, 1), 3, HIDDEN),
        Wave("spring", date(2026, 3, 1), 100, nps_from_counts(10, 30, 60)),
    ),
    changes=(),
    undecided=0,
    both=0,
    transitions=(),
)


@pytest.fixture
def drawn(monkeypatch):
    """Charts that record what they are given and draw nothing."""
    calls = []

    class Recorder:
        def __getattr__(self, name):
            return lambda *given: calls.append((name, *given)) or Figure()

    monkeypatch.setattr(response_charts, "drawing", Recorder())
    return calls


@pytest.fixture
def every(words, settings, drawn):
    return [
        exhibits.answers_by_day_chart(MONITOR, words, settings()),
        exhibits.response_rates_chart(MONITOR, words, settings()),
        exhibits.nps_by_wave_chart(WAVES, words, settings()),
    ]


def test_figures_saved_are_those_that_may_be_shared(every):
    for exhibit in every:
        assert set(exhibit.frame) == set(CHARTS[exhibit.name])


def test_the_text_alternative_holds_finding_and_labels(every, drawn):
    for exhibit, (_, frame, text) in zip(every, drawn, strict=True):
        assert exhibit.alternative.startswith(text.title)
        assert all(label in exhibit.alternative for label in frame["label"] if label != "—")


def test_days_are_counted_from_one(english, settings, drawn):
    exhibit = exhibits.answers_by_day_chart(MONITOR, english, settings())
    ((_, frame, text),) = drawn
    assert frame["stage_label"].tolist() == ["Day 1", "Days 2–4", "Days 5–10"]
    assert frame["label"].tolist() == ["30 · 30%", "40 · 40%", "30 · 30%"]
    assert text.title == english.say("days_chart", share=0.7, day=4)  # half of them by then
    assert exhibit.frame.to_dict("list") == {"first_day": [0, 1, 4], "last_day": [0, 3, 9], "answers": [30, 40, 30]}


def test_rates_with_their_counts(english, settings, drawn):
    exhibits.response_rates_chart(MONITOR, english, settings())
    ((_, frame, text),) = drawn
    assert frame["label"].tolist() == ["5.0% · 10 of 200", "45% · 90 of 200", ""]
    assert frame["name_label"].tolist() == ["ads", "mall", "unknown"] and set(frame["whole"]) == {0.25}
    assert text.title == english.say("rates_chart", high="mall", low="ads", high_rate=0.45, low_rate=0.05)


def test_rates_that_cannot_be_told_apart(english, settings, drawn):
    alike = tuple(replace(group, rate=wilson_rate(numerator=50, denominator=200)) for group in GROUPS[:2])
    exhibits.response_rates_chart(replace(MONITOR, groups=alike), english, settings())
    assert drawn[0][2].title == english.say("rates_chart_alike")


def test_groups_of_two_kinds_are_not_set_against_each_other(english, settings, drawn):
    groups = (GROUPS[0], replace(GROUPS[1], kind="tenure", name="under_1_year"))
    exhibits.response_rates_chart(replace(MONITOR, groups=groups), english, settings())
    assert drawn[0][2].title == english.say("rates_chart_alike")


def test_waves_of_few_have_no_dot(english, settings, drawn):
    exhibit = exhibits.nps_by_wave_chart(WAVES, english, settings(waves={"autumn": "2025-09-01"}))
    frame = exhibit.frame
    assert frame["wave"].tolist() == [1, 2, 3] and frame["answers"].tolist() == [100, 3, 100]
    assert frame["estimate"].isna().tolist() == [False, True, False] and frame["estimate"].iloc[0] == pytest.approx(30)
    days = {"start": "2025-09-01", "end": "2026-03-01"}
    assert drawn[0][2].title == english.say("trend_nps", first="+30", last="+50", **days)
    assert "autumn: +30" in exhibit.alternative and "wave no. 3: +50" in exhibit.alternative
    assert "wave no. 2" not in exhibit.alternative and "spring" not in exhibit.alternative


@pytest.mark.parametrize("days", [(None, date(2026, 3, 1)), (date(2026, 3, 1),) * 2])
def test_without_different_days_there_is_no_line_over_time(english, settings, days):
    waves = tuple(replace(wave, first_day=day) for wave, day in zip(WAVES.waves, days, strict=False))
    assert exhibits.nps_by_wave_chart(replace(WAVES, waves=waves), english, settings()) == ""


def test_nothing_to_draw(words, settings):
    assert exhibits.answers_by_day_chart(None, words, settings()) == words.say("monitor_unknown")
    assert exhibits.answers_by_day_chart(replace(MONITOR, days=()), words, settings()) == words.say("days_unknown")
    assert (
        exhibits.response_rates_chart(None, words, settings())
        == exhibits.nps_by_wave_chart(None, words, settings())
        == ""
    )
    assert exhibits.response_rates_chart(replace(MONITOR, groups=()), words, settings()) == ""
