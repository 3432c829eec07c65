"""A whole report looked through before anything is computed: every file and setting, and all that is wrong at once."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from helpers.base.addresses import address_of, is_engine_address
from helpers.base.errors import KitError, KitErrors
from helpers.base.folders import paths_in
from helpers.base.problems import Problems
from helpers.base.tables import TABLES, TableName
from helpers.collect.survey import survey
from helpers.compare.adjustment.covariates import attributes_asked
from helpers.compare.groups import group_names
from helpers.compare.ltv import ltv
from helpers.merge.history import history
from helpers.read.roles import table_so_far
from helpers.read.rows import files_of
from helpers.read.settings import ReadSettings
from helpers.read.typed_columns import UNREAD, unread_table
from helpers.read.typed_table import Table
from helpers.report.settings import ReportSettings
from helpers.run.check.outcome import Checked
from helpers.run.settings import check_no_sample_left, sound_settings

_NO_MATTER_OF_READING = {
    "report_name", "shop_name", "note", "language", "as_of", "confidence", "seed", "min_group_size", "where", *TABLES,
}  # fmt: skip
_OF_READING = sorted(ReadSettings.model_fields.keys() - _NO_MATTER_OF_READING)
_IDS = frozenset({UNREAD, "customer_id", "email", "token"})
_OWNERS: Mapping[TableName, frozenset[str]] = dict.fromkeys(TABLES, _IDS)
_RESTS_ON: Mapping[str, Mapping[TableName, frozenset[str]]] = {  # code, less its E- → what it rests on
    **dict.fromkeys(("MATCH", "UNKNOWN-CUSTOMER", "TOKEN-UNKNOWN"), _OWNERS),
    "CUSTOMER-CONFLICT": {"customers": frozenset({UNREAD, "customer_id"})},
    "COMPLAINT-CONFLICT": {"complaints": frozenset({"complaint_id"})},
    "WHERE": {"customers": frozenset({UNREAD})},
    "WHERE-CUSTOMERS": {"customers": frozenset({UNREAD})},
    "ACQUIRED-LATER": {"purchases": frozenset({UNREAD, "ordered_at"}), "customers": frozenset({"acquired_on"})},
    "ANSWERED-AGAIN": {"responses": _IDS | {"score", "responded_at"}},
    "ACCOUNT-UNDATED": {"responses": _IDS | {"responded_at"}},
    "PERSON": {"responses": _IDS},
    "ID-SHARED": _OWNERS,
    "WARNED": {"responses": frozenset({UNREAD, "warned_count"})},
    "STATUS": {"purchases": frozenset({UNREAD, "status"})},
    "CURRENCY": {"purchases": frozenset({UNREAD, "currency"})},
    "COVERAGE-START": {"purchases": frozenset({UNREAD, "ordered_at"}), "customers": frozenset({"acquired_on"})},
    "COVERAGE-END": {"purchases": frozenset({UNREAD, "ordered_at"})},
    "ACQUIRED": {"purchases": frozenset({UNREAD, "ordered_at"}), "customers": frozenset({UNREAD, "acquired_on"})},
    "ACQUISITION-COST": {"customers": frozenset({UNREAD, "acquired_on", "acquisition_channel"})},
    "SEGMENT-BY": {"customers": frozenset({UNREAD})},
    "ALIKE-ON": {"customers": frozenset({UNREAD})},
}
_RESTS_ON_SETTINGS = {"E-ACQUIRED": {"window", "window_days"}}  # beside those that an error names
_MAY_SETTLE = {"E-ANSWERED-AGAIN": "E-ANSWERS-SPLIT"}  # code → the question whose answer may settle it


@dataclass(frozen=True)
class Looked:
    """What came of looking through a report: what is wrong, and its tables as far as they can be judged.

    `settings` are those that hold; where some are wrong, of the others.
    """

    settings: ReportSettings | None
    errors: tuple[KitError, ...]
    tables: Mapping[TableName, Checked]

    def stop(self) -> None:
        """Raise all that is wrong, if anything is.

        Raises
        ------
        KitError
            ``KitErrors`` where there are several.
        """
        problems = Problems()
        problems.found += self.errors
        problems.stop()


def looked_through(values: Mapping[str, Any], name: str) -> Looked:
    """Look at every setting and file of a report, small files first; nothing is computed but what may stop it.

    Parameters
    ----------
    values : mapping
        What its parameter file says, and what changes that.
    name : str
        Stands in for ``report_name``.
    """
    settings, error, left_out = sound_settings(values, name)
    problems = Problems()
    problems.found += [error] if error else []
    problems.tried(partial(check_no_sample_left, values))
    errors = problems.found
    if settings is None:
        return Looked(None, tuple(errors), {})
    tables, found = _tables(settings)
    if "as_of" not in left_out:
        read = {one.name: one.table for one in tables.values() if one.table is not None}
        tables, more = _steps(settings, tables, read)
        asked = {error.code for error in found}
        found += [error for error in more if _is_known(error, read) and _MAY_SETTLE.get(error.code) not in asked]
    errors += [one for one in found if not _follows(one, left_out)]
    return Looked(settings, tuple(KitErrors(errors).errors) if errors else (), tables)


def _follows(error: KitError, left_out: Set[str]) -> bool:
    """Whether an error may be there for settings that were left out alone: it names one, or rests on one."""
    named = set(re.findall(r"\w+", error.said("en"))) | _RESTS_ON_SETTINGS.get(error.code, set())
    return not named.isdisjoint(left_out)


def _tables(settings: ReportSettings) -> tuple[dict[TableName, Checked], list[KitError]]:
    """The report's tables, the smallest first, and what is wrong in each."""
    named = [name for name in TABLES if getattr(settings, name) is not None]
    tables: dict[TableName, Checked] = {}
    errors: list[KitError] = []
    for name in sorted(named, key=lambda name: _size(getattr(settings, name))):
        table, found = _table(name, settings)
        error = KitErrors(found) if found else None
        shown = table or unread_table(name, _called(getattr(settings, name)), settings)
        tables[name] = Checked(name, shown, settings, error, shown.frame)
        errors += found
    return tables, errors


