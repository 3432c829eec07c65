"""How headers are compared."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.read.columns.spelling import first_of, plain
from tests.each import each


def test_first_of_several_headers_is_by_preference():
    assert first_of(["a", "b"], ["B", "A", "a"]) == 1
    assert first_of(["c"], ["B", "A"]) is None


@given(
    st.lists(st.sampled_from("aZé会員カｶ９(%"), max_size=12), st.lists(st.sampled_from(" _-.\u3000\u200b"), min_size=12)
)
@settings(deadline=None, max_examples=100)
def test_case_and_marks_between_the_letters_dont_tell(letters, marks):
    text = "".join(letters)
    assert plain("".join(map("".join, zip(letters, marks, strict=False)))) == plain(text) == plain(text.upper())
    assert plain(plain(text)) == plain(text)


@each(
    "pair",
    ["\u301c\uff5e", "\u2212\uff0d", "\u2016\u2225", "\u2014\u2015", "\u00a2\uffe0", "\u00a3\uffe1", "\u00ac\uffe2"],
)
def test_signs_that_systems_convert_in_two_ways_are_one(pair):
    one, other = (f"推奨度（0{sign}10）" for sign in pair)
    assert plain(one) == plain(other)
