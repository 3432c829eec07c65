"""All that step 3 found, in one place for what it hands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.base.results import Estimate
from helpers.collect.nps import Nps
from helpers.compare.adjustment.likeness import LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.goals import Attainment
from helpers.compare.growth import Growth
from helpers.compare.nonresponse.bounds import Bounds
from helpers.compare.nonresponse.effects import NonResponse
from helpers.compare.robustness.scenarios import Scenario
from helpers.compare.silent_detectors import Complaints
from helpers.merge.kpis import Kpis


@dataclass(frozen=True)
class Findings:
    """What was found, every figure of it as it may be shown.

    Attributes
    ----------
    collected, merged : mapping
        Records of steps 1 and 2.
    bases : mapping
        Way of counting → the headline's gap.
    points : mapping
        ``plain`` and ``adjusted`` → move → value of one more point.
    """

    collected: Mapping[str, Any]
    merged: Mapping[str, Any]
    result: Comparison
    missing: NonResponse
    bounds: Bounds
    alike: LikeWithLike
    bases: Mapping[str, Estimate | None]
    scenarios: Sequence[Scenario]
    points: Mapping[str, Mapping[str, Estimate | None]]
    kpis: Kpis
    complaints: Complaints
    growth: Growth | None
    targets: Mapping[str, Attainment] = field(default_factory=dict)  # figure → where it stands; empty where none is set

    @property
    def nps(self) -> Nps:
        """The score of step 1."""
        return Nps(**self.collected["nps"])

    @property
    def funnel(self) -> Mapping[str, Any]:
        """Stage → persons, from those asked to those valued."""
        return self.merged["funnel"]

    @property
    def ledgers(self) -> Mapping[str, Any]:
        """Table → account of its rows."""
        return self.collected["ledgers"] | self.merged["ledgers"]
