"""A column as it streams by: plain texts in their lane, all others by their parser."""

from collections import Counter
from itertools import pairwise

import pandas as pd
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.dates import moment
from helpers.read.cells.lanes import Parsed, lane_of, with_lane
from helpers.read.cells.numbers import count, money_value
from helpers.read.cells.ratings import influence, score
from helpers.read.cells.stream import Gathered, parsed_column
from helpers.read.cells.texts import email, identifier, text_value, yes_or_no
from tests.each import each

few = example_settings(deadline=None, max_examples=60)


def gathered(parser, kind, *parts, mark=""):
    """Column of some parts of cells."""
    column = Gathered(lane_of(parser), kind, mark)
    for cells in parts:
        column.take(list(cells))
    return column


@pytest.fixture
def seen():
    """Texts that a parser was asked for one by one, and that parser made from another."""

    def spied(parser):
        texts = []

        def parse(text):
            texts.append(text)
            return parser(text)

        return texts, with_lane(*lane_of(parser))(parse) if lane_of(parser) else parse

    return spied


@each(
    ("kind", "dtype"),
    [("text", "str"), ("int", "Int64"), ("float", "Float64"), ("flag", "boolean"), ("time", "datetime64[us]")],
)
def test_an_empty_column_keeps_its_type(kind, dtype):
    for parts in ((), ([],)):
        cells = gathered(text_value, kind, *parts).parsed(text_value)
        assert (len(cells.value), str(cells.value.dtype)) == (0, dtype)
        assert (len(cells.reason), cells.fixed) == (0, Counter())


def test_values_reasons_and_fixes_by_hand():
    cells = parsed_column(["9", "", "１０点", "x", "9"], score(), "int")
    assert cells.value.fillna(-1).tolist() == [9, -1, 10, -1, 9]
    assert cells.reason.to_dict() == {1: "score_blank", 3: "score_text"}
    assert cells.fixed == {"full_width": 1, "unit": 1}


def test_fixes_are_counted_by_cell_and_not_by_text():
    cells = parsed_column(["10点", "10点", " 9", "9"], score(), "int")
    assert cells.fixed == {"unit": 2, "white_space": 1}


def test_a_column_parses_each_text_once(seen):
    texts, spy = seen(text_value)
    parsed_column(["é", "ü", "é"] * 50, spy, "text")
    assert texts == ["é", "ü"]


def test_a_lane_takes_plain_texts_and_leaves_the_others(seen):
    texts, spy = seen(with_lane("[a-z]+|[0-9]", pc.utf8_upper)(lambda text: Parsed(None, "odd")))
    cells = parsed_column(["ab", "b1", "7", "ab\n", "b1", "77", ""], spy, "text")
    assert cells.value.fillna("none").tolist() == ["AB", "none", "7", *["none"] * 4]
    assert cells.reason.to_dict() == dict.fromkeys([1, 3, 4, 5, 6], "odd")
    assert texts == ["b1", "ab\n", "77", ""]


def test_a_parser_without_a_lane_sees_every_text(seen):
    texts, spy = seen(yes_or_no)
    assert parsed_column(["yes", "no", "2"], spy, "flag").value.tolist() == [True, False, pd.NA]
    assert texts == ["yes", "no", "2"]


def test_parts_are_one_column():
    column = gathered(score(), "int", ["9", "x"], [], ["8", "9"], ["", "x", "10点"])
    assert column.others() == {"x": 2, "": 1, "10点": 1}
    assert column.plain_values().to_pylist() == [9, None, 8, 9, None, None, None]
    cells = column.parsed(score())
    assert cells.value.fillna(-1).tolist() == [9, -1, 8, 9, -1, -1, 10]
    assert cells.reason.to_dict() == {1: "score_text", 4: "score_blank", 5: "score_text"}


@each(("text", "place"), [("9", 0), ("x", 1), ("8", 2), ("", 4), ("10点", 6), ("7", 8)])
def test_the_first_cell_with_a_text(text, place):
    column = gathered(score(), "int", ["9", "x"], ["8", "9"], ["", "x", "10点"], ["x", "7", "7"])
    assert column.place_of(text) == place


def test_a_text_that_no_cell_holds():
    with pytest.raises(KeyError, match="no such cell"):
        gathered(score(), "int", ["9", "x"]).place_of("y")


@each(
    ("parts", "marked"),
    [(["1", "2"], False), (["1", "2.5"], True), (["1", "2円.5"], False), (["x.y"], False), ([], False)],
)
def test_whether_a_plain_cell_has_a_decimal_point(parts, marked):
    assert gathered(money_value(2), "int", *([part] for part in parts), mark=".").marked is marked
    assert gathered(money_value(2), "int", ["7"], parts, ["8"], mark=".").marked is marked
    assert not gathered(money_value(2), "int", parts).marked


