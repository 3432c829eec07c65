"""Files as tables of texts with physical row numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.read import files
from helpers.read.files import text_table

SECRET = "taro.yamada@example.jp"


@pytest.fixture(scope="session")
def read(csv_file):
    """Cells of a file by row: {row: cells}."""

    def cells(content, name="shop.csv"):
        table = text_table(csv_file(content, name))
        return {row: list(line) for row, line in zip(table.cells.index, table.cells.to_numpy(), strict=True)}

    return cells


def error_of(path):
    with pytest.raises(KitError) as caught:
        text_table(path)
    return caught.value


def test_a_plain_file(csv_file):
    table = text_table(csv_file("id,score\n1,9\n2,10\n"))
    assert (table.file, list(table.cells), table.ragged_rows) == ("shop.csv", ["id", "score"], [])
    assert table.cells.index.tolist() == [2, 3]
    assert table.cells["score"].tolist() == ["9", "10"]


def test_a_header_alone(csv_file):
    table = text_table(csv_file("id,score\n"))
    assert (table.cells.shape, table.ragged_rows) == ((0, 2), [])


@pytest.mark.parametrize(
    "text", ["007", "1e5", "NA", "null", "nan", "None", "", "True", " x ", "2026-04-01", "12,800", "🙂"]
)
def test_cells_stay_text(read, text):
    quoted = f'"{text}"' if "," in text else text
    assert read(f"id,note\n1,{quoted}\n") == {2: ["1", text]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_endings(read, end):
    assert read(end.join(["a,b", "1,2", "3,4"])) == {2: ["1", "2"], 3: ["3", "4"]}


def test_a_byte_order_mark_is_no_part_of_the_header(csv_file):
    table = text_table(csv_file(b'\xef\xbb\xbf"id",score\n1,9\n'))
    assert list(table.cells) == ["id", "score"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(read, delimiter):
    assert read(f"id{delimiter}note\n1{delimiter}a\n") == {2: ["1", "a"]}


def test_commas_in_a_table_of_tabs(read):
    assert read("id\tnote, free\tscore\n1\ta,b;c,d\t9\n") == {2: ["1", "a,b;c,d", "9"]}


def test_the_kind_is_told_by_the_content_not_the_name(read):
    assert read("id\tnote\n1\ta\n", "shop.txt") == {2: ["1", "a"]}


def test_blank_lines_are_no_rows_but_are_counted(read):
    assert read("\n\na,b\n\n1,2\n,\n\n3,4\n\n") == {5: ["1", "2"], 8: ["3", "4"]}


def test_rows_after_a_cell_of_several_lines(read):
    assert read('a,b\n1,"x\ny\n\nz"\n2,"p,q"\n') == {2: ["1", "x\ny\n\nz"], 6: ["2", "p,q"]}


def test_line_ends_in_a_cell_stay(read):
    assert read('a,b\n1,"x\r\ny\rz"\n2,p\n') == {2: ["1", "x\r\ny\rz"], 5: ["2", "p"]}


def test_a_header_of_several_lines(csv_file):
    table = text_table(csv_file('"cust\nid",score\n1,9\n'))
    assert (list(table.cells), table.cells.index.tolist()) == (["cust\nid", "score"], [3])


def test_headers_lose_outer_blanks(csv_file):
    assert list(text_table(csv_file(" id ,\u3000score\n1,9\n")).cells) == ["id", "score"]


def test_doubled_quotes(read):
    assert read('a,b\n"say ""hi""",2\n') == {2: ['say "hi"', "2"]}


def test_ragged_rows_are_listed_never_shifted(csv_file):
    table = text_table(csv_file('a,b,c\n1,2\n1,2,3\n1,2,3,4\n"x\ny",2,3\n1\n'))
    assert table.ragged_rows == [2, 4, 7]
    assert table.cells.index.tolist() == [3, 5]
    assert table.cells.to_numpy().tolist() == [["1", "2", "3"], ["x\ny", "2", "3"]]


