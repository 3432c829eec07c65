"""The score, its interval, and the answers behind it."""

from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.words import Words
from helpers.collect.nps import Nps, nps_from_counts
from helpers.report import sections
from helpers.report.sections.score import score_headline, score_spans, segment_shares
from tests.report.seen import drawn_words, lines, seen

ANSWERS = pd.DataFrame({"score": pd.array([0, 9, 10, 10], dtype="Int64")})
SCALES = pytest.mark.parametrize(
    ("scale", "passive", "promoter", "spans"),
    [
        ([1, 5], 4, 5, ["1–3", "4", "5"]),
        ([0, 100], 70, 90, ["0–69", "70–89", "90–100"]),
        ([10, 0], 7, 9, ["0–6", "7–8", "9–10"]),
        ([5, 1], 4, 5, ["1–3", "4", "5"]),
    ],
)


@pytest.fixture
def scores():
    """Maker of what is seen of four answers: one detractor, three promoters."""
    return lambda report: seen(sections.scores(ANSWERS, nps_from_counts(1, 0, 3)), report)


def test_the_score_is_told_with_interval_shares_and_n(report):
    # published: 10, 20, 70 → 0.60, 0.4522…0.7128
    figures = {"nps": 0.6, "low": 0.4522, "high": 0.7128, "promoters": 0.7, "detractors": 0.1, "n": 100}
    (text,) = seen(sections.score(nps_from_counts(10, 20, 70)), report).parts
    assert text.sentences == (report.say("score_headline", **figures),) and text.kind == "headline"


def test_the_note_stands_beside_the_score_and_in_the_chart(english_report, scores):
    noted = english_report(note="Simulated.")
    headline, note = seen(sections.score(nps_from_counts(10, 20, 70)), noted).parts
    assert (headline.kind, note.kind, note.sentences) == ("headline", "note", ("Simulated.",))
    assert "Simulated." in drawn_words(scores(noted).charts["score_distribution"])


def test_without_answers_there_is_no_score(report):
    nobody = nps_from_counts(0, 0, 0)
    assert score_headline(report, nobody) == report.say("missing_responses")
    assert seen(sections.score(nobody), report).sentences == [report.say("missing_responses")]
    assert seen(sections.score_interval(Nps(0, 0, 0, nan, nan, nan, nan)), report).parts == []


def test_both_intervals_of_the_score_are_told(report):
    # published for 75, 675, 250: 0.1414…0.2088, adjusted Wald 0.1409…0.2081
    meaning, check = seen(sections.score_interval(nps_from_counts(75, 675, 250)), report).sentences
    assert meaning == report.say("score_meaning", low=0.1414, high=0.2088, hundred="95")
    assert check == report.say("score_check", low=0.1409, high=0.2081)


@pytest.mark.parametrize("nobody", [None, ANSWERS[:0]])
def test_without_answers_there_is_a_sentence_instead(report, nobody):
    (text,) = seen(sections.scores(nobody, nps_from_counts(0, 0, 0)), report).parts
    assert text.sentences == (report.say("missing_responses"),) and text.kind == "missing"


def test_scores_are_counted_drawn_and_read_out(scores, english_report):
    chart = scores(english_report()).charts["score_distribution"]
    frame = chart.frame.set_index("score")
    assert frame["answers"].to_dict() == {**dict.fromkeys(range(1, 9), 0), 0: 1, 9: 1, 10: 2}
    assert frame["share"].sum() == 1.0 and frame.loc[10, "share"] == 0.5
    assert list(chart.frame) == ["score", "last", "segment", "answers", "share"]
    assert chart.alternative.startswith("75% promoters less 25% detractors: NPS +50. Answers by score, n = 4")
    assert "0: 25%; 1: 0%;" in chart.alternative and "9: 25%; 10: 50%" in chart.alternative
    drawn = drawn_words(chart)
    assert {"Detractors 25%", "Promoters 75%", "50%"} <= set(drawn)
    assert drawn.count("25%") == 2 and drawn.count("0%") == 8  # over each bar


@pytest.mark.parametrize(
    ("scale", "key", "ends"),
    [(None, "score_x", (0, 10)), ([1, 5], "score_x", (1, 5)), ([5, 1], "score_x_reversed", (1, 5))],
)
def test_the_question_names_its_scale(scores, english_report, scale, key, ends):
    report = english_report(score_scale=scale, passive_from=4, promoter_from=5)
    said = report.say(key, low=ends[0], high=ends[1])
    assert said in drawn_words(scores(report).charts["score_distribution"])


def test_answers_by_segment_are_the_counts(nps, english_report):
    (grid,) = seen(sections.scores(ANSWERS, nps), english_report()).tables
    assert lines(grid) == [
        ["Detractors", "0–6", "20", "20%"],
        ["Passives", "7–8", "30", "30%"],
        ["Promoters", "9–10", "50", "50%"],
    ]


@SCALES
def test_scores_of_each_segment_are_those_of_the_scale(nps, english_report, scale, passive, promoter, spans):
    report = english_report(score_scale=scale, passive_from=passive, promoter_from=promoter)
    (grid,) = seen(sections.scores(ANSWERS, nps), report).tables
    assert [row[1] for row in lines(grid)] == spans == list(score_spans(report).values())


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3).filter(any))
@examples(deadline=None, max_examples=200)
def test_shares_add_up_to_all_and_differ_by_the_score_as_they_are_read(counts):
    words, shares = Words("en", "JPY"), segment_shares(counts)
    read = [words.percent(share).strip("%") for share in shares.values()]
    assert all(abs(share - n / sum(counts)) < 0.01 for share, n in zip(shares.values(), counts, strict=True))
    if any("." in text or ">" in text or "<" in text for text in read):
        return  # tenths beside a score in whole points
    detractors, _, promoters = map(int, read)
    assert sum(map(int, read)) == 100
    score = round(100 * (counts[2] - counts[0]) / sum(counts))
    ways = [(first, 100 - 2 * first - score, first + score) for first in range(101)]
    near = [way for way in ways if all(abs(x - 100 * n / sum(counts)) < 0.99 for x, n in zip(way, counts, strict=True))]
    near = [way for way in near if all((x > 0) == (n > 0) for x, n in zip(way, counts, strict=True))]
    assert not near or promoters - detractors == score


def test_the_headline_is_of_those_who_answered(report):
    said = score_headline(report, nps_from_counts(10, 20, 70))
    assert {"en": "of those who answered", "ja": "回答した人"}[report.words.language] in said


def test_a_span_of_scores_is_told_as_the_language_does(report):
    assert score_spans(report)["detractor"] == {"en": "0–6", "ja": "0〜6"}[report.words.language]
