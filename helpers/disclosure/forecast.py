"""What may be shown of the next year, and of what is at stake: by segment, as what was bought."""

from dataclasses import replace

from helpers.base.results import ALL
from helpers.compare.forecast.foreseen import AT_STAKE, STAKE_GROUPS, AtStake, Forecast, OutOfTime
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import hidden_cells, masked, money, shown


@shown.register
def _(result: Forecast, settings: CompareSettings) -> Forecast:
    if result.support is None:
        return result
    hidden = {"expected": _hidden_expected(result, settings)}
    groups = {name: masked(group, hidden, {name}) for name, group in result.groups.items()}
    return replace(result, groups=groups, check=shown(result.check, settings), people=None, support=None)


def _hidden_expected(result: Forecast | AtStake, settings: CompareSettings) -> set[str]:
    """Segments (and ``all``) whose forecast is not shown; those whose LTV is not are among them."""
    support = result.support if isinstance(result, Forecast) else result.everybody
    assert support is not None
    rule = money(("expected", "lately"), settings.smallest_group, settings)
    return hidden_cells(support, rule, hidden_ltv(support, settings))


@shown.register
def _(result: OutOfTime, settings: CompareSettings) -> OutOfTime:
    """Beside what all customers brought, what those brought who were there tells of those who came later."""
    if result.support is None:
        return result
    unsafe = hidden_cells(result.support, money(("came", "lately"), settings.smallest_group, settings))
    hidden = {"check": {ALL} if unsafe else set()}
    ways = {name: masked(way, hidden, {ALL}) for name, way in result.ways.items()}
    return replace(masked(result, hidden, {ALL}), ways=ways, support=None)


@shown.register
def _(result: AtStake, settings: CompareSettings) -> AtStake:
    """Where one of the segments is hidden, so is the other, and both together: the forecast may tell the other.

    Of both the rule of thumb stands beside what is expected too: two equations for the money of two segments.
    """
    if result.support is None:
        return result
    rule = money(("expected", "at_stake", "difference", "shortfall"), settings.smallest_group, settings)
    expected = _hidden_expected(result, settings)
    is_unsafe = bool(hidden_cells(result.support, rule, expected & set(AT_STAKE)))
    groups_of = {"stake": is_unsafe, "promoters": "promoter" in expected}
    hidden = {name: set(STAKE_GROUPS) if hide else set() for name, hide in groups_of.items()}
    groups = {name: masked(group, hidden, {name}) for name, group in result.groups.items()}
    return replace(result, groups=groups, people=None, support=None, everybody=None)
