"""What a file is, told by its bytes and never by its name, and the harm that its text shows."""

import mmap
import re
import zipfile
import zlib
from copy import copy
from pathlib import Path

from helpers.base.errors import KitError
from helpers.read.files.encodings import is_utf_8, marked_encoding
from helpers.read.signs import SIGNS

LARGEST_BYTES = 500 * 2**20
HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS, _MARKUP = (
    {start.encode("latin-1"): kind for start, kind in SIGNS[name].items()} for name in ("no_tables", "markup")
)
_CONTROL = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})

CHUNK_LETTERS = 2**20
# UTF-8 read as CP1252 or CP932 and saved again: Ã©, â€™, ã‚¹, 縺ゅ↑縺
_OF_80_BF = "\x80-\xbf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ"
_MOJIBAKE = re.compile(
    f"[ÂÃ](?![«»°ºª])[{_OF_80_BF}]|â€[{_OF_80_BF}”’–—…]|[ã-é][{_OF_80_BF}][{_OF_80_BF}’”–—…]|[縺繧繝][^\x00-\x7f]{{1,2}}[縺繧繝]"
)
_SIGNS = {"W-REPLACEMENT": re.compile("\ufffd"), "W-MOJIBAKE": _MOJIBAKE}
LARGEST_UNPACKED = 500 * 2**20
LARGEST_RATIO = 100
_UNPACKED_AT_ONCE = 2**20
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ZIP_KINDS = {"word/": "Word (docx)", "ppt/": "PowerPoint (pptx)", "Index/": "Apple iWork", "mimetype": "OpenDocument"}


def kind_of(path: Path) -> str:
    """Kind of a file that can be read: csv (any text), xlsx, xls, ods or parquet; stops at all others."""
    head = _head(path)
    if path.suffix.lower() in {".pkl", ".pickle"} or re.match(rb"\x80[\2-\5]", head):
        raise KitError("E-PICKLE", file=path.name)
    if head.startswith((b"PK\3\4", b"PK\5\6", _OLE)):
        return _ole_kind(path) if head.startswith(_OLE) else workbook_kind(_of_fair_size(path))
    if head.startswith(b"PAR1"):
        return "parquet"
    _check_text(path, head)
    return "csv"


def is_misnamed(path: Path, kind: str) -> bool:
    """Whether a file's ending is one of another kind."""
    return any(path.suffix.lower() in endings for other, endings in SIGNS["endings"].items() if other != kind)


def _head(path: Path) -> bytes:
    """A file's first bytes; stops where there are none, or they may not be read."""
    if not path.is_file():
        raise KitError("E-FILE-MISSING", file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except PermissionError:
        raise KitError("E-FILE-LOCKED", file=path.name) from None
    if not head:
        raise KitError("E-FILE-EMPTY", file=path.name)
    return head


def _of_fair_size(path: Path) -> Path:
    """A workbook or archive, which is taken into memory whole; texts and Parquet files may be of any size."""
    if path.stat().st_size > LARGEST_BYTES:
        raise KitError("E-FILE-SIZE", file=path.name)
    return path


def _ole_kind(path: Path) -> str:
    with _of_fair_size(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        kinds = (kind for name, kind in SIGNS["office_streams"].items() if content.find(name.encode("utf-16-le")) >= 0)
        kind = next(kinds, "")
    if not kind and path.suffix.lower() in SIGNS["endings"]["xls"]:  # what lies in it is listed at its end
        raise KitError("E-WORKBOOK", file=path.name)
    if kind == "encrypted":
        raise KitError("E-ENCRYPTED", file=path.name)
    if kind != "xls":
        raise KitError("E-KIND", file=path.name, kind=kind or "Microsoft Office")
    return kind


def _check_text(path: Path, head: bytes) -> None:
    """Stop at bytes that are no text, or no table of text."""
    plain = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0", b"", head).lstrip().lower()
    kinds = [kind for start, kind in _OTHERS.items() if re.match(start, head, re.DOTALL)]
    kinds += [kind for start, kind in _MARKUP.items() if re.match(start, plain, re.DOTALL)]
    if not kinds and _is_binary(head):
        kinds = ["binary"]
    if kinds[:1] == ["HTML"]:
        raise KitError("E-HTML", file=path.name)
    if kinds:
        raise KitError("E-KIND", file=path.name, kind=kinds[0])


def _is_binary(head: bytes) -> bool:
    """Whether bytes are too full of control characters for a text, of which UTF-8 is trusted most."""
    controls = 1 - len(head.translate(None, _CONTROL)) / len(head)
    least = 0.02 if b"\0" in head and not is_utf_8(head) else 0.3
    return controls > least and not marked_encoding(head)


def text_warnings(path: Path, encoding: str) -> tuple[str, ...]:
    """Codes of the harm that a text shows, ``W-REPLACEMENT`` and ``W-MOJIBAKE``."""
    codes = set()
    with path.open(encoding=encoding, newline="") as file:
        while text := file.read(CHUNK_LETTERS):
            if not text.isascii():
                codes |= {code for code, sign in _SIGNS.items() if code not in codes and sign.search(text)}
    return tuple(code for code in _SIGNS if code in codes)


def workbook_kind(path: Path) -> str:
    """Kind of the workbook in a ZIP archive: xlsx (xlsm too) or ods.

    Nothing is unpacked before the archive's directory has been checked, and nothing is believed of the directory.

    Raises
    ------
    KitError
        ``E-ZIP-RATIO``, ``E-ENCRYPTED``, ``E-WORKBOOK`` (damaged), ``E-KIND`` (xlsb, or no workbook).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, path.name)
            kind = _zip_kind(archive, path.name)
            _check_members(archive, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise KitError("E-WORKBOOK", file=path.name) from None
    return kind


def _check_sizes(archive: zipfile.ZipFile, file: str) -> None:
    """What the directory claims: sizes before and after unpacking."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(LARGEST_UNPACKED, LARGEST_RATIO * sum(member.compress_size for member in members)):
        raise KitError("E-ZIP-RATIO", file=file)


def _zip_kind(archive: zipfile.ZipFile, file: str) -> str:
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise KitError("E-KIND.xlsb", file=file)
    kind = "xlsx" if "xl/workbook.xml" in names else ""
    if not kind and "mimetype" in names and archive.read("mimetype").startswith(_ODS):
        kind = "ods"
    if not kind:
        seen = (kind for start, kind in _ZIP_KINDS.items() if any(name.startswith(start) for name in names))
        raise KitError("E-KIND", file=file, kind=next(seen, "ZIP"))
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise KitError("E-ENCRYPTED", file=file)
    return kind


def _check_members(archive: zipfile.ZipFile, file: str) -> None:
    """What the members are: each as long as the directory claims, and its checksum right."""
    for member in archive.infolist():
        honest = copy(member)
        honest.file_size = LARGEST_UNPACKED  # else reading stops where the directory says, and the rest stays unseen
        left = member.file_size
        with archive.open(honest) as content:
            while part := content.read(_UNPACKED_AT_ONCE):
                left -= len(part)
                if left < 0:
                    raise KitError("E-ZIP-RATIO", file=file)
