"""Workbooks in ZIP archives."""

import random
import zipfile
import zlib

import pytest

from helpers.base.errors import KitError
from helpers.read.files import contents
from helpers.read.files.contents import workbook_kind

NOISE = random.Random(1).randbytes(2000)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "orders.xlsx"


def pack(path, members, method=zipfile.ZIP_DEFLATED, **claims):
    """Write an archive; `claims` are what its directory says of the last member."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for claim, value in claims.items():
            setattr(archive.infolist()[-1], claim, value)
    return path


def code(path):
    with pytest.raises(KitError) as caught:
        workbook_kind(path)
    return caught.value.code, caught.value.fields.get("kind")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"[Content_Types].xml": "x", "xl/workbook.xml": NOISE}, "xlsx"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": NOISE}, "ods"),
    ],
)
def test_workbooks(path, method, members, kind):
    assert workbook_kind(pack(path, members, method)) == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({}, "ZIP"),
        ({"orders.csv": "a,b"}, "ZIP"),
        ({"orders.xlsx": NOISE}, "ZIP"),
        ({"word/document.xml": "x"}, "Word (docx)"),
        ({"ppt/presentation.xml": "x"}, "PowerPoint (pptx)"),
        ({"Index/Document.iwa": "x"}, "Apple iWork"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument"),
    ],
)
def test_other_archives(path, members, kind):
    assert code(pack(path, members)) == ("E-KIND", kind)


def test_the_ratio(path, monkeypatch):
    assert workbook_kind(pack(path, {"xl/workbook.xml": NOISE + bytes(100_000)})) == "xlsx"  # some 50 times
    assert code(pack(path, {"xl/workbook.xml": NOISE + bytes(400_000)})) == ("E-ZIP-RATIO", None)
    monkeypatch.setattr(contents, "LARGEST_RATIO", 1000)
    assert workbook_kind(path) == "xlsx"


def test_the_size_of_all_members(path, monkeypatch):
    pack(path, {"xl/workbook.xml": NOISE, "xl/a.xml": NOISE})
    monkeypatch.setattr(contents, "LARGEST_UNPACKED", 4000)
    assert workbook_kind(path) == "xlsx"
    monkeypatch.setattr(contents, "LARGEST_UNPACKED", 3999)
    assert code(path) == ("E-ZIP-RATIO", None)


def test_a_directory_that_lies(path):
    claims = {"file_size": 10, "CRC": zlib.crc32(bytes(10))}  # with the checksum of so much
    pack(path, {"xl/workbook.xml": bytes(3 * 2**20)}, **claims)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None  # which believes it
    assert code(path) == ("E-ZIP-RATIO", None)


def test_a_wrong_checksum(path):
    assert code(pack(path, {"xl/workbook.xml": NOISE}, CRC=0)) == ("E-WORKBOOK", None)


def test_nothing_is_unpacked_before_the_directory_is_checked(path, monkeypatch):
    pack(path, {"xl/workbook.xml": bytes(10**6)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("unpacked"))
    assert code(path) == ("E-ZIP-RATIO", None)


def test_a_member_with_a_password(path):
    pack(path, {"xl/workbook.xml": NOISE}, flag_bits=1)
    assert code(path) == ("E-ENCRYPTED", None)


@pytest.mark.parametrize("harm", [lambda b: b[:-30], lambda b: b[:1000], lambda b: b[:500] + b"xx" + b[502:]])
def test_a_damaged_archive(path, harm):
    content = pack(path, {"xl/workbook.xml": NOISE}).read_bytes()
    path.write_bytes(harm(content))
    assert code(path) == ("E-WORKBOOK", None)


def test_an_unknown_compression(path):
    assert code(pack(path, {"xl/workbook.xml": NOISE}, compress_type=97)) == ("E-WORKBOOK", None)
