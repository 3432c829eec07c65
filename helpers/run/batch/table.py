"""The index of a batch as a table for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.base.results import SEGMENTS, Estimate
from helpers.base.words import Words
from helpers.report.steps import PAGE
from helpers.run.batch.aims import aims_cells
from helpers.run.batch.drawn import DrawnBatch, drawn_batch
from helpers.run.batch.entries import Entry
from helpers.run.batch.whole import whole


def index_table(entries: Sequence[Entry], words: Words) -> pd.DataFrame:
    """The rows as a spreadsheet takes them: heads in the report's language, figures as numbers."""
    drawn = drawn_batch(entries)
    together = whole(entries, words)
    above = [_cells(together, drawn, words) | _unmade(words)] if together else []
    each = [_cells(entry, drawn, words) | aims_cells(entry, entries, words) for entry in entries]
    rows = pd.DataFrame([*above, *each], dtype=object)
    return rows.convert_dtypes()  # whole numbers stay whole beside empty cells


def _unmade(words: Words) -> dict[str, None]:
    """What the row of all groups together lacks: it is no report, and has no page."""
    return dict.fromkeys([words.say("index_status"), words.say("index_page")])


def _cells(entry: Entry, drawn: DrawnBatch, words: Words) -> dict[str, Any]:
    settings, measure, done = entry.settings, entry.measure, not entry.error
    say, digits = words.say, settings.minor_digits or None
    means = {say("index_mean", segment=say(f"segment_{name}")): entry.mean(name, measure) for name in SEGMENTS}
    return {
        say("index_report"): settings.report_name,
        say("index_as_of"): words.day(settings.as_of),
        say("index_status"): say("index_ok") if done else say("index_failed"),
        say("head_customers"): entry.customers,
        say("head_answers"): entry.answers,
        **_ends_named(say("index_points"), entry.nps, 1, words),
        **_drawn_named(say("index_points"), drawn.nps.of(entry), 1, words),
        say("index_currency"): settings.currency,
        say("index_measure"): say(f"measure_{measure}") if done else None,
        say("index_days"): settings.window_days or None,
        **_rounded(means, digits),
        **_ends_named(say("pair_promoter_detractor"), entry.gap(measure), digits, words),
        **_drawn_named(say("pair_promoter_detractor"), drawn.gap.of(entry), digits, words),
        say("head_reason"): entry.error or None,
        say("index_page"): f"../{settings.report_name}/{PAGE}" if done else None,
        say("index_note"): settings.note or None,
    }


def _ends_named(head: str, figure: Estimate, digits: int | None, words: Words) -> Mapping[str, float | None]:
    low, high = words.say("index_low", name=head), words.say("index_high", name=head)
    return _rounded({head: figure.estimate, low: figure.low, high: figure.high}, digits)


def _drawn_named(head: str, figure: Estimate, digits: int | None, words: Words) -> Mapping[str, float | None]:
    return _ends_named(words.say("index_drawn", name=head), figure, digits, words)


def _rounded(figures: Mapping[str, float | None], digits: int | None) -> Mapping[str, float | None]:
    return {name: None if value is None else round(value, digits) for name, value in figures.items()}
