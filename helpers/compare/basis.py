"""What every comparison starts from: persons, what each adds to the figures, the figures, and what may be shown."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.disclosure import ALL, hidden_groups, unsafe_money
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS
from helpers.compare.figures import figures
from helpers.compare.intervals import drawing_order
from helpers.compare.lrv import Cap, conversion_in_force, features, lrv, recommendation_cap
from helpers.compare.ltv import hidden_ltv, ltv


@dataclass(frozen=True)
class Basis:
    """Persons and the sums that all figures of a comparison are made of.

    Attributes
    ----------
    persons : DataFrame
        The customers' rows with ``in_crm`` true, and below them the respondents whom the CRM does not
        know; also ltv, lrv (of the persons' own; missing where unknown) and net (units of the currency).
    table : DataFrame
        What each person adds to the sums: `helpers.compare.lrv.features`.
    cap : Cap
    point : dict
        The figures: `helpers.compare.figures.figures`.
    shown : set of str
        MEASURE_SEGMENT that may be shown, ``ltv_all`` and ``created`` (LTV of a created customer).
    hidden : set of str
        Segments whose LTV is not shown: `helpers.compare.ltv.hidden_ltv`.
    order : ndarray of int
        Places of the persons in the order of their names, in which they are drawn.
    settings : Settings
        With the conversion in force.
    """

    persons: pd.DataFrame
    table: pd.DataFrame
    cap: Cap
    point: dict[str, float]
    shown: set[str]
    hidden: set[str]
    order: np.ndarray
    settings: Settings


def basis_of(rows: pd.DataFrame, answers: pd.DataFrame | None, settings: Settings) -> Basis:
    """Basis of a comparison; rows and answers as in `helpers.compare.gaps.comparison`."""
    people, settings = persons(rows, answers), conversion_in_force(rows, settings)
    own = ltv(rows, settings)
    net = people["net_amount"] / 10**settings.minor_digits
    people = people.assign(ltv=own.set_axis(range(len(rows))).reindex(people.index), net=net)
    return _of_persons(people, hidden_ltv(rows, own, settings), drawing_order(people), settings)


def with_referral(base: Basis, settings: Settings) -> Basis:
    """The same persons under settings that differ in how word of mouth is counted alone."""
    return _of_persons(base.persons, base.hidden, base.order, settings)


def with_segments(base: Basis, segment: pd.Series) -> Basis:
    """The same persons with other segments of the customers (missing: none), in the order of the customers' rows."""
    moved = base.persons["segment"].copy()
    moved.iloc[: len(segment)] = segment.to_numpy()
    people = base.persons.assign(segment=moved)
    customers = people.iloc[: len(segment)]
    hidden = hidden_ltv(customers, customers["ltv"], base.settings)
    return _of_persons(people, hidden, base.order, base.settings)


def _of_persons(people: pd.DataFrame, hidden: set[str], order: np.ndarray, settings: Settings) -> Basis:
    cap = recommendation_cap(people["recommended_count"], settings)
    table = features(people, people["ltv"], cap, settings)
    point = {name: float(value) for name, value in figures(dict(table.sum()), settings).items()}
    people = people.assign(lrv=lrv(people, cap, point, settings))
    return Basis(people, table, cap, point, _shown(people, table, hidden, settings), hidden, order, settings)


def persons(rows: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Customers, and below them the respondents whom the CRM does not know; ``in_crm`` tells them apart."""
    known = rows.assign(in_crm=True).reset_index(drop=True)
    if answers is None:
        return known
    person, known_persons = (table["person"].astype(object) for table in (answers, rows))  # as text: much slower
    unknown = answers[~person.isin(known_persons)]
    columns = ["person", "segment", "recommended_count", "influence", "warned_count"]
    strangers = unknown[columns].astype(rows[columns].dtypes).assign(in_crm=False)
    return pd.concat([known, strangers], ignore_index=True) if len(strangers) else known


def _shown(people: pd.DataFrame, table: pd.DataFrame, hidden: set[str], settings: Settings) -> set[str]:
    known = people[people["in_crm"]]
    worth = {*known["segment"].fillna("none").unique(), *([ALL] if len(known) else [])} - hidden
    shown = {f"ltv_{group}" for group in worth}
    if not _created_shown(known["ltv"], table.loc[known.index, "ltv_base_n"] > 0, ALL in worth, settings):
        return shown
    both = _recommending(known, table, settings) & worth
    return shown | {"created"} | {f"{measure}_{segment}" for measure in ("lrv", "value") for segment in both}


def _created_shown(worth: pd.Series, base: pd.Series, all_shown: bool, settings: Settings) -> bool:
    """Whether L̄ may be: where it is not of all customers, neither those it is of nor the others may be too few."""
    if settings.referred_ltv != "referral":
        return all_shown or not isinstance(settings.referred_ltv, str)
    parts = [worth[part].to_frame() for part in (base, ~base)]
    return not any(unsafe_money(part, settings.min_cell, settings) for part in parts)


def _recommending(known: pd.DataFrame, table: pd.DataFrame, settings: Settings) -> set[str]:
    """Segments whose LRV may be shown; what all of them together recommended is known."""
    segment = known["segment"].dropna()
    columns = {name: [f"{name}_{one}" for one in SEGMENTS] for name in ("counted", "recommended")}
    sums = pd.DataFrame({name: table.loc[segment.index, which].sum(axis=1) for name, which in columns.items()})
    counted = sums[sums["counted"] > 0]
    groups = segment[counted.index]

    def unsafe(some: pd.DataFrame) -> bool:
        return unsafe_money(some[["recommended"]], settings.min_cell, settings)

    enough = {segment for segment, n in groups.value_counts().items() if n >= settings.smallest_group}
    return enough - hidden_groups(counted, groups, unsafe)


def known(value: float | None) -> float | None:
    """A figure that exists, else ``None``.

    Examples
    --------
    >>> known(1.5), known(float("nan")), known(None)
    (1.5, None, None)
    """
    return None if value is None or not np.isfinite(value) else float(value)
