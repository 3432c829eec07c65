"""Columns that are kept as text, parsed many at a time."""

import pandas as pd
import pyarrow as pa
import pytest

from helpers.read.cells import attributes
from helpers.read.cells.attributes import Attributes
from helpers.read.cells.stream import Gathered, parsed_column
from helpers.read.cells.texts import text_value

HEADERS = ("c", "a", "b", "d", "e")
FIRST = [["x", " y ", "", "東京\u3000", "1"], ["NA", "ｘ", "y", "", "2"], ["x", "x", "x", "x", "x"]]
OTHER = [["1", "2", "3", "4", "5", "other"]]
PLACES = {header: place for place, header in enumerate("abcde")}
OTHER_PLACES = {header: place for place, header in enumerate("edcba")}


def turned(rows, width):
    """Column by column."""
    return [pa.array([row[place] for row in rows], pa.string()) for place in range(width)]


@pytest.mark.parametrize("at_once", [1, 6, 100])  # a column at a time, two, all
def test_each_column_is_as_if_parsed_by_itself_whatever_is_parsed_together(monkeypatch, at_once):
    monkeypatch.setattr(attributes, "_AT_ONCE", at_once)
    columns = Attributes(HEADERS)
    for places, rows in ((PLACES, FIRST), (PLACES, []), (OTHER_PLACES, OTHER)):
        columns.take(places, turned(rows, 5))
    values = columns.values()
    assert tuple(values) == HEADERS
    for header in HEADERS:
        texts = [row[PLACES[header]] for row in FIRST] + [row[OTHER_PLACES[header]] for row in OTHER]
        pd.testing.assert_series_equal(pd.Series(values[header]), parsed_column(texts, text_value, "text").value)


def test_columns_without_rows_have_the_type_of_others():
    columns = Attributes(("a",))
    assert columns.values()["a"].dtype == "str"
    columns.take({"a": 0}, turned([], 1))
    assert columns.values()["a"].dtype == "str"


@pytest.mark.parametrize(
    ("width", "rows", "together"),
    [(200, 20, [4000]), (2000, 20, [4000] * 10), (210, 20, [4000, 200]), (3, 4000, [4000] * 3), (2, 5000, [5000] * 2)],
)
def test_cells_are_parsed_by_the_thousand_however_many_columns_they_are_in(monkeypatch, width, rows, together):
    sizes = []

    class Counted(Gathered):
        def take(self, cells):
            sizes.append(len(cells))
            super().take(cells)

    monkeypatch.setattr(attributes, "Gathered", Counted)
    columns = Attributes(tuple(map(str, range(width))))
    columns.take({str(place): place for place in range(width)}, turned([["x"] * width] * rows, width))
    assert sizes == together


def test_each_text_is_parsed_once_for_all_columns_and_parts(monkeypatch):
    seen = []

    def noted(text):
        seen.append(text)
        return text_value(text)

    monkeypatch.setattr(attributes, "text_value", noted)
    columns = Attributes(("a", "b"))
    for _ in range(2):
        columns.take({"a": 0, "b": 1}, turned([["東京", "大阪"], ["大阪", "東京"]], 2))
    assert sorted(seen) == ["大阪", "東京"]
