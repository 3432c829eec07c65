"""Results made by hand, for the words, tables and charts that state them."""

from types import SimpleNamespace

import pytest

from helpers.base.parameters import checked
from helpers.base.words import Words
from helpers.collect.funnel import Funnel
from helpers.collect.nps import SEGMENTS, nps_from_counts
from helpers.compare.gaps import PAIRS, Comparison

LRV = {"detractor": 100.0, "passive": 200.0, "promoter": 300.0}
SIZES = {"detractor": 20, "passive": 30, "promoter": 50}


def _mean(value):
    return {"n": 18, "mean": value, "low": value - 500, "high": value + 500, "median": value / 2}


def _segment(segment, value, shown, n):
    parts = {"ltv": value - LRV[segment], "lrv": LRV[segment], "value": value}
    means = {measure: _mean(part) if measure in shown else None for measure, part in parts.items()}
    totals = {"ltv_total": 1e4 if means["ltv"] else None, "net_amount_total": 2e4 if means["ltv"] else None}
    return {"n": n, "matched": n - 1, "buyers": n - 2 if means["ltv"] else None, **means, **totals}


@pytest.fixture
def results():
    """Maker of a comparison: detractors bring 2,000, passives 2,500, promoters 2,000 + gap."""

    def make(gap=3000.0, low=1000.0, high=5000.0, shown=("ltv", "lrv", "value"), source="crm", sizes=SIZES, **referral):
        values = {"detractor": 2000.0, "passive": 2500.0, "promoter": 2000.0 + gap}
        segments = {name: _segment(name, values[name], shown, sizes[name]) for name in SEGMENTS}
        segments["none"] = {"n": 900, "matched": 900, "buyers": 600, "ltv": _mean(1800.0), "lrv": None, "value": None}
        segments["none"] |= {"ltv_total": 7e4, "net_amount_total": 14e4}
        found = {"influence_mean": 0.5, "conversion": 0.1, "conversion_source": source, "ltv_per_customer": 2000.0}
        found |= {"created_claimed": 400.0, "acquired_by_referral": 40, "cap": 20.0, "counts_above_cap": 0}
        found |= {"recommended_total": 800.0} | referral
        customers = {"n": 1000, "ltv_mean": 1900.0, "ltv_total": 1e5, "net_amount_total": 2e5}
        ends = {"low": low, "high": high}
        gaps = {pair: _gap(segments, pair, ends) for pair in PAIRS}
        return Comparison(segments, gaps, found, customers)

    return make


def _gap(segments, pair, ends):
    first, second = (segments[name] for name in PAIRS[pair])
    found = {}
    for measure in ("ltv", "lrv", "value"):
        known = first[measure] and second[measure]
        ratio = {"estimate": 2.5, "low": 1.5, "high": 3.5}
        gap = known and {"estimate": first[measure]["mean"] - second[measure]["mean"], **ends, "ratio": ratio}
        found[measure] = gap or None
    return found


@pytest.fixture
def settings():
    """Maker of settings as of 2026-04-01."""
    return lambda **changes: checked({"as_of": "2026-04-01", **changes})


@pytest.fixture(params=["en", "ja"])
def words(request):
    """Words of both languages, in yen."""
    return Words(request.param, "JPY")


@pytest.fixture
def english():
    """English words, in yen."""
    return Words("en", "JPY")


@pytest.fixture
def nps():
    """20 detractors, 30 passives, 50 promoters: +30."""
    return nps_from_counts(20, 30, 50)


@pytest.fixture
def funnel():
    """400 asked, 96 of them usably, 103 answers in all, 100 usable, 95 known."""
    return Funnel(invited=400, invited_usable=96, answered=103, usable=100, matched=95)


@pytest.fixture
def survey(nps, funnel):
    """Maker of what the words read of a survey."""
    account = {"rows_in": 103, "rows_used": 100, "not_applicable": {"score_blank": 2}, "defective": {"score_range": 1}}

    def make(**changes):
        ledgers = {"responses": {"file": "responses.csv", **account, "fields": {"influence: influence_invalid": 4}}}
        return SimpleNamespace(**{"answers": [], "nps": nps, "funnel": funnel, "ledgers": ledgers, **changes})

    return make
