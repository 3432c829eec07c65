"""What a file is, told by its bytes and never by its name, and the tables that it holds."""

import mmap
import re
from dataclasses import replace
from pathlib import Path

from helpers.base.errors import KitError
from helpers.read.files import parquet, workbooks
from helpers.read.files.archives import workbook_kind
from helpers.read.files.delimited import text_source
from helpers.read.files.encodings import encoding_of, marked_encoding
from helpers.read.files.records import Source

LARGEST_BYTES = 500 * 2**20
HEAD_BYTES = 4096
_ENDINGS = {  # that people expect of each kind; any other ending says nothing
    "csv": {".csv", ".tsv", ".tab", ".txt"},
    "xlsx": {".xlsx", ".xlsm", ".xltx", ".xltm"},
    "xlsb": {".xlsb"},  # which is never read
    "xls": {".xls", ".xlt"},
    "ods": {".ods"},
    "parquet": {".parquet", ".pq"},
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {  # an older Office file is a file system; names of what lies in it, the telling ones first
    "EncryptedPackage": "encrypted",
    "WordDocument": "Word (doc)",
    "PowerPoint Document": "PowerPoint (ppt)",
    "__substg1.0_": "Outlook (msg)",
    "Workbook": "xls",
    "Book": "xls",
}
_OTHERS = {  # first bytes of what can't be read as a table, and its name in messages
    rb"\x1f\x8b": "gzip",
    rb"BZh[1-9]1AY&SY": "bzip2",
    rb"\xfd7zXZ\0": "xz",
    rb"7z\xbc\xaf\x27\x1c": "7-Zip",
    rb"\x28\xb5\x2f\xfd": "Zstandard",
    rb"Rar!\x1a\x07": "RAR",
    rb"%PDF-": "PDF",
    rb"\x89PNG\r\n": "PNG",
    rb"\xff\xd8\xff": "JPEG",
    rb"GIF8[79]a": "GIF",
    rb"II\*\0|MM\0\*": "TIFF",
    rb"RIFF....WEBP": "WebP",
    rb"SQLite format 3\0": "SQLite",
    rb"\{\\rtf": "RTF",
    rb"ARROW1|FEA1": "Arrow / Feather",
    rb"\$FL[23]@\(#\)": "SPSS",
    rb"\t[\0\2\4][\4\6]\0": "Excel 2–4",
    rb"ID;PWXL": "SYLK",
}
_MARKUP = {  # likewise, after a byte order mark and blanks
    rb"(<!--.*?-->\s*)*<(!doctype html|html|head|body|meta|table|style|script|div)\b|mime-version:": "HTML",
    rb"<\?xml[^>]*>\s*(<!--.*?-->\s*)*<(!doctype html|html)\b": "HTML",
    rb"<\?xml\b": "XML",
    rb"(\[\s*)?\{\s*\"[^\"]*\"\s*:": "JSON",
}
_CONTROL = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})

CHUNK_LETTERS = 2**20
# UTF-8 read as CP1252 or CP932 and saved again: Ã©, â€™, ã‚¹, 縺ゅ↑縺
_OF_80_BF = "\x80-\xbf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ"
_MOJIBAKE = re.compile(
    f"[ÂÃ](?![«»°ºª])[{_OF_80_BF}]|â€[{_OF_80_BF}”’–—…]|[ã-é][{_OF_80_BF}][{_OF_80_BF}’”–—…]|[縺繧繝][^\x00-\x7f]{{1,2}}[縺繧繝]"
)
_SIGNS = {"W-REPLACEMENT": re.compile("\ufffd"), "W-MOJIBAKE": _MOJIBAKE}


