"""Charts: each takes tidy frames with figures and ready-made words, and returns a Figure; none computes."""

from helpers.report.drawing.differences import gaps
from helpers.report.drawing.forest import forest, heaps, love
from helpers.report.drawing.lines import trend
from helpers.report.drawing.panels import ladder_bars, rate_panels
from helpers.report.drawing.rate_bars import response_rates
from helpers.report.drawing.stacks import referral_flow, value_by_segment
from helpers.report.drawing.step_bars import funnel_bars, score_distribution
from helpers.report.style import ChartText, png

__all__ = [
    "ChartText",
    "forest",
    "funnel_bars",
    "gaps",
    "heaps",
    "ladder_bars",
    "love",
    "png",
    "rate_panels",
    "referral_flow",
    "response_rates",
    "score_distribution",
    "trend",
    "value_by_segment",
]
