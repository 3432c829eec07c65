"""Tables that people read: texts in, columns named, units in the head."""

from .accounts import ledgers, money, people, reasons
from .comments import comments
from .reading import columns, fixes, readings
from .robust import by_attribute, points, referral_scenarios
from .service import kpis, ladder
from .value import customers, gaps, segments, shares, values

__all__ = [
    "by_attribute",
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
    "points",
    "readings",
    "reasons",
    "referral_scenarios",
    "segments",
    "shares",
    "values",
]
