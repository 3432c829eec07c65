"""Tables of the segments: answers, customers, what they are worth, the gaps."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import ALL, Gap, SegmentMean, is_seen
from helpers.base.words import MISSING, Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS
from helpers.merge.totals import Total, Totals
from helpers.report.sentences.compare_sentences import direction, measures_shown
from helpers.report.sentences.method_sentences import score_spans
from helpers.report.show import Grid
from helpers.report.tables.common_tables import ends, few_note, grid


def segments_table(nps: Nps, words: Words, settings: Settings) -> Grid | None:
    """Scores, answers and share of each segment."""
    if not nps.n:
        return None
    counts = dict(zip(SEGMENTS, (nps.detractors, nps.passives, nps.promoters), strict=True))
    spans = score_spans(words, settings)
    rows = [
        [words.say(f"segment_{name}"), spans[name], words.count(n), words.percent(n / nps.n)]
        for name, n in counts.items()
    ]
    return grid(rows, ("segment", "scores", "answers", "share"), words, words.say("segments_caption"))


def customers_table(bought: Totals, words: Words, settings: Settings) -> Grid:
    """Customers, buyers, orders and net amount by segment, with the total that they tie out to."""
    names = {name: words.say("total" if name == ALL else f"segment_{name}") for name in bought.groups}
    lines = [_customer_line(names[name], total, words, settings) for name, total in bought.groups.items()]
    heads = ("segment", "customers", "buyers", "orders", "net")
    caption = [words.say("rows_caption", unit=words.unit)]
    few = any(MISSING in line for line in lines)
    note = [words.say("too_few_note", least=settings.smallest_group)] if few else []
    return grid(lines, heads, words, " · ".join(caption + note))


def _customer_line(name: str, total: Total, words: Words, settings: Settings) -> list[str]:
    net = total.net_amount / 10**settings.minor_digits if is_seen(total.net_amount) else None
    counts = (total.customers, total.buyers, total.orders)
    return [name, *map(words.count, counts), words.exact_money(net)]


def values_table(result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """LTV, LRV and value of each segment: n, mean, interval, median."""
    rows = [
        _mean_line(
            words.say(f"measure_{measure}"),
            words.say(f"segment_{segment}"),
            result.segments[segment].mean(measure),
            words,
        )
        for measure in measures_shown(result)
        for segment in SEGMENTS
    ]
    heads = ("measure", "segment", "customers", "mean", "low", "high", "median")
    few = any(MISSING in row for row in rows)
    caption = words.say("too_few_note", least=settings.smallest_group) if few else ""
    return grid(rows, heads, words, caption, texts=2) if rows else None


def _mean_line(measure: str, segment: str, mean: SegmentMean | None, words: Words) -> list[str]:
    n, *money = (getattr(mean or None, name, None) for name in ("n", "mean", "low", "high", "median"))
    return [measure, segment, words.count(n), *map(words.money, money)]


def shares_table(result: Comparison, words: Words) -> Grid:
    """Share of buyers, and of all customers' LTV, of each segment."""
    total = result.customers.ltv_total
    rows = []
    for name, segment in result.segments.items():
        bought = segment.buyers / segment.matched if is_seen(segment.buyers) and segment.matched else None
        part = segment.ltv_total / total if is_seen(segment.ltv_total) and total else None
        label = words.say(f"segment_{name}")
        rows.append([label, words.count(segment.matched), words.percent(bought), words.percent(part)])
    heads = ("segment", "customers", "buyer_share", "ltv_share")
    return grid(rows, heads, words, few_note(rows, words))


def gaps_table(result: Comparison, words: Words) -> Grid | None:
    """Each gap with its interval and what it says, and the ratio where it can be told."""
    rows = [
        [words.say(f"measure_{measure}"), *_gap_line(pair, result.gaps[pair].gap(measure), words)]
        for measure in measures_shown(result)
        for pair in PAIRS
    ]
    if not rows:
        return None
    low, high, of = (words.say(f"head_{name}") for name in ("low", "high", "ratio"))
    heads = [words.say(f"head_{name}") for name in ("measure", "gap", "verdict", "estimate")]
    return Grid(pd.DataFrame(rows, columns=[*heads, low, high, of, f"{of} {low}", f"{of} {high}"]), texts=3)


def _gap_line(pair: str, gap: Gap | None, words: Words) -> list[str]:
    verdict = words.say(f"verdict_{direction(gap)}" if gap else "verdict_few")
    ratio = gap.ratio if gap else None
    return [words.say(f"pair_{pair}"), verdict, *map(words.money, ends(gap)), *map(words.ratio, ends(ratio))]
