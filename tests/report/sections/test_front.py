"""The first screen: texts and bar lengths, all from the results given."""

from dataclasses import replace

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.collect.nps import nps_from_counts
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import sections
from helpers.report.sections.front import front_page
from tests.report.seen import seen

LEDGERS = {
    "responses": {"rows_in": 100, "defective": {"score_range": 3}, "warnings": []},
    "purchases": {"rows_in": 300, "defective": {}, "warnings": []},
}


@pytest.fixture
def front(findings, english_report):
    """Maker of a first screen."""

    def make(result=None, found=(), **changes):
        changed = {"ledgers": LEDGERS, **dict(found), **({"result": result} if result else {})}
        return front_page(english_report(**changes), findings(**changed))

    return make


def test_the_title_is_the_shop_else_the_report(front):
    assert front(shop_name="Shop", report_name="r")["title"] == "Shop"
    assert front(report_name="r")["title"] == "r"


def test_answers_are_told_of_those_asked_and_of_all(front, english_report, funnel):
    # 96 of 400 asked, and 4 who were not on the list
    asked = "96 of 400 asked answered (24%)"
    assert front()["answers"] == f"{asked}; with 4 who were not on the list: 100 valid answers"
    assert front(found={"funnel": replace(funnel, usable=96, valued=94)})["answers"] == asked
    unasked = front(found={"funnel": replace(funnel, invited=None, invited_usable=0, valued=94)})
    assert unasked["answers"] == english_report().say("page_answers_unasked", answered=100)


def test_the_split_is_the_counts(front):
    page = front()
    assert [(part["segment"], part["share"], part["text"]) for part in page["split"]] == [
        ("detractor", 20.0, "20%"),
        ("passive", 30.0, "30%"),
        ("promoter", 50.0, "50%"),
    ]


def test_the_split_adds_up_and_differs_by_the_score(front):
    # 23.6 %, 31.6 % and 44.8 % would be read as 24 + 32 + 45 = 101
    page = front(found={"nps": nps_from_counts(357, 477, 676)})
    assert [part["text"] for part in page["split"]] == ["24%", "31%", "45%"]
    assert page["scores"][0]["points"] == "+21"


def test_without_answers_there_is_no_score_and_no_split(front, english_report):
    page = front(found={"nps": nps_from_counts(0, 0, 0)})
    assert (page["scores"], page["bounds"], page["split"]) == ([], "", [])
    assert page["unscored"] == english_report().say("missing_responses")


def test_bars_are_shares_of_the_longest_interval(front):
    # the longest end: 5000 + 500; promoter 4700 LTV + 300 LRV
    promoter = front()["values"][2]
    assert promoter["money"] == "¥5,000"
    lengths = [promoter[name] for name in ("ltv", "lrv", "low", "high")]
    assert lengths == pytest.approx([100 * x / 5500 for x in (4700, 300, 4500, 5500)])


def test_ltv_alone_draws_no_lrv(front, results):
    assert [row["lrv"] for row in front(results(shown=("ltv",)))["values"]] == [0.0, 0.0, 0.0]


def test_suppressed_values_are_dashes_without_bars(front, results):
    for row in front(results(shown=()))["values"]:
        assert (row["money"], row["ltv"], row["lrv"], row["low"], row["high"]) == ("—", 0.0, 0.0, 0.0, 0.0)


def test_a_negative_mean_has_no_bar_to_the_left(front, results):
    assert front(results(gap=-5000.0))["values"][2]["ltv"] == 0.0


def test_the_figures_rest_on_matches_customers_and_clean_rows(front, english_report):
    # 94 of 100 usable answers valued; 3 of 400 rows defective
    assert front()["rests"] == [
        english_report().say("page_valued", share=0.94),
        english_report().say("page_customers", n=1000, net=2e5),
        english_report().say("page_aside", share=3 / 400),
    ]


def test_warnings_of_the_files_are_counted_once_each(front, english_report):
    larger, few = {"code": "W-REFUND-LARGER", "file": "o.csv", "n": 2}, {"code": "W-MERGED", "file": "o.csv"}
    ledgers = LEDGERS | {"purchases": {"rows_in": 1, "defective": {}, "warnings": [larger, larger, few]}}
    assert front(found={"ledgers": ledgers})["rests"][-1] == english_report().say("page_warnings", n=2)


