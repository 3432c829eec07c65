"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

from .response import answers_by_day, nps_by_wave, response_rates
from .service import heinrich, kpis
from .survey import funnel, score_distribution
from .value import gaps, referral_flow, value_by_segment

__all__ = [
    "answers_by_day",
    "funnel",
    "gaps",
    "heinrich",
    "kpis",
    "nps_by_wave",
    "referral_flow",
    "response_rates",
    "score_distribution",
    "value_by_segment",
]
