"""Charts with their words: what is drawn, saved and read out are the figures given."""

from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import HIDDEN, Estimate
from helpers.base.results import HIDDEN as UNSEEN
from helpers.collect.counts import Counts
from helpers.collect.funnel import Funnel
from helpers.collect.nps import nps_from_counts
from helpers.compare.bases import headline_bases
from helpers.compare.comparison import PairGap
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.compare.robustness.scenarios import Scenario
from helpers.merge.complaints import Ladder, Rung
from helpers.merge.kpis import KPI_GROUPS, Kpis
from helpers.report import exhibits

LADDER = Ladder(Rung(2, 2, 0), Rung(30, 58, 28), Rung(100, 600, 500))
NOT_SHOWN = Rate(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
ANSWERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "score": pd.array([0, 9, 10, 10], dtype="Int64"),
        "recommended_count": pd.array([None, 1, 2, None], dtype="Float64"),
    }
)


_DRAWING = [
    import_module(f"helpers.report.exhibits.{name}_charts")
    for name in ("survey", "value", "service", "robust", "adjusted")
]


@pytest.fixture
def drawn(monkeypatch):
    """Charts that record what they are given and draw nothing."""
    calls = []

    class Recorder:
        def __getattr__(self, name):
            return lambda *given: calls.append((name, given)) or Figure()

    for module in _DRAWING:
        monkeypatch.setattr(module, "drawing", Recorder())
    return calls


@pytest.fixture
def collected(survey):
    """Four answers: one detractor, three promoters; eight asked."""
    return survey(answers=ANSWERS, nps=nps_from_counts(1, 0, 3), funnel=Funnel(8, 4, 6, 4, 3, 2))


def rate(top, base):
    return wilson_rate(numerator=top, denominator=base)


@pytest.fixture
def every(results, collected, english, settings, drawn):
    """All seven exhibits."""
    chosen = settings()
    rates = {"repeat_rate": dict.fromkeys(KPI_GROUPS, rate(5, 10))}
    return {
        "score_distribution": exhibits.score_distribution_chart(collected, english, chosen),
        "funnel": exhibits.funnel_chart(collected.funnel, english, chosen),
        "value_by_segment": exhibits.value_by_segment_chart(results(), english, chosen),
        "gaps": exhibits.gaps_chart(results(), english, chosen),
        "referral_flow": exhibits.referral_flow_chart(results(), english, chosen),
        "kpis": exhibits.kpis_chart(Kpis(rates), english, chosen),
        "heinrich": exhibits.heinrich_chart(LADDER, english, chosen),
    }


def test_every_exhibit_carries_its_name(every):
    assert {name: exhibit.name for name, exhibit in every.items()} == {name: name for name in every}


def test_saved_figures_hold_no_labels_and_no_ids(every):
    columns = {column for exhibit in every.values() for column in exhibit.frame}
    assert not [column for column in columns if "label" in column or "_id" in column or column in ("email", "name")]


def test_the_text_alternative_holds_every_label_drawn(every, drawn):
    for (_, given), exhibit in zip(drawn, every.values(), strict=True):
        frames = [part for part in given if isinstance(part, pd.DataFrame)]
        if exhibit.name == "score_distribution":
            frames = frames[:1]  # the shares of the segments stand in its title
        labels = [text for frame in frames for name in frame if name in LABELS for text in frame[name]]
        assert labels and all(text in exhibit.alternative for text in labels)


LABELS = ("label", "segment_label", "stage_label", "pair_label", "step_label", "kpi_label", "severity_label",
          "seen_label", "expected_label")  # fmt: skip


def test_the_text_alternative_begins_with_the_finding(every, drawn):
    for (_, given), exhibit in zip(drawn, every.values(), strict=True):
        assert exhibit.alternative.startswith(given[-1].title) and given[-1].subtitle in exhibit.alternative


def test_scores_are_counted(every):
    frame = every["score_distribution"].frame.set_index("score")
    assert frame["answers"].to_dict() == {**dict.fromkeys(range(1, 9), 0), 0: 1, 9: 1, 10: 2}
    assert frame["share"].sum() == 1.0 and frame.loc[10, "share"] == 0.5


def test_the_funnel_narrows_from_asked_to_counted(every):
    assert every["funnel"].frame.to_dict("list") == {
        "stage": ["invited", "answered", "usable", "matched", "counted"],
        "persons": [8, 6, 4, 3, 2],
    }


