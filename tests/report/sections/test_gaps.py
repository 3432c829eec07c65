"""Gaps are told as their intervals allow; beside them stands what the survey can tell."""

from dataclasses import replace
from math import inf

import pytest

from helpers.base.results import HIDDEN, SEGMENTS
from helpers.base.spreads import Bin
from helpers.compare.comparison import PairGap
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

PAIR = "promoter_detractor"


def shown(result, report):
    return seen(sections.gaps(result), report)


def chart(result, report):
    return shown(result, report).charts["gaps"]


def table(result, report):
    (grid,) = shown(result, report).tables
    return lines(grid)


def test_gaps_drawn_are_the_gaps_given(results, english_report):
    drawn = chart(results(), english_report())
    columns = ["segment", "mean", "low", "high", "pair", "estimate", "at_least", "below", "share"]
    assert list(drawn.frame) == columns and drawn.frame["share"].isna().all()
    assert drawn.frame["mean"].dropna().tolist() == [2000, 2500, 5000]
    pair = drawn.frame[drawn.frame["pair"] == PAIR].iloc[0]
    assert (pair["estimate"], pair["low"], pair["high"]) == (3000, 1000, 5000)
    for name, label in (("Promoters", "¥5,000"), ("Promoter − detractor", "¥3,000 (¥1,000 to ¥5,000)")):
        assert f"{name}: {label}" in drawn.alternative and {name, label} <= set(drawn_words(drawn))


def test_the_spread_is_that_of_segments_whose_mean_is_shown(results, report):
    """The file has no ends where a bin is open; a hidden mean hides the bins with it."""
    result, spread = results(), (Bin(-inf, 0, 0.25), Bin(0, 2_000, 0.5), Bin(2_000, inf, 0.25))
    for name in SEGMENTS:
        value = replace(result.segments[name].value, spread=spread)
        result.segments[name] = replace(result.segments[name], value=HIDDEN if name == "detractor" else value)
    drawn = chart(result, report)
    bins = drawn.frame[drawn.frame["share"].notna()]
    assert bins["segment"].tolist() == ["passive"] * 3 + ["promoter"] * 3
    assert bins["share"].tolist() == [0.25, 0.5, 0.25] * 2
    assert bins[["at_least", "below"]].isna().sum().tolist() == [2, 2]
    assert report.say("gaps_spread", least=report.settings.smallest_group)[:12] in "".join(drawn_words(drawn))


@pytest.mark.parametrize(
    ("gap", "key", "ends"),
    [
        ((3000.0, 1000.0, 5000.0), "gaps_chart_clear", (1000, 5000)),
        ((-500.0, -900.0, -100.0), "gaps_chart_less", (100, 900)),
        ((3000.0, -1.0, 5000.0), "gaps_chart_unclear", (-1, 5000)),
    ],
)
def test_the_title_claims_what_the_interval_does(results, report, gap, key, ends):
    title = report.say(key, low=ends[0], high=ends[1])
    assert chart(results(*gap), report).alternative.startswith(title)


def test_a_suppressed_segment_is_drawn_and_read_out_without_money(results, english_report):
    result, report = results(), english_report()
    result.segments["detractor"] = replace(result.segments["detractor"], ltv=HIDDEN, lrv=HIDDEN, value=HIDDEN)
    hidden = dict.fromkeys((PAIR, "passive_detractor"), PairGap(HIDDEN, HIDDEN, HIDDEN))
    drawn = chart(replace(result, gaps=result.gaps | hidden), report)
    assert drawn.frame.loc[drawn.frame["segment"] == "detractor", ["mean", "low", "high"]].isna().all(axis=None)
    assert drawn.alternative.startswith(report.say("gaps_chart_unknown"))
    assert "Detractors: —;" in drawn.alternative and "Passives: ¥2,300;" in drawn.alternative
    assert report.say("too_few") in drawn.alternative


def test_without_any_value_there_is_a_sentence_in_place_of_chart_and_table(results, report):
    there = shown(results(shown=()), report)
    assert not there.charts and not there.tables
    assert there.sentences == [report.say("values_hidden")] and there.parts[0].kind == "missing"


