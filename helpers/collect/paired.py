"""Two waves that the same people answered in part (METHOD §1)."""

import pandas as pd

VALUES = {"detractor": -1.0, "passive": 0.0, "promoter": 1.0}


def shared_covariance(both: pd.DataFrame, n_before: int, n_after: int) -> float:
    """Covariance of two waves' scores: n₁₂ s₁₂/(n₁ n₂); 0 where nobody answered both.

    Parameters
    ----------
    both : DataFrame
        One row a person who answered in both waves: before, after (segments).
    n_before, n_after : int
        All answers of each.

    Examples
    --------
    >>> both = pd.DataFrame({"before": ["promoter", "detractor"], "after": ["promoter", "detractor"]})
    >>> shared_covariance(both, 2, 2)
    0.5
    """
    if both.empty:
        return 0.0
    before, after = (both[wave].map(VALUES) for wave in ("before", "after"))
    covariance = ((before - before.mean()) * (after - after.mean())).mean()
    return float(len(both) * covariance / (n_before * n_after))
