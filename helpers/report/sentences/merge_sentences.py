"""Findings of step 2: who can be valued, and that the money ties out."""

from helpers.base.parameters import Settings
from helpers.base.results import ALL, is_seen
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.merge.history import History
from helpers.merge.money import MoneyLedger
from helpers.merge.totals import Totals


def merge_headline(bought: Totals, answered: int, words: Words, settings: Settings) -> str:
    """How many respondents can be valued, and that the money ties out."""
    everybody, net = bought.groups[ALL].customers, bought.groups[ALL].net_amount
    cents = "unit_minor_cent" if settings.minor_digits == 2 else "unit_minor"
    unit = words.say("unit_minor_JPY" if settings.currency == "JPY" else cents)
    money = {"net": net / 10**settings.minor_digits if is_seen(net) else None, "unit": unit}
    if not answered:
        return words.say("merge_headline_unanswered", n=everybody, **money)
    matched = sum(bought.groups[segment].customers for segment in SEGMENTS)
    return words.say("merge_headline", matched=matched, answered=answered, share=matched / answered, **money)


def coverage_notes(history: History, words: Words, settings: Settings) -> tuple[str, str]:
    """What the purchases cover."""
    covered = history.coverage
    start, end = settings.window_start, settings.window_end
    window = words.say("window_dates", start=start, end=end) if start else words.say("window_all", end=end)
    before = words.say("covers_before" if covered.window_before else "covers_not_before")
    return words.say("covers", first=covered.first_order, last=covered.last_order, window=window), before


def merge_notes(history: History, money: MoneyLedger, words: Words, settings: Settings) -> tuple[str, ...]:
    """What is missing and what to beware of in step 2."""
    notes = []
    if settings.customers is None:
        notes.append(words.say("missing_customers"))
    elif history.acquired_from_orders:
        notes.append(words.say("warn_no_acquired"))
    if settings.complaints is None:
        notes.append(words.say("missing_complaints"))
    if history.rows["refunded_amount"].isna().any():
        notes.append(words.say("missing_returns"))
    elif history.rows["returned_orders"].isna().any():
        notes.append(words.say("unlinked_returns"))
    notes += _money_notes(money, words)
    return (*notes, words.say("amountless", n=history.amountless)) if history.amountless else tuple(notes)


def _money_notes(money: MoneyLedger, words: Words) -> list[str]:
    """Shares of the money that belong to nobody known."""
    amounts = {step.step: step.amount for step in money.steps if is_seen(step.amount)}
    lost = {"unknown_money": "unknown_customer", "guest_money": "guest"}
    return [
        words.say(key, share=-amounts[reason] / amounts["ordered"])
        for key, reason in lost.items()
        if reason in amounts and amounts.get("ordered")
    ]
