"""Small files and tables."""

import pandas as pd
import pytest

from helpers.run.settings import checked
from tests.tables import new_table

TYPES = {"acquired_on": "datetime64[us]", "acquisition_cost": "Int64", "amount": "Int64", "mail_consent": "boolean"}


@pytest.fixture(scope="session")
def settings():
    """Settings of a report on 2026-04-01."""
    return lambda **values: checked({"as_of": "2026-04-01", **values})


@pytest.fixture(scope="session")
def csv_file(tmp_path_factory):
    """Write text or bytes into a file; its path comes back."""
    folder = tmp_path_factory.mktemp("files")

    def write(content, name="shop.csv"):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return str(path)

    return write


@pytest.fixture(scope="session")
def table():
    """Table of a file shop.csv, given by its columns, its first row in row 2."""

    def make(name="customers", *, ragged_rows=(), **columns):
        frame = pd.DataFrame(
            {column: pd.Series(cells, dtype=TYPES.get(column, "str")) for column, cells in columns.items()}
        )
        frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
        return new_table(name, "shop.csv", frame, list(ragged_rows))

    return make
