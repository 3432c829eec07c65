"""Figures of some customers, of other assumptions, and of two runs, beside those of the report and by hand."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.base.results import SEGMENTS, Estimate
from helpers.collect.nps import nps_from_counts
from helpers.compare.basis import basis_of
from helpers.compare.exploring.changes import run_changes
from helpers.compare.exploring.filtered import filtered
from helpers.compare.exploring.filters import FilterCondition, dimensions, meeting, ordered_filter, reachable
from helpers.compare.exploring.redrawn import Assumptions, redrawn
from helpers.compare.exploring.scenario import Moving, what_if
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import compared
from helpers.compare.robustness.points import point_values
from helpers.run.settings import checked
from tests.explored import sample_study


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return sample_study()


def settings_of(study, **changes):
    return checked({**study.settings.model_dump(), **changes})


def test_the_whole_run_filtered_by_nothing_is_the_report(study):
    everybody = np.ones(len(study.basis.customers), dtype=bool)
    found = filtered(study.result, study.drawn, study.worths, everybody)
    for segment in SEGMENTS:
        mine, theirs = found.segments[segment], study.result.segments[segment]
        assert (mine.ltv.mean, mine.ltv.low, mine.ltv.high) == pytest.approx(
            (theirs.ltv.mean, theirs.ltv.low, theirs.ltv.high)
        )
        assert mine.value.mean == pytest.approx(theirs.value.mean) and mine.lrv.mean == pytest.approx(theirs.lrv.mean)
        wide = theirs.value.high - theirs.value.low
        assert (mine.value.low, mine.value.high) == pytest.approx(
            (theirs.value.low, theirs.value.high), abs=0.06 * wide
        )
    for pair in PAIRS:
        mine, theirs = found.gaps[pair], study.result.gaps[pair]
        assert (mine.ltv.estimate, mine.ltv.low, mine.ltv.high) == pytest.approx(
            (theirs.ltv.estimate, theirs.ltv.low, theirs.ltv.high)
        )
        wide = theirs.value.high - theirs.value.low
        assert mine.value.estimate == pytest.approx(theirs.value.estimate)
        assert (mine.value.low, mine.value.high) == pytest.approx(
            (theirs.value.low, theirs.value.high), abs=0.06 * wide
        )


def test_some_customers_have_the_ltv_of_a_report_about_them(study):
    chosen = (FilterCondition("region", "kansai"),)
    found = filtered(study.result, study.drawn, study.worths, meeting(chosen, study.dimensions))
    kansai = study.customers[study.customers["region"] == "kansai"]
    theirs = compared(basis_of(kansai, study.answers, study.settings))
    for segment in SEGMENTS:
        mine, report = found.segments[segment], theirs.segments[segment]
        assert (mine.matched, mine.ltv.mean, mine.ltv.low) == pytest.approx(
            (report.matched, report.ltv.mean, report.ltv.low)
        )
    gap, report = found.gaps["promoter_detractor"].ltv, theirs.gaps["promoter_detractor"].ltv
    assert (gap.estimate, gap.low, gap.high) == pytest.approx((report.estimate, report.low, report.high))
    by_hand = found.segments["promoter"].ltv.mean + study.worths.each * np.nanmean(
        study.worths.recommended[(study.worths.segment == 2) & meeting(chosen, study.dimensions)[study.drawn.places]]
    )
    assert found.segments["promoter"].value.mean == pytest.approx(by_hand)  # by the whole run's k and L̄
    assert found.customers.n == len(kansai)


def test_other_assumptions_are_a_report_with_these_settings(study):
    changes = {"gross_margin_rate": 0.3, "acquisition_cost": 1500.0, "conversion": 0.2, "incremental_share": 0.5}
    mine = study.drawn.figures(Assumptions(**changes))
    theirs = basis_of(study.customers, study.answers, settings_of(study, **changes)).point
    for measure in ("ltv", "lrv", "value"):
        for segment in SEGMENTS:
            assert mine.means[measure][segment] == pytest.approx(theirs.means[measure][segment])
    ltv = study.drawn.ltv(Assumptions(**changes))
    assert ltv.sum() == pytest.approx(float(study.drawn.sums(Assumptions(**changes))["ltv"]))


def test_a_scenario_is_so_many_points_of_nps(study):
    """METHOD §5's value of a point, for each kind of move by itself, plain and like with like."""
    counts = [study.result.segments[segment].n for segment in SEGMENTS]
    plain, moved = study.result.gaps, study.even.moved()
    for moving, move, n in (
        (Moving(detractor=0.2), "detractor_passive", counts[0]),
        (Moving(passive=0.5), "passive_promoter", counts[1]),
    ):
        found = what_if(study.drawn, study.even, Assumptions(), moving)
        points = 100 * (moving.detractor + moving.passive) * n / sum(counts)
        assert 100 * (found.nps_then.estimate - found.nps.estimate) == pytest.approx(points)
        for basis, gaps in (("plain", plain), ("adjusted", moved)):
            expected = point_values(gaps, study.result.customers.n, "value")[move].times(points)
            gain = found.gains[basis]
            assert gain.estimate == pytest.approx(expected.estimate, rel=1e-6)
            wide = expected.high - expected.low
            assert (gain.low, gain.high) == pytest.approx((expected.low, expected.high), abs=0.06 * wide)
            assert gain.high - gain.low > 0.9 * wide
        assert found.ltv_total == pytest.approx(study.result.customers.ltv_total)
        assert found.total_then("plain").estimate == pytest.approx(found.ltv_total + found.gains["plain"].estimate)
        assert found.budget_each("plain").estimate * found.movers == pytest.approx(found.gains["plain"].estimate)


