"""The clean file: the rows that a check would use, in canonical columns, as Parquet."""

import fnmatch
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.base.errors import KitError
from helpers.base.folders import project_path
from helpers.base.sums import DECIMALS, in_parts, is_fine
from helpers.base.tables import CANONICAL_COLUMNS, ONE_KEY_OF
from helpers.read.columns.assignment import assigned
from helpers.read.rows import files_of
from helpers.read.statuses import status_lists, users_statuses
from helpers.report.settings import ReportSettings
from helpers.run.check.outcome import Checked, for_parameters

_MARK = b"PAR1"  # first and last bytes of a Parquet file
_DROPPED_IF_TWICE = ("purchases", "complaints", "invitations")  # reading sets aside exact copies of their rows
_STILL_NEEDED = (
    "language", "timezone", "currency", "passive_from", "promoter_from", "statuses_used", "statuses_unused", "where",
    "person",
)  # fmt: skip


def check_target(target: Path, path: str) -> None:
    """Stop unless a clean file may be written: it would replace none of the files read, nor anything but Parquet.

    `path` is the file, folder or pattern that is checked.

    Raises
    ------
    KitError
        ``E-SAVE``, ``E-SAVE-FOLDER``.
    """
    if not target.parent.is_dir():
        raise KitError("E-SAVE-FOLDER", file=target.name)
    if _would_be_read(target, path) or (target.exists() and not _is_parquet(target)):
        raise KitError("E-SAVE", file=target.name)


def _would_be_read(target: Path, path: str) -> bool:
    """Whether the target is a file that is read, or would be the next time."""
    source, here = project_path(path), target.resolve()
    with suppress(OSError):  # of a path that the system refuses the check itself says so
        if source.is_dir():
            return here.parent == source.resolve()
    alike = here.parent == source.parent.resolve() and fnmatch.fnmatch(here.name, source.name)
    with suppress(KitError):  # where no file is there, the check itself says so
        return alike or any(file.exists() and target.exists() and file.samefile(target) for file in files_of(path))
    return alike


