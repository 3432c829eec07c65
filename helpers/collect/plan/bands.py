"""Bands of customers: by channel, by how long they have been customers, by what they spent before."""

from contextlib import suppress
from dataclasses import dataclass

import pandas as pd
import pyarrow.parquet as pq

from helpers.base.errors import KitError
from helpers.base.folders import project_path
from helpers.base.results import SEGMENTS
from helpers.collect.settings import CollectSettings

BAND_KINDS = ("channel", "tenure", "spend")
UNKNOWN, OTHER = "unknown", "other"
CHANNELS = tuple(f"channel_{number}" for number in range(1, 9))  # those that the settings do not name
TENURES = ("under_1_year", "1_to_2_years", "2_to_5_years", "5_years_or_more", UNKNOWN)
SPENDS = ("none", "low", "middle", "high", UNKNOWN)
_TENURE_ENDS = (0, 1, 2, 5)  # years
_FEWEST = 2  # values of which a spread can be told
_COLUMNS = ["customer_id", "segment", "net_amount"]


@dataclass(frozen=True, repr=False)
class Earlier:
    """What an earlier run tells: its ``customers.parquet``."""

    customers: pd.DataFrame  # customer_id, segment (missing without an answer), net_amount (whole minor units)

    def shares(self) -> dict[str, float] | None:
        """Share of each segment among those who answered; ``None`` where nobody did."""
        shares = self.customers["segment"].value_counts(normalize=True)
        return {segment: float(shares.get(segment, 0.0)) for segment in SEGMENTS} if len(shares) else None

    def spreads(self, settings: CollectSettings) -> dict[str, float] | None:
        """Standard deviation of margin × net amount by segment, in units of money.

        Acquisition and retention costs hardly vary beside what customers buy, and LRV is left out. A
        segment of fewer than two lends its spread from all customers; ``None`` without two customers.
        """
        worth = self.customers["net_amount"] * settings.gross_margin_rate / 10**settings.minor_digits
        if len(worth) < _FEWEST:
            return None
        spreads = worth.groupby(self.customers["segment"]).std().reindex(list(SEGMENTS)).fillna(worth.std())
        return {segment: float(spread) for segment, spread in spreads.items()}


def earlier(settings: CollectSettings) -> Earlier | None:
    """The earlier run that ``earlier_customers`` names, or ``None``.

    Raises
    ------
    KitError
        ``E-EARLIER`` if there is no such file, or it is no ``customers.parquet`` of the kit.
    """
    if settings.earlier_customers is None:
        return None
    path = project_path(settings.earlier_customers)
    if not path.is_file():
        raise KitError("E-EARLIER.missing", file=path.name)
    columns: set[str] = set()
    with suppress(OSError, ValueError):
        columns = set(pq.read_schema(path).names)
    if not set(_COLUMNS) <= columns:
        raise KitError("E-EARLIER.other", file=path.name)
    return Earlier(pd.read_parquet(path, columns=_COLUMNS).sort_values("customer_id", ignore_index=True))


def named_channels(settings: CollectSettings) -> frozenset[str]:
    """Channels that the settings name, for their costs or as referrals: those whose names may be shown."""
    costs = settings.acquisition_cost if isinstance(settings.acquisition_cost, dict) else {}
    return frozenset({*costs, *settings.referral_channels})


def channel(customers: pd.DataFrame, settings: CollectSettings) -> pd.Series:
    """Acquisition channel of each customer, under a name that may be shown.

    A file's cells may hold anything, so that only those that the settings name keep their names. The
    others are numbered by their size, `CHANNELS`; those of fewer than ``min_cell`` customers, and beyond
    these numbers, are ``other`` together. Without a channel: ``unknown``.

    Examples
    --------
    >>> customers = pd.DataFrame({"acquisition_channel": ["ads"] * 5 + ["search"] * 6 + ["Aiko", None]})
    >>> settings = CollectSettings(as_of="2026-04-01", acquisition_cost={"ads": 500.0})
    >>> channel(customers, settings).drop_duplicates().tolist()
    ['ads', 'channel_1', 'other', 'unknown']
    """
    if "acquisition_channel" not in customers:
        return pd.Series(UNKNOWN, index=customers.index, dtype="str")
    channels = customers["acquisition_channel"]
    sizes = channels.value_counts()
    sizes = sizes[~sizes.index.isin(named_channels(settings)) & (sizes >= settings.min_cell)]
    ordered = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    shown = {name: name for name in named_channels(settings)} | dict(zip(ordered, CHANNELS, strict=False))
    return channels.map(shown).fillna(OTHER).where(channels.notna(), UNKNOWN).astype("str")


def tenure(customers: pd.DataFrame, settings: CollectSettings) -> pd.Series:
    """How long each has been a customer at ``as_of``, in years of the calendar: one of `TENURES`.

    Who was won in the year before the report's date has been one for under a year.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2025-04-01", "2025-03-31", "2021-03-31", None]))
    >>> tenure(pd.DataFrame({"acquired_on": days}), CollectSettings(as_of="2026-04-01")).tolist()
    ['under_1_year', '1_to_2_years', '5_years_or_more', 'unknown']
    """
    band = pd.Series(UNKNOWN, index=customers.index, dtype="str")
    if "acquired_on" not in customers:
        return band
    as_of = pd.Timestamp(settings.as_of)
    for years, name in zip(_TENURE_ENDS, TENURES, strict=False):
        band = band.mask(customers["acquired_on"] < as_of - pd.DateOffset(years=years), name)
    return band


def spend(customers: pd.DataFrame, before: Earlier | None) -> pd.Series:
    """What each spent in the window of an earlier run: nothing, or the low, middle or high third of the buyers.

    A customer whom that run did not know is ``unknown``.

    Examples
    --------
    >>> then = pd.DataFrame({"customer_id": list("abcd"), "segment": None, "net_amount": [0, 100, 200, 900]})
    >>> spend(pd.DataFrame({"customer_id": list("dcbax")}), Earlier(then)).tolist()
    ['high', 'middle', 'low', 'none', 'unknown']
    """
    if before is None:
        return pd.Series(UNKNOWN, index=customers.index, dtype="str")
    spent = before.customers.set_index("customer_id")["net_amount"].astype("float64")
    thirds = spent[spent > 0].quantile([1 / 3, 2 / 3])
    band = pd.Series(SPENDS[0], index=spent.index, dtype="str")
    for least, name in zip((0, *thirds), SPENDS[1:], strict=False):
        band = band.mask(spent > least, name)
    return customers["customer_id"].map(band).fillna(UNKNOWN).astype("str")


def bands(customers: pd.DataFrame, before: Earlier | None, settings: CollectSettings) -> pd.DataFrame:
    """Band of each customer by channel, tenure and spend: a column each, rows as in `customers`."""
    channels, tenures = channel(customers, settings), tenure(customers, settings)
    return pd.DataFrame({"channel": channels, "tenure": tenures, "spend": spend(customers, before)})
