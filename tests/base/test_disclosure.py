"""Groups that are hidden, and those hidden with them."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.base.disclosure import hidden_groups


def test_large_and_empty_groups_are_no_secret():
    assert hidden_groups({}, 5) == set()
    assert hidden_groups({"a": 0, "b": 5, "none": 0}, 5) == set()


def test_one_small_group_takes_the_silent_ones_along():
    assert hidden_groups({"a": 4, "b": 5, "none": 900}, 5) == {"a", "none"}


def test_without_silent_ones_the_smallest_goes_along():
    assert hidden_groups({"a": 4, "b": 50, "c": 6, "none": 0}, 5) == {"a", "c"}


def test_two_small_groups_that_are_small_together_take_a_third_along():
    assert hidden_groups({"a": 1, "b": 2, "c": 50, "none": 60}, 5) == {"a", "b", "none"}
    assert hidden_groups({"a": 3, "b": 2, "c": 50, "none": 60}, 5) == {"a", "b"}


def test_small_groups_alone_can_hide_behind_nobody():
    assert hidden_groups({"a": 1}, 5) == {"a"}


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "none"]), st.integers(0, 30)), st.integers(1, 20))
def test_nothing_small_is_shown_or_left_by_subtraction(sizes, least):
    hidden = hidden_groups(sizes, least)
    shown = {group for group, n in sizes.items() if n} - hidden
    assert all(sizes[group] >= least for group in shown)
    if hidden and shown:
        assert len(hidden) > 1 and sum(sizes[group] for group in hidden) >= least
