"""Purchases in an engine: the kit beside a push-down written by hand, and beside all rows read by pandas, in one run.

python run.py bench engines --postgres ADDRESS [--rows 20000000 …] [--odd 0.005] [--customers 1000000] [--runs 3]
python run.py bench engines --spark ADDRESS [--rows 1000000 …] [--customers 100000] [--runs 3]
    [--ways WAY …] chooses ways; [--draw] draws growth_engines.png beside this file

ADDRESS is a database of a server of yours, such as postgresql:///bench (a table ``nps_bench`` is made there, and
dropped at the end), or a Spark Connect server that sees this machine's files, such as sc://127.0.0.1:50051 (it reads a
folder of Parquet files). Each way runs in a process of its own, and the ways take turns. Printed are medians of seconds
and of the client's peak memory, and ratios to the kit. *by hand* sums the same figures for the same customers, floats
for money, and no ledger; *read_sql* pulls the rows and groups them in pandas. `--odd` is the share of rows that need a
look, by turns refunds of the order before, returned orders, orders of guests, and copies of the order before; ids are
then no primary key but have an index, as in a table of events.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from merging import END, START, windows
from reading import peak_gb

TABLE = "nps_bench"
MOST_READ = 10_000_000  # rows that read_sql is asked for: it takes a gigabyte a million
_COLUMNS = f"""
SELECT CASE WHEN odd IN ('refund', 'copy') THEN 'O' || (n - 1) ELSE 'O' || n END AS order_id,
    CASE WHEN odd = 'guest' THEN 'guest' ELSE 'C' || (of_order * 7919 % {{customers}}) END AS customer_id,
    TIMESTAMP '{START}' + (of_order * 104729 % 1051200) * INTERVAL '1 minute' AS ordered_at,
    CAST((500 + of_order % 20000) * CASE WHEN odd = 'refund' THEN -1 ELSE 1 END AS numeric(12, 0)) AS amount,
    CAST(CASE WHEN of_order % 20 = 0 AND odd <> 'refund' THEN 100 ELSE 0 END AS numeric(12, 0)) AS refund_amount,
    CASE WHEN odd = 'returned' THEN odd WHEN of_order % 25 = 0 THEN 'cancelled' ELSE 'completed' END AS status
FROM (SELECT n, odd, CASE WHEN odd IN ('refund', 'copy') THEN n - 1 ELSE n END AS of_order FROM (
    SELECT n, CASE WHEN n % {{each}} <> 7 THEN '' WHEN n / {{each}} % 4 = 0 THEN 'refund'
        WHEN n / {{each}} % 4 = 1 THEN 'returned' WHEN n / {{each}} % 4 = 2 THEN 'guest' ELSE 'copy' END AS odd
    FROM generate_series(CAST({{first}} AS bigint), {{last}}) series(n)
) numbered) orders"""
BY_HAND = f"""
SELECT customer_id, COUNT(*) FILTER (WHERE ordered_at >= '2025-04-01') AS orders,
    SUM(amount - refund_amount) FILTER (WHERE ordered_at >= '2025-04-01') AS net_amount,
    COUNT(*) FILTER (WHERE ordered_at < '2025-04-01') AS orders_before,
    SUM(amount - refund_amount) FILTER (WHERE ordered_at < '2025-04-01') AS net_amount_before
FROM (
    SELECT customer_id, status, ordered_at, CAST(amount AS {{floats}}) AS amount,
        CAST(refund_amount AS {{floats}}) AS refund_amount FROM {{place}}
) orders JOIN nps_known USING (customer_id)
WHERE status = 'completed' AND ordered_at < '{END}' GROUP BY customer_id
"""


def by_kit(address: str, customers: int) -> int:
    """The purchases as step 2 reads them: sums of each customer, and the ledger in rows and money."""
    from helpers.merge.purchases import counted
    from helpers.merge.sales import sales_of
    from helpers.read.roles import canonical_table
    from helpers.run.settings import checked

    settings = checked({"as_of": END, "timezone": "Asia/Tokyo", "purchases": address})
    table = canonical_table("purchases", settings)
    assert table is not None, "there is one"
    known = windows(customers)
    sales = sales_of(counted(table, settings), None, settings)
    sums = sales.bought(known["customer_id"])
    sales.of_known(known["customer_id"], where_used=False, later=known["customer_id"].head(0))
    return len(sums)


def by_hand(address: str, customers: int) -> int:
    """A push-down as one would write it for this table."""
    place, _, asked = address.partition("?")
    if address.startswith("sc:"):
        return _by_hand_of_spark(place, asked.partition("=")[2], customers)
    import pyarrow as pa
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(place) as connection, connection.cursor() as cursor:
        ids = pa.table({"customer_id": windows(customers)["customer_id"].tolist()})
        cursor.adbc_ingest("nps_known", ids, mode="create", temporary=True)
        cursor.execute(BY_HAND.format(floats="float8", place=TABLE))
        return cursor.fetch_arrow_table().num_rows


def _by_hand_of_spark(place: str, folder: str, customers: int) -> int:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(place).create()
    session.createDataFrame(windows(customers)[["customer_id"]]).createOrReplaceTempView("nps_known")
    return session.sql(BY_HAND.format(floats="double", place=f"parquet.`{folder}`")).toArrow().num_rows


def by_read_sql(address: str, customers: int) -> int:
    """All rows to the client, then pandas."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(address.partition("?")[0].replace("postgresql://", "postgresql+psycopg://"))
    rows = pd.read_sql(f"SELECT * FROM {TABLE}", engine)
    rows = rows[(rows["status"] == "completed") & (rows["ordered_at"] < END)].merge(windows(customers)[["customer_id"]])
    net = rows["amount"].astype(float) - rows["refund_amount"].astype(float)
    inside = rows["ordered_at"] >= "2025-04-01"
    figures = pd.DataFrame({"orders": inside, "net": net.where(inside, 0), "before": net.where(~inside, 0)})
    return len(figures.groupby(rows["customer_id"]).sum())


