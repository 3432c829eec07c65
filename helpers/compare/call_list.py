"""Whom to call: detractors and passives by what is at stake, a part of them held out by chance (METHOD §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor, sqrt

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.collect.plan.draw import lots
from helpers.collect.plan.sizes import smallest_gap
from helpers.compare.basis import Basis, customers_support
from helpers.compare.settings import CompareSettings
from helpers.merge.since_calls import CALL, HOLDOUT, PERSONAL, Calling, EarlierCalls

CALLED_SEGMENTS = ("detractor", "passive")
PLAIN_SHARE = 0.5  # of a detractor's LTV: METHOD's plain rule
NOT_CALLED = (  # why, the first that holds
    "no_consent", "opted_out", "called_recently", "held_out_recently", "nothing_at_stake", "beyond_capacity",
)  # fmt: skip
_RECENT = {CALL: "called_recently", HOLDOUT: "held_out_recently"}
_COMPLAINTS = ["complaints_major", "complaints_minor", "complaints_near_miss"]
_FORECAST = ["expected", "expected_as_promoter", "at_stake"]


@dataclass(frozen=True)
class CallPart:
    """Customers of one part of the list, and what is at stake of them together (units of the currency)."""

    customers: int = told_by("count")
    at_stake: float | None = told_by("stake")  # by the forecast; ``None`` where there is none
    plain_rule: float = told_by("plain")  # half of the detractors' LTV


@dataclass(frozen=True, repr=False)
class CallSupports:
    """Whom the figures of a list are of."""

    count: Support  # to call, held out, or why not
    money: Support  # to call, held out, ``others``: segment, at_stake (0 where it is not known), plain_rule, net
    customers: Support  # as made by `helpers.compare.basis.customers_support`


@dataclass(frozen=True, repr=False)
class CallList:
    """Who is to be called, who is held out, and how many are on neither list; its text shows nobody."""

    ranked_by: str = public()  # at_stake, or plain_rule where there is no forecast
    listed_on: date = public()  # first day after the report's window: what is bought from then on counts
    asked: int = public()  # detractors and passives whom the CRM knows
    called: CallPart = told_by()  # by the fields of its own
    held_out: CallPart = told_by()
    not_called: Mapping[str, int] = told_by()  # reason, in the order of `NOT_CALLED` → customers, each as a count
    smallest_effect: float | None = told_by("effect")  # of being on the list, that this one can tell
    rows: pd.DataFrame | None = behind()  # one row a customer of both parts, most at stake first
    supports: CallSupports | None = behind()


def call_list(
    base: Basis, stakes: pd.DataFrame | None, at_hand: Calling, comments: pd.DataFrame | None = None
) -> CallList | None:
    """Detractors and passives by what is at stake, as many as can be called, a share of them held out by chance.

    Parameters
    ----------
    stakes : DataFrame or None
        customer_id, expected, expected_as_promoter, at_stake (units of the currency); without it half of a
        detractor's LTV orders the list.
    at_hand : Calling
        Names and addresses, who must not be called, and earlier lists.
    comments : DataFrame or None
        customer_id, comment.

    Returns
    -------
    CallList or None
        ``None`` where the CRM knows no detractor and no passive.
    """
    people, settings = _people(base, stakes), base.settings
    if people.empty:
        return None
    ranked_by = "plain_rule" if stakes is None else "at_stake"
    ranked = people.sort_values([ranked_by, "plain_rule", "customer_id"], ascending=[False, False, True])
    fate = _refused(ranked, at_hand, settings)
    fate = fate.mask(fate.isna() & ~(ranked[ranked_by] > 0), "nothing_at_stake")
    fate[fate.isna()] = shared_out(ranked.loc[fate.isna(), "customer_id"], settings)
    rows = ranked.assign(assigned=fate, listed_on=settings.window_end)[fate.isin([CALL, HOLDOUT])]
    left = {reason: int(n) for reason in NOT_CALLED if (n := (fate == reason).sum())}
    return CallList(
        ranked_by,
        settings.window_end,
        len(people),
        _part(rows[rows["assigned"] == CALL], ranked_by),
        _part(rows[rows["assigned"] == HOLDOUT], ranked_by),
        left,
        smallest_effect(rows["net"], rows["assigned"] == CALL, settings.confidence),
        _with_contacts(rows, at_hand, comments),
        _supports(ranked, fate, base),
    )


def _people(base: Basis, stakes: pd.DataFrame | None) -> pd.DataFrame:
    """Detractors and passives of the CRM with what is at stake, by both rules, and what a caller has to know."""
    rows = base.customers
    rows = rows[rows["segment"].isin(CALLED_SEGMENTS)]
    last = rows.get("last_order_at", pd.Series(pd.NaT, rows.index, "datetime64[us]"))
    people = rows.reindex(columns=["customer_id", "segment", "score", "acquisition_channel", "net"]).assign(
        days_since_last_order=(pd.Timestamp(base.settings.window_end) - last.dt.normalize()).dt.days,
        complaints=rows[_COMPLAINTS].astype("Float64").sum(axis=1, min_count=1).astype("Int64"),
        plain_rule=(PLAIN_SHARE * rows["ltv"]).clip(lower=0).where(rows["segment"] == "detractor", 0.0),
    )
    known = pd.DataFrame(columns=["customer_id", *_FORECAST]) if stakes is None else stakes
    known = known[["customer_id", *_FORECAST]].astype({"customer_id": "str", **dict.fromkeys(_FORECAST, "float64")})
    return people.merge(known, on="customer_id", how="left", validate="one_to_one")


def _refused(people: pd.DataFrame, at_hand: Calling, settings: CompareSettings) -> pd.Series:
    """Why each must not be called; missing where nothing stands against it."""
    refused = people["customer_id"].map(at_hand.people.set_index("customer_id")["refused"]).astype(object)
    if at_hand.earlier is None:
        return refused
    recently = people["customer_id"].map(_recently(at_hand.earlier, settings)).astype(object)
    return refused.where(refused.notna(), recently)


def _recently(earlier: EarlierCalls, settings: CompareSettings) -> pd.Series:
    """Reason by customer_id; who was held out by one list and called by another was called."""
    rows = earlier.recent(settings.window_end, settings.quarantine_days).sort_values("assigned")
    return rows.drop_duplicates("customer_id").set_index("customer_id")["assigned"].map(_RECENT)


def shared_out(customers: pd.Series, settings: CompareSettings) -> list[str]:
    """Of customers in the order of what is at stake: ``call``, ``holdout`` or ``beyond_capacity``.

    On the list are as many as can be called when `holdout_share` of them, to the nearest one, are held out. Those
    held out have the smallest lots, which follow from the seed, the list's day and the customer's id alone.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> few = checked({"as_of": "2026-04-01", "call_capacity": 4})
    >>> shared_out(pd.Series(list("abcdefg")), few)
    ['call', 'call', 'holdout', 'call', 'call', 'beyond_capacity', 'beyond_capacity']
    """
    n, held = list_sizes(len(customers), settings.call_capacity, settings.holdout_share)
    drawn = lots(customers[:n], seed=settings.seed, wave=f"calls {settings.window_end}")
    smallest = set(sorted(drawn)[:held])
    parts = [HOLDOUT if lot in smallest else CALL for lot in drawn]
    return [*parts, *["beyond_capacity"] * (len(customers) - n)]


def list_sizes(candidates: int, capacity: int, holdout_share: float) -> tuple[int, int]:
    """How many are on the list, and how many of them are held out: as many as leave no more to call than one can.

    Examples
    --------
    >>> list_sizes(1000, 100, 0.2), list_sizes(50, 100, 0.2), list_sizes(9, 1, 0.2)
    ((125, 25), (50, 10), (1, 0))
    """
    share = Fraction(str(holdout_share))

    def held(n: int) -> int:
        return floor(share * n + Fraction(1, 2))

    most = floor(capacity / (1 - share)) + 1
    n = min(candidates, most if most - held(most) <= capacity else most - 1)
    return n, held(n)


def smallest_effect(net: pd.Series, is_called: pd.Series, confidence: float) -> float | None:
    """Smallest difference between the two parts that is told apart four times of five: (z.975 + z.80) × SE.

    SE = s √(1/n called + 1/n held out), s the standard deviation of what they bought in the window: the effect per
    customer over as long a time. ``None`` below two on either side, or where nothing varies.

    Examples
    --------
    >>> net = pd.Series([0.0, 200.0] * 50)  # s = 100.50, and 2.8016 × 100.50 × √(1/80 + 1/20) = 70.39
    >>> round(smallest_effect(net, pd.Series([True] * 80 + [False] * 20), 0.95), 2)
    70.39
    """
    called = int(is_called.sum())
    if min(called, len(net) - called) < 2 or not net.std() > 0:
        return None
    return smallest_gap(float(net.std()) * sqrt(1 / called + 1 / (len(net) - called)), confidence)


def _part(rows: pd.DataFrame, ranked_by: str) -> CallPart:
    at_stake = float(rows["at_stake"].sum()) if ranked_by == "at_stake" else None
    return CallPart(len(rows), at_stake, float(rows["plain_rule"].sum()))


def _with_contacts(rows: pd.DataFrame, at_hand: Calling, comments: pd.DataFrame | None) -> pd.DataFrame:
    rows = rows.merge(at_hand.people[list(PERSONAL)], on="customer_id", how="left", validate="one_to_one")
    if comments is None:
        return rows.assign(comment=None)
    written = comments.dropna(subset=["customer_id", "comment"]).groupby("customer_id")["comment"].agg(" / ".join)
    return rows.assign(comment=rows["customer_id"].map(written))


def _supports(ranked: pd.DataFrame, fate: pd.Series, base: Basis) -> CallSupports:
    cell = fate.astype("str")
    parts = pd.Series(np.where(cell.isin([CALL, HOLDOUT]), cell, "others"), index=cell.index)
    worth = ranked[["segment", "at_stake", "plain_rule", "net"]].fillna({"at_stake": 0.0})
    customers = customers_support(base.customers, base.settings)
    return CallSupports(Support(cell, ranked[[]]), Support(parts, worth), customers)
