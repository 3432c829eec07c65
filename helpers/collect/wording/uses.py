"""Who used which words in comments, and which pairs of words that stand beside each other; names are left out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd

from helpers.collect.comments import known_persons
from helpers.collect.masking import Persons, readable, without_traces
from helpers.collect.names import Span
from helpers.collect.settings import CollectSettings
from helpers.collect.wording.japanese import japanese_phrases
from helpers.collect.wording.units import Phrase, Unit, has_japanese, plain_phrases, without_plain

COMMON = 3  # times as many who write a word in small letters as write it with a capital: it is a word, and no name
_Term = tuple[int, str]  # how many words, and how they are read
_TYPES = {"person": "str", "words": "int64", "term": "str", "times": "int64"}


def word_uses(written: pd.DataFrame | None, settings: CollectSettings) -> pd.DataFrame:
    """`uses_of` comments, with the names, addresses and ids of the customers file; nothing where nobody wrote.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    if written is None or written.empty:
        return pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)
    return uses_of(written, known_persons(settings), settings.smallest_group)


def uses_of(written: pd.DataFrame, persons: Persons, least: int) -> pd.DataFrame:
    """Each word and pair of neighbours that a person used, one row however often she used it.

    Addresses, links, numbers and ids are blanked before words are looked for. Names are left out: in Japanese those
    that the dictionary knows as names of persons, and the CRM's where they are no common word; in other scripts the
    CRM's, unless at least `least` persons wrote the word in small letters, and three times as many as wrote it with a
    capital inside a sentence.

    Parameters
    ----------
    written : DataFrame
        One row a comment: ``person``, ``comment``.
    persons : Persons
        Whose names, addresses and ids are looked for.

    Returns
    -------
    DataFrame
        person; words (1, or 2 of a pair); term (a word, or the words of a pair); times.

    Examples
    --------
    >>> rows = pd.DataFrame({"person": ["a", "b"], "comment": ["Late! Late parcel", "届かない"]})
    >>> uses = uses_of(rows, Persons.of([]), 10)
    >>> list(zip(uses["person"], uses["term"], uses["times"]))
    [('a', 'late', 2), ('a', 'parcel', 1), ('a', 'late parcel', 1), ('b', '届かない', 1)]
    """
    phrases: dict[str, list[Phrase]] = {}
    for person, comment in zip(written["person"], written["comment"], strict=True):
        phrases.setdefault(person, []).extend(_phrases(comment, persons))
    names = _names(phrases.values(), least)
    rows = [
        (person, *term, times)
        for person, hers in phrases.items()
        for term, times in sorted(_counted(hers, names).items())
    ]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _phrases(comment: str, persons: Persons) -> Iterator[Phrase]:
    text = without_traces(readable(comment), persons)
    names: frozenset[Span] = frozenset(persons.names.spans(text))
    yield from plain_phrases(text, names)
    japanese = without_plain(text)
    if has_japanese(japanese):
        yield from japanese_phrases(japanese, names)


def _names(phrases: Iterable[list[Phrase]], least: int) -> set[str]:
    """Words that are names of the CRM and no common words: not many wrote them in small letters."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    named = set()
    for hers in phrases:
        units = [unit for phrase in hers for unit in phrase]
        named |= {unit.text for unit in units if unit.named}
        small.update({unit.text for unit in units if unit.small})
        capital.update({unit.text for unit in units if unit.capital})
    return {word for word in named if small[word] < max(least, COMMON * capital[word])}


def _counted(phrases: list[Phrase], names: set[str]) -> Counter[_Term]:
    return Counter(term for phrase in phrases for part in _parted(phrase, names) for term in _terms(part))


def _parted(phrase: Phrase, names: set[str]) -> Iterator[Phrase]:
    """A phrase without names, which part it."""
    part: Phrase = []
    for unit in phrase:
        if unit.text in names:
            yield part
            part = []
        else:
            part.append(unit)
    yield part


def _terms(phrase: Phrase) -> Iterator[_Term]:
    yield from ((1, unit.text) for unit in phrase if unit.alone)
    yield from ((2, _pair(*both)) for both in pairwise(phrase) if both[0].alone)


def _pair(first: Unit, second: Unit) -> str:
    """Two words as they are read: those that touch are written together, as in Japanese compounds."""
    return f"{first.text}{'' if first.end == second.start else ' '}{second.text}"
