"""What is said of those who did not answer is what their figures allow."""

from dataclasses import replace

import pytest

from helpers.base.results import HIDDEN, Mean
from helpers.compare.nonresponse.effects import LtvByAnswer
from helpers.report import sentences


def test_respondents_who_bring_more_make_the_shop_look_better(missing, words, settings):
    expected = words.say("nonresponse_more", gap=500, low=100, high=900, period=words.say("period_year"))
    assert sentences.nonresponse_sentence(missing(), words, settings()) == expected


def test_respondents_who_bring_less_are_said_to(missing, english, settings):
    said = sentences.nonresponse_sentence(missing((-500.0, -900.0, -100.0)), english, settings())
    assert "¥500 less a year" in said and "between ¥100 and ¥900" in said and "−" not in said


def test_an_unclear_difference_tells_no_direction(missing, english, settings):
    said = sentences.nonresponse_sentence(missing((50.0, -100.0, 200.0)), english, settings())
    assert "can't be told" in said and "between −¥100 and ¥200" in said


def test_a_difference_that_is_hidden_or_of_nobody(missing, words, settings):
    hidden = replace(missing(), difference=HIDDEN, money=LtvByAnswer(*[HIDDEN] * 5))
    assert sentences.nonresponse_sentence(hidden, words, settings()) == words.say("nonresponse_hidden")
    mean = Mean(9, 5.0, None, None)
    everybody = missing(None, money=LtvByAnswer(mean, None, None, None, mean))
    assert sentences.nonresponse_sentence(everybody, words, settings()) == words.say("nonresponse_nobody")


def test_the_least_and_the_most_likely_fifth(missing, words, settings):
    figures = {
        "low_rate": 0.1,
        "low_ltv": 900.0,
        "high_rate": 0.4,
        "high_ltv": 3900.0,
        "low_share": 0.5,
        "high_share": 0.5,
    }
    expected = words.say("fifths_sentence", **figures, period=words.say("period_year"))
    assert sentences.fifths_sentence(missing(), words, settings()) == (expected,)
    assert sentences.fifths_sentence(missing(fifths=()), words, settings()) == ()


def test_a_hidden_fifth_is_not_spoken_of(missing, words, settings):
    first, last = missing().fifths
    for part in (replace(last, ltv=HIDDEN), replace(last, response=HIDDEN)):
        assert sentences.fifths_sentence(missing(fifths=(first, part)), words, settings()) == ()
    assert sentences.fifths_sentence(missing(fifths=HIDDEN), words, settings()) == ()


def test_how_the_answers_were_weighted(missing, english):
    said = sentences.weights_sentences(missing(), 997, english)
    assert "among all 997 customers" in said[0] and "The 97 answers then count like 80" in said[0]
    assert said[1:] == (english.say("weights_meaning"),)


@pytest.mark.parametrize("why", ["not_covered", "whole_history", "no_weights_fit"])
def test_weights_without_earlier_spend_say_so(missing, words, why):
    weights = replace(missing().weights, spend_left_out=why, trimmed=3)
    said = sentences.weights_sentences(missing(weights=weights), 997, words)
    assert said[1:3] == (words.say(f"weights_{why}"), words.say("weights_trimmed", n=3))
    assert said[0] == words.say("weights_used_tenure", customers=997, n=97, n_eff=80.4, largest=2.5)


@pytest.mark.parametrize("reason", ["few_respondents", "one_band", "one_band_answered"])
def test_why_there_are_no_weights(missing, words, reason):
    assert sentences.weights_sentences(missing(reason=reason), 997, words) == (words.say(f"weights_{reason}"),)


def test_the_ends_of_what_the_silent_may_think(bounds, results, words):
    assert sentences.bounds_sentence(bounds, results(), words) == (
        words.say("bounds_sentence", n=900, low=-0.8, high=0.9),
    )
