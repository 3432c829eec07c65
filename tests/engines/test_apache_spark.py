"""A whole report by Apache Spark itself, on this machine: the figures are those of the files."""

import json
import os

import duckdb
import pandas as pd
import pytest

from helpers.base.folders import PROJECT
from tests.sample_report import TYPED

pytestmark = pytest.mark.slow
OF_TYPES = """
SELECT order_id, customer_id, CAST(ordered_at AS TIMESTAMP) AS ordered_at, CAST(amount AS DECIMAL(12, 0)) AS amount,
    CAST(refund_amount AS DECIMAL(12, 0)) AS refund_amount, status
FROM read_csv($file, all_varchar = true)"""


def test_a_report_by_spark_on_this_machine(sample_report, apache_spark, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("SPARK_")]:  # the client of other tests left some
        monkeypatch.delenv(name)
    file, orders, out = str(PROJECT / "data" / "sample" / "purchases.csv"), tmp_path / "orders", tmp_path / "out"
    orders.mkdir()
    duckdb.sql(OF_TYPES, params={"file": file}).write_parquet(str(orders / "orders.parquet"))
    changed = {"purchases": f"local[*]?path={orders}", "shop_name": TYPED, "note": TYPED}
    path = os.pathsep.join(map(str, (apache_spark, sample_report.copy)))
    asked = [f"--set={name}={value}" for name, value in changed.items()]
    told = sample_report.command("report", *asked, PYTHONPATH=path, NPS_KIT_OUT=str(out))
    assert (told.returncode, told.stderr) == (0, "")
    here, there = sample_report.folder, out / "sample"
    customers = [pd.read_parquet(folder / "private" / "customers.parquet") for folder in (here, there)]
    pd.testing.assert_frame_equal(*customers)
    assert figures(here) == figures(there)
    assert str(tmp_path) not in (there / "report.html").read_text(encoding="utf-8")


def figures(folder):
    """All that the report tells but where its purchases lay."""
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    ledger = told["ledgers"]["purchases"]
    where = [(ledger, "file"), (ledger, "read_as"), *((warning, "file") for warning in ledger["warnings"])]
    for place, name in where:
        del place[name]
    return told
