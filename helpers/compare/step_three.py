"""What the notebooks of step 3 call, by name."""

from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.bases import headline_bases
from helpers.compare.basis import basis_of
from helpers.compare.gaps import compared
from helpers.compare.groups import cut
from helpers.compare.growth import growth
from helpers.compare.look_ahead import outlook
from helpers.compare.lrv import counts
from helpers.compare.nonresponse.bounds import bounds
from helpers.compare.nonresponse.effects import nonresponse
from helpers.compare.reading_sheet import reading_sheet
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.robustness.points import points
from helpers.compare.robustness.referral import referral_scenarios
from helpers.compare.robustness.scenarios import all_scenarios
from helpers.compare.score_curve import score_curve
from helpers.compare.silent_detectors import complaints
from helpers.compare.targets import targets
from helpers.compare.transitions import moves
from helpers.merge.calling import calling
from helpers.merge.kpis import kpis

__all__ = [
    "all_scenarios",
    "basis_of",
    "bounds",
    "calling",
    "compared",
    "complaints",
    "counts",
    "cut",
    "growth",
    "headline_bases",
    "kpis",
    "like_with_like",
    "method_scenarios",
    "moves",
    "nonresponse",
    "outlook",
    "points",
    "reading_sheet",
    "referral_scenarios",
    "score_curve",
    "targets",
]
