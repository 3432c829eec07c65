"""Charts: each takes tidy frames with figures and ready-made words, and returns a Figure; none computes."""

from helpers.report.charts.differences import gaps
from helpers.report.charts.forest import forest, heaps, love
from helpers.report.charts.response import response_rates
from helpers.report.charts.service import heinrich, kpis
from helpers.report.charts.survey import funnel, score_distribution
from helpers.report.charts.trend import trend
from helpers.report.charts.value import referral_flow, value_by_segment
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
