"""Tables hold the figures they are given; what may not be shown is a dash."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.proportions import HIDDEN, Rate, wilson_rate
from helpers.base.words import Words
from helpers.collect.nps import nps_from_counts
from helpers.merge.complaints import heinrich
from helpers.report import grids

ACCOUNTS = {
    "responses": {
        "rows_in": 1_538,
        "rows_used": 1_510,
        "not_applicable": {"answered_again": 10, "score_blank": 10},
        "defective": {"score_range": 8},
        "fields": {"influence: influence_invalid": 4},
    },
    "invitations": {"rows_in": 4_000, "rows_used": 4_000, "not_applicable": {}, "defective": {}, "fields": {}},
}
GROUPS = ("detractor", "passive", "promoter", "none", "all")


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_answers_by_segment_are_the_counts(nps, english):
    assert lines(grids.segments(nps, english)) == [
        ["Detractors", "20", "20%"],
        ["Passives", "30", "30%"],
        ["Promoters", "50", "50%"],
    ]
    assert grids.segments(nps_from_counts(0, 0, 0), english) is None


def test_ledgers_close_line_by_line(english):
    # 1538 = 1510 + 20 + 8
    assert lines(grids.ledgers(ACCOUNTS, english)) == [
        ["Answers", "1,538", "1,510", "20", "8"],
        ["Invitations", "4,000", "4,000", "0", "0"],
    ]


def test_every_reason_has_its_line_and_its_kind(words):
    grid = grids.reasons(ACCOUNTS, words)
    reasons = ("answered_again", "score_blank", "score_range", "influence_invalid")
    assert grid.rows.iloc[:, 1].tolist() == [words.say(f"reason_{reason}") for reason in reasons]
    kinds = ("not_applicable", "not_applicable", "defective", "field")
    assert grid.rows.iloc[:, 2].tolist() == [words.say(f"kind_{kind}") for kind in kinds]
    assert grid.rows.iloc[:, 3].tolist() == ["10", "10", "8", "4"] and grid.texts == 3


def test_nothing_left_out_needs_no_table(english):
    assert grids.reasons({"invitations": ACCOUNTS["invitations"]}, english) is None


@pytest.mark.parametrize(("currency", "net"), [("JPY", "¥600"), ("USD", "$6.00")])
def test_money_is_shown_to_the_last_minor_unit(settings, currency, net):
    steps = {"step": ["ordered", "status", "window_net"], "rows": [4, -1, 3], "amount": [1234567, -1233967, 600]}
    history = SimpleNamespace(money=pd.DataFrame(steps))
    grid = grids.money(history, Words("en", currency), settings(currency=currency))
    assert lines(grid)[2] == ["Net amount of the window", "3", net]
    assert lines(grid)[1][0] == Words("en", currency).say("reason_status")


def customers(**sizes):
    parts = [pd.DataFrame({"segment": [name] * n, "orders": 2, "net_amount": 100}) for name, n in sizes.items()]
    rows = pd.concat(parts, ignore_index=True)
    rows["segment"] = rows["segment"].replace("none", None).astype("str")
    return rows


def test_customers_add_up_to_the_total(english, settings):
    grid = grids.customers(customers(detractor=10, passive=20, promoter=30, none=40), english, settings())
    assert lines(grid) == [
        ["Detractors", "10", "10", "20", "¥1,000"],
        ["Passives", "20", "20", "40", "¥2,000"],
        ["Promoters", "30", "30", "60", "¥3,000"],
        ["No answer", "40", "40", "80", "¥4,000"],
        ["Total", "100", "100", "200", "¥10,000"],
    ]


def test_a_small_group_is_shown_by_its_number_alone(english, settings):
    grid = grids.customers(customers(detractor=9, promoter=30), english, settings())
    assert lines(grid)[0] == ["Detractors", "9", "—", "—", "—"]
    assert lines(grid)[1] == ["Passives", "0", "—", "—", "—"]


def test_values_are_the_means_given(results, english, settings):
    grid = grids.values(results(), english, settings())
    assert lines(grid)[0] == ["LTV", "Detractors", "18", "¥1,900", "¥1,400", "¥2,400", "¥950"]
    assert lines(grid)[5] == ["LRV", "Promoters", "18", "¥300", "−¥200", "¥800", "¥150"]
    assert lines(grid)[8] == ["Customer value (LTV + LRV)", "Promoters", "18", "¥5,000", "¥4,500", "¥5,500", "¥2,500"]
    assert len(lines(grid)) == 9 and grid.texts == 2


def test_suppressed_values_are_dashes_with_a_footnote(results, english, settings):
    result = results(shown=("ltv",))
    result.segments["detractor"]["ltv"] = None
    grid = grids.values(result, english, settings(min_group_size=12))
    assert lines(grid)[0] == ["LTV", "Detractors", "—", "—", "—", "—", "—"]
    assert grid.caption == english.say("too_few_note", least=12)


def test_shares_are_of_the_segment_and_of_all_ltv(results, english):
    # detractors: 18 buyers of 19 matched; LTV 10,000 of 100,000; those without an answer 600 of 900 and 70,000
    grid = grids.shares(results(), english)
    assert lines(grid)[0] == ["Detractors", "19", "95%", "10%"]
    assert lines(grid)[3] == ["No answer", "900", "67%", "70%"]


def test_shares_of_a_small_segment_are_dashes(results, english):
    assert lines(grids.shares(results(shown=()), english))[0] == ["Detractors", "19", "—", "—"]


def test_gaps_are_the_gaps_given(results, words):
    # value 5000 − 2000 and 2500 − 2000; LTV 4700 − 1900; LRV 300 − 100
    grid = grids.gaps(results(), words)
    rows = {(row[0], row[1]): row[2:] for row in lines(grid)}
    pair, ratio = words.say("pair_promoter_detractor"), ["2.5", "1.5", "3.5"]
    for measure, gap in (("ltv", 2800), ("lrv", 200), ("value", 3000)):
        money = [words.money(figure) for figure in (gap, 1000, 5000)]
        assert rows[words.say(f"measure_{measure}"), pair] == [words.say("verdict_more"), *money, *ratio]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(1, 2, "more"), (-2, -1, "less"), (-1, 1, "unclear"), (0, 1, "unclear")]
)
def test_the_verdict_follows_the_interval(results, words, low, high, verdict):
    grid = grids.gaps(results(low=float(low), high=float(high)), words)
    assert grid.rows.iloc[0, 2] == words.say(f"verdict_{verdict}")


def test_a_gap_of_too_few_is_a_row_of_dashes(results, words):
    result = results(shown=("ltv",))
    result.gaps["promoter_detractor"]["ltv"] = None
    assert lines(grids.gaps(result, words))[0][2:] == [words.say("verdict_few")] + ["—"] * 6


def test_a_gap_without_ratio_keeps_its_money(results, english):
    result = results()
    result.gaps["promoter_detractor"]["ltv"]["ratio"] = None
    assert lines(grids.gaps(result, english))[0][3:] == ["¥2,800", "¥1,000", "¥5,000", "—", "—", "—"]


def test_rates_show_their_counts(english, settings):
    # 5 of 10: Wilson 0.2366…0.7634
    rates = {"repeat_rate": dict.fromkeys(GROUPS, wilson_rate(numerator=5, denominator=10))}
    grid = grids.kpis(rates, english)
    assert lines(grid)[0] == ["Repeat rate (customers)", "Detractors", "5", "10", "50%", "24%", "76%"]
    assert grid.rows.iloc[:, 1].tolist() == ["Detractors", "Passives", "Promoters", "All customers"]


def test_a_rate_without_base_is_a_dash_and_never_zero(english, settings):
    rates = {"repeat_rate": dict.fromkeys(GROUPS, wilson_rate(numerator=5, denominator=10))}
    rates["repeat_rate"] |= {"passive": wilson_rate(numerator=0, denominator=0), "promoter": HIDDEN}
    rows = lines(grids.kpis(rates, english))
    assert rows[1][2:] == ["0", "0", "—", "—", "—"]
    assert rows[2][2:] == ["—"] * 5


def test_kpis_without_any_data_are_left_out(english, settings):
    none = dict.fromkeys(GROUPS, wilson_rate(numerator=0, denominator=0))
    some = dict.fromkeys(GROUPS, wilson_rate(numerator=1, denominator=2))
    assert len(lines(grids.kpis({"churn_rate": none, "repeat_rate": some}, english))) == 4
    assert grids.kpis({"churn_rate": none}, english) is None


def test_the_money_rate_shows_money():
    rates = {"return_rate_money": dict.fromkeys(GROUPS, Rate(123.0, 12300.0, 0.01, 0.005, 0.02))}
    row = lines(grids.kpis(rates, Words("en", "USD")))[0]
    assert row[2:] == ["$123", "$12,300", "1.0%", "0.5%", "2.0%"]


def test_the_ladder_shows_seen_expected_and_gap(english):
    seen = {"complaints_major": [2], "complaints_minor": [30], "complaints_near_miss": [100]}
    assert lines(grids.ladder(heinrich(pd.DataFrame(seen)), english)) == [  # 2 × 1, 29, 300
        ["Major", "2", "2", "0"],
        ["Minor", "30", "58", "28"],
        ["Near misses", "100", "600", "500"],
    ]
    assert grids.ladder(None, english) is None
