"""Tables of the shop's service: KPIs by segment and Heinrich's ladder."""

from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.merge.complaints import Ladder
from helpers.merge.kpis import MONEY_RATE, SHOWN_GROUPS, Kpis
from helpers.report.show import Grid
from helpers.report.tables.common_tables import few_note, grid


def kpis_table(result: Kpis, words: Words) -> Grid | None:
    """Numerator, denominator, rate and interval of every KPI by segment; those without any data are left out."""
    rows = [
        [
            words.say(f"kpi_{kpi}"),
            words.say(f"segment_{group}"),
            *_rate_cells(kpi, groups[group], words),
        ]
        for kpi, groups in result.rates.items()
        for group in SHOWN_GROUPS
        if groups["all"].denominator != 0  # hidden ones show their dashes
    ]
    heads = ("measure", "segment", "numerator", "denominator", "rate", "low", "high")
    return grid(rows, heads, words, few_note(rows, words), texts=2) if rows else None


def _rate_cells(kpi: str, rate: Rate, words: Words) -> list[str]:
    written = words.money if kpi == MONEY_RATE else words.count
    counts = [written(side) for side in (rate.numerator, rate.denominator)]
    return [*counts, *(words.percent(share) for share in (rate.rate, rate.low, rate.high))]


def ladder_table(ladder: Ladder | None, words: Words) -> Grid | None:
    """Complaints seen and expected by severity."""
    if ladder is None:
        return None
    rows = [
        [
            words.say(f"severity_{severity}"),
            *(words.count(n) for n in (rung.seen, rung.expected, rung.gap)),
        ]
        for severity, rung in ladder.rungs().items()
    ]
    return grid(rows, ("severity", "seen", "expected", "gap"), words)
