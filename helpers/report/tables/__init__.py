"""Tables that people read: texts in, columns named, units in the head."""

from helpers.report.tables.accounts import ledgers, money, people, reasons
from helpers.report.tables.adjusted import adjusted
from helpers.report.tables.comments import comments
from helpers.report.tables.nonresponse import bounds, margins, plain_and_weighted, response_rates
from helpers.report.tables.reading import columns, fixes, readings
from helpers.report.tables.response import left_out, moves, needs, strata, transitions, waves
from helpers.report.tables.robust import by_attribute, counted_otherwise, created, points
from helpers.report.tables.service import kpis, ladder
from helpers.report.tables.value import customers, gaps, segments, shares, values

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
