"""Which encoding a text file is in: told by its bytes, never by a detector's statistics."""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.base.errors import KitError

CHUNK_BYTES = 2**20
ENOUGH_LETTERS = 10**6  # of Japanese; mixtures of Western encodings are looked for to a file's end
LEGACY = ("cp932", "euc_jp", "cp1252")
_SUPERSETS = {"shift_jis": "cp932", "utf-8-sig": "utf-8"}  # what files so named really hold
_MARKS = (  # byte order marks, the longer ones first
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\(J)")  # escapes that switch to kanji
_UNMAPPED = re.compile("[\x80\uf8f0-\uf8f3]")  # Python's CP932 lets these single bytes through


class Told(NamedTuple):
    """The codec that reads a file, and codes of warnings about it."""

    codec: str
    warnings: tuple[str, ...] = ()


def encoding_of(path: Path, declared: str | None = None) -> Told:
    """Codec that reads a text file, and codes of warnings about it.

    A byte order mark counts more than the `declared` encoding (the setting), and so does UTF-8 that the declared one
    would read as garbage: one setting holds for all files of a report. Another legacy encoding whose letters are
    plausible, where those of the declared one aren't, is no less likely a slip: it stops.

    Returns
    -------
    Told
        Its codec is utf-8, utf-8-sig, utf-16 (-le, -be without a mark), utf-32, iso2022_jp, cp932, euc_jp or
        cp1252. All but UTF-8 without a mark are named to the user. Warnings: ``W-ENCODING`` (UTF-8 in place of the
        declared one), ``W-ENCODING-ODD`` (as declared, though the letters are odd).

    Raises
    ------
    KitError
        ``E-ENCODING`` (none fits, or not the declared one; the row), ``E-ENCODING-ASK`` (which one is uncertain),
        ``E-ENCODING-DECLARED`` (the declared one only yields garbage, another one doesn't).
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if declared:
        return _declared_encoding(path, _declared_codec(head, declared), declared)
    if not (marked := marked_encoding(head)):
        if all(chunk.isascii() and b"\x1b" not in chunk for chunk in _chunks(path)):  # as most large files are
            return Told("utf-8")
        marked = "iso2022_jp" if any(map(_ISO_2022.search, _chunks(path))) else "utf-8"
    bad_row = _first_bad_row(path, marked)
    if bad_row and marked == "utf-8":
        return Told(_legacy_encoding(path, bad_row))
    return Told(_unless(bad_row, path, marked))


def marked_encoding(head: bytes) -> str:
    """Encoding that a file's first bytes give away: by a byte order mark, or UTF-16 by its NULs; else empty.

    Examples
    --------
    >>> marked_encoding("id,氏名".encode("utf-8-sig")), marked_encoding("id,氏名".encode("utf-16-le"))
    ('utf-8-sig', 'utf-16-le')
    """
    mark = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    return mark or next((name for name in ("utf-16-le", "utf-16-be") if _is_wide(head, name)), "")


def _is_wide(head: bytes, codec: str) -> bool:
    """Whether bytes are UTF-16: in that, lines with some ASCII; and not UTF-8 with some NULs in cells."""
    text = head[: len(head) // 2 * 2].decode(codec, "ignore")
    ascii_share = len(re.findall(r"[\t\r\n -~]", text)) / max(len(text), 1)
    if ascii_share < 0.6 and is_utf_8(head):
        return False
    return ascii_share > 0.5 or ("\n" in text and ascii_share > 0.03)


def is_utf_8(head: bytes) -> bool:
    """Whether a file's first bytes can be UTF-8, of which the last letter may be cut.

    Examples
    --------
    >>> is_utf_8("顧客".encode()[:-1]), is_utf_8("顧客".encode("cp932"))
    (True, False)
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _declared_codec(head: bytes, declared: str) -> str:
    """Python's name of the declared encoding as this file has it: a mark counts more, the byte order is found."""
    marked = marked_encoding(head)
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return marked
    codec = codecs.lookup(declared).name
    return (marked or "utf-16-le") if codec == "utf-16" else _SUPERSETS.get(codec, codec)


def _chunks(path: Path) -> Iterator[bytes]:
    """A file's bytes in parts that end with a line feed, where there is one."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk + file.readline()


def _declared_encoding(path: Path, codec: str, declared: str) -> Told:
    """The declared codec, if it reads the whole file; UTF-8 where it reads only garbage, and that reads all."""
    if codec == "iso8859-1" and not _first_bad_row(path, "cp1252"):
        codec = "cp1252"  # what files so named really hold
    bad_row = _first_bad_row(path, codec)
    fits = _legacy_fits(path)[0] if bad_row or codec in (*LEGACY, "iso8859-1") else {codec: "yes"}
    is_odd = fits.get(codec, "no") == "no"
    if is_odd and not _first_bad_row(path, "utf-8"):
        return Told("utf-8", ("W-ENCODING",))
    others = [other for other, how in fits.items() if how == "yes"] if is_odd else []
    if len(others) == 1 or (others and not bad_row):
        raise KitError("E-ENCODING-DECLARED", file=path.name, declared=declared, other=_shown(others))
    return Told(_unless(bad_row, path, codec), ("W-ENCODING-ODD",) * is_odd)


def _unless(bad_row: int | None, path: Path, codec: str) -> str:
    """The codec, unless there is a row that it can't read."""
    if bad_row:
        raise KitError("E-ENCODING", file=path.name, row=bad_row, encoding=_shown([codec]))
    return codec


def _first_bad_row(path: Path, codec: str) -> int | None:
    """Physical row of the first bytes that a codec can't read; None where it reads all."""
    decoder, before = codecs.getincrementaldecoder(codec)(), 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK_BYTES)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return 1 + _lines_before(path, codec, before - len(error.object) + len(chunk) + error.start)
            if not chunk:
                return None
            before += len(chunk)


