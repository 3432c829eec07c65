"""Purchases whose plain orders stay in an engine: the same statements, run there."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.base.sums import PARTS_OF_A_UNIT, in_parts, is_fine
from helpers.merge.coverage import windows
from helpers.merge.customers import MOMENTS
from helpers.merge.purchases import BUYING, BUYING_MONEY, STATEMENT, by_window, of_known, orders_of_window
from helpers.merge.settings import MergeSettings
from helpers.read.engines.elsewhere import Elsewhere
from helpers.read.roster import one_owner
from helpers.read.typed_table import Table

_SOLD = Path(__file__).with_name("sales.sql").read_text(encoding="utf-8").partition("\n")[2]
_BOUGHT = """
purchases AS (
    SELECT order_id, owner AS customer_id, ordered_at, amount, refund_amount, 'order' AS kind,
        CAST(NULL AS {text}) AS refunds_order_id, 1 = 0 AS returned
    FROM sold WHERE reason IS NULL
    UNION ALL
    SELECT order_id, customer_id, CAST(ordered_at AS {timestamp}), CAST(amount AS BIGINT),
        CAST(refund_amount AS BIGINT), kind, refunds_order_id, CAST(returned AS BOOLEAN)
    FROM nps_mended
),
windows AS (
    SELECT customer_id, {before_start} AS before_start, {window_start} AS window_start, {window_end} AS window_end,
        {check_start} AS check_start, {call_start} AS call_start
    FROM {customers}
)"""
_WITHOUT_WITH = STATEMENT.partition("\nWITH ")[2]  # the statement, after other expressions
_ALL = "(SELECT DISTINCT customer_id FROM purchases WHERE customer_id IS NOT NULL) everyone"
_STEPS = """,
stepped AS (
    SELECT s.*, COALESCE(
        s.reason, CASE WHEN k.standing IS NULL THEN '{unknown}' WHEN k.standing = 'after' THEN '{after}' END,
        CASE WHEN s.ordered_at < {start} THEN 'before_window' ELSE 'window' END) AS step
    FROM sold s LEFT JOIN nps_standing k ON k.customer_id = s.owner
)
"""
_MOVED = """
SELECT step, payer AS owner, CAST(COUNT(*) AS BIGINT) AS n, CAST(SUM(amount) AS BIGINT) AS amount,
    CAST(SUM(refund_amount) AS BIGINT) AS refunds,
    CAST(SUM(CASE WHEN amount <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS moving,
    CAST(MAX(amount) AS BIGINT) AS largest
FROM stepped GROUP BY step, payer
"""
_LISTED = "SELECT order_id, step AS reason FROM stepped WHERE step NOT IN ('before_window', 'window')"
_SINCE = """
SELECT s.order_id FROM sold s JOIN nps_asked a ON a.order_id = s.order_id
WHERE s.reason IS NULL AND s.ordered_at >= {start}
"""
_ALONE = "\nSELECT reason, COUNT(*) AS n FROM sold WHERE reason IS NOT NULL GROUP BY reason"
_EARLIEST = date(1900, 1, 1)
_AFTER = "customer_after_report"


class There:
    """Step 2's view of such purchases; `table` has the rows that came along, counted already.

    `everyone` is the roster, where there is one; `listed_on` the day of the latest call list.
    """

    def __init__(
        self,
        table: Table,
        elsewhere: Elsewhere,
        everyone: Table | None,
        settings: MergeSettings,
        listed_on: date | None = None,
    ) -> None:
        self._table, self._there, self._settings, self._listed_on = table, elsewhere, settings, listed_on
        self._link, self._everyone = elsewhere.connection, everyone
        fine = elsewhere.parts > 1 or any(is_fine(table.frame[column]) for column in BUYING_MONEY)
        self._parts = PARTS_OF_A_UNIT if fine else 1
        self._sold = f"{elsewhere.plain.replace(':parts', str(self._parts))},\n{self._statement_of_sold()}"

    @property
    def firsts(self) -> pd.DataFrame:
        """First order of each customer, as a row of purchases: customer_id, kind, ordered_at."""
        first = self._sums.dropna(subset="first_order_at").sort_values("customer_id")
        return pd.DataFrame(
            {"customer_id": first["customer_id"], "kind": "order", "ordered_at": first["first_order_at"]}
        )

    def bought(self, customers: pd.Series) -> pd.DataFrame:
        """What each customer bought, as `helpers.merge.purchases.bought`."""
        return by_window(self._sums, customers, fine=self._parts > 1)

    def of_known(self, customers: pd.Series, *, where_used: bool, later: pd.Series) -> tuple[Table, pd.DataFrame]:
        """The customers' purchases, and what the orders there move: step, owner, rows, amount, refunds."""
        table = self._table = of_known(self._table, customers, where_used=where_used, later=later)
        unknown = _AFTER if self._everyone is None else "filtered" if where_used else "unknown_customer"
        standing = pd.concat([customers, later[~later.isin(customers)]]).drop_duplicates()
        states = np.where(standing.isin(customers), "in", "after")
        self._link.hold("nps_standing", pa.table({"customer_id": _texts(standing), "standing": states.tolist()}))
        start = self._settings.window_start or _EARLIEST
        steps = self._sold + _STEPS.format(unknown=unknown, after=_AFTER, start=self._link.moment(start))
        moved = self._link.rows(steps + _MOVED).to_pandas()
        counts = moved.groupby("step")["n"].sum().drop(["before_window", "window"], errors="ignore")
        if moved["n"].sum() != self._there.rows:
            raise self._link.fault("E-ENGINE-CHANGED")
        aside = {str(reason): int(n) for reason, n in counts.items()}
        there = replace(self._there, aside=aside, listed=steps + _LISTED)
        return replace(table, elsewhere=there), self._by_payer(moved)

    def orders_since(self, ids: pd.Series) -> pd.Series:
        """Those of the order ids that are orders of the window."""
        self._link.hold("nps_asked", pa.table({"order_id": _texts(ids.dropna().drop_duplicates())}))
        start = self._link.moment(self._settings.window_start or _EARLIEST)
        asked = self._link.rows(self._sold + _SINCE.format(start=start))
        there = pd.Series(asked["order_id"].to_pylist(), dtype="str")
        return pd.concat([there, orders_of_window(self._table.frame, self._settings)])

    def alone(self) -> Table:
        """The table by itself, as far as it can be judged without knowing the customers."""
        counts = self._link.rows(self._sold + _ALONE).to_pandas()
        aside = {str(reason): int(n) for reason, n in zip(counts["reason"], counts["n"], strict=True)}
        return replace(self._table, elsewhere=replace(self._there, aside=aside))

    def _statement_of_sold(self) -> str:
        owner, emails = "p.customer_id", ""
        if self._there.has_emails and self._everyone is None:
            owner = "COALESCE(p.customer_id, p.email)"
        elif self._there.has_emails and self._everyone is not None:
            known = one_owner(self._everyone.frame, "email")
            self._link.hold("nps_emails", pa.table({"email": _texts(known.index), "customer_id": _texts(known)}))
            owner, emails = "COALESCE(p.customer_id, e.customer_id)", "LEFT JOIN nps_emails e ON e.email = p.email"
        end = self._link.moment(self._settings.window_end)
        return _SOLD.format(owner=owner, emails=emails, end=end, nobody="id_blank")

    def _mended(self) -> pa.Table:
        """The rows that came along and count, to be summed with the others."""
        frame = self._table.frame
        rows = frame[BUYING].assign(**{column: self._whole(frame[column]) for column in BUYING_MONEY})
        rows["ordered_at"] = rows["ordered_at"].dt.strftime("%Y-%m-%d %H:%M:%S.%f")
        rows["returned"] = rows["returned"].map({True: "true", False: "false"})
        return pa.table({column: _texts(rows[column]) for column in rows})

    def _whole(self, amounts: pd.Series) -> pd.Series:
        return in_parts(amounts) if self._parts > 1 else amounts.astype("Int64")

    @cached_property
    def _sums(self) -> pd.DataFrame:
        """What the statement gives of all customers of the roster; without one, of all who bought."""
        self._link.hold("nps_mended", self._mended())
        customers = _ALL
        if self._everyone is not None:
            ids = self._everyone.frame["customer_id"].drop_duplicates()
            self._link.hold("nps_customers", pa.table({"customer_id": _texts(ids)}))
            customers = "nps_customers"
        bounds = windows(pd.Series([""]), self._settings, self._listed_on).iloc[0].drop("customer_id")
        days = {name: self._link.moment(day.date()) for name, day in bounds.items()}
        form = {"text": self._link.text, "timestamp": self._link.timestamp, "customers": customers, **days}
        statement = f"{self._sold},{_BOUGHT.format(**form)},\n{_WITHOUT_WITH}"
        sums = self._link.rows(statement).to_pandas()
        return sums.astype(dict.fromkeys(MOMENTS, "datetime64[us]"))

    def _by_payer(self, moved: pd.DataFrame) -> pd.DataFrame:
        """One line a step and payer; of those whom nobody knows each row is somebody, the largest among them."""
        known = moved[moved["owner"].notna()]
        lines = [known[["step", "owner", "n", "amount", "refunds"]]]
        for lump in moved[moved["owner"].isna()].itertuples():
            moving = max(int(lump.moving), 1)
            least, more = divmod(int(lump.amount - lump.largest), max(moving - 1, 1))
            others = np.full(moving - 1, least, dtype=np.int64) + (np.arange(moving - 1) < more)
            amounts = np.r_[np.int64(lump.largest), others]
            rows = np.r_[lump.n - moving + 1, np.ones(moving - 1, dtype=np.int64)]
            names = [f"{lump.step} {place}" for place in range(len(amounts))]
            lines.append(pd.DataFrame({"step": lump.step, "owner": names, "n": rows, "amount": amounts, "refunds": 0}))
        told = pd.concat(lines, ignore_index=True).rename(columns={"n": "rows"})
        if self._parts == 1:
            return told.astype({"amount": "Int64", "refunds": "Int64"})
        return told.assign(**{column: told[column].astype("Float64") / self._parts for column in ("amount", "refunds")})


def counted_there(table: Table, settings: MergeSettings) -> Table:
    """Purchases that count, with the account of those that stay in an engine."""
    return table if table.elsewhere is None else There(table, table.elsewhere, None, settings).alone()


def by_order(table: Table) -> pd.DataFrame:
    """The rows of an engine's table that were set aside: order_id (blank where it has none), reason."""
    assert table.elsewhere is not None, "in an engine"
    along = table.aside.assign(order_id=table.aside["row"].map(table.elsewhere.keys))[["order_id", "reason"]]
    there = table.elsewhere.keys_aside()
    return pd.concat([along, there], ignore_index=True).sort_values(["reason", "order_id"], kind="stable")


def _texts(values: pd.Series | pd.Index) -> pa.Array:
    return pa.array([None if pd.isna(value) else str(value) for value in values], pa.string())
