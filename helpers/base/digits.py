"""Digits that are read: those of an interval follow its estimate, shares of a whole add up."""

from collections.abc import Sequence
from math import floor, isfinite, log10

from helpers.base.results import is_seen

FINEST = -3  # place of the smallest unit that any currency has
_NEARLY = (0.0005, 0.9995)  # shares beyond are told as less, or more, than a figure


class Placed(float):
    """A figure rounded to a decimal place, which its words keep to: 10 to the power of `place` is the last one read.

    Examples
    --------
    >>> Placed(11_284.0, 1), Placed(11_284.0, 1).place
    (11280.0, 1)
    """

    place: int

    def __new__(cls, value: float, place: int) -> "Placed":
        """The figure, rounded."""
        made = super().__new__(cls, round(value, -place))
        made.place = place
        return made


def money_place(value: float) -> int:
    """Place of the last digit of money told alone: the third, none behind the point from 10 on.

    Examples
    --------
    >>> money_place(48_213.77), money_place(12.81), money_place(-0.81)
    (2, 0, -3)
    """
    return FINEST if abs(value) < 10 else max(floor(log10(abs(value))) - 2, 0)


def share_place(share: float) -> int:
    """Place of the last digit of a share told alone: whole per cent, tenths under 10 and nearly at 100 per cent.

    Examples
    --------
    >>> share_place(0.3166), share_place(0.05), share_place(0.997)
    (-2, -3, -3)
    """
    return -2 - int(0 < abs(share) < 0.0995 or 0.995 <= share < 1)


def ratio_place(ratio: float) -> int:
    """Place of the last digit of a ratio told alone: two decimals under 10, one under 100, else none.

    Examples
    --------
    >>> ratio_place(2.8), ratio_place(12.34), ratio_place(123.4)
    (-2, -1, 0)
    """
    return -2 if abs(ratio) < 9.995 else -int(abs(ratio) < 99.95)


def end_beside(end: float | None, own: int, place: int) -> float | None:
    """End of an interval, told down to its estimate's last place where that is finer than its own.

    Examples
    --------
    >>> end_beside(11_284.0, 2, 1), end_beside(278.4, 0, 1)
    (11280.0, 278.4)
    """
    if not is_seen(end) or not isfinite(end) or own <= place:
        return end
    return Placed(end, place)


def shares_of_whole(shares: Sequence[float | None]) -> list[float | None]:
    """Shares that add up to 100 per cent as they are read: largest remainders, all with as many digits.

    As they are where one is not seen, they are no parts of one whole, or one would be read as nothing or as all.

    Examples
    --------
    >>> shares_of_whole([357 / 1510, 477 / 1510, 676 / 1510])
    [0.24, 0.31, 0.45]
    """
    seen = [share for share in shares if is_seen(share)]
    if len(seen) < len(shares) or min(seen, default=-1) < 0 or abs(sum(seen) - 1) > 1e-9:
        return list(shares)
    place = min(map(share_place, seen))
    whole = 10**-place
    steps = [floor(share * whole + 1e-9) for share in seen]
    remainders = sorted(range(len(seen)), key=lambda at: steps[at] - seen[at] * whole)
    for at in remainders[: whole - sum(steps)]:
        steps[at] += 1
    told = told_shares(seen, steps, place)
    return [*told] if told else list(shares)


def told_shares(shares: Sequence[float], steps: Sequence[int], place: int) -> list[float] | None:
    """Shares told as so many steps of a place; nothing where one would be read as nothing, or as all, and is not."""
    near = any(0 < share < _NEARLY[0] or _NEARLY[1] <= share < 1 for share in shares)
    if near or any((step > 0) != (share > 0) for step, share in zip(steps, shares, strict=True)):
        return None
    return [Placed(step * 10.0**place, place) for step in steps]
