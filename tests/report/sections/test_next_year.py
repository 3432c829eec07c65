"""Next year is told with its check; what is not known, refused or hidden says so."""

from dataclasses import replace

import pytest

from helpers.base.results import ALL, HIDDEN, Estimate
from helpers.compare.forecast.foreseen import FORECAST_GROUPS, WAYS, Forecast, GroupForecast, OutOfTime, WayChecked
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

MEANS = {"detractor": 1000.0, "passive": 2000.0, "promoter": 3000.0, "none": 1500.0, "all": 1600.0}
SIZES = {"detractor": 100, "passive": 200, "promoter": 300, "none": 400, "all": 1000}


def estimate(value):
    return Estimate(value, 0.9 * value, 1.1 * value)


def check(model=10.0, last_year=20.0, mean=30.0):
    errors = dict(zip(WAYS, (model, last_year, mean), strict=True))
    return OutOfTime("", 800, 365, 1_000_000.0, {way: WayChecked(790_000.0, errors[way], 5.0) for way in WAYS})


def forecast(checked_by=None, together=0.1, hide=(), used="model"):
    groups = {}
    for name in FORECAST_GROUPS:
        mean = HIDDEN if name in hide else estimate(MEANS[name])
        total = HIDDEN if name in hide else estimate(MEANS[name] * SIZES[name])
        groups[name] = GroupForecast(SIZES[name], mean, total, HIDDEN if name in hide else 900.0 * SIZES[name])
    return Forecast("", used, "mbgnbd", {}, 900, together, groups, checked_by or check())


def test_next_year_is_told_with_its_interval_and_its_check(english_report):
    told = seen(sections.next_year(forecast()), english_report())
    total, verdict, how, meaning, by_check = told.sentences
    assert total == (
        "In the next 365 days all 1,000 customers are expected to bring ¥1.6 million (¥1.44 million to ¥1.76 million); "
        "at the pace of late it would be ¥900,000. 365 days before, the same way told 79% of what came."
    )
    assert by_check == english_report().say("forecast_check_meaning")
    assert "before 2025-04-01, the same forecast told ¥790,000 for the 800 customers of then" in verdict
    assert "¥1 million came: it told 79% of that" in verdict and verdict.endswith("so it is used.")
    assert "MBG/NBD" in how and "fitted to 900" in how and "a single year brings scatters more" in meaning
    rows = lines(told.tables[0])
    assert rows[0] == ["Detractors", "100", "¥1,000", "¥900", "¥1,100", "¥100,000", "¥90,000", "¥110,000", "¥90,000"]
    assert [row[2] for row in lines(told.tables[1])] == ["79%"] * 3
    chart = told.charts["next_year"]
    assert chart.frame["estimate"].tolist() == [MEANS[name] for name in FORECAST_GROUPS]
    assert "¥3,000" in drawn_words(chart) and chart.title.startswith("Next year a promoter is expected to bring ¥3,000")


@pytest.mark.parametrize(
    ("errors", "key"), [((10, 20, 30), "model"), ((20, 10, 30), "last_year"), ((30, 20, 10), "mean")]
)
def test_the_way_in_use_is_named(report, errors, key):
    told = seen(sections.next_year(forecast(check(*errors), used=key)), report).sentences
    day = report.settings.check_start
    figures = {"told": 790_000.0, "came": 1_000_000.0, "share": 0.79, "n": 800, "days": 365}
    assert report.say(f"forecast_check_{key}", day=day, **figures) in told


def test_what_could_not_be_checked_says_so(report):
    told = seen(sections.next_year(forecast(OutOfTime("short", 800, 365, None, {}))), report)
    assert report.say("forecast_unchecked", day=report.settings.check_start) in told.sentences
    assert told.sentences[0].endswith(report.say("forecast_not_held"))
    assert report.say("forecast_check_meaning") not in told.sentences
    assert len(told.tables) == 1


@pytest.mark.parametrize("reason", ["short", "few", "alike", "unfit"])
def test_a_refused_forecast_gives_its_reason_alone(report, reason):
    told = seen(sections.next_year(Forecast(reason, "", "", {}, 0, None, {}, None)), report)
    assert told.sentences == [report.say(f"forecast_{reason}")] and not told.charts and not told.tables


def test_hidden_figures_stay_hidden(report):
    hidden = replace(check(), came=HIDDEN, ways={way: WayChecked(HIDDEN, HIDDEN, HIDDEN) for way in WAYS})
    told = seen(sections.next_year(forecast(hidden, hide=FORECAST_GROUPS)), report)
    assert told.sentences[0] == report.say("forecast_hidden") and not told.charts
    assert report.say("forecast_check_hidden", way=report.say("way_model")) in told.sentences
    assert {cell for row in lines(told.tables[0]) for cell in row[2:]} == {"—"}
    some = seen(sections.next_year(forecast(hide=("detractor", ALL))), report)
    assert some.charts["next_year"].title == report.say("forecast_chart")


def test_purchases_that_go_with_their_money_are_warned_of(report):
    for together, warned in ((-0.4, True), (0.3, True), (0.29, False), (None, False)):
        words = seen(sections.next_year(forecast(together=together)), report).sentences
        assert report.say("forecast_together", correlation=together) in words if warned else len(words) == 5
