"""What the sliders offer: round stops, the run's own figure among them."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.run.explore.scales import SCALES, _round_step, tried
from helpers.run.explore.study import Study
from helpers.run.settings import checked
from tests.explored import sample_study


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return sample_study()


def changed(study, **changes):
    """The study of a run with other settings."""
    told = checked({**study.settings.model_dump(), **changes})
    return Study(told, study.customers, study.answers, study.window_before_covered)


def shop(acquisition_cost=0.0, **changes):
    """Four customers without answers, three of them new, three buyers; costs in a list are the file's own column."""
    rows = pd.DataFrame(
        {
            "acquired_on": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03", "2020-01-01"]),
            "acquisition_channel": ["ads", "ads", "mall", "ads"],
            "orders": [1, 0, 2, 1],
            "net_amount": [10_000, 0, 5_000, 3_000],
        }
    )
    if isinstance(acquisition_cost, list):
        rows, acquisition_cost = rows.assign(acquisition_cost=pd.array(acquisition_cost, dtype="Int64")), 0.0
    made = {"as_of": "2026-04-01", "conversion": 0.1, "acquisition_cost": acquisition_cost}
    return Study(checked({**made, **changes}), rows, None)


@pytest.mark.parametrize(
    ("least", "step"), [(0, 1), (-3, 1), (1, 1), (1.01, 2), (2.5, 5), (5.1, 10), (350, 500), (0.012, 0.02), (0.3, 0.5)]
)
def test_steps_are_round(least, step):
    assert _round_step(least) == step


def test_margins_are_tried_over_their_whole_range(study):
    scale = tried(changed(study, gross_margin_rate=0.33), "gross_margin_rate")
    assert (scale.own, scale.stops[0], scale.stops[-1], len(scale.stops)) == (0.33, 0.05, 1, 21)
    assert [scale.text(value) for value in (0.2, 0.33, 1.0)] == ["20%", "33%", "100%"]


def test_costs_are_tried_up_to_twice_the_reports(study):
    scale = tried(changed(study, acquisition_cost=3700.0), "acquisition_cost")  # 2 × 3700 / 20 = 370, so 500
    assert scale.stops == tuple(sorted([3700, *range(0, 10_001, 500)]))
    assert scale.own == 3700


def test_without_a_cost_they_are_tried_up_to_twice_what_a_buyer_bought():
    scale = tried(shop(currency="USD"), "acquisition_cost")  # (100 + 50 + 30) / 3 = 60, 120 / 20 = 6, so 10
    assert (scale.own, scale.stops) == (0, tuple(range(0, 201, 10)))
    assert [scale.text(value) for value in (0, 50, 200)] == ["$0.00", "$50", "$200"]


def test_costs_by_channel_or_customer_start_at_the_mean_of_new_customers():
    by_channel = shop(acquisition_cost={"ads": 60.0, "other": 10.0})  # new: ads, ads, mall, so 130 / 3
    assert tried(by_channel, "acquisition_cost").own == 43.3
    filed = shop(acquisition_cost=[100, 400, None, 900], currency="USD")  # in cents; new: 1 + 4 + 0, so 5 / 3
    assert tried(filed, "acquisition_cost").own == 1.67


def test_where_nothing_was_bought_costs_are_tried_in_steps_of_one():
    empty = shop()
    empty = replace(empty, customers=empty.customers.assign(orders=0, net_amount=0))
    assert tried(empty, "acquisition_cost").stops == tuple(range(21))


@pytest.mark.parametrize(
    ("own", "held"),
    [
        (0.2, (0, 0.1, 0.2, 0.4, 1)),
        (0.0004, (0, 0.0002, 0.0004, 0.0008, 1)),
        (0.5, (0, 0.125, 0.25, 0.5, 1)),  # twice it is the end
        (1, (0, 0.25, 0.5, 1)),
        (1.6, (0, 0.4, 0.8, 1.6, 2)),  # more customers than influenced: the end lies above it
        (0, (0, 0.25, 0.5, 1)),
    ],
)
def test_conversions_are_tried_around_the_reports(study, own, held):
    scale = tried(changed(study, conversion=own), "conversion")
    assert scale.own == own and {own, *held} <= set(scale.stops) and max(scale.stops) == held[-1]


def test_a_conversion_worked_out_is_rounded(study):
    k = study.result.referral.conversion
    scale = tried(study, "conversion")
    assert scale.own == float(f"{k:.3g}") != k
    assert {0, *(float(f"{scale.own * part:.3g}") for part in (0.5, 1, 2)), 1} <= set(scale.stops)


def test_unanchored_conversions_run_from_none_to_the_most_there_can_be(study):
    unrecorded = replace(study, customers=study.customers.drop(columns="acquisition_channel"))
    unrecorded = changed(unrecorded, acquisition_cost=2500.0)
    referral = unrecorded.result.referral
    scale, most = tried(unrecorded, "conversion"), float(f"{referral.bound:.3g}")
    assert (scale.own, scale.stops[0], scale.stops[-1]) == (0, 0, most) and most < 1


@pytest.mark.parametrize("parameter", SCALES)
@given(
    margin=st.floats(0.001, 1),
    cost=st.floats(0, 1e9) | st.just({"other": 12.5}),
    k=st.floats(0, 50, allow_subnormal=False),
    currency=st.sampled_from(["JPY", "USD"]),
)
@example(margin=1, cost=0, k=1e-300, currency="JPY")
@settings(deadline=None, max_examples=30)
def test_stops_rise_and_hold_all_that_is_shown(parameter, margin, cost, k, currency):
    moved = {"gross_margin_rate": margin, "acquisition_cost": cost, "conversion": k, "currency": currency} | {
        "incremental_share": min(margin, 1.0)
    }
    scale = tried(shop(**moved), parameter)
    assert list(scale.stops) == sorted(set(scale.stops)) and 20 <= len(scale.stops) <= 31
    assert scale.own in scale.stops
    for stop in (scale.stops[0], scale.stops[-1]):
        assert getattr(changed(shop(), **{parameter: stop}).settings, parameter) == stop


def test_a_parameter_without_a_slider_is_refused_by_name(study):
    with pytest.raises(
        KitError, match=r"^E-PARAMETER seed: .*gross_margin_rate, acquisition_cost, conversion"
    ) as caught:
        tried(study, "seed")
    assert caught.value.said("ja").endswith(
        "使えるもの: gross_margin_rate, acquisition_cost, conversion, incremental_share。"
    )


def test_without_word_of_mouth_of_its_own_the_share_is_tried_over_its_whole_range(study):
    scale = tried(changed(study, incremental_share=0.42), "incremental_share")
    assert (scale.own, scale.stops[0], scale.stops[-1], len(scale.stops)) == (0.42, 0, 1, 22)
