"""Purchases whose plain orders stay in an engine: summed there once, by who paid and by step."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.engines import arrow_table, engine
from helpers.base.sums import PARTS_OF_A_UNIT, in_parts, is_fine
from helpers.merge.purchases import BUYING, BUYING_MONEY, STATEMENT, by_window, of_known, orders_of_window
from helpers.merge.settings import MergeSettings
from helpers.read.engines.elsewhere import Elsewhere
from helpers.read.roster import one_owner
from helpers.read.typed_table import Table

_SOLD, _ADDED = (
    Path(__file__).with_name(name).read_text(encoding="utf-8").partition("\n")[2] for name in ("sales.sql", "added.sql")
)
_COUNTED = ("early", "before", "window")  # steps of the orders that count, the others are reasons why one doesn't
_CELLS = """,
stepped AS (
    SELECT s.*, CASE
        WHEN s.reason IS NOT NULL THEN s.reason
        WHEN s.ordered_at < {before} THEN 'early' WHEN s.ordered_at < {start} THEN 'before' ELSE 'window'
    END AS step FROM sold s
)
SELECT payer, step, CAST(COUNT(*) AS BIGINT) AS n, CAST(SUM(amount) AS BIGINT) AS amount,
    CAST(SUM(refund_amount) AS BIGINT) AS refunds,
    CAST(SUM(CASE WHEN refund_amount <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS refunded, MIN(ordered_at) AS first_order_at
FROM stepped GROUP BY payer, step
"""
_FIRSTS = """
SELECT customer_id, 'order' AS kind, MIN(ordered_at) AS ordered_at FROM (
    SELECT customer_id, ordered_at FROM purchases WHERE kind = 'order' AND customer_id IS NOT NULL
    UNION ALL SELECT payer, first_order_at FROM cells WHERE step IN ('early', 'before', 'window')
) GROUP BY customer_id ORDER BY customer_id
"""
_NOBODYS = """
SELECT reason AS step, CAST(COUNT(*) AS BIGINT) AS moving, CAST(MAX(amount) AS BIGINT) AS largest
FROM sold WHERE payer IS NULL AND amount <> 0 GROUP BY reason
"""
_LISTED = """
SELECT s.order_id, COALESCE(s.reason, g.reason) AS reason
FROM sold s LEFT JOIN nps_strangers g ON g.customer_id = s.owner WHERE s.reason IS NOT NULL OR g.reason IS NOT NULL
"""
_SINCE = """
SELECT s.order_id FROM sold s JOIN nps_asked a ON a.order_id = s.order_id
WHERE s.reason IS NULL AND s.ordered_at >= {start}
"""
_ALONE = "\nSELECT reason, COUNT(*) AS n FROM sold WHERE reason IS NOT NULL GROUP BY reason"
_EARLIEST = date(1900, 1, 1)
_AFTER = "customer_after_report"


class There:
    """Step 2's view of such purchases; `table` has the rows that came along, counted already.

    `everyone` is the roster, where there is one.
    """

    def __init__(self, table: Table, elsewhere: Elsewhere, everyone: Table | None, settings: MergeSettings) -> None:
        self._table, self._there, self._settings = table, elsewhere, settings
        self._link, self._everyone = elsewhere.connection, everyone
        fine = elsewhere.parts > 1 or any(is_fine(table.frame[column]) for column in BUYING_MONEY)
        self._parts = PARTS_OF_A_UNIT if fine else 1
        self._sold = f"{elsewhere.seen_in(self._parts)},\n{self._statement_of_sold()}"

    @cached_property
    def firsts(self) -> pd.DataFrame:
        """First order of each customer, as a row of purchases: customer_id, kind, ordered_at."""
        rows = arrow_table(self._table.frame[["customer_id", "kind", "ordered_at"]])
        with engine() as connection:
            connection.register("purchases", rows)
            connection.register("cells", self._cells)
            first = connection.sql(_FIRSTS).to_arrow_table().to_pandas()
        return first.assign(ordered_at=first["ordered_at"].astype("datetime64[us]"))

    def bought(self, bounds: pd.DataFrame) -> pd.DataFrame:
        """What each customer of `bounds` bought, as `helpers.merge.purchases.bought`."""
        rows = self._table.frame[BUYING]
        finest = {column: in_parts(rows[column]) for column in BUYING_MONEY if self._parts > 1}
        with engine() as connection:
            connection.register("purchases", arrow_table(rows.assign(**finest)))
            connection.register("windows", arrow_table(bounds))
            connection.register("cells", self._cells)
            sums = connection.sql(_ADDED.format(statement=STATEMENT)).to_arrow_table().to_pandas()
        return by_window(sums, bounds, fine=self._parts > 1)

    def of_known(self, customers: pd.Series, *, where_used: bool, later: pd.Series) -> tuple[Table, pd.DataFrame]:
        """The customers' purchases, and what the orders there move: step, owner, rows, amount, refunds."""
        table = self._table = of_known(self._table, customers, where_used=where_used, later=later)
        unknown = _AFTER if self._everyone is None else "filtered" if where_used else "unknown_customer"
        step, payer = self._cells["step"], self._cells["payer"]
        strange = pc.and_(pc.is_in(step, pa.array(_COUNTED)), pc.invert(pc.is_in(payer, _texts(customers))))
        reason = pc.if_else(pc.is_in(payer, _texts(later)), _AFTER, unknown)
        early = pc.is_in(step, pa.array(_COUNTED[:-1]))
        step = pc.if_else(strange, reason, pc.if_else(early, "before_window", step))
        moved = self._cells.set_column(self._cells.column_names.index("step"), "step", step)
        counts = moved.group_by("step").aggregate([("n", "sum")]).to_pylist()
        aside = {one["step"]: one["n_sum"] for one in counts if one["step"] not in ("before_window", "window")}
        strangers = pa.table({"customer_id": payer.filter(strange), "reason": reason.filter(strange)})
        strangers = strangers.group_by(strangers.column_names).aggregate([])
        there = replace(self._there, aside=aside, listed=self._sold + _LISTED, strangers=strangers)
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

    @cached_property
    def _cells(self) -> pa.Table:
        """The orders that stay, summed by payer and step."""
        days = {"before": self._settings.before_start, "start": self._settings.window_start}
        form = {name: self._link.moment(day or _EARLIEST) for name, day in days.items()}
        cells = self._link.rows(self._sold + _CELLS.format(**form))
        if (pc.sum(cells["n"]).as_py() or 0) != self._there.rows:
            raise self._link.fault("E-ENGINE-CHANGED")
        return cells

    def _by_payer(self, moved: pa.Table) -> pd.DataFrame:
        """One line a step and payer; of those whom nobody knows each row is somebody, the largest among them."""
        columns, known = ["step", "payer", "n", "amount", "refunds"], pc.is_valid(moved["payer"])
        lines = [moved.filter(known).select(columns).to_pandas()]
        lumps = moved.filter(pc.invert(known)).to_pandas()
        if len(lumps):
            nobodys = self._link.rows(f"{self._sold}{_NOBODYS}").to_pandas()
            lumps = lumps.merge(nobodys, on="step", how="left", validate="one_to_one").fillna(
                {"moving": 0, "largest": 0}
            )
            lines += [_each(lump, columns) for lump in lumps.itertuples()]
        told = pd.concat(lines, ignore_index=True).rename(columns={"payer": "owner", "n": "rows"})
        if self._parts == 1:
            return told.astype({"amount": "Int64", "refunds": "Int64"})
        return told.assign(**{column: told[column].astype("Float64") / self._parts for column in ("amount", "refunds")})


def _each(lump: Any, columns: list[str]) -> pd.DataFrame:
    """Lines of the rows of a step that are nobody's: one each of those that move money, of the same sum."""
    moving, largest = max(int(lump.moving), 1), int(lump.largest)
    least, more = divmod(int(lump.amount) - largest, max(moving - 1, 1))
    others = np.full(moving - 1, least, dtype=np.int64) + (np.arange(moving - 1) < more)
    rows = np.r_[int(lump.n) - moving + 1, np.ones(moving - 1, dtype=np.int64)]
    names = [f"{lump.step} {place}" for place in range(moving)]
    lines = {"step": lump.step, "payer": names, "n": rows, "amount": np.r_[np.int64(largest), others], "refunds": 0}
    return pd.DataFrame(lines, columns=columns)


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