@pytest.mark.parametrize("at_once", [1, 2, 3, 4, 5])
def test_records_are_taken_some_at_a_time(csv_file, monkeypatch, at_once):
    monkeypatch.setattr(files, "RECORDS_AT_ONCE", at_once)
    table = text_table(csv_file('a,b\n1\n2,"x\ny"\n\n3,z\n4,z,z\n5,z\n'))
    assert (table.cells.index.tolist(), table.ragged_rows) == ([3, 6, 8], [2, 7])
    assert table.cells.reset_index().to_numpy().tolist() == [[3, "2", "x\ny"], [6, "3", "z"], [8, "5", "z"]]
    assert str(error_of(csv_file('a,b\n1,2\n3,4\n5,"x'))).startswith("E-QUOTE shop.csv row 4: ")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_more_rows_than_are_taken_at_once(csv_file, end):
    table = text_table(csv_file(end.join(["a,b", *(f"{row},é" for row in range(2, 9002))])))
    assert table.cells["a"].tolist() == [str(row) for row in table.cells.index] == [str(r) for r in range(2, 9002)]
    assert set(table.cells["b"]) == {"é"}


def test_a_path_from_the_projects_folder():
    table = text_table("data/sample/complaints.csv")
    lines = (PROJECT / "data" / "sample" / "complaints.csv").read_text(encoding="utf-8").splitlines()
    assert len(table.cells) == len(lines) - 1


@given(st.lists(st.tuples(*[st.text('a,"\n;\t é9あ', max_size=6)] * 2), max_size=8))
@example_settings(deadline=None, max_examples=100)
def test_what_csv_writes_is_read_back_with_its_physical_rows(csv_file, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    expected, written = {}, [("a", "b"), *rows]
    for row in written:
        line = text.getvalue().count("\n") + 1
        writer.writerow(row)
        expected |= {line: list(row)} if any(row) else {}
    expected.pop(1)
    table = text_table(csv_file(text.getvalue()))
    assert dict(zip(table.cells.index, table.cells.to_numpy().tolist(), strict=True)) == expected


@given(st.lists(st.integers(0, 5), max_size=12))
@example_settings(deadline=None, max_examples=60)
def test_no_row_is_lost(csv_file, widths):
    # a line of 3 cells is whole, one of none is blank, every other ragged
    table = text_table(csv_file("a,b,c\n" + "".join(",".join("x" * width) + "\n" for width in widths)))
    assert table.cells.index.tolist() == [row for row, width in enumerate(widths, 2) if width == 3]
    assert table.ragged_rows == [row for row, width in enumerate(widths, 2) if width not in (0, 3)]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ",,\n"])
def test_a_file_without_a_header(csv_file, content):
    assert str(error_of(csv_file(content))) == "E-FILE-EMPTY shop.csv: the file holds no header row."


@pytest.mark.parametrize("path", ["no_such_file.csv", "data/sample"])
def test_a_missing_file(path):
    error = error_of(path)
    assert (error.code, error.message.partition(":")[0]) == ("E-FILE-MISSING", path.rpartition("/")[2])


def test_too_large_a_file(csv_file, monkeypatch):
    path = csv_file("a,b\n")
    monkeypatch.setattr(files, "LARGEST_BYTES", 4)
    assert list(text_table(path).cells) == ["a", "b"]
    monkeypatch.setattr(files, "LARGEST_BYTES", 3)
    assert error_of(path).code == "E-FILE-SIZE"


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp"])
def test_another_encoding_names_the_row(csv_file, encoding):
    content = f"id,name\n1,a\n2,{SECRET}\n3,山田\n".encode(encoding)
    error = error_of(csv_file(content))
    assert (error.code, error.message.partition(":")[0]) == ("E-ENCODING", "shop.csv row 4")


def test_sixteen_bit_text(csv_file):
    assert error_of(csv_file("id,name\n1,a\n".encode("utf-16"))).code == "E-ENCODING"


@pytest.mark.parametrize("header", ["id,id", "id,name, id ", '"id",b,id'])
def test_a_header_twice(csv_file, header):
    error = error_of(csv_file(f"{header}\n"))
    assert str(error) == "E-HEADER-DUPLICATE shop.csv row 1: two columns have the same name. Rename one."


@pytest.mark.parametrize(
    ("content", "row"),
    [('a,b\n1,2\n3,"x\n5,6\n', 3), ('a,b\n"x\ny",2\n3,"x', 4), ('"a,b\n1,2\n', 1), ('a,b\n\n"x" y,2\n', 3)],
)
def test_an_open_quotation_mark_names_its_row(csv_file, content, row):
    assert str(error_of(csv_file(content))) == f"E-QUOTE shop.csv row {row}: a quotation mark is not closed."


@pytest.mark.parametrize(
    "content",
    [f'a,b\n1,"{SECRET}', f"{SECRET},{SECRET}\n", f"a,b\n{SECRET},山田\n".encode("cp932")],
)
def test_errors_hold_no_cell(csv_file, content):
    assert SECRET not in str(error_of(csv_file(content)))
