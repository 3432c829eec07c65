"""One row a customer of the CRM, asked or not: the table that everything else is computed from."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from helpers.base.engines import arrow_table, engine
from helpers.base.errors import KitError
from helpers.base.results import SEGMENTS
from helpers.base.texts import is_one_of, places_among
from helpers.merge.settings import MergeSettings
from helpers.read.cells.texts import among

BOUGHT = (
    "orders", "returned_orders", "ordered_amount", "refunded_amount", "net_amount", "orders_before",
    "net_amount_before", "orders_earlier", "net_amount_earlier", "net_amount_since_call",
)  # fmt: skip
MOMENTS = ("first_order_at", "last_order_at", "last_earlier_order_at")
ANSWERED = ["person", "segment", "score", "recommended_count", "influence", "warned_count"]
CONTACTS = "contacts"  # answers of a customer, where some have several
_COMPLAINTS = ("complaints_major", "complaints_minor", "complaints_near_miss", "complained_orders")
JOINED = frozenset({*BOUGHT, *MOMENTS, *ANSWERED, *_COMPLAINTS, CONTACTS, "invited"})  # ours, none of the CRM's
SEGMENTS_AND_NONE = (*SEGMENTS, "none")
_SEGMENTS = pd.CategoricalDtype(SEGMENTS_AND_NONE)
_FIRST_ORDERS = """
SELECT customer_id, MIN(ordered_at) AS ordered_at FROM purchases
WHERE kind = 'order' AND customer_id IS NOT NULL GROUP BY customer_id
"""
_DATES = ("acquired_on", "subscription_started_on", "subscription_ended_on")


@dataclass(frozen=True, eq=False, repr=False)
class Shop:
    """What the figures of step 3 are made of; its text shows nobody."""

    rows: pd.DataFrame  # one row a customer, as made by `customer_rows`
    settings: MergeSettings
    answers: pd.DataFrame | None = None  # all valid answers, one a person, as made by step 1
    window_before_covered: bool = False  # whether the purchases cover the window before the window


def buyers(purchases: pd.DataFrame, settings: MergeSettings) -> pd.DataFrame:
    """Roster made of the buyers, where there is no customers file: customer_id, [email]; non-buyers are missing."""
    before = purchases[purchases["ordered_at"] < pd.Timestamp(settings.as_of)]
    columns = [column for column in ("customer_id", "email") if column in before]
    return before[columns].dropna(subset="customer_id").drop_duplicates("customer_id").reset_index(drop=True)


def first_order_days(purchases: pd.DataFrame) -> pd.Series:
    """Day of each customer's first order, by customer_id.

    Examples
    --------
    >>> at = pd.to_datetime(["2025-04-02 10:00", "2025-04-01 23:00"])
    >>> first_order_days(pd.DataFrame({"customer_id": "a", "kind": "order", "ordered_at": at}))["a"].isoformat()
    '2025-04-01T00:00:00'
    """
    with engine() as connection:
        connection.register("purchases", arrow_table(purchases[["customer_id", "kind", "ordered_at"]]))
        first = connection.sql(_FIRST_ORDERS).to_arrow_table().to_pandas()
    days = first["ordered_at"].astype("datetime64[us]").dt.normalize()
    return days.set_axis(pd.Index(first["customer_id"].astype("str")))


def with_acquisition(roster: pd.DataFrame, purchases: pd.DataFrame, settings: MergeSettings) -> pd.DataFrame:
    """Roster with ``acquired_on``: the CRM's, else the day of the first order.

    Raises
    ------
    KitError
        ``E-ACQUIRED`` where the first order would have to stand in but the purchases do not reach
        back before the window.
    """
    if "acquired_on" in roster:
        return roster
    first, start = first_order_days(purchases), settings.window_start
    since = settings.purchases_from or (first.min().date() if len(first) else date.max)
    if start and since >= start and len(roster):
        raise KitError("E-ACQUIRED", day=start - timedelta(days=1))
    return roster.assign(acquired_on=first.reindex(roster["customer_id"]).array.astype("datetime64[us]"))


def customer_rows(
    roster: pd.DataFrame,
    bought: pd.DataFrame,
    answers: pd.DataFrame | None,
    complaints: pd.DataFrame | None,
    invited: pd.Series | None = None,
) -> pd.DataFrame:
    """Roster, purchases, answers, complaints (`by_customer`) and invitations joined: one row a customer.

    Returns
    -------
    DataFrame
        The roster's columns but e-mails (``crm_…`` where one has a name of ours), those of `bought`,
        person, segment, score, recommended_count, influence, warned_count, [contacts] (missing where not
        answered), the complaints (0 where none, missing where there is no file), and whether each was
        invited (no such column where nobody knows).
    """
    ours = {column: f"crm_{column}" for column in roster if column in JOINED}
    rows = roster.drop(columns=["email"], errors="ignore").rename(columns=ours)
    rows = rows.merge(bought, on="customer_id", how="left", validate="one_to_one")
    rows = rows.merge(_known_answers(answers), on="customer_id", how="left", validate="one_to_one")
    if complaints is not None:
        rows = rows.merge(complaints, on="customer_id", how="left", validate="one_to_one")
    for column in _COMPLAINTS:
        is_counted = complaints is not None and column in complaints
        rows[column] = (rows[column].fillna(0) if is_counted else pd.Series(pd.NA, index=rows.index)).astype("Int64")
    if invited is not None:
        rows["invited"] = is_one_of(rows["customer_id"], invited)
    assert len(rows) == len(roster), "the join must not make or lose customers"
    return _typed(rows)


def _known_answers(answers: pd.DataFrame | None) -> pd.DataFrame:
    if answers is None:
        return pd.DataFrame(columns=["customer_id", *ANSWERED]).astype({"customer_id": "str", "segment": "str"})
    columns = [column for column in ("customer_id", *ANSWERED, CONTACTS) if column in answers]
    return answers.loc[answers["customer_id"].notna(), columns]


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = {column: "float64" for column in ("recommended_count", "influence", "warned_count")}
    dates = {column: "datetime64[us]" for column in _DATES if column in rows}
    return rows.astype({**numbers, **dates, "score": "Int64", "segment": "str", "person": "str"})


def segment_of(rows: pd.DataFrame) -> pd.Series:
    """Segment of each customer, ``none`` for those without an answer."""
    place = places_among(rows["segment"], SEGMENTS)
    codes = np.where(place < 0, len(SEGMENTS), place)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=_SEGMENTS), index=rows.index, name="segment")


def is_referred(rows: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    """Whether each customer's acquisition channel is a referral; false without a channel column."""
    if "acquisition_channel" not in rows:
        return pd.Series(False, index=rows.index)
    return among(rows["acquisition_channel"], {channel.lower() for channel in settings.referral_channels})


def is_new(rows: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    """Whether each customer was acquired inside the window; in the whole history everybody was."""
    if settings.window == "after":
        return pd.Series(False, index=rows.index)
    if settings.window_start is None:
        return pd.Series(True, index=rows.index)
    return rows["acquired_on"] >= pd.Timestamp(settings.window_start)


def of_whole_window(rows: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    """Whether each was a customer for all of the window: acquired before it; in the whole history everybody."""
    if settings.window_start is None:
        return pd.Series(True, index=rows.index)
    return ~is_new(rows, settings)
