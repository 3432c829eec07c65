"""Which exports are a report's tables: files of one header together, orders and amounts as a pair, else a choice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.base.tables import PARTS, TABLES, FileName
from helpers.read.rows import files_of
from helpers.run.check.outcome import for_parameters
from helpers.run.new.exports import Export


@dataclass(frozen=True)
class Candidate:
    """Exports that can be one table together, and the settings that name them."""

    exports: tuple[Export, ...]
    settings: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The files, as people are told of them."""
        first = self.exports[0].name
        return first if len(self.exports) == 1 else f"{first} … ({len(self.exports)})"

    @property
    def key(self) -> str:
        """The same for an answer that is kept."""
        return "|".join(f"{export.path.name}[{export.sheet}]" for export in self.exports)


@dataclass(frozen=True)
class Allotment:
    """Tables with their candidates, the likeliest first, and the exports that are no table of a report."""

    tables: Mapping[FileName, Sequence[Candidate]] = field(default_factory=dict)
    others: Sequence[Candidate] = ()


def allotted(exports: Sequence[Export]) -> Allotment:
    """Exports by table.

    Examples
    --------
    >>> allotted([Export(Path("a.csv"))]).others[0].name
    'a.csv'
    """
    tables = {table: _candidates(table, [one for one in exports if one.table == table]) for table in TABLES}
    others = [Candidate((one,), {}) for one in exports if one.table is None]
    return Allotment({table: found for table, found in tables.items() if found}, others)


def named_as(table: FileName, candidate: Candidate) -> Mapping[str, Any]:
    """Settings that name a candidate as a table, also as one that it wasn't taken as."""
    return candidate.settings if table in candidate.settings else _single(table, candidate.exports[0]).settings


def _candidates(table: FileName, exports: Sequence[Export]) -> list[Candidate]:
    groups: dict[tuple[str, ...], list[Export]] = {}
    for export in exports:
        assert export.header
        groups.setdefault((*export.header.names, f"\n{export.sheet}"), []).append(export)
    found = [one for group in groups.values() for one in _together(table, group)]
    pair = _pair(exports) if table == "purchases" else []
    return pair + sorted(found, key=lambda one: (not one.exports[0].whole, -_bytes(one.exports)))


def _together(table: FileName, group: list[Export]) -> list[Candidate]:
    """Files of one header as one table, where a folder or a pattern names them and nothing else."""
    paths = [export.path for export in group]
    if len(group) == 1 or len(set(paths)) < len(paths):
        return [_single(table, export) for export in group]
    named = _pattern(paths)
    if named is None:
        return [_single(table, export) for export in group]
    sheets = {"sheets": {table: group[0].sheet}} if group[0].sheet else {}
    return [Candidate(tuple(group), {table: for_parameters(named), **sheets})]


def _pattern(paths: Sequence[Path]) -> str | None:
    folder, names = paths[0].parent, [path.name for path in paths]
    if any(path.parent != folder for path in paths):
        return None
    start = _common(names)
    end = _common([name[len(start) :][::-1] for name in names])[::-1]
    for named in (str(folder), str(folder / f"{start}*{end}")):
        if sorted(files_of(named)) == sorted(paths):
            return named
    return None


def _common(names: Sequence[str]) -> str:
    """The letters that all begin with.

    Examples
    --------
    >>> _common(["orders-2024.csv", "orders-2025.csv"])
    'orders-202'
    """
    alike = [len(set(letters)) == 1 for letters in zip(*names, strict=False)]
    return names[0][: [*alike, False].index(False)]


def _single(table: FileName, export: Export) -> Candidate:
    sheets = {"sheets": {table: export.sheet}} if export.sheet else {}
    return Candidate((export,), {table: for_parameters(str(export.path)), **sheets})


def _pair(exports: Sequence[Export]) -> list[Candidate]:
    """Orders and amounts in files of their own, where there is one of each and no file with both."""
    parts = {part: [one for one in exports if one.part == part] for part in PARTS}
    if any(one.whole for one in exports) or any(len(found) != 1 for found in parts.values()):
        return []
    files = {part: for_parameters(str(found[0].path)) for part, found in parts.items()}
    return [Candidate(tuple(found[0] for found in parts.values()), {"purchases": files})]


def _bytes(exports: Iterable[Export]) -> int:
    return sum(export.path.stat().st_size for export in exports if export.path.exists())
