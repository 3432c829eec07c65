"""What notebooks import, for the process that they are forked from.

None of it starts a thread but Arrow, for its allocator, which is made to be forked.
"""

import atexit
import gc
import sys
from importlib import import_module

_USED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.interactiveshell",
    "scipy.stats", "sklearn.linear_model", "seaborn", "clvkit", "xlsxwriter",
    "helpers.collect.survey", "helpers.compare.step_three", "helpers.merge.history", "helpers.merge.people",
    "helpers.merge.totals", "helpers.report.handover", "helpers.report.sections", "helpers.report.show",
    "helpers.report.style", "helpers.run.settings", *(f"helpers.report.drawing.{name}" for name in (
        "bars", "curves", "differences", "dots", "heaps", "leanings", "lines", "panels", "quadrants", "rates",
        "stacks")),
)  # fmt: skip
gc.disable()  # nothing that is imported is ever freed
sys.modules["debugpy"] = None  # type: ignore[assignment]  # no run is debugged: kernels begin without it
for _name in _USED:
    import_module(_name)
del sys.modules["debugpy"]
gc.freeze()  # a fork looks at its own garbage alone
gc.enable()
atexit.register(gc.unfreeze)  # packages close what they opened as Python ends
