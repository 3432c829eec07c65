"""Columns by their headers: which of a file's headers means which canonical column (`vocabulary.yaml`)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from helpers.base.tables import TableName
from helpers.read.columns.spelling import plain, read_as
from helpers.read.signs import sign

RANKS = ("canonical", "names", "also", "patterns")  # the stronger first
INCLUDED, EXCLUDED = "included", "excluded"
_TAX = {said: sign(f"tax_{said}").pattern for said in (INCLUDED, EXCLUDED)}
_REMARK = r"\s*[(\[【][^()\[\]【】]*[)\]】]\s*$"


class _Written(NamedTuple):
    """A header and its question's text in the forms that are compared, worked out once for all columns."""

    plain: frozenset[str]
    bare: frozenset[str]  # without a remark in brackets at the end
    untaxed: frozenset[str]  # and without what is said about tax
    read: frozenset[str]


def _written(name: str, label: str) -> _Written:
    read = frozenset(map(read_as, {name, label}))
    without_tax = {re.sub("|".join(_TAX.values()), " ", text) for text in read}
    bare, untaxed = (frozenset(plain(re.sub(_REMARK, "", text)) for text in texts) for texts in (read, without_tax))
    return _Written(frozenset(map(plain, {name, label})), bare, untaxed, read)


_RANK_OF_OWN_NAME = {"score": "names"}  # beside a column NPS it may be any other score: that is asked


@dataclass(frozen=True)
class Name:
    """How a canonical column is told by its header."""

    canonical: str
    names: frozenset[str]
    also: frozenset[str]
    patterns: re.Pattern[str] | None
    never: re.Pattern[str] | None

    def strength(self, header: _Written) -> str:
        """The first of `RANKS`, but ``canonical``, that a header reaches; "" if none."""
        barred = self.never is not None and any(map(self.never.search, header.read))
        bare = header.untaxed if self.canonical == "amount" else header.bare
        texts = header.plain if barred else header.plain | bare
        if texts & self.names:
            return "names"
        if texts & self.also:
            return "also"
        return "patterns" if self.patterns and not barred and any(map(self.patterns.search, header.read)) else ""


def tax(header: str) -> str:
    """What a header says about tax: ``included``, ``excluded`` or nothing.

    Examples
    --------
    >>> tax("合計（税込）"), tax("Amount excl. VAT"), tax("金額")
    ('included', 'excluded', '')
    """
    return next((said for said, pattern in _TAX.items() if re.search(pattern, read_as(header))), "")


def _either(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _name(canonical: str, entry: Mapping[str, list[str]]) -> Name:
    names, also = (frozenset(map(plain, map(str, entry.get(key, [])))) for key in ("names", "also"))
    return Name(
        canonical, names | {plain(canonical)}, also, _either(entry.get("patterns", [])), _either(entry.get("not", []))
    )


def _read() -> dict[TableName, dict[str, Name]]:
    tables = yaml.safe_load(files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8"))
    return {
        table: {column: _name(column, entry) for column, entry in columns.items()} for table, columns in tables.items()
    }


NAMES: Mapping[TableName, Mapping[str, Name]] = _read()


@lru_cache(maxsize=10_000)
def strengths(table: TableName, name: str, label: str = "") -> Mapping[str, str]:
    """Canonical columns that a header may mean, and how strongly: one of `RANKS`.

    Examples
    --------
    >>> strengths("responses", "お勧め度"), strengths("purchases", "order-id")
    ({'score': 'names'}, {'order_id': 'canonical'})
    """
    header = _written(name, label or name)
    ranks = {
        column: _RANK_OF_OWN_NAME.get(column, "canonical") if plain(name) == plain(column) else names.strength(header)
        for column, names in NAMES[table].items()
    }
    return {column: rank for column, rank in ranks.items() if rank}


@dataclass(frozen=True)
class Matches:
    """Positions of the headers: of columns that are sure, and of columns with several candidates."""

    sure: Mapping[str, int] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def matched(
    table: TableName, names: Sequence[str], labels: Sequence[str] = (), settled: Mapping[str, int | None] | None = None
) -> Matches:
    """The headers that mean canonical columns; the stronger name wins, and no header means two columns.

    `labels` are question texts, where the file has them apart from the names; `settled` are columns that are decided:
    their position, which is free for no other, or None: the file has none. Columns with two headers of equal strength
    are doubtful; a header that would fit two columns equally well is taken by neither. Of two amounts, one with and one
    without tax, the one with tax is found.

    Examples
    --------
    >>> matched("responses", ["会員番号", "お勧め度", "NPS", "NPS_GROUP"])
    Matches(sure={'customer_id': 0}, doubtful={'score': (1, 2)})
    """
    settled = settled or {}
    sure = {column: place for column, place in settled.items() if place is not None}
    doubtful: dict[str, tuple[int, ...]] = {}
    texts = list(zip(names, labels or names, strict=True))
    for rank in RANKS:
        decided = {*settled, *sure, *doubtful}
        for column, places in _candidates(table, texts, rank, decided, set(sure.values())).items():
            place = places[0] if len(places) == 1 else _with_tax(column, names, places)
            if place is None:
                doubtful[column] = places
            else:
                sure[column] = place
    return Matches({column: sure[column] for column in NAMES[table] if column in sure}, doubtful)


def _candidates(
    table: TableName, texts: Sequence[tuple[str, str]], rank: str, decided: set[str], taken: set[int]
) -> dict[str, tuple[int, ...]]:
    """Columns not decided yet, with the free headers that mean them, and nothing else, at this rank."""
    candidates: dict[str, tuple[int, ...]] = {}
    for place, text in enumerate(texts):
        meant = [column for column, at in strengths(table, *text).items() if at == rank and column not in decided]
        if place not in taken and len(meant) == 1:
            candidates[meant[0]] = (*candidates.get(meant[0], ()), place)
    return candidates


def _with_tax(column: str, names: Sequence[str], places: tuple[int, ...]) -> int | None:
    """Of one amount with and one without tax, the one with tax."""
    said = {tax(names[place]): place for place in places}
    pair = column == "amount" and len(places) == 2 and said.keys() == {INCLUDED, EXCLUDED}
    return said[INCLUDED] if pair else None
