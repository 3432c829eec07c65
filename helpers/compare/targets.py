"""How far figures are from the targets set for them, and whether their intervals leave that open (METHOD §6)."""

from collections.abc import Mapping
from typing import Any

from helpers.base.proportions import Rate
from helpers.base.results import ALL, Estimate, is_seen
from helpers.collect.nps import Nps
from helpers.compare.comparison import Comparison
from helpers.compare.goals import GAP_GOALS, LOWER_IS_BETTER, Attainment
from helpers.compare.nonresponse.effects import NonResponse
from helpers.merge.kpi_names import KPIS
from helpers.merge.kpis import Kpis

Scored = Any  # a plain or a weighted score −1…1


def targets(
    goals: Mapping[str, Mapping[str, Any]],
    nps: Nps | Mapping[str, Any],
    missing: NonResponse,
    result: Comparison,
    rates: Kpis,
) -> dict[str, Attainment]:
    """Figure → where it stands beside its target, in the order of the goals; made of figures that may be shown.

    Parameters
    ----------
    goals : mapping
        Figure → target and owner, as `helpers.compare.goals.checked_goals` makes them.
    nps : Nps or mapping
        The score, or the record of it that step 1 hands on.
    """
    score = nps if isinstance(nps, Nps) else Nps(**nps)
    return {name: _attained(name, goal, _figure(name, score, missing, result, rates)) for name, goal in goals.items()}


def _figure(name: str, nps: Nps, missing: NonResponse, result: Comparison, rates: Kpis) -> Estimate | None:
    if name == "nps":
        return _points(nps) if nps.n else None
    if name == "nps_weighted":
        return _points(missing.weighted.nps) if missing.weighted.nps else None
    if name in KPIS:
        return _estimate(rates.rates[name][ALL]) if name in rates.rates else None
    measure, pair = GAP_GOALS[name]
    anchored = measure == "ltv" or result.referral.anchored  # claims that nothing checks meet no target
    gap = result.gaps[pair].gap(measure) if anchored else None
    return Estimate(gap.estimate, gap.low, gap.high) if gap else gap


def _points(score: Scored) -> Estimate:
    """In points, with the one decimal that leaves."""
    return Estimate(*(round(100 * end, 1) for end in (score.value, score.low, score.high)))


def _estimate(rate: Rate) -> Estimate:
    return Estimate(rate.rate, rate.low, rate.high)


def _attained(name: str, goal: Mapping[str, Any], figure: Estimate | None) -> Attainment:
    target, owner = goal["target"], goal["owner"]
    if not is_seen(figure) or not is_seen(figure.estimate):
        mark: Any = figure.estimate if is_seen(figure) else figure
        return Attainment(target, owner, mark, mark, "unknown")
    state = state_of(figure, target, lower_is_better=name in LOWER_IS_BETTER)
    return Attainment(target, owner, figure, figure.estimate - target, state)


def state_of(figure: Estimate, target: float, *, lower_is_better: bool = False) -> str:
    """Whether a figure's interval lies wholly on one side of its target: met, missed, open, bare.

    Examples
    --------
    >>> state_of(Estimate(21.0, 17.0, 25.0), 30.0), state_of(Estimate(0.05, 0.04, 0.06), 0.07, lower_is_better=True)
    ('missed', 'met')
    >>> state_of(Estimate(21.0, 17.0, 25.0), 25.0), state_of(Estimate(21.0, None, None), 25.0)
    ('open', 'bare')
    """
    if not is_seen(figure.low) or not is_seen(figure.high):
        return "bare"
    if figure.low <= target <= figure.high:
        return "open"
    return "met" if (figure.low > target) != lower_is_better else "missed"
