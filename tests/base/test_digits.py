"""Digits that are read: ends of intervals as fine as their estimate, shares of a whole that add up to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.digits import Placed, shares_of_whole
from helpers.base.results import HIDDEN
from helpers.base.words import Words
from tests.each import each

EN, JA, USD = Words("en", "JPY"), Words("ja", "JPY"), Words("en", "USD")


@each(
    ("words", "form", "figures", "texts"),
    [
        (EN, "money", (4612, -2068, 11_284), ["¥4,610", "−¥2,070", "¥11,280"]),
        (EN, "money", (268_000, 4_051, 1_203_456), ["¥268,000", "¥4,050", "¥1.203 million"]),
        (JA, "money", (268_000, 4_051, 1_203_456), ["268,000円", "4,050円", "120.3万円"]),
        (USD, "money", (1.0, -0.81, 2.81), ["$1.00", "−$0.81", "$2.81"]),
        (USD, "money", (9.75, 8.2, 12.31), ["$9.75", "$8.20", "$12.31"]),
        (USD, "money", (48.2, 9.31, 112.0), ["$48", "$9.31", "$112"]),
        (EN, "percent", (0.094, 0.051, 0.1234), ["9.4%", "5.1%", "12.3%"]),
        (EN, "percent", (0.37, 0.36, 0.99951), ["37%", "36%", ">99.9%"]),
        (EN, "ratio", (9.1, 2.8, 12.345), ["9.10", "2.80", "12.35"]),
        (EN, "points", (0.21, 0.17, 0.25), ["+21", "+17", "+25"]),
        (EN, "money", (None, 1.0, None), ["—", "¥1", "—"]),
        (EN, "money", (4612, None, HIDDEN), ["¥4,610", "—", "—"]),
    ],
)
def test_ends_are_told_no_coarser_than_their_estimate(words, form, figures, texts):
    assert words.with_ends(form, *figures) == texts


def number_read(text):
    """What a reader takes money in yen for."""
    factor = Decimal(10) ** (6 if "million" in text else 9 if "billion" in text else 0)
    number = float(Decimal(text.strip("−").strip("¥").split()[0].replace(",", "")) * factor)
    return -number if text.startswith("−") else number


@given(st.floats(1, 1e9), st.floats(-1e9, 1e9))
@examples(deadline=None, max_examples=200)
def test_an_end_is_off_by_no_more_than_half_of_its_estimates_last_place(estimate, end):
    _, told = EN.with_ends("money", estimate, end)
    step = max(10 ** (len(str(int(estimate))) - 3), 1)  # the third digit of the estimate, by counting its digits
    assert abs(number_read(told) - end) <= step / 2 * (1 + 1e-6), told


@each(("figure", "text"), [(Placed(1.0, 0), "$1"), (Placed(12.81, -3), "$12.81"), (Placed(15_034, 2), "$15,000")])
def test_what_is_placed_is_told_to_its_place(figure, text):
    assert USD.money(figure) == text


def read(shares):
    return [EN.percent(share) for share in shares_of_whole(shares)]


@each(
    ("counts", "texts"),
    [
        ((357, 477, 676), ["24%", "31%", "45%"]),  # 23.6, 31.6 and 44.8: 101 if each is rounded alone
        ((1, 1, 1), ["34%", "33%", "33%"]),
        ((35, 58, 116, 791), ["3.5%", "5.8%", "11.6%", "79.1%"]),
        ((0, 1), ["0%", "100%"]),
        ((0, 2, 2), ["0%", "50%", "50%"]),
        ((1, 99_999), ["<0.1%", ">99.9%"]),  # as each is told alone
    ],
)
def test_shares_of_a_whole_add_up(counts, texts):
    assert read([count / sum(counts) for count in counts]) == texts


@pytest.mark.parametrize("shares", [[0.3, None, 0.4], [0.3, HIDDEN, 0.4], [1.2, -0.2], [0.3, 0.3], []])
def test_what_is_no_whole_stays_as_it_is(shares):
    assert shares_of_whole(shares) == shares


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8).filter(any))
@examples(deadline=None, max_examples=200)
def test_shares_add_up_or_are_each_alone(counts):
    shares = [count / sum(counts) for count in counts]
    told = shares_of_whole(shares)
    assert all(abs(one - share) < 0.01 for one, share in zip(told, shares, strict=True))
    assert told == shares or sum(Decimal(EN.percent(share).strip("%")) for share in told) == 100
