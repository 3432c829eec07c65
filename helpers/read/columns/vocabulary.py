"""Columns by their headers: which of a file's headers means which canonical column (`vocabulary.yaml`)."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

from helpers.base.own_yaml import own_yaml
from helpers.base.tables import PARTS, TableName, is_of_part
from helpers.read.columns.content import Content
from helpers.read.columns.spelling import plain, read_as
from helpers.read.signs import sign

RANKS = ("canonical", "names", "also", "patterns", "by_content")  # the stronger first
Fits = Callable[[str, int], bool]  # whether the cells of a header (its position) can be a canonical column
INCLUDED, EXCLUDED = "included", "excluded"
_TAX = {said: sign(f"tax_{said}") for said in (INCLUDED, EXCLUDED)}
_ANY_TAX = re.compile("|".join(pattern.pattern for pattern in _TAX.values()))
_UNIT_WORDS = sign("unit_words")
_PRICED = ("amount", "refund_amount", "unit_price")  # told from one another by more than what is said of tax and unit
_REMARK = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]\s*$")


class _Written(NamedTuple):
    """A header and its question's text in the forms that are compared, worked out once for all columns."""

    plain: frozenset[str]
    bare: frozenset[str]  # without a remark in brackets at the end
    untaxed: frozenset[str]  # and without what is said about tax, cents or thousands
    read: frozenset[str]


def _written(name: str, label: str) -> _Written:
    names, read = frozenset(map(plain, {name, label})), frozenset(map(read_as, {name, label}))
    if not any(map(_says_more, read)):
        alone = frozenset(map(plain, read))
        return _Written(names, alone, alone, read)
    without_tax = {_ANY_TAX.sub(" ", text) for text in read}
    without_tax |= {_UNIT_WORDS.sub(" ", re.sub("[_-]", " ", text)) for text in without_tax}
    bare, untaxed = (frozenset(plain(_REMARK.sub("", text)) for text in texts) for texts in (read, without_tax))
    return _Written(names, bare, untaxed, read)


def _says_more(text: str) -> bool:
    """Whether a header has more than a name: a remark in brackets, or something of tax, cents or thousands."""
    words = text.replace("_", " ").replace("-", " ")
    return any(sign in text for sign in "([【") or bool(_ANY_TAX.search(text) or _UNIT_WORDS.search(words))


_RANK_OF_OWN_NAME = {"score": "names"}  # beside a column NPS it may be any other score: that is asked


@dataclass(frozen=True)
class Name:
    """How a canonical column is told by its header."""

    canonical: str
    names: frozenset[str]
    also: frozenset[str]
    patterns: re.Pattern[str] | None
    never: re.Pattern[str] | None
    by_content: frozenset[str]

    def strength(self, header: _Written) -> str:
        """The first of `RANKS`, but ``canonical``, that a header reaches; "" if none."""
        barred = self.never is not None and any(map(self.never.search, header.read))
        bare = header.untaxed if self.canonical in _PRICED else header.bare
        texts = header.plain if barred else header.plain | bare
        if texts & self.names:
            return "names"
        if texts & self.also:
            return "also"
        if self.patterns and not barred and any(map(self.patterns.search, header.read)):
            return "patterns"
        return "by_content" if texts & self.by_content else ""


def tax(header: str) -> str:
    """What a header says about tax: ``included``, ``excluded`` or nothing.

    Examples
    --------
    >>> tax("合計（税込）"), tax("Amount excl. VAT"), tax("金額")
    ('included', 'excluded', '')
    """
    return next((said for said, pattern in _TAX.items() if pattern.search(read_as(header))), "")


