import csv
import datetime as dt
import io
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.files.parquet import source
from tests.each import each


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    """Write a table, or columns by name; the file's path comes back."""
    path = tmp_path_factory.mktemp("parquet") / "注文 2025.parquet"

    def write(table=None, /, *, row_group_size=None, **columns):
        pq.write_table(pa.table(columns) if table is None else table, path, row_group_size=row_group_size)
        return path

    return write


def column(path):
    """Cells of a file's one column, below its name."""
    return [cells[0] for row, cells in source(path).records() if row > 1]


def at(text):
    return dt.datetime.fromisoformat(text)


# --- trivial -----------------------------------------------------------------------------------------


def test_a_table(parquet):
    found = source(parquet(customer_id=["0012", None], score=[9, 10]))
    assert (found.file, found.kind, found.sheet, found.warnings) == ("注文 2025.parquet", "parquet", "", ())
    assert list(found.records()) == [(1, ["customer_id", "score"]), (2, ["0012", "9"]), (3, ["", "10"])]
    assert list(found.records()) == list(found.records())


def test_rows_keep_their_numbers_across_batches_and_blank_ones_are_left_out(parquet):
    ids = [None if row % 7_000 == 0 else str(row) for row in range(2, 25_002)]
    found = source(parquet(pa.table({"id": ids}), row_group_size=9_000))
    expected = [(1, ["id"])] + [(row, [str(row)]) for row in range(2, 25_002) if row % 7_000]
    assert list(found.records()) == expected


def test_a_table_without_rows(parquet):
    assert list(source(parquet(id=pa.array([], pa.string()))).records()) == [(1, ["id"])]


def test_names_stay_as_they_are(parquet):
    names = ["a.b", "a", " id ", "送料", "送料", ""]
    table = pa.table([[str(n)] for n in range(6)], names=names)
    assert list(source(parquet(table)).records()) == [(1, names), (2, list("012345"))]


# --- values ------------------------------------------------------------------------------------------

STORED = [
    (pa.array(["a", " ", "NA", "一\n二", "=1", ""]), ["a", " ", "NA", "一\n二", "=1"]),
    (pa.array([1, -3, 2**63 - 1]), ["1", "-3", "9223372036854775807"]),
    (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
    (pa.array([True, False]), ["true", "false"]),
    (pa.array([12.0, -0.5, 0.1, 1e10, 1.5e-7]), ["12.0", "-0.5", "0.1", "10000000000.0", "0.00000015"]),
    (pa.array([999999999999999.0, 1e15, -1e15]), ["999999999999999.0", "1E+15", "-1E+15"]),
    (pa.array([123456789012345678.0, float("inf")]), ["1.23456789012346E+17", "inf"]),
    (pa.array([0.1, 12, 16777215, 16777216], pa.float32()), ["0.1", "12.0", "16777215.0", "1.6777216E+7"]),
    (pa.array(np.array([1.5, 2047, 2048], np.float16)), ["1.5", "2047.0", "2.048E+3"]),
    (pa.array([Decimal("1.50"), Decimal("-1000.00")]), ["1.50", "-1000.00"]),
    (pa.array([Decimal("0.00000001")], pa.decimal128(20, 8)), ["0.00000001"]),
    (pa.array([Decimal(12 * 10**30)], pa.decimal256(40, 0)), ["12" + "0" * 30]),
    (pa.array([dt.date(2025, 4, 1)]), ["2025-04-01"]),
    (pa.array([dt.date(2025, 4, 1)], pa.date64()), ["2025-04-01"]),
    (pa.array([dt.time(9, 5), dt.time(9, 5, 0, 500)]), ["09:05:00", "09:05:00.000500"]),
    (pa.array([1_743_501_600_123_456_789], pa.timestamp("ns")), ["2025-04-01 10:00:00.123456"]),
    (pa.array(["b", "a", "b"]).dictionary_encode(), ["b", "a", "b"]),
    (pa.array([7, 8, 7]).dictionary_encode(), ["7", "8", "7"]),
    (pa.array([at("2025-04-01")] * 2).dictionary_encode(), ["2025-04-01 00:00:00"] * 2),
    (pa.array(["髙"], pa.large_string()), ["髙"]),
]


@pytest.mark.parametrize(("stored", "texts"), STORED, ids=[str(stored.type) for stored, _ in STORED])
def test_cells_as_text(parquet, stored, texts):
    assert column(parquet(x=stored)) == texts


def test_missing_values_are_blank(parquet):
    table = pa.table({
        "id": ["1", "2"],
        "int": pa.array([None, 1]),
        "float": pa.array([float("nan"), None]),
        "null": pa.nulls(2),
        "moment": pa.array([None, None], pa.timestamp("us", "UTC")),
        "decimal": pa.array([None, Decimal("1.0")]),
        "factor": pa.array([None, "a"]).dictionary_encode(),
    })  # fmt: skip
    assert [cells for _, cells in source(parquet(table)).records()][1:] == [
        ["1", "", "", "", "", "", ""],
        ["2", "1", "", "", "", "1.0", "a"],
    ]


@each("unit", ["ms", "us", "ns"])
@each(
    ("moment", "text"),
    [
        ("2025-04-01T00:00:00", "2025-04-01 00:00:00"),
        ("2025-04-01T10:20:30", "2025-04-01 10:20:30"),
        ("2025-04-01T10:20:30.250", "2025-04-01 10:20:30.250000"),
        ("1969-12-31T23:59:59.500", "1969-12-31 23:59:59.500000"),
    ],
)
def test_moments(parquet, unit, moment, text):
    plain = pa.array([at(moment)], pa.timestamp(unit))
    assert column(parquet(x=plain)) == [text]
    assert column(parquet(x=plain.cast(pa.timestamp(unit, "UTC")))) == [f"{text}+00:00"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "+09:00", "Mars/Olympus"])
