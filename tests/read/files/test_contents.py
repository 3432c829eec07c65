"""What a file is, told by its bytes."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.base.errors import KitError
from helpers.read.files import contents
from helpers.read.files.contents import kind_of, text_warnings
from helpers.read.rows import sources
from tests.each import each

ROWS = [["顧客ID", "score"], ["A1", "9"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def xlsx():
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def parquet():
    content = io.BytesIO()
    pq.write_table(pa.table({"顧客ID": ["A1"], "score": ["9"]}), content)
    return content.getvalue()


def ods(kind="spreadsheet"):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return content.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(content, name="shop.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def code(file):
    """Code and kind of the error that a file's bytes end with."""

    def caught(content, name="shop.csv"):
        with pytest.raises(KitError) as error:
            sources(file(content, name))
        assert error.value.fields["file"] == name
        assert error.value.said("ja").startswith(f"{error.value.code} {name}")
        return error.value.code, error.value.fields.get("kind")

    return caught


# --- trivial


@each("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_a_text_file(file, encoding):
    path = file("顧客ID\tscore\r\nA1\t9\r\n".encode(encoding), "shop.tsv")
    (source,) = sources(path)
    assert (source.file, source.kind, source.encoding, source.delimiter) == ("shop.tsv", "csv", encoding, "\t")
    assert (source.sheet, source.warnings) == ("", ())
    assert list(source.records()) == [(1, ROWS[0]), (2, ROWS[1])]


@pytest.mark.parametrize(("content", "kind"), [(xlsx(), "xlsx"), (parquet(), "parquet")])
def test_other_tables(file, content, kind):
    (source,) = sources(file(content, f"shop.{kind}"))
    assert (source.kind, source.warnings) == (kind, ())
    assert [cells for _, cells in source.records()] == ROWS


@pytest.mark.parametrize(
    ("content", "kind"),
    [(ods(), "ods"), (OLE + "Workbook".encode("utf-16-le"), "xls"), (OLE + "Book".encode("utf-16-le"), "xls")],
)
def test_kinds_of_workbooks(file, content, kind):
    assert kind_of(file(content)) == kind


# --- names


@pytest.mark.parametrize(
    ("content", "names", "wrong_names"),
    [
        ("a,b\n1,2\n", ["s.csv", "s.TSV", "s.txt", "s.dat", "s"], ["s.xlsx", "s.XLS", "s.xlsb", "s.ods", "s.parquet"]),
        (xlsx(), ["s.xlsx", "s.xlsm", "s.bin"], ["s.csv", "s.xls", "s.ods", "s.parquet"]),
        (parquet(), ["s.parquet", "s"], ["s.csv", "s.xlsx"]),
    ],
)
def test_a_name_that_says_otherwise_is_warned_of(file, content, names, wrong_names):
    for name in [*names, *wrong_names]:
        expected = ("W-KIND-NAME",) if name in wrong_names else ()
        assert [source.warnings for source in sources(file(content, name))] == [expected], name


def test_warnings_stand_together(file):
    (source,) = sources(file("a,prÃ©nom\n1,\ufffd\n", "shop.xls"))
    assert source.warnings == ("W-KIND-NAME", "W-REPLACEMENT", "W-MOJIBAKE")


def test_the_setting_is_heeded(file):
    (source,) = sources(file("id,note\n1,ｻｳﾅﾄ\n".encode("cp932")), "cp932")
    assert list(source.records())[1] == (2, ["1", "ｻｳﾅﾄ"])


# --- what isn't read


@each(
    "content",
    [
        *[
            "<html><body>",
            "<!DOCTYPE html>\n<html>",
            "\n  <TABLE border=1><tr>",
            "<!-- x --> <table>",
            "<meta charset=utf-8>",
        ],
        *['<?xml version="1.0"?>\n<html xmlns="x">', "MIME-Version: 1.0\nX-Document-Type: Workbook"],
    ],
)
@each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@each("name", ["orders.xls", "orders.csv"])
def test_a_web_page(code, content, encoding, name):
    assert code(content.encode(encoding), name) == ("E-HTML", None)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_by_its_bytes(code, protocol):
    assert code(bytes([0x80, protocol]) + b"}q\0.") == ("E-PICKLE", None)  # an empty dict


@pytest.mark.parametrize("name", ["orders.pkl", "orders.PICKLE"])
def test_a_pickle_by_its_name(code, name):
    assert code("a,b\n1,2\n", name) == ("E-PICKLE", None)


def test_a_workbook_with_a_password(code):
    assert code(OLE + "EncryptionInfo EncryptedPackage".encode("utf-16-le"), "s.xlsx") == ("E-ENCRYPTED", None)


@each(
    ("content", "kind"),
    [
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"RIFF\n\0\0\0WEBP", "WebP"),
        (b"SQLite format 3\0", "SQLite"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"ARROW1\0\0", "Arrow / Feather"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
        (b"\t\x04\x06\0\0\0", "Excel 2–4"),
        (b"ID;PWXL;N;E", "SYLK"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML"),
        (b'\xef\xbb\xbf[\n {"id": 1}]', "JSON"),
        (b'[["id", "score"], ["a", 9]]', "JSON"),
        (b"[]\n", "JSON"),
        (b"MZ\x90" + bytes(200), "binary"),
        (b"\0\0\0\x18ftypheic" + bytes(range(256)), "binary"),
        (OLE + "WordDocument".encode("utf-16-le") + "Workbook".encode("utf-16-le"), "Word (doc)"),
        (OLE, "Microsoft Office"),
        (ods("text"), "OpenDocument"),
    ],
)
def test_other_kinds(code, content, kind):
    assert code(content) == ("E-KIND", kind)


def test_half_an_old_workbook_is_damaged(code):
    assert code(OLE + bytes(600), "orders.XLS") == ("E-WORKBOOK", None)


@pytest.mark.parametrize("name", ["s.xlsb", "s.xlsx", "s.csv", "s"])
def test_a_binary_workbook_by_what_it_holds(file, name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\0")
    with pytest.raises(
        KitError, match=rf"^E-KIND {name}: an Excel binary workbook \(xlsb\).* save it as \.xlsx\.$"
    ) as error:
        sources(file(content.getvalue(), name))
    assert error.value.said("ja").endswith("Excelで開き、.xlsx で保存してください。")


@each(
    "header",
    ["ID;Preis", "BZh,PK", "{id},name", "<1,>2", "%PDF,GIF", "Rar!,II*", "id,\0", "[0],[1", "[a],b", "htmlx,<html>"],
)
def test_texts_that_begin_alike(file, header):
    (source,) = sources(file(f"{header}\n1{';' if ';' in header else ','}2\n"))
    assert len(list(source.records())) == 2


# --- sizes and access


def test_too_large_a_file(file, code, monkeypatch):
    """Workbooks are taken into memory whole; a text is read in parts, however long it is."""
    monkeypatch.setattr(contents, "LARGEST_BYTES", 4)
    assert kind_of(file("a,b\n1,2\n")) == "csv"
    assert code(b"PK\3\4 and more") == ("E-FILE-SIZE", None)
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more") == ("E-FILE-SIZE", None)


@pytest.mark.parametrize("content", ["", "\ufeff", "\n \n", ",,\n"])
def test_an_empty_file(code, content):
    assert code(content) == ("E-FILE-EMPTY", None)


def test_a_missing_file(tmp_path):
    for path in (tmp_path / "shop.csv", tmp_path):
        with pytest.raises(KitError, match=f"E-FILE-MISSING {path.name}: "):
            sources(path)


def test_a_file_that_another_program_holds(code, monkeypatch):
    path_open = Path.open

    def held(path, mode="r", **options):
        if "w" not in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return path_open(path, mode, **options)

    monkeypatch.setattr(Path, "open", held)
    assert code("a,b\n") == ("E-FILE-LOCKED", None)


# --- harm done before the file came here


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("id,prénom,氏名,Ångström,São\n", ()),
        ("«É», “à”, É…\n", ()),
        ("a,\ufffd\n", ("W-REPLACEMENT",)),
        ("prénom".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("スコア".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("It’s".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("スコア".encode().decode("cp932"), ("W-MOJIBAKE",)),
        ("prénom".encode().decode("latin-1") + "\ufffd", ("W-REPLACEMENT", "W-MOJIBAKE")),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_harm_done_before(tmp_path, monkeypatch, text, codes, codec):
    monkeypatch.setattr(contents, "CHUNK_LETTERS", 4000)
    path = tmp_path / "shop.csv"
    path.write_bytes(("id,note\n" * 2000 + text).encode(codec))
    assert text_warnings(path, codec) == codes
