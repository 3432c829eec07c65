"""Who used which words in comments, and which pairs of words that stand beside each other; names are left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import pandas as pd

from helpers.collect.comments import known_persons
from helpers.collect.masking import Persons, readable, without_traces
from helpers.collect.names import Span
from helpers.collect.settings import CollectSettings
from helpers.collect.wording.japanese import japanese_phrases
from helpers.collect.wording.units import Phrase, has_japanese, listed, plain_phrases, without_plain

COMMON = 3  # times as many who write a word in small letters as write it with a capital: it is a word, and no name
_Phrase = tuple[str, Phrase]  # a comment, and neighbours in it
_Term = tuple[int, str]  # how many words, and which
_TYPES = {"person": "str", "words": "int64", "term": "str", "times": "int64"}


def word_uses(written: pd.DataFrame | None, settings: CollectSettings) -> pd.DataFrame | None:
    """`uses_of` comments, with the names, addresses and ids of the customers file; ``None`` without comments.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    if written is None:
        return None
    if written.empty:
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
        person; words (1, or 2 of a pair); term (a word, or a pair; as most wrote it where at least `least` persons did,
        else in base forms); times.

    Examples
    --------
    >>> rows = pd.DataFrame({"person": ["a", "b"], "comment": ["Late! Late parcel", "届かない"]})
    >>> uses = uses_of(rows, Persons.of([]), 10)
    >>> list(zip(uses["person"], uses["term"], uses["times"]))
    [('a', 'late', 2), ('a', 'parcel', 1), ('a', 'late parcel', 1), ('b', '届かない', 1)]
    """
    phrases: dict[str, list[_Phrase]] = {}
    for person, comment in zip(written["person"], written["comment"], strict=True):
        phrases.setdefault(person, []).extend(_phrases(comment, persons))
    names = _names(phrases.values(), least)
    terms = {person: _counted(hers, names) for person, hers in phrases.items()}
    told = _as_written(terms.values(), least)
    rows = [(person, *row) for person, hers in terms.items() for row in _read(hers, told)]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _as_written(persons: Iterable[Mapping[_Term, Counter[str]]], least: int) -> dict[_Term, str]:
    """Each term as most of its users wrote it, where enough wrote it so; else in base forms."""
    written: dict[_Term, Counter[str]] = {}
    for hers in persons:
        for term, forms in hers.items():
            written.setdefault(term, Counter()).update(forms.keys())
    tops = {term: min(forms.items(), key=lambda form: (-form[1], form[0])) for term, forms in written.items()}
    return {term: form if n >= least else term[1] for term, (form, n) in tops.items()}


def _read(hers: Mapping[_Term, Counter[str]], told: Mapping[_Term, str]) -> Iterator[tuple[int, str, int]]:
    """A person's terms as they are told, and how often she used them."""
    times: Counter[_Term] = Counter()
    for term, forms in hers.items():
        times[term[0], told[term]] += forms.total()
    yield from ((*term, n) for term, n in sorted(times.items()))


def _phrases(comment: str, persons: Persons) -> Iterator[_Phrase]:
    text = without_traces(readable(comment), persons)
    names: frozenset[Span] = frozenset(persons.names.spans(text))
    yield from ((text, phrase) for phrase in plain_phrases(text, names))
    japanese = without_plain(text)
    if has_japanese(japanese):
        yield from ((text, phrase) for phrase in japanese_phrases(japanese, names))


def _names(phrases: Iterable[list[_Phrase]], least: int) -> set[str]:
    """Words that are names of the CRM and no common words: not many wrote them in small letters."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    named = set()
    for hers in phrases:
        units = [unit for _, phrase in hers for unit in phrase]
        named |= {unit.text for unit in units if unit.named}
        small.update({unit.text for unit in units if unit.small})
        capital.update({unit.text for unit in units if unit.capital})
    return {word for word in named if small[word] < max(least, COMMON * capital[word])}


def _counted(phrases: list[_Phrase], names: set[str]) -> dict[_Term, Counter[str]]:
    """How often each term was written, by how it was."""
    terms: dict[_Term, Counter[str]] = {}
    for text, phrase in phrases:
        for part in _parted(phrase, names):
            for term, form in _terms(part, text):
                terms.setdefault(term, Counter())[form] += 1
    return terms


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


def _terms(phrase: Phrase, text: str) -> Iterator[tuple[_Term, str]]:
    """Words and pairs of neighbours, each with how it was written: 値段 高い was 値段が高い."""
    yield from (((1, unit.text), unit.form) for unit in phrase if unit.alone)
    for first, second in pairwise(phrase):
        if second.text not in listed("intensifiers"):  # "parcel too" is half of "parcel too late"
            between = "" if first.end == second.start else " "
            written = f"{text[first.start : second.start]}{second.form}".lower().replace("’", "'")
            yield (2, f"{first.text}{between}{second.text}"), " ".join(written.split())
