"""Tables that keep account: of rows, of money, of people."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.merge.history import History
from helpers.merge.people import SUMS
from helpers.report.show import Grid
from helpers.report.tables.common import grid

_UNREADABLE = ("amount_blank", "amount_invalid", "tax_other", "ragged_row")  # rows whose money nobody can tell


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
    return grid(rows, heads, words, words.say("ledger_caption"))


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
            words.say(f"reason_{key.rpartition(': ')[2]}"),
            words.say("kind_field"),
            words.count(n),
        ]
        for name, account in accounts.items()
        for key, n in account["fields"].items()
    ]
    heads = ("table", "reason", "kind", "rows")
    return grid(rows, heads, words, words.say("reasons_caption"), texts=3) if rows else None


def money(history: History, words: Words, settings: Settings) -> Grid:
    """From all orders of the file to the window's net amount."""
    digits = 10**settings.minor_digits
    named = {"ordered", "before_window", "refunds", "window_net"}
    rows = [
        [
            words.say(f"money_{line.step}" if line.step in named else f"reason_{line.step}"),
            words.count(line.rows),
            words.exact_money(line.amount / digits if line.shown and line.step not in _UNREADABLE else None),
        ]
        for line in history.money.itertuples()
    ]
    caption = [words.say("money_caption", unit=words.unit)]
    few = [] if history.money["shown"].all() else [words.say("too_few_note", least=settings.min_cell)]
    return grid(rows, ("step", "rows", "net"), words, " · ".join(caption + few))


def people(account: pd.DataFrame, words: Words) -> Grid:
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