def test_unknown_stages_of_the_funnel_are_left_out(survey, english, settings, drawn):
    alone = exhibits.funnel_chart(Funnel(None, 0, 5, 4, None), english, settings())
    assert alone.frame["stage"].tolist() == ["answered", "usable", "counted"]
    assert alone.alternative.startswith(english.say("funnel_chart_unmatched", usable=4))
    unasked = exhibits.funnel_chart(Funnel(None, 0, 5, 4, 3), english, settings())
    assert unasked.alternative.startswith(english.say("funnel_chart_unasked", answered=4, matched=0.75))


def test_the_whole_funnel_ends_with_those_valued(english, settings, drawn):
    whole = exhibits.funnel_chart(Funnel(8, 4, 6, 4, 3, 2, valued=1), english, settings())
    assert whole.name == "funnel_valued"  # beside that of step 1
    assert whole.frame["stage"].tolist() == ["invited", "answered", "usable", "matched", "valued"]
    labels = dict(zip(drawn[-1][1][0]["stage"], drawn[-1][1][0]["label"], strict=True))
    assert labels["usable"] == english.say("funnel_of_asked", n=4, asked=4, share=0.5)
    assert labels["valued"] == english.say("funnel_of_usable", n=1, share=0.25)


@pytest.mark.parametrize(
    ("stages", "key", "figures"),
    [
        ((9, 3, 5, 4, 3, 3), "loss_silent", {"n": 6, "of": 9}),
        ((None, 0, 9, 4, 3, 3), "loss_unusable", {"n": 5, "of": 9}),
        ((4, 4, 5, 4, 2, 2), "loss_unknown", {"n": 2, "of": 4}),
        ((None, 0, 5, 5, None, 2), "loss_unknown", {"n": 3, "of": 5}),  # buyers stand in for customers
        ((4, 4, 4, 4, 4, 1), "loss_later", {"n": 3, "of": 4}),
        ((4, 4, 4, 4, 4, 4), "loss_none", {"n": 4}),
    ],
)
def test_the_whole_funnel_tells_where_most_are_lost(words, settings, drawn, stages, key, figures):
    *before, last = stages
    whole = exhibits.funnel_chart(Funnel(*before, valued=last), words, settings())
    assert whole.alternative.startswith(words.say(key, **figures))


@pytest.mark.parametrize("nobody", [{"answers": None}, {"nps": nps_from_counts(0, 0, 0)}])
def test_without_answers_there_is_a_sentence_instead(survey, words, settings, nobody):
    missing = words.say("missing_responses")
    assert exhibits.score_distribution_chart(survey(**nobody), words, settings()) == missing


def test_without_a_usable_answer_there_is_no_funnel(words, settings):
    assert exhibits.funnel_chart(Funnel(8, 0, 2, 0, 0), words, settings()) == words.say("missing_responses")


@pytest.mark.parametrize(
    ("scale", "key", "ends"),
    [(None, "score_x", (0, 10)), ([1, 5], "score_x", (1, 5)), ([5, 1], "score_x_reversed", (1, 5))],
)
def test_the_question_names_its_scale(collected, words, settings, drawn, scale, key, ends):
    cuts = {"passive_from": 4, "promoter_from": 5}
    exhibits.score_distribution_chart(collected, words, settings(score_scale=scale, **cuts))
    assert drawn[-1][1][-1].x == words.say(key, low=ends[0], high=ends[1])


def test_values_drawn_are_the_values_given(every):
    frame = every["value_by_segment"].frame.set_index("segment")
    assert frame.loc["promoter", ["customers", "ltv", "lrv", "value", "low", "high"]].tolist() == [
        49, 4700, 300, 5000, 4500, 5500,
    ]  # fmt: skip
    assert frame.index.tolist() == ["detractor", "passive", "promoter"]


def test_each_group_is_labelled_with_all_that_it_rests_on(results, words, settings, drawn):
    result = results()  # of 49 promoters 18 said how many people they told
    passive = result.segments["passive"]
    result.segments["passive"] = replace(passive, value=replace(passive.value, n=29))  # all of them
    exhibits.value_by_segment_chart(result, words, settings())
    labels = drawn[-1][1][0].set_index("segment")["n_label"]
    assert labels["promoter"] == words.say("group_n_lrv", n=49, lrv=18)
    assert labels["passive"] == words.say("group_n", n=29)


