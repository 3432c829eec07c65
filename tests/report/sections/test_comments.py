"""What people wrote: counted, and where asked for shown by segment, masked, a draw of many, nobody beside it."""

import pandas as pd
import pytest

from helpers.collect.comments import Comments, comments
from helpers.report import sections
from tests.report.seen import lines, seen


@pytest.fixture
def told(nps):
    """What is seen of comments made of (segment, score, masked comment), of 100 answers."""

    def make(report, *rows, masked=True):
        frame = pd.DataFrame(rows, columns=["segment", "score", "masked"])
        people = [f"person {n}" for n in range(len(rows))]
        table = frame[["segment", "score"]].assign(person=people, customer_id=people, comment="as it was written")
        written = Comments(table, frame["masked"] if masked else None)
        return seen(sections.comments(written, nps), report)

    return make


def test_segments_stand_in_their_order(told, english_report):
    rows = [("promoter", 9, "fine"), ("detractor", 6, "b"), ("detractor", 0, "a"), ("passive", 8, "—")]
    (grid,) = told(english_report(), *rows).tables
    assert lines(grid) == [
        ["Detractors: all 2", "0", "a"],
        ["Detractors: all 2", "6", "b"],
        ["Passives: all 1", "8", "—"],
        ["Promoters: all 1", "9", "fine"],
    ]
    assert grid.caption == english_report().say("comments_caption")  # a comment may be a dash: nothing is hidden


def test_of_many_fifty_are_drawn_whatever_their_order(told, english_report):
    rows = [("promoter", 9 + n % 2, f"comment {n:03}") for n in range(120)]

    def drawn(rows, **changes):
        return lines(told(english_report(**changes), *rows).tables[0])

    shown = drawn(rows)
    assert len(shown) == 50 and len({text for _, _, text in shown}) == 50
    assert {head for head, _, _ in shown} == {"Promoters: 50 of 120, drawn at random"}
    assert shown == drawn(rows[::-1])
    assert shown != drawn(rows, seed=2)
    assert [text for _, _, text in shown] != [text for _, _, text in sorted(rows)][:50]


def test_nobody_stands_beside_them(told, report):
    (grid,) = told(report, ("passive", 7, "<b>x</b>")).tables
    html = grid._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in html and "<b>" not in html
    assert "person" not in html and "as it was written" not in html


def test_what_is_not_masked_is_counted_and_not_shown(told, english_report):
    rows, counts = [("passive", 7, "x"), ("passive", 8, "y")], {"n": 2, "answers": 100}
    for report, masked, key in (
        (english_report(), False, "comments_kept"),
        (english_report(share_comments=True), False, "comments_nameless"),
        (english_report(share_comments=True), True, "comments_shown"),
    ):
        there = told(report, *rows, masked=masked)
        assert there.sentences == [report.say(key, **counts)] and bool(there.tables) == masked


@pytest.mark.parametrize("masked", [True, False])
def test_nobody_wrote_anything(told, report, masked):
    (text,) = told(report, masked=masked).parts
    assert text.sentences == (report.say("comments_none"),)


def test_without_a_column_of_comments_nobody_is_said_to_have_written_none(report, nps):
    (text,) = seen(sections.comments(comments(pd.DataFrame(), None, report.settings), nps), report).parts
    assert text.sentences == (report.say("comments_unread"),)
    assert "columns: {responses: {comment:" in text.sentences[0]
