"""``summary.json``: the figures of a report for machines (names: the contract in docs/privacy.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from helpers.base.as_read import figures_as_read
from helpers.base.proportions import Rate
from helpers.base.results import Estimate, as_figures, form, public
from helpers.base.tables import TABLES
from helpers.collect.funnel import Funnel
from helpers.collect.nps import Nps
from helpers.compare.comparison import Customers, PairEstimates, PairGap, Referral, SegmentValue
from helpers.compare.drivers.drivers import Drivers
from helpers.compare.figures import PAIRS
from helpers.compare.forecast.foreseen import AtStake, Forecast
from helpers.compare.goals import GOALS, Attainment
from helpers.compare.growth import Growth
from helpers.compare.nonresponse.beside import Weighted
from helpers.compare.nonresponse.bounds import Bound, Bounds
from helpers.compare.nonresponse.effects import LtvByAnswer, Weights
from helpers.compare.outlook import Outlook
from helpers.compare.quadrants import Quadrants
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import SCENARIOS
from helpers.compare.words import SegmentWords
from helpers.merge.complaints import Ladder
from helpers.merge.customers import SEGMENTS_AND_NONE
from helpers.merge.kpi_names import CUSTOMER_RATES, KPIS
from helpers.merge.kpis import KPI_GROUPS
from helpers.read.ledger import Account
from helpers.report.findings import Findings
from helpers.report.settings import ReportSettings

_Rates = Annotated[Mapping[str, Rate], KPI_GROUPS]
_Points = Annotated[Mapping[str, Estimate | None], tuple(MOVES)]


@dataclass(frozen=True)
class About:
    """Which report, of what."""

    report_name: str
    shop_name: str
    note: str
    as_of: str
    window: str
    window_days: int
    currency: str


@dataclass(frozen=True)
class ScorePoints:
    """NPS in points, with the counts behind it."""

    value: float | None = public(decimals=1)
    low: float | None = public(decimals=1)
    high: float | None = public(decimals=1)
    n: int = public()
    promoters: int = public()
    passives: int = public()
    detractors: int = public()


@dataclass(frozen=True)
class Summary:
    """The figures of a report; money in units of the currency, rates 0…1."""

    report: About
    nps: ScorePoints
    funnel: Funnel
    segments: Annotated[Mapping[str, SegmentValue], SEGMENTS_AND_NONE]
    gaps: Annotated[Mapping[str, PairGap], tuple(PAIRS)]
    referral: Referral
    kpis: Annotated[Mapping[str, _Rates], KPIS]  # rates of customers: of those of the whole window
    kpis_all_customers: Annotated[Mapping[str, _Rates], CUSTOMER_RATES]
    heinrich: Ladder | None
    earned_growth: Growth | None
    customers: Customers
    ledgers: Annotated[Mapping[str, Account], TABLES]


@dataclass(frozen=True)
class NonResponseSummary:
    """What those who did not answer change; scores in points."""

    money: LtvByAnswer
    weights: Weights
    weighted: Weighted
    bounds: Bounds


@dataclass(frozen=True)
class Certainty:
    """How far the comparison holds, what one more point is worth, and the targets."""

    robustness: Annotated[Mapping[str, Estimate | None], SCENARIOS]
    nonresponse: NonResponseSummary
    adjusted: Annotated[Mapping[str, PairEstimates], tuple(PAIRS)]
    point_value: Annotated[Mapping[str, _Points], ("plain", "adjusted")]
    targets: Annotated[Mapping[str, Attainment], GOALS]


@dataclass(frozen=True)
class Ahead:
    """What the next year is expected to bring, what is at stake, what goes with the score, and what they write."""

    forecast: Forecast | None
    at_stake: AtStake | None
    drivers: Drivers | None
    words: SegmentWords | None  # leanings: segment → word → its figures, lean as a natural logarithm
    quadrants: Quadrants | None


def summary_form() -> Mapping[str, Any]:
    """Keys that ``summary.json`` may have, and what may stand under each."""
    figures, certain, ahead = form(Summary), form(Certainty), form(Ahead)
    assert isinstance(figures, Mapping) and isinstance(certain, Mapping) and isinstance(ahead, Mapping), "all have keys"
    return {**figures, **certain, **ahead}


def outlook_figures(seen: Outlook) -> dict[str, Any]:
    """Figures of `Ahead` as they are read."""
    return as_figures(figures_as_read(Ahead(seen.forecast, seen.stakes, seen.drivers, seen.words, seen.quadrants)))


def summary(found: Findings, settings: ReportSettings) -> dict[str, Any]:
    """Figures of `Summary` and `Certainty` as they are read, ``None`` where suppressed or not computable."""
    result, score, asked = found.result, nps_points(found.nps), Funnel(**found.funnel)
    worth = (result.segments, result.gaps, result.referral)
    rates = (found.kpis.rates, found.kpis.all_customers)
    served = (found.complaints.ladder, found.growth)
    figures = Summary(_about(settings), score, asked, *worth, *rates, *served, result.customers, found.ledgers)
    return as_figures(figures_as_read(figures)) | as_figures(figures_as_read(_certainty(found)))


def _about(settings: ReportSettings) -> About:
    texts = (settings.report_name, settings.shop_name, settings.note, date.isoformat(settings.as_of), settings.window)
    return About(*texts, settings.window_days, settings.currency)


def _certainty(found: Findings) -> Certainty:
    missing, bounds = found.missing, found.bounds
    ends = Bounds(bounds.answered, _in_points(bounds.detractor), _in_points(bounds.promoter))
    missed = NonResponseSummary(missing.money, missing.weights, _weighted_in_points(missing.weighted), ends)
    ways = {scenario.name: scenario.gap for scenario in found.scenarios}
    return Certainty(ways, missed, found.alike.gaps(), found.points, found.targets)


def _in_points(bound: Bound) -> Bound:
    return bound if bound.nps is None else replace(bound, nps=100 * bound.nps)


def _weighted_in_points(weighted: Weighted) -> Weighted:
    nps = weighted.nps
    if not nps:
        return weighted
    return replace(weighted, nps=replace(nps, value=100 * nps.value, low=100 * nps.low, high=100 * nps.high))


def nps_points(nps: Nps) -> ScorePoints:
    """Score and interval in points, with the counts behind them.

    Examples
    --------
    >>> from helpers.collect.nps import nps_from_counts
    >>> nps_points(nps_from_counts(10, 20, 70)).value
    60.0
    """
    value, low, high = (100 * end if nps.n else None for end in (nps.value, nps.low, nps.high))
    return ScorePoints(value, low, high, nps.n, nps.promoters, nps.passives, nps.detractors)
