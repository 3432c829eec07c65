"""What those are expected to buy who never did: as much as others of their tenure did who never had either."""

import numpy as np

TENURE_DAYS = (0, 365, 1095)  # days since they were acquired
FEWEST_IN_BAND = 10  # in a band


def first_purchases(tenure: np.ndarray, then: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Money a day of people who never bought, by tenure band.

    Parameters
    ----------
    tenure : ndarray
        Days since each was acquired; NaN where nobody knows, then the rate of all.
    then, came : ndarray
        Of those who had never bought at an earlier time: their tenure then, and what they bought since, a day.

    Examples
    --------
    >>> then, came = np.array([10.0] * 10 + [400.0] * 10), np.array([5.0] * 10 + [1.0] * 10)
    >>> first_purchases(np.array([20.0, 500.0, np.nan]), then, came).tolist()
    [5.0, 1.0, 3.0]
    """
    if not len(came):
        return np.zeros(len(tenure))
    rates = np.full(len(tenure), came.mean())
    for low, high in zip(TENURE_DAYS, (*TENURE_DAYS[1:], np.inf), strict=True):
        band = (then >= low) & (then < high)
        if band.sum() >= FEWEST_IN_BAND:
            rates[(tenure >= low) & (tenure < high)] = came[band].mean()
    return rates.clip(0)