def test_ltv_alone_is_drawn_without_lrv(results, english, settings, drawn):
    frame = exhibits.value_by_segment_chart(results(shown=("ltv",)), english, settings()).frame
    assert frame["value"].tolist() == [1900, 2300, 4700] and frame["lrv"].isna().all()


def test_the_title_gives_a_ratio_only_where_promoters_clearly_bring_more(results, words, settings, drawn):
    def title(*gap):
        exhibits.value_by_segment_chart(results(*gap), words, settings())
        return drawn[-1][1][-1].title

    assert title() == words.say("value_chart_more", low=1.5, high=3.5)
    assert title(3000.0, -1.0, 5000.0) == words.say("value_chart_unclear")
    assert title(-500.0, -900.0, -100.0) == words.say("value_chart_less")


def test_the_title_gives_no_ratio_to_a_value_that_may_be_below_zero(results, words, settings, drawn):
    result = results()
    pair = result.gaps["promoter_detractor"]
    result.gaps["promoter_detractor"] = replace(pair, value=replace(pair.value, ratio=None))
    exhibits.value_by_segment_chart(result, words, settings())
    assert drawn[-1][1][-1].title == words.say("value_chart_above")
    result.gaps["promoter_detractor"] = PairGap(HIDDEN, HIDDEN, HIDDEN)
    exhibits.value_by_segment_chart(result, words, settings())
    assert drawn[-1][1][-1].title == words.say("gaps_chart_unknown")


def test_gaps_drawn_are_the_gaps_given(every):
    frame = every["gaps"].frame
    pair = frame[frame["pair"] == "promoter_detractor"].iloc[0]
    assert (pair["estimate"], pair["low"], pair["high"]) == (3000, 1000, 5000)
    assert frame["mean"].dropna().tolist() == [2000, 2500, 5000]


@pytest.mark.parametrize(
    ("gap", "key", "ends"),
    [
        ((3000.0, 1000.0, 5000.0), "gaps_chart_clear", (1000, 5000)),
        ((-500.0, -900.0, -100.0), "gaps_chart_less", (100, 900)),
        ((3000.0, -1.0, 5000.0), "gaps_chart_unclear", (-1, 5000)),
    ],
)
def test_the_title_of_the_gaps_claims_what_the_interval_does(results, words, settings, drawn, gap, key, ends):
    exhibits.gaps_chart(results(*gap), words, settings())
    figures = dict(zip(("low", "high"), ends, strict=False))
    assert drawn[-1][1][-1].title == words.say(key, **figures, period=words.say("period_year"))


def test_a_suppressed_segment_is_drawn_and_read_out_without_money(results, english, settings):
    result = results()
    detractor = result.segments["detractor"]
    result.segments["detractor"] = replace(detractor, ltv=HIDDEN, lrv=HIDDEN, value=HIDDEN)
    for pair in ("promoter_detractor", "passive_detractor"):
        result.gaps[pair] = PairGap(HIDDEN, HIDDEN, HIDDEN)
    for make in (exhibits.value_by_segment_chart, exhibits.gaps_chart):  # with the real charts
        exhibit = make(result, english, settings())
        assert isinstance(exhibit.figure, Figure)
        row = exhibit.frame[exhibit.frame["segment"] == "detractor"]
        assert row.select_dtypes("number").drop(columns="customers", errors="ignore").isna().all(axis=None)
        assert "Detractors: —;" in exhibit.alternative and "Passives: ¥2,300;" in exhibit.alternative
    assert english.say("too_few") in exhibit.alternative


def test_without_any_value_there_is_a_sentence_in_place_of_an_empty_chart(results, words, settings):
    for make in (exhibits.value_by_segment_chart, exhibits.gaps_chart):
        assert make(results(shown=()), words, settings()) == words.say("values_hidden")


def test_a_chart_alone_says_that_word_of_mouth_is_unchecked(results, words, settings, drawn):
    unchecked, made = words.say("uncalibrated_headline"), (exhibits.value_by_segment_chart, exhibits.gaps_chart)
    for make in made:
        make(results(source="none", conversion=1.0), words, settings(note="Ours"))
        assert drawn[-1][1][-1].note == f"{unchecked} · Ours"
        make(results(), words, settings(note="Ours"))
        assert drawn[-1][1][-1].note == "Ours"


