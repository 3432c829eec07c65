"""Records of text files with their physical rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.files import delimited
from helpers.read.files.delimited import text_source
from tests.each import each

SECRET = "taro.yamada@example.jp"
JAPANESE = ["氏名", "山田太郎", "おすすめ", "カナ", "東京都千代田区1-1", "良い、速い。", "“引用”", "「かぎ」", ""]


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("delimited") / "shop.csv"

    def of(content, encoding="utf-8"):
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return text_source(path, encoding)

    return of


@pytest.fixture(scope="session")
def records(source):
    return lambda content, encoding="utf-8": list(source(content, encoding).records())


@pytest.fixture(scope="session")
def code(records):
    """Code and row of the error that a text's reading ends with."""

    def caught(content):
        with pytest.raises(KitError) as error:
            records(content)
        return error.value.code, error.value.fields.get("row")

    return caught


# --- trivial


def test_a_plain_file(source):
    found = source("id,score\n1,9\n")
    assert (found.file, found.kind, found.encoding, found.delimiter) == ("shop.csv", "csv", "utf-8", ",")
    assert list(found.records()) == [(1, ["id", "score"]), (2, ["1", "9"])]
    assert list(found.records()) == list(found.records())


@each("text", ["007", "1e5", "NA", "null", "nan", "", "True", " x ", "12,800", "🙂", "x\0y", '5" x', "a'b"])
def test_cells_stay_text(records, text):
    cell = '"12,800"' if text == "12,800" else text
    assert records(f"id,note\n1,{cell}\n") == [(1, ["id", "note"]), (2, ["1", text])]


# --- delimiters


@each("mark", [",", "\t", ";", "|"])
@each("text", ["id{0}note\n1{0}a\n", "id{0}a{0}b\n1{0}2\n1{0}2{0}3\n", "id{0}note", 'id{0}"x{0}y"\n'])
def test_the_mark_is_seen(source, mark, text):
    assert source(text.format(mark)).delimiter == mark


@each(
    ("text", "mark"),
    [
        ("id\tnote, free\tscore\n1\ta,b;c,d\t9\n", "\t"),  # commas in cells
        ("id;amount\n1;12,50\n2;13,50\n3;1,00\n", ";"),  # decimal commas
        ("id;amount;tax\n1;12,50;1,00\n", ";"),
        ("id,tags\n1,a|b\n2,c|d\n", ","),
        ('"last, first";score\n"Yamada, T";9\n', ";"),
        ("last, first;score\nYamada, T;9\n", ";"),  # as many columns: a blank after the comma is prose
        ("Orders 2026\n\nid,score\n1,9\n2,8\n3,7\n", ","),  # preamble
        ("Report; all shops\nid,score,n\n1,9,1\n2,8,1\n", ","),
        ("id,score\n1,9\n2,8\n合計: 2\n", ","),  # footer
        ("id,a,b,c\n1,2,3,4\n1,2;2,3\n1;1,2,3;4,5\n", ","),  # ragged
    ],
)
def test_the_most_even_mark_wins(source, text, mark):
    assert source(text).delimiter == mark


@pytest.mark.parametrize(
    "text",
    ["id\n1\n2\n", "note\nnice, good\nfast, cheap, fine\n", "note\na;b\nc\nd\n", "note\nnice, good\nfast, cheap\n"],
)
def test_a_single_column_stays_whole(records, text):
    assert records(text) == [(row, [line]) for row, line in enumerate(text.splitlines(), 1)]


@each("first", ["sep=;", "SEP=;", '"sep=;"'])
@each("end", ["\n", "\r\n", "\r"])
def test_a_first_line_may_say_the_mark(records, first, end):
    text = end.join([first, "a,b;c,d", '1,2;"x', 'y"', "5,6;7"])
    assert records(text) == [(2, ["a,b", "c,d"]), (3, ["1,2", f"x{end}y"]), (5, ["5,6", "7"])]


def test_a_mark_that_is_said_counts_after_a_byte_order_mark(records):
    assert records("sep=|\na|b\n".encode("utf-8-sig"), "utf-8-sig") == [(2, ["a", "b"])]