def test_without_answers_nothing_rests_on_them(front, funnel):
    assert len(front(found={"funnel": replace(funnel, usable=0, valued=0)})["rests"]) == 2


def test_the_gap_in_its_ways_of_counting_comes_first(front, english_report):
    bases = {"plain": Estimate(3000.0, 1000.0, 5000.0), "weighted": Estimate(2000.0, 0.0, 4000.0)}
    said = front(found={"bases": bases})["rests"]
    assert len(said) == 4 and "¥3,000" in said[0] and "¥2,000" in said[0]
    assert said[1] == english_report().say("page_valued", share=0.94)


def test_the_note_and_a_negative_worth_stand_on_the_first_screen(front, results, english_report):
    page = front(results(ltv_per_customer=-50.0), note="Simulated.")
    assert page["notes"] == [english_report().say("negative_ltv", ltv=-50), "Simulated."]
    assert front()["notes"] == []


def test_uncertain_intervals_are_told_beside_the_headline(front, results, english_report):
    uncertain = results()
    uncertain.segments["promoter"] = replace(uncertain.segments["promoter"], uncertain=True)
    assert front(uncertain)["notes"] == seen(sections.gaps(uncertain), english_report()).sentences[-1:]


def test_unchecked_word_of_mouth_and_a_sum_of_two_periods_are_said_to_be(front, results, english_report):
    report = english_report()
    unchecked, mixed = report.say("uncalibrated"), report.say("mixed_window", days=90)
    assert front(results(source="none"), window_days=90)["notes"] == [unchecked, mixed]
    assert front(window_days=90)["notes"] == [mixed]
    beyond = report.say("beyond_bound", k=0.9, created=360, acquired=300, bound=0.75)
    assert front(results(source="given", conversion=0.9))["notes"] == [beyond]
    assert front(results(source="unanchored"), window_days=90)["notes"] == []
    assert front(results(shown=("ltv",), source="none"), window_days=90)["notes"] == []


def test_the_headline_is_that_of_the_report(front, results, english_report):
    page, result = front(), results()
    assert [page["headline"]] == seen(sections.answer(result), english_report()).sentences


YEARS = {"detractor": 0.803, "passive": 0.904, "promoter": 0.974}


def test_unequal_times_are_said_with_the_gap_in_the_same_time(front):
    whole, yearly = Estimate(3131.0, 850.0, 5412.0), Estimate(4692.0, 2652.0, 6829.0)
    ways = (Scenario("whole_window", None, {}, {}, whole, YEARS), Scenario("per_year", None, {}, {}, yearly, YEARS))
    (note,) = [note for note in front(found={"scenarios": ways})["notes"] if "same time" in note]
    assert "detractors were customers for 0.80 years on average, promoters for 0.97" in note
    assert "¥3,130 (¥850 to ¥5,410) a year among customers of the whole window" in note
    assert note.endswith("¥4,690 (¥2,650 to ¥6,830) per customer-year.")


def test_equal_times_need_no_word_and_hidden_ones_are_not_told(front):
    ways = (Scenario("reported", None, {}, {}, Estimate(1.0, 0.5, 1.5)),)
    assert not any("same time" in note for note in front(found={"scenarios": ways})["notes"])
    hidden, whole = YEARS | {"detractor": HIDDEN}, Estimate(3131.0, 850.0, 5412.0)
    ways = tuple(Scenario(name, None, {}, {}, HIDDEN, hidden) for name in ("whole_window", "per_year"))
    assert not any("same time" in note for note in front(found={"scenarios": ways})["notes"])
    ways = (replace(ways[0], gap=whole), ways[1])
    (note,) = [note for note in front(found={"scenarios": ways})["notes"] if "same time" in note]
    assert "detractors were customers for —" in note and "¥3,130" in note and "not shown per customer-year" in note


def test_where_no_detractor_answered_nothing_is_said_of_their_time(front):
    ways = tuple(
        Scenario(name, None, {}, {}, None, YEARS | {"detractor": None}) for name in ("whole_window", "per_year")
    )
    assert not any("same time" in note for note in front(found={"scenarios": ways})["notes"])
