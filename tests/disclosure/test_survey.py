"""What a survey shows of those who answered, who moved, and who may be asked."""

import datetime as dt
import re

import pandas as pd
import pytest

from helpers.base.results import HIDDEN
from helpers.collect.monitor import monitor
from helpers.collect.nps import difference, nps_from_counts
from helpers.collect.plan.needs import Needs
from helpers.collect.plan.sampling import Plan
from helpers.collect.waves import Wave, Waves, change, transitions
from helpers.disclosure import shown
from helpers.run.settings import checked


def settings(**values):
    return checked({"as_of": "2026-04-01", "acquisition_cost": {"a": 1.0, "b": 1.0, "c": 1.0}, **values})


def watched(answered, channels, **changes):
    """Monitor of customers given by their channels, of whom some answered a day after they were asked."""
    ids = pd.Series([f"c{i}" for i in range(len(channels))], dtype="str")
    day = pd.Series(pd.Timestamp("2026-03-01"), index=ids.index).astype("datetime64[us]")
    given = pd.DataFrame({"person": ids, "customer_id": ids, "responded_at": day + pd.Timedelta(days=1)}).iloc[answered]
    given = given.assign(score=pd.array([9] * len(given), dtype="Int64"), wave=pd.Series(dtype="str"))
    known = pd.DataFrame({"customer_id": ids, "acquisition_channel": pd.Series(channels, dtype="str")})
    invited = pd.DataFrame({"customer_id": ids, "invited_at": day})
    chosen = settings(**changes)
    return monitor(given, invited, known.assign(acquired_on=day), None, chosen), chosen


def rates_hidden(full, chosen):
    return {group.name: group.rate is HIDDEN for group in shown(full, chosen).groups}


def test_few_who_answered_are_hidden_and_never_alone():
    # a: 2 of 20 answered; b: 10 of 20; c: 9 of 21: b, the smallest other, is hidden with a
    full, chosen = watched([0, 1, *range(20, 30), *range(40, 49)], ["a"] * 20 + ["b"] * 20 + ["c"] * 21)
    assert [group.rate.numerator for group in full.groups] == [2, 10, 9]
    assert rates_hidden(full, chosen) == {"a": True, "b": True, "c": False}


def test_few_who_did_not_answer_are_hidden_too():
    # 18 of 20 answered, 2 did not
    answered = [*range(18), *range(20, 30), *range(40, 50)]
    assert rates_hidden(*watched(answered, ["a"] * 20 + ["b"] * 20 + ["c"] * 20)) == {"a": True, "b": True, "c": False}


def test_a_group_that_is_hidden_is_not_warned_of():
    # 2 of 100 against 60 of 100
    full, chosen = watched([0, 1, *range(100, 160)], ["a"] * 100 + ["b"] * 100)
    assert [group.silent for group in full.groups] == [True, False]
    assert [group.silent for group in shown(full, chosen).groups] == [HIDDEN, HIDDEN]


def test_days_with_few_answers_are_told_together():
    full, chosen = watched(range(7), ["a"] * 20, min_cell=7)
    assert [(span.first_day, span.last_day, span.answers) for span in full.days] == [(0, None, 7)]
    assert shown(full, chosen).days == full.days  # the day of the last answer is one person's
    assert shown(full, settings(min_cell=8)).days == ()


