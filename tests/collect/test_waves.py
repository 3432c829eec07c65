"""Scores by wave, their difference, and who moved."""

from math import sqrt

import pytest

from helpers.collect.responses import identified
from helpers.collect.survey import survey
from helpers.collect.waves import waves
from helpers.run.settings import checked

DAYS = {"w1": "2025-09-01", "w2": "2026-03-01", "w3": "2026-03-20"}


def settings(**changes):
    return checked({"as_of": "2026-04-01", "waves": DAYS, **changes})


@pytest.fixture
def compared(responses):
    """Waves of answers given as (customer, day, score)."""

    def make(*rows, asked=None, **changes):
        ids, days, scores = zip(*rows, strict=True)
        table = responses(customer_id=list(ids), responded_at=list(days), score=list(scores))
        chosen = settings(**changes)
        return waves(identified(table, chosen, invitations=asked, directory=None), asked, chosen)

    return make


def wave(day, *scores, first=0):
    return [(f"c{first + i}", day, score) for i, score in enumerate(scores)]


def test_one_wave_is_none(compared):
    assert compared(*wave("2025-09-02", 9, 0)) is None
    assert compared(*wave("2025-09-02", 9, 0), waves={}) is None


def test_scores_and_their_difference(compared):
    # (D, N, P): (1, 0, 1) → 0, variance 1, n = 2; (1, 2, 3) → 1/3, variance 5/9, n = 6; METHOD section 1
    found = compared(
        *wave("2025-09-02", 0, 9), *wave("2026-03-02", 0, 7, 8, 9, 10, 9, first=2), min_group_size=2, confidence=0.95
    )
    assert [(one.name, one.nps.n, str(one.first_day)) for one in found.waves] == [
        ("w1", 2, "2025-09-01"), ("w2", 6, "2026-03-01"),
    ]  # fmt: skip
    assert [one.nps.value for one in found.waves] == pytest.approx([0, 1 / 3])
    (change,) = found.changes
    error = sqrt(1 / 2 + 5 / 9 / 6)
    assert change.estimate == pytest.approx(1 / 3) and not change.distinguishable
    assert (change.low, change.high) == pytest.approx((1 / 3 - 1.959964 * error, 1 / 3 + 1.959964 * error))


def test_too_few_are_not_compared(compared):
    found = compared(*wave("2025-09-02", 0, 9), *wave("2026-03-02", *[9] * 10))
    assert found.changes[0].estimate is None and not found.changes[0].distinguishable


def test_a_difference_that_is_none_of_chance(compared):
    found = compared(*wave("2025-09-02", *[9, 0] * 30), *wave("2026-03-02", *[9] * 60))
    assert found.changes[0].distinguishable and found.changes[0].estimate == 1


def test_where_the_same_people_answered_the_difference_is_paired(compared):
    """All twenty answered in all three waves: the variance of a change is that of each one's own change ÷ 20."""
    value = {0: -1, 7: 0, 9: 1}
    scores = [[0] * 6 + [7] * 4 + [9] * 10, [0] * 4 + [7] * 4 + [9] * 12, [0] * 4 + [7] * 7 + [9] * 9]
    found = compared(*(row for day, given in zip(DAYS.values(), scores, strict=True) for row in wave(day, *given)))
    for change, before, after in zip(found.changes, scores, scores[1:], strict=False):
        own = [value[last] - value[first] for first, last in zip(before, after, strict=True)]
        mean = sum(own) / 20
        error = sqrt(sum((each - mean) ** 2 for each in own) / 20 / 20)
        assert change.both == 20 and change.estimate == pytest.approx(mean)
        assert (change.low, change.high) == pytest.approx((mean - 1.959964 * error, mean + 1.959964 * error))


