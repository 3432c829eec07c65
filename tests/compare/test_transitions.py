"""Who moved between two waves, and what they brought before and after."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.base.results import SEGMENTS, as_figures
from helpers.compare.transitions import against_stayed
from helpers.compare.transitions import moves as full_moves
from helpers.disclosure import shown
from helpers.merge.customers import Shop
from helpers.run.settings import checked


class Means(NamedTuple):
    """What is told of a move but for the interval."""

    before: str
    after: str
    n: int | None
    ltv_before: float | None
    ltv_after: float | None


def settings(**changes):
    return checked({"as_of": "2026-04-01", "gross_margin_rate": 0.5, **changes})


def tables(*people):
    """Customers and answers of (segment before, segment, net before, net, acquired)."""
    columns = ["segment_before", "segment", "net_amount_before", "net_amount", "acquired_on"]
    frame = pd.DataFrame(people, columns=columns).astype({"segment_before": "str", "segment": "str"})
    frame["acquired_on"] = pd.to_datetime(frame["acquired_on"]).astype("datetime64[us]")
    frame["customer_id"] = pd.Series([f"c{i}" for i in range(len(frame))], dtype="str")
    rows = frame.drop(columns="segment_before")
    return rows, frame[["customer_id", "segment", "segment_before"]]


def moves(rows, answers, settings, **covered):
    """The moves that may be shown, hidden figures as ``None``."""
    moved = shown(full_moves(Shop(rows, settings, answers, **covered)), settings)
    return tuple(Means(**as_figures(move)) for move in moved.moves) if moved else ()


def found(*people, covered=True, **changes):
    return moves(*tables(*people), settings(**changes), window_before_covered=covered)


UP = [("detractor", "promoter", 1000, 3000, "2020-01-01")] * 12
STAYED = [("passive", "passive", 800, 600, "2020-01-01")] * 12


def test_means_before_and_after():
    # half of 1000 and of 3000
    told = {(one.before, one.after): one for one in found(*UP, *STAYED)}
    assert len(told) == 9
    assert told["detractor", "promoter"] == Means("detractor", "promoter", 12, 500.0, 1500.0)
    assert told["passive", "passive"] == Means("passive", "passive", 12, 400.0, 300.0)
    assert told["promoter", "detractor"] == Means("promoter", "detractor", 0, None, None)


def test_a_hidden_move_is_not_what_is_left_of_its_segment():
    """All promoters answered twice: their total less the moves shown would be the three who came from detractors."""
    few = [("detractor", "promoter", 1000, 3000, "2020-01-01")] * 3
    stayed = [("promoter", "promoter", 900, 900 + i, "2020-01-01") for i in range(12)]
    told = {(one.before, one.after): one for one in found(*few, *stayed, *STAYED)}
    assert told["detractor", "promoter"].n is None and told["promoter", "promoter"].n is None


def test_who_answered_once_is_one_more_part_of_a_segment():
    """One promoter who answered once is the promoters' total less their moves."""
    rows, answers = tables(*UP, *STAYED, ("detractor", "promoter", 100, 70_000, "2020-01-01"))
    once = answers.assign(segment_before=answers["segment_before"].where(answers.index < 24))
    told = {(one.before, one.after): one for one in moves(rows, once, settings(), window_before_covered=True)}
    assert told["detractor", "promoter"].n is None
    assert told["passive", "passive"].n == 12


def test_each_window_bears_its_own_costs():
    # acquired in the window before, at 200, and kept for 365 and 275 days of them at 365 a year
    people = [("detractor", "promoter", 1000, 3000, "2024-07-01")] * 12
    (one,) = [one for one in found(*people, acquisition_cost=200.0, retention_cost=365.0) if one.n]
    days = (pd.Timestamp("2025-04-01") - pd.Timestamp("2024-07-01")).days
    assert (one.ltv_before, one.ltv_after) == (500 - 200 - days, 1500 - 365)


def test_new_customers_had_no_window_before():
    new = [("detractor", "promoter", 0, 9000, "2025-04-01")] * 12
    assert [one.n for one in found(*UP, *new) if one.n] == [12]
    assert found(*new) == ()


@pytest.mark.parametrize("how", [{"covered": False}, {"window_days": 0}, {"window": "after"}])
def test_without_a_window_before_there_is_nothing(how):
    assert found(*UP, **how) == ()


def test_nobody_answered_twice():
    rows, answers = tables(*UP)
    assert moves(rows, answers.assign(segment_before=None), settings(), window_before_covered=True) == ()
    assert moves(rows, None, settings(), window_before_covered=True) == ()


def test_few_are_hidden_and_never_alone():
    few = [("promoter", "detractor", 500, 100, "2020-01-01")] * 9
    told = {(one.before, one.after): one for one in found(*UP, *STAYED, *STAYED, *few)}
    for hidden in (("promoter", "detractor"), ("detractor", "promoter")):
        assert told[hidden] == Means(*hidden, None, None, None)
    assert told["passive", "passive"].n == 24


def test_one_who_makes_more_than_half_is_hidden():
    rich = [("passive", "promoter", 10**6, 10, "2020-01-01"), *[("passive", "promoter", 10, 10, "2020-01-01")] * 12]
    told = {(one.before, one.after): one for one in found(*UP, *STAYED, *rich)}
    assert told["passive", "promoter"].ltv_before is None and told["passive", "promoter"].n is None


def test_the_change_of_those_who_moved_less_that_of_those_who_stayed():
    random = np.random.default_rng(4)
    before, after = random.integers(100, 900, (2, 60))
    cells = [("detractor", "detractor")] * 25 + [("detractor", "promoter")] * 20 + [("passive", "promoter")] * 15
    people = [(*cell, first, last, "2020-01-01") for cell, first, last in zip(cells, before, after, strict=True)]
    rows, answers = tables(*people)
    chosen = settings(gross_margin_rate=1.0, min_cell=1, min_group_size=2)
    moved = shown(full_moves(Shop(rows, chosen, answers, window_before_covered=True)), chosen)
    found = against_stayed(moved, 0.9)
    change = after - before
    expected = stats.ttest_ind(change[25:45], change[:25], equal_var=False).confidence_interval(0.9)
    gap = found["detractor promoter"]
    assert gap.estimate == pytest.approx(change[25:45].mean() - change[:25].mean())
    assert (gap.low, gap.high) == pytest.approx((expected.low, expected.high))
    assert found["passive promoter"] is None  # no passive stayed
    assert set(found) == {f"{a} {b}" for a in SEGMENTS for b in SEGMENTS if a != b}


def test_a_move_that_is_hidden_is_compared_with_nobody():
    few = [("detractor", "promoter", 500, 100, "2020-01-01")] * 9
    stayed = [("detractor", "detractor", 500, 100 + i, "2020-01-01") for i in range(20)]
    rows, answers = tables(*few, *stayed, *STAYED, *UP)
    chosen = settings(min_group_size=22)
    moved = shown(full_moves(Shop(rows, chosen, answers, window_before_covered=True)), chosen)
    assert set(against_stayed(moved, 0.95).values()) == {None}
