"""Streams of a compound file, the container of .xls and of encrypted workbooks ([MS-CFB])."""

import struct

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_SECTOR = 0xFFFFFFFA  # numbers from here on mark an end
_STREAM = 2


def streams(data: bytes) -> dict[str, bytes]:
    """Streams of a compound file by name, in whichever of its folders they are.

    Raises
    ------
    ValueError, IndexError, struct.error
        No compound file, or a damaged one.

    Examples
    --------
    >>> streams(b"id,score")
    Traceback (most recent call last):
    ValueError: no compound file
    """
    if not data.startswith(_SIGNATURE):
        raise ValueError("no compound file")
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    first_entries, _, cutoff, first_mini = struct.unpack_from("<4I", data, 48)
    sectors = memoryview(data)[size:]
    following = _numbers(b"".join(_piece(sectors, number, size) for number in _table_sectors(data, sectors, size)))
    entries = _chain(sectors, size, first_entries, following)
    mini_following = _numbers(_chain(sectors, size, first_mini, following))
    mini_sectors = memoryview(_chain(sectors, size, _extent(entries)[0], following))
    found = {}
    for entry in (entries[at : at + 128] for at in range(0, len(entries), 128)):
        first, length = _extent(entry)
        if entry[66] == _STREAM and length < cutoff:
            found[_name(entry)] = _chain(mini_sectors, 64, first, mini_following)[:length]
        elif entry[66] == _STREAM:
            found[_name(entry)] = _chain(sectors, size, first, following)[:length]
    return found


def _name(entry: bytes) -> str:
    return entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")


def _extent(entry: bytes) -> tuple[int, int]:
    """First sector and length of a directory entry's stream."""
    first, length = struct.unpack_from("<2I", entry, 116)
    return first, length


def _numbers(table: bytes) -> list[int]:
    return [number for (number,) in struct.iter_unpack("<I", table)]


def _piece(sectors: memoryview, number: int, size: int) -> bytes:
    return bytes(sectors[number * size : (number + 1) * size])


def _chain(sectors: memoryview, size: int, number: int, following: list[int]) -> bytes:
    numbers: dict[int, None] = {}  # in order; a chain that bites its tail ends there
    while number < _NO_SECTOR and number not in numbers:
        numbers[number] = None
        number = following[number]
    return b"".join(_piece(sectors, number, size) for number in numbers)


def _table_sectors(data: bytes, sectors: memoryview, size: int) -> list[int]:
    """Sectors that hold the table of following sectors: 109 in the header, the others in a chain of their own."""
    numbers, more = list(struct.unpack_from("<109I", data, 76)), struct.unpack_from("<I", data, 68)[0]
    while more < _NO_SECTOR and len(numbers) * size <= len(data):
        *some, more = _numbers(_piece(sectors, more, size))
        numbers += some
    return [number for number in numbers if number < _NO_SECTOR]
