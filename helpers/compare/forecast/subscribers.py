"""What those with a subscription are expected to buy: what they bring while they stay, times how long they do."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.compare.forecast.known import Known

AGES = (0, 90, 180, 365, 730)  # days of a subscription at which its chance to end may change
FEWEST_ENDS = 10  # in each of the bands
FEWEST_SUBSCRIBERS = 30  # else they are forecast as all others are


class Staying(NamedTuple):
    """How many of the subscriptions of an age end a day, by bands of their age (days)."""

    begins: np.ndarray
    ends_a_day: np.ndarray

    def days_left(self, ages: np.ndarray, days: float) -> np.ndarray:
        """Days of the coming ones for which a subscription of each age is expected to live.

        Examples
        --------
        >>> Staying(np.array([0.0]), np.array([0.0])).days_left(np.array([100.0]), 365).tolist()
        [365.0]
        >>> Staying(np.array([0.0]), np.array([0.01])).days_left(np.array([100.0]), 365).round(1).tolist()
        [97.4]
        """
        lives, total, ends = np.ones(len(ages)), np.zeros(len(ages)), [*self.begins[1:], np.inf]
        for begin, end, rate in zip(self.begins, ends, self.ends_a_day, strict=True):
            inside = (np.minimum(end, ages + days) - np.maximum(begin, ages)).clip(0)
            total += lives * (inside if rate == 0 else -np.expm1(-rate * inside) / rate)
            lives *= np.exp(-rate * inside)
        return total


def staying(started: pd.Series, ended: pd.Series, day: pd.Timestamp) -> Staying | None:
    """By what is known on a day of all subscriptions begun before it; ``None`` of too few.

    Ends a day in a band: ends / days lived in it (the likelihood's maximum where the chance is even within).
    """
    mine = (started < day).to_numpy(bool)
    begun, over = started[mine].dt.normalize(), ended[mine].dt.normalize()
    gone = (over < day).to_numpy(bool)
    lived = (over.where(gone, day) - begun).dt.days.to_numpy(float).clip(0)
    if len(lived) < FEWEST_SUBSCRIBERS:
        return None
    begins = [0.0]
    for age in AGES[1:]:
        here = gone & (lived >= begins[-1])
        if min((here & (lived < age)).sum(), (here & (lived >= age)).sum()) >= FEWEST_ENDS:
            begins.append(float(age))
    edges = np.array([*begins, np.inf])
    inside = (np.minimum(lived[:, None], edges[1:]) - edges[:-1]).clip(0).sum(axis=0)
    ends = np.histogram(lived[gone], edges)[0]
    return Staying(edges[:-1], ends / np.maximum(inside, 1.0))


def subscribers_money(known: Known, stays: Staying, days: float) -> np.ndarray:
    """Of each with a subscription that is alive: her own pace since it is known, else that of all, while she stays."""
    if not len(known.orders):
        return np.empty(0)
    whole = known.subscribed >= known.recent_days
    fits = whole if whole.sum() >= FEWEST_ENDS else np.full(len(whole), True)
    common = known.recent[fits].sum() / known.recent_days[fits].sum()
    own = np.where(whole, known.recent / known.recent_days, common)
    return own.clip(0) * stays.days_left(known.subscribed, days)
