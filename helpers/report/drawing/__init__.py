"""Charts by their forms: each takes tidy frames with figures and ready-made words, and returns a Figure.

None computes, and none knows a topic: a row has a `name` and a `label`, its `value`, or its `estimate` from `low` to
`high`, and a `segment` where the colour is a segment's. A module is loaded when a chart of it is drawn: matplotlib
takes a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.report.drawing.bars import segment_bars, step_bars
    from helpers.report.drawing.curves import score_dots
    from helpers.report.drawing.differences import means_and_differences
    from helpers.report.drawing.dots import forest, love
    from helpers.report.drawing.heaps import count_bars
    from helpers.report.drawing.leanings import leaning_rows
    from helpers.report.drawing.lines import trend
    from helpers.report.drawing.panels import dot_pairs, rate_panels
    from helpers.report.drawing.quadrants import quadrant_dots
    from helpers.report.drawing.rates import rate_rows
    from helpers.report.drawing.stacks import flow, stacked_bars

_MODULES = {
    "bars": ("segment_bars", "step_bars"),
    "curves": ("score_dots",),
    "differences": ("means_and_differences",),
    "dots": ("forest", "love"),
    "leanings": ("leaning_rows",),
    "lines": ("trend",),
    "panels": ("dot_pairs", "rate_panels"),
    "quadrants": ("quadrant_dots",),
    "rates": ("rate_rows",),
    "stacks": ("flow", "stacked_bars"),
    "heaps": ("count_bars",),
}
__all__ = [
    "count_bars",
    "dot_pairs",
    "flow",
    "forest",
    "leaning_rows",
    "love",
    "means_and_differences",
    "quadrant_dots",
    "rate_panels",
    "rate_rows",
    "score_dots",
    "segment_bars",
    "stacked_bars",
    "step_bars",
    "trend",
]


def __getattr__(name: str) -> Any:
    module = next((module for module, charts in _MODULES.items() if name in charts), None)
    if module is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{module}"), name)
