"""Tables that people read: texts in, columns named, units in the head."""

from .accounts import ledgers, money, people, reasons
from .adjusted import adjusted
from .comments import comments
from .nonresponse import bounds, margins, plain_and_weighted, response_rates
from .reading import columns, fixes, readings
from .response import left_out, moves, needs, strata, transitions, waves
from .robust import by_attribute, counted_otherwise, created, points
from .service import kpis, ladder
from .value import customers, gaps, segments, shares, values

__all__ = [
    "adjusted",
    "bounds",
    "by_attribute",
    "columns",
    "comments",
    "counted_otherwise",
    "created",
    "customers",
    "fixes",
    "gaps",
    "kpis",
    "ladder",
    "ledgers",
    "left_out",
    "margins",
    "money",
    "moves",
    "needs",
    "people",
    "plain_and_weighted",
    "points",
    "readings",
    "reasons",
    "response_rates",
    "segments",
    "shares",
    "strata",
    "transitions",
    "values",
    "waves",
]
