"""Scores, counts and influence: what holds of any text, and what a second, plainer reading says of it."""

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.lanes import Parsed
from helpers.read.cells.numbers import count
from helpers.read.cells.ratings import influence, score
from tests.each import each

few = example_settings(deadline=None, max_examples=100)


PIECES = [
    "", "0", "9", "10", "11", "-1", "9.0", "8.5", "９", "①", "10点", "5人", "約10名", "5〜6", "1,000", "2,3", "三人",
    "なし",
    "NA", "10 - Extremely likely", "Promoter (9)", "10-Sep", "007", "9999999", "12345678", "5.", ".5", "1e5", "٣",
]  # fmt: skip
any_texts = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", " ", "\u200b", "約", "-", "0"]),
        st.sampled_from(PIECES)
        | st.integers(-20, 10**8).map(str)
        | st.text("0123456789.,-〜〇一二十百人点a \x00", max_size=6),
        st.sampled_from(["", "", "", " ", "\n", ".0", "人", "点", "以上", "%"]),
    ),
)
PARSERS = {
    "score": score(), "five": score((1, 5)), "hundred": score((0, 100)), "labelled": score((0, 10), {"5": 7, "a": 1}),
    "count": count(), "high": count("high"), "share": influence((0, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
@given(any_texts)
@few
def test_a_value_or_a_reason_and_a_value_needs_no_second_fix(name, text):
    parsed = PARSERS[name](text)
    assert parsed.value is None or parsed.reason == ""
    assert parsed.value is not None or parsed.fixed in ("", "no_answer")
    if parsed.value is not None and name != "labelled":
        whole = parsed.value == int(parsed.value)
        assert PARSERS[name](str(int(parsed.value) if whole else parsed.value)) == Parsed(parsed.value)


def plain_ones(parser, texts):
    return pc.match_substring_regex(pa.array(texts, pa.large_string()), rf"\A(?:{parser.lane.pattern})\z").to_pylist()


@pytest.mark.parametrize("name", sorted(set(PARSERS) - {"share"}))
@given(st.lists(any_texts, min_size=1, max_size=20))
@example(PIECES)
@few
def test_plain_texts_are_what_their_parser_says(name, texts):
    parser = PARSERS[name]
    plain = [text for text, is_plain in zip(texts, plain_ones(parser, texts), strict=True) if is_plain]
    values = parser.lane.values(pa.array(plain, pa.large_string())).to_pylist()
    assert [parser(text) for text in plain] == [Parsed(value) for value in values]


@each(
    ("name", "texts", "plain"),
    [("score", ["0", "9", "10", "11", "9.0", "09", "1\n"], "1110000"), ("five", ["0", "1", "5", "6"], "0110"),
     ("labelled", ["4", "5", "6", "a"], "1010"), ("count", ["0", "007", "9999999", "12345678", "5人", ""], "111000")],
)  # fmt: skip
def test_which_texts_are_plain(name, texts, plain):
    assert plain_ones(PARSERS[name], texts) == [is_plain == "1" for is_plain in plain]


def test_a_reversed_scale_has_no_plain_texts():
    assert not hasattr(score((10, 0)), "lane")


def numbers_in(text):
    """All runs of digits of a text, however they are written, as numbers: the plainest reading there is."""
    seen = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b-\u200f\ufeff]", "", text))
    return [float(run) for run in re.findall(r"[0-9]+(?:[.][0-9]+)?", seen.replace(",", ""))]


IN_WORDS = re.compile(
    "[一二三四五六七八九十百千ひふ無]|なし|ゼロ|ない|いません|ありません|零|one|two|three|no", re.IGNORECASE
)


@given(any_texts)
@example("9点")
@few
def test_a_score_is_the_only_number_that_stands_there(text):
    for parse in (score(), score((1, 5)), score((0, 100))):
        value = parse(text).value
        assert value is None or numbers_in(text) == [value]
    mirrored, straight = score((10, 0))(text).value, score()(text).value
    assert mirrored is straight is None or mirrored + straight == 10


@given(any_texts)
@example("5〜6人")
@few
def test_a_count_is_a_number_that_stands_there(text):
    low, middle, high = (count(rule)(text).value for rule in ("low", "middle", "high"))
    found = numbers_in(text)
    if low is None or (not found and IN_WORDS.search(text)):
        return
    assert (low, high) == (found[0], found[-1]) and len(found) <= 2
    assert low <= middle <= high and (len(found) == 2 or low == high)


@given(any_texts)
@example("80%")
@few
def test_influence_is_the_only_number_over_its_scale(text):
    for low, high in ((0, 10), (1, 5), (0, 100)):
        value, found = influence((low, high))(text).value, numbers_in(text)
        ends = (0, 100) if "%" in unicodedata.normalize("NFKC", text) else (low, high)
        assert value is None or (0 <= value <= 1 and len(found) == 1)
        assert value is None or abs(ends[0] + value * (ends[1] - ends[0]) - found[0]) < 1e-9


DECLINING = re.compile(r"know|n/?a|answer|say|分か|わか|回答|不明", re.IGNORECASE)


@given(
    st.builds(
        "".join,
        st.tuples(st.sampled_from(["Don't know", "N/A", "無回答", "わからない", "No answer", "不明"]), any_texts),
    )
)
@few
def test_what_declines_has_no_value_unless_a_number_stands_beside(text):
    for parse in (score(), count(), influence()):
        parsed = parse(text)
        assert parsed.value is None or numbers_in(text)
        assert parsed.reason != "score_declined" or DECLINING.search(text)
