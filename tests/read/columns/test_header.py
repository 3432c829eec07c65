"""Headers in messages."""

from helpers.read.columns.header import quoted


def test_headers_in_quotes():
    assert quoted([]) == ""
    assert quoted(["a" * 60, "b" * 61, "c"]) == f'"{"a" * 60}", "{"b" * 60}…", "c"'
    assert quoted(["a", "b", "c"], most=2) == '"a", "b", …'
