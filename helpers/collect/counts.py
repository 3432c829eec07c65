"""How people answered the number they recommended to: counts heap at round numbers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.proportions import wilson_rate
from helpers.collect.settings import CollectSettings

ROUND, OPEN, ABOVE = 5, 11, 3
_FEWEST = 20  # of which a share says anything


@dataclass(frozen=True)
class Counts:
    """Answers by number of people recommended to.

    `expected_share` is what `round_share` would be had each round number been given as often as its two
    neighbours are on average. They are `heaped` where chance does not make neighbours differ so much: the
    lower end of Wilson's 95 % interval lies above what was to be expected.
    """

    bins: pd.DataFrame  # first, last (missing where it is open above), answers, round (whether one round number)
    n: int  # answers of the question
    above: int  # of them, those above `ABOVE` people
    round_share: float | None = None  # of multiples of five among those; None below 20 (or min_cell) of them
    expected_share: float | None = None
    heaped: bool = False


def answered_counts(answers: pd.DataFrame | None, settings: CollectSettings) -> Counts | None:
    """Counts of all who answered the question; ``None`` where they are fewer than ``min_cell``.

    A span with some answers, but fewer than ``min_cell``, is put together with those below it.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> said = pd.DataFrame({"recommended_count": [0.0] * 9 + [1.0] * 6 + [5.0] * 19 + [7.0]})
    >>> answered = answered_counts(said, checked({"as_of": "2026-04-01"}))
    >>> answered.bins["answers"].tolist(), round(answered.round_share, 2)
    ([9, 6, 0, 0, 0, 20, 0, 0, 0, 0], 0.95)
    """
    if answers is None:
        return None
    numbers = np.floor(answers["recommended_count"].dropna().to_numpy(float)).astype(int)
    if len(numbers) < settings.min_cell or numbers.max(initial=0) == 0:
        return None
    above, bins = numbers[numbers > ABOVE], _bins(numbers, settings.min_cell)
    if len(above) < max(settings.min_cell, _FEWEST):
        return Counts(bins, len(numbers), len(above))
    rounds = wilson_rate(numerator=int((above % ROUND == 0).sum()), denominator=len(above))
    expected = _expected_share(above)
    return Counts(bins, len(numbers), len(above), rounds.rate, expected, (rounds.low or 0.0) > expected)


def _expected_share(above: np.ndarray) -> float:
    """Share of round numbers if each were given as often as the two beside it on average."""
    given = np.bincount(above, minlength=above.max() + 2)
    places = np.arange(ROUND, above.max() + 1, ROUND)
    smooth = float((given[places - 1] + given[places + 1]).sum()) / 2
    others = len(above) - float(given[places].sum())
    return smooth / (smooth + others) if smooth else 0.0


def _bins(numbers: np.ndarray, least: int) -> pd.DataFrame:
    """Single counts and all from `OPEN` on; one that few gave is joined with those below it, until enough did."""
    answers = np.bincount(np.minimum(numbers, OPEN), minlength=OPEN + 1).tolist()
    spans: list[tuple[int, int, int]] = []
    last, n = OPEN, 0
    for first in range(OPEN, -1, -1):
        n += answers[first]
        if n == 0 or n >= least:
            spans.append((first, last, n))
            last, n = first - 1, 0
    while 0 < n < least:  # too few at the bottom: they go with the spans above
        _, last, more = spans.pop()
        n += more
    if n:
        spans.append((0, last, n))
    frame = pd.DataFrame(spans[::-1], columns=["first", "last", "answers"])
    alone = (frame["first"] == frame["last"]) & (frame["first"] % ROUND == 0) & frame["first"].between(1, OPEN - 1)
    return frame.assign(last=frame["last"].mask(frame["last"] == OPEN).astype("Int64"), round=alone)
