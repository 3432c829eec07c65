"""What stays hidden of the gaps like with like."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import HIDDEN, as_figures, is_seen
from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.basis import basis_of
from helpers.compare.figures import MEASURES, PAIRS
from helpers.disclosure import shown
from helpers.disclosure.comparison import comparison
from helpers.run.settings import checked


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
    assert hidden.gap is hidden.plain is hidden.plain_kept is hidden.balance is hidden.n is HIDDEN
    assert as_figures(result.gaps())["promoter_detractor"] == dict.fromkeys(MEASURES)
    assert full(rows, private).pairs["promoter_detractor"].ltv.gap.estimate < 0


def test_lrv_is_hidden_where_few_recommended(people, private):
    detractors = people.index[people["segment"] == "detractor"]
    counts = people["recommended_count"].where(~people.index.isin(detractors[12:]))
    counts[detractors[:12]] = [3.0, *[0.0] * 11]  # one of them makes more than half
    result = found(people.assign(recommended_count=counts), private)
    gaps = result.pairs["promoter_detractor"]
    assert is_seen(gaps.ltv.gap) and gaps.lrv.gap is gaps.value.gap is HIDDEN


@pytest.mark.parametrize(("left_out", "visible"), [(0, True), (4, False), (5, True)])
def test_few_left_out_are_not_counted(left_out, visible, people, private):
    rows = people.copy()
    promoters = rows.index[rows["segment"] == "promoter"]
    rows.loc[promoters[:left_out], "acquired_on"] = pd.Timestamp("1990-01-01")  # nobody else is as old
    gap = found(rows, private).pairs["promoter_detractor"].ltv
    out = left_out if visible else HIDDEN
    assert gap.trimmed == {"promoter": out, "detractor": 0}
    assert gap.n == {"promoter": 60 - left_out if visible else HIDDEN, "detractor": 60 if visible else HIDDEN}
    assert gap.gap


def test_shown_again_it_stays_as_it_is(people, private):
    result = found(people, private)
    assert shown(result, private) == result
    assert result.worth is None


def test_the_full_result_s_text_shows_nobody(people, private):
    rows = people.assign(customer_id=[f"somebody-{n}" for n in range(len(people))])
    text = repr(full(rows.assign(person=rows["customer_id"].where(rows["segment"].notna())), private))
    assert "somebody" not in text and "Series" not in text and "worth" not in text
    assert set(PAIRS) <= set(text.split("'"))
