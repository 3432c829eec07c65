"""Results made by hand, for the words, tables and charts that state them."""

from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest

from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import HIDDEN, SEGMENTS, Estimate, Gap, Mean, SegmentMean
from helpers.collect.funnel import Funnel
from helpers.collect.nps import Nps, nps_from_counts
from helpers.compare.adjustment.balance import Balance
from helpers.compare.adjustment.likeness import Adjusted, AdjustedGaps, LikeWithLike
from helpers.compare.adjustment.sensitivity import Sensitivity
from helpers.compare.comparison import Comparison, Customers, PairEstimates, PairGap, Referral, SegmentValue
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.nonresponse.beside import Weighted, WeightedMean, WeightedMeans, WeightedScore
from helpers.compare.nonresponse.bounds import Bound, Bounds
from helpers.compare.nonresponse.bounds import bounds as bounds_of
from helpers.compare.nonresponse.effects import LtvByAnswer, NonResponse, Weights
from helpers.compare.nonresponse.propensity import Fifth
from helpers.compare.nonresponse.weights import Margin
from helpers.compare.silent_detectors import Complaints
from helpers.merge.kpis import Kpis
from helpers.report.context import Context
from helpers.report.findings import Findings


@pytest.fixture(params=["en", "ja"])
def report(request, settings):
    """Context of a report in both languages, in yen."""
    return Context(settings(language=request.param))


@pytest.fixture
def english_report(settings):
    """Maker of the context of an English report."""
    return lambda **changes: Context(settings(**changes))


NO_RATE = Rate(None, None, None, None, None)
LRV = {"detractor": 100.0, "passive": 200.0, "promoter": 300.0}
SIZES = {"detractor": 20, "passive": 30, "promoter": 50}


def _mean(value):
    return SegmentMean(18, value, value - 500, value + 500, value / 2)


def _segment(segment, value, shown, n):
    parts = {"ltv": value - LRV[segment], "lrv": LRV[segment], "value": value}
    means = [_mean(part) if measure in shown else HIDDEN for measure, part in parts.items()]
    rest = (n - 2, 1e4, 2e4) if means[0] else (HIDDEN, HIDDEN, HIDDEN)
    return SegmentValue(n, n - 1, rest[0], *means, *rest[1:], False)


@pytest.fixture
def results():
    """Maker of a comparison: detractors bring 2,000, passives 2,500, promoters 2,000 + gap."""

    def make(gap=3000.0, low=1000.0, high=5000.0, shown=("ltv", "lrv", "value"), source="crm", sizes=SIZES, **referral):
        values = {"detractor": 2000.0, "passive": 2500.0, "promoter": 2000.0 + gap}
        segments = {name: _segment(name, values[name], shown, sizes[name]) for name in SEGMENTS}
        segments["none"] = SegmentValue(900, 900, 600, _mean(1800.0), None, None, 7e4, 14e4, False)
        word_of_mouth = {"influence_mean": 0.5, "conversion": 0.1, "conversion_source": source, "cap": 20.0}
        word_of_mouth |= {"created_claimed": 400.0, "acquired_by_referral": 40, "counts_above_cap": 0}
        word_of_mouth |= {"recommended_total": 800.0, "ltv_per_customer": 2000.0, "acquired": 300, "bound": 0.75}
        word_of_mouth |= referral
        gaps = {pair: _gap(segments, pair, (low, high)) for pair in PAIRS}
        return Comparison(segments, gaps, Referral(**word_of_mouth), Customers(1000, 1900.0, 1e5, 2e5))

    return make


def _gap(segments, pair, ends):
    first, second = (segments[name] for name in PAIRS[pair])
    both = [(first.mean(measure), second.mean(measure)) for measure in MEASURES]
    ratio = Estimate(2.5, 1.5, 3.5)
    return PairGap(*(Gap(a.mean - b.mean, *ends, ratio) if a and b else HIDDEN for a, b in both))


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
        asked = (_block(400, 2000.0), _block(303, 2000.0)) if invited else (None, None)
        rates = {"tenure": {"from_1+from_2": _rate(30, 60), "under_1": _rate(5, 50)}, "channel": {"ads": HIDDEN}}
        parts = {
            "invited_known": invited,
            "money": LtvByAnswer(_block(97, 2400.0), _block(900, 1900.0), *asked, _block(997, 1950.0)),
            "difference": difference and Estimate(*difference),
            "rates": rates,
            "fifths": (Fifth(_rate(10, 100), _block(100, 900.0)), Fifth(_rate(40, 100), _block(100, 3900.0))),
            "weights": Weights(reason, None, 97, 80.4, 0, 2.5),
            "margins": (
                Margin("tenure", "under_1", 400, 40, 0.4, 0.3, 0.4),
                Margin("tenure", "from_1+from_2", 597, HIDDEN, 0.6, HIDDEN, 0.6),
            ),
            "nps": Nps(20, 30, 50, 0.3, 0.61, 0.2, 0.4),
            "weighted": _weighted(results(), reason),
        }
        return NonResponse(**parts | changes)

    return make


