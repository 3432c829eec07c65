"""Step 3: LTV, LRV and customer value of the segments, the gaps between them, and how far they hold.

What the notebook of step 3 uses stands here by name.
"""

from helpers.collect.wording.uses import word_uses
from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.bases import headline_bases
from helpers.compare.basis import basis_of
from helpers.compare.call_effect import call_effect
from helpers.compare.call_list import call_list
from helpers.compare.drivers.drivers import drivers
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.stakes import stakes
from helpers.compare.gaps import compared
from helpers.compare.groups import cut
from helpers.compare.growth import growth
from helpers.compare.lrv import counts
from helpers.compare.nonresponse.bounds import bounds
from helpers.compare.nonresponse.effects import nonresponse
from helpers.compare.quadrants import quadrants
from helpers.compare.reading_sheet import reading_sheet
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.robustness.points import points
from helpers.compare.robustness.referral import referral_scenarios
from helpers.compare.robustness.scenarios import all_scenarios
from helpers.compare.score_curve import score_curve
from helpers.compare.silent_detectors import complaints
from helpers.compare.targets import targets
from helpers.compare.transitions import moves
from helpers.compare.words import words
from helpers.merge.calling import calling
from helpers.merge.kpis import kpis

__all__ = [
    "all_scenarios",
    "basis_of",
    "bounds",
    "call_effect",
    "call_list",
    "calling",
    "compared",
    "complaints",
    "counts",
    "cut",
    "drivers",
    "forecast",
    "growth",
    "headline_bases",
    "kpis",
    "like_with_like",
    "method_scenarios",
    "moves",
    "nonresponse",
    "points",
    "quadrants",
    "reading_sheet",
    "referral_scenarios",
    "score_curve",
    "stakes",
    "targets",
    "word_uses",
    "words",
]