def _either(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _name(canonical: str, entry: Mapping[str, list[str]]) -> Name:
    names, also, open_ = (
        frozenset(map(plain, map(str, entry.get(key, [])))) for key in ("names", "also", "by_content")
    )
    patterns, never = (_either(entry.get(key, [])) for key in ("patterns", "not"))
    return Name(canonical, names | {plain(canonical)}, also, patterns, never, open_)


def _read() -> dict[TableName, dict[str, Name]]:
    tables = own_yaml(str(__package__), "vocabulary")
    names: dict[TableName, dict[str, Name]] = {
        table: {column: _name(column, entry) for column, entry in columns.items()} for table, columns in tables.items()
    }
    of_orders = names["purchases"].items()
    return names | {part: {column: name for column, name in of_orders if is_of_part(part, column)} for part in PARTS}


NAMES: Mapping[TableName, Mapping[str, Name]] = _read()


@cache
def _known(table: TableName) -> frozenset[str]:
    columns = NAMES[table].values()
    return frozenset[str]().union(*(entry.names | entry.also | entry.by_content for entry in columns))


@cache
def _patterns(table: TableName) -> re.Pattern[str] | None:
    return _either([entry.patterns.pattern for entry in NAMES[table].values() if entry.patterns])


@lru_cache(maxsize=1 << 16)  # a file has up to 16,384 columns
def strengths(table: TableName, name: str, label: str = "") -> Mapping[str, str]:
    """Canonical columns that a header may mean, and how strongly: one of `RANKS`.

    Examples
    --------
    >>> strengths("responses", "お勧め度"), strengths("purchases", "order-id")
    ({'score': 'names'}, {'order_id': 'canonical'})
    """
    header = _written(name, label or name)
    if not _is_known(table, header):
        return {}
    ranks = {
        column: _RANK_OF_OWN_NAME.get(column, "canonical") if plain(name) == plain(column) else names.strength(header)
        for column, names in NAMES[table].items()
    }
    return {column: rank for column, rank in ranks.items() if rank}


def _is_known(table: TableName, header: _Written) -> bool:
    """Whether a header can mean any column: most of a wide file's can't, and needn't be compared with each."""
    patterns = _patterns(table)
    if not _known(table).isdisjoint(header.plain | header.bare | header.untaxed):
        return True
    return patterns is not None and any(map(patterns.search, header.read))


@dataclass(frozen=True)
class Matches:
    """Positions of the headers: of columns that are sure, and of columns with several candidates."""

    sure: Mapping[str, int] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def matched(
    table: TableName,
    names: Sequence[str],
    labels: Sequence[str] = (),
    settled: Mapping[str, int | None] | None = None,
    content: Content | None = None,
) -> Matches:
    """The headers that mean canonical columns; the stronger name wins, and no header means two columns.

    `labels` are question texts, where the file has them apart from the names; `settled` are columns that are decided:
    their position, which is free for no other, or None: the file has none. Columns with two headers of equal strength
    are doubtful; a header that would fit two columns equally well is taken by neither. Of two amounts, one with and one
    without tax, the one with tax is found. A header whose cells (`content`) are of another kind comes after those whose
    cells fit, and one that is open by name is taken only if its cells prove it.

    Examples
    --------
    >>> matched("responses", ["会員番号", "お勧め度", "NPS", "NPS_GROUP"])
    Matches(sure={'customer_id': 0}, doubtful={'score': (1, 2)})
    """
    settled = settled or {}
    sure = {column: place for column, place in settled.items() if place is not None}
    doubtful: dict[str, tuple[int, ...]] = {}
    meant = _meanings(table, tuple(names), tuple(labels or names))
    for rank, fits in _turns(table, content):
        decided, taken = {*settled, *sure, *doubtful}, set(sure.values())
        free = {place: ranks for place, ranks in meant.items() if place not in taken}
        for column, places in _candidates(free, rank, decided, fits).items():
            place = places[0] if len(places) == 1 else _with_tax(column, names, places)
            if place is None:
                doubtful[column] = places
            else:
                sure[column] = place
    return Matches({column: sure[column] for column in NAMES[table] if column in sure}, doubtful)


@lru_cache(maxsize=8)
def _meanings(table: TableName, names: tuple[str, ...], labels: tuple[str, ...]) -> Mapping[int, Mapping[str, str]]:
    """Positions of the headers that mean anything, each with its `strengths`."""
    texts = zip(names, labels, strict=True)
    return {place: ranks for place, text in enumerate(texts) if (ranks := strengths(table, *text))}


def _turns(table: TableName, content: Content | None) -> list[tuple[str, Fits]]:
    """The ranks in their order, each with what cells must do: fit in the first round, nothing in the next."""
    by_name: list[tuple[str, Fits]] = [(rank, lambda column, place: True) for rank in RANKS[:-1]]
    if content is None:
        return by_name
    fitting: list[tuple[str, Fits]] = [(rank, partial(content.fits, table)) for rank in RANKS[:-1]]
    return [*fitting, (RANKS[-1], partial(content.proves, table)), *by_name]


def _candidates(
    meant: Mapping[int, Mapping[str, str]], rank: str, decided: Set[str], fits: Fits
) -> dict[str, tuple[int, ...]]:
    """Columns not decided yet, with the headers that mean them, and nothing else, at this rank."""
    candidates: dict[str, tuple[int, ...]] = {}
    for place, ranks in meant.items():
        open_ = [column for column, at in ranks.items() if at == rank and column not in decided and fits(column, place)]
        if len(open_) == 1:
            candidates[open_[0]] = (*candidates.get(open_[0], ()), place)
    return candidates


def _with_tax(column: str, names: Sequence[str], places: tuple[int, ...]) -> int | None:
    """Of one amount with and one without tax, the one with tax."""
    said = {tax(names[place]): place for place in places}
    pair = column in ("amount", "unit_price") and len(places) == 2 and said.keys() == {INCLUDED, EXCLUDED}
    return said[INCLUDED] if pair else None
