"""What is shown of those who did not answer is what their figures allow."""

from dataclasses import replace

import pytest

from helpers.base.results import HIDDEN, Mean
from helpers.compare.nonresponse.effects import LtvByAnswer
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen


def shown(missing, report):
    return seen(sections.nonresponse(missing), report)


def test_respondents_who_bring_more_make_the_shop_look_better(missing, report):
    expected = report.say("nonresponse_more", gap=500, low=100, high=900)
    assert shown(missing(), report).sentences[0] == expected


def test_respondents_who_bring_less_are_said_to(missing, english_report):
    said = shown(missing((-500.0, -900.0, -100.0)), english_report()).sentences[0]
    assert "¥500 less in the year to 2026-03-31 than" in said and "between ¥100 and ¥900" in said and "−" not in said


def test_an_unclear_difference_tells_no_direction(missing, english_report):
    said = shown(missing((50.0, -100.0, 200.0)), english_report()).sentences[0]
    assert "can't be told" in said and "between −¥100 and ¥200" in said


def test_a_difference_that_is_hidden_or_of_nobody_has_no_chart(missing, report):
    hidden = replace(missing(), difference=HIDDEN, money=LtvByAnswer(*[HIDDEN] * 5))
    mean = Mean(9, 5.0, None, None)
    everybody = missing(None, money=LtvByAnswer(mean, None, None, None, mean))
    for result, key in ((hidden, "nonresponse_hidden"), (everybody, "nonresponse_nobody")):
        there = shown(result, report)
        assert there.sentences[0] == report.say(key) and there.parts[0].kind == "missing" and not there.charts


def test_groups_by_answer_are_drawn_in_order(missing, english_report):
    chart = shown(missing(), english_report()).charts["nonresponse"]
    assert chart.frame["group"].tolist() == ["answered", "silent", "invited", "invited_silent", "all"]
    assert list(chart.frame) == ["group", "customers", "mean", "low", "high"]
    assert chart.alternative.startswith(english_report().say("nonresponse_chart_more"))
    for text in ("¥2,400 (¥2,300 to ¥2,500)", "n = 97"):
        assert any(text in words for words in drawn_words(chart))
    assert "¥2,400 (¥2,300 to ¥2,500)" in chart.alternative


def test_who_was_asked_is_left_out_where_nobody_knows(missing, report):
    chart = shown(missing(invited=False), report).charts["nonresponse"]
    assert chart.frame["group"].tolist() == ["answered", "silent", "all"]


def test_the_least_and_the_most_likely_fifth(missing, report):
    figures = {"low_rate": 0.1, "low_ltv": 900.0, "high_rate": 0.4, "high_ltv": 3900.0}
    expected = report.say("fifths_sentence", low_share=0.5, high_share=0.5, **figures)
    assert shown(missing(), report).sentences[1:] == [expected]


def test_a_hidden_fifth_is_not_spoken_of(missing, report):
    first, last = missing().fifths
    for fifths in ((), HIDDEN, (first, replace(last, ltv=HIDDEN)), (first, replace(last, response=HIDDEN))):
        assert len(shown(missing(fifths=fifths), report).sentences) == 1


def test_who_answered_in_the_order_of_the_bands(missing, english_report):
    (grid,) = shown(missing(), english_report()).tables
    said = lines(grid)
    assert said[0][:5] == ["Customer for", "under 1 year", "50", "5", "10%"]
    assert said[1][:5] == ["Customer for", "1–2 years or 2–3 years", "60", "30", "50%"]
    assert len(said) == 2  # all came by one channel: nothing to compare
    assert grid.caption.startswith("Share of those asked")
    (grid,) = shown(missing(invited=False), english_report()).tables
    assert grid.caption.startswith("Share of all customers")


def test_how_the_answers_were_weighted(missing, results, english_report):
    said = seen(sections.weighting(missing(), results()), english_report()).sentences
    assert (
        "among all 1,000 customers" in said[0]
        and "The 97 answers of customers in the CRM then count like 80" in said[0]
    )
    assert said[1:] == [english_report().say("weights_meaning")]


@pytest.mark.parametrize("why", ["not_covered", "whole_history", "no_weights_fit"])
def test_weights_without_earlier_spend_say_so(missing, results, report, why):
    weights = replace(missing().weights, spend_left_out=why, trimmed=3)
    said = seen(sections.weighting(missing(weights=weights), results()), report).sentences
    assert said[0] == report.say("weights_used_tenure", customers=1000, n=97, n_eff=80.4, largest=2.5)
    assert said[1:3] == [report.say(f"weights_{why}"), report.say("weights_trimmed", n=3)]


@pytest.mark.parametrize("reason", ["few_respondents", "one_band", "one_band_answered"])
def test_why_there_are_no_weights(missing, results, report, reason):
    there = seen(sections.weighting(missing(reason=reason), results()), report)
    assert there.sentences == [report.say(f"weights_{reason}")] and not there.tables


def test_margins_before_and_after(missing, results, english_report):
    margins, _ = seen(sections.weighting(missing(), results()), english_report()).tables
    assert lines(margins) == [
        ["Customer for", "under 1 year", "40%", "30%", "40%"],
        ["Customer for", "1–2 years or 2–3 years", "60%", "—", "60%"],
    ]
    assert english_report().say("few_note") in margins.caption


def test_plain_beside_weighted(missing, results, english_report):
    _, beside = seen(sections.weighting(missing(), results()), english_report()).tables
    said = {tuple(row[:2]): row[2:] for row in lines(beside)}
    assert said["NPS", "Answered"] == ["+30", "+20", "+40", "+20", "+10", "+30"]
    assert said["LTV", "Answered"] == ["¥2,400", "¥2,300", "¥2,500", "¥2,000", "¥1,900", "¥2,100"]
    gap = said["Customer value (LTV + LRV)", "Promoter − detractor"]
    assert gap == ["¥3,000", "¥1,000", "¥5,000", "¥2,000", "¥0", "¥4,000"]
    assert len(said) == 2 + 3 * (3 + 3)


def test_the_ends_of_what_the_silent_may_think(bounds, results, report):
    there = seen(sections.bounds(bounds, results()), report)
    assert there.sentences == [report.say("bounds_sentence", n=900, low=-0.8, high=0.9)]


def test_the_ends_of_what_may_be(bounds, results, english_report):
    (grid,) = seen(sections.bounds(bounds, results()), english_report()).tables
    # as answered: LTV is the value less the LRV of the fixture, 2,000 − 100 and 5,000 − 300
    assert lines(grid)[0] == ["As answered", "+30", "¥1,900", "¥4,700", "¥2,800"]
    assert lines(grid)[1] == ["All others detractors", "−80", "¥1,000", "¥4,700", "¥3,700"]
    assert lines(grid)[2][:2] == ["All others promoters", "+90"]
    nobody = replace(bounds, answered=replace(bounds.answered, nps=None))
    assert not seen(sections.bounds(nobody, results()), english_report()).tables
