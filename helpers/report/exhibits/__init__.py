"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

from .adjusted import balance, bases
from .nonresponse import nonresponse
from .response import answers_by_day, nps_by_wave, response_rates
from .robust import by_attribute, heaps, robustness
from .service import heinrich, kpis
from .survey import funnel, score_distribution
from .value import gaps, referral_flow, value_by_segment

__all__ = [
    "answers_by_day",
    "balance",
    "bases",
    "by_attribute",
    "funnel",
    "gaps",
    "heaps",
    "heinrich",
    "kpis",
    "nonresponse",
    "nps_by_wave",
    "referral_flow",
    "response_rates",
    "robustness",
    "score_distribution",
    "value_by_segment",
]
