"""Step 3: LTV, LRV and customer value of the segments, the gaps between them, and how far they hold.

What the notebook of step 3 uses stands here by name.
"""

from .alike.adjusted import like_with_like
from .basis import basis_of
from .gaps import compared
from .otherwise.cuts import cut
from .otherwise.points import point_values
from .otherwise.scenarios import all_scenarios, method_scenarios, referral_scenarios
from .silent.nonresponse import nonresponse
from .transitions import moves
from .value import silent_detectors

__all__ = [
    "all_scenarios",
    "basis_of",
    "compared",
    "cut",
    "like_with_like",
    "method_scenarios",
    "moves",
    "nonresponse",
    "point_values",
    "referral_scenarios",
    "silent_detectors",
]