def test_moments_with_a_zone_are_in_utc(parquet, zone):
    seconds = 1_743_501_600  # 2025-04-01 10:00 in London's winter time, by `date -u -d @1743501600`
    stored = pa.array([seconds * 10**6]).cast(pa.timestamp("us")).view(pa.timestamp("us", zone))
    assert column(parquet(x=stored)) == ["2025-04-01 10:00:00+00:00"]


def test_a_frame_of_pandas(parquet, tmp_path):
    frame = pd.DataFrame({"id": ["a", None], "n": pd.array([1, None], dtype="Int64"), "lost": [12, None]}, index=[5, 6])
    frame.to_parquet(tmp_path / "frame.parquet")
    cells = [cells for _, cells in source(tmp_path / "frame.parquet").records()]
    assert cells == [["id", "n", "lost", "__index_level_0__"], ["a", "1", "12.0", "5"], ["", "", "", "6"]]


# --- what isn't one text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nested",
    [
        pa.array([[1, 2]]),
        pa.array([{"a": 1}]),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
        pa.array([b"a"]),
        pa.array([b"ab"], pa.binary(2)),
        pa.array([dt.timedelta(hours=1)]),
        pa.array([b"a"]).dictionary_encode(),
    ],
    ids=lambda nested: str(nested.type),
)
def test_columns_without_texts_are_left_out_with_a_warning(parquet, nested):
    found = source(parquet(id=["7"], nested=nested, score=[9]))
    assert found.warnings == ("W-NESTED",)
    assert list(found.records()) == [(1, ["id", "score"]), (2, ["7", "9"])]


def test_types_of_extensions_are_left_out(parquet):
    months = pa.array(pd.period_range("2025-04", periods=1, freq="M"))  # stored as a number that says nothing
    assert list(source(parquet(id=["7"], month=months)).records()) == [(1, ["id"]), (2, ["7"])]


def test_no_column_of_texts_at_all(parquet):
    with pytest.raises(KitError, match="E-FILE-EMPTY"):
        source(parquet(x=[[1]]))


# --- properties --------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)
CELLS = {
    "text": TEXT | st.none(),
    "int": st.integers(-(2**63), 2**63 - 1) | st.none(),
    "bool": st.booleans() | st.none(),
    "day": st.dates() | st.none(),
    "decimal": st.decimals(-(10**9), 10**9, places=2) | st.none(),
    "moment": st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
}
TYPES = [pa.string(), pa.int64(), pa.bool_(), pa.date32(), pa.decimal128(12, 2), pa.timestamp("s")]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(*CELLS.values()), max_size=12))
def test_the_same_cells_as_in_a_csv_file(parquet, rows):
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TYPES)
    table = pa.table([pa.array(column, kind) for column, kind in zip(columns, TYPES, strict=True)], names=list(CELLS))
    text = io.BytesIO()
    pa.csv.write_csv(table, text)
    in_csv = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8"), newline="")))
    assert [cells for _, cells in source(parquet(table)).records()] == in_csv


@settings(deadline=None, max_examples=60)
@given(st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True))
def test_floats_keep_their_value_and_their_point(parquet, value):
    (text,) = column(parquet(x=[value]))
    assert float(text) == value
    assert "." in text
    assert not set(text) - set("-.0123456789")


PLAIN = {"compression": "none", "use_dictionary": False, "write_statistics": False}  # texts stand in the file once


# --- errors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"id,score\n", b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
def test_what_is_no_parquet(tmp_path, content):
    (tmp_path / "shop.parquet").write_bytes(content)
    with pytest.raises(KitError, match=r"E-PARQUET shop\.parquet: .* Export it again") as caught:
        source(tmp_path / "shop.parquet")
    assert "書き出し直して" in caught.value.said("ja")


def test_a_damaged_page_stops(tmp_path):
    path = tmp_path / "shop.parquet"
    table = pa.table({"id": ["customer-A", "customer-B"]})
    pq.write_table(table, path, **PLAIN, write_page_checksum=True)
    path.write_bytes(path.read_bytes().replace(b"customer-A", b"customer-X", 1))
    found = source(path)
    with pytest.raises(KitError, match="E-PARQUET"):
        list(found.records())


def test_texts_that_are_none(tmp_path):
    path = tmp_path / "shop.parquet"
    pq.write_table(pa.table({"id": ["customer"]}), path, **PLAIN)
    path.write_bytes(path.read_bytes().replace(b"customer", b"\xff\xfe\xfd\xfc1234"))
    with pytest.raises(KitError, match="E-PARQUET"):
        list(source(path).records())


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError):  # said by who looks for files
        source(tmp_path / "shop.parquet")