def test_the_flow_multiplies_out(every):
    # 800 told, × 0.5 influenced = 400 claimed, × k 0.1 = 40 created, × 2000 = 80,000
    assert every["referral_flow"].frame["amount"].tolist() == [800, 400, 40, 80_000]


def test_the_flow_counts_only_what_would_not_have_come_anyway(results, english, settings, drawn):
    exhibit = exhibits.referral_flow_chart(results(), english, settings(incremental_share=0.5))
    assert exhibit.frame["amount"].tolist() == [800, 400, 40, 40_000]


def test_claims_are_projected_without_false_precision(results, english, settings, drawn):
    found = results(recommended_total=11_406.3, created_claimed=6_616.2)  # × k 0.1 = 661.62
    exhibit = exhibits.referral_flow_chart(found, english, settings())
    assert "11,400 people" in exhibit.alternative and "6,620 people" in exhibit.alternative
    assert drawn[-1][1][-1].title == (
        "11,400 people told, as customers say; 662 customers counted, worth ¥1.32 million"
    )


def test_the_flow_says_that_it_rests_on_claims_alone(results, words, settings, drawn):
    exhibits.referral_flow_chart(results(source="none", conversion=1.0), words, settings())
    plain = words.say("flow_chart", recommended=800, created=400, money=800_000)
    assert drawn[-1][1][-1].title == words.say("flow_claimed", title=plain) != plain


def test_the_flow_counts_no_answers_that_it_may_not_show(results, words, settings, drawn):
    exhibits.referral_flow_chart(results(), words, settings())
    assert drawn[-1][1][-1].subtitle == words.say("flow_subtitle", n=54, customers=1000)  # 3 × 18
    few = results()
    few.segments["detractor"] = replace(few.segments["detractor"], lrv=HIDDEN)
    exhibits.referral_flow_chart(few, words, settings())
    assert drawn[-1][1][-1].subtitle == words.say("flow_subtitle_few", customers=1000)


@pytest.mark.parametrize("missing", ["created_claimed", "conversion", "ltv_per_customer"])
def test_without_recommendations_there_is_no_flow(results, words, settings, missing):
    assert exhibits.referral_flow_chart(results(**{missing: None}), words, settings()) == words.say(
        "nobody_recommended"
    )


def test_rates_drawn_are_the_rates_given(every):
    frame = every["kpis"].frame
    assert frame["segment"].tolist() == ["detractor", "passive", "promoter", "all"]
    assert frame["rate"].tolist() == [0.5] * 4 and frame["low"].round(4).tolist() == [0.2366] * 4


def test_a_hidden_rate_is_read_out_as_a_dash(english, settings, drawn):
    rates = {"repeat_rate": dict.fromkeys(KPI_GROUPS, rate(5, 10)) | {"passive": NOT_SHOWN}}
    exhibit = exhibits.kpis_chart(Kpis(rates), english, settings())
    assert "Passives: —" in exhibit.alternative and exhibit.frame["rate"].isna().tolist() == [False, True, False, False]


def test_the_title_names_the_rate_that_is_widest_apart(words, settings, drawn):
    groups = dict.fromkeys(KPI_GROUPS, Rate(1, 2, 0.5, 0.4, 0.6))
    near = groups | {"detractor": Rate(1, 2, 0.3, 0.2, 0.4), "promoter": Rate(1, 2, 0.5, 0.45, 0.6)}
    far = groups | {"detractor": Rate(1, 2, 0.8, 0.7, 0.9), "promoter": Rate(1, 2, 0.2, 0.1, 0.3)}
    meeting = groups | {"detractor": Rate(1, 2, 0.9, 0.1, 1.0), "promoter": Rate(1, 2, 0.0, 0.0, 0.1)}
    exhibits.kpis_chart(Kpis({"repeat_rate": near, "return_rate": far, "churn_rate": meeting}), words, settings())
    names = {"first": words.say("segment_detractor"), "second": words.say("segment_promoter")}
    figures = {"kpi": words.say("kpi_return_rate"), "first_rate": 0.8, "second_rate": 0.2}
    assert drawn[-1][1][-1].title == words.say("kpi_chart_highest", **names, **figures)
    exhibits.kpis_chart(Kpis({"churn_rate": meeting}), words, settings())
    assert drawn[-1][1][-1].title == words.say("kpi_chart")
    exhibits.kpis_chart(Kpis({"churn_rate": near | {"promoter": NOT_SHOWN}}), words, settings())
    assert drawn[-1][1][-1].title == words.say("gaps_chart_unknown")