def _block(n, mean):
    return Mean(n, mean, mean - 100, mean + 100)


def _weighted(result, reason):
    """1,000 less than plain."""
    segments = {
        name: WeightedMeans(*(_less(result.segments[name].mean(measure), reason) for measure in MEASURES))
        for name in SEGMENTS
    }
    gaps = {
        pair: PairEstimates(*(_less(result.gaps[pair].gap(measure), reason) for measure in MEASURES)) for pair in PAIRS
    }
    if reason:
        return Weighted(None, None, segments, gaps)
    return Weighted(WeightedScore(0.2, 0.1, 0.3), WeightedMean(2000.0, 1900.0, 2100.0), segments, gaps)


def _less(plain, reason):
    if reason or not plain:
        return None
    made, figure = (WeightedMean, plain.mean) if isinstance(plain, Mean) else (Estimate, plain.estimate)
    return made(figure - 1000, plain.low - 1000, plain.high - 1000)


@pytest.fixture
def bounds(results):
    """Bounds: NPS of +30 as answered, −80 and +90 at the ends."""
    means = {"detractor": 1000.0, "passive": 2300.0, "promoter": 4700.0}
    gaps = {"promoter_detractor": 3700.0, "promoter_passive": 2400.0, "passive_detractor": 1300.0}
    answered = bounds_of(results()).answered
    return Bounds(answered, Bound(-0.8, means, gaps), Bound(0.9, means, gaps))


BALANCE = (
    Balance("acquired_on", "", 0.8, 0.02),
    Balance("region", "", 0.9, 0.12),
    Balance("acquired_on", "region", 0.4, 0.05),
)
_LEFT = {"region": Estimate(1200.0, 200.0, 2200.0), "acquired_on": Estimate(900.0, -100.0, 1900.0)}
SENSITIVITY = Sensitivity("acquired_on", 2.5, 0.75, _LEFT)


@pytest.fixture
def even():
    """Maker of like with like: a gap of 1,500 in all pairs and measures; 7 promoters and a few detractors left out."""

    def make(gap=(1500.0, 500.0, 2500.0), reason="", hidden=False, few=True, **changes):
        def told(figure):
            return HIDDEN if hidden else None if reason else figure

        pairs = {}
        for pair, (first, second) in PAIRS.items():
            parts = {
                "gap": told(Estimate(*gap)),
                "moved": told(Estimate(*gap)),
                "plain": HIDDEN if hidden else 3000.0,
                "plain_kept": told(Estimate(1600.0, 600.0, 2600.0)),
                "n": HIDDEN if hidden else {first: HIDDEN, second: HIDDEN} if few else {first: 40, second: 17},
                "trimmed": HIDDEN if hidden else {first: 7, second: HIDDEN if few else 2},
                "unmoved": HIDDEN if hidden or few else 2,
                "bounds": (0.05, 0.95),
                "balance": HIDDEN if hidden else () if reason else BALANCE,
                "sensitivity": told(SENSITIVITY),
                "reason": reason,
                "earlier_spend": True,
                "left_out": {},
                "trimmed_worth": None,
            }
            pairs[pair] = AdjustedGaps(*[Adjusted(**parts | changes)] * 3)
        return LikeWithLike(pairs)

    return make


@pytest.fixture
def findings(results, nps, funnel, missing, bounds, even):
    """Maker of all that step 3 found: no complaints, no growth, the gap counted in one way alone."""

    valued = replace(funnel, valued=94)

    def make(nps=nps, funnel=valued, ledgers=(), **changes):
        parts = {
            "collected": {"nps": asdict(nps), "ledgers": dict(ledgers)},
            "merged": {"funnel": asdict(funnel), "ledgers": {}},
            "result": results(),
            "missing": missing(),
            "bounds": bounds,
            "alike": even(),
            "bases": {"plain": Estimate(3000.0, 1000.0, 5000.0)},
            "scenarios": (),
            "points": {},
            "kpis": Kpis({}, {}),
            "complaints": Complaints(None, None),
            "growth": None,
        }
        return Findings(**parts | changes)

    return make
