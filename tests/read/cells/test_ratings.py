"""Scores and answers on influence, cell by cell."""

from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.lanes import Parsed
from helpers.read.cells.ratings import influence, score
from tests.each import each

few = example_settings(deadline=None, max_examples=100)


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


@each("text", ["", " ", "\u3000", "\u200b", "\u00a0", "'", "null", "NaN", "-", "—", "--", "(blank)", "（空白）"])
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
    ["nine", "None", "TRUE", "9,10", "2,3", "10-Sep", "Sep-10", "9/10", "9月10日", "10月", "2026-09-10",
     "2026-09-10 00:00:00",
     "1,000", "９．１０", "9.10", "10.20", "IX", "Ⅸ", "1e1", "1E+01", "+9", "009", "010", "09.0", "9²", "1⁰",
     "0²", "1\u200b⁰", "1⑨", "①⓪", "9.", ".9", "九", "十点",
     "9点/10点",
     "10 Sep 2026", "10 - Sep", "10(月)", "9-10", "9〜10", "9 or 10", "10人", "10+", "とても勧めたい", "1\x000",
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
     "Great", Parsed(10, "", "label")),
     ((0, 10), "skip it", Parsed(None, "score_declined")), ((0, 10), "2.0", Parsed(8, "", "label")),
     ((0, 10), "２点", Parsed(8, "", "full_width label")), ((0, 10), "2 - so so", Parsed(8, "", "label")),
     ((0, 10), "2⁰", Parsed(None, "score_text")), ((0, 10), "22", Parsed(None, "score_range")),
     ((0, 10), "far off", Parsed(None, "score_range")), ((10, 0), "great", Parsed(10, "", "label")),
     ((0, 10), "2", Parsed(8, "", "label")), ((0, 10), "8", Parsed(8))],
)  # fmt: skip
def test_scores_by_labels_which_are_never_mirrored(scale, text, parsed):
    labels = {"great": 10, "とても（勧めたい）": 9, "far off": 12, "2": 8, "Skip it": None}
    assert score(scale, labels)(text) == parsed


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
    [([0, 10], "11"), ([0, 10], "-1"), ([1, 5], "0"), ([1, 5], "6 - more"), ([0, 10], "much"), ([0, 10], "inf"),
     ([0, 10], "1e0"),
     ([0, 10], "9" * 400), ([0, 10], "10-Sep"), ([0, 10], "5,5"), ([0, 10], "101%"), ([0, 10], "-1%"),
     ([0, 10], "None"), ([0, 10], "5⁰%"),
     ([0, 10], "a lot!"), ([0, 10], "12-18%")],
)  # fmt: skip
def test_influence_outside_its_scale(scale, text):
    assert influence(scale, {"a lot": 0.9})(text) == Parsed(None, "influence_invalid")


@each(
    ("scale", "text", "reason"),
    [((0, 10), "Don't know", "score_declined"), ((0, 10), "N/A", "score_declined"),
     ((0, 10), "無回答", "score_declined"),
     ((0, 10), "11 - Don't know", "score_declined"), ((0, 10), "0：わからない", "score_declined"),
     ((0, 10), "10 - Refused", "score_declined"), ((0, 10), "5 - Not sure", ""), ((1, 5), "5 - Not sure",
     "score_declined"),
     ((0, 10), "11 - Extremely likely", "score_range"), ((0, 10), "Don't know (99)", "score_declined"),
     ((0, 10), "99", "score_range")],
)  # fmt: skip
def test_answers_that_decline(scale, text, reason):
    assert score(scale)(text).reason == reason


@each(
    ("scale", "text", "parsed"),
    [((0, 100), "90%", Parsed(90, "", "percent")), ((100, 0), "90 ％", Parsed(10, "", "full_width percent reversed")),
     ((0, 100), "90.0%", Parsed(90, "", "percent decimal_zero")), ((0, 100), "101%", Parsed(None, "score_range")),
     ((0, 100), "90.5%", Parsed(None, "score_range")), ((0, 100), "-5%", Parsed(None, "score_range")),
     ((0, 100), "9⁰%", Parsed(None, "score_text")), ((0, 10), "10%", Parsed(None, "score_text"))],
)  # fmt: skip
def test_percentages_are_scores_of_a_scale_to_100(scale, text, parsed):
    assert score(scale)(text) == parsed


@each(
    ("text", "parsed"),
    [("80%", Parsed(0.8, "", "percent")), ("８０％", Parsed(0.8, "", "full_width percent")),
     ("80 %", Parsed(0.8, "", "percent")), ("0%", Parsed(0.0, "", "percent")), ("100%", Parsed(1.0, "", "percent")),
     ("12.5%", Parsed(0.125, "", "percent")), ("20%", Parsed(0.9, "", "label")), ("", Parsed(None)),
     ("わからない", Parsed(None, "", "no_answer")), ("-", Parsed(None, "", "no_answer")),
     ("skip it", Parsed(None, "", "no_answer")), ("9 - Don't know", Parsed(None, "", "no_answer")),
     ("99", Parsed(None, "", "no_answer")), ("3 - unsure", Parsed(0.5, "", "label"))],
)  # fmt: skip
def test_influence_in_percent_and_declined_whatever_the_scale(text, parsed):
    assert influence([1, 5], {"20%": 0.9, "Skip it": None, "99": None})(text) == parsed