def waves_of(moved, *sizes, chosen=None):
    waves = [
        Wave(f"w{i}", dt.date(2026, i, 1), n, nps_from_counts(n // 2, 0, n - n // 2)) for i, n in enumerate(sizes, 1)
    ]
    return Waves(tuple(waves), (change(*waves, moved, chosen or settings()),), 0, transitions(moved), moved)


@pytest.fixture
def moved():
    """3 promoters and 6 passives became detractors, 9 detractors passives."""
    before = ["promoter"] * 3 + ["passive"] * 6 + ["detractor"] * 9
    people = [f"c{i}" for i in range(18)]
    return pd.DataFrame({"person": people, "before": before, "after": ["detractor"] * 9 + ["passive"] * 9})


def test_few_who_moved_are_hidden_and_never_alone(moved):
    # the smallest other cell is hidden with the three, so that no total gives them away
    persons = {one.cell: one.persons for one in shown(waves_of(moved, 20, 20), settings()).transitions}
    hidden = [cell for cell, n in persons.items() if n is HIDDEN]
    assert hidden == ["passive detractor", "promoter detractor"]
    assert persons["detractor passive"] == 9 and persons["promoter promoter"] == 0
    every = shown(waves_of(moved, 20, 20), settings(min_cell=1)).transitions
    assert HIDDEN not in [one.persons for one in every]


def test_a_wave_of_few_has_no_score(moved):
    few, enough = shown(waves_of(moved, 9, 10), settings()).waves
    assert (few.n, few.nps) == (9, HIDDEN) and enough.nps.value == 0


def test_few_who_answered_twice_are_told_by_no_interval():
    """How wide it is would say how their answers hang together: it is that of different people."""
    moved = pd.DataFrame({"before": ["promoter", "detractor"] * 2, "after": ["promoter", "detractor"] * 2})
    full = waves_of(moved, 20, 20)
    (part,) = shown(full, settings()).changes
    apart = difference(full.waves[1].nps, full.waves[0].nps)
    assert part.both is HIDDEN and (part.low, part.high) == (apart["low"], apart["high"])
    assert full.changes[0].high < part.high
    enough = shown(full, settings(min_cell=2)).changes
    assert enough == full.changes


def test_where_moves_are_hidden_the_interval_has_no_digits_to_tell_them(moved):
    (full,), (part,) = (
        result.changes for result in (waves_of(moved, 20, 20), shown(waves_of(moved, 20, 20), settings()))
    )
    assert part.both == 18 and full.low - 0.01 < part.low <= full.low <= full.high <= part.high < full.high + 0.01
    assert [100 * end == pytest.approx(round(100 * end), abs=1e-9) for end in (part.low, part.high)] == [True, True]


@pytest.fixture
def plan():
    strata = pd.DataFrame({"stratum": ["ads", "mall", "web"], "eligible": [3, 7, 70], "asked": [2, 4, 34]})
    people = {"customer_id": ["c1"], "email": ["c1@example.jp"], "name": ["Aiko"], "stratum": ["ads"]}
    gone = pd.DataFrame({"customer_id": ["c2"], "reason": ["opted_out"]})
    left_out = pd.DataFrame({"reason": [], "customers": []})
    needs = Needs(40, "all", None, 8.0, ())
    return Plan("2026-04", 1, False, 80, left_out, 80, needs, strata, pd.DataFrame(people), gone)


def test_strata_of_few_are_hidden_and_never_alone(plan):
    strata = shown(plan, settings()).strata.to_numpy().tolist()
    assert strata == [["ads", HIDDEN, HIDDEN], ["mall", HIDDEN, HIDDEN], ["web", 70, 34]]
    assert HIDDEN not in shown(plan, settings(min_cell=3)).strata.to_numpy()


def test_nobody_is_in_a_plan_that_may_be_shown(plan):
    part = shown(plan, settings())
    assert len(part.withdrawn) == len(part.asked) == 1 and plan.strata["eligible"].sum() == 80
    assert not {"c1", "c2", "Aiko", "c1@example.jp"} & {*part.asked.to_numpy().flat, *part.withdrawn.to_numpy().flat}


def test_what_is_shown_stays_so_and_holds_nobody(moved, plan):
    full, chosen = watched(range(7), ["a"] * 10 + ["b"] * 10)
    for result in (full, waves_of(moved, 20, 20), plan):
        part = shown(result, chosen)
        assert shown(part, chosen) is part and not re.search(r"\bc\d", repr(part))
    assert "c1" not in repr(full) and "c1" not in repr(waves_of(moved, 20, 20))
