"""Typed columns of a Parquet file: as they are where each cell is plain, with the outcome of their texts."""

from datetime import date, datetime, timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.cells.stream import Gathered
from helpers.read.files.arrow_texts import stays_typed, texts_of
from helpers.read.roles import canonical_table

DAYS = st.dates(date(1890, 1, 1), date(2210, 12, 31)) | st.sampled_from([date(2024, 2, 29), date(1901, 1, 1)])
MOMENTS = st.datetimes(datetime.fromisoformat("1890-01-01"), datetime.fromisoformat("2210-12-31"))
USUAL = st.dates(date(2024, 1, 1), date(2026, 3, 31))
_WHOLE = st.datetimes(datetime.fromisoformat("2024-01-01")).map(lambda at: at.replace(microsecond=0))
WHEN = {
    "date32": (DAYS | USUAL, pa.date32()), "day": (USUAL, pa.date32()), "us": (MOMENTS, pa.timestamp("us")),
    "s": (_WHOLE, pa.timestamp("s")), "ns": (MOMENTS, pa.timestamp("ns")),
    "zoned": (MOMENTS, pa.timestamp("us", "UTC")),
}  # fmt: skip
LARGEST = {"int32": 2**31 - 1, "int64": 2**63 - 1, "uint64": 2**63}
AMOUNTS = st.integers(-500, 500_000) | st.integers(-(2**31), 2**31 - 1)


@st.composite
def shops(draw):
    """Purchases as typed columns, some cells missing."""
    n, when = draw(st.integers(1, 12)), draw(st.sampled_from(sorted(WHEN)))
    kind, largest = draw(st.sampled_from(sorted(LARGEST.items())))
    amounts = AMOUNTS | st.integers(-largest - 1, largest)
    amounts = amounts.filter(lambda value: 0 <= value <= 2**64 - 1 if kind == "uint64" else abs(value) <= largest)
    days, of_days = WHEN[when]

    def column(cells, type_):
        return pa.array(draw(st.lists(cells | st.none(), min_size=n, max_size=n)), type_)

    return pa.table({
        "order_id": column(st.integers(0, 5), pa.int64()),
        "customer_id": column(st.sampled_from(["A", "B"]), pa.string()),
        "ordered_at": column(days, of_days), "amount": column(amounts, getattr(pa, kind)()),
        "refund_amount": column(st.integers(0, 3), pa.int8()),
    })  # fmt: skip


def outcome(folder, table, settings):
    """All of the table that comes out, or what is said."""
    path = folder / "orders.parquet"
    pq.write_table(table, path)
    try:
        return canonical_table("purchases", settings(purchases=str(path), order_total="sum"))
    except KitError as error:
        return str(error)


@pytest.mark.parametrize("currency", ["JPY", "USD"])
def test_typed_cells_come_out_as_their_texts_do(settings, tmp_path_factory, currency):
    folder = tmp_path_factory.mktemp("typed")

    def chosen(**values):
        return settings(**values, currency=currency)

    @given(shops())
    @example_settings(max_examples=150, deadline=None)
    def check(typed):
        texts = pa.table({name: texts_of(typed[name].combine_chunks()) for name in typed.column_names})
        one, other = (outcome(folder, table, chosen) for table in (typed, texts))
        if isinstance(other, str):
            assert one == other
            return
        for part in other.__dataclass_fields__:
            mine, theirs = getattr(one, part), getattr(other, part)
            if isinstance(theirs, pd.DataFrame):
                pd.testing.assert_frame_equal(mine, theirs)
            else:
                assert mine == theirs

    check()


def test_no_text_is_made_of_plain_amounts_and_days(settings, tmp_path, monkeypatch):
    taken = []
    by_texts = Gathered.take
    monkeypatch.setattr(Gathered, "take", lambda column, cells: taken.append(column.kind) or by_texts(column, cells))
    table = pa.table({
        "order_id": ["A", "B"], "customer_id": ["C", "C"], "ordered_at": [date(2026, 1, 1), None],
        "amount": [500, None], "refund_amount": [3, 0],
    })  # fmt: skip
    read = outcome(tmp_path, table, settings)
    assert set(taken) == {"text"}
    assert read.frame["amount"].tolist() == [500] and read.frame["refund_amount"].tolist() == [3]
    assert read.aside["reason"].tolist() == ["date_blank"]


EQUAL = [pa.int8(), pa.uint64(), pa.date32(), pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us")]
OTHERS = [pa.float64(), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.decimal128(9, 2), pa.string(), pa.date64()]


def test_types_that_stay():
    assert [kind for kind in (*EQUAL, *OTHERS) if stays_typed(kind)] == EQUAL


def test_copies_are_found_across_files_of_other_types(settings, tmp_path):
    day = datetime.fromisoformat("2026-01-01") + timedelta(hours=3)
    first = pa.table(
        {"order_id": ["A", "B"], "customer_id": ["C", "C"], "ordered_at": [day, day], "amount": [500, 600]}
    )
    second = pa.table({name: texts_of(first[name].combine_chunks()) for name in first.column_names}).slice(1)
    for name, table in (("a", first), ("b", second)):
        pq.write_table(table, tmp_path / f"{name}.parquet")
    read = canonical_table("purchases", settings(purchases=str(tmp_path)))
    assert read.aside["reason"].tolist() == ["duplicate_row"] and len(read.frame) == 2


def test_blank_rows_of_typed_columns_are_left_out(settings, tmp_path):
    table = pa.table({
        "order_id": pa.array([1, None, 3], pa.int64()), "customer_id": pa.array([4, None, 4], pa.int64()),
        "ordered_at": pa.array([date(2026, 1, 1), None, date(2026, 1, 2)]),
        "amount": pa.array([5, None, 7], pa.int32()),
    })  # fmt: skip
    read = outcome(tmp_path, table, settings)
    assert read.frame.index.tolist() == [2, 4] and read.rows_in == 2
