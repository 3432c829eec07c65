"""Several answers of one person: which counts, and when it is asked."""

import pytest

from helpers.base.errors import KitError
from helpers.collect.responses import answers
from helpers.run.settings import checked
from tests.each import each

FIRST, SECOND = "2026-02-01", "2026-02-02"


def counted(table, **changes):
    return answers(table, checked({"as_of": "2026-04-01", **changes}), customers=None, invitations=None)


def told(table):
    """person → (score, segment), and reasons."""
    pairs = zip(table.frame["score"].tolist(), table.frame["segment"], strict=True)
    return dict(zip(table.frame["person"], pairs, strict=True)), table.aside["reason"].tolist()


@each(
    "rule, score, segment, reasons",
    [
        (None, 8, "passive", ["answered_again"]),
        ("latest", 8, "passive", ["answered_again"]),
        ("first", 10, "promoter", ["answered_again"]),
        ("mean", 9, "promoter", ["answered_again"]),
        ("drop", None, None, ["answered_differently"] * 2),
    ],
)
def test_the_rule_decides(responses, rule, score, segment, reasons):
    table = responses(customer_id=["a", "a", "b"], score=[8, 10, 3], responded_at=[SECOND, FIRST, FIRST])
    alone = {"b": (3, "detractor")}
    expected = alone if score is None else {"a": (score, segment), **alone}
    assert told(counted(table, answered_again=rule)) == (expected, reasons)


@each("scores, score, segment", [((9, 8), 8, "passive"), ((7, 6), 6, "detractor"), ((9, 10), 9, "promoter")])
def test_a_mean_between_two_scores_lies_in_the_lower_segment_and_so_does_its_score(responses, scores, score, segment):
    table = responses(customer_id=["a", "a"], score=list(scores))
    assert told(counted(table, answered_again="mean"))[0] == {"a": (score, segment)}


def test_a_mean_leaves_the_other_figures_those_of_one_answer(responses):
    table = responses(customer_id=["a", "a"], score=[2, 9], responded_at=[FIRST, SECOND], recommended_count=[1, 4])
    assert counted(table, answered_again="mean").frame[["score", "recommended_count"]].iloc[0].tolist() == [5, 4]


def test_drop_keeps_those_who_agree(responses):
    table = responses(customer_id=["a", "a"], score=[9, 10])
    assert told(counted(table, answered_again="drop")) == ({"a": (9, "promoter")}, ["answered_again"])


@each("ids", [{}, {"response_id": ["2", "1"]}, {"responded_at": [None, None]}])
@each("rule, code", [(None, "E-ANSWERED-AGAIN"), ("latest", "E-ANSWERED-UNDATED"), ("first", "E-ANSWERED-UNDATED")])
def test_undated_answers_in_different_segments_are_asked_about(responses, ids, rule, code):
    with pytest.raises(KitError, match=rf"{code}.*1 persons(?s:.*)answered_again: mean"):
        counted(responses(customer_id=["a", "a"], score=[3, 9], **ids), answered_again=rule)


def test_undated_answers_that_agree_are_taken_without_a_word(responses):
    table = counted(responses(customer_id=list("aabbccddee"), score=[9, 10] * 5))
    assert set(told(table)[0].values()) == {(9, "promoter")} and not table.warnings


def dated(responses, persons, further):
    """Answers of so many persons, the first of whom answered again on later days."""
    names = [f"c{n}" for n in range(persons)] + [f"c{n}" for n in range(further)]
    days = [FIRST] * persons + [SECOND] * further
    return responses(customer_id=names, score=[9] * len(names), responded_at=days)


@each(
    "persons, further, said",
    [(45, 5, None), (44, 5, "E"), (8, 4, "W"), (90, 10, None), (40, 0, None)],
)
def test_more_than_a_tenth_is_asked_about_and_warned_of_where_few(responses, persons, further, said):
    table = dated(responses, persons, further)
    if said == "E":
        with pytest.raises(KitError, match=f"{further} of {persons + further} answers(?s:.*)answered_again: latest"):
            counted(table)
    else:
        warned = [warning.code for warning in counted(table).warnings]
        assert warned == (["W-ANSWERED-AGAIN"] if said else [])
    assert len(counted(table, answered_again="first").frame) == persons


def test_exact_copies_are_no_further_answers(responses):
    table = responses(customer_id=list("abcdef") * 2, score=[9] * 12, responded_at=[FIRST] * 12)
    assert len(counted(table).frame) == 6 and not counted(table).warnings


def test_answers_of_other_waves_are_none_either(responses):
    waves = {"w1": FIRST, "w2": SECOND}
    table = dated(responses, 20, 20)
    assert len(counted(table, waves=waves).frame) == 20
    of_two = responses(customer_id=["a"] * 3, score=[10, 3, 8], responded_at=[FIRST, SECOND, f"{SECOND} 10:00"])
    assert told(counted(of_two, waves=waves, answered_again="mean"))[0] == {"a": (5, "detractor")}
    assert told(counted(of_two, waves=waves, answered_again="first"))[0] == {"a": (3, "detractor")}
    assert told(counted(of_two, waves=waves, answered_again="drop"))[0] == {"a": (10, "promoter")}


def test_ties_are_warned_of_where_they_matter(responses):
    tie = {"customer_id": ["a", "a"], "responded_at": [FIRST] * 2}
    assert [one.code for one in counted(responses(score=[3, 9], **tie)).warnings] == [
        "W-ANSWERED-AGAIN",
        "W-ANSWER-TIE",
    ]
    for scores in ([3, 9], [9, 3]):
        assert told(counted(responses(score=scores, **tie)))[0] == {"a": (3, "detractor")}
    for column in ("recommended_count", "influence", "warned_count"):
        for values in ([0.25, 1], [1, 0.25]):
            found = counted(responses(score=[9, 9], **tie, **{column: values}), answered_again="latest").frame
            assert found[column].tolist() == [0.25]
    assert "W-ANSWER-TIE" not in [one.code for one in counted(responses(score=[3, 4], **tie)).warnings]
    assert not counted(responses(score=[3, 9], **tie), answered_again="mean").warnings