def sources(path: Path, encoding: str | None = None) -> list[Source]:
    """Tables of a file: one, or for a workbook those of its visible sheets that hold anything.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        The setting ``encoding``, for text files.

    Returns
    -------
    list of Source
        With warnings ``W-KIND-NAME``, ``W-REPLACEMENT``, ``W-MOJIBAKE`` and those of `encoding_of` where there is
        reason.

    Raises
    ------
    KitError
        ``E-FILE-MISSING``, ``E-FILE-LOCKED``, ``E-FILE-EMPTY``, ``E-FILE-SIZE``, ``E-ZIP-RATIO``, ``E-ENCRYPTED``,
        ``E-PICKLE``, ``E-HTML``, ``E-KIND`` and those of reading text, workbooks and Parquet.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.xlsx"
    >>> _ = path.write_text("order_id,amount\\nA1,500\\n", encoding="utf-8")
    >>> [(source.kind, source.warnings) for source in sources(path)]
    [('csv', ('W-KIND-NAME',))]
    """
    kind = kind_of(path)
    expected = [kind for kind, endings in _ENDINGS.items() if path.suffix.lower() in endings]
    misnamed = ("W-KIND-NAME",) * (expected not in ([], [kind]))
    return [replace(table, warnings=(*misnamed, *table.warnings)) for table in _tables(path, kind, encoding)]


def kind_of(path: Path) -> str:
    """Kind of a file that can be read: csv (any text), xlsx, xls, ods or parquet.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.xls"
    >>> _ = path.write_text("<table><tr><td>1</td></tr></table>", encoding="utf-8")
    >>> kind_of(path)
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-HTML orders.xls: ...
    """
    head = _head(path)
    if path.suffix.lower() in {".pkl", ".pickle"} or re.match(rb"\x80[\2-\5]", head):
        raise KitError("E-PICKLE", file=path.name)
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return workbook_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    _check_text(path, head)
    return "csv"


def _tables(path: Path, kind: str, encoding: str | None) -> list[Source]:
    if kind == "parquet":
        return [parquet.source(path)]
    if kind != "csv":
        return workbooks.sheets(path, kind)
    codec, warnings = encoding_of(path, encoding)
    warnings += text_warnings(path, codec)
    return [replace(text_source(path, codec, path.name), warnings=warnings)]


def _head(path: Path) -> bytes:
    """A file's first bytes; stops where there are none, too many after them, or they may not be read."""
    if not path.is_file():
        raise KitError("E-FILE-MISSING", file=path.name)
    if path.stat().st_size > LARGEST_BYTES:
        raise KitError("E-FILE-SIZE", file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except PermissionError:
        raise KitError("E-FILE-LOCKED", file=path.name) from None
    if not head:
        raise KitError("E-FILE-EMPTY", file=path.name)
    return head


def _ole_kind(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        kinds = (kind for name, kind in _OLE_STREAMS.items() if content.find(name.encode("utf-16-le")) >= 0)
        kind = next(kinds, "Microsoft Office")
    if kind == "encrypted":
        raise KitError("E-ENCRYPTED", file=path.name)
    if kind != "xls":
        raise KitError("E-KIND", file=path.name, kind=kind)
    return kind


def _check_text(path: Path, head: bytes) -> None:
    """Stop at bytes that are no text, or no table of text."""
    plain = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0", b"", head).lstrip().lower()
    kinds = [kind for start, kind in _OTHERS.items() if re.match(start, head, re.DOTALL)]
    kinds += [kind for start, kind in _MARKUP.items() if re.match(start, plain, re.DOTALL)]
    if not kinds and len(head.translate(None, _CONTROL)) < 0.7 * len(head) and not marked_encoding(head):
        kinds = ["binary"]
    if kinds:
        raise (
            KitError("E-HTML", file=path.name)
            if kinds[0] == "HTML"
            else KitError("E-KIND", file=path.name, kind=kinds[0])
        )


def text_warnings(path: Path, encoding: str) -> tuple[str, ...]:
    """Codes of the harm that a text shows, ``W-REPLACEMENT`` and ``W-MOJIBAKE``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "members.csv"
    >>> _ = path.write_text("id,prÃ©nom\\n", encoding="utf-8")
    >>> text_warnings(path, "utf-8")
    ('W-MOJIBAKE',)
    """
    codes = set()
    with path.open(encoding=encoding, newline="") as file:
        while text := file.read(CHUNK_LETTERS):
            if not text.isascii():
                codes |= {code for code, sign in _SIGNS.items() if code not in codes and sign.search(text)}
    return tuple(code for code in _SIGNS if code in codes)
