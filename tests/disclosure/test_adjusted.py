"""What stays hidden of the gaps like with like."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import ALL, HIDDEN, Estimate, Support, as_figures, is_seen
from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.adjustment.sensitivity import Sensitivity
from helpers.compare.basis import basis_of
from helpers.compare.figures import MEASURES, PAIRS
from helpers.disclosure import shown
from helpers.disclosure.comparison import comparison
from helpers.run.settings import checked
from tests.each import each

HEADLINE = "promoter_detractor"


@pytest.fixture
def private():
    """Settings of a report that hides groups of fewer than ten, and counts below five."""
    return checked({"as_of": "2026-04-01", "resamples": 200, "conversion": "none"})


@pytest.fixture
def people(shop):
    """Sixty of each segment, who differ in tenure; the more of the old ones the more they like the shop."""
    random = np.random.default_rng(4)
    segments = [("detractor", 0.35), ("passive", 0.5), ("promoter", 0.65), (None, 0.5)]
    rows = [
        {
            "segment": segment,
            "acquired_on": ("2022-06-01", "2020-06-01")[int(random.random() < old)],
            "net_amount": int(random.integers(100, 200)),
            "orders": int(random.integers(0, 2)),
            "recommended_count": None if segment is None else float(random.integers(0, 4)),
            "influence": None if segment is None else 0.5,
        }
        for segment, old in segments
        for _ in range(60)
    ]
    return shop(*rows).assign(net_amount_before=0, orders_before=0)


def full(rows, settings):
    return like_with_like(basis_of(rows, None, settings))


def found(rows, settings):
    return shown(full(rows, settings), settings)


def test_with_enough_of_each_all_is_shown(people, private):
    result = found(people, private)
    assert all(gaps.of(measure).gap for gaps in result.pairs.values() for measure in MEASURES)


def test_a_gap_is_hidden_where_the_plain_one_is(people, private):
    # one detractor makes more than half of the segment's LTV
    rows = people.assign(net_amount=people["net_amount"].where(people.index > 0, 10**6))
    result, plain = found(rows, private), comparison(rows, None, private)
    for pair, gaps in result.pairs.items():
        assert {is_seen(gaps.of(measure).gap) for measure in MEASURES} == {is_seen(plain.gaps[pair].ltv)}
    hidden = result.pairs["promoter_detractor"].ltv
    assert hidden.gap is hidden.moved is hidden.plain is hidden.plain_kept is hidden.balance is hidden.n is HIDDEN
    assert hidden.unmoved is HIDDEN
    assert as_figures(result.gaps())["promoter_detractor"] == dict.fromkeys(MEASURES)
    assert full(rows, private).pairs["promoter_detractor"].ltv.gap.estimate < 0


def test_what_an_unrecorded_difference_would_leave_is_hidden_with_the_gap(people, private):
    rows = people.assign(net_amount=people["net_amount"].where(people.index > 0, 10**6))
    result, strong = full(rows, private), Sensitivity("region", 2.0, 1.0, {"region": Estimate(1.0, 0.0, 2.0)})
    gaps = result.pairs[HEADLINE]
    changed = replace(gaps, ltv=replace(gaps.ltv, sensitivity=strong))
    assert shown(replace(result, pairs={HEADLINE: changed}), private).pairs[HEADLINE].ltv.sensitivity is HIDDEN


def test_lrv_is_hidden_where_few_recommended(people, private):
    detractors = people.index[people["segment"] == "detractor"]
    counts = people["recommended_count"].where(~people.index.isin(detractors[12:]))
    counts[detractors[:12]] = [3.0, *[0.0] * 11]  # one of them makes more than half
    result = found(people.assign(recommended_count=counts), private)
    gaps = result.pairs["promoter_detractor"]
    assert is_seen(gaps.ltv.gap) and gaps.lrv.gap is gaps.value.gap is HIDDEN


@pytest.fixture
def with_left_out(people, private):
    """Maker of what is shown of the headline's LTV where some were left out, by what each of them is worth."""
    result = full(people, private)

    def make(promoters=(), detractors=(), unmoved=0):
        worth = pd.DataFrame({"worth": np.array([*promoters, *detractors], dtype=float)})
        trimmed = {"promoter": len(promoters), "detractor": len(detractors)}
        changes = {"trimmed": trimmed, "unmoved": unmoved, "n": {name: 60 - n for name, n in trimmed.items()}}
        support = Support(pd.Series(ALL, index=worth.index), worth)
        gaps = result.pairs[HEADLINE]
        changed = replace(gaps, ltv=replace(gaps.ltv, **changes, trimmed_worth=support))
        return shown(replace(result, pairs={**result.pairs, HEADLINE: changed}), private).pairs[HEADLINE].ltv

    return make


