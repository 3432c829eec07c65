"""Numbers and labels of survey answers."""

from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.answers import Answer, numbered, polarity
from tests.each import each

few = example_settings(deadline=None, max_examples=100)


@each(
    ("text", "answer"),
    [("9", Answer("9")), ("0", Answer("0")), ("-1", Answer("-1")), ("7.5", Answer("7.5")), ("9.0", Answer("9.0")),
     ("−1", Answer("-1", "", ("negative_form",))), ("10点", Answer("10", "", ("unit",))),
     ("09", Answer("9", "", ("leading_zero",))), ("00点", Answer("0", "", ("leading_zero", "unit"))),
     ("9 点", Answer("9", "", ("unit",))),
     ("9 Points", Answer("9", "", ("unit",))), ("9pt", Answer("9", "", ("unit",)))],
)  # fmt: skip
def test_numbers_alone(text, answer):
    assert numbered(text) == answer


@each(
    ("text", "number", "label"),
    [("10 - Extremely likely", "10", "Extremely likely"), ("0 = Not at all likely", "0", "Not at all likely"),
     ("9:とても勧めたい", "9", "とても勧めたい"), ("10(非常に勧めたい)", "10", "非常に勧めたい)"),
     ("Promoter (9)", "9", "Promoter"),
     ("10 Extremely likely", "10", "Extremely likely"), ("1. とても勧めたい", "1", "とても勧めたい"),
     ("[9] good", "9", "good"),
     ("10-Extremely likely", "10", "Extremely likely"), ("9→勧めたい", "9", "勧めたい"),
     ("【8】まあまあ", "8", "まあまあ"),
     ("9 Sehr gut", "9", "Sehr gut"), ("推奨者[10]", "10", "推奨者"), ("5 (十分)", "5", "十分)"),
     ("-2 - not at all", "-2", "not at all"),
     ("7.5 - quite", "7.5", "quite"), ("10 (3)", None, None), ("8 - 週に一度勧める", "8", "週に一度勧める")],
)  # fmt: skip
def test_numbers_with_labels(text, number, label):
    assert numbered(text) == (Answer(number, label, ("label",)) if number else None)


def test_a_unit_and_a_label():
    assert numbered("10点 - とても勧めたい") == Answer("10", "とても勧めたい", ("unit", "label"))


@each(
    "text",
    ["10-Sep", "10 Sep", "Sep (10)", "10 September", "10 - Sept.", "10-août", "10-Okt", "10-ene", "10. Mai",
     "10 - dic", "10 de março",
     "10-kwi", "10(月)", "10 (Mon)", "10 (水曜日)", "9月10日", "10月", "10日", "10 日", "9 月", "2026-04-01", "9/10",
     "10/Sep",
     "9:00", "9:30 AM", "9 am", "9 PM", "9 時", "午前 (9)"],
)  # fmt: skip
def test_dates_and_times_are_no_answers(text):
    assert numbered(text) is None


@each(
    "text",
    ["", "nine", "9,10", "9, ten", "9/10", "1,000", "1e1", "+9", "009", "010", "09.0", "-09", "9.", ".9", "9-",
     "9 -", "9 - ",
     "9 ()", "9 ★", "9a",
     "A9", "9 a", "10+", "10 or more", "10 people", "10 人", "10 名", "10 以上", "10 円", "5 stars", "5 つ星",
     "10 %", "9 of 10",
     "9 or 10", "9とても", "٣", "9 - ٣", "TRUE", "IX", "9\x000", "9 - N/A"],
)  # fmt: skip
def test_what_holds_not_exactly_one_number_of_a_scale(text):
    assert numbered(text) is None


marks = st.sampled_from([" - ", ":", " = ", " ", "-", ". "])


@given(st.integers(-99, 999), marks, st.text("abとてもgood ", min_size=6))
@few
def test_a_label_never_changes_its_number(number, mark, label):
    answer = numbered(f"{number}{mark}{label}")
    assert answer is None or answer.number == str(number)


@each(
    "label",
    ["Extremely likely", "likely", "Very likely", "definitely", "Promoter", "I'd recommend it", "とても勧めたい",
     "非常に勧めたい",
     "ぜひ薦めたい", "そう思う", "可能性が高い", "推奨者", "間違いなく勧める", "申し分ない", "勧めるかもしれない",
     "not unlikely", "no doubt", "a lot"],
)  # fmt: skip
def test_labels_for(label):
    assert polarity(label) == 1


@each(
    "label",
    ["Not at all likely", "not likely", "unlikely", "Extremely unlikely", "Very unlikely", "Detractor",
     "I'd never recommend it",
     "I wouldn’t recommend it", "全く勧めない", "全く勧めたくない", "あまり勧めたくない", "そう思わない",
     "可能性が低い", "批判者", "勧められません", "とても不満",
     "勧めにくい", "not at all", "Poor"],
)  # fmt: skip
def test_labels_against(label):
    assert polarity(label) == -1


@each("label", ["", "Neutral", "どちらともいえない", "どちらでもない", "普通", "neither likely nor unlikely", "maybe"])
def test_labels_that_tell_nothing(label):
    assert polarity(label) == 0