def _lines_before(path: Path, codec: str, end: int) -> int:
    """Number of line ends in so many of a file's first bytes."""
    lines, ends = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(codec)("ignore"), translate=True), 0
    with path.open("rb") as file:
        while chunk := file.read(min(CHUNK_BYTES, end - file.tell())):
            ends += lines.decode(chunk, final=file.tell() == end).count("\n")
    return ends


def _legacy_encoding(path: Path, bad_row: int) -> str:
    """The one of the older encodings that the file's letters speak for."""
    fits, worded = _legacy_fits(path)
    possible = [codec for codec, how in fits.items() if how != "no"]
    certain = [codec for codec in possible if fits[codec] == "yes"]
    for choice in (possible, [codec for codec in certain if codec in worded]):
        if len(choice) == 1 and choice[0] in certain:
            return choice[0]
    if possible:
        first, *others = choices = _shown(possible).split(" / ")
        line = f"{first}  # or {', '.join(others)}" if others else first
        raise KitError("E-ENCODING-ASK", file=path.name, encodings=_shown(possible), line=line, choices=choices)
    return _unless(bad_row, path, "utf-8")


def _legacy_fits(path: Path) -> tuple[dict[str, str], list[str]]:
    """How well each codec fits that reads the whole file, and which of them show a known header."""
    from helpers.read.files.scripts import evidence, fit, has_known_word  # its patterns of kanji are long to compile

    seen: dict[str, Counter[str]] = {codec: Counter() for codec in LEGACY}
    worded = []
    for number, chunk in enumerate(_chunks(path)):
        for codec in list(seen):
            text = _decoded(chunk, codec)
            if text is None:
                del seen[codec]
            elif codec == "cp1252" or seen[codec]["letters"] < ENOUGH_LETTERS:
                seen[codec] += evidence(text, codec)
                worded += [codec] * (number == 0 and has_known_word(text))
    return {codec: fit(counts, codec, codec in worded, len(seen) == 1) for codec, counts in seen.items()}, worded


def _decoded(chunk: bytes, codec: str) -> str | None:
    """Text of whole lines; None where the codec can't read them strictly."""
    try:
        text = chunk.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if codec == "cp932" and _UNMAPPED.search(text) else text


def _shown(codecs_named: list[str]) -> str:
    """Names as the setting has them."""
    return " / ".join({"iso2022_jp": "iso-2022-jp", "euc_jp": "euc-jp"}.get(name, name) for name in codecs_named)
