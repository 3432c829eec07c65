"""Scores, counts of people and influence."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.numbers import count, influence, score
from helpers.read.cells.stream import Parsed
from tests.each import each

few = example_settings(deadline=None, max_examples=50)


@each(
    ("text", "value", "fixes"),
    [("0", 0, ""), ("9", 9, ""), ("10", 10, ""), (" 9", 9, "white_space"), ("\u200b9", 9, "zero_width"),
     ("9\u00a0", 9, "white_space"), ("９", 9, "full_width"), ("１０", 10, "full_width"), ("⑨", 9, "full_width"),
     ("9.0", 9, "decimal_zero"), ("10.00", 10, "decimal_zero"), ("９．０", 9, "full_width decimal_zero"),
     ("'9", 9, "apostrophe"), ("'10点", 10, "apostrophe unit"), ("09", 9, "leading_zero"), ("00", 0, "leading_zero"),
     ("⑨点", 9, "full_width unit"), ("10点", 10, "unit"), ("9 点", 9, "unit"),
     ("１０点", 10, "full_width unit"), ("9.0点", 9, "unit decimal_zero"),
     ("10 - Extremely likely", 10, "label"), ("0 = Not at all likely", 0, "label"),
     ("9：とても勧めたい", 9, "full_width label"), ("10（非常に勧めたい）", 10, "full_width label"),
     ("Promoter (9)", 9, "label"),
     ("10 Extremely likely", 10, "label"), (" 7点（まあまあ） ", 7, "white_space full_width unit label")],
)  # fmt: skip
def test_scores(text, value, fixes):
    assert score()(text) == Parsed(value, "", fixes)
    assert type(score()(text).value) is int


@each("text", ["", " ", "\u3000", "\u200b", "\u00a0", "'"])
def test_blank_scores_are_no_zero(text):
    assert score()(text) == score((10, 0))(text) == Parsed(None, "score_blank")


@each(
    "text", ["-1", "−1", "－1", "11", "100", "8.5", "10.5", "0.9", "-0.5", "11点", "11 - Extremely likely",
    "Promoter (90)",
             "8.5 - good", "99999999999999999999", "9" * 5000, "-99"],
)  # fmt: skip
def test_scores_out_of_range(text):
    assert score()(text) == Parsed(None, "score_range")


@each(
    "text",
    ["nine", "NA", "null", "TRUE", "9,10", "2,3", "10-Sep", "Sep-10", "9/10", "9月10日", "10月", "2026-09-10",
     "2026-09-10 00:00:00",
     "1,000", "９．１０", "9.10", "10.20", "IX", "Ⅸ", "1e1", "1E+01", "+9", "009", "010", "09.0", "9²", "1⁰",
     "0²", "1\u200b⁰", "1⑨", "①⓪", "9.", ".9", "九", "十点",
     "9点/10点",
     "10 Sep 2026", "10 - Sep", "10(月)", "9-10", "9〜10", "9 or 10", "10人", "10+", "-", "とても勧めたい", "1\x000",
     "\0", "٣", "9 9",
     "10点満点", "#N/A"],
)  # fmt: skip
def test_texts_that_are_no_scores(text):
    assert score()(text) == Parsed(None, "score_text")


@given(st.integers(-50, 150))
@few
def test_a_score_is_a_whole_number_from_0_to_10(number):
    assert score()(str(number)) == (Parsed(number) if 0 <= number <= 10 else Parsed(None, "score_range"))


@each(
    ("scale", "text", "parsed"),
    [((1, 5), "5", Parsed(5)), ((1, 5), "0", Parsed(None, "score_range")), ((1, 5), "6", Parsed(None, "score_range")),
     ((0, 100), "85", Parsed(85)), ((0, 100), "101", Parsed(None, "score_range")), ((1, 11), "11", Parsed(11)),
     ((10, 0), "0", Parsed(10, "", "reversed")), ((10, 0), "3", Parsed(7, "", "reversed")),
     ((10, 0), "11", Parsed(None, "score_range")), ((5, 1), "1", Parsed(5, "", "reversed")),
     ((5, 1), "4 - unlikely", Parsed(2, "", "label reversed")), ((10, 0),
     "1.0", Parsed(9, "", "decimal_zero reversed")),
     ([10, 1], "2", Parsed(9, "", "reversed"))],
)  # fmt: skip
def test_scores_on_other_scales(scale, text, parsed):
    assert score(scale)(text) == parsed


@each(
    ("scale", "text", "parsed"),
    [((0, 10), "great", Parsed(10, "", "label")), ((0, 10), "'great", Parsed(10, "", "apostrophe label")),
     ((0, 10), " great ", Parsed(10, "", "white_space label")),
     ((0, 10), "とても（勧めたい）", Parsed(9, "", "full_width label")), ((0, 10),
     "Great", Parsed(None, "score_text")),
     ((0, 10), "far off", Parsed(None, "score_range")), ((10, 0), "great", Parsed(10, "", "label")),
     ((0, 10), "2", Parsed(8, "", "label")), ((0, 10), "8", Parsed(8))],
)  # fmt: skip
def test_scores_by_labels_which_are_never_mirrored(scale, text, parsed):
    labels = {"great": 10, "とても（勧めたい）": 9, "far off": 12, "2": 8}
    assert score(scale, labels)(text) == parsed


@each(
    ("text", "value", "fixes"),
    [("", None, ""), (" ", None, ""), ("0", 0, ""), ("5", 5, ""), ("007", 7, ""), ("9999999", 9999999, ""),
     ("３", 3, "full_width"), ("③", 3, "full_width"), ("5.0", 5, "decimal_zero"), (" 5", 5, "white_space"),
     ("5人", 5, "unit"),
     ("5 名様", 5, "unit"),
     ("5 people", 5, "unit"), ("1 friend", 1, "unit"), ("0人", 0, "unit"),
     ("約10名", 10, "unit approximate"), ("10人くらい", 10, "unit approximate"), ("10人ほど", 10, "unit approximate"),
     ("10人前後", 10, "unit approximate"), ("5人以上", 5, "unit approximate"), ("10+", 10, "approximate"),
     ("10+ people", 10, "unit approximate"), ("10 or more", 10, "approximate"), ("at least 5", 5, "approximate"),
     ("About 10", 10, "approximate"), ("およそ 20 人", 20, "unit approximate"), ("10位", 10, "approximate"),
     ("三人", 3, "kanji_number unit"), ("十人", 10, "kanji_number unit"), ("十二人", 12, "kanji_number unit"),
     ("二十", 20, "kanji_number"), ("三十五人", 35, "kanji_number unit"), ("百人", 100, "kanji_number unit"),
     ("百二人", 102, "kanji_number unit"), ("二百三十人", 230, "kanji_number unit"), ("千", 1000, "kanji_number"),
     ("九千九百九十九", 9999, "kanji_number"), ("約十人", 10, "kanji_number unit approximate"),
     ("ふたり", 2, "kanji_number"),
     ("1,000", 1000, "thousands"), ("1,000人", 1000, "thousands unit"), ("１，２３４", 1234, "full_width thousands"),
     ("1,234,567", 1234567, "thousands"), ("12,345.0", 12345, "thousands decimal_zero"),
     ("なし", 0, "word_zero"), ("無し", 0, "word_zero"), ("ゼロ", 0, "word_zero"), ("ゼロ人", 0, "word_zero"),
     ("いない", 0, "word_zero"), ("いません", 0, "word_zero"), ("いません。", 0, "word_zero"), ("無", 0, "word_zero"),
     ("ありません", 0, "word_zero"), (" なし", 0, "white_space word_zero")],
)  # fmt: skip
def test_counts_of_people(text, value, fixes):
    assert count()(text) == Parsed(value, "", fixes)


@each(
    ("text", "low", "middle", "high"),
    [("5〜6", 5, 5, 6), ("5-6人", 5, 5, 6), ("5～8", 5, 6, 8), ("5~6", 5, 5, 6), ("5 to 7", 5, 6, 7),
     ("5から6人", 5, 5, 6),
     ("5人〜10人", 5, 7, 10), ("三〜五人", 3, 4, 5), ("10人から20人くらい", 10, 15, 20), ("0-1", 0, 0, 1),
     ("約5〜6人", 5, 5, 6),
     ("5–6 people", 5, 5, 6), ("100-999", 100, 549, 999)],
)  # fmt: skip
def test_ranges_by_the_rule(text, low, middle, high):
    by_rule = [count(rule)(text) for rule in ("low", "middle", "high")]
    assert [parsed.value for parsed in by_rule] == [low, middle, high]
    assert all("range" in parsed.fixed.split() and not parsed.reason for parsed in by_rule)


def test_fixes_of_a_range():
    assert count()("５人〜１０人くらい").fixed == "full_width unit approximate range"


@each(
    "text",
    ["たくさん", "多数", "数人", "十数人", "数十人", "-3", "−3", "2.5", "2,3人", "2、3人", "2，3人", "2.3人",
     "二三人", "二、三人", "五六人", "2・3人",
     "5/6", "5月6日", "6-May", "2026-05-06", "2026-05", "05-06", "4-2026", "20-5", "5-5", "1-2-3", "None", "NA",
     "null", "nan",
     "none", "N/A", "5人以下", "5人未満", "1万人", "一万", "1万2千", "12345678", "12,345,678", "1,00", "1,0000",
     "0,123", "12,34", "1.000", "1,234,56",
     "1e3", "inf", "五百千", "十百", "一二", "〇", "二〇", "〇人", "~10", "10〜", "〜10人", "up to 10",
     "more than 5", "over 5", "5か6", "5 or 6",
     "5人(家族2人)", "5人です", "5回", "5%", "+5", "5人と3人", "一人もいない", "5?", "人", "約", "about", "3²",
     "３²", "1⑤人", "½",
     "9999999999999999999999", "٣", "-", "5\x006"],
)  # fmt: skip
def test_no_counts_of_people(text):
    assert count()(text) == count("high")(text) == Parsed(None, "count_invalid")


def kanji(number):
    """Number 1…9999 as it is written in kanji, built digit by digit."""
    digits = zip(f"{number:04}", ["千", "百", "十", ""], strict=True)
    return "".join(
        ("" if digit == "1" and unit else " 一二三四五六七八九"[int(digit)]) + unit
        for digit, unit in digits
        if digit != "0"
    )


@given(st.integers(1, 9999))
@example(1111)
@few
def test_kanji_are_read_as_they_are_written(number):
    assert count()(kanji(number)) == Parsed(number, "", "kanji_number")


@given(st.integers(0, 9_999_999), st.sampled_from(["", "人", " people"]))
@few
def test_counts_with_and_without_commas_are_the_same(number, unit):
    assert count()(f"{number:,}{unit}").value == count()(f"{number}{unit}").value == number


@given(st.integers(0, 999), st.integers(0, 999))
@few
def test_a_range_stays_within_its_ends(one, other):
    low, middle, high = (count(rule)(f"{one}〜{other}").value for rule in ("low", "middle", "high"))
    assert (low, high) == ((one, other) if one < other else (None, None))
    assert low is None or (low <= middle <= high and middle == int((one + other) / 2))


@each(
    ("scale", "text", "value", "fixes"),
    [([0, 10], "0", 0.0, ""), ([0, 10], "10", 1.0, ""), ([0, 10], "2.5", 0.25, ""), ([0, 10], "2.50", 0.25, ""),
     ([1, 5], "1", 0.0, ""),
     ([1, 5], "2", 0.25, ""), ([1, 5], "５", 1.0, "full_width"), ([-2, 2], "-1", 0.25, ""), ([0, 1], "0.3", 0.3, ""),
     ([0, 10], "", None, ""), ([0, 10], " ", None, ""), ([0, 10], "7 - quite a lot", 0.7, "label"), ([0, 10],
     "７", 0.7, "full_width"),
     ([0, 10], "5点", 0.5, "unit"), ([0, 10], "'5", 0.5, "apostrophe"),
     ([1, 5], "5（とても）", 1.0, "full_width label"), ([-2, 2],
     "−1", 0.25, "negative_form")],
)  # fmt: skip
def test_influence_on_a_scale(scale, text, value, fixes):
    assert influence(scale)(text) == Parsed(value, "", fixes)


@each(
    ("text", "parsed"),
    [("a lot", Parsed(0.9, "", "label")), ("とても(強い)", Parsed(1.0, "", "label")), ("5", Parsed(0.5)),
     ("とても（強い）", Parsed(1.0, "", "full_width label")), ("3", Parsed(0.75, "", "label"))],
)  # fmt: skip
def test_influence_by_labels(text, parsed):
    assert influence([0, 10], {"a lot": 0.9, "とても（強い）": 1.0, "3": 0.75})(text) == parsed


@each(
    ("scale", "text"),
    [([0, 10], "11"), ([0, 10], "-1"), ([1, 5], "0"), ([1, 5], "6 - more"), ([0, 10], "much"), ([0, 10], "nan"),
     ([0, 10], "1e0"),
     ([0, 10], "9" * 400), ([0, 10], "10-Sep"), ([0, 10], "5,5"), ([0, 10], "50%"), ([0, 10], "A lot")],
)  # fmt: skip
def test_influence_outside_its_scale(scale, text):
    assert influence(scale, {"a lot": 0.9})(text) == Parsed(None, "influence_invalid")


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
    assert parsed.value is not None or parsed.fixed == ""
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