def test_three_waves_in_the_order_of_time(compared):
    found = compared(*wave("2026-03-21", 9), *wave("2025-09-02", 0), *wave("2026-03-02", 7))
    assert [one.name for one in found.waves] == ["w1", "w2", "w3"]
    assert [(one.before, one.after) for one in found.changes] == [("w1", "w2"), ("w2", "w3")]


def test_the_latest_answer_in_a_wave_counts(compared):
    found = compared(("a", "2025-09-02", 0), ("a", "2025-09-03", 9), ("a", "2026-03-02", 7))
    assert [one.nps.n for one in found.waves] == [1, 1] and found.waves[0].nps.promoters == 1
    assert found.both == 1


def test_answers_before_any_wave_are_counted_apart(compared):
    found = compared(("a", "2024-01-01", 0), ("a", "2025-09-02", 9), ("a", "2026-03-02", 7))
    assert found.undecided == 1 and found.both == 1


def test_anonymous_answers_are_nobodys_second_ones(responses):
    table = responses(customer_id=[None, None], responded_at=["2025-09-02", "2026-03-02"], score=[9, 9])
    found = waves(identified(table, settings(), invitations=None, directory=None), None, settings())
    assert found.both == 0 and sum(one.persons for one in found.transitions) == 0


def test_moves_are_counted(compared):
    # six detractors became promoters, five passives stayed, one more answered in the last wave alone
    first = wave("2025-09-02", *[0] * 6, *[7] * 5)
    second = wave("2026-03-02", *[9] * 6, *[8] * 5, 10)
    found = compared(*first, *second)
    table = {(one.before, one.after): one.persons for one in found.transitions}
    assert found.both == 11 and sum(table.values()) == 11
    assert table["detractor", "promoter"] == 6 and table["passive", "passive"] == 5
    assert found.moved["before"].value_counts().to_dict() == {"detractor": 6, "passive": 5}


def test_the_survey_tells_the_segment_before(files):
    answers = ["customer_id,score,responded_at", "a,0,2025-09-05", "a,9,2026-03-05", "b,9,2025-09-05", "c,9,2026-03-05"]
    asked = ["customer_id,token,wave,invited_at", "a,1,w1,2025-09-01", "b,2,w1,2025-09-01", "a,3,w2,2026-03-01",
             "c,4,w2,2026-03-01"]  # fmt: skip
    found = survey(files(responses=answers, invitations=asked))
    rows = found.answers.set_index("customer_id")
    assert rows["wave"].to_dict() == {"a": "w2", "b": "w1", "c": "w2"}
    assert rows["segment_before"].fillna("").to_dict() == {"a": "detractor", "b": "", "c": ""}
    assert found.nps.n == 3 and [one.nps.n for one in found.waves.waves] == [2, 2]


def test_waves_are_compared_whatever_the_period_of_the_score(files):
    answers = ["customer_id,score,responded_at", "a,0,2025-09-05", "a,9,2026-03-05"]
    chosen = {"waves": DAYS, "answers_from": "2026-01-01"}
    found = survey(files(chosen, responses=answers))
    assert found.nps.n == 1 and len(found.waves.waves) == 2


def test_where_narrows_the_waves(files):
    customers = ["customer_id,acquired_on,region", "a,2024-01-01,east", "b,2024-01-01,west"]
    answers = ["customer_id,score,responded_at", "a,0,2025-09-05", "a,9,2026-03-05", "b,9,2026-03-05"]
    found = survey(files({"waves": DAYS, "where": {"region": "east"}}, customers=customers, responses=answers))
    assert [one.nps.n for one in found.waves.waves] == [1, 1]


def test_an_answer_of_the_wave_before_has_no_segment_before(files):
    # the period takes the answers of the first wave alone
    answers = ["customer_id,score,responded_at", "a,0,2025-09-05", "a,9,2026-03-05"]
    found = survey(files({"waves": DAYS, "answers_to": "2025-12-31"}, responses=answers))
    assert found.waves.both == 1 and found.answers["segment_before"].isna().all()
