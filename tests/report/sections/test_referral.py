"""Word of mouth is told as claims beside records, and as other ways of counting have it."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS, Estimate, SegmentMean
from helpers.collect.counts import Counts
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen


def without_cap(lrv=300.0):
    """Ways of counting, one of them without a cap: the promoter's LRV."""
    return (
        Scenario("reported", None, {"promoter": 1.0}, {}, None),
        Scenario("uncapped", None, {"promoter": lrv}, {}, None),
    )


def flow(result, report):
    return seen(sections.referral(result, without_cap()), report).charts["referral_flow"]


def notes(result, report, uncapped=300.0):
    return seen(sections.referral(result, without_cap(uncapped)), report).sentences


# The flow


def test_the_flow_multiplies_out(results, english_report):
    # 800 told, × 0.5 influenced = 400 claimed, × k 0.1 = 40 created, × 2000 = 80,000
    chart = flow(results(), english_report())
    assert chart.frame.to_dict("list") == {
        "step": ["recommended", "influenced", "created", "money"],
        "amount": [800, 400, 40, 80_000],
        "kind": ["people"] * 3 + ["money"],
    }
    for step, label in (("recommended", "800 people"), ("money", "¥80,000")):
        name = english_report().say(f"flow_{step}")
        assert f"{name}: {label}" in chart.alternative and {name, label} <= set(drawn_words(chart))


def test_the_flow_counts_only_what_would_not_have_come_anyway(results, english_report):
    chart = flow(results(), english_report(incremental_share=0.5))
    assert chart.frame["amount"].tolist() == [800, 400, 40, 40_000]


def test_a_step_that_may_not_be_shown_is_left_out(results, report):
    chart = flow(results(recommended_total=HIDDEN, influence_mean=HIDDEN), report)
    assert chart.frame["step"].tolist() == ["created", "money"]
    own = report.say("flow_chart_own", recommended=40, created=40, money=80_000)
    assert chart.alternative.startswith(own)


def test_claims_are_projected_without_false_precision(results, english_report):
    found = results(recommended_total=11_406.3, created_claimed=6_616.2)  # × k 0.1 = 661.62
    said = flow(found, english_report()).alternative
    assert "11,400 people" in said and "6,620 people" in said
    assert said.startswith("11,400 people told, as customers say; 662 customers counted, worth ¥1.32 million")


def test_the_flow_says_that_it_rests_on_claims_alone(results, report):
    plain = report.say("flow_chart", recommended=800, created=400, money=800_000)
    claimed = report.say("flow_claimed", title=plain)
    assert claimed != plain
    assert flow(results(source="none", conversion=1.0), report).alternative.startswith(claimed)


def test_the_flow_counts_no_answers_that_it_may_not_show(results, report):
    counted = report.say("flow_subtitle", n=54, customers=1000)  # 3 × 18
    assert counted.rstrip(".。") in flow(results(), report).alternative
    few = results()
    few.segments["detractor"] = replace(few.segments["detractor"], lrv=HIDDEN)
    assert report.say("flow_subtitle_few", customers=1000).rstrip(".。") in flow(few, report).alternative


@pytest.mark.parametrize("missing", ["created_claimed", "conversion", "ltv_per_customer"])
def test_without_recommendations_there_is_no_flow(results, report, missing):
    there = seen(sections.referral(results(**{missing: None}), without_cap()), report)
    assert not there.charts and there.parts[0].kind == "missing"
    assert there.sentences[0] == report.say("nobody_recommended")


def test_the_note_stands_in_the_charts(results, counted, english_report):
    report = english_report(note="Simulated.")
    heaps = seen(sections.counts(counted), report).charts["recommended_counts"]
    assert all("Simulated." in drawn_words(chart) for chart in (flow(results(), report), heaps))


# Claims and records


def test_claims_stand_beside_the_records(results, report):
    beside = report.say("calibrated", claimed=400, recorded=40, k=0.1)
    assert notes(results(), report) == [beside, report.say("influence_cancels", influence=0.5)]


