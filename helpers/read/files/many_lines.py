"""The lines of an open text file: many at once in UTF-8, or one by one."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from io import SEEK_CUR
from typing import TextIO

READ_AT_ONCE = 2**22  # bytes or letters


class ManyLines:
    """The lines of a file that nothing was read of yet, taken in both ways in turns.

    `in_bytes`: the file's own are UTF-8, so that they needn't be decoded. That holds up to a carriage return alone.
    """

    def __init__(self, file: TextIO, in_bytes: bool) -> None:
        self._file, self._bytes = file, file.buffer if in_bytes else None
        if self._bytes:
            file.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]  # the mark is looked for here
            self._bytes.seek(len(BOM_UTF8) if self._bytes.read(len(BOM_UTF8)) == BOM_UTF8 else 0)

    def many(self) -> bytes:
        """The next lines; none at the end."""
        if self._bytes:
            return self._bytes.read(READ_AT_ONCE) + self._bytes.readline()
        return (self._file.read(READ_AT_ONCE) + self._file.readline()).encode()

    def __iter__(self) -> Iterator[str]:
        while self._bytes and (line := self._bytes.readline()):
            if b"\r" in line.removesuffix(b"\r\n"):
                self._bytes.seek(-len(line), SEEK_CUR)
                self._bytes = None
            else:
                yield line.decode()
        yield from self._file
