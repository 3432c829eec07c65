"""Charts: each takes tidy frames with figures and ready-made words, and returns a Figure; none computes."""

from helpers.report.drawing.differences import gaps
from helpers.report.drawing.forest import forest, heaps, love
from helpers.report.drawing.response import response_rates
from helpers.report.drawing.service import heinrich, kpis
from helpers.report.drawing.survey import funnel, score_distribution
from helpers.report.drawing.trend import trend
from helpers.report.drawing.value import referral_flow, value_by_segment
from helpers.report.style import SEGMENTS, ChartText, png

__all__ = [
    "SEGMENTS",
    "ChartText",
    "forest",
    "funnel",
    "gaps",
    "heaps",
    "heinrich",
    "kpis",
    "love",
    "png",
    "referral_flow",
    "response_rates",
    "score_distribution",
    "trend",
    "value_by_segment",
]
