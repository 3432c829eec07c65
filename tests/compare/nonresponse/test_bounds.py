"""The ends of what may be, by hand."""

import pytest

from helpers.base.results import HIDDEN, SEGMENTS, as_figures
from helpers.compare.nonresponse.bounds import bounds
from helpers.disclosure.comparison import comparison
from tests.compare.nonresponse.conftest import asked


def bounds_of(rows, settings, answers=None):
    return bounds(comparison(rows, answers, settings))


def test_bounds_by_hand(known_invitations, settings, answers):
    # 24 promoters, 10 passives, 6 detractors and 2 unknown promoters; 60 silent, worth 1900 together
    rows = known_invitations
    strangers = [{"segment": "promoter"}] * 2
    bounds = bounds_of(rows, settings(), answers(rows, *strangers))
    promoter, passive, detractor = (1400 + 4000) / 24, 200, 40
    worst, best = (240 + 1900) / 66, (5400 + 1900) / 84
    assert as_figures(bounds.detractor) == {
        "nps": pytest.approx((26 - 66) / 102),
        "ltv": pytest.approx({"detractor": worst, "passive": passive, "promoter": promoter}),
        "gaps": pytest.approx({
            "promoter_detractor": promoter - worst,
            "promoter_passive": promoter - passive,
            "passive_detractor": passive - worst,
        }),
    }  # fmt: skip
    assert bounds.promoter.nps == pytest.approx((86 - 6) / 102)
    assert bounds.promoter.ltv["promoter"] == pytest.approx(best)
    assert bounds.promoter.gaps["promoter_detractor"] == pytest.approx(best - detractor)
    assert bounds.answered.nps == pytest.approx((26 - 6) / 42)
    assert bounds.answered.ltv == pytest.approx({"detractor": detractor, "passive": passive, "promoter": promoter})
    assert bounds.answered.gaps["promoter_passive"] == pytest.approx(promoter - passive)


def test_a_segment_of_the_silent_alone(shop, settings):
    # nobody answered as a detractor: at the worst the silent are all detractors there are
    rows = shop(*[asked("promoter", 9)] * 5, *[{"net_amount": 3, "orders": 1}] * 5).assign(net_amount_before=0)
    bounds = bounds_of(rows, settings())
    assert bounds.detractor.ltv == {"detractor": 3, "passive": None, "promoter": 9}
    assert bounds.detractor.gaps["promoter_detractor"] == 6
    assert bounds.promoter.ltv == {"detractor": None, "passive": None, "promoter": 6}


def test_where_everybody_answered_both_ends_are_the_score(shop, settings):
    rows = shop(*[asked("promoter", 9)] * 12, *[asked("detractor", 5)] * 12)
    bounds = bounds_of(rows, settings())
    assert bounds.detractor.nps == bounds.promoter.nps == bounds.answered.nps == 0


def test_a_mean_is_hidden_where_one_of_its_parts_is(shop, settings):
    # nine detractors of at least ten: hidden, and the silent with them
    people = [asked(segment, 100 + n) for segment in SEGMENTS for n in range(9 if segment == "detractor" else 60)]
    silent = [{"net_amount": 100 + n, "orders": n % 2} for n in range(60)]
    bounds = bounds_of(shop(*people, *silent), settings(min_group_size=10, min_cell=5))
    assert [bound.ltv["detractor"] for bound in (bounds.detractor, bounds.promoter)] == [HIDDEN, HIDDEN]
    assert bounds.promoter.ltv["promoter"] is bounds.promoter.gaps["promoter_detractor"] is HIDDEN
    assert bounds.detractor.ltv["passive"] is not HIDDEN
