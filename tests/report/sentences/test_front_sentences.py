"""The first screen: texts and bar lengths, all from the results given."""

from dataclasses import asdict, replace

import pytest

from helpers.collect.nps import nps_from_counts
from helpers.report import sentences

LEDGERS = {
    "responses": {"rows_in": 100, "defective": {"score_range": 3}, "warnings": []},
    "purchases": {"rows_in": 300, "defective": {}, "warnings": []},
}


@pytest.fixture
def front(results, nps, funnel, english, settings):
    """Maker of a first screen."""

    def make(result=None, score=nps, asked=funnel, ledgers=LEDGERS, **changes):
        steps, chosen = ("One.", "Two."), settings(**changes)
        return sentences.front_page(
            score,
            asdict(replace(asked, valued=94)) if asked.usable else asdict(asked),
            result or results(),
            steps,
            ledgers,
            english,
            chosen,
        )

    return make


def test_the_title_is_the_shop_else_the_report(front):
    assert front(shop_name="Shop", report_name="r")["title"] == "Shop"
    assert front(report_name="r")["title"] == "r"


def test_answers_are_told_of_those_asked(front, english, funnel):
    assert front()["answers"] == english.say("page_answers", answered=96, asked=400, rate=0.24)
    unasked = front(asked=replace(funnel, invited=None, invited_usable=0))
    assert unasked["answers"] == english.say("page_answers_unasked", answered=100)


def test_score_and_split_are_the_counts(front):
    page = front()
    assert page["points"] == "+30"
    assert [(part["segment"], part["share"], part["text"]) for part in page["split"]] == [
        ("detractor", 20.0, "20%"),
        ("passive", 30.0, "30%"),
        ("promoter", 50.0, "50%"),
    ]


def test_without_answers_there_is_no_score_and_no_split(front):
    page = front(score=nps_from_counts(0, 0, 0))
    assert (page["points"], page["split"]) == ("—", [])


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


def test_the_figures_rest_on_matches_customers_and_clean_rows(front, english):
    # 94 of 100 usable answers valued; 3 of 400 rows defective
    assert front()["rests"] == [
        english.say("page_valued", share=0.94),
        english.say("page_customers", n=1000, net=2e5),
        english.say("page_aside", share=3 / 400),
    ]


def test_warnings_of_the_files_are_counted_once_each(front, english):
    larger, few = {"code": "W-REFUND-LARGER", "file": "o.csv", "n": 2}, {"code": "W-MERGED", "file": "o.csv"}
    ledgers = LEDGERS | {"purchases": {"rows_in": 1, "defective": {}, "warnings": [larger, larger, few]}}
    assert front(ledgers=ledgers)["rests"][-1] == english.say("page_warnings", n=2)


def test_without_answers_nothing_rests_on_them(front, funnel):
    assert len(front(asked=replace(funnel, usable=0, valued=0))["rests"]) == 2


def test_the_note_and_a_negative_worth_stand_on_the_first_screen(front, results, english):
    page = front(results(ltv_per_customer=-50.0), note="Simulated.")
    assert page["notes"] == [english.say("negative_ltv", ltv=-50), "Simulated."]
    assert front()["notes"] == []


def test_uncertain_intervals_are_told_beside_the_headline(front, results, english, settings):
    uncertain = results()
    uncertain.segments["promoter"] = replace(uncertain.segments["promoter"], uncertain=True)
    assert front(uncertain)["notes"] == list(sentences.unsure(uncertain, english, settings()))


def test_a_sum_of_two_periods_is_said_to_be_one_on_the_first_screen(front, english):
    assert front(window_days=90)["notes"] == [english.say("mixed_window", days=90)]


def test_headline_and_steps_are_those_of_the_report(front, results, english, settings):
    page = front()
    assert page["headline"] == sentences.value_headline(results(), english, settings())
    assert page["steps"] == ["One.", "Two."]
