"""Texts looked up among others, and sent to engines."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def is_one_of(texts: pd.Series, names: Iterable[str | None]) -> pd.Series:
    """Whether each text is one of the names; as ``isin``, which takes far longer where the names are many.

    Examples
    --------
    >>> is_one_of(pd.Series(["a", "c", None]), pd.Series(["a", "b"])).tolist()
    [True, False, False]
    """
    found = pc.is_in(_arrow(texts), value_set=_arrow(names))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=texts.index)


def places_among(texts: pd.Series, names: Sequence[str]) -> np.ndarray:
    """Place of each text among a few names; −1 of one that is none of them.

    Examples
    --------
    >>> places_among(pd.Series(["b", "c", None, "a"]), ["a", "b"]).tolist()
    [1, -1, -1, 0]
    """
    found = pc.fill_null(pc.index_in(_arrow(texts), value_set=_arrow(names)), -1)
    return found.to_numpy(zero_copy_only=False)


def as_texts(texts: Iterable[str | None]) -> pa.Array:
    """Texts as an engine takes them.

    Examples
    --------
    >>> as_texts(pd.Series(["a", None], dtype="str")).to_pylist()
    ['a', None]
    """
    return _arrow(texts).cast(pa.string())


def _arrow(texts: Iterable[str | None]) -> pa.Array:
    given = texts if isinstance(texts, pd.Series | pd.Index) else list(texts)
    array = pa.array(given, from_pandas=True)
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    return pa.chunked_array([chunk.cast(pa.large_string()) for chunk in chunks], pa.large_string()).combine_chunks()
