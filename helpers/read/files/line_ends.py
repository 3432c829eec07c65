"""Line ends counted in bytes of ASCII's meaning."""

from typing import NamedTuple

import numpy as np


class LineEnds(NamedTuple):
    """How many there are, and how many of them are carriage returns alone, as old Macs wrote them."""

    n: int
    lone_returns: int


def line_ends(content: bytes) -> LineEnds:
    r"""Line feeds, carriage returns alone, and both together, which are one end.

    Examples
    --------
    >>> line_ends(b"a\r\nb\nc\rd")
    LineEnds(n=3, lone_returns=1)
    """
    letters = np.frombuffer(content, np.uint8)
    feeds, lone = letters == ord("\n"), 0
    if b"\r" in content:
        returns = letters == ord("\r")
        lone = int(np.count_nonzero(returns) - np.count_nonzero(returns[:-1] & feeds[1:]))
    return LineEnds(int(np.count_nonzero(feeds)) + lone, lone)