@pytest.mark.parametrize(
    ("source", "recommended", "influence", "said"),
    [
        ("crm", 800.0, 0.5, True),
        ("crm", None, 0.5, False),  # each one's own
        ("crm", 800.0, None, False),
        ("crm", 800.0, HIDDEN, False),
        ("given", 800.0, 0.5, False),
        ("none", 800.0, 0.5, False),
        ("unanchored", 800.0, 0.5, False),
    ],
)
def test_a_common_influence_is_said_to_cancel(results, report, source, recommended, influence, said):
    told = notes(results(source=source, recommended_total=recommended, influence_mean=influence), report)
    assert (report.say("influence_cancels", influence=0.5) in told) is said


def test_uncalibrated_claims_are_said_to_be(results, report):
    beside = report.say("claims_beside", claimed=400, recorded=40)
    assert notes(results(source="none"), report) == [report.say("uncalibrated"), beside]


def test_a_given_conversion_is_said_to_be_given(results, report):
    given, beside = (
        report.say("given_conversion", k=0.2, recorded=40),
        report.say("claims_beside", claimed=400, recorded=40),
    )
    assert notes(results(source="given", conversion=0.2), report) == [given, beside]


@pytest.mark.parametrize("missing", ["created_claimed", "conversion"])
def test_without_counts_there_is_no_lrv(results, report, missing):
    beside = {"created_claimed": [], "conversion": [report.say("claims_beside", claimed=400, recorded=40)]}
    assert notes(results(**{missing: None}), report)[1:] == [report.say("nobody_recommended"), *beside[missing]]


def test_capped_counts_stand_beside_the_uncapped(results, report):
    both = report.say("capped", cap=20, n=3, capped=300, uncapped=450), report.say("capped_scaled")
    assert notes(results(counts_above_cap=3), report, 450.0)[-1] == report.join(*both)
    claimed = notes(results(counts_above_cap=3, source="given"), report, 450.0)
    assert claimed[-1] == both[0]


def test_how_few_answers_lie_above_the_cap_is_not_shown(results, report):
    assert notes(results(counts_above_cap=HIDDEN), report)[2:] == [report.say("capped_few", cap=20)]


def test_without_an_uncapped_figure_none_is_told(results, report):
    for nothing in (None, HIDDEN):
        assert len(notes(results(counts_above_cap=9), report, nothing)) == 2


def test_too_few_promoters_show_no_capped_figure(results, report):
    few = results(shown=("ltv",), counts_above_cap=3)
    assert notes(few, report)[0] == report.say("calibrated", claimed=400, recorded=40, k=0.1)
    assert len(notes(few, report)) == 2


# Nothing anchors word of mouth


def open_ended(results, **changes):
    """400 claimed, 4 on record, 300 acquired: k at most 0.75."""
    parts = {"source": "unanchored", "conversion": 0.75, "acquired_by_referral": 4, "counts_above_cap": 0}
    return results(**parts | changes)


def test_unanchored_lrv_is_told_as_a_range(results, english_report):
    there = seen(sections.referral(open_ended(results), without_cap()), english_report())
    (table,) = there.tables
    assert lines(table) == [
        ["Detractors", "¥0", "¥100", "¥1,900", "¥2,000"],
        ["Passives", "¥0", "¥200", "¥2,300", "¥2,500"],
        ["Promoters", "¥0", "¥300", "¥4,700", "¥5,000"],
    ]
    assert "If every influenced person became a customer" in table.caption
    assert "is no interval" in table.caption


def test_a_harm_ranges_from_below_zero(results, english_report):
    harmed = open_ended(results)
    harmed.segments["detractor"] = replace(harmed.segments["detractor"], lrv=SegmentMean(18, -60.0, -90.0, -30.0, 0.0))
    (table,) = seen(sections.referral(harmed, without_cap()), english_report()).tables
    assert lines(table)[0] == ["Detractors", "−¥60", "¥0", "¥1,840", "¥1,900"]


