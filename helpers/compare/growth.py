"""Earned growth (METHOD §7): revenue kept and earned, against the window before."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, told_by
from helpers.merge.customers import Shop, is_new, is_referred


@dataclass(frozen=True)
class Growth:
    """Shares of the net amount of the window before (rate 0.10 = 10 %)."""

    net_revenue_retention: float = told_by("kept")  # of those who were customers before the window
    earned_new_customers: float = told_by("earned")  # of new customers won by referral
    rate: float = told_by("kept", "earned")  # both together, less 1
    support: Support | None = behind()  # ``kept``, ``earned`` and ``none``, the other new ones: net, before


def growth(shop: Shop) -> Growth | None:
    """Earned growth; ``None`` where the window before is not covered, or nothing was bought in it.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({
    ...     "acquired_on": pd.to_datetime(["2024-01-01", "2025-06-01", "2025-06-01"]),
    ...     "acquisition_channel": ["ads", "referral", "ads"],
    ...     "net_amount_before": [100, 0, 0], "net_amount": [85, 25, 20]})
    >>> shop = Shop(rows, checked({"as_of": "2026-04-01"}), window_before_covered=True)
    >>> round(growth(shop).rate, 4)
    0.1
    """
    rows, settings = shop.rows, shop.settings
    base = int(rows["net_amount_before"].sum())
    if not shop.window_before_covered or base <= 0:
        return None
    new = is_new(rows, settings)
    part = pd.Series(np.select([~new, is_referred(rows, settings)], ["kept", "earned"], "none"), rows.index)
    kept, earned = (int(rows.loc[part == name, "net_amount"].sum()) / base for name in ("kept", "earned"))
    adds = pd.DataFrame({"net": rows["net_amount"], "before": rows["net_amount_before"]})
    return Growth(kept, earned, kept + earned - 1, Support(part, adds))
