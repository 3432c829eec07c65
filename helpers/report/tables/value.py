"""Tables of the segments: answers, customers, what they are worth, the gaps."""

import pandas as pd

from helpers.base.disclosure import ALL
from helpers.base.parameters import Settings
from helpers.base.words import MISSING, Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.compare.gaps import PAIRS, Comparison
from helpers.merge.disclosed import hidden_net
from helpers.report.sentences import direction, measures_shown, score_spans
from helpers.report.show import Grid
from helpers.report.tables.common import few_note, grid


def segments(nps: Nps, words: Words, settings: Settings) -> Grid | None:
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


def customers(rows: pd.DataFrame, words: Words, settings: Settings) -> Grid:
    """Customers, buyers, orders and net amount by segment, with the total that they tie out to."""
    groups = {name: rows[rows["segment"].fillna("none") == name] for name in (*SEGMENTS, "none")}
    hidden = hidden_net(rows, settings) | {name for name, group in groups.items() if group.empty}
    lines = [
        _customer_line(words.say(f"segment_{name}"), group, name not in hidden, words, settings)
        for name, group in groups.items()
    ]
    lines.append(_customer_line(words.say("total"), rows, ALL not in hidden, words, settings))
    heads = ("segment", "customers", "buyers", "orders", "net")
    caption = [words.say("rows_caption", unit=words.unit)]
    few = [words.say("too_few_note", least=settings.smallest_group)] if hidden else []
    return grid(lines, heads, words, " · ".join(caption + few))


def _customer_line(name: str, group: pd.DataFrame, enough: bool, words: Words, settings: Settings) -> list[str]:
    buyers, orders = int((group["orders"] >= 1).sum()), int(group["orders"].sum())
    net = int(group["net_amount"].sum()) / 10**settings.minor_digits
    hidden = [words.count(None)] * 3
    shown = [words.count(buyers), words.count(orders), words.exact_money(net)]
    return [name, words.count(len(group)), *(shown if enough else hidden)]


def values(result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """LTV, LRV and value of each segment: n, mean, interval, median."""
    rows = [
        _mean_line(
            words.say(f"measure_{measure}"),
            words.say(f"segment_{segment}"),
            result.segments[segment][measure],
            words,
        )
        for measure in measures_shown(result)
        for segment in SEGMENTS
    ]
    heads = ("measure", "segment", "customers", "mean", "low", "high", "median")
    few = any(MISSING in row for row in rows)
    caption = words.say("too_few_note", least=settings.smallest_group) if few else ""
    return grid(rows, heads, words, caption, texts=2) if rows else None


def _mean_line(measure: str, segment: str, block: dict | None, words: Words) -> list[str]:
    block = block or {"n": None, "mean": None, "low": None, "high": None, "median": None}
    money = [words.money(block[name]) for name in ("mean", "low", "high", "median")]
    return [measure, segment, words.count(block["n"]), *money]


def shares(result: Comparison, words: Words) -> Grid:
    """Share of buyers, and of all customers' LTV, of each segment."""
    total = result.customers["ltv_total"]
    rows = []
    for segment in (*SEGMENTS, "none"):
        block = result.segments[segment]
        bought = block["buyers"] / block["matched"] if block["buyers"] is not None and block["matched"] else None
        part = block["ltv_total"] / total if block["ltv_total"] is not None and total else None
        name = words.say(f"segment_{segment}")
        rows.append([name, words.count(block["matched"]), words.percent(bought), words.percent(part)])
    heads = ("segment", "customers", "buyer_share", "ltv_share")
    return grid(rows, heads, words, few_note(rows, words))


def gaps(result: Comparison, words: Words) -> Grid | None:
    """Each gap with its interval and what it says, and the ratio where it can be told."""
    rows = [
        [words.say(f"measure_{measure}"), *_gap_line(pair, result.gaps[pair][measure], words)]
        for measure in measures_shown(result)
        for pair in PAIRS
    ]
    if not rows:
        return None
    low, high, of = (words.say(f"head_{name}") for name in ("low", "high", "ratio"))
    heads = [words.say(f"head_{name}") for name in ("measure", "gap", "verdict", "estimate")]
    return Grid(pd.DataFrame(rows, columns=[*heads, low, high, of, f"{of} {low}", f"{of} {high}"]), texts=3)


def _gap_line(pair: str, gap: dict | None, words: Words) -> list[str]:
    verdict = words.say(f"verdict_{direction(gap)}" if gap else "verdict_few")
    ratio = (gap or {}).get("ratio") or {}
    money = [words.money((gap or {}).get(end)) for end in ("estimate", "low", "high")]
    return [
        words.say(f"pair_{pair}"),
        verdict,
        *money,
        *(words.ratio(ratio.get(end)) for end in ("estimate", "low", "high")),
    ]