# --- rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_physical_rows(records, end):
    text = end.join(["", "id,note", "", '1,"x', "", 'y"', " , ", "\u3000,", '"",""', "2,z", ""])
    assert records(text) == [(2, ["id", "note"]), (4, ["1", f"x{end}{end}y"]), (10, ["2", "z"])]


def test_ragged_records_stay_as_they_are(records):
    assert records("a,b,c\n1\n1,2,3,4\n,,3\n") == [
        (1, ["a", "b", "c"]),
        (2, ["1"]),
        (3, ["1", "2", "3", "4"]),
        (4, ["", "", "3"]),
    ]


def test_separators_of_other_trades_are_no_line_ends(records):
    assert records("a,b\n1,x\u2028y\x0b\x0c\x85z\n") == [(1, ["a", "b"]), (2, ["1", "x\u2028y\x0b\x0c\x85z"])]


@pytest.mark.parametrize("letters", [131_073, 1_000_000])
@pytest.mark.parametrize("quote", ["", '"'])
def test_long_cells(records, letters, quote):
    assert records(f"id,note\n1,{quote}{'x' * letters}{quote}\n")[1] == (2, ["1", "x" * letters])


# --- quotes


@each(
    ("text", "row"),
    [
        ('a,b\n1,2\n3,"x\n5,6\n', 3),
        ('a,b\n"x\ny",2\n3,"x', 4),
        ('"a,b\n1,2\n', 1),
        ('a,b\n\n"x" y,2\n', 3),
        ('sep=,\na,b\n1,"x\n', 3),
        # a stray mark opens a cell, a later one closes it: rows in between would be lost
        ('id,s,c\n0,9,x\n1,9,"great\n2,8,fine\n3,7,also"\n4,5,x\n', 3),
        ('id,s,c\n1,"9,x\n2,8,fine\n3,7",also\n4,5,x\n', 2),
        ('id,s,c\n"1,9,x\n2,8,fine\n3",7,also\n4,5,x\n', 2),
        ('id,s,c\n1,9,"great, but\n2,8,fine\n3,7,good\n4,5,also"\n', 2),
        ('id,s,c\n1,9,"great\n2,8,also"\n4,5,x\n', 2),
        ('id,s,c\n1,9,"great\r\n\r\n2,8,fine\r\n3,7,also"\r\n', 2),
        ('name;s;c\nyamada;9;"great\nsato;8;fine\nkato;7;also"\n', 2),
    ],
)
def test_a_quotation_mark_that_swallows_rows(code, text, row):
    assert code(text) == ("E-QUOTE", row)


@each(
    "cell",
    [
        "nice, fast, good\nfine, too, yes\nbye",
        "x\ngood, fast, cheap\ny, z, w",  # lines that begin otherwise than ids do
        "Dear shop,\n1, 2, 3\nbye",
        "x\n1, 2, 3\ny",
        "x\n2 items, fast, good",
        "2 x\n\n\n3 y",
        "x\n1, 2, 3\n4, 5, 6\n7 in all",
        "a,b,c\nd,e,f\ng,h,i",
    ],
)
def test_comments_of_several_lines(records, cell):
    assert records(f'id,s,c\n1,9,"{cell}"\n2,8,x\n')[1] == (2, ["1", "9", cell])


def test_two_columns_hold_too_little_to_tell(records):
    assert records('id,c\n1,"x\n2,y\n3,z"\n')[1] == (2, ["1", "x\n2,y\n3,z"])


def test_the_limit_of_a_cell(code, monkeypatch):
    monkeypatch.setattr(delimited, "LONGEST_CELL", 1000)
    assert code(f"a,b\n1,{'x' * 1001}\n") == ("E-CELL-LENGTH", 2)
    assert code('a,b\n1,"x\n' + "2,y\n" * 500) == ("E-QUOTE", 2)


# --- the second count


@pytest.mark.parametrize("there", [1, 3])
def test_lost_rows_stop(code, monkeypatch, there):
    monkeypatch.setattr(delimited, "quick_count", lambda path, encoding: there)
    monkeypatch.setattr(delimited, "careful_count", lambda path, encoding, mark, padded: there)
    assert code("a,b\n1,2\n") == ("E-ROWS-LOST", None)


