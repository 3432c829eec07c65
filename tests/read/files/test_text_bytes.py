"""What bytes of texts say, beside Python's own look at each text."""

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.read.files.text_bytes import first_bytes, hold_byte

filled = st.text(st.sampled_from("019Aa東é "), max_size=4)
texts = st.lists(filled, max_size=8)


@given(texts, st.integers(0, 8))
@example(["", ""], 0)
def test_first_byte(given_texts, start):
    cells = pa.array(given_texts, pa.large_string())[start:]
    assert first_bytes(cells).tolist() == [(text.encode() or b"\0")[0] for text in given_texts[start:]]


@given(st.lists(filled | st.none(), max_size=8), st.integers(0, 8))
@example(["2", None, ""], 1)
@example([None, "", None], 0)
def test_a_byte_in_a_run(given_texts, cut):
    parts = [pa.array(part, pa.large_string()) for part in (given_texts[:cut], given_texts[cut:])]
    column = pd.Series(pd.array(pa.chunked_array(parts), dtype="str"))
    expected = [text is not None and any("1" <= letter <= "9" for letter in text) for text in given_texts]
    assert np.array_equal(hold_byte(column, "1", "9"), expected)
