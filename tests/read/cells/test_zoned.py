"""Moments with an offset, fractions of a second: many at once as one by one."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.dates import moment
from helpers.read.cells.lanes import lane_of
from helpers.read.cells.stream import Gathered

ZONES = [
    "Asia/Tokyo",
    "America/New_York",
    "Europe/London",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "UTC",
    "Asia/Kathmandu",
]
offsets = st.sampled_from(["Z", "+09:00", "-0500", " +0000", " Z", "+05:45", "-03:30", "+14:00", "+9:00", ""])
written = st.builds(
    lambda at, mark, fraction, offset: f"{at:%Y-%m-%d}{mark}{at:%H:%M:%S}{fraction}{offset}",
    st.datetimes(datetime.fromisoformat("1905-01-01"), datetime.fromisoformat("2198-12-31")),
    st.sampled_from(["T", " ", "  "]), st.sampled_from(["", ".5", ".123456", ".1234567", "."]), offsets,
)  # fmt: skip


def column(texts, zone, lane, column_zone=None):
    parser = moment(zone, column_zone=column_zone)
    cells = Gathered(lane_of(parser) if lane else None, "time")
    cells.take(texts)
    return cells.parsed(parser)


def assert_alike(texts, zone, column_zone=None):
    fast, slow = (column(texts, zone, lane, column_zone) for lane in (True, False))
    pd.testing.assert_series_equal(fast.value, slow.value)
    pd.testing.assert_series_equal(fast.reason, slow.reason)
    assert fast.fixed == slow.fixed


@given(st.lists(written, max_size=8), st.sampled_from(ZONES), st.sampled_from([None, "UTC", "America/New_York"]))
@example_settings(deadline=None, max_examples=300)
def test_both_lanes_read_the_same(texts, zone, column_zone):
    assert_alike(texts, zone, column_zone)


@pytest.mark.parametrize("zone", ZONES)
def test_each_quarter_hour_of_a_year_of_changing_clocks(zone):
    start = datetime(2007, 1, 1, tzinfo=UTC)
    texts = [(start + timedelta(minutes=15 * step)).isoformat() for step in range(0, 365 * 96, 5)]
    east = timezone(timedelta(hours=5, minutes=45))
    texts += [(start + timedelta(minutes=step)).astimezone(east).isoformat() for step in range(100_000, 102_000, 7)]
    assert_alike(texts, zone)


def test_they_stay_in_the_fast_lane():
    texts = ["2026-03-31T20:00:00Z", "2026-03-31 20:00:00.25 +0900", "2026-03-31 20:00:00.25", "soon"]
    cells = Gathered(lane_of(moment("Asia/Tokyo")), "time")
    cells.take(texts)
    assert (list(cells.others()), cells.filled()) == (["soon"], 3)
    assert cells.parsed(moment("Asia/Tokyo")).fixed == {"time_zone": 1}
    kept, gone = (
        cells.only(np.array([first, False, True, False])).parsed(moment("Asia/Tokyo")) for first in (True, False)
    )
    assert (kept.fixed, gone.fixed) == ({"time_zone": 1}, {})
    assert kept.value.tolist() == [pd.Timestamp("2026-04-01 05:00"), pd.Timestamp("2026-03-31 20:00:00.25")]