def test_the_careful_count_is_the_last_word(records, monkeypatch):
    monkeypatch.setattr(delimited, "quick_count", lambda path, encoding: 99)
    assert len(records("a,b\n1,2\n")) == 2
    monkeypatch.setattr(delimited, "quick_count", lambda path, encoding: 2)
    monkeypatch.setattr(delimited, "careful_count", lambda path, encoding, mark: 99)
    assert len(records("a,b\n1,2\n")) == 2


# --- properties

CELL = st.text('a,"\n\r;\t| é9あ\0', max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(",\t;|")
)
@example_settings(deadline=None, max_examples=80)
def test_what_csv_writes_is_read_back(records, rows, end, mark):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, delimiter=mark, quoting=csv.QUOTE_ALL)
    expected, written = [], [("id", "b", "c")] * 3 + rows
    for row in written:
        so_far = text.getvalue().replace("\r\n", "\n").replace("\r", "\n")
        writer.writerow(row)
        expected += [(so_far.count("\n") + 1, list(row))] if any(map(str.strip, row)) else []
    assert records(text.getvalue()) == expected


@given(st.lists(st.lists(st.sampled_from(JAPANESE), min_size=2, max_size=2), min_size=1, max_size=6))
@example_settings(deadline=None, max_examples=30)
def test_encodings_delimiters_and_line_ends_change_no_cell(records, rows):
    rows = [["id", *row] for row in [["氏名", "コメント"], *rows]]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"):
        for mark in ",\t;|":
            for end in ("\n", "\r\n", "\r"):
                text = end.join(mark.join(row) for row in rows)
                assert records(text, encoding) == list(enumerate(rows, 1))


def naive(text, mark):
    """Records letter by letter; None where a quotation mark stays open or text follows a closed one."""
    found, cells, cell, state, row, first, place = [], [], "", "start", 1, 1, 0
    while place < len(text):
        letter = "\r\n" if text.startswith("\r\n", place) else text[place]
        place += len(letter)
        ends = letter in ("\r", "\n", "\r\n")
        row += ends
        if state == "quoted" and letter != '"':
            cell += letter
        elif state == "quoted" and text.startswith('"', place):
            cell, place = cell + '"', place + 1
        elif state == "quoted":
            state = "closed"
        elif ends or letter == mark:
            cells, cell, state = [*cells, cell], "", "start"
            if ends:
                found, cells, first = [*found, (first, cells)], [], row
        elif state == "closed":
            return None
        elif state == "start" and letter == '"':
            state = "quoted"
        else:
            cell, state = cell + letter, "plain"
    if state == "quoted":
        return None
    return [(row, cells) for row, cells in [*found, (first, [*cells, cell])] if any(map(str.strip, cells))]


@given(st.text('ab,"\n\r;', max_size=40))
@example_settings(deadline=None, max_examples=80)
def test_the_same_as_letter_by_letter(source, text):
    try:
        found = source(text)
        read = list(found.records())
    except KitError as error:
        assert error.code == "E-QUOTE" or not text.strip('\r\n,;"')
        return
    assert read == naive(text, found.delimiter)


@given(st.text('ab,"\n', max_size=40))
@example_settings(deadline=None, max_examples=80)
def test_no_error_without_reason(source, text):
    # of two columns no cell is thought to hold rows, so that open marks alone stop
    text = "id,b\n" * 50 + text
    try:
        read = list(source(text).records())
    except KitError as error:
        read = error.code
    assert read == (naive(text, ",") or "E-QUOTE")


# --- errors


@each("content", ["", "\n\n", ",,\n", ' , ;\t\n""\n', "sep=;\n", "sep=;\n\n;;\n"])
def test_a_file_without_a_header(code, content):
    assert code(content) == ("E-FILE-EMPTY", None)


@pytest.mark.parametrize("content", [f'a,b\n1,"{SECRET}', f'"{SECRET}" {SECRET},\n'])
def test_errors_hold_no_cell(records, content):
    with pytest.raises(KitError) as caught:
        records(content)
    assert SECRET not in str(caught.value) + caught.value.said("ja")