def test_without_any_rate_there_is_a_sentence(words, settings):
    none = dict.fromkeys(KPI_GROUPS, rate(0, 0))
    assert exhibits.kpis_chart(Kpis({"churn_rate": none}), words, settings()) == words.say("kpi_unknown")


def ladder(seen=(2, 30, 100), expected=(2, 58, 600), gap=(0, 28, 500)):
    return Ladder(*map(Rung, seen, expected, gap))


def test_the_ladder_names_the_missing_near_misses(words, settings, drawn):
    exhibits.heinrich_chart(LADDER, words, settings())
    assert drawn[-1][1][-1].title == words.say(
        "heinrich_chart_under", missing=500, name=words.say("severities_near_miss")
    )
    exhibits.heinrich_chart(ladder(gap=(0, 28, 0)), words, settings())
    assert drawn[-1][1][-1].title == words.say("heinrich_chart_under", missing=28, name=words.say("severities_minor"))
    exhibits.heinrich_chart(ladder(gap=(0, -1, 0)), words, settings())
    assert drawn[-1][1][-1].title == words.say("heinrich_chart_fine")
    exhibits.heinrich_chart(ladder(seen=(0, 30, 100), expected=(0, 0, 0), gap=(0, -30, -100)), words, settings())
    assert drawn[-1][1][-1].title == words.say("heinrich_chart_none")  # 29 × 0 is no expectation
    assert exhibits.heinrich_chart(None, words, settings()) == words.say("missing_complaints")


def test_the_note_stands_in_every_chart(results, collected, english, settings, drawn):
    noted = settings(note="Simulated.")
    rates = {"repeat_rate": dict.fromkeys(KPI_GROUPS, rate(5, 10))}
    for make, given in (
        (exhibits.score_distribution_chart, collected),
        (exhibits.funnel_chart, collected.funnel),
        (exhibits.value_by_segment_chart, results()),
        (exhibits.gaps_chart, results()),
        (exhibits.referral_flow_chart, results()),
        (exhibits.kpis_chart, Kpis(rates)),
        (exhibits.heinrich_chart, LADDER),
    ):
        make(given, english, noted)
        assert "Simulated." in drawn[-1][1][-1].note


# Counted otherwise, by groups, heaps


def scenario(name, estimate, low, high):
    return Scenario(name, None, {}, {}, Estimate(estimate, low, high))


HIDDEN_SCENARIO = Scenario("trimmed", None, {}, {}, UNSEEN)


def test_ways_of_counting_are_drawn_in_order_with_the_reports_own_in_ink(drawn, results, english, settings):
    told = [scenario("reported", 5000.0, 1000.0, 9000.0), scenario("median", 958.0, 100.0, 2000.0), HIDDEN_SCENARIO]
    exhibit = exhibits.robustness_chart(told, results(), english, settings())
    ((name, (frame, text)),) = drawn
    assert (name, exhibit.name, text.title) == ("forest", "robustness", english.say("robust_chart_all"))
    assert frame["strong"].tolist() == [True, False, False]
    assert frame["label"].tolist() == ["¥5,000 (¥1,000 to ¥9,000)", "¥960 (¥100 to ¥2,000)", "not shown"]
    assert exhibit.frame["scenario"].tolist() == ["reported", "median", "trimmed"]
    assert exhibit.frame["estimate"].tolist()[:2] == [5000.0, 958.0]  # the file has them unrounded


def test_a_way_that_says_something_else_changes_the_title(drawn, results, english, settings):
    told = [scenario("reported", 5000.0, 1000.0, 9000.0), scenario("median", 5.0, -1.0, 9.0)]
    exhibits.robustness_chart(told, results(), english, settings())
    assert drawn[0][1][1].title == english.say("robust_chart_some")
    assert exhibits.robustness_chart([HIDDEN_SCENARIO], results(), english, settings()) == english.say(
        "gaps_chart_unknown"
    )
    alone = exhibits.robustness_chart([told[0], HIDDEN_SCENARIO], results(), english, settings())
    assert alone == english.say("robust_none")


