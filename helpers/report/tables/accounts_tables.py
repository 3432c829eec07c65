"""Tables that keep account: of rows, of money, of people."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import is_hidden, is_seen
from helpers.base.words import Words
from helpers.merge.money import MoneyLedger, MoneyStep
from helpers.merge.people import SUMS
from helpers.report.show import Grid
from helpers.report.tables.common_tables import grid

_MONEY = ("ordered", "before_window", "refunds", "window_net")  # steps that are no reasons
_UNREADABLE = ("amount_blank", "amount_invalid", "tax_other", "ragged_row")  # rows whose money nobody can tell


def ledgers_table(accounts: dict[str, dict], words: Words) -> Grid:
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
    return grid(rows, heads, words, words.say("ledger_caption"))


def reasons_table(accounts: dict[str, dict], words: Words) -> Grid | None:
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
            words.say(f"reason_{key.rpartition(': ')[2]}"),
            words.say("kind_field"),
            words.count(n),
        ]
        for name, account in accounts.items()
        for key, n in account["fields"].items()
    ]
    heads = ("table", "reason", "kind", "rows")
    return grid(rows, heads, words, words.say("reasons_caption"), texts=3) if rows else None


def money_table(account: MoneyLedger, words: Words, settings: Settings) -> Grid:
    """From all orders of the file to the window's net amount."""
    rows = [
        [
            words.say(f"money_{step.step}" if step.step in _MONEY else f"reason_{step.step}"),
            words.count(step.rows),
            words.exact_money(_readable(step, settings)),
        ]
        for step in account.steps
    ]
    caption = [words.say("money_caption", unit=words.unit)]
    hidden = any(is_hidden(step.amount) for step in account.steps)
    few = [words.say("too_few_note", least=settings.min_cell)] if hidden else []
    return grid(rows, ("step", "rows", "net"), words, " · ".join(caption + few))


def _readable(step: MoneyStep, settings: Settings) -> float | None:
    """Amount in units of the currency, where it may be shown and somebody can tell it."""
    return step.amount / 10**settings.minor_digits if is_seen(step.amount) and step.step not in _UNREADABLE else None


def people_table(account: pd.DataFrame, words: Words) -> Grid:
    """From those invited to those who can be valued, and on to all customers."""
    rows = [
        [words.say(f"people_{line.step}"), *_change_or_sum(line.step, line.persons, words)]
        for line in account.itertuples()
    ]
    return grid(rows, ("step", "change", "persons"), words, words.say("people_caption"))


def _change_or_sum(step: str, persons: int, words: Words) -> tuple[str, str]:
    if step in SUMS:
        return "", words.count(persons)
    return f"+{words.count(persons)}" if persons > 0 else words.count(persons), ""
