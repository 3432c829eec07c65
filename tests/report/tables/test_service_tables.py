"""Tables of the shop's service hold the figures they are given; what may not be shown is a dash."""

import pandas as pd

from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import HIDDEN
from helpers.base.words import Words
from helpers.merge.complaints import heinrich
from helpers.merge.kpis import KPI_GROUPS, Kpis
from helpers.report import tables

NOT_SHOWN = Rate(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_rates_show_their_counts(english, settings):
    # 5 of 10: Wilson 0.2366…0.7634
    rates = {"repeat_rate": dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=5, denominator=10))}
    grid = tables.kpis_table(Kpis(rates), english)
    assert lines(grid)[0] == ["Repeat rate (customers)", "Detractors", "5", "10", "50%", "24%", "76%"]
    assert grid.rows.iloc[:, 1].tolist() == ["Detractors", "Passives", "Promoters", "All customers"]


def test_a_rate_without_base_is_a_dash_and_never_zero(english, settings):
    rates = {"repeat_rate": dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=5, denominator=10))}
    rates["repeat_rate"] |= {"passive": wilson_rate(numerator=0, denominator=0), "promoter": NOT_SHOWN}
    rows = lines(tables.kpis_table(Kpis(rates), english))
    assert rows[1][2:] == ["0", "0", "—", "—", "—"]
    assert rows[2][2:] == ["—"] * 5


def test_kpis_without_any_data_are_left_out(english, settings):
    none = dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=0, denominator=0))
    some = dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=1, denominator=2))
    assert len(lines(tables.kpis_table(Kpis({"churn_rate": none, "repeat_rate": some}), english))) == 4
    assert tables.kpis_table(Kpis({"churn_rate": none}), english) is None


def test_the_money_rate_shows_money():
    rates = {"return_rate_money": dict.fromkeys(KPI_GROUPS, Rate(123.0, 12300.0, 0.01, 0.005, 0.02))}
    row = lines(tables.kpis_table(Kpis(rates), Words("en", "USD")))[0]
    assert row[2:] == ["$123", "$12,300", "1.0%", "0.5%", "2.0%"]


def test_the_ladder_shows_seen_expected_and_gap(english):
    seen = {"complaints_major": [2], "complaints_minor": [30], "complaints_near_miss": [100]}
    assert lines(tables.ladder_table(heinrich(pd.DataFrame(seen)), english)) == [  # 2 × 1, 29, 300
        ["Major", "2", "2", "0"],
        ["Minor", "30", "58", "28"],
        ["Near misses", "100", "600", "500"],
    ]
    assert tables.ladder_table(None, english) is None