@each(
    ("parser", "kind", "plain"),
    [(identifier, "text", ["A-17", "007", "a b", "taro@b.jp"]), (email, "text", ["taro@example.jp"]),
     (text_value, "text", ["-", "a b"]), (money_value(0), "int", ["0", "-1200", "9999999999999"]),
     (money_value(2), "int", ["7", "11.7", "-11.77"]), (score(), "int", ["0", "10"]),
     (count(), "float", ["0", "9999999"]),
     (moment("UTC"), "time", ["2026-01-31", "2026-04-30T09:05", "2199-12-29 23:59:59", "1901-01-01"])],
)  # fmt: skip
def test_what_is_plain_needs_no_parser(parser, kind, plain, seen):
    texts, spy = seen(parser)
    assert parsed_column(plain, spy, kind).value.notna().all()
    assert texts == []


PIECES = [
    "", "-", "--", "-a", "A-17", "007", "ＡＢ０１", "Taro@Example.JP", "a@b.jp", "NA", "nan", "か\u3099", "①", "é",
    "e\u0301", "ﾎﾟ", "0", "-0", "7", "10", "11", "010", "-11.7", "11.77", "0.5", "2.5", "1.005", "12.800", "1.", ".5",
    "1e5", "1.23E+11", "17.0", "+1", "12,800", "12,8", "９", "٣", "9" * 7, "9" * 8, "9" * 13, "9" * 14, "9" * 30,
    "-" + "9" * 13 + ".99", "10点", "約10名", "5〜6", "三人", "yes", "¥1,200", "1901-01-01", "1900-12-31", "2199-12-31",
    "2200-01-01", "9999-12-31", "0000-00-00", "2024-02-29", "2026-02-29", "2026-02-30", "2026-04-31", "2026-1-1",
    "2026/04/01", "2026-04-01T09:05", "2026-04-01 23:59:59", "2026-04-01T24:00", "2026-04-01T09:60",
    "2026-04-01 09:05:07.5", "2026-04-01T09:05Z", "2026-03-31T20:00:00-0500", "２０２６-04-01", "٢٠٢٦-04-01",
]  # fmt: skip
any_texts = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", " ", "\u200b", "\n", "'"]),
        st.sampled_from(PIECES)
        | st.dates().map(str)
        | st.integers(-2, 12).map(str)
        | st.decimals(-(10**6), 10**6, places=2).map(str)
        | st.text("aA0-.,: T\t\x00\x7f\x85か％@", max_size=5),
        st.sampled_from(["", "", "", " ", "\n", "\r\n", "\u3000", "\x00"]),
    ),
)
LANES = {
    "identifier": (identifier, "text", "str"), "email": (email, "text", "str"), "text": (text_value, "text", "str"),
    "yen": (money_value(0), "int", "Int64"), "cents": (money_value(2, blank=""), "int", "Int64"),
    "fils": (money_value(3), "int", "Int64"), "euro cents": (money_value(2, decimal_sign=","), "int", "Int64"),
    "score": (score(), "int", "Int64"), "1 to 5": (score((1, 5)), "int", "Int64"),
    "reversed": (score((10, 0)), "int", "Int64"), "with labels": (score((0, 10), {"9": 1}), "int", "Int64"),
    "count": (count(), "float", "Float64"), "influence": (influence(), "float", "Float64"),
    "tokyo": (moment("Asia/Tokyo"), "time", "datetime64[us]"),
    "new york, told in UTC": (moment("America/New_York", column_zone="UTC", order="dmy"), "time", "datetime64[us]"),
}  # fmt: skip


@pytest.mark.parametrize("name", LANES)
@given(st.lists(any_texts, max_size=25), st.integers(0, 25))
@example(PIECES, 7)
@few
def test_a_column_is_what_its_cells_are_one_by_one(name, texts, at):
    parser, kind, dtype = LANES[name]
    texts = texts + texts[::-2]
    alone = [parser(text) for text in texts]
    dtype = "Float64" if any(isinstance(one.value, float) for one in alone) else dtype  # amounts with decimals
    values, fixed = [one.value for one in alone], Counter(kind for one in alone for kind in one.fixed.split())
    cells = gathered(parser, kind, texts[:at], texts[at:]).parsed(parser)
    pd.testing.assert_series_equal(cells.value, pd.Series(values, dtype=dtype))
    assert cells.reason.to_dict() == {place: one.reason for place, one in enumerate(alone) if one.reason}
    assert +cells.fixed == +fixed


@given(st.lists(any_texts, min_size=1, max_size=25), st.lists(st.integers(0, 25), max_size=3))
@few
def test_however_the_cells_come_in_they_are_the_same(texts, cuts):
    cuts = sorted({0, len(texts), *(cut for cut in cuts if cut < len(texts))})
    parts = [texts[start:end] for start, end in pairwise(cuts)]
    whole, parted = gathered(money_value(2), "int", texts, mark="."), gathered(money_value(2), "int", *parts, mark=".")
    assert (whole.others(), whole.marked) == (parted.others(), parted.marked)
    assert [whole.place_of(text) for text in whole.others()] == [texts.index(text) for text in whole.others()]
    assert [parted.place_of(text) for text in whole.others()] == [texts.index(text) for text in whole.others()]
