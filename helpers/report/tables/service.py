"""Tables of the shop's service: KPIs by segment and Heinrich's ladder."""

import pandas as pd

from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.merge.kpis import MONEY_RATE, SHOWN_GROUPS
from helpers.report.show import Grid
from helpers.report.tables.common import few_note, grid


def kpis(rates: dict[str, dict[str, Rate]], words: Words) -> Grid | None:
    """Numerator, denominator, rate and interval of every KPI by segment; those without any data are left out."""
    rows = [
        [
            words.say(f"kpi_{kpi}"),
            words.say(f"segment_{group}"),
            *_rate_cells(kpi, groups[group], words),
        ]
        for kpi, groups in rates.items()
        for group in SHOWN_GROUPS
        if groups["all"].denominator != 0  # hidden ones show their dashes
    ]
    heads = ("measure", "segment", "numerator", "denominator", "rate", "low", "high")
    return grid(rows, heads, words, few_note(rows, words), texts=2) if rows else None


def _rate_cells(kpi: str, rate: Rate, words: Words) -> list[str]:
    written = words.money if kpi == MONEY_RATE else words.count
    counts = [written(side) for side in (rate.numerator, rate.denominator)]
    return [*counts, *(words.percent(share) for share in (rate.rate, rate.low, rate.high))]


def ladder(ladder: pd.DataFrame | None, words: Words) -> Grid | None:
    """Complaints seen and expected by severity."""
    if ladder is None:
        return None
    rows = [
        [
            words.say(f"severity_{line.severity}"),
            *(words.count(n) for n in (line.seen, line.expected, line.gap)),
        ]
        for line in ladder.itertuples()
    ]
    return grid(rows, ("severity", "seen", "expected", "gap"), words)
