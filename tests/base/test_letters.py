"""Letters that nobody sees, and the form in which texts are compared."""

import unicodedata

from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.letters import clean, cleaned, typed_digits
from tests.each import each

odd_texts = st.text("aA0 -か\u3099Ａﾎﾟ①\u200b\ufeff\u00a0\t\u3000é\u0301\u200e'", max_size=8)


@each(
    ("text", "result", "fixes"),
    [("", "", ()), ("a", "a", ()), ("a b", "a b", ()), ("か\u3099", "が", ("full_width",)),
     (" a ", "a", ("white_space",)), ("\u3000a\u00a0", "a", ("white_space",)), ("\ta\n", "a", ("white_space",)),
     ("ａ", "a", ("full_width",)), ("ｷﾞﾌ", "ギフ", ("full_width",)), ("①", "1", ("full_width",)),
     ("a\u00a0b", "a b", ("full_width",)), ("か\u200b\u3099", "が", ("zero_width", "full_width")),
     ("\ufeffa\u200b\u200c\u200d\u2060", "a", ("zero_width",)), ("\u202aa\u200e\u00ad\u2068", "a", ("zero_width",)),
     ("\u200b ａ", "a", ("zero_width", "white_space", "full_width")),
     (" \u200b ", "", ("zero_width", "white_space")),
     ("¨", "\u0308", ("full_width",))],
)  # fmt: skip
def test_cleaning(text, result, fixes):
    assert clean(text) == (result, fixes)
    assert cleaned(text) == result


@given(odd_texts)
@example_settings(deadline=None, max_examples=100)
def test_cleaning_twice_changes_nothing(text):
    assert clean(cleaned(text)) == (cleaned(text), ())


def test_digits_that_nobody_typed():
    letters = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    made = {letter for letter in letters if set("0123456789") & set(unicodedata.normalize("NFKC", letter))}
    assert {letter for letter in letters if not typed_digits(letter)} == {one for one in made if not one.isdecimal()}
