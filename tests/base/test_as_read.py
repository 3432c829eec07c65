"""No digits beyond what is read: by hand, and against decimal arithmetic."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.as_read import as_read, figures_as_read, table_as_read
from helpers.base.proportions import Rate
from helpers.base.results import HIDDEN, Estimate, Gap, SegmentMean
from tests.rounding import as_told

money = st.floats(-1e8, 1e8).filter(lambda value: value == 0 or abs(value) > 1e-6)


@pytest.mark.parametrize(
    ("value", "beside", "read"),
    [
        (48213.77, None, 48200.0),
        (-0.0123456, None, -0.0123),
        (999.6, None, 1000.0),
        (0.0, None, 0.0),
        (-0.8123, 2.8136, -0.812),  # never fewer digits than the estimate: not −1
        (1234.56, 2.8136, 1234.56),
        (-573.4, 3334.0, -573.0),
        (9.99, 0.0, 9.99),
        (float("inf"), 1.0, float("inf")),
    ],
)
def test_a_figure_is_read_to_three_digits_and_an_end_to_its_estimates_place(value, beside, read):
    assert as_read(value, beside) == read


@given(money, st.none() | money)
def test_it_is_what_decimal_arithmetic_gives(value, beside):
    assert as_read(value, beside) == pytest.approx(as_told(value, of=beside), rel=1e-12)


def test_totals_counts_and_rates_of_shown_counts_are_exact():
    gap = Gap(3334.2, -573.21, 7219.9, Estimate(1.23456, None, HIDDEN))
    assert figures_as_read(gap) == Gap(3330.0, -573.0, 7220.0, Estimate(1.23, None, HIDDEN))
    assert figures_as_read(SegmentMean(12345, 1234.5, 999.51, 12345.6, None)) == (
        SegmentMean(12345, 1230.0, 1000.0, 12350.0, None)
    )
    assert figures_as_read(Rate(1234567.0, 3.0, 1 / 3, 0.12345, 0.98765)) == (Rate(1234567.0, 3.0, 1 / 3, 0.123, 0.988))


def test_a_table_is_rounded_row_by_row():
    rows = pd.DataFrame(
        {"name": ["a", "b"], "mean": [2.8136, None], "estimate": [None, 4567.8], "low": [-1234.56, 12.3456]}
    )
    assert table_as_read(rows)["low"].tolist() == [-1234.56, 12.3]
    assert table_as_read(rows)["estimate"].tolist()[1] == 4570.0
    assert table_as_read(rows, decimals=1)["mean"].tolist()[0] == 2.8
    assert table_as_read(rows, ["low", "estimate", "mean"]).equals(rows)
