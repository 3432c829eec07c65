"""What a column of answers holds."""

from collections import Counter

from helpers.read.cells.tallies import answers_of


def test_answers_of_a_column():
    counts = {"": 3, " ": 1, "9": 2, "９": 1, "10 - very": 4, "x": 5, "9,10": 6, "top": 7, "80%": 8, "+1": 1, "-": 1}
    declined = {"N/A": 9, "99 - Refused": 9, "skip me": 9, "98": 9}
    answers = answers_of(counts | declined, {"ｔｏｐ": 10, "Skip me": None, "98": None}, "first {}".format)
    assert answers.numbers == Counter({9.0: 3, 10.0: 11, 1.0: 1})
    assert answers.unread == Counter({"9,10": 6})
    assert (answers.words, answers.labelled, answers.percents) == ({"x": 5}, [(10.0, "very")], 8)
    assert (answers.cells, answers.wordy, answers.total, answers.place) == (34, 5, 15, "first 9")
    assert [answers.within(2, 9), answers.within(9, 10), answers.within(10, 99), answers.within(0, 8)] == [3, 14, 11, 1]
    assert (answers.among(9, 10), answers.among(1, 9, 10)) == (False, True)


def test_a_slip_among_fifty():
    assert answers_of({"1": 49, "7": 1}, {}, str).among(1, 0)
    assert not answers_of({"1": 48, "7": 1}, {}, str).among(1, 0)


def test_answers_of_a_blank_column():
    assert answers_of({"": 3, "無回答": 2}, {}, str) == (Counter(), Counter(), [], 0, 0, {}, Counter())
