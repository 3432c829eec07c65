"""Reading and typing a large CSV of purchases: the kit beside what one would write by hand, in one run.

python run.py bench [--rows 5000000] [--runs 3]

Each reading is a process of its own, taken in turns; printed are medians, and ratios to the kit. The
kit also accounts for every row, checks statuses and copies, and finds orders on several rows; the
others only make typed columns. "messy" has one row in twenty with a date and an amount as people
write them, which only the kit reads.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROWS_AT_ONCE = 100_000
AN_ID = r"#?[0-9][0-9A-Za-z_/-]*|[A-Za-z]([ -~]*[!-~])?"
PATTERNS = {
    "order_id": AN_ID, "customer_id": AN_ID,
    "ordered_at": r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}:[0-9]{2})?", "amount": r"-?[0-9]{1,13}",
    "refund_amount": r"-?[0-9]{1,13}", "status": r"[!-~]([ -~]*[!-~])?",
}  # fmt: skip
HEADER = "order_id,customer_id,ordered_at,amount,refund_amount,status\n"


def write_purchases(path: Path, rows: int, messy: bool) -> None:
    """Purchases of two years by as many customers as a fifth of the rows; the same on every run."""
    random = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for start in range(0, rows, ROWS_AT_ONCE):
            n = min(ROWS_AT_ONCE, rows - start)
            seconds = random.integers(0, 730 * 86_400, n).astype("timedelta64[s]")
            times = np.datetime_as_string(np.datetime64("2024-04-01T00:00:00") + seconds)
            customers, amounts = random.integers(0, max(rows // 5, 1), n), random.integers(100, 50_000, n)
            for i in range(n):
                written = _by_hand(times[i], amounts[i]) if messy and i % 20 == 0 else f"{times[i]},{amounts[i]}"
                file.write(f"O{start + i:08d},C{customers[i]:07d},{written},0,completed\n")


def _by_hand(at: str, amount: int) -> str:
    return f'{at.replace("-", "/").replace("T", " ")},"¥{amount:,}"'


def by_kit(path: str) -> int:
    """The kit's check of a file."""
    from helpers.run.check.checking import checked_file

    checked = checked_file(path, "purchases", {"currency": "JPY"})
    assert checked.table is not None and checked.error is None
    return len(checked.table.frame)


def by_pandas(path: str) -> int:
    """pandas, all text first, then typed column by column."""
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["ordered_at"] = pd.to_datetime(table["ordered_at"], format="ISO8601")
    for column in ("amount", "refund_amount"):
        table[column] = table[column].astype("int64")
    return len(table)


def by_pandas_guessing(path: str) -> int:
    """pandas as most people call it."""
    import pandas as pd

    return len(pd.read_csv(path, parse_dates=["ordered_at"]))


def by_duckdb(path: str) -> int:
    """DuckDB's sniffer, to a pandas table."""
    import duckdb

    return len(duckdb.sql(f"SELECT * FROM read_csv('{path}')").to_arrow_table().to_pandas())


def by_duckdb_masks(path: str) -> int:
    """DuckDB, which checks each cell by a pattern as the kit does, looks for copies and for orders on several rows."""
    import duckdb

    masks = ", ".join(
        f"regexp_full_match({column}, '{pattern}') AS {column}_plain" for column, pattern in PATTERNS.items()
    )
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    rows = connection.sql(f"""
        SELECT order_id, customer_id, status, {masks}, TRY_CAST(ordered_at AS TIMESTAMP) AS ordered_at,
            TRY_CAST(amount AS BIGINT) AS amount, TRY_CAST(refund_amount AS BIGINT) AS refund_amount,
            hash(order_id, customer_id, ordered_at, amount, refund_amount, status) AS row_hash
        FROM read_csv('{path}', all_varchar = true)
    """).to_arrow_table()
    for key in ("row_hash", "order_id"):
        connection.sql(f"SELECT {key} FROM rows GROUP BY 1 HAVING COUNT(*) > 1").fetchall()
    return len(rows.to_pandas())


WAYS = {way.__name__: way for way in (by_kit, by_duckdb_masks, by_pandas, by_pandas_guessing, by_duckdb)}


def measured(way: str, path: str) -> dict[str, float]:
    """Seconds and peak memory (GB) of one reading in a process of its own."""
    out = subprocess.run([sys.executable, __file__, "--way", way, path], capture_output=True, check=True).stdout
    return json.loads(out.splitlines()[-1])


def one_way(way: str, path: str) -> None:
    """Read in this process, and print its figures."""
    start = time.perf_counter()
    rows = WAYS[way](path)
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - start, "gb": peak_gb()}))


def peak_gb() -> float:
    """Most memory that this process has held; on Linux since it began, whatever the one that started it held."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))[1]) * 1024 / 1e9
    try:
        import resource
    except ImportError:  # Windows has no such account
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e9


def compare(rows: int, runs: int) -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("plain", "messy"):
            path = Path(folder) / f"{kind}.csv"
            write_purchases(path, rows, messy=kind == "messy")
            ways = list(WAYS) if kind == "plain" else ["by_kit"]
            found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
            for _ in range(runs):
                for way in ways:
                    found[way].append(measured(way, str(path)))
            _print(kind, path.stat().st_size / 1e6, found)


def _print(kind: str, megabytes: float, found: dict[str, list[dict[str, float]]]) -> None:
    print(f"\n{kind}: {found['by_kit'][0]['rows']:,.0f} rows, {megabytes:.0f} MB")
    print("| way | seconds | peak GB | seconds, kit = 1 |\n|---|---|---|---|")
    kit = statistics.median(one["seconds"] for one in found["by_kit"])
    for way, all_runs in found.items():
        seconds, gb = (statistics.median(one[figure] for one in all_runs) for figure in ("seconds", "gb"))
        print(f"| {way.replace('_', ' ')} | {seconds:.1f} | {gb:.2f} | {seconds / kit:.2f} |")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Reading a large CSV")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--way", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        one_way(*options.way)
    else:
        compare(options.rows, options.runs)


if __name__ == "__main__":
    main()
