"""How a file was read: its form, its columns, and what of it nobody reads."""

from collections.abc import Iterable, Mapping, Sequence, Set

from helpers.base.tables import TableName, named_table
from helpers.read.columns.unused import not_used, proposed
from helpers.read.opened import Opened
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Reading


def reading_of(
    name: TableName,
    file: Opened,
    columns: Mapping[str, str],
    read: Set[str],
    settings: ReadSettings,
    *,
    note: Mapping[str, str],
    absent: Iterable[str],
    ratings: Sequence[str] = (),
) -> Reading:
    """How a file was read: canonical `columns` → its headers; `read` are all headers that were.

    `note` is on the choice of the amount; `absent` are columns that a known export hasn't, `ratings`
    the headers of further rating questions.
    """
    source, header, taken = file.source, file.header, {*columns.values()}
    left = not_used(header, read | taken)
    kept = [other for other in read if other not in taken] if name == "customers" else []
    decided = {*columns, *settings.columns.get(named_table(name), {}), *absent}
    return Reading(
        source.file, source.kind, header.format, source.encoding, source.delimiter, source.sheet, header.row,
        header.rows, columns, (note,) if note else (), left, tuple(ratings),
        proposed(name, header, [*left, *kept], decided),
    )  # fmt: skip
