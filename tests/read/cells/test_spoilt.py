"""Ids that a spreadsheet turned into dates, and days that it swapped with months."""

import pyarrow as pa
import pytest

from helpers.read.cells.spoilt import days_swapped, ids_became_dates


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    ("texts", "days", "swapped"),
    [(LATE, EARLY, True), (["04/13/2025", "04/14/2025", "05/31/2025"], EARLY, True), ([*LATE, "", "x"], EARLY, True),
     (LATE[:2], EARLY, False), (LATE, EARLY[:3], False), (LATE, [], False), (LATE, [*EARLY, "2025-01-13"], False),
     ([*LATE, "12/04/2025"], EARLY, False), ([*LATE, "04/04/2025"], EARLY, False),
     (["13.04.2025", "14.04.2025", "15.04.2025"], EARLY, False)],
)  # fmt: skip
def test_texts_of_late_days_beside_dates_of_early_ones(texts, days, swapped):
    plain = pa.array(days, pa.string()).cast(pa.timestamp("us"))
    assert days_swapped(texts, pa.chunked_array([plain])) is swapped
