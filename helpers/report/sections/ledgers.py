"""What was left out, and why: every row of a file is used, or set aside with one reason."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from helpers.read.ledger import Account
from helpers.report.context import Context, section
from helpers.report.parts import Part

_KINDS: tuple[Literal["not_applicable", "defective"], ...] = ("not_applicable", "defective")


@section
def ledgers(report: Context, accounts: Mapping[str, Account]) -> Iterable[Part | None]:
    """Rows in, used, not applicable and defective of each file; every reason with its rows, where any was left out."""
    count = report.words.count
    rows = [
        [
            report.say(f"table_{name}"),
            *map(count, (account["rows_in"], account["rows_used"])),
            *(count(sum(account[kind].values())) for kind in _KINDS),
        ]
        for name, account in accounts.items()
    ]
    yield report.table(("table", "rows_in", "rows_used", *_KINDS), rows, report.say("ledger_caption"))
    reasons = [
        [report.say(f"table_{name}"), report.say(f"reason_{reason}"), report.say(f"kind_{kind}"), count(n)]
        for kinds in (_row_reasons, _cell_reasons)
        for name, account in accounts.items()
        for kind, reason, n in kinds(account)
    ]
    yield report.table(("table", "reason", "kind", "rows"), reasons, report.say("reasons_caption"), texts=3)


def _row_reasons(account: Account) -> Iterator[tuple[str, str, int]]:
    for kind in _KINDS:
        for reason, n in account[kind].items():
            yield kind, reason, n


def _cell_reasons(account: Account) -> Iterator[tuple[str, str, int]]:
    for key, n in account["fields"].items():
        yield "field", key.rpartition(": ")[2], n