def test_the_margin_stretches_like_with_like_by_what_is_bought(study):
    """Costs are none of the effect, and L̄ is: by hand, from the effects of the run."""
    pair = study.even.pairs["passive_detractor"]
    half = Assumptions(gross_margin_rate=study.settings.gross_margin_rate / 2)
    worth = [float(study.drawn.figures(one).referral.ltv_per_customer) for one in (Assumptions(), half)]
    effect = pair.ltv.moved.estimate / 2 + pair.lrv.moved.estimate * worth[1] / worth[0]
    share = study.result.segments["detractor"].n / sum(study.result.segments[one].n for one in SEGMENTS)
    found = what_if(study.drawn, study.even, half, Moving(detractor=0.3)).gains["adjusted"]
    assert found.estimate == pytest.approx(study.result.customers.n * 0.3 * share * effect)


def test_nobody_moves_nothing_changes(study):
    found = what_if(study.drawn, study.even, Assumptions(), Moving())
    score = nps_from_counts(*(study.result.segments[one].n for one in SEGMENTS))
    assert found.nps == found.nps_then == Estimate(score.value, score.low, score.high)
    assert found.movers == 0 and found.budget_each("plain") is None and found.gains["plain"].estimate == 0


def test_of_two_runs_of_the_same_customers_only_what_differs_changes(study):
    """Every second yen taken off what promoters bought: by hand; the interval is far narrower than of two strangers."""
    rows = study.customers.copy()
    mine = (rows["segment"] == "promoter").fillna(False)
    rows.loc[mine, "net_amount"] = rows.loc[mine, "net_amount"] // 2
    after = redrawn(basis_of(rows, study.answers, study.settings))
    found = run_changes(study.drawn, after, "ltv")
    change = found.money["promoter"].change
    lost = rows.loc[mine, "net_amount"] - study.customers.loc[mine, "net_amount"]
    assert change.estimate == pytest.approx(study.settings.gross_margin_rate * lost.mean())
    assert found.money["detractor"].change == Estimate(0.0, 0.0, 0.0)
    error = study.settings.gross_margin_rate * lost.std() / np.sqrt(len(lost))
    assert change.high - change.low == pytest.approx(2 * 1.96 * error, rel=0.1)
    assert (found.nps.change.estimate, found.shared) == (0, len(rows))


def test_of_two_runs_without_shared_customers_the_errors_add_up(study):
    others = study.customers.assign(
        customer_id="other " + study.customers["customer_id"], person="other " + study.customers["person"]
    )
    answers = study.answers.assign(
        customer_id="other " + study.answers["customer_id"], person="other " + study.answers["person"]
    )
    after = redrawn(basis_of(others, answers, study.settings))
    found = run_changes(study.drawn, after, "ltv")
    assert found.shared == found.shared_answers == 0
    one = study.result.gaps["promoter_detractor"].ltv
    change = found.money["gap"].change
    assert change.high - change.low == pytest.approx(np.sqrt(2) * (one.high - one.low), rel=0.1)


def test_filters_are_of_columns_of_few_values_that_enough_answered(study):
    rows = study.customers.assign(
        rare=np.where(np.arange(len(study.customers)) % 2000 == 0, "rare", "usual"), one="same", amount=1.5,
    )  # fmt: skip
    known = dimensions(basis_of(rows, study.answers, study.settings, window_before_covered=True))
    names = [one.name for one in known]
    assert {"acquisition_channel", "region", "age_band", "tenure", "earlier_spend"} <= set(names)
    assert not {"rare", "one", "amount", "customer_id", "score", "orders", "acquired_on"} & set(names)
    filters = reachable(known)
    assert filters[0] == () and len(filters) == len(set(filters)) and max(map(len, filters)) == 2
    chosen = [FilterCondition("region", "kanto"), FilterCondition("acquisition_channel", "ads")]
    assert ordered_filter(chosen, known) == (chosen[1], chosen[0])
    expected = (rows["region"] == "kanto") & (rows["acquisition_channel"] == "ads")
    assert (meeting(chosen, known) == expected.to_numpy()).all()


def test_waves_are_those_of_the_answers(study):
    answers = study.answers.assign(wave=np.where(np.arange(len(study.answers)) % 3 == 0, "first", "second"))
    known = dimensions(replace(study.basis, answers=answers))
    (wave,) = [one for one in known if one.name == "wave"]
    met = meeting([FilterCondition("wave", "first")], known)
    assert wave.values == ("first", "second") and study.customers.loc[met, "segment"].notna().all()
    first = answers.loc[answers["wave"] == "first", "person"]
    assert met.sum() == study.customers["person"].isin(first).sum()


def test_a_gap_like_with_like_that_is_not_known_gives_no_gain(study):
    nothing = replace(study.even.pairs["passive_detractor"].ltv, moved=None)
    unknown = replace(study.even.pairs["passive_detractor"], ltv=nothing)
    even = replace(study.even, pairs={**study.even.pairs, "passive_detractor": unknown})
    assert what_if(study.drawn, even, Assumptions(), Moving(detractor=0.1)).gains["adjusted"] is None
    assert what_if(study.drawn, even, Assumptions(), Moving(passive=0.1)).gains["adjusted"] is not None
