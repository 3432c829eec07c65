"""Step 3: LTV, LRV and customer value of the segments, the gaps between them, and how far they hold.

What the notebook of step 3 uses stands here by name.
"""

from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.bases import headline_bases
from helpers.compare.basis import basis_of
from helpers.compare.gaps import compared
from helpers.compare.groups import cut, group_gaps
from helpers.compare.growth import earned_growth
from helpers.compare.nonresponse.bounds import nonresponse_bounds
from helpers.compare.nonresponse.effects import nonresponse
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.robustness.points import point_values
from helpers.compare.robustness.referral import referral_scenarios
from helpers.compare.robustness.scenarios import all_scenarios
from helpers.compare.silent_detectors import silent_detectors
from helpers.compare.transitions import moves

__all__ = [
    "all_scenarios",
    "basis_of",
    "compared",
    "cut",
    "earned_growth",
    "group_gaps",
    "headline_bases",
    "like_with_like",
    "method_scenarios",
    "moves",
    "nonresponse",
    "nonresponse_bounds",
    "point_values",
    "referral_scenarios",
    "silent_detectors",
]
