"""Charts: each takes tidy frames with figures and ready-made words, and returns a Figure; none computes.

A module is loaded when a chart of it is drawn: matplotlib takes a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.report.drawing.differences import gaps
    from helpers.report.drawing.dots import forest, heaps, love
    from helpers.report.drawing.lines import trend
    from helpers.report.drawing.panels import ladder_bars, rate_panels
    from helpers.report.drawing.rate_bars import response_rates
    from helpers.report.drawing.stacks import referral_flow, value_by_segment
    from helpers.report.drawing.step_bars import funnel_bars, score_distribution

_MODULES = {
    "differences": ("gaps",),
    "dots": ("forest", "heaps", "love"),
    "lines": ("trend",),
    "panels": ("ladder_bars", "rate_panels"),
    "rate_bars": ("response_rates",),
    "stacks": ("referral_flow", "value_by_segment"),
    "step_bars": ("funnel_bars", "score_distribution"),
}
__all__ = [
    "forest",
    "funnel_bars",
    "gaps",
    "heaps",
    "ladder_bars",
    "love",
    "rate_panels",
    "referral_flow",
    "response_rates",
    "score_distribution",
    "trend",
    "value_by_segment",
]


def __getattr__(name: str) -> Any:
    module = next((module for module, charts in _MODULES.items() if name in charts), None)
    if module is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{module}"), name)
