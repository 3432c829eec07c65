"""What the bytes of texts say, looked at for a whole column at once: they lie side by side in Arrow's memory."""

import numpy as np
import pandas as pd
import pyarrow as pa


def first_bytes(texts: pa.Array) -> np.ndarray:
    """The first byte of each text in UTF-8, 0 of a blank one; none may be missing.

    Examples
    --------
    >>> first_bytes(pa.array(["A1", "", "7"], pa.large_string())).tolist() == [ord("A"), 0, ord("7")]
    True
    """
    starts, letters = _bytes_of(texts)
    firsts = np.zeros(len(texts), dtype=np.uint8)
    filled = starts[1:] > starts[:-1]
    firsts[filled] = letters[starts[:-1][filled]]
    return firsts


def hold_byte(texts: pd.Series, least: str, most: str) -> np.ndarray:
    """Which texts hold one of a run of ASCII's letters; a missing one does not.

    Examples
    --------
    >>> hold_byte(pd.Series(["A12", "", None, "guest", "会員3"]), "2", "9").tolist()
    [True, False, False, False, True]
    """
    letters = pa.array(texts, pa.large_string())
    chunks = letters.chunks if isinstance(letters, pa.ChunkedArray) else [letters]
    return np.concatenate([np.empty(0, bool), *(_hold_byte(chunk, least, most) for chunk in chunks)])


def _hold_byte(texts: pa.Array, least: str, most: str) -> np.ndarray:
    starts, letters = _bytes_of(texts)
    here = (letters >= ord(least)) & (letters <= ord(most))
    found = np.zeros(len(texts), dtype=bool)
    filled = starts[1:] > starts[:-1]
    if filled.any():
        found[filled] = np.logical_or.reduceat(here[: starts[-1]], starts[:-1][filled])
    return found & texts.is_valid().to_numpy(zero_copy_only=False) if texts.null_count else found


def _bytes_of(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where each text begins, and where the last one ends, and the bytes of all."""
    _, places, letters = texts.buffers()
    starts = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return starts, np.frombuffer(letters, np.uint8) if letters else np.empty(0, np.uint8)
