"""How often each customer is drawn, told by her name alone: the same in every run that she is in."""

import numpy as np
import pandas as pd

from helpers.base.resampling import TIMES_DRAWN

_STEP, _FIRST, _SECOND = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_IN_ONE = 4  # draws that a number of 64 bits holds


def numbers_of(names: pd.Series) -> np.ndarray:
    """Names as numbers of 64 bits, the same wherever they stand."""
    return pd.util.hash_array(names.astype("str").to_numpy(dtype=object))


def named_counts(numbers: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Counts of each named person in each resample, Poisson(1), shape (resamples, persons).

    A count hangs on the name, the resample and the seed, and on nothing else: two runs that share customers draw
    these alike, so that differences between the runs know of them. The numbers are mixed as splitmix64 does (Steele,
    Lea and Flood 2014, Fast splittable pseudorandom number generators, OOPSLA).

    Examples
    --------
    >>> first, second = numbers_of(pd.Series(["a", "b", "c"])), numbers_of(pd.Series(["c", "a"]))
    >>> counts = named_counts(first, 8, seed=1)
    >>> bool((named_counts(second, 8, seed=1) == counts[:, [2, 0]]).all())
    True
    """
    steps = np.arange(1, -(-resamples // _IN_ONE) + 1, dtype=np.uint64) + np.uint64(seed) * np.uint64(1 << 32)
    with np.errstate(over="ignore"):
        mixed = numbers[None, :] + steps[:, None] * _STEP
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        mixed ^= mixed >> np.uint64(31)
    parts = [TIMES_DRAWN[(mixed >> np.uint64(16 * place)) & np.uint64(0xFFFF)] for place in range(_IN_ONE)]
    return np.concatenate(parts)[:resamples].astype(np.float32)
