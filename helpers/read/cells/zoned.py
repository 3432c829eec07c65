"""Moments that name their offset from UTC, taken to a shop's local time many at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MINUTE = 60_000_000  # microseconds; since 1972 clocks have been changed at whole minutes


def shop_times(texts: pa.Array, shop: ZoneInfo) -> tuple[pa.Array, int]:
    """Local times of ``2026-03-31T20:00:00.5Z`` and the like, and how many differ from what is written.

    Examples
    --------
    >>> texts = pa.array(["2026-03-31T20:00:00Z", "2026-03-31 20:00:00 +0900"])
    >>> times, moved = shop_times(texts, ZoneInfo("Asia/Tokyo"))
    >>> [str(time) for time in times.to_pylist()], moved
    (['2026-04-01 05:00:00', '2026-03-31 20:00:00'], 1)
    """
    joined = texts
    for mark in "+-Z":
        joined = pc.replace_substring(joined, f" {mark}", mark)
    at = joined.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    written = pc.replace_substring_regex(joined, r"(?:Z|[+-]\d\d:?\d\d)\z", "").cast(pa.timestamp("us"))
    local = at + _offsets(at, shop)
    return pa.array(local).cast(pa.timestamp("us")), int((local != written.cast(pa.int64()).to_numpy()).sum())


def _offsets(at: np.ndarray, shop: ZoneInfo) -> np.ndarray:
    """Offsets (microseconds) of a zone at moments (microseconds since 1970 in UTC); each minute is looked up once."""
    places, minutes = pd.factorize(at // _MINUTE)
    there = (
        datetime.fromtimestamp(minute * 60, UTC).astimezone(shop).replace(tzinfo=UTC) for minute in minutes.tolist()
    )
    local = np.array([moment.timestamp() for moment in there])
    return (local * 1e6).astype(np.int64)[places] - minutes[places] * _MINUTE
