"""Days whose year has two digits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.cells.days import check_years, short_day
from tests.each import each

FORMS = {"dmy": "%d/%m/%y", "mdy": "%m/%d/%y", "ymd": "%y/%m/%d"}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["/", "-", "."]))
@example_settings(deadline=None, max_examples=100)
def test_a_day_is_read_in_the_order_it_was_written_in(day, mark):
    for order, form in FORMS.items():
        found = short_day(f"{day:{form}}".replace("/", mark), order)
        assert (found.year, found.month, found.day, found.end) == (day.year, day.month, day.day, 8)
        assert found.fixed == "short_year"


@each("text", ["01/04/2025", "2025/04/01", "250401", "1/4", "1/4/5", "01/04-25", "13/13/13", "7.4.1", "01/04/255", ""])
def test_what_has_no_year_of_two_digits(text):
    assert [short_day(text, order) for order in FORMS] == [None] * 3


@each(
    ("texts", "asks"),
    [([], False), (["31/01/25"], True), (["31/01/25", "", " "], True), (["31-Jan-25"], True), (["３１/01/25"], True),
     (["99/99/99"], False), (["250401"], False), ([*"abcd", "25/01/31"], False), ([*"abc", "25/01/25"], True),
     (["31/01/2025", "1/2/2025"], False)],
)  # fmt: skip
def test_more_than_a_fifth_is_asked_about(texts, asks):
    if asks:
        with pytest.raises(KitError, match=r"(?s)E-DATE-YEAR <.*[25]>: .*date_order: dmy .* mdy.* ymd"):
            check_years(texts, None, lambda text: f"<{text}>")
    else:
        check_years(texts, None, str)
    for setting in FORMS:
        check_years(texts, setting, str)
