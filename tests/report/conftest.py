"""Results made by hand, for the words, tables and charts that state them."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.proportions import HIDDEN, wilson_rate
from helpers.collect.funnel import Funnel
from helpers.collect.nps import SEGMENTS, nps_from_counts
from helpers.compare.adjustment.adjusted import Adjusted
from helpers.compare.adjustment.overlap import Balance
from helpers.compare.gaps import PAIRS, Comparison
from helpers.compare.nonresponse.effects import NonResponse
from helpers.compare.nonresponse.propensity import Fifth

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


def _rate(top, base):
    return wilson_rate(numerator=top, denominator=base)


@pytest.fixture
def missing(results):
    """Maker of non-response: 97 answered, 900 did not; weights pull the gap from 3,000 to 2,000."""

    def make(difference=(500.0, 100.0, 900.0), reason=None, invited=True, **changes):
        result = results()
        money = {"answered": _block(97, 2400.0), "silent": _block(900, 1900.0), "all": _block(997, 1950.0)}
        money |= {
            name: _block(n, 2000.0) if invited else None for name, n in (("invited", 400), ("invited_silent", 303))
        }
        ends = dict(zip(("estimate", "low", "high"), difference, strict=True)) if difference else None
        weights = {"reason": reason, "spend_left_out": None, "n": 97, "n_eff": 80.4, "trimmed": 0, "largest": 2.5}
        parts = {
            "invited_known": invited,
            "money": money,
            "difference": ends,
            "rates": {"tenure": {"from_1+from_2": _rate(30, 60), "under_1": _rate(5, 50)}, "channel": {"ads": HIDDEN}},
            "fifths": [Fifth(_rate(10, 100), _block(100, 900.0)), Fifth(_rate(40, 100), _block(100, 3900.0))],
            "weights": weights,
            "margins": pd.DataFrame(_MARGIN),
            "nps": {"plain": _score(0.3), "weighted": None if reason else _score(0.2)},
            "ltv_answered": {"plain": money["answered"], "weighted": None if reason else _block(97, 2000.0)},
            "segments": {name: _beside(result.segments[name], "mean", reason) for name in SEGMENTS},
            "gaps": {name: _beside(result.gaps[name], "estimate", reason) for name in PAIRS},
            "bounds": {name: _bound(name) for name in ("detractor", "promoter")},
        }
        return NonResponse(**parts | changes)

    return make


_MARGIN = {
    "variable": ["tenure", "tenure"],
    "band": ["under_1", "from_1+from_2"],
    "customers": [400, 597],
    "respondents": [40.0, 57.0],
    "share_of_customers": [0.4, 0.6],
    "share_of_respondents": [0.3, float("nan")],
    "share_weighted": [0.4, 0.6],
}


def _block(n, mean):
    return {"n": n, "mean": mean, "low": mean - 100, "high": mean + 100}


def _score(value):
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def _beside(parts, key, reason):
    """Plain as it is, weighted 1,000 less."""
    found = {}
    for measure in ("ltv", "lrv", "value"):
        plain = parts[measure] and {name: parts[measure][name] for name in (key, "low", "high")}
        less = None if reason or not plain else {name: value - 1000 for name, value in plain.items()}
        found[measure] = {"plain": plain, "weighted": less}
    return found


def _bound(taken_for):
    means = {"detractor": 1000.0, "passive": 2300.0, "promoter": 4700.0}
    gaps = {"promoter_detractor": 3700.0, "promoter_passive": 2400.0, "passive_detractor": 1300.0}
    return {"nps": -0.8 if taken_for == "detractor" else 0.9, "ltv": means, "gaps": gaps}


@pytest.fixture
def even():
    """Maker of like with like: a gap of 1,500 in all pairs and measures; 7 promoters and 2 detractors left out."""

    def make(gap=(1500.0, 500.0, 2500.0), reason="", **changes):
        ends = (None, None, None) if reason else gap
        balance = (Balance("acquired_on", 0.8, 0.02), Balance("region", 0.9, 0.12))
        found = {}
        for pair, (first, second) in PAIRS.items():
            sides = {"n": {first: 40, second: 17}, "trimmed": {first: 7, second: 2}}
            more = {
                "bounds": (0.05, 0.95),
                "balance": () if reason else balance,
                "reason": reason,
                "earlier_spend": True,
            }
            one = Adjusted(*ends, 3000.0, 1600.0, **{**sides, **more, "left_out": {}, **changes})
            found |= {f"{measure}_{pair}": one for measure in ("ltv", "lrv", "value")}
        return found

    return make