@each("left_out, visible", [(0, True), (4, False), (5, True)])
def test_few_left_out_are_not_counted(left_out, visible, with_left_out):
    gap = with_left_out(promoters=[9] * left_out)
    out = left_out if visible else HIDDEN
    assert gap.trimmed == {"promoter": out, "detractor": 0}
    assert gap.n == {"promoter": 60 - left_out if visible else HIDDEN, "detractor": 60 if visible else HIDDEN}
    assert is_seen(gap.gap)


@each(
    "promoters, detractors, visible",
    [
        ([], [], True),
        ([100] * 9, [], False),  # fewer than ten
        ([100] * 5, [100] * 5, True),
        ([901, *[100] * 5], [100] * 4, False),  # one makes more than half
        ([900, *[100] * 5], [100] * 4, True),
    ],
)
def test_plain_gap_of_those_kept_is_hidden_where_it_tells_of_those_left_out(
    promoters, detractors, visible, with_left_out
):
    gap = with_left_out(promoters, detractors)
    assert is_seen(gap.plain_kept) == visible
    assert is_seen(gap.gap) and is_seen(gap.moved) and is_seen(gap.plain)


@each(
    "left_out, unmoved, told",
    [(0, 0, 0), (6, 0, 0), (4, 4, HIDDEN), (5, 5, 5), (8, 5, HIDDEN), (10, 5, 5), (9, 4, HIDDEN)],
)
def test_unmoved_are_not_counted_where_they_or_those_left_out_at_the_other_end_are_few(
    left_out, unmoved, told, with_left_out
):
    assert with_left_out(detractors=[9] * left_out, unmoved=unmoved).unmoved == told


def test_left_out_by_their_region(people, private):
    """Thirty promoters of a region of their own: one of them makes more than half of what they are worth, or none."""
    promoters = people.index[people["segment"] == "promoter"]
    rows = people.assign(region=pd.Series("south", index=people.index).where(people.index % 2 > 0, "west"))
    rows.loc[promoters[:30], "region"] = "north"
    assert found(rows, private).pairs[HEADLINE].ltv.trimmed == {"promoter": 30, "detractor": 0}
    assert is_seen(found(rows, private).pairs[HEADLINE].ltv.plain_kept)
    rows.loc[promoters[0], "net_amount"] = 4500
    gap = found(rows, private).pairs[HEADLINE].ltv
    assert gap.plain_kept is HIDDEN and is_seen(gap.gap) and is_seen(gap.plain)


def test_shown_again_it_stays_as_it_is(people, private):
    result = found(people, private)
    assert shown(result, private) == result
    assert result.worth is None


def test_the_full_result_s_text_shows_nobody(people, private):
    rows = people.assign(customer_id=[f"somebody-{n}" for n in range(len(people))])
    text = repr(full(rows.assign(person=rows["customer_id"].where(rows["segment"].notna())), private))
    assert "somebody" not in text and "Series" not in text and "worth" not in text
    assert set(PAIRS) <= set(text.split("'"))
