"""Texts looked up among others: as pandas' own way finds them."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.texts import is_one_of

SOME = st.lists(st.none() | st.sampled_from(["", "a", "A", "ab", "あ", "0"]), max_size=12)


@given(SOME, SOME, st.sampled_from(["str", object]))
def test_as_isin(texts, names, kind):
    series = pd.Series(texts, dtype=kind, index=range(5, 5 + len(texts)))
    named = {name for name in names if name is not None}
    expected = [text in named or (text is None and None in names) for text in texts]
    for given_names in (names, pd.Series(names, dtype="str"), pd.Index(names, dtype=object)):
        found = is_one_of(series, given_names)
        assert found.tolist() == expected and found.index.equals(series.index)
