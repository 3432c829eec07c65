"""Many cases in one test: all run, all that fail are told, and nothing is passed over."""

import inspect

import pytest

from tests.each import each


def test_every_case_runs_beside_a_fixture_and_in_every_combination():
    seen = []
    test = each("a", [1, 2])(each("b, c", [(3, 4), (5, 6)])(lambda a, b, c, tmp_path: seen.append((a, b, c, tmp_path))))
    assert list(inspect.signature(test).parameters) == ["tmp_path"]
    test(tmp_path="t")
    assert seen == [(1, 3, 4, "t"), (1, 5, 6, "t"), (2, 3, 4, "t"), (2, 5, 6, "t")]


def test_each_failure_is_told_with_its_case():
    @each("text", ["a", "b", "c", "d"])
    def test(text):
        assert text != "b"
        if text == "d":
            pytest.fail("no d")

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases fail") as raised:
        test()
    assert [error.__notes__ for error in raised.value.exceptions] == [["with text='b'"], ["with text='d'"]]


def test_no_cases_or_another_name_are_no_test():
    with pytest.raises(AssertionError):
        each("a", [])
    with pytest.raises(AssertionError):
        each("a", [1])(lambda b: None)
    with pytest.raises(ValueError, match="zip"):
        each("a, b", [(1, 2, 3)])
