"""Line ends counted in bytes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from helpers.read.files.line_ends import line_ends


@given(st.lists(st.sampled_from([b"\r", b"\n", b"a"]), max_size=12).map(b"".join))
def test_they_are_those_that_a_pattern_finds(content):
    ends = re.findall(rb"\r\n|\r|\n", content)
    assert line_ends(content) == (len(ends), ends.count(b"\r"))
