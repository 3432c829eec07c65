"""What was known of each customer before the window: the columns in which like is compared with like (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.base.errors import KitError
from helpers.base.proportions import ratio
from helpers.compare.adjustment.attribute_cells import attribute_cells
from helpers.compare.adjustment.attribute_kinds import EXPORT_DAY, FIXED_LABELS, UNKNOWN_DAY, attribute_kind
from helpers.compare.adjustment.attributes import attribute, steps, unfit
from helpers.compare.adjustment.design import LEAST_SIDE
from helpers.compare.ltv import acquisition_cost_due
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import JOINED

OURS = (
    "customer_id", "acquired_on", "email", "name", "acquisition_channel", "acquisition_cost", "mail_consent",
    "mail_opt_out", "subscription_started_on", "subscription_ended_on",
)  # fmt: skip
ALWAYS = {"acquired_on", "acquisition_channel", "acquisition_cost", "subscription_started_on"}  # compared by anyway
LATER = JOINED | {"in_crm", "ltv", "lrv", "net"}
A_BAND, MOST_BANDS, SHORTEST_DAYS = 40, 20, 30
YEARS, QUARTERS = (1, 2, 3, 4, 5, 7, 10), (0.25, 0.5, 0.75)


class Covariate(NamedTuple):
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
    left_out: Mapping[str, str]  # attribute → why: see `attribute`; ``export_day``, ``unknown_day``: what it tells of
    earlier_spend: bool  # whether what was bought before the window is among them

    def of(self, mine: np.ndarray) -> "Covariates":
        """Of some of the customers."""
        return replace(self, values=self.values[mine])


def covariates(rows: pd.DataFrame, settings: CompareSettings, *, window_before_covered: bool) -> Covariates:
    """What was known before the window of the customers that are compared.

    Tenure in pieces: time in the window of those acquired in it, years in the window before, years
    before that; the first says how long they could buy, and was settled before they bought anything.
    Whether acquired in the window, through which channel and at what cost; whether a subscription was
    alive at the window's start; attributes that can't move with purchases, and those in ``alike_on``. Of earlier
    spend: whether there was any, how much, its logarithm, that of its pace, bands of one size (relations may turn
    round); orders. It is not used where the purchases don't cover the window before.

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
    attributes, left_out = _attributes(rows, settings)
    named += attributes
    varied = [column for column in named if len(column.values) and column.values.min() < column.values.max()]
    table = np.empty((len(rows), len(varied)), dtype=np.float32)  # half the memory: a million customers fit
    for place, column in enumerate(varied):
        table[:, place] = column.values
    return Covariates(table, tuple(one.source for one in varied), tuple(one.kind for one in varied), left_out, earlier)


def attribute_names(rows: pd.DataFrame) -> list[str]:
    """The customers file's own columns; those that have a name of ours stand as ``crm_…``.

    Examples
    --------
    >>> attribute_names(pd.DataFrame(columns=["customer_id", "region", "net_amount", "crm_net_amount"]))
    ['region', 'crm_net_amount']
    """
    return [str(name) for name in rows if name not in {*OURS, *LATER}]


def attributes_asked(rows: pd.DataFrame, settings: CompareSettings) -> dict[str, str]:
    """Those that ``alike_on`` names: attribute → what it tells of by its name, see `attribute_kind`.

    Raises
    ------
    KitError
        ``E-ALIKE-ON`` where the customers have no such attribute.
    """
    there, asked = attribute_names(rows), settings.alike_on or []
    found = {name: next((own for own in (f"crm_{name}", name) if own in there), "") for name in asked}
    if lacking := [name for name in asked if not (found[name] or name in ALWAYS & {*rows})]:
        raise KitError("E-ALIKE-ON", columns=", ".join(lacking))
    return {own: _kind(own, rows) for own in found.values() if own}


def _kind(name: str, rows: pd.DataFrame) -> str:
    """Of an attribute; what has the name of a later figure is one."""
    return EXPORT_DAY if name.removeprefix("crm_") in LATER else attribute_kind(name, rows[name])


