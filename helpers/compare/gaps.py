"""Promoters, passives and detractors compared by LTV, LRV and customer value, each with its interval (METHOD §5)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.base.middles import middle, middle_mean
from helpers.base.results import SEGMENTS, Estimate, Gap, SegmentMean, Support
from helpers.base.spreads import round_step, spread_of
from helpers.base.sums import money_total
from helpers.compare.basis import Basis, customers_support, finite
from helpers.compare.comparison import Comparison, Customers, PairGap, Referral, SegmentValue, Worth
from helpers.compare.figure_intervals import KnownEnds, gap_errors, interval_ends
from helpers.compare.figures import MEASURES, PAIRS, UNANCHORED, Figure, largest_conversion
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import SEGMENTS_AND_NONE, segment_of

FEW, SMALL, HEAVY = 50, 1000, 2.0  # customers, customers, spread ÷ mean: see `is_uncertain`
Intervals = Mapping[Figure, KnownEnds]


def compared(base: Basis) -> Comparison:
    """Compare the segments of a basis; every figure is made of column sums over persons (`interval_ends`)."""
    ends = interval_ends(base)
    errors = gap_errors(base, ends)
    return Comparison(
        {segment: _segment(base, segment, ends) for segment in SEGMENTS_AND_NONE},
        {pair: PairGap(*(_gap(Figure(measure, pair), base, ends, errors) for measure in MEASURES)) for pair in PAIRS},
        _referral(base),
        _customers(base),
        worth_of(base),
    )


def worth_of(base: Basis) -> Worth:
    """Whom the figures of a basis are of."""
    people, settings = base.customers, base.settings
    table = base.table.iloc[: len(people)]
    return Worth(
        customers_support(people, settings),
        _counted(people, table),
        _created_by(base, table),
        isinstance(settings.referred_ltv, str),
        int(base.table["influence_n"].sum()),
        base.cap,
        int(table["acquired"].sum()),
        settings.conversion != UNANCHORED,
        {measure: _middles(values, people, settings) for measure, values in own_worth(people).items()},
    )


def own_worth(people: pd.DataFrame) -> dict[str, pd.Series]:
    """Measure → what each customer is worth by it; missing where it is not known of her."""
    return {"ltv": people["ltv"], "lrv": people["lrv"], "value": people["ltv"] + people["lrv"]}


def _middles(values: pd.Series, people: pd.DataFrame, settings: CompareSettings) -> dict[str, np.ndarray]:
    by_segment = values.groupby(segment_of(people), observed=True)
    return {str(name): middle(mine.dropna(), settings.smallest_group) for name, mine in by_segment}


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
    own = own_worth(matched)
    means = {measure: _mean(own[measure].dropna(), base, Figure(measure, segment), ends) for measure in MEASURES}
    return SegmentValue(
        int(mine.sum()),
        len(matched),
        int((matched["orders"] >= 1).sum()),
        means["ltv"],
        means["lrv"],
        means["value"],
        float(matched["ltv"].sum()),
        float(matched["net"].sum()),
        is_uncertain(matched["net"].to_numpy()),
    )


def _mean(values: pd.Series, base: Basis, figure: Figure, ends: Intervals) -> SegmentMean | None:
    mean = finite(base.point.means[figure.measure].get(figure.of))
    if mean is None:
        return None
    low, high = ends[figure]
    least, step = base.settings.smallest_group, round_step(float(base.customers["ltv"].mean()))
    return SegmentMean(len(values), mean, low, high, middle_mean(values, least), spread_of(values, step, least))


def _gap(figure: Figure, base: Basis, ends: Intervals, errors: Mapping[Figure, float]) -> Gap | None:
    estimate = finite(base.point.of(figure))
    if estimate is None:
        return None
    low, high = ends[figure]
    below, _ = ends[Figure(figure.measure, PAIRS[figure.of][1])]
    positive = below is not None and below > 0
    ratio = _ratio(figure._replace(ratio=True), base, ends) if positive else None
    return Gap(estimate, low, high, ratio, errors.get(figure))


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
        int(point.acquired),
        finite(largest_conversion(point.acquired, point.created_claimed)),
    )


def _customers(base: Basis) -> Customers:
    people = base.customers
    if people.empty:
        return Customers(0, None, None, None)
    net = money_total(people["net_amount"]) / 10**base.settings.minor_digits
    return Customers(len(people), float(people["ltv"].mean()), float(people["ltv"].sum()), net)
