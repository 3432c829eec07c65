"""Comments of the valid answers, from files."""

import pandas as pd
import pytest

from helpers.collect.survey import survey

CUSTOMERS = ["customer_id,acquired_on,name", "a,2024-01-01,山田 花子", "b,2024-01-01,Ann Lee"]
ANSWERS = [
    "customer_id,score,responded_at,comment",
    "a,9,2026-02-01,an earlier one",
    "a,3,2026-02-02,山田です 090-1234-5678",
    "b,10,2026-02-01,",
    "x,8,2026-02-01, 良い ",
    "y,11,2026-02-01,of no valid answer",
    *(f"z{n},7,2026-02-01," for n in range(8)),
]


@pytest.fixture
def collected(files):
    """Maker of a survey of few customers, and of settings."""
    return lambda customers=CUSTOMERS, answers=ANSWERS, **settings: survey(
        files(settings, responses=answers, **({"customers": customers} if customers else {}))
    )


def enough(customers=CUSTOMERS):
    return [*customers, *(f"z{n},2024-01-01,会員 {n}" for n in range(8))]


def test_one_row_a_valid_answer_with_a_comment(collected):
    table = collected(enough()).comments.table
    assert list(table) == ["person", "customer_id", "segment", "score", "responded_at", "comment"]
    assert table["comment"].tolist() == ["山田です 090-1234-5678", "良い"]
    assert table["segment"].tolist() == ["detractor", "passive"] and table["score"].tolist() == [3, 8]
    assert table["responded_at"].tolist() == [pd.Timestamp("2026-02-02"), pd.Timestamp("2026-02-01")]


def test_nobody_reads_them_unless_asked(collected, monkeypatch):
    monkeypatch.setattr("helpers.collect.comments.named_persons", lambda settings: pytest.fail("names were read"))
    assert collected(enough()).comments.masked is None


def test_asked_for_they_are_masked(collected):
    found = collected(enough(), share_comments=True).comments
    assert found.masked.tolist() == ["[name]です [number]", "良い"]
    assert found.table["comment"].tolist() == ["山田です 090-1234-5678", "良い"]
    japanese = collected(enough(), share_comments=True, language="ja").comments
    assert japanese.masked.tolist()[0] == "【氏名】です 【番号】"


@pytest.mark.parametrize("customers", [None, [line.rpartition(",")[0] for line in enough()]])
def test_without_names_to_mask_they_are_refused(collected, customers):
    found = collected(customers, share_comments=True).comments
    assert found.masked is None and len(found.table) == 2


def test_without_comments_there_are_none(collected):
    scores = [line.rpartition(",")[0] for line in ANSWERS]
    for found in (collected(enough(), scores, share_comments=True), collected(enough(), scores)):
        assert found.comments.table.empty and found.comments.masked is None


def test_steps_and_accounts_know_nothing_of_them(collected):
    with_comments, without = collected(enough()), collected(enough(), [line.rpartition(",")[0] for line in ANSWERS])
    pd.testing.assert_frame_equal(with_comments.answers, without.answers)
    assert "comment" not in with_comments.answers
    for part in ("rows_used", "not_applicable", "defective", "fields", "fixed"):
        assert with_comments.ledgers["responses"][part] == without.ledgers["responses"][part]
    assert "良い" not in str(with_comments.ledgers)