def test_a_chart_alone_says_that_word_of_mouth_is_unchecked(results, english_report):
    report = english_report(note="Ours")
    assert "Ours" in drawn_words(chart(results(), report))
    unchecked = f"{report.say('uncalibrated_headline')} · Ours"
    assert unchecked in drawn_words(chart(results(source="none", conversion=1.0), report))


def test_gaps_are_the_gaps_given(results, report):
    # value 5000 − 2000 and 2500 − 2000; LTV 4700 − 1900; LRV 300 − 100
    rows = {(row[0], row[1]): row[2:] for row in table(results(), report)}
    pair, ratio = report.say("pair_promoter_detractor"), ["2.50", "1.50", "3.50"]
    for measure, gap in (("ltv", 2800), ("lrv", 200), ("value", 3000)):
        money = [report.words.money(figure) for figure in (gap, 1000, 5000)]
        assert rows[report.say(f"measure_{measure}"), pair] == [report.say("verdict_more"), *money, *ratio]
    assert len(rows) == 9


def test_the_columns_of_a_ratio_say_so(results, english_report):
    (grid,) = shown(results(), english_report()).tables
    ratio, low, high = (english_report().say(f"head_{name}") for name in ("ratio", "low", "high"))
    assert list(grid.rows)[4:] == [low, high, ratio, f"{ratio} {low}", f"{ratio} {high}"] and grid.texts == 3


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(1, 2, "more"), (-2, -1, "less"), (-1, 1, "unclear"), (0, 1, "unclear")]
)
def test_the_verdict_follows_the_interval(results, report, low, high, verdict):
    assert table(results(low=float(low), high=float(high)), report)[0][2] == report.say(f"verdict_{verdict}")


def test_a_gap_of_too_few_is_a_row_of_dashes(results, report):
    result = results(shown=("ltv",))
    result.gaps[PAIR] = replace(result.gaps[PAIR], ltv=HIDDEN)
    (grid,) = shown(result, report).tables
    assert lines(grid)[0][2:] == [report.say("verdict_few")] + ["—"] * 6 and not grid.caption


def test_a_gap_without_ratio_keeps_its_money(results, english_report):
    result = results()
    pair = result.gaps[PAIR]
    result.gaps[PAIR] = replace(pair, ltv=replace(pair.ltv, ratio=None))
    assert table(result, english_report())[0][3:] == ["¥2,800", "¥1,000", "¥5,000", "—", "—", "—"]


def with_errors(result, **errors):
    """Comparison whose gaps of value have these standard errors."""
    gaps = {
        pair: replace(gap, value=replace(gap.value, error=errors[pair])) if pair in errors else gap
        for pair, gap in result.gaps.items()
    }
    return replace(result, gaps=gaps)


@pytest.mark.parametrize("ends", [(1000.0, 5000.0), (-1.0, 8000.0)])
def test_the_smallest_gap_that_is_told_apart_does_not_rest_on_the_one_observed(results, english_report, ends):
    errors = {PAIR: 1000.0, "promoter_passive": 500.0}
    (said,) = shown(with_errors(results(low=ends[0], high=ends[1]), **errors), english_report()).sentences
    # (1.959964 + 0.841621) × 1000 and × 500; 19 + 29 + 49 valued answers
    assert "Promoter − detractor ¥2,800; Promoter − passive ¥1,400." in said
    assert "97 with a value" in said and "in 80% of surveys" in said


def test_of_a_gap_without_interval_nothing_is_said(results, report):
    assert shown(results(), report).sentences == []


@pytest.mark.parametrize(("confidence", "key"), [(0.95, "unsure_nine_in_ten"), (0.9, "unsure")])
def test_segments_with_uncertain_intervals_are_named(results, english_report, confidence, key):
    found, report = results(), english_report(confidence=confidence)
    for name in ("detractor", "promoter"):
        found.segments[name] = replace(found.segments[name], uncertain=True)
    (note,) = [part for part in shown(found, report).parts if getattr(part, "kind", "") == "note"]
    assert str(note) == report.say(key, segments=report.names(["segment_detractor", "segment_promoter"]))
