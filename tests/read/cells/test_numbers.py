"""Counts of people."""

from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.lanes import Parsed
from helpers.read.cells.numbers import count
from tests.each import each

few = example_settings(deadline=None, max_examples=100)


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
     ("ありません", 0, "word_zero"), (" なし", 0, "white_space word_zero"),
     ("特になし", 0, "word_zero"), ("none", 0, "word_zero"), ("NOBODY", 0, "word_zero"),
     ("no one", 0, "word_zero"), ("Zero", 0, "word_zero"), ("Three people", 3, "kanji_number unit"),
     ("about ten", 10, "kanji_number approximate"), ("5 or more people", 5, "approximate"),
     ("roughly 10", 10, "approximate"), ("10人以上", 10, "unit approximate"),
     ("NA", None, "no_answer"), ("わからない", None, "no_answer"), ("null", None, "no_answer"),
     ("-", None, "no_answer"), ("該当なし", None, "no_answer"), ("Prefer not to say", None, "no_answer")],
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
     "5/6", "5月6日", "6-May", "2026-05-06", "2026-05", "05-06", "4-2026", "20-5", "5-5", "1-2-3", "None",
     "5人以下", "5人未満", "1万人", "一万", "1万2千", "12345678", "12,345,678", "1,00", "1,0000",
     "0,123", "12,34", "1.000", "1,234,56",
     "1e3", "inf", "五百千", "十百", "一二", "〇", "二〇", "〇人", "~10", "10〜", "〜10人", "up to 10",
     "more than 5", "over 5", "5か6", "5 or 6", "a few", "several", "one or two", "someone", "twelve", "5 or less",
     "none of your business",
     "5人(家族2人)", "5人です", "5回", "5%", "+5", "5人と3人", "一人もいない", "5?", "人", "約", "about", "3²",
     "99 - Don't know",
     "３²", "1⑤人", "½",
     "9999999999999999999999", "٣", "5\x006"],
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
