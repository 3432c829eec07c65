"""Findings of step 2: who can be valued, and that the money ties out."""

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.merge.disclosed import net_total
from helpers.merge.history import History


def merge_headline(history: History, answered: int, words: Words, settings: Settings) -> str:
    """How many respondents can be valued, and that the money ties out."""
    matched, net = int(history.rows["segment"].notna().sum()), net_total(history.rows, settings)
    cents = "unit_minor_cent" if settings.minor_digits == 2 else "unit_minor"
    unit = words.say("unit_minor_JPY" if settings.currency == "JPY" else cents)
    money = {"net": None if net is None else net / 10**settings.minor_digits, "unit": unit}
    if not answered:
        return words.say("merge_headline_unanswered", n=len(history.rows), **money)
    share = matched / answered
    return words.say("merge_headline", matched=matched, answered=answered, share=share, **money)


def coverage_notes(history: History, words: Words, settings: Settings) -> tuple[str, str]:
    """What the purchases cover."""
    covered = history.coverage
    start, end = settings.window_start, settings.window_end
    window = words.say("window_dates", start=start, end=end) if start else words.say("window_all", end=end)
    before = words.say("covers_before" if covered.window_before else "covers_not_before")
    return words.say("covers", first=covered.first_order, last=covered.last_order, window=window), before


def merge_notes(history: History, words: Words, settings: Settings) -> tuple[str, ...]:
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
    return (*notes, *_money_notes(history, words))


def _money_notes(history: History, words: Words) -> list[str]:
    """Shares of the money that belong to nobody known, and rows whose money no line can hold."""
    money = history.money[history.money["shown"]].set_index("step")["amount"]
    lost = {"unknown_money": "unknown_customer", "guest_money": "guest"}
    notes = [
        words.say(key, share=-money[reason] / money["ordered"])
        for key, reason in lost.items()
        if reason in money and money.get("ordered")
    ]
    return [*notes, words.say("amountless", n=history.amountless)] if history.amountless else notes
