"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

from helpers.report.exhibits.adjusted import balance, bases
from helpers.report.exhibits.nonresponse import nonresponse
from helpers.report.exhibits.response import answers_by_day, nps_by_wave, response_rates
from helpers.report.exhibits.robust import by_attribute, heaps, robustness
from helpers.report.exhibits.service import heinrich, kpis
from helpers.report.exhibits.survey import funnel, score_distribution
from helpers.report.exhibits.value import gaps, referral_flow, value_by_segment

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
