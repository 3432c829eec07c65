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

from helpers.base.engines import arrow_table
from helpers.base.sums import PARTS_OF_A_UNIT, is_fine
from helpers.base.texts import as_texts
from helpers.merge.cells import first_day_of_window, folded_rows, folded_there, spans, steps_before
from helpers.merge.coverage import windows
from helpers.merge.purchases import BUYING_MONEY, of_known, orders_of_window, sums_of
from helpers.merge.settings import MergeSettings
from helpers.read.engines.elsewhere import Elsewhere
from helpers.read.roster import one_owner
from helpers.read.typed_table import Table

_SOLD = Path(__file__).with_name("sales.sql").read_text(encoding="utf-8").partition("\n")[2]
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
_FIRSTS = pa.schema({"customer_id": pa.string(), "ordered_at": pa.timestamp("us")})
_MOVED = {"owner": "payer", "rows": "n", "amount": "amount", "refunds": "refunds"}  # column → of cells
_AFTER = "customer_after_report"
_AT_ONCE = 200_000  # customers; of more the sums alone would take the memory that the engine saves


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
        self._steps = spans(settings, listed_on)
        self._link, self._everyone = elsewhere.connection, everyone
        fine = elsewhere.parts > 1 or any(is_fine(table.frame[column]) for column in BUYING_MONEY)
        self._parts = PARTS_OF_A_UNIT if fine else 1
        self._sold = f"{elsewhere.seen_in(self._parts)},\n{self._statement_of_sold()}"

    @cached_property
    def firsts(self) -> pd.DataFrame:
        """First order of each customer, as a row of purchases: customer_id, kind, ordered_at."""
        rows = self._table.frame.loc[self._table.frame["kind"] == "order", ["customer_id", "ordered_at"]]
        there = folded_rows(self._cells, [*self._steps]).select(list(rows))
        every = pa.concat_tables([there, arrow_table(rows.dropna()).cast(_FIRSTS)])
        first = every.group_by("customer_id").aggregate([("ordered_at", "min")]).sort_by("customer_id")
        return first.rename_columns({"ordered_at_min": "ordered_at"}).to_pandas().assign(kind="order")

    def bought(self, customers: pd.Series) -> pd.DataFrame:
        """What each customer bought, as `helpers.merge.purchases.bought`: by the one statement, of rows and cells."""
        bounds = windows(customers, self._settings, self._listed_on)
        folded, fine = folded_rows(self._cells, [*self._steps]), self._parts > 1
        some = [bounds.iloc[start : start + _AT_ONCE] for start in range(0, max(len(bounds), 1), _AT_ONCE)]
        parts = [sums_of(self._table.frame, part, fine=fine, folded=folded) for part in some]
        return pd.concat(parts, ignore_index=True)

    def of_known(self, customers: pd.Series, *, where_used: bool, later: pd.Series) -> tuple[Table, pd.DataFrame]:
        """The customers' purchases, and what the orders there move: step, owner, rows, amount, refunds."""
        table = self._table = of_known(self._table, customers, where_used=where_used, later=later)
        unknown = _AFTER if self._everyone is None else "filtered" if where_used else "unknown_customer"
        payer, n = self._cells["payer"], self._cells["n"].to_numpy()
        step = self._cells["step"].dictionary_encode().to_pandas()
        step = step.cat.add_categories(sorted({"before_window", "window", unknown, _AFTER} - {*step.cat.categories}))
        strange = step.isin(self._steps).to_numpy() & ~pc.is_in(payer, as_texts(customers)).to_numpy()
        step[strange] = np.where(pc.is_in(payer, as_texts(later)).to_numpy()[strange], _AFTER, unknown)
        early = steps_before(self._steps, self._settings)
        step[step.isin(early)] = "before_window"
        step[step.isin(self._steps)] = "window"
        counts = pd.Series(n).groupby(step).sum().drop(["before_window", "window"], errors="ignore")
        aside = {str(reason): int(rows) for reason, rows in counts.items()}
        strangers = pa.table({"customer_id": payer.filter(strange), "reason": as_texts(step[strange].astype("str"))})
        strangers = strangers.group_by(strangers.column_names).aggregate([])
        there = replace(self._there, aside=aside, listed=self._sold + _LISTED, strangers=strangers)
        return replace(table, elsewhere=there), self._by_payer(step)

    def orders_since(self, ids: pd.Series) -> pd.Series:
        """Those of the order ids that are orders of the window."""
        self._link.hold("nps_asked", pa.table({"order_id": as_texts(ids.dropna().drop_duplicates())}))
        start = self._link.moment(first_day_of_window(self._settings))
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
            self._link.hold("nps_emails", pa.table({"email": as_texts(known.index), "customer_id": as_texts(known)}))
            owner, emails = "COALESCE(p.customer_id, e.customer_id)", "LEFT JOIN nps_emails e ON e.email = p.email"
        end = self._link.moment(self._settings.window_end)
        return _SOLD.format(owner=owner, emails=emails, end=end, nobody="id_blank")

    @cached_property
    def _cells(self) -> pa.Table:
        return folded_there(self._sold, self._there, self._steps)

    def _by_payer(self, step: pd.Series) -> pd.DataFrame:
        """One line a step and payer; of those whom nobody knows each row is somebody, the largest among them."""
        cells = {column: self._cells[cell].to_pandas() for column, cell in _MOVED.items()}
        lines = pd.DataFrame({"step": step, **cells}, copy=False)
        if (nobody := lines["owner"].isna()).any():
            nobodys = self._link.rows(f"{self._sold}{_NOBODYS}").to_pandas()
            lumps = lines[nobody].astype({"step": "str"}).merge(nobodys, on="step", how="left", validate="one_to_one")
            each = [_each(lump) for lump in lumps.fillna({"moving": 0, "largest": 0}).itertuples()]
            lines = pd.concat([lines[~nobody], *each], ignore_index=True)
        money = ("amount", "refunds")
        if self._parts == 1:
            return lines.astype(dict.fromkeys(money, "Int64"))
        return lines.assign(**{column: lines[column].astype("Float64") / self._parts for column in money})


def _each(lump: Any) -> pd.DataFrame:
    """Lines of the rows of a step that are nobody's: one each of those that move money, of the same sum."""
    moving, largest = max(int(lump.moving), 1), int(lump.largest)
    least, more = divmod(int(lump.amount) - largest, max(moving - 1, 1))
    others = np.full(moving - 1, least, dtype=np.int64) + (np.arange(moving - 1) < more)
    rows = np.r_[int(lump.rows) - moving + 1, np.ones(moving - 1, dtype=np.int64)]
    names = [f"{lump.step} {place}" for place in range(moving)]
    lines = {"step": lump.step, "owner": names, "rows": rows, "amount": np.r_[np.int64(largest), others], "refunds": 0}
    return pd.DataFrame(lines)


def counted_there(table: Table, settings: MergeSettings) -> Table:
    """Purchases that count, with the account of those that stay in an engine."""
    return table if table.elsewhere is None else There(table, table.elsewhere, None, settings).alone()


def by_order(table: Table) -> pd.DataFrame:
    """The rows of an engine's table that were set aside: order_id (blank where it has none), reason."""
    assert table.elsewhere is not None, "in an engine"
    along = table.aside.assign(order_id=table.aside["row"].map(table.elsewhere.keys))[["order_id", "reason"]]
    there = table.elsewhere.keys_aside()
    return pd.concat([along, there], ignore_index=True).sort_values(["reason", "order_id"], kind="stable")