def group(name, low, high):
    return GroupGap(name, 50, 40, None, Estimate((low + high) / 2, low, high))


@pytest.mark.parametrize(
    ("ends", "key", "figures"),
    [
        ([(1, 3), (-1, 3)], "cut_chart_more", {"n": 1, "of": 2}),
        ([(-3, -1), (-1, 3)], "cut_chart_less", {"n": 1, "of": 2}),
        ([(-3, -1), (1, 3)], "cut_chart_both", {"more": 1, "less": 1, "of": 2}),
        ([(-1, 3)], "cut_chart_unclear", {"of": 1}),
    ],
)
def test_groups_are_titled_by_what_their_intervals_say(drawn, words, settings, ends, key, figures):
    groups = [group(f"g{i}", *both) for i, both in enumerate(ends)] + [GroupGap(None, 9, 3, None, None)]
    exhibit = exhibits.by_attribute_chart(GroupGaps("region", tuple(groups), len(ends), 0.97, 0.97), words, settings())
    ((_, (frame, text)),) = drawn
    assert text.title == words.say(key, **figures)
    assert frame["name"].tolist()[-1] == words.say("cut_rest") and frame["label"].tolist()[-1] == words.say("too_few")
    assert exhibit.frame["group"].tolist() == [*(f"g{i}" for i in range(len(ends))), ""]


def test_without_groups_to_compare_a_sentence_stands_there(words, settings):
    assert exhibits.by_attribute_chart(None, words, settings()) == words.say("cut_none")


def test_counts_are_drawn_as_they_are(drawn, english, settings):
    bins = pd.DataFrame({"first": [0, 5, 6], "last": pd.array([4, 5, None], "Int64"), "answers": [9, 7, 0]})
    found = Counts(bins.assign(round=[False, True, False]), 16, 7, 1.0, 0.25, True)
    exhibit = exhibits.heaps_chart(found, english, settings())
    ((_, (frame, text)),) = drawn
    assert frame["span_label"].tolist() == ["0–4", "5", "6 or more"] and frame["label"].tolist() == ["9", "7", "0"]
    assert text.title == "100% of the counts above 3 are round numbers; about 25% were to be expected"
    assert list(exhibit.frame) == ["first", "last", "answers"]
    assert exhibits.heaps_chart(None, english, settings()) == english.say("nobody_recommended")


# Those who did not answer, like with like


def test_the_gap_in_its_ways_of_counting(drawn, even, missing, results, english, settings):
    found = headline_bases(results(), missing(), even())
    exhibit = exhibits.bases_chart(found, results(), english, settings())
    ((_, (frame, text)),) = drawn
    assert frame["name"].tolist() == ["plain", "weighted", "like with like"]
    assert text.title == english.say("bases_chart_other")  # weighted: 0 to 4,000 holds zero
    assert exhibit.frame["basis"].tolist() == ["plain", "weighted", "adjusted"]
    clear = {name: Estimate(2.0, 1.0, 3.0) for name in ("plain", "weighted")}
    exhibits.bases_chart(clear, results(), english, settings())
    assert drawn[1][1][1].title == "Counted plain; weighted: the answer is the same"
    assert exhibits.bases_chart({"plain": None}, results(), english, settings()) == english.say("gaps_chart_unknown")
    alone = exhibits.bases_chart({"plain": clear["plain"], "weighted": None}, results(), english, settings())
    assert alone == english.say("robust_none")


def test_balance_is_drawn_from_the_furthest_apart(drawn, even, results, english, settings):
    exhibit = exhibits.balance_chart(even(), results(), english, settings())
    ((name, (frame, even_at, text)),) = drawn
    assert (name, even_at, frame["name"].tolist()) == ("love", 0.1, ["region", "Time as a customer"])
    assert text.title == english.say("love_chart", worst="region", after=0.12)
    assert exhibit.frame.to_dict("list") == {
        "column": ["region", "acquired_on"],
        "before": [0.9, 0.8],
        "after": [0.12, 0.02],
    }
    assert exhibits.balance_chart(even(reason="few"), results(), english, settings()) == english.say("adjusted_few")
    assert exhibits.balance_chart(even(hidden=True), results(shown=()), english, settings()) == english.say(
        "adjusted_hidden"
    )
