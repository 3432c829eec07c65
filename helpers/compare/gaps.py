"""Promoters, passives and detractors compared by LTV, LRV and customer value, each with its interval (METHOD §5)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.base.results import SEGMENTS, Estimate, Gap, SegmentMean, Support
from helpers.compare.basis import Basis, finite
from helpers.compare.comparison import Comparison, Customers, PairGap, Referral, SegmentValue, Worth
from helpers.compare.figure_intervals import KnownEnds, interval_ends
from helpers.compare.figures import MEASURES, PAIRS, Figure
from helpers.compare.ltv import acquisition_cost_due
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import SEGMENTS_AND_NONE, segment_of

FEW, SMALL, HEAVY = 50, 1000, 2.0  # customers, customers, spread ÷ mean: see `is_uncertain`
Intervals = Mapping[Figure, KnownEnds]


def compared(base: Basis) -> Comparison:
    """Compare the segments of a basis; every figure is made of column sums over persons (`interval_ends`)."""
    ends = interval_ends(base)
    return Comparison(
        {segment: _segment(base, segment, ends) for segment in SEGMENTS_AND_NONE},
        {pair: PairGap(*(_gap(Figure(measure, pair), base, ends) for measure in MEASURES)) for pair in PAIRS},
        _referral(base),
        _customers(base),
        worth_of(base),
    )


def worth_of(base: Basis) -> Worth:
    """Whom the figures of a basis are of."""
    people, settings = base.customers, base.settings
    table = base.table.loc[people.index]
    return Worth(
        customers_support(people, settings),
        _counted(people, table),
        _created_by(base, table),
        isinstance(settings.referred_ltv, str),
        int(base.table["influence_n"].sum()),
        base.cap,
    )


def customers_support(people: pd.DataFrame, settings: CompareSettings) -> Support:
    """What each customer (her row holds her ltv) adds to buyers, net amount, LTV and what she is said to have cost."""
    cost = acquisition_cost_due(people, settings) if "acquisition_cost" in people else 0.0
    adds = pd.DataFrame(
        {"buyer": people["orders"] >= 1, "net": people["net_amount"], "ltv": people["ltv"], "cost": cost}
    )
    return Support(segment_of(people), adds)


def _counted(people: pd.DataFrame, table: pd.DataFrame) -> Support:
    sums = {
        name: table[[f"{name}_{segment}" for segment in SEGMENTS]].sum(axis=1) for name in ("counted", "recommended")
    }
    mine = sums["counted"] > 0
    return Support(people.loc[mine, "segment"], sums["recommended"][mine].to_frame("recommended"))


def _created_by(base: Basis, table: pd.DataFrame) -> Support | None:
    if base.settings.referred_ltv != "referral":
        return None
    side = pd.Series(np.where(table["ltv_base_n"] > 0, "base", "others"), index=table.index)
    return Support(side, base.customers[["ltv"]])


def _segment(base: Basis, segment: str, ends: Intervals) -> SegmentValue:
    persons = base.persons
    mine = persons["segment"].isna() if segment == "none" else (persons["segment"] == segment).fillna(False)
    matched = persons[mine & persons["in_crm"]]
    if matched.empty:
        return SegmentValue(int(mine.sum()), 0, None, None, None, None, None, None, None)
    value = matched["ltv"] + matched["lrv"]
    return SegmentValue(
        int(mine.sum()),
        len(matched),
        int((matched["orders"] >= 1).sum()),
        _mean(matched["ltv"], base, Figure("ltv", segment), ends),
        _mean(matched["lrv"], base, Figure("lrv", segment), ends),
        _mean(value, base, Figure("value", segment), ends),
        float(matched["ltv"].sum()),
        float(matched["net"].sum()),
        is_uncertain(matched["net"].to_numpy()),
    )


def _mean(values: pd.Series, base: Basis, figure: Figure, ends: Intervals) -> SegmentMean | None:
    mean = finite(base.point.means[figure.measure].get(figure.of))
    if mean is None:
        return None
    low, high = ends[figure]
    return SegmentMean(int(values.notna().sum()), mean, low, high, float(values.median()))


def _gap(figure: Figure, base: Basis, ends: Intervals) -> Gap | None:
    estimate = finite(base.point.of(figure))
    if estimate is None:
        return None
    low, high = ends[figure]
    below, _ = ends[Figure(figure.measure, PAIRS[figure.of][1])]
    positive = below is not None and below > 0
    return Gap(estimate, low, high, _ratio(figure._replace(ratio=True), base, ends) if positive else None)


def _ratio(figure: Figure, base: Basis, ends: Intervals) -> Estimate:
    low, high = ends[figure]
    return Estimate(finite(base.point.of(figure)), low, high)


def is_uncertain(spent: np.ndarray) -> bool:
    """Whether fewer than 93 of 100 95 % intervals of the mean would hold the truth.

    So it is, as ``benchmarks/README.md`` shows, with fewer than 50 customers, and with fewer than
    1,000 whose spending before costs scatters by more than twice its mean (or whose mean is not above zero).

    Examples
    --------
    >>> is_uncertain(np.ones(60)), is_uncertain(np.ones(40)), is_uncertain(np.array([0.0] * 59 + [1]))
    (False, True, True)
    """
    n = len(spent)
    return bool(n < FEW or (n < SMALL and spent.std() > HEAVY * spent.mean()))


def _referral(base: Basis) -> Referral:
    point, conversion = base.point.referral, base.settings.conversion
    return Referral(
        finite(point.influence_mean),
        finite(point.conversion),
        finite(point.created_claimed),
        finite(point.recommended_total),
        finite(point.ltv_per_customer),
        conversion if isinstance(conversion, str) else "given",
        int(point.acquired_by_referral),
        finite(base.cap.limit),
        base.cap.counts_above,
    )


def _customers(base: Basis) -> Customers:
    people = base.customers
    if people.empty:
        return Customers(0, None, None, None)
    return Customers(len(people), float(people["ltv"].mean()), float(people["ltv"].sum()), float(people["net"].sum()))
