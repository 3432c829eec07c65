"""Words of step 1: the score, its interval, and what to beware of."""

from math import nan

import pandas as pd

from helpers.collect.comments import Comments
from helpers.collect.funnel import Funnel
from helpers.collect.nps import Nps, nps_from_counts
from helpers.report import sentences


def test_the_score_is_told_with_interval_shares_and_n(words):
    # published: 10, 20, 70 → 0.60, 0.4522…0.7128
    figures = {"nps": 0.6, "low": 0.4522, "high": 0.7128, "promoters": 0.7, "detractors": 0.1, "n": 100}
    assert sentences.score_headline(nps_from_counts(10, 20, 70), words) == words.say("score_headline", **figures)


def test_without_answers_there_is_no_score(words):
    nobody = nps_from_counts(0, 0, 0)
    assert sentences.score_headline(nobody, words) == words.say("missing_responses")


def test_without_answers_nothing_is_said_about_certainty(words, settings):
    assert sentences.score_meaning(Nps(0, 0, 0, nan, nan, nan, nan), words, settings()) == ()


def test_both_intervals_of_the_score_are_told(words, settings):
    # published for 75, 675, 250: 0.1414…0.2088, adjusted Wald 0.1409…0.2081
    meaning, check = sentences.score_meaning(nps_from_counts(75, 675, 250), words, settings())
    assert meaning == words.say("score_meaning", low=0.1414, high=0.2088, hundred="95")
    assert check == words.say("score_check", low=0.1409, high=0.2081)


def test_the_response_rate_carries_its_interval(survey, words, settings):
    # 96 of 400 = 0.24; Wilson at 95 %: 0.2008…0.2842 (z = 1.96: centre 0.24247, half 0.04171)
    said = sentences.survey_notes(survey(), words, settings(customers="c.csv"))
    assert said[0] == words.say("response_rate", rate=0.24, low=0.2008, high=0.2842)
    assert len(said) == 1


def test_a_missing_list_of_those_asked_is_named(survey, words, settings):
    unasked = survey(funnel=Funnel(None, 0, 103, 100, 95))
    said = sentences.survey_notes(unasked, words, settings(customers="c.csv"))
    assert said == (words.say("missing_invitations"),)


def test_a_missing_customers_file_is_named(survey, words, settings):
    assert words.say("missing_customers") in sentences.survey_notes(survey(), words, settings())


def test_warnings_of_the_files_are_said_elsewhere(survey, words, settings):
    account = {"rows_in": 100, "defective": {"score_range": 9}, "warnings": [{"code": "W-DEFECTIVE"}]}
    few = survey(funnel=Funnel(400, 96, 103, 100, 60), ledgers={"responses": account})
    assert sentences.survey_notes(few, words, settings(customers="c.csv")) == sentences.survey_notes(
        survey(), words, settings(customers="c.csv")
    )


def test_a_span_of_one_score_is_that_score(words):
    assert sentences.score_span(5, 5, words) == "5"
    assert sentences.score_span(0, 6, words) in ("0–6", "0〜6")


def test_comments_are_counted_and_said_to_be_kept(survey, words, settings):
    two = pd.DataFrame({"comment": ["a", "b"]})
    counts = {"n": 2, "answers": 100}
    kept = survey(comments=Comments(two))
    assert sentences.comments_note(kept, words, settings()) == words.say("comments_kept", **counts)
    refused = words.say("comments_nameless", **counts)
    assert sentences.comments_note(kept, words, settings(share_comments=True)) == refused
    shown = survey(comments=Comments(two, two["comment"]))
    assert sentences.comments_note(shown, words, settings(share_comments=True)) == words.say("comments_shown", **counts)
    assert sentences.comments_note(survey(comments=Comments(two[:0])), words, settings()) == words.say("comments_none")
