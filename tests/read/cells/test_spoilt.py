"""Ids that a spreadsheet spoilt or turned into dates, and days that it swapped with months."""

from contextlib import nullcontext

import pyarrow as pa
import pytest

from helpers.base.errors import KitError
from helpers.read.cells.spoilt import check_ids, days_swapped, ids_became_dates, zeros_lost
from helpers.read.cells.texts import identifier
from tests.each import each


def place(text):
    return f"customers.csv row 2, column 'customer_id' [{len(text)}]"


@each(
    ("counts", "stopped"),
    [({"1.23E+11": 1, "a": 4}, True), ({"1.23E+11": 1, "a": 5}, False),
     ({"1.23E+11": 1, "a": 4, "": 50, "-": 9}, True),
     ({"1E+11": 2, "1.2E+11": 2, "a": 16}, True), ({"１．２Ｅ＋１１": 1}, True), ({"'1.2E+11": 1}, True),
     ({"1e5": 9}, False),
     ({"#N/A": 9}, False), ({"a+1@b": 9}, False), ({}, False), ({"": 3}, False),
     ({f"12345678901234{n}00": 1 for n in range(10)}, True), ({f"12345678901234{n}00": 1 for n in range(9)}, False),
     ({**{f"12345678901234{n}00": 1 for n in range(10)}, "1234567890123451": 1}, False),
     ({f"12345678901234{n}": 1 for n in range(10)}, False), ({f"0{n}000000000000000": 1 for n in range(10)}, False)],
)  # fmt: skip
def test_ids_that_went_through_floats(counts, stopped):
    with pytest.raises(KitError, match="E-ID-FLOAT") if stopped else nullcontext():
        check_ids(counts, place)


def test_the_stop_names_the_first_such_id_and_their_number():
    with pytest.raises(KitError) as stop:
        check_ids({"A-17": 3, "1.23E+11": 2, "1E+20": 4}, place)
    assert stop.value.fields == {"place": place("1.23E+11"), "cells": 6}


@each(
    ("texts", "lost"),
    [(["00017", "12345", "18"], True), (["00017", "12345", "18.0"], True), (["'00017", "00018", "123"], True),
     (["００１７", "18"], True), (["00017", "12345", "A1"], False), (["00017", "0018", "19"], False), (["17", "18"],
     False),
     (["00017", "123456"], False), (["A017", "18"], False), (["0"], False), ([], False), (["00017", "", "-"], False)],
)  # fmt: skip
def test_lost_zeros(texts, lost):
    ids = pa.chunked_array([[identifier(text).value for text in texts]], pa.large_string())
    assert zeros_lost(ids) is lost


@each(
    ("ids", "became"),
    [([], False), (["3-A", "3-B"], False), (["3-A", "3-B", "2025-04-01"], True), (["3-A", "2025-04-01"], False),
     (["3-A", "3-A", "3-A", "2025-04-01"], False), (["3-A", "3-B", *["2025-04-01"] * 9], True),
     (["3-A", "3-B", "2025-04-01 00:00:00"], True), (["3-A", "3-B", "2025-04-01T00:00"], True),
     (["3-A", "3-B", "2025-04-01 10:00"], False), (["3-A", "3-B", "2025-13-01"], False),
     (["3-A", "3-B", "2025-04-001"], False), (["3-A", None, None, "2025-04-01"], False)],
)  # fmt: skip
def test_fewer_than_half_of_the_distinct_ids(ids, became):
    assert ids_became_dates(pa.chunked_array([ids[:2], ids[2:]], pa.large_string())) is became


LATE = ["13/04/2025", "14/04/2025 10:00", "31-05-2025"]
EARLY = ["2025-01-04", None, "2025-02-04", "2025-12-12"]


@each(
    ("texts", "days", "swapped"),
    [(LATE, EARLY, True), (["04/13/2025", "04/14/2025", "05/31/2025"], EARLY, True), ([*LATE, "", "x"], EARLY, True),
     (LATE[:2], EARLY, False), (LATE, EARLY[:3], False), (LATE, [], False), (LATE, [*EARLY, "2025-01-13"], False),
     ([*LATE, "12/04/2025"], EARLY, False), ([*LATE, "04/04/2025"], EARLY, False),
     (["13.04.2025", "14.04.2025", "15.04.2025"], EARLY, False)],
)  # fmt: skip
def test_texts_of_late_days_beside_dates_of_early_ones(texts, days, swapped):
    plain = pa.array(days, pa.string()).cast(pa.timestamp("us"))
    assert days_swapped(texts, pa.chunked_array([plain])) is swapped