def test_a_range_that_may_not_be_shown_is_a_dash(results, english_report):
    few = open_ended(results)
    few.segments["detractor"] = replace(few.segments["detractor"], lrv=HIDDEN, value=HIDDEN)
    (table,) = seen(sections.referral(few, without_cap()), english_report()).tables
    assert [line[0] for line in lines(table)] == ["Passives", "Promoters"]
    assert seen(sections.referral(open_ended(results, shown=("ltv",)), without_cap()), english_report()).tables == []


def test_unanchored_claims_say_why_and_how_far_they_go(results, report):
    beside = report.say("claims_beside", claimed=400, recorded=4)
    why = report.say("unanchored", recorded=4, least=10)
    assert notes(open_ended(results), report) == [why, report.say("bounded", k=0.75, acquired=300), beside]
    whole = open_ended(results, conversion=1.0, bound=1.5, acquired=600)
    assert notes(whole, report) == [why, report.say("not_bounded", acquired=600), beside]
    assert notes(open_ended(results, acquired=HIDDEN, bound=HIDDEN), report) == [why, beside]


def test_the_flow_of_unanchored_claims_begins_at_nothing(results, english_report):
    # 400 claimed × 0.75 = 300, × 2000 = 600,000
    said = flow(open_ended(results), english_report()).alternative
    assert said.startswith("800 people told, as customers say: that may be 0 to 300 customers, worth 0 to ¥600,000")
    assert "Customers created: 0 to 300 people" in said and "Their value: 0 to ¥600,000" in said


def test_anchored_word_of_mouth_has_no_range(results, report):
    for source in ("crm", "given", "none"):
        assert seen(sections.referral(results(source=source), without_cap()), report).tables == []


@pytest.mark.parametrize(
    ("source", "k", "warned"), [("given", 0.76, True), ("given", 0.75, False), ("none", 1.0, True), ("crm", 3.0, False)]
)
def test_more_customers_than_were_acquired_are_warned_of(results, report, source, k, warned):
    parts = seen(sections.referral(results(source=source, conversion=k), without_cap()), report).parts
    said = report.say("beyond_bound", k=k, created=400 * k, acquired=300, bound=0.75)
    assert [str(part) for part in parts if getattr(part, "kind", "") == "warning"] == [said] * warned


# How people count


@pytest.fixture
def counted():
    """Counts of which seven lie above three, all of them fives."""
    bins = pd.DataFrame({"first": [0, 5, 6], "last": pd.array([4, 5, None], "Int64"), "answers": [9, 7, 0]})
    return Counts(bins.assign(round=[False, True, False]), 16, 7, 1.0, 0.25, True)


def test_counts_are_drawn_as_they_are(counted, english_report):
    there = seen(sections.counts(counted), english_report())
    chart = there.charts["recommended_counts"]
    assert list(chart.frame) == ["first", "last", "answers"] and chart.frame["answers"].tolist() == [9, 7, 0]
    assert chart.alternative.startswith("100% of the counts above 3 are round numbers; about 25% were to be expected")
    assert "0–4: 9; 5: 7; 6 or more: 0" in chart.alternative
    assert {"0–4", "5", "6 or more", "9", "7", "0"} <= set(drawn_words(chart))
    assert there.sentences == [english_report().say("heaps_note")]


def test_heaps_are_told_of_where_there_are_any(counted, report):
    smooth = replace(counted, round_share=0.2, expected_share=0.25, heaped=False)
    few = replace(counted, round_share=None, expected_share=None, heaped=False)
    titles = (
        report.say("heaps_chart_none", share=0.2, expected=0.25, above=3),
        report.say("heaps_chart_few", above=3),
    )
    for found, title in zip((smooth, few), titles, strict=True):
        there = seen(sections.counts(found), report)
        assert there.charts["recommended_counts"].alternative.startswith(title) and not there.sentences


