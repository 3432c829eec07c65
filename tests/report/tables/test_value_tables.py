"""Tables of the segments hold the figures they are given; what may not be shown is a dash."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers.base.results import HIDDEN
from helpers.collect.nps import nps_from_counts
from helpers.disclosure import shown
from helpers.merge.totals import totals
from helpers.report import tables


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_answers_by_segment_are_the_counts(nps, english, settings):
    assert lines(tables.segments_table(nps, english, settings())) == [
        ["Detractors", "0–6", "20", "20%"],
        ["Passives", "7–8", "30", "30%"],
        ["Promoters", "9–10", "50", "50%"],
    ]
    assert tables.segments_table(nps_from_counts(0, 0, 0), english, settings()) is None


@pytest.mark.parametrize(
    ("scale", "passive", "promoter", "spans"),
    [([1, 5], 4, 5, ["1–3", "4", "5"]), ([0, 100], 70, 90, ["0–69", "70–89", "90–100"]),
     ([10, 0], 7, 9, ["0–6", "7–8", "9–10"]), ([5, 1], 4, 5, ["1–3", "4", "5"])],
)  # fmt: skip
def test_scores_of_each_segment_are_those_of_the_scale(nps, english, settings, scale, passive, promoter, spans):
    chosen = settings(score_scale=scale, passive_from=passive, promoter_from=promoter)
    assert [row[1] for row in lines(tables.segments_table(nps, english, chosen))] == spans


def customers(**sizes):
    parts = [pd.DataFrame({"segment": [name] * n, "orders": 2, "net_amount": 100}) for name, n in sizes.items()]
    rows = pd.concat(parts, ignore_index=True)
    rows["segment"] = rows["segment"].replace("none", None).astype("str")
    return rows


def bought(rows, settings):
    return shown(totals(rows), settings)


def test_customers_add_up_to_the_total(english, settings):
    rows = customers(detractor=10, passive=20, promoter=30, none=40)
    grid = tables.customers_table(bought(rows, settings()), english, settings())
    assert lines(grid) == [
        ["Detractors", "10", "10", "20", "¥1,000"],
        ["Passives", "20", "20", "40", "¥2,000"],
        ["Promoters", "30", "30", "60", "¥3,000"],
        ["No answer", "40", "40", "80", "¥4,000"],
        ["Total", "100", "100", "200", "¥10,000"],
    ]


def test_a_small_group_is_shown_by_its_number_alone(english, settings):
    grid = tables.customers_table(bought(customers(detractor=9, promoter=30), settings()), english, settings())
    assert lines(grid)[0] == ["Detractors", "9", "—", "—", "—"]
    assert lines(grid)[1] == ["Passives", "0", "—", "—", "—"]


def test_money_mostly_of_one_is_a_dash_with_a_footnote(english, settings):
    rows = customers(detractor=10, passive=20, promoter=30, none=40)
    rows.loc[0, "net_amount"] = 901  # of 1,801
    grid = tables.customers_table(bought(rows, settings()), english, settings())
    assert [row[2:] for row in lines(grid)[::3]] == [["—"] * 3] * 2  # detractors, and those without an answer
    assert lines(grid)[1] == ["Passives", "20", "20", "40", "¥2,000"]
    assert lines(grid)[4] == ["Total", "100", "100", "200", "¥10,801"]
    assert grid.caption.endswith(english.say("too_few_note", least=10))


def test_buyers_that_are_few_are_dashes_too(english, settings):
    rows = customers(detractor=10, passive=20, promoter=30, none=40)
    rows.loc[:5, "orders"] = 0  # 4 of 10 detractors bought
    grid = tables.customers_table(bought(rows, settings()), english, settings())
    assert lines(grid)[0] == ["Detractors", "10", "—", "—", "—"]


def test_nothing_to_show_needs_no_table(results, english, settings):
    assert tables.values_table(results(shown=()), english, settings()) is None
    assert tables.gaps_table(results(shown=()), english) is None


def test_values_are_the_means_given(results, english, settings):
    grid = tables.values_table(results(), english, settings())
    assert lines(grid)[0] == ["LTV", "Detractors", "18", "¥1,900", "¥1,400", "¥2,400", "¥950"]
    assert lines(grid)[5] == ["LRV", "Promoters", "18", "¥300", "−¥200", "¥800", "¥150"]
    assert lines(grid)[8] == ["Customer value (LTV + LRV)", "Promoters", "18", "¥5,000", "¥4,500", "¥5,500", "¥2,500"]
    assert len(lines(grid)) == 9 and grid.texts == 2 and not grid.caption  # no dash, no footnote


def test_suppressed_values_are_dashes_with_a_footnote(results, english, settings):
    result = results(shown=("ltv",))
    result.segments["detractor"] = replace(result.segments["detractor"], ltv=HIDDEN)
    grid = tables.values_table(result, english, settings(min_group_size=12))
    assert lines(grid)[0] == ["LTV", "Detractors", "—", "—", "—", "—", "—"]
    assert grid.caption == english.say("too_few_note", least=12)


def test_shares_are_of_the_segment_and_of_all_ltv(results, english):
    # detractors: 18 buyers of 19 matched; LTV 10,000 of 100,000; those without an answer 600 of 900 and 70,000
    grid = tables.shares_table(results(), english)
    assert lines(grid)[0] == ["Detractors", "19", "95%", "10%"]
    assert lines(grid)[3] == ["No answer", "900", "67%", "70%"]


def test_shares_of_a_small_segment_are_dashes(results, english):
    assert lines(tables.shares_table(results(shown=()), english))[0] == ["Detractors", "19", "—", "—"]


def test_gaps_are_the_gaps_given(results, words):
    # value 5000 − 2000 and 2500 − 2000; LTV 4700 − 1900; LRV 300 − 100
    grid = tables.gaps_table(results(), words)
    rows = {(row[0], row[1]): row[2:] for row in lines(grid)}
    pair, ratio = words.say("pair_promoter_detractor"), ["2.50", "1.50", "3.50"]
    for measure, gap in (("ltv", 2800), ("lrv", 200), ("value", 3000)):
        money = [words.money(figure) for figure in (gap, 1000, 5000)]
        assert rows[words.say(f"measure_{measure}"), pair] == [words.say("verdict_more"), *money, *ratio]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(1, 2, "more"), (-2, -1, "less"), (-1, 1, "unclear"), (0, 1, "unclear")]
)
def test_the_verdict_follows_the_interval(results, words, low, high, verdict):
    grid = tables.gaps_table(results(low=float(low), high=float(high)), words)
    assert grid.rows.iloc[0, 2] == words.say(f"verdict_{verdict}")


def test_a_gap_of_too_few_is_a_row_of_dashes(results, words):
    result = results(shown=("ltv",))
    result.gaps["promoter_detractor"] = replace(result.gaps["promoter_detractor"], ltv=HIDDEN)
    assert lines(tables.gaps_table(result, words))[0][2:] == [words.say("verdict_few")] + ["—"] * 6


def test_a_gap_without_ratio_keeps_its_money(results, english):
    result = results()
    pair = result.gaps["promoter_detractor"]
    result.gaps["promoter_detractor"] = replace(pair, ltv=replace(pair.ltv, ratio=None))
    assert lines(tables.gaps_table(result, english))[0][3:] == ["¥2,800", "¥1,000", "¥5,000", "—", "—", "—"]
