"""Cells by which somebody declines to answer."""

from helpers.base.letters import cleaned
from helpers.read.cells.declined import codes_of_no_answer, declines, is_nothing
from tests.each import each


@each(
    "text",
    ["Don't know", "Don’t Know", "DONT KNOW", "I don't know", "Do not know", "DK", "dk/na", "N/A", "NA", "n.a.",
     "n / a", "Not applicable", "Doesn't apply", "Prefer not to say", "I'd prefer not to answer", "Rather not say",
     "I would rather not say", "Decline to answer", "Declined", "Refused", "Refuse to answer", "No answer",
     "No response", "No opinion", "Not sure", "Unsure", "Not answered", "Unanswered", "Skip", "Skipped", "Can't say",
     "Don't know / Not applicable", "Refused (no answer)", "Don't know or no opinion", "*No answer*", "Unknown",
     "無回答", "未回答", "回答なし", "回答しない", "回答したくない", "（無回答）", "【未回答】", "わからない",
     "分からない", "わかりません", "分かりません。",
     "答えたくない", "答えられない", "わからない・答えたくない", "該当なし", "該当しない", "非該当", "不明",
     "スキップ", "未記入", "判らない"],
)  # fmt: skip
def test_words_that_decline(text):
    assert declines(cleaned(text))


@each(
    "text",
    ["", "-", "/", "9", "not at all likely", "Not likely", "none", "nothing", "no", "いいえ", "勧めない",
     "わからないでもない", "普通",
     "どちらともいえない", "naturally", "skip the queue", "no answer helped me", "unlikely", "知人に勧める",
     "Don't know the name",
     "N/A but good", "not"],
)  # fmt: skip
def test_words_that_do_not(text):
    assert not declines(cleaned(text))


@each(
    ("text", "empty"), [("NULL", True), ("NaN", True), ("—", True), ("--", True), ("[empty]", True), ("", False),
                        ("0", False), ("None", False), ("-1", False), ("N/A", False)],
)  # fmt: skip
def test_signs_for_nothing(text, empty):
    assert is_nothing(text) is empty


@each(
    ("numbers", "high", "declared", "codes"),
    [({9: 40, 99: 9}, 10, False, {99}), ({9: 40, 99: 9, 98: 3, 97: 1}, 10, False, {99, 98, 97}),
     ({9: 40, 99: 9, 11: 5}, 10, False, {99}), ({9: 40, 99: 10, 85: 1}, 10, False, {99}),
     ({9: 40, 99: 9, 85: 1}, 10, False, set()), ({9: 40, 99: 9, 100: 1}, 10, False, set()),
     ({9: 40, 99: 9, 101: 1}, 10, False, {99}),
     ({9: 40, 99: 9, 85: 9}, 10, True, {99}), ({9: 9, 99: 9}, 10, False, set()), ({9: 9, 99: 9}, 10, True, {99}),
     ({9: 10, 99: 9}, 10, False, {99}), ({99: 9, 80: 2}, 100, True, set()), ({999: 9, 80: 20}, 100, True, {999}),
     ({9: 4, -99: 9, 85: 9}, 10, False, {-99}), ({9: 40, -1: 9, 11: 3, 96: 1}, 10, False, set()),
     ({9: 40, 88: 9, 77: 2}, 10, False, {88, 77}), ({}, 10, False, set()),
     ({5: 9, 6: 1, 99: 2}, 5, True, {99}), ({5: 9, 9: 3, 8: 1}, 5, True, {9}),
     ({9: 3}, 7, True, {9}),
     ({9: 3}, 8, True, set()), ({9: 3, 5: 5}, 5, False, set()),
     ({9: 40, 100: 1, 999: 1}, 10, False, set()), ({9: 40, 99: 5, 11.5: 1}, 10, False, set())],
)  # fmt: skip
def test_codes_of_no_answer(numbers, high, declared, codes):
    assert codes_of_no_answer(numbers, high, declared=declared) == codes
