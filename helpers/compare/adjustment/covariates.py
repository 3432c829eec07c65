"""What was known of each customer before the window: the columns in which like is compared with like (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.base.proportions import ratio
from helpers.compare.adjustment.attributes import attribute, steps
from helpers.compare.ltv import acquisition_cost_due
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import JOINED

OURS = (
    "customer_id", "acquired_on", "email", "name", "acquisition_channel", "acquisition_cost", "mail_consent",
    "mail_opt_out", "subscription_started_on", "subscription_ended_on",
)  # fmt: skip
LATER = JOINED | {"in_crm", "ltv", "lrv", "net"}
A_BAND, MOST_BANDS, SHORTEST_DAYS = 40, 20, 30
YEARS, QUARTERS, LEAST_SIDE = (1, 2, 3, 4, 5, 7, 10), (0.25, 0.5, 0.75), 0.03


class Column(NamedTuple):
    """Figures of the customers; those of different kinds are also looked at in pairs, those of none alone."""

    source: str
    values: np.ndarray
    kind: str = ""


@dataclass(frozen=True)
class Covariates:
    """Columns in which like is compared with like."""

    values: np.ndarray  # of float32, shape (customers, columns), none constant
    sources: tuple[str, ...]  # column of `customer_rows` that each is made of; several may be of one
    kinds: tuple[str, ...]  # those of different kinds are also looked at in pairs; those of "" are not
    left_out: Mapping[str, str]  # attribute → why: see `attribute`, or ``later`` (its name is that of a later figure)
    earlier_spend: bool  # whether what was bought before the window is among them


def covariates(rows: pd.DataFrame, settings: CompareSettings, *, window_before_covered: bool) -> Covariates:
    """What was known before the window of the customers that are compared.

    Tenure in pieces: time in the window of those acquired in it, years in the window before, years
    before that; the first says how long they could buy, and was settled before they bought anything.
    Whether acquired in the window, through which channel and at what cost; whether a subscription was
    alive at the window's start; attributes. Of earlier spend: whether there was any, how much, its
    logarithm, that of its pace, bands of one size (relations may turn round); orders. It is not used where the
    purchases don't cover the window before.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2020-01-01"] * 20), "region": ["a", "b"] * 10})
    >>> columns = covariates(rows, checked({"as_of": "2026-04-01"}), window_before_covered=False)
    >>> columns.sources, columns.earlier_spend
    (('region',), False)
    """
    earlier = window_before_covered and settings.window_start is not None
    if rows.empty:
        return Covariates(np.empty((0, 0)), (), (), {}, earlier)
    named = [*_tenure(rows, settings), *_channel(rows, settings), *_subscription(rows, settings)]
    if earlier:
        named += _earlier_spend(rows, settings)
    attributes = {str(name): attribute(rows[name]) for name in rows if name not in {*OURS, *LATER} and not _later(name)}
    named += [Column(name, values, name) for name, (columns, _) in attributes.items() for values in columns]
    varied = [column for column in named if len(column.values) and column.values.min() < column.values.max()]
    left_out = {name: reason for name, (_, reason) in attributes.items() if reason}
    left_out |= {str(name): "later" for name in rows if _later(name)}
    table = np.empty((len(rows), len(varied)), dtype=np.float32)  # half the memory: a million customers fit
    for place, column in enumerate(varied):
        table[:, place] = column.values
    sources, kinds = (tuple(parts) for parts in zip(*((one.source, one.kind) for one in varied), strict=True))
    return Covariates(table, sources, kinds, left_out, earlier)


def _later(name: object) -> bool:
    """Whether a CRM's own column has the name of what the window or the answer brought."""
    return str(name).removeprefix("crm_") in LATER and str(name).startswith("crm_")


def _years(rows: pd.DataFrame, settings: CompareSettings) -> np.ndarray:
    """Years from acquisition to the window's end; missing where unknown."""
    days = (pd.Timestamp(settings.window_end) - rows["acquired_on"].dt.normalize()).dt.days
    return days.to_numpy(dtype=float) / 365


def _tenure(rows: pd.DataFrame, settings: CompareSettings) -> list[Column]:
    years, span = _years(rows, settings), settings.window_days / 365
    unknown = np.isnan(years)
    filled = np.where(unknown, 0.0 if unknown.all() else np.nanmedian(years), years)
    pieces = [filled]
    if span:
        pieces = [filled.clip(max=span), (filled - span).clip(0, span), (filled - 2 * span).clip(0), filled <= span]
    paired = [*pieces, *_tenure_steps(filled, span)]
    return [Column("acquired_on", values, "tenure") for values in paired] + [
        Column("acquired_on", values) for values in (np.log1p(filled.clip(0)), unknown)
    ]


def _tenure_steps(years: np.ndarray, span: float) -> list[np.ndarray]:
    """At deciles, whole years and quarters of the window, where each side has enough customers: relations may bend."""
    cuts = {*np.quantile(years, np.arange(1, 10) / 10), *YEARS, *(span * part for part in QUARTERS)}
    reached = [years >= cut for cut in sorted(cuts)]
    return [step for step in reached if LEAST_SIDE <= step.mean() <= 1 - LEAST_SIDE]


def _channel(rows: pd.DataFrame, settings: CompareSettings) -> list[Column]:
    if "acquisition_channel" not in rows and "acquisition_cost" not in rows:
        return []
    columns = attribute(rows["acquisition_channel"])[0] if "acquisition_channel" in rows else []
    cost = acquisition_cost_due(rows, settings).to_numpy(dtype=float)
    source = "acquisition_channel" if "acquisition_channel" in rows else "acquisition_cost"
    return [*(Column(source, values, "channel") for values in columns), Column(source, cost)]


def _subscription(rows: pd.DataFrame, settings: CompareSettings) -> list[Column]:
    """Alive at the window's start."""
    if "subscription_started_on" not in rows or settings.window_start is None:
        return []
    start = pd.Timestamp(settings.window_start)
    ended = rows.get("subscription_ended_on", pd.Series(pd.NaT, index=rows.index))
    alive = (rows["subscription_started_on"] < start) & ~(ended < start)
    return [Column("subscription_started_on", alive.to_numpy(dtype=bool), "subscription")]


def _earlier_spend(rows: pd.DataFrame, settings: CompareSettings) -> list[Column]:
    spent = rows["net_amount_before"].to_numpy(dtype=float)
    there = spent > 0
    unit = np.median(spent[there]) if there.any() else 1.0
    years = settings.window_days / 365
    time = (_years(rows, settings) - years).clip(SHORTEST_DAYS / 365, years)
    pace = ratio(spent, np.where(np.isnan(time), years, time))
    bands = int(np.clip(there.sum() // A_BAND, 1, MOST_BANDS))
    size, per_year = (np.log1p(values.clip(0) / unit) for values in (spent, pace))
    orders = np.log1p(rows["orders_before"].to_numpy(dtype=float))
    alone = [spent < 0, spent.clip(0), per_year, *steps(spent, there, bands)]
    return [
        *(Column("net_amount_before", values, "spend") for values in (there, size, *steps(spent, there, 3))),
        *(Column("net_amount_before", values) for values in alone),
        Column("orders_before", orders, "spend"),
    ]
