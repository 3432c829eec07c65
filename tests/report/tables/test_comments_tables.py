"""The table of comments: by segment, masked, a draw of many, nobody beside them."""

import pandas as pd
import pytest

from helpers.collect.comments import Comments
from helpers.report import tables


@pytest.fixture
def comments():
    """Maker of comments from (segment, score, masked comment)."""

    def make(*rows):
        frame = pd.DataFrame(rows, columns=["segment", "score", "masked"])
        people = [f"person {n}" for n in range(len(rows))]
        table = frame[["segment", "score"]].assign(person=people, customer_id=people, comment="as it was written")
        return Comments(table, frame["masked"])

    return make


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_segments_stand_in_their_order(comments, english, settings):
    found = comments(("promoter", 9, "fine"), ("detractor", 6, "b"), ("detractor", 0, "a"), ("passive", 8, "so so"))
    assert lines(tables.comments_table(found, english, settings())) == [
        ["Detractors: all 2", "0", "a"],
        ["Detractors: all 2", "6", "b"],
        ["Passives: all 1", "8", "so so"],
        ["Promoters: all 1", "9", "fine"],
    ]


def test_of_many_fifty_are_drawn_whatever_their_order(comments, english, settings):
    rows = [("promoter", 9 + n % 2, f"comment {n:03}") for n in range(120)]
    shown = lines(tables.comments_table(comments(*rows), english, settings()))
    assert len(shown) == 50 and len({text for _, _, text in shown}) == 50
    assert {head for head, _, _ in shown} == {"Promoters: 50 of 120, drawn at random"}
    assert shown == lines(tables.comments_table(comments(*rows[::-1]), english, settings()))
    assert shown != lines(tables.comments_table(comments(*rows), english, settings(seed=2)))
    assert [text for _, _, text in shown] != [text for _, _, text in sorted(rows)][:50]


def test_nobody_stands_beside_them(comments, words, settings):
    html = tables.comments_table(comments(("passive", 7, "<b>x</b>")), words, settings())._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in html and "<b>" not in html
    assert "person" not in html and "as it was written" not in html


def test_what_is_not_masked_is_not_shown(comments, english, settings):
    found = comments(("passive", 7, "x"))
    assert tables.comments_table(Comments(found.table), english, settings()) is None
    assert tables.comments_table(comments(), english, settings()) is None
