"""Tables that people read: texts in, columns named, units in the head."""

import pandas as pd

from helpers.base.disclosure import hidden_groups
from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.compare.gaps import PAIRS, Comparison
from helpers.merge.history import History
from helpers.merge.kpis import MONEY_RATE, SHOWN_GROUPS

from .findings import direction, measures_shown
from .show import Grid


def _grid(rows: list[list[str]], heads: tuple[str, ...], words: Words, caption: str = "", texts: int = 1) -> Grid:
    return Grid(pd.DataFrame(rows, columns=[words.say(f"head_{head}") for head in heads]), caption, texts)


def segments(nps: Nps, words: Words) -> Grid | None:
    """Answers and share of each segment."""
    if not nps.n:
        return None
    counts = dict(zip(SEGMENTS, (nps.detractors, nps.passives, nps.promoters), strict=True))
    rows = [[words.say(f"segment_{name}"), words.count(n), words.percent(n / nps.n)] for name, n in counts.items()]
    return _grid(rows, ("segment", "answers", "share"), words, words.say("segments_caption"))


def ledgers(accounts: dict[str, dict], words: Words) -> Grid:
    """Rows in, used, not applicable and defective of each file."""
    rows = [
        [
            words.say(f"table_{name}"),
            *(words.count(number) for number in (account["rows_in"], account["rows_used"])),
            *(words.count(sum(account[kind].values())) for kind in ("not_applicable", "defective")),
        ]
        for name, account in accounts.items()
    ]
    heads = ("table", "rows_in", "rows_used", "not_applicable", "defective")
    return _grid(rows, heads, words, words.say("ledger_caption"))


def reasons(accounts: dict[str, dict], words: Words) -> Grid | None:
    """Every reason with its rows, or nothing where no row was left out."""
    rows = [
        [words.say(f"table_{name}"), words.say(f"reason_{reason}"), words.say(f"kind_{kind}"), words.count(n)]
        for name, account in accounts.items()
        for kind in ("not_applicable", "defective")
        for reason, n in account[kind].items()
    ]
    rows += [
        [
            words.say(f"table_{name}"),
            words.say(f"reason_{key.split(': ')[1]}"),
            words.say("kind_field"),
            words.count(n),
        ]
        for name, account in accounts.items()
        for key, n in account["fields"].items()
    ]
    heads = ("table", "reason", "kind", "rows")
    return _grid(rows, heads, words, words.say("reasons_caption"), texts=3) if rows else None


def money(history: History, words: Words, settings: Settings) -> Grid:
    """From all orders of the file to the window's net amount."""
    digits = 10**settings.minor_digits
    named = {"ordered", "before_window", "refunds", "window_net"}
    rows = [
        [
            words.say(f"money_{line.step}" if line.step in named else f"reason_{line.step}"),
            words.count(line.rows),
            words.exact_money(line.amount / digits),
        ]
        for line in history.money.itertuples()
    ]
    return _grid(rows, ("step", "rows", "net"), words, words.say("money_caption", unit=words.unit))


def customers(rows: pd.DataFrame, words: Words, settings: Settings) -> Grid:
    """Customers, buyers, orders and net amount by segment, with the total that they tie out to."""
    groups = {name: rows[rows["segment"].fillna("none") == name] for name in (*SEGMENTS, "none")}
    sizes = {name: len(group) for name, group in groups.items()}
    hidden = hidden_groups(sizes, settings.smallest_group) | {name for name, n in sizes.items() if not n}
    lines = [
        _customer_line(words.say(f"segment_{name}"), group, name not in hidden, words, settings)
        for name, group in groups.items()
    ]
    lines.append(_customer_line(words.say("total"), rows, len(rows) >= settings.smallest_group, words, settings))
    heads = ("segment", "customers", "buyers", "orders", "net")
    return _grid(lines, heads, words, words.say("rows_caption", unit=words.unit))


def _customer_line(name: str, group: pd.DataFrame, enough: bool, words: Words, settings: Settings) -> list[str]:
    buyers, orders = int((group["orders"] >= 1).sum()), int(group["orders"].sum())
    net = int(group["net_amount"].sum()) / 10**settings.minor_digits
    hidden = [words.count(None)] * 3
    shown = [words.count(buyers), words.count(orders), words.exact_money(net)]
    return [name, words.count(len(group)), *(shown if enough else hidden)]


def values(result: Comparison, words: Words, settings: Settings) -> Grid:
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
    caption = words.say("too_few_note", least=settings.smallest_group)
    return _grid(rows, heads, words, caption, texts=2)


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
    return _grid(rows, ("segment", "customers", "buyer_share", "ltv_share"), words)


def gaps(result: Comparison, words: Words) -> Grid:
    """Each gap with its interval and what it says, and the ratio where it can be told."""
    rows = [
        [words.say(f"measure_{measure}"), *_gap_line(pair, result.gaps[pair][measure], words)]
        for measure in measures_shown(result)
        for pair in PAIRS
    ]
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
        *(words.decimal(ratio.get(end)) for end in ("estimate", "low", "high")),
    ]


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
        if groups["all"].rate is not None
    ]
    heads = ("measure", "segment", "numerator", "denominator", "rate", "low", "high")
    return _grid(rows, heads, words, texts=2) if rows else None


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
    return _grid(rows, ("severity", "seen", "expected", "gap"), words)
