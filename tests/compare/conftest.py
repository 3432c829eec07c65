"""Shops of a few customers, in memory."""

import pandas as pd
import pytest

from helpers.run.settings import checked

SILENT = {
    "acquired_on": "2020-01-01",
    "acquisition_channel": None,
    "orders": 0,
    "net_amount": 0,
    "segment": None,
    "recommended_count": None,
    "influence": None,
    "warned_count": None,
    "complaints_major": 0,
    "complaints_minor": 0,
    "complaints_near_miss": 0,
}
TYPES = {
    "customer_id": "str",
    "person": "str",
    "acquired_on": "datetime64[us]",
    "acquisition_channel": "str",
    "segment": "str",
    "recommended_count": "float64",
    "influence": "float64",
    "warned_count": "float64",
    "complaints_major": "Int64",
    "complaints_minor": "Int64",
    "complaints_near_miss": "Int64",
}


@pytest.fixture(scope="session")
def settings():
    """Settings of a report on 2026-04-01 that shows groups of two."""
    small = {"as_of": "2026-04-01", "min_group_size": 2, "min_cell": 1, "resamples": 200}
    return lambda **values: checked({**small, **values})


@pytest.fixture(scope="session")
def shop():
    """Rows as step 2 makes them, each given by what it differs in from a silent customer of 2020 without orders."""

    def rows(*people):
        filled = [{"customer_id": f"C{i}", **SILENT, **person} for i, person in enumerate(people)]
        answered = [{"person": one["customer_id"] if one["segment"] else None, **one} for one in filled]
        return pd.DataFrame(answered, columns=["customer_id", "person", *SILENT]).astype(TYPES)

    return rows


@pytest.fixture(scope="session")
def answers():
    """Answers as step 1 makes them: those of `rows`, and below them those of people whom the CRM does not know."""
    columns = ["customer_id", "person", "segment", "recommended_count", "influence", "warned_count"]

    def table(rows, *strangers):
        others = [{"customer_id": f"X{i}", "person": f"X{i}", **person} for i, person in enumerate(strangers)]
        unknown = pd.DataFrame(others, columns=columns).astype({name: TYPES[name] for name in columns})
        known = rows.loc[rows["segment"].notna(), columns]
        return pd.concat([known, unknown], ignore_index=True) if others else known

    return table
