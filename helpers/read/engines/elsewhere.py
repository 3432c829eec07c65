"""What of a table of purchases stays in its engine: orders that are plain, seen there by statements alone."""

from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import pandas as pd
import pyarrow as pa

_USUAL = """
SELECT MAX(n) AS most, MAX(CASE WHEN customer_id = '1' THEN 1 ELSE 0 END) AS numbered
FROM (
    SELECT customer_id, CAST(SUM(n) AS BIGINT) AS n FROM (
        SELECT customer_id, COUNT(*) AS n FROM plain WHERE customer_id IS NOT NULL GROUP BY customer_id
        UNION ALL SELECT nps_customer AS customer_id, CAST(nps_rows AS BIGINT) AS n FROM nps_usual along
    ) somewhere GROUP BY customer_id
) everywhere
"""


@dataclass(frozen=True, eq=False, repr=False)
class Elsewhere:
    """The `rows` that stay in an engine, one an order, and how statements see them.

    `plain` is a list of common table expressions that ends with ``plain`` (see `seen_in`). `days` are those of the
    orders, whatever their status, and `aside` the rows set aside so far: reason → rows. Those of `strangers`
    (customer_id, reason) are among them. `keys` has the order of each row that came along, by its number in the table.
    """

    connection: Any  # an open `helpers.read.engines.connection.Connection`
    plain: str
    rows: int
    days: pd.Series
    keys: pd.Series
    parts: int = 1
    has_emails: bool = False
    aside: dict[str, int] = field(default_factory=dict)
    listed: str = ""  # statement that lists order_id and reason of the rows set aside; it asks `nps_strangers`
    strangers: pa.Table | None = None

    @property
    def used(self) -> int:
        """Rows that are not set aside."""
        return self.rows - sum(self.aside.values())

    def keys_aside(self) -> pd.DataFrame:
        """order_id and reason of the rows set aside in the engine."""
        self.connection.hold("nps_strangers", self.strangers)
        return self.connection.rows(self.listed).to_pandas()

    def seen_in(self, parts: int) -> str:
        """Expressions that end with ``plain``: order_id, customer_id, email, ordered_at, amount, refund_amount, unused.

        Amounts are whole `parts` of a minor unit, `unused` says whether the status does not count.
        """
        exact = "r.{}" if parts == 1 else f"ROUND(r.{{}} * {parts}, 0)"
        columns = ("refund_amount", "amount")
        return reduce(lambda text, column: text.replace(f":{column}", exact.format(column)), columns, self.plain)

    def owners(self, orders: pd.Series) -> pd.DataFrame:
        """order_id, customer_id and email of those of these orders that stay in the engine."""
        asked = orders.dropna().drop_duplicates().tolist()
        self.connection.hold("nps_asked", pa.table({"nps_order": pa.array(asked, pa.string())}))
        wanted = "SELECT p.order_id, p.customer_id, p.email FROM plain p JOIN nps_asked a ON a.nps_order = p.order_id"
        return self.connection.rows(f"{self.seen_in(1)}\n{wanted}").to_pandas().astype("str")

    def usual_rows(self, along: pd.Series) -> int:
        """Rows of the most frequent id where ids seem to be numbers, with those of the rows that came `along`."""
        counts = along.value_counts()
        ids, rows = counts.index.to_list(), counts.astype("str").to_list()
        held = {"nps_customer": pa.array(ids, pa.string()), "nps_rows": pa.array(rows, pa.string())}
        self.connection.hold("nps_usual", pa.table(held))
        found = self.connection.rows(f"{self.seen_in(1)}\n{_USUAL}").to_pylist()[0]
        return int(found["most"]) if found["numbered"] else 0
