"""How much a purchase is expected to bring: gamma-gamma (Fader & Hardie 2013, brucehardie.com/notes/025), by clvkit."""

from typing import NamedTuple

import numpy as np
import pandas as pd


class Spending(NamedTuple):
    """Purchases of a customer are gamma distributed (p, ν), and ν among the customers (q, γ; units of the currency)."""

    p: float
    q: float
    gamma: float

    def per_purchase(self, purchases: np.ndarray, spent: np.ndarray) -> np.ndarray:
        """What a customer's next purchase is expected to bring: her own mean, drawn towards that of all.

        Parameters
        ----------
        purchases, spent : ndarray
            How often she bought, and for how much in all; less than nothing counts as nothing.

        Examples
        --------
        >>> published = Spending(6.25, 3.74, 15.44)
        >>> published.per_purchase(np.array([0, 1, 100]), np.array([0.0, 50.0, 5000.0])).round(1).tolist()
        [35.2, 45.5, 49.9]
        """
        return self.p * (self.gamma + spent.clip(0)) / (self.p * purchases + self.q - 1)


def spending(purchases: np.ndarray, spent: np.ndarray) -> Spending | None:
    """Of those who spent anything; ``None`` where no such model fits, or it has no mean.

    Every purchase counts, the first one too: in the published example it does not.
    """
    from clvkit import CustomerBase, GammaGamma

    there = (purchases > 0) & (spent > 0)
    mean = spent[there] / purchases[there]
    if not there.any() or mean.min() == mean.max():
        return None
    base = CustomerBase(
        pd.DataFrame({"frequency": purchases[there], "recency": 0.0, "T": 0.0, "monetary_value": mean}),
        time_unit="D",
        observation_period_end=pd.Timestamp(0),
        has_monetary=True,
        on_negative="net",
    )
    try:
        fitted = GammaGamma().fit(base).params_
    except RuntimeError:  # it did not converge
        return None
    found = Spending(*(float(one) for one in fitted)) if fitted is not None else None
    return found if found and np.isfinite(found).all() and found.q > 1 else None
