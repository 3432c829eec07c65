"""Tables that people read: texts in, columns named, units in the head."""

from .accounts import ledgers, money, people, reasons
from .comments import comments
from .reading import columns, fixes, readings
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
    "money",
    "people",
    "readings",
    "reasons",
    "segments",
    "shares",
    "values",
]
