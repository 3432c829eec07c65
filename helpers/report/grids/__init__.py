"""Tables that people read: texts in, columns named, units in the head."""

from .accounts import ledgers, money, people, reasons
from .comments import comments
from .reading import columns, fixes, readings
from .response import left_out, moves, needs, strata, transitions, waves
from .service import kpis, ladder
from .value import customers, gaps, segments, shares, values

__all__ = [
    "columns",
    "comments",
    "customers",
    "fixes",
    "gaps",
    "kpis",
    "ladder",
    "ledgers",
    "left_out",
    "money",
    "moves",
    "needs",
    "people",
    "readings",
    "reasons",
    "segments",
    "shares",
    "strata",
    "transitions",
    "values",
    "waves",
]
