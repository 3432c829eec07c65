"""The money of the purchases: whose it is, where it went, and what can't be told of it."""

from collections.abc import Iterable, Iterator

import pandas as pd

from helpers.base.results import ALL, SEGMENTS, is_hidden, is_seen
from helpers.merge.coverage import Coverage
from helpers.merge.history import History
from helpers.merge.money import MoneyLedger, MoneyStep
from helpers.merge.totals import Total, Totals
from helpers.report.context import Context, section
from helpers.report.parts import Part

_SUMS = ("ordered", "before_window", "refunds", "rounding", "window_net")  # steps that are no reasons
_UNREADABLE = ("amount_blank", "amount_invalid", "tax_other", "ragged_row")  # rows whose money nobody can tell
_NOBODYS = {"unknown_customer": "unknown_money", "guest": "guest_money"}


@section
def matched(report: Context, bought: Totals, answers: pd.DataFrame | None) -> Iterable[Part | None]:
    """How many respondents can be valued, and that the money ties out, large."""
    settings, everybody = report.settings, bought.groups[ALL]
    cents = "unit_minor_cent" if settings.minor_digits == 2 else "unit_minor"
    unit = report.say("unit_minor_JPY" if settings.currency == "JPY" else cents)
    money = {"net": _in_units(report, everybody.net_amount), "unit": unit}
    answered = 0 if answers is None else len(answers)
    if not answered:
        return report.headline(report.say("merge_headline_unanswered", n=everybody.customers, **money))
    known = sum(bought.groups[segment].customers for segment in SEGMENTS)
    figures = {"matched": known, "answered": answered, "share": known / answered}
    return report.headline(report.say("merge_headline", **figures, **money))


@section
def coverage(report: Context, covered: Coverage) -> Iterable[Part | None]:
    """What the purchases cover."""
    start, end = report.settings.window_start, report.settings.window_end
    window = report.say("window_dates", start=start, end=end) if start else report.say("window_all", end=end)
    covers = report.say("covers", first=covered.first_order, last=covered.last_order, window=window)
    yield report.text(covers, report.say("covers_before" if covered.window_before else "covers_not_before"))


@section
def money(report: Context, account: MoneyLedger, merged: History) -> Iterable[Part | None]:
    """From all orders of the file to the window's net amount, and what to beware of."""
    rows = [
        [
            report.say(f"money_{step.step}" if step.step in _SUMS else f"reason_{step.step}"),
            report.words.count(step.rows),
            report.words.exact_money(_readable(report, step)),
        ]
        for step in account.steps
    ]
    caption = [report.say("money_caption", unit=report.words.unit)]
    if any(is_hidden(step.amount) for step in account.steps):
        caption.append(report.say("too_few_note", least=report.settings.smallest_group))
    yield report.table(("step", "rows", "net"), rows, " · ".join(caption), few=None)
    yield report.text(*_missing(report, merged), *_nobodys(report, account), _amountless(report, merged))


@section
def customers(report: Context, bought: Totals) -> Iterable[Part | None]:
    """Customers, buyers, orders and net amount by segment, with the total that they tie out to."""
    rows = [
        [report.say("total" if name == ALL else f"segment_{name}"), *_bought(report, total)]
        for name, total in bought.groups.items()
    ]
    if left := _rounding(bought):
        rows.insert(-1, [report.say("money_rounding"), "", "", "", report.words.exact_money(_in_units(report, left))])
    caption = report.say("rows_caption", unit=report.words.unit)
    yield report.table(("segment", "customers", "buyers", "orders", "net"), rows, caption, few="too_few_note")


def _in_units(report: Context, amount: int | None) -> float | None:
    """Whole minor units in units of the currency, where they may be shown."""
    return amount / 10**report.settings.minor_digits if is_seen(amount) else None


def _bought(report: Context, total: Total) -> list[str]:
    counts = map(report.words.count, (total.customers, total.buyers, total.orders))
    return [*counts, report.words.exact_money(_in_units(report, total.net_amount))]


def _rounding(bought: Totals) -> int:
    """What the segments' amounts, each rounded to the minor unit by itself, lack of the total."""
    nets = {name: total.net_amount for name, total in bought.groups.items() if total.net_amount is not None}
    if not all(map(is_seen, nets.values())):
        return 0
    return nets[ALL] - sum(net for name, net in nets.items() if name != ALL)


def _readable(report: Context, step: MoneyStep) -> float | None:
    """Amount, where it may be shown and somebody can tell it."""
    return None if step.step in _UNREADABLE else _in_units(report, step.amount)


def _missing(report: Context, merged: History) -> Iterator[str]:
    """Files and columns that are missing."""
    if report.settings.customers is None:
        yield report.say("missing_customers")
    elif merged.acquired_from_orders:
        yield report.say("warn_no_acquired")
    if report.settings.complaints is None:
        yield report.say("missing_complaints")
    unknown = {name for name in ("refunded_amount", "returned_orders") if merged.rows[name].isna().any()}
    if "refunded_amount" in unknown:
        yield report.say("missing_returns" if "returned_orders" in unknown else "missing_refunds")
    elif unknown:
        yield report.say("unlinked_returns")


def _nobodys(report: Context, account: MoneyLedger) -> Iterator[str]:
    """Shares of the money that belong to nobody known."""
    amounts = {step.step: step.amount for step in account.steps if is_seen(step.amount)}
    for reason, key in _NOBODYS.items():
        if reason in amounts and amounts.get("ordered"):
            yield report.say(key, share=-amounts[reason] / amounts["ordered"])


def _amountless(report: Context, merged: History) -> str | None:
    return report.say("amountless", n=merged.amountless) if merged.amountless else None