def test_where_nobody_counted_it_says_so(report):
    (said,) = seen(sections.counts(None), report).parts
    assert (str(said), said.kind) == (report.say("nobody_recommended"), "missing")


# Counted otherwise


def means(*money):
    return dict(zip(SEGMENTS, money, strict=True))


REPORTED = Scenario(
    "reported", 349.0, means(100.0, 200.0, 300.0), means(1000.0, 1500.0, 2000.0), Estimate(1000.0, 500.0, 1500.0)
)
CLAIMED = Scenario("conversion_none", 6600.0, means(1900.0, 3800.0, 5700.0), means(2800.0, 5100.0, 7400.0),
                   Estimate(4600.0, -100.0, 9300.0))  # fmt: skip
UNSEEN = Scenario("uncapped", HIDDEN, dict.fromkeys(SEGMENTS, HIDDEN), dict.fromkeys(SEGMENTS, HIDDEN), HIDDEN)


COMPARED = SimpleNamespace(referral=SimpleNamespace(anchored=True))


def otherwise(report, *ways):
    return seen(sections.counted_otherwise(ways, COMPARED), report)


def test_customers_created_and_lrv(english_report):
    created, _ = otherwise(english_report(), REPORTED, CLAIMED, UNSEEN).tables
    assert lines(created) == [
        ["As reported", "349", "¥100", "¥200", "¥300"],
        ["Each influenced person a customer", "6,600", "¥1,900", "¥3,800", "¥5,700"],
        ["Recommendations without a cap", *["—"] * 4],
    ]
    assert created.caption.startswith("Per customer in the year to 2026-03-31, JPY")
    assert english_report().say("few_note") in created.caption


def test_value_and_what_the_gap_says(english_report):
    _, values = otherwise(english_report(), REPORTED, CLAIMED, UNSEEN).tables
    assert lines(values) == [
        ["As reported", "holds", "¥1,000", "¥1,500", "¥2,000", "¥1,000", "¥500", "¥1,500"],
        ["Each influenced person a customer", "not distinguishable", "¥2,800", "¥5,100", "¥7,400",
         "¥4,600", "−¥100", "¥9,300"],
        ["Recommendations without a cap", "not shown", *["—"] * 6],
    ]  # fmt: skip
    assert values.texts == 2


def test_whether_the_answer_stays_the_same(report):
    said = otherwise(report, REPORTED, CLAIMED, UNSEEN).sentences
    conclusion, claimed = report.say("conclusion_more"), report.say("scenario_conversion_none")
    assert said == [
        report.say("referral_some", n=1, same=0, conclusion=conclusion, names=claimed),
        report.say("robust_unshown", names=report.say("scenario_uncapped")),
    ]
    alike = replace(CLAIMED, gap=Estimate(4600.0, 100.0, 9300.0))
    assert otherwise(report, REPORTED, alike).sentences == [report.say("referral_all", n=1, conclusion=conclusion)]


def test_an_unclear_answer_is_said_to_stay_unclear(english_report):
    unclear = [replace(way, gap=Estimate(1.0, -2.0, 5.0)) for way in (REPORTED, CLAIMED)]
    (said,) = otherwise(english_report(), *unclear).sentences
    assert "stays the same: promoters and detractors can't be told apart" in said


def test_unanchored_ways_are_told_as_ends_alone(results, report):
    ways = [replace(way, value={}) for way in (REPORTED, CLAIMED)]
    there = seen(sections.counted_otherwise(ways, open_ended(results)), report)
    (table,) = there.tables
    assert table.caption == report.say("scenarios_caption_range") and not there.sentences


def test_without_word_of_mouth_nothing_is_counted_otherwise(report):
    assert otherwise(report, UNSEEN, UNSEEN).parts == []
    for nothing in (None, HIDDEN):
        by_ltv = [replace(way, value=dict.fromkeys(SEGMENTS, nothing)) for way in (REPORTED, CLAIMED)]
        there = otherwise(report, *by_ltv)
        assert len(there.tables) == 1 and there.sentences == []
