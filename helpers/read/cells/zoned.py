"""Moments that name their offset from UTC, taken to a shop's local time many at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MINUTE = 60_000_000  # microseconds; since 1972 clocks have been changed at whole minutes


def shop_times(texts: pa.Array, shop: ZoneInfo) -> tuple[pa.Array, pa.Array]:
    """Local times of ``2026-03-31T20:00:00.5Z`` and the like, and which of them differ from what is written.

    Examples
    --------
    >>> texts = pa.array(["2026-03-31T20:00:00Z", "2026-03-31 20:00:00 +0900"])
    >>> times, moved = shop_times(texts, ZoneInfo("Asia/Tokyo"))
    >>> [str(time) for time in times.to_pylist()], moved.to_pylist()
    (['2026-04-01 05:00:00', '2026-03-31 20:00:00'], [True, False])
    """
    joined = texts
    for mark in "+-Z":
        joined = pc.replace_substring(joined, f" {mark}", mark)
    at = joined.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    written = pc.replace_substring_regex(joined, r"(?:Z|[+-]\d\d:?\d\d)\z", "").cast(pa.timestamp("us"))
    local = pa.array(at + _offsets(at, shop)).cast(pa.timestamp("us"))
    return local, pc.not_equal(local, written)


def _offsets(at: np.ndarray, shop: ZoneInfo) -> np.ndarray:
    """Offsets (microseconds) of a zone at moments (microseconds since 1970 in UTC); each minute is looked up once."""
    places, minutes = pd.factorize(at // _MINUTE)
    there = (
        datetime.fromtimestamp(minute * 60, UTC).astimezone(shop).replace(tzinfo=UTC) for minute in minutes.tolist()
    )
    local = np.array([moment.timestamp() for moment in there])
    return (local * 1e6).astype(np.int64)[places] - minutes[places] * _MINUTE
