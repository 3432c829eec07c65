"""KPIs show the rates that they are given; what may not be shown is a dash, and never zero."""

from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import HIDDEN
from helpers.merge.kpis import KPI_GROUPS, Kpis
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

NOT_SHOWN = Rate(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
HALF = dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=5, denominator=10))  # Wilson: 0.2366…0.7634
NONE = dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=0, denominator=0))


def shown(report, **rates):
    return seen(sections.kpis(Kpis(rates, {})), report)


def test_rates_show_their_counts(english_report):
    report = english_report(note="Simulated.")
    there = shown(report, repeat_rate=HALF)
    (grid,), (chart,) = there.tables, there.charts.values()
    assert lines(grid)[0] == ["Repeat rate (customers)", "Detractors", "5", "10", "50%", "24%", "76%"]
    assert grid.rows.iloc[:, 1].tolist() == ["Detractors", "Passives", "Promoters", "In all"]
    assert chart.frame["segment"].tolist() == ["detractor", "passive", "promoter", "all"]
    assert chart.frame["rate"].tolist() == [0.5] * 4 and chart.frame["low"].tolist() == [0.237] * 4
    assert list(chart.frame) == ["kpi", "segment", "rate", "low", "high"]
    assert "Repeat rate (customers) · Detractors: 50%" in chart.alternative
    assert {"Repeat rate (customers)", "Detractors", "50%", "Simulated."} <= {*drawn_words(chart)}


def test_a_rate_without_base_or_hidden_is_a_dash_and_never_zero(english_report):
    rates = HALF | {"passive": wilson_rate(numerator=0, denominator=0), "promoter": NOT_SHOWN}
    there = shown(english_report(), repeat_rate=rates)
    (grid,), (chart,) = there.tables, there.charts.values()
    assert lines(grid)[1][2:] == ["0", "0", "—", "—", "—"] and lines(grid)[2][2:] == ["—"] * 5
    assert "Passives: —" in chart.alternative and chart.frame["rate"].isna().tolist() == [False, True, True, False]
    assert grid.caption == english_report().say("few_note")


def test_kpis_without_any_data_are_left_out(report):
    there = shown(report, churn_rate=NONE, repeat_rate=HALF)
    assert len(lines(there.tables[0])) == 4 and {*there.charts["kpis"].frame["kpi"]} == {"repeat_rate"}
    nothing = shown(report, churn_rate=NONE)
    assert nothing.sentences == [report.say("kpi_unknown")] and nothing.parts[0].kind == "missing"
    assert len(nothing.parts) == 1


def test_the_money_rate_shows_money(english_report):
    rates = dict.fromkeys(KPI_GROUPS, Rate(123.0, 12300.0, 0.01, 0.005, 0.02))
    (grid,) = shown(english_report(currency="USD"), return_rate_money=rates).tables
    assert lines(grid)[0][2:] == ["$123", "$12,300", "1.0%", "0.5%", "2.0%"]


def test_the_title_names_the_rate_that_is_widest_apart(report):
    def title(**rates):
        return shown(report, **rates).charts["kpis"].alternative

    groups = dict.fromkeys(KPI_GROUPS, Rate(1, 2, 0.5, 0.4, 0.6))
    near = groups | {"detractor": Rate(1, 2, 0.3, 0.2, 0.4), "promoter": Rate(1, 2, 0.5, 0.45, 0.6)}
    far = groups | {"detractor": Rate(1, 2, 0.8, 0.7, 0.9), "promoter": Rate(1, 2, 0.2, 0.1, 0.3)}
    meeting = groups | {"detractor": Rate(1, 2, 0.9, 0.1, 1.0), "promoter": Rate(1, 2, 0.0, 0.0, 0.1)}
    names = {"first": report.say("segment_detractor"), "second": report.say("segment_promoter")}
    figures = {"kpi": report.say("kpi_return_rate"), "first_rate": 0.8, "second_rate": 0.2}
    widest = title(repeat_rate=near, return_rate=far, churn_rate=meeting)
    assert widest.startswith(report.say("kpi_chart_highest", **names, **figures))
    assert title(churn_rate=meeting).startswith(report.say("kpi_chart"))
    assert title(churn_rate=near | {"promoter": NOT_SHOWN}).startswith(report.say("gaps_chart_unknown"))


def test_all_customers_stand_beside_those_of_the_whole_window(english_report):
    report = english_report()
    everybody = HALF | {"detractor": wilson_rate(numerator=2, denominator=8), "promoter": NOT_SHOWN}
    there = seen(sections.kpis(Kpis({"repeat_rate": HALF, "return_rate": HALF}, {"repeat_rate": everybody})), report)
    (grid,), (chart,) = there.tables, there.charts.values()
    beside = [line[-1] for line in lines(grid)]
    assert beside[:4] == ["25% (2 of 8)", "50% (5 of 10)", "—", "50% (5 of 10)"] and beside[4:] == [""] * 4
    assert list(grid.rows)[-1] == "Of all customers" and grid.caption.startswith(report.say("kpi_caption"))
    assert report.say("kpi_subtitle_whole").rstrip(".") in chart.alternative
    assert chart.frame["rate"].tolist() == [0.5] * 8  # the chart is of those of the whole window


def test_where_nobody_came_later_there_is_one_rate(english_report):
    report = english_report()
    there = seen(sections.kpis(Kpis({"repeat_rate": HALF}, {"repeat_rate": HALF})), report)
    assert len(lines(there.tables[0])[0]) == 7 and there.tables[0].caption == ""
    assert report.say("kpi_subtitle").rstrip(".") in there.charts["kpis"].alternative
