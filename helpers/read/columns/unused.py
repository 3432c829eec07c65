"""Headers of a file that nothing reads, and what they may be: by name and by content, proposed, never taken."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from helpers.base.own_yaml import own_yaml
from helpers.base.tables import REQUIRED, TableName
from helpers.read.columns.content import Content, is_address, is_count, is_dated, is_money, is_scaled, mostly
from helpers.read.columns.header import Header
from helpers.read.columns.spelling import spaced
from helpers.read.columns.vocabulary import NAMES
from helpers.read.signs import says, sign

_WITHOUT_NAME = re.compile(r"column \d+( \(\d+\))?")
_SENTENCE = 20  # characters of a text that is somebody's own words, whatever its header
_WORD, _FEW = 20, 30  # characters of a category's value, and how many values it has
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")


def not_used(header: Header, used: Set[str]) -> tuple[str, ...]:
    """Headers of a file but for those `used`; a blank header over blank cells is none.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> not_used(header([(1, ["customer_id", "score", "q5", ""])], "responses"), {"customer_id", "score"})
    ('q5',)
    """
    left = [(place, name) for place, name in enumerate(header.names) if name not in used]
    return tuple(name for place, name in left if not _WITHOUT_NAME.fullmatch(name) or header.content.cells(place))


@dataclass(frozen=True)
class _Hint:
    """What the header of a column looks like (`names`, but `never`), and what its cells are."""

    names: re.Pattern[str]
    never: re.Pattern[str] | None
    cells: str

    def fits(self, text: str) -> bool:
        return bool(self.names.search(text)) and not (self.never and self.never.search(text))


def _hints() -> dict[str, _Hint]:
    entries = own_yaml(str(__package__), "hints")
    return {
        column: _Hint(
            re.compile("|".join(entry["names"])),
            re.compile("|".join(entry["not"])) if "not" in entry else None,
            entry["cells"],
        )
        for column, entry in entries.items()
    }


HINTS: Mapping[str, _Hint] = _hints()
_ANY = re.compile("|".join(hint.names.pattern for hint in HINTS.values()))


def proposed(table: TableName, header: Header, free: Sequence[str], decided: Set[str]) -> dict[str, tuple[str, ...]]:
    """Canonical column → those of the `free` headers that look like it, for optional columns that aren't `decided`.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> rows = [["customer_id", "score", "n_recommended", "q5_better"], ["A", "9", "2", "very good"]]
    >>> found = header(list(enumerate(rows, 1)), "responses")
    >>> proposed("responses", found, found.names[2:], {"customer_id", "score"})
    {'recommended_count': ('n_recommended',), 'comment': ('q5_better',)}
    """
    wanted = [column for column in NAMES[table] if column not in decided and column not in REQUIRED[table]]
    likely: dict[str, tuple[str, ...]] = {}
    for name in free:
        if column := next(_columns_meant(name, header.places[name], header.content, wanted), ""):
            likely[column] = (*likely.get(column, ()), name)
    return {column: likely[column] for column in wanted if column in likely}


def _columns_meant(name: str, place: int, content: Content, wanted: Sequence[str]) -> Iterator[str]:
    """Columns that a header may mean: by its name and what is in it; an address and a sentence speak for themselves."""
    text, first = spaced(name), content.first(place)
    hinted, speaks = _is_hinted(_DIGITS.sub("0", text)), is_address(first) or len(first) >= _SENTENCE
    if not first or not (hinted or speaks):
        return
    cells = content.cells(place)
    for column, hint in HINTS.items() if hinted else ():
        if column in wanted and hint.fits(text) and _IS[hint.cells](cells):
            yield column
    if "email" in wanted and mostly(cells, is_address):
        yield "email"
    if "comment" in wanted and not says("no_comment", text) and _are_sentences(cells):
        yield "comment"


@lru_cache(1 << 16)
def _is_hinted(text: str) -> bool:
    """Whether any hint is in a header; those of a wide file often differ in their numbers alone."""
    return bool(_ANY.search(text))


def _are_sentences(cells: Sequence[str]) -> bool:
    return 2 * len(set(cells)) > len(cells) and mostly(cells, lambda cell: len(cell) >= _SENTENCE) and _are_texts(cells)


def _are_texts(cells: Sequence[str]) -> bool:
    return mostly(cells, lambda cell: bool(_LETTER.search(cell)) and not is_address(cell) and "://" not in cell)


def _are_words(cells: Sequence[str]) -> bool:
    few = len({*cells}) <= _FEW and (len(cells) < _FEW or 2 * len({*cells}) <= len(cells))
    return few and mostly(cells, lambda cell: len(cell) <= _WORD and bool(_LETTER.search(cell)))


def _are_flags(cells: Sequence[str]) -> bool:
    return len({*cells}) <= 4 and all(len(cell) <= _WORD for cell in cells)


_IS: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "address": lambda cells: mostly(cells, is_address),
    "count": lambda cells: mostly(cells, is_count) and mostly(cells, lambda cell: len(cell) <= _WORD),
    "dates": lambda cells: mostly(cells, is_dated),
    "flags": _are_flags,
    "ids": lambda cells: 2 * len({*cells}) >= len(cells) and not mostly(cells, is_dated),
    "kinds": lambda cells: _are_words(cells) and any(sign("kind_refund").fullmatch(cell.lower()) for cell in cells),
    "money": lambda cells: mostly(cells, is_money),
    "scale": lambda cells: mostly(cells, is_scaled),
    "texts": _are_texts,
    "words": _are_words,
}
