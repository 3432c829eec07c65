"""Shops of simulated buyers, as step 2 makes their rows."""

import numpy as np
import pandas as pd
import pytest

from helpers.compare.basis import basis_of
from helpers.run.settings import checked

END, DAYS = pd.Timestamp("2026-04-01"), 730


def simulated_rows(n=900, seed=1, segments=("detractor", "passive", "promoter"), leaving=0.0, still=0.0, **columns):
    """Rows of n customers who came up to two years before the end and buy at rates of their own, for 1,000 or so.

    `leaving` is the chance that a purchase was the last one, `still` the share who never bought.
    """
    random = np.random.default_rng(seed)
    came, rates = random.integers(5, DAYS, n), random.gamma(1.5, 1 / 60, n)
    start, check = END - pd.Timedelta(days=DAYS), END - pd.Timedelta(days=365)
    records = []
    for who in range(n):
        at, days = float(DAYS - came[who]), []
        while at < DAYS and random.random() >= (still if not days else leaving):
            days.append(at)
            at += random.exponential(1 / rates[who])
        moments = start + pd.to_timedelta(np.floor(days), unit="D")
        amounts = random.gamma(5, 40 * (1 + who % 5), len(days)).round().astype(int)
        early = np.asarray(moments < check, bool)
        records.append({
            "acquired_on": start + pd.Timedelta(days=int(DAYS - came[who])),
            "orders": int((~early).sum()), "net_amount": int(amounts[~early].sum()),
            "orders_before": int(early.sum()), "net_amount_before": int(amounts[early].sum()),
            "first_order_at": moments.min() if days else pd.NaT, "last_order_at": moments.max() if days else pd.NaT,
            "last_earlier_order_at": moments[early].max() if early.any() else pd.NaT,
        })  # fmt: skip
    rows = pd.DataFrame(records)
    moments = ("acquired_on", "first_order_at", "last_order_at", "last_earlier_order_at")
    rows = rows.astype(dict.fromkeys(moments, "datetime64[us]"))
    segment = [segments[who % len(segments)] for who in range(n)]
    ids = [f"C{who:05}" for who in range(n)]
    blank = dict.fromkeys(("recommended_count", "influence", "warned_count"), np.nan)
    earlier = {"orders_earlier": rows["orders_before"], "net_amount_earlier": rows["net_amount_before"]}
    known = {"customer_id": ids, "person": ids, "segment": pd.Series(segment, dtype="str")}
    return rows.assign(**known, **earlier, **blank, **columns)


@pytest.fixture(scope="session")
def basis():
    """Maker of the basis of a shop of simulated buyers."""

    def build(rows=None, covered=True, **changes):
        settings = checked({"as_of": "2026-04-01", "resamples": 200, **changes})
        return basis_of(simulated_rows() if rows is None else rows, None, settings, covered)

    return build


@pytest.fixture(scope="session")
def shop_rows():
    """`simulated_rows`."""
    return simulated_rows
