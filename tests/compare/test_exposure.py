"""The same time for all: by hand, resampled against a formula, and who is hidden."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN
from helpers.compare.basis import basis_of
from helpers.compare.exposure import exposure, exposure_years
from helpers.compare.robustness.methods import method_scenarios
from helpers.disclosure import shown
from helpers.run.settings import checked

AS_OF = {"as_of": "2026-04-01", "retention_cost": 0.0}


def shop(*groups):
    """Customers: how many, segment, day of acquisition, net amount."""
    rows = [(segment, day, net) for n, segment, day, net in groups for _ in range(n)]
    table = pd.DataFrame(rows, columns=["segment", "acquired_on", "net_amount"])
    return table.assign(
        person=[f"p{i}" for i in range(len(rows))],
        acquired_on=pd.to_datetime(table["acquired_on"]),
        orders=1,
        score=table["segment"].map({"promoter": 10, "passive": 8, "detractor": 2}).astype("Int64"),
        recommended_count=pd.array([None] * len(rows), dtype="Float64"),
        influence=pd.array([None] * len(rows), dtype="Float64"),
        warned_count=pd.array([None] * len(rows), dtype="Float64"),
    )


def of(rows, **changes):
    base = basis_of(rows, None, checked(AS_OF | changes))
    return exposure(base)


OLD, HALF = "2020-01-01", "2025-10-01"  # half: 182 of the 365 days


def test_years_of_the_window():
    rows = pd.DataFrame({"acquired_on": pd.to_datetime([OLD, "2025-04-01", HALF, None])})
    assert exposure_years(rows, checked(AS_OF)).tolist() == [1.0, 1.0, 182 / 365, 1.0]


def test_the_verdict_turns_where_new_customers_had_half_the_time():
    """Detractors had half the time and brought as much a year: 1,000 in all of it, 500 in half."""
    found = of(shop((20, "promoter", OLD, 1000), (20, "detractor", HALF, 500), (10, "detractor", OLD, 1000)))
    detractors = found.segments["detractor"]
    assert detractors.years == pytest.approx((20 * 182 / 365 + 10) / 30)
    assert detractors.whole == 10 and detractors.ltv_whole == 1000.0
    assert detractors.ltv_per_year == pytest.approx(20_000 / (20 * 182 / 365 + 10))
    assert found.gaps.whole.estimate == 0.0
    assert found.gaps.per_year.estimate == pytest.approx(1000 - detractors.ltv_per_year)
    assert found.uneven()


def test_equal_times_are_even_and_nobody_has_no_figures():
    found = of(shop((20, "promoter", OLD, 1000), (20, "detractor", OLD, 500)))
    assert not found.uneven() and found.segments["passive"].years is None
    assert of(shop((20, "promoter", OLD, 1000)), window_days=0) is None
    assert of(shop((20, "promoter", OLD, 1000))).gaps.per_year is None


def test_the_yearly_gap_is_as_sure_as_its_formula_says():
    """Linearised: a ratio's error is that of (LTV − ratio × years) over the mean of the years."""
    random = np.random.default_rng(4)
    days = pd.Timestamp("2026-04-01") - pd.to_timedelta(random.integers(30, 900, 800), "D")
    rows = shop((400, "promoter", OLD, 0), (400, "detractor", OLD, 0))
    rows = rows.assign(acquired_on=days, net_amount=random.gamma(2, 500, 800).astype(int))
    found, years = of(rows), exposure_years(rows, checked(AS_OF))
    error = 0.0
    for segment in ("promoter", "detractor"):
        net, time = rows.loc[rows["segment"] == segment, "net_amount"], years[rows["segment"] == segment]
        rest = (net - net.sum() / time.sum() * time) / time.mean()
        error += rest.var() / len(rest)
    gap = found.gaps.per_year
    assert (gap.high - gap.low) / 2 == pytest.approx(1.96 * error**0.5, rel=0.06)


def test_few_of_the_whole_window_or_few_others_are_hidden():
    rows = shop((40, "promoter", OLD, 1000), (4, "promoter", HALF, 500), (30, "detractor", OLD, 700))
    found = shown(of(rows), checked(AS_OF))
    promoters = found.segments["promoter"]
    assert promoters.ltv_whole is HIDDEN and promoters.whole is HIDDEN and promoters.ltv_per_year
    assert found.gaps.whole is HIDDEN and found.gaps.per_year
    assert shown(found, checked(AS_OF)) == found


UNEQUAL = ((20, "promoter", OLD, 1000), (20, "detractor", HALF, 500), (10, "detractor", OLD, 1000))


@pytest.mark.parametrize("measure", ["ltv", "value"])
def test_unequal_times_are_two_ways_of_counting(measure):
    chosen = checked(AS_OF)
    found = shown(method_scenarios(basis_of(shop(*UNEQUAL), None, chosen)), chosen).by(measure)[-2:]
    gaps = of(shop(*UNEQUAL)).gaps
    assert [(way.name, way.gap) for way in found] == [("whole_window", gaps.whole), ("per_year", gaps.per_year)]
    assert all(way.years["promoter"] == 1.0 and way.years["detractor"] < 0.7 for way in found)


EQUAL = ((20, "promoter", OLD, 9), (20, "detractor", OLD, 5))


@pytest.mark.parametrize(
    ("groups", "changes"), [(UNEQUAL, {"window_days": 0}), (UNEQUAL, {"window": "after"}), (EQUAL, {})]
)
def test_equal_times_are_no_other_way_of_counting(groups, changes):
    chosen = checked(AS_OF | changes)
    found = method_scenarios(basis_of(shop(*groups), None, chosen)).by("ltv")
    assert not {"whole_window", "per_year"} & {way.name for way in found}


def test_who_came_on_the_windows_first_day_came_inside_it():
    found = of(shop((5, "promoter", "2025-04-01", 1000), (5, "promoter", "2025-03-31", 500)))
    assert (found.segments["promoter"].whole, found.segments["promoter"].ltv_whole) == (5, 500.0)
