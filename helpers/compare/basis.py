"""What every comparison starts from: persons, what each adds to the figures, and the figures."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.base.results import Support
from helpers.base.strata import drawing_order
from helpers.base.texts import is_one_of
from helpers.compare.figures import Figures, figures
from helpers.compare.lrv import Cap, conversion_in_force, features, lrv, recommendation_cap
from helpers.compare.ltv import acquisition_cost_due, ltv
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import Shop, segment_of


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Basis(Shop):
    """Persons and the sums that all figures of a comparison are made of, by settings with the conversion in force.

    The persons are the customers (``in_crm``), and below them the respondents whom the CRM does not know; also ltv,
    lrv (of the persons' own; missing where unknown) and net (units of the currency).
    """

    settings: CompareSettings = field(kw_only=False)
    persons: pd.DataFrame
    table: pd.DataFrame  # what each person adds to the sums: `helpers.compare.lrv.features`
    cap: Cap
    point: Figures
    order: np.ndarray  # places of the persons in the order of their names, in which they are drawn

    @property
    def customers(self) -> pd.DataFrame:
        """The rows of the CRM's customers: they stand above all others."""
        return self.persons.iloc[: int(self.persons["in_crm"].sum())]


def basis_of(
    rows: pd.DataFrame, answers: pd.DataFrame | None, settings: CompareSettings, window_before_covered: bool = False
) -> Basis:
    """Basis of a comparison of the customers in `rows` (see `Shop`).

    Answers that no customer gave add to n, to ā and to the cap.
    """
    people, settings = with_strangers(rows, answers), conversion_in_force(rows, settings)
    own = ltv(rows, settings)
    net = people["net_amount"] / 10**settings.minor_digits
    people = people.assign(ltv=own.set_axis(range(len(rows))).reindex(people.index), net=net)
    shop = Shop(rows, settings, answers, window_before_covered)
    return _of_persons(shop, settings, people, drawing_order(people["person"]))


def with_referral(base: Basis, settings: CompareSettings) -> Basis:
    """The same persons under settings that differ in how word of mouth is counted alone."""
    return _of_persons(base, settings, base.persons, base.order)


def with_segments(base: Basis, segment: pd.Series) -> Basis:
    """The same persons with other segments of the customers (missing: none), in the order of the customers' rows."""
    moved = base.persons["segment"].copy()
    moved.iloc[: len(segment)] = segment.to_numpy()
    return _of_persons(base, base.settings, base.persons.assign(segment=moved), base.order)


def _of_persons(shop: Shop, settings: CompareSettings, people: pd.DataFrame, order: np.ndarray) -> Basis:
    cap = recommendation_cap(people["recommended_count"], settings)
    table = features(people, people["ltv"], cap, settings)
    point = figures(dict(table.sum()), settings)
    people = people.assign(lrv=lrv(people, cap, point.referral, settings))
    known = shop.rows, settings, shop.answers, shop.window_before_covered
    return Basis(*known, persons=people, table=table, cap=cap, point=point, order=order)


def with_strangers(rows: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Customers, and below them the respondents whom the CRM does not know; ``in_crm`` tells them apart."""
    customers = rows.assign(in_crm=True).reset_index(drop=True)
    if answers is None:
        return customers
    known = is_one_of(answers["person"], rows["person"]) | is_one_of(answers["customer_id"], rows["customer_id"])
    unknown = answers[~known]
    columns = ["person", "segment", "recommended_count", "influence", "warned_count"]
    strangers = unknown[columns].astype(rows[columns].dtypes).assign(in_crm=False)
    return pd.concat([customers, strangers], ignore_index=True) if len(strangers) else customers


def finite(value: float | None) -> float | None:
    """A figure that exists, else ``None``."""
    return None if value is None or not np.isfinite(value) else float(value)


def customers_support(people: pd.DataFrame, settings: CompareSettings) -> Support:
    """What each customer (her row holds her ltv) adds to buyers, net amount, LTV and what she is said to have cost."""
    cost = acquisition_cost_due(people, settings) if "acquisition_cost" in people else 0.0
    adds = pd.DataFrame(
        {"buyer": people["orders"] >= 1, "net": people["net_amount"], "ltv": people["ltv"], "cost": cost}
    )
    return Support(segment_of(people), adds)
