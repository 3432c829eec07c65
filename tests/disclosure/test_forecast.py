"""What may be shown of the next year and of what is at stake: nobody's forecast, and none that can be worked out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import ALL, HIDDEN, Support, is_full
from helpers.compare.forecast.foreseen import (
    STAKE_GROUPS,
    AtStake,
    Estimate,
    Forecast,
    GroupForecast,
    GroupStake,
    OutOfTime,
    WayChecked,
)
from helpers.disclosure import shown
from helpers.run.settings import checked

SETTINGS = checked({"as_of": "2026-04-01"})
MONEY = Estimate(10.0, 5.0, 15.0)


def support(sizes, large=()):
    """Customers of segments, each expected to bring 10; one of the `large` segments brings most of it."""
    cell = pd.Series(np.repeat(list(sizes), list(sizes.values())), dtype="str")
    money = pd.Series(10.0, cell.index)
    for name in large:
        money[cell[cell == name].index[0]] = 1_000.0
    adds = pd.DataFrame(
        {
            "buyer": np.arange(len(cell)) % 2 == 0,
            "net": 10,
            "ltv": 10.0,
            "cost": 0.0,
            "expected": money,
            "lately": 10.0,
        }
    )
    return Support(cell, adds)


def forecast(sizes, large=(), check=None):
    groups = {name: GroupForecast(n, MONEY, MONEY, 10.0) for name, n in (sizes | {ALL: sum(sizes.values())}).items()}
    people = pd.DataFrame({"customer_id": ["C1"]})
    return Forecast("", "model", "bgnbd", {}, 99, 0.1, groups, check, people, support(sizes, large))


def hidden_groups(result):
    return {name for name, group in result.groups.items() if HIDDEN in (group.mean, group.total, group.last_year)}


@pytest.mark.parametrize(
    ("sizes", "large", "hidden"),
    [
        ({"detractor": 30, "passive": 30, "promoter": 30, "none": 900}, (), set()),
        ({"detractor": 9, "passive": 30, "promoter": 30, "none": 900}, (), {"detractor", "none"}),
        ({"detractor": 30, "passive": 30, "promoter": 30, "none": 900}, ("passive",), {"passive", "none"}),
        ({"detractor": 3, "passive": 3, "promoter": 3}, (), {"detractor", "passive", "promoter", ALL}),
    ],
)
def test_forecasts_of_few_or_mostly_of_one_stay_hidden(sizes, large, hidden):
    found = shown(forecast(sizes, large), SETTINGS)
    assert hidden_groups(found) == hidden
    assert found.people is None and not is_full(found) and shown(found, SETTINGS) == found
    assert [group.n for group in found.groups.values()] == [*sizes.values(), sum(sizes.values())]


def test_what_one_brought_of_late_hides_her_segment():
    sizes = {"detractor": 30, "passive": 30, "promoter": 30, "none": 900}
    found = forecast(sizes)
    found.support.adds.loc[0, "lately"] = 1_000.0
    assert hidden_groups(shown(found, SETTINGS)) == {"detractor", "none"}


def checked_of(there, later, large=False):
    cell = pd.Series(["there"] * there + ["later"] * later)
    adds = pd.DataFrame({"came": 10.0, "lately": 10.0}, cell.index)
    if large:
        adds.loc[0, "came"] = 1_000.0
    ways = {name: WayChecked(1.0, 2.0, 3.0) for name in ("model", "last_year", "mean")}
    return OutOfTime("", there, 365, 10.0, ways, Support(cell, adds))


@pytest.mark.parametrize(
    ("there", "later", "large", "hide"),
    [(50, 50, False, False), (50, 0, False, False), (9, 50, False, True), (50, 3, False, True), (50, 50, True, True)],
)
def test_the_check_is_hidden_where_it_tells_of_few(there, later, large, hide):
    """What those brought who were there, less what all did, is what those brought who came since."""
    sizes = {"detractor": 30, "passive": 30, "promoter": 30, "none": 900}
    check = shown(forecast(sizes, check=checked_of(there, later, large)), SETTINGS).check
    assert (check.came is HIDDEN) is hide and (check.ways["mean"].error is HIDDEN) is hide
    assert check.n == there and not is_full(check) and shown(check, SETTINGS) == check


def at_stake(everybody, sizes, large=()):
    groups = {
        name: GroupStake(n, 10.0, MONEY, MONEY, 6.0, 5.0, 5.0)
        for name, n in (sizes | {ALL: sum(sizes.values())}).items()
    }
    mine = support(sizes, large)
    adds = mine.adds[["expected"]].assign(at_stake=1.0, difference=1.0, shortfall=1.0)
    return AtStake("", 99, groups, pd.DataFrame({"customer_id": ["C1"]}), replace(mine, adds=adds), everybody)


@pytest.mark.parametrize(
    ("passives", "large", "hidden"),
    [(30, (), set()), (9, (), set(STAKE_GROUPS)), (30, ("passive",), set(STAKE_GROUPS))],
)
def test_both_segments_at_stake_hide_one_another_and_their_sum(passives, large, hidden):
    sizes = {"detractor": 30, "passive": passives}
    everybody = support(sizes | {"promoter": 30, "none": 900}, large)
    found = shown(at_stake(everybody, sizes, large), SETTINGS)
    assert {name for name in STAKE_GROUPS if found.groups[name].at_stake is HIDDEN} == hidden
    assert {name for name in STAKE_GROUPS if found.groups[name].expected is HIDDEN} == hidden
    assert found.people is None and not is_full(found) and shown(found, SETTINGS) == found


def test_what_chance_makes_is_of_the_promoters_and_hidden_with_them():
    everybody = support({"detractor": 30, "passive": 30, "promoter": 30, "none": 900}, ("promoter",))
    found = shown(at_stake(everybody, {"detractor": 30, "passive": 30}), SETTINGS)
    assert {group.by_chance for group in found.groups.values()} == {HIDDEN}


def test_what_was_refused_stays_as_it_is():
    for refused in (Forecast("short", "", "", {}, 0, None, {}, None), AtStake("nobody", 0, {})):
        assert shown(refused, SETTINGS) == refused
    assert shown(OutOfTime("short", 9, 365, None, {}), SETTINGS).reason == "short"
