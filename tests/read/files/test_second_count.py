"""The second count of records."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.files import second_count
from helpers.read.files.second_count import careful_count, quick_count
from tests.each import each


@pytest.fixture(scope="session")
def counts(tmp_path_factory):
    """Both counts of a text."""
    path = tmp_path_factory.mktemp("recount") / "shop.csv"

    def both(text, encoding="utf-8", mark=","):
        path.write_bytes(text.encode(encoding))
        return quick_count(path, encoding), careful_count(path, encoding, mark)

    return both


@each(
    ("text", "records"),
    [("", 0), ("a", 1), ("a\n", 1), ("a\n\n", 2), ("\n", 1), ("a\nb", 2), ('"x\ny",1\n2,3\n', 2), ('1,"x\n""\n"\n', 1)],
)
@each("end", ["\n", "\r\n", "\r"])
@each("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "iso2022_jp"])
@each("chunk", [1, 3, 2**20])
def test_counts_by_hand(counts, monkeypatch, text, records, end, encoding, chunk):
    monkeypatch.setattr(second_count, "BYTES_AT_ONCE", chunk)
    assert counts(text.replace("\n", end), encoding) == (records, records)


@each(
    ("text", "records"),
    [('5" disk,1\n6,2\n', 2), ('a,5" x\nb,"y\nz"\nc,3" d\n', 3), ('"a"b,c\n', 1), ('"x""\n",2\n', 1), ('"x', 1)],
)
def test_marks_inside_a_cell_need_care(counts, text, records):
    assert counts(text)[1] == records


def test_two_bytes_that_look_like_a_mark(counts):
    assert b'$"' in "あ".encode("iso2022_jp")  # its second byte is that of a quotation mark
    assert counts("あ,1\n2,3\n", "iso2022_jp") == (2, 2)


def test_another_delimiter(counts):
    assert counts('a;"x\ny"\nb,"z;1\n', mark=";")[1] == 2


@given(
    st.lists(st.lists(st.text('a,"\n\r é', max_size=5), min_size=1, max_size=3), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
@example_settings(deadline=None, max_examples=60)
def test_as_many_as_csv_writes(counts, rows, end):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert counts(text.getvalue()) == (len(rows), len(rows))
