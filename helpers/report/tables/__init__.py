"""Tables that people read: texts in, columns named, units in the head."""

from helpers.report.tables.accounts_tables import ledgers_table, money_table, people_table, reasons_table
from helpers.report.tables.adjusted_tables import adjusted_table
from helpers.report.tables.comments_tables import comments_table
from helpers.report.tables.reading_tables import columns_table, fixes_table, readings_table
from helpers.report.tables.response_tables import (
    left_out_table,
    moves_table,
    needs_table,
    strata_table,
    transitions_table,
    waves_table,
)
from helpers.report.tables.robust_tables import by_attribute_table, counted_otherwise_table, created_table, points_table
from helpers.report.tables.service_tables import kpis_table, ladder_table
from helpers.report.tables.value_tables import customers_table, gaps_table, segments_table, shares_table, values_table

__all__ = [
    "adjusted_table",
    "by_attribute_table",
    "columns_table",
    "comments_table",
    "counted_otherwise_table",
    "created_table",
    "customers_table",
    "fixes_table",
    "gaps_table",
    "kpis_table",
    "ladder_table",
    "ledgers_table",
    "left_out_table",
    "money_table",
    "moves_table",
    "needs_table",
    "people_table",
    "points_table",
    "readings_table",
    "reasons_table",
    "segments_table",
    "shares_table",
    "strata_table",
    "transitions_table",
    "values_table",
    "waves_table",
]