def _called(named: str | Mapping[str, str]) -> str:
    return address_of(named).file if isinstance(named, str) and is_engine_address(named) else Path(str(named)).name


_seen: dict[TableName, tuple[str, Table | None, list[KitError]]] = {}  # the last that was read, of each kind


def _table(name: TableName, settings: ReportSettings) -> tuple[Table | None, list[KitError]]:
    """A table as far as it can be judged, and its problems; read anew where a file or a setting changed."""
    key = _state(name, settings)
    if name not in _seen or _seen[name][0] != key or any(map(is_engine_address, paths_in(getattr(settings, name)))):
        problems = Problems()
        _seen[name] = key, table_so_far(name, settings, problems, describing=name == "responses"), problems.found
    return _seen[name][1:]


def _state(name: TableName, settings: ReportSettings) -> str:
    said = {field: getattr(settings, field) for field in _OF_READING}
    stats = [path.stat() for path in files_named(getattr(settings, name)) if path.exists()]
    return repr((getattr(settings, name), said, sorted(settings.model_fields_set & said.keys()),
                 [(one.st_size, one.st_mtime_ns, one.st_ino) for one in stats]))  # fmt: skip


def files_named(named: str | Mapping[str, str]) -> Iterable[Path]:
    """The files that a setting names: those that are there, or the ones that are not; none for an address."""
    for one in paths_in(named):
        if is_engine_address(one):
            continue
        yield from Problems().tried(partial(files_of, one)) or [Path(one)]


def _size(named: str | Mapping[str, str]) -> float:
    if any(map(is_engine_address, paths_in(named))):
        return inf
    return sum(path.stat().st_size for path in files_named(named) if path.is_file())


def _steps(
    settings: ReportSettings, tables: Mapping[TableName, Checked], read: Mapping[TableName, Table]
) -> tuple[dict[TableName, Checked], list[KitError]]:
    """The tables as the steps would use them, and what would stop the steps."""
    problems = Problems()
    try:
        used = _used(settings, read, problems)
    except Exception:
        if not any(table.undecided for table in read.values()):
            raise
        used = {}  # with columns that are not known a step may come to no end
    return {name: replace(one, table=used.get(name, one.table)) for name, one in tables.items()}, problems.found


def _used(settings: ReportSettings, read: Mapping[TableName, Table], problems: Problems) -> dict[TableName, Table]:
    def given(name: TableName, settings: ReadSettings, *, describing: bool = False) -> Table | None:
        return read.get(name)

    asked = problems.tried(partial(survey, settings, given, problems))
    if asked is None:  # whom an answer is of is open: what else there is to ask is found as if it were settled
        assumed = {"person": settings.person or "customer", "answered_again": settings.answered_again or "drop"}
        asked = problems.tried(partial(survey, settings.model_copy(update=assumed), given, problems))
    bought = problems.tried(partial(history, settings, asked.answers if asked else None, given, problems))
    if bought:
        problems.tried(partial(ltv, bought.rows, settings))
        if settings.segment_by:
            problems.tried(partial(group_names, bought.rows, settings, settings.smallest_group))
        problems.tried(partial(attributes_asked, bought.rows, settings))
    return {table.name: table for step in (asked, bought) if step for table in step.tables}


def _is_known(error: KitError, read: Mapping[TableName, Table]) -> bool:
    """Whether an error would be there whatever the columns hold that are not known."""
    if error.key.endswith((".late", ".early")):  # what two settings say of one another
        return True
    owners = error.fields.get("reason") in ("unknown_customer", "token_unknown")
    rests_on = _OWNERS if owners else _RESTS_ON.get(error.code.removeprefix("E-"), {})
    by_token = "responses" in read and "token" in read["responses"].frame
    concerned = [name for name in rests_on if name in read and (name != "invitations" or by_token)]
    return not any(read[name].undecided & rests_on[name] for name in concerned)
