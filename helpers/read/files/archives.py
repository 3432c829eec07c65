"""Workbooks that are ZIP archives: which kind, and whether they may be unpacked."""

import zipfile
import zlib
from copy import copy
from pathlib import Path

from helpers.base.errors import KitError

LARGEST_UNPACKED = 500 * 2**20
LARGEST_RATIO = 100
_AT_ONCE = 2**20
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHERS = {"word/": "Word (docx)", "ppt/": "PowerPoint (pptx)", "Index/": "Apple iWork", "mimetype": "OpenDocument"}


def workbook_kind(path: Path) -> str:
    """Kind of the workbook in a ZIP archive: xlsx (xlsm too) or ods.

    Nothing is unpacked before the archive's directory has been checked, and nothing is believed of the directory.

    Raises
    ------
    KitError
        ``E-ZIP-RATIO``, ``E-ENCRYPTED``, ``E-WORKBOOK`` (damaged), ``E-KIND`` (xlsb, or no workbook).

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.zip"
    >>> with zipfile.ZipFile(path, "w") as archive:
    ...     archive.writestr("orders.csv", "order_id")
    >>> workbook_kind(path)
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-KIND orders.zip: seems to be ZIP; expected is ...
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, path.name)
            kind = _kind(archive, path.name)
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


def _kind(archive: zipfile.ZipFile, file: str) -> str:
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise KitError("E-KIND.xlsb", file=file)
    kind = "xlsx" if "xl/workbook.xml" in names else ""
    if not kind and "mimetype" in names and archive.read("mimetype").startswith(_ODS):
        kind = "ods"
    if not kind:
        seen = (kind for start, kind in _OTHERS.items() if any(name.startswith(start) for name in names))
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
            while part := content.read(_AT_ONCE):
                left -= len(part)
                if left < 0:
                    raise KitError("E-ZIP-RATIO", file=file)