def _is_parquet(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size < 2 * len(_MARK):
        return False
    with path.open("rb") as file:
        start = file.read(len(_MARK))
        file.seek(-len(_MARK), os.SEEK_END)
        return start == file.read() == _MARK


def clean_table(result: Checked) -> pa.Table:
    """Canonical columns of the rows used, in the file's order.

    Ids and texts as text, money as decimal in units of the currency, times without zone, scores and numbers of
    people whole, influence on the scale of the settings (0…1 where labels alone say what it is); customers also
    with their attributes. ``source_row`` is added where rows would else be copies of one another.
    """
    assert result.table is not None and result.values is not None, "only what was read can be saved"
    used = result.values[result.values.index.isin(result.table.frame.index)]
    kinds: dict[str, str] = dict(CANONICAL_COLUMNS[result.name])
    canonical = dict.fromkeys([*kinds, *result.table.headers])
    if result.name == "responses":  # a mean of several answers stands in the table alone
        used = used.assign(score=result.table.frame["score"])
    columns = [column for column in canonical if column in used]
    if result.name == "customers":
        columns += _attributes([column for column in used if column not in canonical], columns)
    arrays = {column: _TYPED[kinds.get(column, "text")](used[column], result.settings) for column in columns}
    if result.name in _DROPPED_IF_TWICE and used[columns].duplicated().any():
        arrays["source_row"] = pa.array(used.index, pa.int64())
    return pa.table(arrays)


def _attributes(headers: list[str], columns: list[str]) -> list[str]:
    """Headers of attributes, but for those that would be read as a canonical column."""
    names = [*columns, *headers]
    matches = assigned("customers", names)
    mistaken = {*matches.sure.values(), *(place for places in matches.doubtful.values() for place in places)}
    return [name for place, name in enumerate(names) if place >= len(columns) and place not in mistaken]


def _as(kind: pa.DataType) -> Callable[[pd.Series, ReportSettings], pa.Array]:
    return lambda values, settings: pa.array(values, kind, from_pandas=True)


def _money(values: pd.Series, settings: ReportSettings) -> pa.Array:
    """Minor units as units of the currency, exactly, with all their decimals."""
    digits = settings.minor_digits + DECIMALS * is_fine(values)
    whole = pa.array(in_parts(values) if is_fine(values) else values, pa.int64(), from_pandas=True)
    unit = pa.scalar(Decimal(1).scaleb(-digits), pa.decimal128(digits + 1, digits))
    return pc.multiply(whole.cast(pa.decimal128(19, 0)), unit).cast(pa.decimal128(max(18, digits + 16), digits))


def _influence(values: pd.Series, settings: ReportSettings) -> pa.Array:
    """Shares 0…1 as answers on the scale; rounded as far as floats go, so that they read as they were written."""
    low, high = _influence_scale(settings)
    return pa.array((low + values * (high - low)).round(12), pa.float64(), from_pandas=True)


def _influence_scale(settings: ReportSettings) -> tuple[float, float]:
    """The scale that was declared, else that of the shares where labels were given theirs."""
    return (0, 1) if settings.influence_labels and not settings.influence_scale else settings.influence_bounds


def _flag(values: pd.Series, settings: ReportSettings) -> pa.Array:
    """What is not a clear yes, such as a consent that can't be read, is no."""
    return pa.array(values.fillna(False), pa.bool_())


_text, _time, _whole = _as(pa.string()), _as(pa.timestamp("us")), _as(pa.int64())
_TYPED: dict[str, Callable[[pd.Series, ReportSettings], pa.Array]] = {
    "id": _text, "email": _text, "text": _text, "order_or_refund": _text, "severity": _text,
    "day": _time, "maybe_day": _time, "money": _money, "maybe_money": _money,
    "score": _whole, "count": _whole, "influence": _influence, "flag": _flag,
}  # fmt: skip


def write_clean(table: pa.Table, target: Path) -> None:
    """Write a table beside its place first, then put it there at once; readable by its owner alone.

    Raises
    ------
    KitError
        ``E-SAVE-WRITE`` where the system refuses; the file that was there before stays.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as place:
            part = Path(place) / target.name
            part.touch(mode=0o600)
            with part.open("wb") as file:
                pq.write_table(table, file)
            os.replace(part, target)
    except OSError:
        raise KitError("E-SAVE-WRITE", file=target.name) from None


def lines_for_clean(result: Checked, table: pa.Table, target: Path) -> dict[str, Any]:
    """What a parameter file needs to read the clean file to the same values.

    Of the settings those that are not about the form of the first file, and scales, which a file
    never says for sure.
    """
    settings, columns = result.settings, table.column_names
    said = settings.model_dump(mode="json", include=settings.model_fields_set & set(_STILL_NEEDED))
    lines: dict[str, Any] = {result.name: for_parameters(str(target.absolute())), **said}
    if result.name == "responses":
        lines["score_scale"] = sorted(settings.score_bounds)
        lines |= {"influence_scale": list(_influence_scale(settings))} if "influence" in columns else {}
    keys = ONE_KEY_OF.get(result.name, ())
    if keys and not set(keys) & set(columns):  # as in an anonymous survey: the key is to be given up
        lines["columns"] = {result.name: {keys[0]: ""}}
    if settings.minor_digits > 2:  # 1.500 could be read as thousands
        lines["decimal_sign"] = "."
    if more := _statuses(result, table):
        lines["statuses_used"] = [*users_statuses(settings)["statuses_used"], *more]
    return lines


def _statuses(result: Checked, table: pa.Table) -> list[str]:
    """Statuses that only the known export's own list took as used."""
    if "status" not in table.column_names:
        return []
    used, _ = status_lists(result.settings, set())
    return sorted(text for text in table["status"].unique().to_pylist() if text and text.lower() not in used)
