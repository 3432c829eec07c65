"""The table of a batch for spreadsheets: one row a report, the same as on its page."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.report.page.page import PAGE
from helpers.run.batch.entries import Entry, Estimate


def index_table(entries: Sequence[Entry], words: Words) -> pd.DataFrame:
    """The rows as a spreadsheet takes them: heads in the report's language, figures as numbers."""
    rows = pd.DataFrame([_cells(entry, words) for entry in entries], dtype=object)
    return rows.convert_dtypes()  # whole numbers stay whole beside empty cells


def _cells(entry: Entry, words: Words) -> dict[str, Any]:
    settings, measure, done = entry.settings, entry.measure, not entry.error
    gap, say = entry.gap(measure), words.say

    def money(value: float | None) -> float | None:
        return None if value is None else round(value, settings.minor_digits or None)

    head = say("pair_promoter_detractor")
    values = {say("index_mean", segment=say(f"segment_{name}")): money(entry.mean(name, measure)) for name in SEGMENTS}
    return {
        say("index_report"): settings.report_name,
        say("index_as_of"): words.day(settings.as_of),
        say("index_status"): say("index_ok") if done else say("index_failed"),
        say("head_answers"): entry.answers,
        **_ends_named(say("index_points"), entry.nps, lambda value: None if value is None else round(value, 1), words),
        say("index_currency"): settings.currency,
        say("index_measure"): say(f"measure_{measure}") if done else None,
        say("index_days"): settings.window_days or None,
        **values,
        **_ends_named(head, gap, money, words),
        say("head_reason"): entry.error or None,
        say("index_page"): f"../{settings.report_name}/{PAGE}" if done else None,
        say("index_note"): settings.note or None,
    }


def _ends_named(
    head: str, figure: Estimate, number: Callable[[float | None], float | None], words: Words
) -> dict[str, float | None]:
    return {
        head: number(figure.estimate),
        words.say("index_low", name=head): number(figure.low),
        words.say("index_high", name=head): number(figure.high),
    }
