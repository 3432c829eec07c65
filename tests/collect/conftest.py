"""Small survey tables and files for the tests of step 1."""

import pandas as pd
import pytest

from helpers.read.ledger import new_table
from helpers.read.roles import typed

KINDS = {"score": "int", "recommended_count": "float", "influence": "float", "warned_count": "float"}


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
    return typed(pd.Series(cells, dtype=object), "flag" if name == "finished" else KINDS.get(name, "str"))