def _attributes(rows: pd.DataFrame, settings: CompareSettings) -> tuple[list[Covariate], dict[str, str]]:
    """Columns of the attributes, and why there are none of one."""
    asked, named, left_out = attributes_asked(rows, settings), [], {}
    for name in attribute_names(rows):
        columns, left_out[name] = _columns(rows[name], _kind(name, rows), settings, is_asked=name in asked)
        named += [Covariate(name, values, name) for values in columns]
    return named, {name: reason for name, reason in left_out.items() if reason}


def _columns(cells: pd.Series, kind: str, settings: CompareSettings, *, is_asked: bool) -> tuple[list[np.ndarray], str]:
    if kind == EXPORT_DAY and not is_asked:
        return [], EXPORT_DAY
    if kind == UNKNOWN_DAY and not is_asked and not unfit(cells):
        return [], UNKNOWN_DAY
    known, labels = attribute_cells(cells, kind, settings.as_of.year), kind in FIXED_LABELS
    if kind == UNKNOWN_DAY and not is_asked:
        return [], unfit(known) or UNKNOWN_DAY
    return attribute(known, labels=labels)


def _years(rows: pd.DataFrame, settings: CompareSettings) -> np.ndarray:
    """Years from acquisition to the window's end; missing where unknown."""
    days = (pd.Timestamp(settings.window_end) - rows["acquired_on"].dt.normalize()).dt.days
    return days.to_numpy(dtype=float) / 365


def _tenure(rows: pd.DataFrame, settings: CompareSettings) -> list[Covariate]:
    years, span = _years(rows, settings), settings.window_days / 365
    unknown = np.isnan(years)
    filled = np.where(unknown, 0.0 if unknown.all() else np.nanmedian(years), years)
    pieces = [filled]
    if span:
        pieces = [filled.clip(max=span), (filled - span).clip(0, span), (filled - 2 * span).clip(0), filled <= span]
    paired = [*pieces, *_tenure_steps(filled, span)]
    return [Covariate("acquired_on", values, "tenure") for values in paired] + [
        Covariate("acquired_on", values) for values in (np.log1p(filled.clip(0)), unknown)
    ]


def _tenure_steps(years: np.ndarray, span: float) -> list[np.ndarray]:
    """At whole years, quarters of the window and deciles: relations may bend. Each side, and each step, has enough."""
    cuts = [*YEARS, *(span * part for part in QUARTERS), *np.quantile(years, np.arange(1, 10) / 10)]
    steps: list[np.ndarray] = []
    for step in (years >= cut for cut in cuts):
        if all(abs(step.mean() - known) >= LEAST_SIDE for known in (0, 1, *(one.mean() for one in steps))):
            steps.append(step)
    return steps


def _channel(rows: pd.DataFrame, settings: CompareSettings) -> list[Covariate]:
    if "acquisition_channel" not in rows and "acquisition_cost" not in rows:
        return []
    columns = attribute(rows["acquisition_channel"])[0] if "acquisition_channel" in rows else []
    cost = acquisition_cost_due(rows, settings).to_numpy(dtype=float)
    source = "acquisition_channel" if "acquisition_channel" in rows else "acquisition_cost"
    return [*(Covariate(source, values, "channel") for values in columns), Covariate(source, cost)]


def _subscription(rows: pd.DataFrame, settings: CompareSettings) -> list[Covariate]:
    """Alive at the window's start."""
    if "subscription_started_on" not in rows or settings.window_start is None:
        return []
    start = pd.Timestamp(settings.window_start)
    ended = rows.get("subscription_ended_on", pd.Series(pd.NaT, index=rows.index))
    alive = (rows["subscription_started_on"] < start) & ~(ended < start)
    return [Covariate("subscription_started_on", alive.to_numpy(dtype=bool), "subscription")]


def _earlier_spend(rows: pd.DataFrame, settings: CompareSettings) -> list[Covariate]:
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
        *(Covariate("net_amount_before", values, "spend") for values in (there, size, *steps(spent, there, 3))),
        *(Covariate("net_amount_before", values) for values in alone),
        Covariate("orders_before", orders, "spend"),
    ]
