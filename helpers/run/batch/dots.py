"""Small drawn marks for tables: dots and whiskers on the axis of their column."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from helpers.base.results import Estimate

_MARGIN = 4.0  # per cent of the width at both ends, so that no dot is cut
_APART = 33.0  # per cent between two labels of an axis
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """The span of a column's marks, from one round number to another; zero is always on it."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value lies, in per cent of the mark's width.

        Examples
        --------
        >>> Axis(-20, 20).place(0), Axis(0, 40).place(40)
        (50.0, 96.0)
        """
        share = (value - self.low) / (self.high - self.low)
        return round(_MARGIN + share * (100 - 2 * _MARGIN), 2)

    @property
    def ticks(self) -> list[float]:
        """Zero, and each end that is far enough from it for both labels."""
        far = [end for end in (self.low, self.high) if abs(self.place(end) - self.place(0.0)) >= _APART]
        return sorted([0.0, *far])


@dataclass(frozen=True)
class Mark:
    """Places in per cent of the width: the dot, the zero line, the whisker's ends."""

    dot: float
    zero: float
    low: float | None = None
    high: float | None = None


def axis(values: Iterable[float | None]) -> Axis:
    """Axis that holds all known values and zero, with ends that are round.

    Examples
    --------
    >>> axis([8.0, -13.5, None, 44.3])
    Axis(low=-20.0, high=60.0)
    """
    spots = [0.0, *(value for value in values if value is not None)]
    low, high = min(spots), max(spots)
    step = _step((high - low) / 4 or 0.25)
    return Axis(step * floor(low / step) + 0.0, step * ceil(high / step) if high > low else 1.0)


def _step(least: float) -> float:
    """The smallest round number not below `least`."""
    unit = 10.0 ** floor(log10(least))
    return next(unit * step for step in _STEPS if unit * step >= least * (1 - 1e-9))


def mark(figure: Estimate, on: Axis) -> Mark | None:
    """Dot and whisker of a figure; none where it is not known."""
    if figure.estimate is None:
        return None
    ends = None if figure.low is None or figure.high is None else (on.place(figure.low), on.place(figure.high))
    return Mark(on.place(figure.estimate), on.place(0.0), *(ends or ()))
