"""Blanks around quotation marks, and DOS's mark at the end of a file."""

import pytest

from helpers.base.errors import KitError
from helpers.read.files.delimited import text_source
from helpers.read.files.line_mending import has_end_mark, without_blanks
from helpers.read.files.second_count import careful_count
from tests.each import each


@pytest.fixture
def source(tmp_path):
    """Source of a text, in UTF-8."""

    def of(text):
        path = tmp_path / "shop.csv"
        path.write_bytes(text.encode())
        return text_source(path, "utf-8")

    return of


ROWS = 'O1, "1,000", "tea, green"\nO2,"2,000" , plain\n'


@each(
    ("text", "records", "mended"),
    [
        (f"id, amount, note\n{ROWS}", [["O1", "1,000", "tea, green"], ["O2", "2,000", " plain"]], 3),
        (f"id,amount,note\n{ROWS}".replace(", ", ",\t \t"),
         [["O1", "1,000", "tea,\t \tgreen"], ["O2", "2,000", "\t \tplain"]], 3),
        ('id;note\n"a" ; "x;""y"""\n', [["a", 'x;"y"']], 2),
        ('id\tnote\tx\n "a" \t "x\ty"\tz\n', [["a", "x\ty", "z"]], 2),
        ('id, a, note\n1, 2, "x\ny, ""z"" "\n', [["1", " 2", 'x\ny, "z" ']], 1),
        ('id,note\n1, "great" they said\n2, "a"\n', [["1", ' "great" they said'], ["2", ' "a"']], 0),
        ('id,note\n1,"a, ""b"" , c"\n2,5" x 3" , y\n', [["1", 'a, "b" , c'], ["2", '5" x 3" ', " y"]], 0),
        ('id,note\n1, "a\n2,b"\n', [["1", ' "a'], ["2", 'b"']], 0),
    ],
)  # fmt: skip
def test_cells_with_blanks_around_their_quotation_marks(source, text, records, mended):
    there = source(text)
    assert [cells for _, cells in there.records()][1:] == records
    assert there.mended == ({"blank_before_quote": mended} if mended else {})


def test_blanks_far_below_the_sample(source):
    text = "id,amount\n" + "O1,5\n" * 1500 + 'O2, "1,000"\n'
    there = source(text)
    assert list(there.records())[-1] == (1502, ["O2", "1,000"]) and there.mended == {"blank_before_quote": 1}
    assert list(source(text + 'O3, "a" b\n').records())[-2] == (1502, ["O2", ' "1', '000"'])


def test_an_unclosed_mark_among_them_stops(source):
    rows = [f'O{n}, "1,{n}", "tea, green"\n' for n in range(100, 120)]
    rows[7] = 'O7, "1,107, "tea, green"\n'
    with pytest.raises(KitError, match="E-QUOTE") as stopped:
        list(source("id, amount, note\n" + "".join(rows)).records())
    assert stopped.value.fields["row"] == 9


@each(
    ("text", "ended"),
    [("id,n\n1,a\x1a", True), ("id,n\n1,a\n\x1a", True), ("id,n\n1,a\x1a\x1a\r\n", True), ("id,n\n1,a\x1ab\n", False)],
)
def test_the_end_mark(source, tmp_path, text, ended):
    there = source(text)
    (row, (key, note)) = list(there.records())[-1]
    assert (row, key, note) == (2, "1", "a" if ended else "a\x1ab") and len(list(there.records())) == 2
    assert there.mended == ({"end_mark": 1} if ended else {})
    assert has_end_mark(tmp_path / "shop.csv") is ended


def test_the_end_mark_of_a_long_file(source):
    there = source("id,n\n" + "1,a\n" * 5000 + "\x1a")
    assert len(list(there.records())) == 5001 and there.mended == {"end_mark": 1}


def test_the_second_count_of_cells_with_blanks(tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text('id,a\n1, "x\ny"\n2, 5" z\n', encoding="utf-8", newline="")
    assert [careful_count(path, "utf-8", ",", padded=padded) for padded in (False, True)] == [4, 3]


def test_other_lines_are_as_they_were():
    lines = ['a,"b"\r\n', 'a,X"b"X,"c"\n', 'c,"d\n', '"" , ""e"\n', 'x "y", z"\n', " plain , z \r"]
    assert list(without_blanks(lines, ",")) == lines
