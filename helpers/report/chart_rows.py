"""What the file behind each chart holds: a row type a chart, its fields the columns, with the names they may hold."""

from dataclasses import dataclass, fields
from typing import Annotated

import pandas as pd

from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.bands import BAND_KINDS, CHANNELS, OTHER, SPENDS, TENURES
from helpers.compare.figures import BASES, PAIRS
from helpers.compare.robustness.scenarios import SCENARIOS
from helpers.merge.complaints import SEVERITIES
from helpers.merge.kpis import KPI_GROUPS, KPIS

STAGES = ("invited", "answered", "usable", "matched", "counted", "valued")
Segment = Annotated[str, SEGMENTS]


@dataclass(frozen=True)
class ScoreRow:
    """Answers of a score, or of scores from `score` to `last`."""

    score: int
    last: int
    segment: Segment
    answers: int
    share: float


@dataclass(frozen=True)
class StageRow:
    """Persons at a stage of the funnel."""

    stage: Annotated[str, STAGES]
    persons: int


@dataclass(frozen=True)
class DaysRow:
    """Answers in a span of days."""

    first_day: int
    last_day: int
    answers: int


@dataclass(frozen=True)
class ResponseRow:
    """Share who answered of a group, beside that of all (`whole`); channels by the names that the settings know."""

    kind: Annotated[str, BAND_KINDS]
    name: Annotated[str, (*CHANNELS, OTHER, *TENURES, *SPENDS)]
    answered: int
    invited: int
    rate: float
    low: float
    high: float
    whole: float


@dataclass(frozen=True)
class WaveRow:
    """NPS of a wave."""

    wave: int
    answers: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class CountRow:
    """Answers from `first` to `last` people recommended to."""

    first: int
    last: int
    answers: int


@dataclass(frozen=True)
class ValueRow:
    """What a segment is worth; the interval is the total's."""

    segment: Segment
    customers: int
    ltv: float
    lrv: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class GapRow:
    """Mean of a segment, or gap of a pair."""

    segment: Segment
    mean: float
    low: float
    high: float
    pair: Annotated[str, tuple(PAIRS)]
    estimate: float


@dataclass(frozen=True)
class FlowRow:
    """People, then money, on the way from recommendations to what they bring."""

    step: Annotated[str, ("recommended", "influenced", "created", "money")]
    amount: float
    kind: Annotated[str, ("people", "money")]


@dataclass(frozen=True)
class BaseRow:
    """The headline's gap in one way of counting."""

    basis: Annotated[str, BASES]
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class BalanceRow:
    """How far apart promoters and detractors lie in a column of the customers file."""

    column: str
    before: float
    after: float


@dataclass(frozen=True)
class ScenarioRow:
    """The gap under another choice."""

    scenario: Annotated[str, SCENARIOS]
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class AttributeRow:
    """The gap in a group of an attribute."""

    group: str
    customers: int
    answers: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class KpiRow:
    """A rate of a segment."""

    kpi: Annotated[str, KPIS]
    segment: Annotated[str, KPI_GROUPS]
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class RungRow:
    """Complaints of a severity."""

    severity: Annotated[str, SEVERITIES]
    seen: int
    expected: int
    gap: int


CHART_ROWS: dict[str, type] = {
    "score_distribution": ScoreRow,
    "funnel": StageRow,
    "funnel_valued": StageRow,
    "answers_by_day": DaysRow,
    "response_rates": ResponseRow,
    "nps_by_wave": WaveRow,
    "recommended_counts": CountRow,
    "value_by_segment": ValueRow,
    "gaps": GapRow,
    "referral_flow": FlowRow,
    "bases": BaseRow,
    "balance": BalanceRow,
    "robustness": ScenarioRow,
    "by_attribute": AttributeRow,
    "kpis": KpiRow,
    "heinrich": RungRow,
}


def saved_rows(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Frame of a chart as it is saved: the columns of its row type.

    Examples
    --------
    >>> frame = pd.DataFrame({"stage": ["valued"], "persons": [3], "stage_label": ["Valued"]})
    >>> list(saved_rows("funnel", frame))
    ['stage', 'persons']
    """
    return frame[[field.name for field in fields(CHART_ROWS[name])]]
