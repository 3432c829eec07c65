"""Conditions of ``where`` on columns of every kind."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.conditions import met
from tests.each import each

DATES, FLAGS = "dates such as 2026-04-01", "true or false"
JAPANESE = {DATES: "2026-04-01 のような日付", FLAGS: "true か false", "numbers": "数値"}
COLUMNS = {
    "rank": pd.Series(["A", "B", "C", None], dtype="str", name="rank"),
    "age": pd.Series(["9", "10", "30.5", None], dtype="str", name="age"),
    "code": pd.Series(["007", "7", "A7", None], dtype="str", name="code"),
    "joined": pd.Series(["2025/4/1", "2025-10-01", "2026-01-01 09:00", None], dtype="str", name="joined"),
    "vip": pd.Series(["yes", "No", "はい", None], dtype="str", name="vip"),
    "acquired_on": pd.Series(
        ["2025-04-01T00:00", "2025-10-01T23:59", "2026-01-01T09:00", None], dtype="datetime64[us]", name="acquired_on"
    ),
    "acquisition_cost": pd.Series([500, 1050, 100000, None], dtype="Int64", name="acquisition_cost"),
    "mail_consent": pd.Series([True, False, True, None], dtype="boolean", name="mail_consent"),
}


def rows(column, condition, settings, **values):
    """Positions of the cells that meet a condition."""
    hits = met(COLUMNS[column], condition, settings(**values))
    assert hits.dtype == bool
    return [position for position, hit in enumerate(hits) if hit]


@each(
    ("column", "condition", "expected"),
    [
        ("rank", "A", [0]), ("rank", "a", []), ("rank", "Z", []), ("rank", ["C", "A", "Z"], [0, 2]),
        ("rank", {"from": "B"}, [1, 2]), ("rank", {"to": "B"}, [0, 1]), ("rank", {"from": "B", "to": "B"}, [1]),
        ("code", "007", [0]), ("code", "7", [1]), ("code", ["7", "A7"], [1, 2]),
        ("age", 10, [1]), ("age", 10.0, [1]), ("age", "10", [1]), ("age", [9, 30.5], [0, 2]),
        ("age", {"from": 10}, [1, 2]), ("age", {"to": 10}, [0, 1]), ("age", {"from": 9.5, "to": 30.4}, [1]),
        ("joined", {"from": "2025-10-01"}, [1, 2]), ("joined", {"to": "2026-01-01"}, [0, 1, 2]),
        ("joined", date(2025, 4, 1), [0]), ("joined", {"from": date(2025, 4, 2), "to": date(2025, 12, 31)}, [1]),
        ("vip", True, [0, 2]), ("vip", False, [1]), ("vip", "yes", [0]),
        ("acquired_on", date(2025, 10, 1), [1]), ("acquired_on", "2026-01-01", [2]),
        ("acquired_on", ["2025-04-01", "2026-01-01"], [0, 2]), ("acquired_on", {"from": date(2025, 10, 1)}, [1, 2]),
        ("acquired_on", {"to": date(2025, 10, 1)}, [0, 1]),
        ("acquired_on", {"from": "2025-04-02", "to": "2025-12-31"}, [1]),
        ("acquisition_cost", 500, [0]), ("acquisition_cost", {"from": 501, "to": 1050}, [1]),
        ("mail_consent", True, [0, 2]), ("mail_consent", [True, False], [0, 1, 2]),
    ],
)  # fmt: skip
def test_which_cells_meet_it(column, condition, expected, settings):
    assert rows(column, condition, settings) == expected


@pytest.mark.parametrize(
    ("condition", "expected"), [(10.5, [1]), (500, []), ({"from": 10.5}, [1, 2]), ({"to": 5}, [0])]
)
def test_money_is_compared_in_units_of_the_currency(condition, expected, settings):
    # 5.00, 10.50 and 1,000.00 dollars
    assert rows("acquisition_cost", condition, settings, currency="USD") == expected


@each("bound", ["2025-04-01", "2025-10-01", "2026-01-01"])
@each("form", [lambda day: day, lambda day: [day], lambda day: {"from": day}, lambda day: {"to": day}])
@each("column", ["joined", "acquired_on"])
def test_a_date_and_its_text_mean_the_same(column, form, bound, settings):
    assert rows(column, form(bound), settings) == rows(column, form(date.fromisoformat(bound)), settings)


def test_full_width_conditions_meet_cells_as_they_are_read(settings):
    condition = settings(where={"rank": "Ａ"}).where["rank"]
    assert rows("rank", condition, settings) == [0]


numbers = st.lists(st.integers(-99, 99) | st.none(), min_size=1, max_size=8)


@given(numbers, st.integers(-99, 99), st.integers(-99, 99))
@example_settings(deadline=None, max_examples=60)
def test_a_range_is_what_comparing_each_number_says(settings, cells, low, high):
    texts = pd.Series([None if cell is None else str(cell) for cell in cells], dtype="str")
    expected = [cell is not None and low <= cell <= high for cell in cells]
    assert met(texts, {"from": low, "to": high}, settings()).tolist() == expected


@each(
    ("column", "condition", "needs"),
    [("acquired_on", 2025, DATES), ("acquired_on", {"from": 20250401}, DATES),
     ("acquired_on", "2025/4/1", DATES), ("acquired_on", {"to": "2025-13-01"}, DATES),
     ("acquisition_cost", "500", "numbers"), ("acquisition_cost", {"from": date(2025, 1, 1)}, "numbers"),
     ("mail_consent", "yes", FLAGS), ("mail_consent", 1, FLAGS)],
)  # fmt: skip
def test_a_condition_of_another_kind(column, condition, needs, settings):
    with pytest.raises(KitError, match=f"E-WHERE where: column {column} has to be compared with {needs}.") as caught:
        rows(column, condition, settings)
    assert caught.value.said("ja") == f"E-WHERE where: 列 {column} の条件には{JAPANESE[needs]}を指定してください。"


@each(
    ("column", "condition", "kind"),
    [("rank", {"from": 1}, "numbers"), ("code", 7, "numbers"), ("rank", {"to": "2026-01-01"}, DATES),
     ("age", date(2026, 1, 1), DATES), ("rank", True, FLAGS), ("age", {"to": True}, FLAGS)],
)  # fmt: skip
def test_texts_that_cannot_be_read_so(column, condition, kind, settings):
    with pytest.raises(KitError, match=f"E-WHERE where: column {column} does not hold {kind} throughout.") as caught:
        rows(column, condition, settings)
    assert f"列{column}に{JAPANESE[kind]}として読めないセル".replace(" ", "") in caught.value.said("ja").replace(
        " ", ""
    )
