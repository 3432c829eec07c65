"""Lines taken out many at a time: the same records as line by line, whatever they hold."""

import random

import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.files import delimited, many_lines
from helpers.read.files.blocks import plain_block
from helpers.read.files.delimited import text_source

ALPHABET = ["a", "7", ",", ",", ";", '"', "\n", "\n", "\r\n", "\r", " ", "\u3000", "\t", "東", "\x1c", "\u2028", "\x00"]
texts = st.lists(st.sampled_from(ALPHABET), max_size=40).map("".join)
plain_cells = st.sampled_from(["a", "7", "", " ", "東京", '"a,b"', '"say ""x"""', '""', "\u3000"])
plain_lines = st.lists(st.lists(plain_cells, min_size=3, max_size=3).map(",".join), max_size=8)


def outcome(read):
    try:
        return list(read())
    except KitError as error:
        return str(error), error.code


def flat(blocks):
    return [record for block in blocks for record in (block if isinstance(block, list) else block.records())]


@given(
    texts | plain_lines.map(lambda lines: "\n".join(["id,note,amount", *lines])),
    st.sampled_from([1, 5, 30, 10**6]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([3, 1000]),
)
@example("", 5, "utf-8", 1000)
@example('a,b\n1,"x\ny"\n2,z\n', 5, "utf-8", 3)
@example('a,b\n1,"x\n2,z\n', 5, "utf-8", 3)
@example("a,b\n\n1,2\n", 10**6, "utf-8", 1000)
@example('A4,"x\ry\nz",4\rA5,東,5\nA6,e,6', 1, "utf-8", 3)
@example_settings(deadline=None, max_examples=400)
def test_many_at_a_time_is_one_by_one(tmp_path_factory, text, at_once, encoding, sample):
    path = tmp_path_factory.mktemp("lines") / "shop.csv"
    path.write_bytes(f"id,note,amount\nA1,b,1\nA2,c,2\nA3,d,3\n{text}".encode(encoding))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(many_lines, "READ_AT_ONCE", at_once)
        patched.setattr(delimited, "SAMPLE_LINES", sample)
        source = text_source(path, encoding)
        assert outcome(lambda: flat(source.blocks())) == outcome(source.records)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_lines_are_taken_at_once(tmp_path, encoding, end):
    path = tmp_path / "shop.csv"
    path.write_bytes(end.join(["id,note,amount", 'A1,"東京,港区",500', "A2,,1", ",,", "A3,x,2"]).encode(encoding))
    (block,) = text_source(path, encoding).blocks()
    assert block.records() == [
        (1, ["id", "note", "amount"]), (2, ["A1", "東京,港区", "500"]), (3, ["A2", "", "1"]), (5, ["A3", "x", "2"]),
    ]  # fmt: skip


def test_after_lines_that_are_not_plain_the_next_are_taken_at_once_again(tmp_path, monkeypatch):
    monkeypatch.setattr(many_lines, "READ_AT_ONCE", 1)
    path = tmp_path / "shop.csv"
    path.write_text('id,note\nA1,"two\nlines"\nA2,x\n', encoding="utf-8", newline="")
    kinds = [(type(block).__name__, flat([block])) for block in text_source(path, "utf-8").blocks()]
    assert kinds == [
        ("Block", [(1, ["id", "note"])]), ("list", [(2, ["A1", "two\nlines"])]), ("Block", [(4, ["A2", "x"])]),
    ]  # fmt: skip


def test_a_long_file_of_odd_cells(tmp_path):
    cells = random.Random(7)
    lines = [",".join(cells.choice(["a", '"b,c"', "", "d e", '"f""g"', "京"]) for _ in range(4)) for _ in range(20_000)]
    path = tmp_path / "shop.csv"
    path.write_text("\n".join(["p,q,r,s", *lines]) + "\n", encoding="utf-8", newline="")
    source = text_source(path, "utf-8")
    assert flat(source.blocks()) == list(source.records())


def test_other_marks_and_a_single_column():
    assert plain_block(b"1;2\n", ";", 9, 1).records() == [(9, ["1", "2"])]
    assert plain_block(b"1\n2\n", ",", 9, 2).records() == [(9, ["1"]), (10, ["2"])]
