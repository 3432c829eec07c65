"""Ways of counting one beside the other: does the report's conclusion hold in each of them (METHOD §4, §5)?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.results import Estimate, is_seen

SCENARIOS = (
    *("reported", "conversion_none", "conversion_crm", "influence_own", "influence_common", "uncapped"),
    *("half_incremental", "referred_ltv_referral", "referred_ltv_all", "ltv_alone", "median", "trimmed"),
    *("cut_offs_lower", "cut_offs_higher", "weighted", "adjusted"),
)


@dataclass(frozen=True)
class Scenario:
    """What comes out under one choice, compared by the report's measure; money in units of the currency.

    Attributes
    ----------
    name : str
        The choice, such as ``uncapped``; ``reported`` is the report's own.
    created : float or None
        Customers created by word of mouth in a year: θ × k × Σ w n a.
    lrv, value : mapping
        Segment → mean.
    gap : Estimate or None
        Promoter − detractor.
    """

    name: str
    created: float | None
    lrv: Mapping[str, float | None]
    value: Mapping[str, float | None]
    gap: Estimate | None


def all_scenarios(
    ways: Sequence[Scenario], gaps: Mapping[str, Estimate | None], others: Sequence[Scenario]
) -> tuple[Scenario, ...]:
    """The report's own, then every other way of counting.

    Parameters
    ----------
    ways : sequence of Scenario
        Of `referral_scenarios`; left out, but for the report's own, where values are not compared: LTV
        is the same in all of them.
    gaps : mapping
        Gaps that were counted elsewhere, such as ``weighted``.
    others : sequence of Scenario
        Of `method_scenarios`.
    """
    by_value = any(is_seen(value) for value in ways[0].value.values())
    return (ways[0], *gap_scenarios(gaps), *others, *(ways[1:] if by_value else ()))


def gap_scenarios(gaps: Mapping[str, Estimate | None]) -> tuple[Scenario, ...]:
    """Scenarios of gaps that were counted elsewhere, such as ``weighted``; those that exist and are seen.

    Examples
    --------
    >>> [scenario.name for scenario in gap_scenarios({"weighted": Estimate(1.0, 0.0, 2.0), "adjusted": None})]
    ['weighted']
    """
    return tuple(Scenario(name, None, {}, {}, gap) for name, gap in gaps.items() if gap and name in SCENARIOS)
