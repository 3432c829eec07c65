"""What a customer of each segment is worth is told as its interval allows, and no more."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.results import HIDDEN
from helpers.base.words import Words
from helpers.compare.comparison import Customers, PairGap
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

NOBODY = dict.fromkeys(("detractor", "passive", "promoter"), 0)
PAIR = "promoter_detractor"


def headline(result, report):
    """The large sentence of the answer."""
    (large,) = [part for part in seen(sections.answer(result), report).parts if part.kind == "headline"]
    return str(large)


def shown(result, report):
    return seen(sections.value(result), report)


def title(result, report):
    return shown(result, report).charts["value_by_segment"].alternative


def with_gap(result, **changes):
    """The comparison with another gap of the headline."""
    gaps = result.gaps[PAIR]
    return replace(result, gaps=result.gaps | {PAIR: replace(gaps, value=replace(gaps.value, **changes))})


# The answer


def test_promoters_bring_more(results, report):
    # detractor 2000, promoter 2000 + 3000, gap 3000 between 1000 and 5000
    figures = {"promoter": 5000, "detractor": 2000, "gap": 3000, "low": 1000, "high": 5000}
    assert headline(results(), report) == report.say("gap_more", **figures)


def test_detractors_who_bring_more_are_said_to(results, report):
    # promoter 2000 − 500; the gap −500 between −900 and −100 is told as 500 between 100 and 900
    figures = {"promoter": 1500, "detractor": 2000, "gap": 500, "low": 100, "high": 900}
    said = headline(results(-500.0, -900.0, -100.0), report)
    assert said == report.say("gap_less", **figures)
    assert "−" not in said and "-" not in said.replace(report.period, "")


def test_in_english_nothing_is_glossed_over(results, english_report):
    said = headline(results(-500.0, -900.0, -100.0), english_report())
    assert "detractors brought more" in said and "¥500" in said and "between ¥100 and ¥900" in said


@pytest.mark.parametrize(("low", "high"), [(-1.0, 5000.0), (0.0, 5000.0), (-5000.0, 0.0), (-5000.0, 1.0), (None, None)])
def test_an_interval_that_holds_zero_or_is_missing_tells_no_direction(results, english_report, low, high):
    said = headline(results(3000.0, low, high), english_report())
    assert "not distinguishable" in said
    assert "more" not in said and "less" not in said


def test_an_unclear_gap_shows_its_interval(results, report):
    figures = {"promoter": 5000, "detractor": 2000, "low": -100, "high": 6000, "gap": 3000}
    assert headline(results(low=-100.0, high=6000.0), report) == report.say("gap_unclear", **figures)


def test_too_few_are_counted_not_compared(results, report):
    few = results(shown=(), sizes={"detractor": 5, "passive": 30, "promoter": 50})  # matched: one less of each
    assert headline(few, report) == report.say("gap_unknown", promoters=49, detractors=4, least=10)


def test_the_larger_of_both_minimums_is_named(results, english_report):
    assert "30 of each" in headline(results(shown=()), english_report(min_group_size=10, min_cell=30))


def test_a_gap_that_is_hidden_though_there_are_enough_says_so(results, report):
    assert headline(results(shown=()), report) == report.say("gap_hidden")


def test_without_answers_the_mean_customer_is_told(results, report):
    nobody = results(shown=(), sizes=NOBODY)
    assert headline(nobody, report) == report.say("no_answers_headline", mean=1900, n=1000)


def test_without_customers_or_with_few_there_is_no_mean_to_tell(results, report):
    nobody = replace(results(shown=(), sizes=NOBODY), customers=Customers(0, None, None, None))
    assert headline(nobody, report) == report.say("no_customers_headline")
    few = replace(nobody, customers=Customers(9, HIDDEN, HIDDEN, HIDDEN))
    assert headline(few, report) == report.say("total_hidden", n=9, least=10)


def test_ltv_alone_is_said_to_be_ltv_alone(results, report):
    said = headline(results(shown=("ltv",)), report)
    assert said.endswith(report.say("by_ltv_only"))
    assert report.words.money(4700) in said and report.words.money(1900) in said  # 5000 − 300 and 2000 − 100


def test_uncalibrated_word_of_mouth_is_said_to_be(results, report):
    unchecked = report.say("uncalibrated_headline")
    assert headline(results(source="none"), report).endswith(unchecked)
    for checked in (results(source="crm"), results(source="given"), results(shown=("ltv",), source="none")):
        assert unchecked not in headline(checked, report)


def test_where_nothing_anchors_word_of_mouth_ltv_leads(results, report):
    result = results(source="unanchored")
    assert headline(result, report).endswith(report.say("by_ltv_unanchored"))
    assert report.words.money(4700) in headline(result, report)  # 5000 − 300
    there = shown(result, report)
    assert {line[0] for line in lines(there.tables[0])} == {report.say("measure_ltv")}
    assert there.charts["value_by_segment"].frame["lrv"].isna().all()


@pytest.mark.parametrize(("days", "key"), [(365, "period_year"), (0, "period_all"), (90, "period_days")])
def test_the_period_is_the_windows(results, english_report, days, key):
    report = english_report(window_days=days)
    assert report.say(key, days=days, end=date(2026, 3, 31)) in headline(results(), report)


def test_means_and_gap_add_up_as_they_are_read(results, report):
    # 15,034 − 8,338 = 6,696: by three digits each ¥15,000, ¥8,340 and ¥6,700, which do not add up
    found = results(6696.0, 4804.0, 8593.0)
    for name, mean in (("promoter", 15034.0), ("detractor", 8338.0)):
        found.segments[name] = replace(found.segments[name], value=replace(found.segments[name].value, mean=mean))
    figures = {"promoter": 15000, "detractor": 8300, "gap": 6700, "low": 4800, "high": 8600}
    assert headline(found, report) == report.say("gap_more", **figures)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
@examples(deadline=None, max_examples=30)
def test_every_ending_of_a_clear_gap_appears_in_the_sentence(one, other):
    low, high = sorted((one, other))
    words = Words("en", "JPY")
    figures = {"promoter": 1, "detractor": 1, "gap": 1, "low": low, "high": high}
    for key in ("gap_more", "gap_less"):
        said = words.say(key, **figures, period="a year")
        assert words.money(low) in said and words.money(high) in said


def test_a_customer_worth_less_than_nothing_is_warned_of_before_the_answer(results, report):
    warned, answer = seen(sections.answer(results(ltv_per_customer=-50.0)), report).parts
    assert (str(warned), warned.kind) == (report.say("negative_ltv", ltv=-50), "note")
    assert answer.kind == "headline"
    for worth in (0.0, None):
        assert len(seen(sections.answer(results(ltv_per_customer=worth)), report).parts) == 1


def test_the_note_stands_beside_the_headline(results, english_report):
    answer, note = seen(sections.answer(results()), english_report(note="Simulated <b>.")).parts
    assert answer.kind == "headline" and (str(note), note.kind) == ("Simulated <b>.", "note")


# The chart


def test_values_drawn_are_the_values_given(results, english_report):
    chart = shown(results(), english_report()).charts["value_by_segment"]
    assert list(chart.frame) == ["segment", "customers", "ltv", "lrv", "value", "low", "high"]
    assert chart.frame["segment"].tolist() == ["detractor", "passive", "promoter"]
    assert chart.frame.iloc[2, 1:].tolist() == [49, 4700, 300, 5000, 4500, 5500]
    for segment, money in (("Detractors", "¥2,000"), ("Passives", "¥2,500"), ("Promoters", "¥5,000")):
        assert {segment, money} <= set(drawn_words(chart)) and f"{segment}: {money}" in chart.alternative


def test_each_group_is_labelled_with_all_that_it_rests_on(results, report):
    result = results()  # of 49 promoters 18 said how many people they told
    passive = result.segments["passive"]
    result.segments["passive"] = replace(passive, value=replace(passive.value, n=29))  # all of them
    words = drawn_words(shown(result, report).charts["value_by_segment"])
    assert {report.say("group_n_lrv", n=49, lrv=18), report.say("group_n", n=29)} <= set(words)


def test_ltv_alone_is_drawn_without_lrv(results, english_report):
    chart = shown(results(shown=("ltv",)), english_report()).charts["value_by_segment"]
    assert chart.frame["value"].tolist() == [1900, 2300, 4700] and chart.frame["lrv"].isna().all()
    assert english_report().say("measure_ltv") in chart.alternative


def test_the_title_gives_a_ratio_only_where_promoters_clearly_bring_more(results, report):
    assert title(results(), report).startswith(report.say("value_chart_more", low=1.5, high=3.5))
    assert title(results(3000.0, -1.0, 5000.0), report).startswith(report.say("value_chart_unclear"))
    assert title(results(-500.0, -900.0, -100.0), report).startswith(report.say("value_chart_less"))


def test_the_title_gives_no_ratio_to_a_value_that_may_be_below_zero(results, report):
    assert title(with_gap(results(), ratio=None), report).startswith(report.say("value_chart_above"))
    hidden = replace(results(), gaps=results().gaps | {PAIR: PairGap(HIDDEN, HIDDEN, HIDDEN)})
    assert title(hidden, report).startswith(report.say("gaps_chart_unknown"))


def test_a_suppressed_segment_is_drawn_and_read_out_without_money(results, english_report):
    result = results()
    result.segments["detractor"] = replace(result.segments["detractor"], ltv=HIDDEN, lrv=HIDDEN, value=HIDDEN)
    hidden = dict.fromkeys((PAIR, "passive_detractor"), PairGap(HIDDEN, HIDDEN, HIDDEN))
    chart = shown(replace(result, gaps=result.gaps | hidden), english_report()).charts["value_by_segment"]
    assert chart.frame.loc[0, ["ltv", "lrv", "value", "low", "high"]].isna().all()
    assert "Detractors: —;" in chart.alternative and "Passives: ¥2,300;" in chart.alternative


def test_without_any_value_there_is_a_sentence_in_place_of_an_empty_chart(results, report):
    there = shown(results(shown=()), report)
    assert not there.charts and there.parts[0].kind == "missing"
    assert there.sentences[0] == report.say("values_hidden")


def test_a_chart_alone_says_that_word_of_mouth_is_unchecked(results, english_report):
    report = english_report(note="Ours")
    for result, note in (
        (results(source="none", conversion=1.0), f"{report.say('uncalibrated_headline')} · Ours"),
        (results(source="given", conversion=0.2), f"{report.say('given_headline', k=0.2)} · Ours"),
        (results(), "Ours"),
        (results(shown=("ltv",), source="none"), "Ours"),
    ):
        assert note in drawn_words(shown(result, report).charts["value_by_segment"])


# The tables and the total


def test_values_are_the_means_given(results, english_report):
    means, _ = shown(results(), english_report()).tables
    assert lines(means)[0] == ["LTV", "Detractors", "18", "¥1,900", "¥1,400", "¥2,400", "¥950"]
    assert lines(means)[5] == ["LRV", "Promoters", "18", "¥300", "−¥200", "¥800", "¥150"]
    assert lines(means)[8] == [
        "Customer value (LTV + LRV)", "Promoters", "18", "¥5,000", "¥4,500", "¥5,500", "¥2,500",
    ]  # fmt: skip
    assert len(lines(means)) == 9 and means.texts == 2 and not means.caption  # no dash, no footnote


def test_suppressed_values_are_dashes_with_a_footnote(results, english_report):
    result, report = results(shown=("ltv",)), english_report(min_group_size=12)
    result.segments["detractor"] = replace(result.segments["detractor"], ltv=HIDDEN)
    means, _ = shown(result, report).tables
    assert lines(means)[0] == ["LTV", "Detractors", "—", "—", "—", "—", "—"]
    assert means.caption == report.say("means_note", least=12, twice=24)


def test_shares_are_of_the_segment_and_of_all_ltv(results, english_report):
    # detractors: 18 buyers of 19 matched; LTV 10,000 of 100,000; those without an answer 600 of 900 and 70,000
    _, shares = shown(results(), english_report()).tables
    assert lines(shares)[0] == ["Detractors", "19", "95%", "10%"]
    assert lines(shares)[3] == ["No answer", "900", "67%", "70%"]


def test_nothing_to_show_leaves_the_shares_alone_as_dashes(results, english_report):
    (shares,) = shown(results(shown=()), english_report()).tables
    assert lines(shares)[0] == ["Detractors", "19", "—", "—"]
    assert shares.caption == english_report().say("few_note")


def test_the_total_is_told_with_the_net_amount_it_is_made_of(results, english_report):
    report = english_report(gross_margin_rate=0.6)
    assert shown(results(), report).sentences == [report.say("total_share", n=1000, margin=0.6, total=1e5, net=2e5)]


def test_a_total_that_may_not_be_shown_says_so(results, report):
    hidden = replace(results().customers, ltv_total=HIDDEN, net_amount_total=HIDDEN)
    said = shown(replace(results(), customers=hidden), report).sentences
    assert said == [report.say("total_hidden", n=1000, least=10)]
