"""What lies ahead, told side by side: a segment whose LTV is hidden follows from none of it."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import ALL, is_hidden, is_seen
from helpers.compare.basis import basis_of
from helpers.compare.look_ahead import outlook
from helpers.disclosure import shown
from helpers.run.settings import checked
from tests.compare.forecast.conftest import simulated_rows
from tests.compare.test_call_list import NOBODY


@pytest.fixture(scope="module")
def ahead():
    """Of 260 customers four are detractors and 56 did not answer; in full, and as it may be shown."""
    rows = simulated_rows(260, still=0.2)
    who = np.arange(260)
    segment = pd.Series(np.where(who % 2, "passive", "promoter"), dtype="str").mask(who < 4, "detractor")
    rows["segment"] = segment.mask(who >= 204)
    rows["recommended_count"] = pd.Series(who % 3, dtype="float64").where(rows["segment"].notna())
    rows = rows.assign(influence=0.5, acquisition_channel=np.where(who % 4, "ads", "referral"))
    rows = rows.assign(complaints_major=0, complaints_minor=0, complaints_near_miss=0)
    base = basis_of(rows, None, checked({"as_of": "2026-04-01", "resamples": 200}), True)
    full = outlook(base, None, NOBODY)
    return full, shown(full, base.settings)


def test_the_shop_hides_what_four_detractors_brought_and_tells_what_others_did(ahead):
    _, seen = ahead
    assert is_hidden(seen.result.segments["detractor"].ltv) and is_seen(seen.result.segments["passive"].ltv)
    assert is_seen(seen.result.segments["promoter"].ltv) and is_seen(seen.forecast.groups[ALL].total)


def test_what_four_parts_brought_less_what_the_others_did_is_not_told(ahead):
    full, seen = ahead
    brought = sum(part.ltv_total for part in full.quadrants.parts.values())
    others = sum(full.result.segments[name].ltv_total for name in ("passive", "promoter"))
    assert 0 < brought - others == pytest.approx(full.result.segments["detractor"].ltv_total)
    parts = seen.quadrants.parts.values()
    assert all(is_hidden(figure) for part in parts for figure in (part.ltv_mean, part.ltv_total))


def test_what_both_at_stake_are_expected_to_buy_tells_nothing_of_one(ahead):
    """All less the passives, or the rule of thumb (half of one, 0.3 of the other) less 0.3 of all."""
    full, seen = ahead
    both, four = full.stakes.groups[ALL], full.stakes.groups["detractor"].expected
    assert both.expected - full.forecast.groups["passive"].total.estimate == pytest.approx(four)
    assert (both.rule_of_thumb - 0.3 * both.expected) / 0.2 == pytest.approx(four)
    assert is_seen(seen.forecast.groups["passive"].total) and is_hidden(seen.forecast.groups["detractor"].total)
    for group in seen.stakes.groups.values():
        assert all(is_hidden(figure) for name, figure in vars(group).items() if name != "n")