WAYS: dict[str, Callable[[str, int], int]] = {"kit": by_kit, "by hand": by_hand, "read_sql": by_read_sql}


def run(way: str, address: str, customers: int) -> tuple[float, float]:
    """Seconds and gigabytes of one way, in a process of its own."""
    command = [sys.executable, __file__, "--one", way, address, "--customers", str(customers)]
    seconds, memory = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, memory


def _made(first: int, last: int, options: argparse.Namespace) -> str:
    """Statement that gives the rows of these numbers."""
    each = round(1 / options.odd) if options.odd else 1  # of which no remainder is 7
    return _COLUMNS.format(first=first, last=last, customers=options.customers, each=each)


@contextmanager
def in_postgres(address: str, rows: int, options: argparse.Namespace) -> Iterator[str]:
    """Address of a table made for the time being."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} AS {_made(1, rows, options)}")
        cursor.execute(f"CREATE {'' if options.odd else 'UNIQUE '}INDEX ON {TABLE} (order_id)")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")
        yield f"{address}?table={TABLE}"
        cursor.execute(f"DROP TABLE {TABLE}")


@contextmanager
def in_spark(address: str, rows: int, options: argparse.Namespace) -> Iterator[str]:
    """Address of a folder of four Parquet files made for the time being."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        for part in range(4):
            some = _made(rows * part // 4 + 1, rows * (part + 1) // 4, options)
            connection.sql(some).write_parquet(str(Path(folder) / f"part-{part}.parquet"))
        yield f"{address}?path={folder}"


def compare(made: Callable, address: str, rows: int, options: argparse.Namespace) -> dict[str, list[float]]:
    """Print the table of so many rows; way → medians of its seconds and gigabytes."""
    ways = [way for way in options.ways if way != "read_sql" or rows <= MOST_READ]
    with made(address, rows, options) as place:
        turns = [{way: run(way, place, options.customers) for way in ways} for _ in range(options.runs)]
    medians = {way: [statistics.median(turn[way][i] for turn in turns) for i in (0, 1)] for way in ways}
    print(f"\n{rows:,} rows\n\n| way | seconds | GB | ÷ kit's seconds | ÷ kit's GB |\n|---|---|---|---|---|")
    for way, (seconds, memory) in medians.items():
        beside = (seconds / medians["kit"][0], memory / medians["kit"][1])
        print(f"| {way} | {seconds:.1f} | {memory:.2f} | {beside[0]:.2f} | {beside[1]:.2f} |", flush=True)
    return medians


def draw(grown: dict[int, dict[str, list[float]]], customers: int) -> None:
    """How each way's seconds and gigabytes grow with the rows."""
    from matplotlib.figure import Figure  # here: the ways' memory is measured without it

    figure = Figure(figsize=(7, 3.2), layout="constrained")
    for place, (axes, name) in enumerate(zip(figure.subplots(1, 2), ("seconds", "peak GB of the client"), strict=True)):
        for way, color in zip(WAYS, ("#0072B2", "#555555", "#D55E00"), strict=True):
            points = [(rows / 1e6, medians[way][place]) for rows, medians in grown.items() if way in medians]
            if points:
                axes.plot(*zip(*points, strict=True), marker="o", color=color, label=way)
        axes.set(xlabel="million orders", title=name, ylim=(0, None), xlim=(0, None))
    figure.axes[0].legend(frameon=False)
    figure.suptitle(f"Orders in PostgreSQL, {customers:,} customers", fontsize=10)
    figure.savefig(Path(__file__).with_name("growth_engines.png"), dpi=150)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres")
    parser.add_argument("--spark")
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000_000])
    parser.add_argument("--odd", type=float, default=0)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        began = time.perf_counter()
        assert WAYS[options.one[0]](options.one[1], options.customers), "customers came back"
        print(json.dumps((time.perf_counter() - began, peak_gb())))
        return
    if options.spark:
        options.ways = [way for way in options.ways if way != "read_sql"]
    grown = {}
    for rows in options.rows:
        if options.postgres:
            grown[rows] = compare(in_postgres, options.postgres, rows, options)
        if options.spark:
            compare(in_spark, options.spark, rows, options)
    if options.draw:
        draw(grown, options.customers)


if __name__ == "__main__":
    main()
