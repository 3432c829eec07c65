"""Small survey tables and files for the tests of step 1."""

import pandas as pd
import pytest

from tests.tables import new_table

TYPES = {"score": "Int64", "recommended_count": "Float64", "influence": "Float64", "warned_count": "Float64"}


@pytest.fixture(scope="session")
def responses():
    """Factory of canonical responses from lists of cells; rows are numbered from 2, as in a file."""

    def build(**columns):
        frame = pd.DataFrame({name: column(name, cells) for name, cells in columns.items()})
        return new_table("responses", "responses.csv", frame.set_index(frame.index + 2), [])

    return build


def column(name, cells):
    if name == "responded_at":
        return pd.to_datetime(pd.Series(cells, dtype="str"), format="ISO8601").astype("datetime64[us]")
    return pd.Series(cells, dtype=TYPES.get(name, "str"))
