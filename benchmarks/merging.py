"""One row a customer from millions of purchases: the kit's statement beside what one would pick instead, in one run.

python run.py bench merging [--rows 20000000] [--customers 1000000] [--runs 3] [--grow 1 5 20 100]

Purchases lie in a Parquet file; each way reads it in a process of its own, and the ways take turns. Printed are medians
of seconds and of peak memory, and ratios to the kit. *by hand* is a DuckDB query that sums floats, as one would write
it for these columns; *pandas* reads the file, joins and groups. `--grow` times the statement alone for so many million
purchases, and draws growth.png beside this file. Summaries of clvkit and lifetimes are taken where they are installed:
they have one row for each who bought, and none for those who did not, who belong into the mean of a segment.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from reading import peak_gb

ROWS_AT_ONCE = 2_000_000
STATEMENT = (Path(__file__).parents[1] / "helpers" / "merge" / "purchases.sql").read_text(encoding="utf-8")
START, END = "2024-04-01", "2026-04-01"
BY_HAND = """
SELECT w.customer_id,
    COUNT(*) FILTER (WHERE inside AND kind = 'order') AS orders,
    COUNT(*) FILTER (WHERE inside AND kind = 'order' AND (refund_amount <> 0 OR returned)) AS returned_orders,
    SUM(amount::DOUBLE) FILTER (WHERE inside AND kind = 'order') AS ordered_amount,
    SUM(refund_amount::DOUBLE) FILTER (WHERE inside) AS refunded_amount,
    SUM(amount::DOUBLE - refund_amount) FILTER (WHERE inside) AS net_amount,
    COUNT(*) FILTER (WHERE before AND kind = 'order') AS orders_before,
    SUM(amount::DOUBLE - refund_amount) FILTER (WHERE before) AS net_amount_before,
    COUNT(*) FILTER (WHERE NOT inside AND kind = 'order') AS orders_earlier,
    SUM(amount::DOUBLE - refund_amount) FILTER (WHERE NOT inside) AS net_amount_earlier,
    MIN(ordered_at) FILTER (WHERE kind = 'order') AS first_order_at,
    MAX(ordered_at) FILTER (WHERE kind = 'order') AS last_order_at,
    MAX(ordered_at) FILTER (WHERE NOT inside AND kind = 'order') AS last_earlier_order_at
FROM windows w JOIN (
    SELECT *, ordered_at >= '2025-04-01' AS inside, ordered_at < '2025-04-01' AS before FROM purchases
) p USING (customer_id) GROUP BY 1
"""


def write_purchases(path: Path, rows: int, customers: int) -> None:
    """Purchases of two years, one in fifty refunded in part; the same on every run."""
    random, writer = np.random.default_rng(1), None
    for start in range(0, rows, ROWS_AT_ONCE):
        n = min(ROWS_AT_ONCE, rows - start)
        at = np.datetime64(START, "us") + random.integers(0, 730 * 86_400, n).astype("timedelta64[s]")
        amounts = random.integers(500, 50_000, n)
        part = pa.table({
            "order_id": np.char.add("O", np.arange(start, start + n).astype(str)),
            "customer_id": _ids(random.integers(0, customers * 11 // 10, n)),  # one in eleven is nobody's
            "ordered_at": at, "amount": amounts, "refund_amount": np.where(random.random(n) < 0.02, amounts // 2, 0),
            "kind": np.full(n, "order"), "refunds_order_id": pa.nulls(n, pa.string()), "returned": np.zeros(n, bool),
        })  # fmt: skip
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part)
    assert writer is not None, "some rows"
    writer.close()


def _ids(numbers: np.ndarray) -> np.ndarray:
    return np.char.add("C", numbers.astype(str))


def windows(customers: int) -> pd.DataFrame:
    """The report's customers with their windows."""
    days = {"before_start": START, "window_start": "2025-04-01", "window_end": END, "check_start": "2025-04-01"}
    days["call_start"] = END
    return pd.DataFrame({"customer_id": _ids(np.arange(customers))}).assign(
        **{k: pd.Timestamp(v) for k, v in days.items()}
    )


def by_kit(path: str, customers: int) -> int:
    """The kit's statement on the file."""
    return _queried(STATEMENT, path, customers)


def by_hand(path: str, customers: int) -> int:
    """A query with float sums on the file."""
    return _queried(BY_HAND, path, customers)


def _queried(statement: str, path: str, customers: int) -> int:
    connection = duckdb.connect()
    alone = "NULL AS n, NULL AS refunded, NULL AS last_at"
    connection.execute(f"CREATE VIEW purchases AS SELECT *, {alone} FROM read_parquet('{path}')")
    connection.register("windows", windows(customers))
    return len(connection.sql(statement).to_arrow_table())


