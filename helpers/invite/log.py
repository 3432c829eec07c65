"""The log of a sending: what was about to happen is written down before it happens, and survives any crash.

One SQLite file: a line is there whole or not at all, which lines appended to a text file are not. Its plain
journal, not WAL, since that asks for memory shared between programs, which network drives lack; every commit
waits for the disk (``synchronous = EXTRA``), which at a few mails a second costs nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

ABOUT_TO_SEND, ACCEPTED, REFUSED, DEFERRED, UNCERTAIN = "about to send", "accepted", "refused", "deferred", "uncertain"
MOST_UNCERTAIN = 2  # sendings of which nobody knows whether they arrived: the first, and once more
_TABLE = """CREATE TABLE IF NOT EXISTS sendings (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, customer_id TEXT NOT NULL, state TEXT NOT NULL,
  code INTEGER, started_at TEXT NOT NULL, ended_at TEXT)"""


@dataclass(frozen=True)
class SentLog:
    """Every attempt to hand over a mail; `kind` parts invitations from reminders.

    States of an attempt: ``about to send`` (written down before the mail's content goes out),
    ``accepted`` (2xx), ``refused`` (5xx, for good), ``deferred`` (4xx, to be tried again), ``uncertain``
    (the connection or the program broke off after ``about to send``: the server may have accepted it).
    """

    connection: sqlite3.Connection
    kind: str

    def settle(self) -> int:
        """Call attempts without a result, which a run that was cut off left, ``uncertain``; how many there were."""
        statement = "UPDATE sendings SET state = ?, ended_at = ? WHERE state = ? AND kind = ?"
        return self._change(statement, UNCERTAIN, _now(), ABOUT_TO_SEND, self.kind).rowcount

    def begun(self, customer_id: str, state: str = ABOUT_TO_SEND, code: int | None = None) -> int:
        """Write down an attempt, as a rule before the mail's content goes out; its number."""
        statement = "INSERT INTO sendings (kind, customer_id, state, code, started_at) VALUES (?, ?, ?, ?, ?)"
        return int(self._change(statement, self.kind, customer_id, state, code, _now()).lastrowid or 0)

    def ended(self, number: int, state: str, code: int | None = None) -> None:
        """Write down how an attempt ended."""
        statement = "UPDATE sendings SET state = ?, code = ?, ended_at = ? WHERE number = ?"
        self._change(statement, state, code, _now(), number)

    def _change(self, statement: str, *values: str | int | None) -> sqlite3.Cursor:
        with self.connection:
            return self.connection.execute(statement, values)

    def attempts(self) -> pd.DataFrame:
        """number, kind, customer_id, state, code, started_at, ended_at (UTC, ISO): one row an attempt, in order."""
        statement = "SELECT * FROM sendings WHERE kind = ? ORDER BY number"
        tried = pd.read_sql_query(statement, self.connection, params=(self.kind,))
        return tried.astype({"customer_id": "str", "state": "str"})

    def results(self) -> pd.DataFrame:
        """How it stands with each customer, the index.

        state (``accepted`` and ``refused`` win over what came before), uncertain (attempts of which nobody
        knows whether they arrived), ended_at.
        """
        tried = self.attempts()
        rank = tried["state"].map({ACCEPTED: 2, REFUSED: 2}).fillna(1)
        last = tried.assign(rank=rank).sort_values(["rank", "number"]).groupby("customer_id").last()
        uncertain = (tried["state"] == UNCERTAIN).groupby(tried["customer_id"]).sum()
        return last[["state", "ended_at"]].assign(uncertain=uncertain.reindex(last.index).astype("int64"))

    def open_ids(self, customer_ids: list[str]) -> list[str]:
        """Those of the customers who are still to be mailed: neither accepted nor refused, and not uncertain twice."""
        results = self.results()
        done = results.index[results["state"].isin([ACCEPTED, REFUSED]) | (results["uncertain"] >= MOST_UNCERTAIN)]
        return [customer_id for customer_id in customer_ids if customer_id not in done]


@contextmanager
def sent_log(path: Path, kind: str, *, only_read: bool = False) -> Iterator[SentLog]:
    """The log at `path`, readable by its owner alone; made if missing, but in memory alone if it is `only_read`."""
    is_there = path.exists() or not only_read
    if is_there:
        path.touch(mode=0o600)
    connection = sqlite3.connect(path if is_there else ":memory:")
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        with connection:
            connection.execute(_TABLE)
        yield SentLog(connection, kind)
    finally:
        connection.close()


def sendings_to(path: Path, customer_id: str) -> int:
    """How many attempts to mail a customer a log holds; 0 where there is no log."""
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        statement = "SELECT count(*) FROM sendings WHERE customer_id = ?"
        return int(connection.execute(statement, (customer_id,)).fetchone()[0])


def forget_sendings(path: Path, customer_id: str) -> None:
    """Take a customer out of a log, and out of the room that SQLite leaves free in its file."""
    if not sendings_to(path, customer_id):
        return
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        with connection:
            connection.execute("DELETE FROM sendings WHERE customer_id = ?", (customer_id,))
        connection.execute("VACUUM")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
