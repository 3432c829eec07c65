"""Other ways of counting: beside the report's own they tell nothing of few."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS, Support, public
from helpers.compare.basis import basis_of
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.robustness.referral import referral_scenarios
from helpers.disclosure import shown
from helpers.disclosure.hiding import masked
from helpers.disclosure.robustness import moves_tell
from helpers.run.settings import checked

SCORES = {"detractor": range(7), "passive": (7, 8), "promoter": (9, 10)}


def settings(**values):
    return checked({"as_of": "2026-04-01", "min_group_size": 2, "min_cell": 1, "resamples": 200, **values})


@pytest.fixture(scope="module")
def rows(shop):
    """400 customers, three in four of whom answered; promoters buy more."""
    random = np.random.default_rng(5)
    people = []
    for i in range(400):
        segment = [*SEGMENTS, None][i % 4]
        spent = round(random.lognormal(8 + 0.4 * (SEGMENTS.index(segment) if segment else 0), 0.8))
        said = {"recommended_count": float(random.integers(0, 12)), "influence": random.random()} if segment else {}
        came = {"acquired_on": "2025-09-01", "acquisition_channel": "referral"} if i % 20 == 3 else {}
        people.append({"segment": segment, "net_amount": spent, "orders": 1, **said, **came})
    table = shop(*people)
    scores = [None if pd.isna(segment) else random.choice(SCORES[segment]) for segment in table["segment"]]
    return table.assign(score=pd.array(scores, dtype="Int64"), influence=table["influence"].where(table.index % 9 > 0))


def made(make, rows, chosen, measure="value"):
    return {one.name: one for one in shown(make(basis_of(rows, None, chosen)), chosen).by(measure)}


def test_without_a_cap_nothing_is_told_of_few(rows):
    # the largest count is 11, given by 25 of 275
    few = made(referral_scenarios, rows, settings(min_cell=1000, max_recommendations=10), "ltv")["uncapped"]
    assert (few.gap, few.created, set(few.lrv.values())) == (HIDDEN, HIDDEN, {HIDDEN})
    enough = made(referral_scenarios, rows, settings(min_cell=2, max_recommendations=10))["uncapped"]
    assert enough.gap


def test_few_counts_above_the_cap_hide_what_they_make_without_it(rows):
    counts = rows["recommended_count"].mask(rows.index == 1, 60.0)  # one above 11
    ways = made(referral_scenarios, rows.assign(recommended_count=counts), settings(min_cell=2, max_recommendations=11))
    assert (ways["uncapped"].gap, ways["uncapped"].lrv["passive"]) == (HIDDEN, HIDDEN)
    assert ways["reported"].gap and ways["half_incremental"].gap


def test_what_moves_few_customers_is_not_shown(rows):
    found = made(method_scenarios, rows, settings(min_group_size=4))
    assert found["trimmed"].gap is HIDDEN  # three customers
    assert found["median"].gap and found["ltv_alone"].gap


def test_one_part_that_moves_must_be_safe_by_itself():
    """All passives become promoters, a part that is known; some detractors become passives, the one unknown."""
    for moving, safe in ((7, False), (8, True)):
        cells = ["passive promoter"] * 20 + ["detractor passive"] * moving + ["detractor detractor"] * 20
        within = pd.Series([cell.split()[0] for cell in cells])
        moves = Support(pd.Series(cells), pd.DataFrame({"ltv": [10.0] * len(cells)}), within)
        assert moves_tell(moves, settings(min_group_size=8, min_cell=5)) == (not safe)


def test_several_parts_that_move_must_be_safe_together():
    cells = ["promoter promoter"] * 20 + ["promoter passive"] * 3 + ["detractor passive"] * 3 + ["detractor none"] * 4
    moves = Support(
        pd.Series(cells), pd.DataFrame({"ltv": [10.0] * 30}), pd.Series([cell.split()[0] for cell in cells])
    )
    # the seven detractors move in two parts, neither of which is all of them: ten moved in all
    assert not moves_tell(moves, settings(min_group_size=10, min_cell=5))
    assert moves_tell(moves, settings(min_group_size=11, min_cell=5))


def test_what_is_hidden_stays_hidden(rows):
    hidden = settings(min_group_size=150, min_cell=5)
    found = [one for make in (referral_scenarios, method_scenarios) for one in made(make, rows, hidden, "ltv").values()]
    assert [one.gap for one in found if one.name != "median"] == [HIDDEN] * (len(found) - 1)
    assert [one.gap for one in found if one.name == "median"] == [None]  # of fewer than 300 there is none
    assert {mean for one in found for part in (one.lrv, one.value) for mean in part.values()} <= {HIDDEN}


def test_full_scenarios_have_both_gaps_and_shown_ones_stay_so_and_hold_nobody(rows):
    chosen = settings(min_group_size=150, min_cell=5)
    for make in (referral_scenarios, method_scenarios):
        full = make(basis_of(rows, None, chosen))
        part = shown(full, chosen)
        assert all(choice.gap.ltv or choice.name == "median" for choice in full.specifications)
        assert all(choice.recounted is None for choice in part.specifications) and shown(part, chosen) == part
        assert "C1" not in repr(full) and "Recounted" not in repr(full)


def test_a_field_that_nobody_speaks_of_is_not_shown(rows):
    @dataclass(frozen=True)
    class Further:
        name: str = public()
        most: float = 0.0

    with pytest.raises(KeyError, match="told_by"):
        masked(Further("uncapped", 9.0), {"ltv": set()}, {"promoter"})