def by_pandas(path: str, customers: int) -> int:
    """pandas: the file read, joined and grouped."""
    rows = pd.read_parquet(path).merge(windows(customers), on="customer_id")
    rows["inside"] = (rows["ordered_at"] >= rows["window_start"]) & (rows["ordered_at"] < rows["window_end"])
    rows["before"] = (rows["ordered_at"] >= rows["before_start"]) & (rows["ordered_at"] < rows["window_start"])
    rows["net"] = rows["amount"] - rows["refund_amount"]
    is_order = rows["kind"] == "order"
    figures = {
        "orders": rows["inside"] & is_order,
        "returned_orders": rows["inside"] & is_order & ((rows["refund_amount"] != 0) | rows["returned"]),
        "ordered_amount": rows["amount"].where(rows["inside"] & is_order, 0),
        "refunded_amount": rows["refund_amount"].where(rows["inside"], 0),
        "net_amount": rows["net"].where(rows["inside"], 0),
        "orders_before": rows["before"] & is_order,
        "net_amount_before": rows["net"].where(rows["before"], 0),
        "orders_earlier": (rows["ordered_at"] < rows["check_start"]) & is_order,
        "net_amount_earlier": rows["net"].where(rows["ordered_at"] < rows["check_start"], 0),
    }
    sums = pd.DataFrame(figures).groupby(rows["customer_id"], sort=False).sum()
    orders = rows[is_order].assign(earlier=rows["ordered_at"].where(rows["ordered_at"] < rows["check_start"]))
    moments = orders.groupby("customer_id", sort=False).agg({"ordered_at": ["min", "max"], "earlier": "max"})
    return len(sums.join(moments.set_axis(["first", "last", "last_earlier"], axis=1)))


def by_clvkit(path: str, customers: int) -> int:
    """clvkit's summary: recency, frequency and spend of each who bought."""
    from clvkit import CustomerBase

    rows = pd.read_parquet(path, columns=["customer_id", "ordered_at", "amount"])
    return len(CustomerBase.from_transactions(rows, "customer_id", "ordered_at", "amount").to_pandas())


def by_lifetimes(path: str, customers: int) -> int:
    """lifetimes' summary: the same."""
    from lifetimes.utils import summary_data_from_transaction_data

    rows = pd.read_parquet(path, columns=["customer_id", "ordered_at", "amount"])
    return len(summary_data_from_transaction_data(rows, "customer_id", "ordered_at", "amount"))


WAYS = {way.__name__: way for way in (by_kit, by_hand, by_pandas, by_clvkit, by_lifetimes)}
OF_CUSTOMERS = ("by_kit", "by_hand", "by_pandas")  # the others summarise all who bought


def one_way(way: str, path: str, customers: int) -> None:
    """Take one way in this process, and print its figures."""
    start = time.perf_counter()
    rows = WAYS[way](path, customers)
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - start, "gb": peak_gb()}))


def measured(way: str, path: Path, customers: int) -> dict[str, float] | None:
    """Rows, seconds and peak memory (GB) of one way in a process of its own; None where it can't be taken."""
    command = [sys.executable, __file__, "--way", way, str(path), str(customers)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        print(f"{way}: {done.stderr.splitlines()[-1] if done.stderr else 'ended'}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def compare(rows: int, customers: int, runs: int, ways: list[str]) -> None:
    """Print a table of medians for all customers, and for a tenth of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "purchases.parquet"
        write_purchases(path, rows, customers)
        for asked in (customers, customers // 10):
            found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
            for _ in range(runs):
                for way in [way for way in ways if asked == customers or way in OF_CUSTOMERS]:
                    found[way] += [one] if (one := measured(way, path, asked)) else []
            print(f"\n{rows:,} purchases, {asked:,} customers ({path.stat().st_size / 1e6:.0f} MB)")
            _print({way: taken for way, taken in found.items() if taken})


def _print(found: Mapping[str, list[dict[str, float]]]) -> None:
    print("| way | rows | seconds | peak GB | seconds, first = 1 | memory, first = 1 |\n|---|---|---|---|---|---|")
    medians = {
        way: {figure: statistics.median(one[figure] for one in taken) for figure in ("rows", "seconds", "gb")}
        for way, taken in found.items()
    }
    kit = next(iter(medians.values()))
    for way, one in medians.items():
        ratios = f"{one['seconds'] / kit['seconds']:.2f} | {one['gb'] / kit['gb']:.1f}"
        print(f"| {way.replace('_', ' ')} | {one['rows']:,.0f} | {one['seconds']:.1f} | {one['gb']:.2f} | {ratios} |")


def grow(millions: list[int], customers: int, runs: int) -> None:
    """Print how the statement's cost grows with the purchases, and draw it."""
    print("| million purchases | seconds | peak GB |\n|---|---|---|")
    medians = []
    for million in millions:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "purchases.parquet"
            write_purchases(path, million * 1_000_000, customers)
            taken = [one for _ in range(runs) if (one := measured("by_kit", path, customers))]
        medians.append([statistics.median(one[figure] for one in taken) for figure in ("seconds", "gb")])
        print(f"| {million} | {medians[-1][0]:.1f} | {medians[-1][1]:.2f} |")
    _draw(millions, medians, customers)


def _draw(millions: list[int], medians: list[list[float]], customers: int) -> None:
    from matplotlib.figure import Figure  # here: the ways' memory is measured without it

    figure = Figure(figsize=(6, 3.2), layout="constrained")
    plots = zip(figure.subplots(1, 2), zip(*medians, strict=True), ("seconds", "peak GB"), strict=True)
    for axes, values, name in plots:
        axes.plot(millions, values, marker="o", color="#0072B2")
        axes.set(xlabel="million purchases", title=name, ylim=(0, None), xlim=(0, None))
    figure.suptitle(f"The kit's statement, {customers:,} customers, Parquet", fontsize=10)
    figure.savefig(Path(__file__).with_name("growth.png"), dpi=150)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench merging", description="One row a customer")
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--grow", type=int, nargs="+")
    parser.add_argument("--way", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        one_way(options.way[0], options.way[1], int(options.way[2]))
    elif options.grow:
        grow(options.grow, options.customers, options.runs)
    else:
        compare(options.rows, options.customers, options.runs, options.ways)


if __name__ == "__main__":
    main()
