"""Words of comments in scripts that leave blanks between them, and what a word in a comment is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from helpers.base.own_yaml import own_yaml
from helpers.collect.names import Span

_JAPANESE = "ぁ-ゖァ-ヺー々〆〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f"
_LETTER_OF_JAPANESE = re.compile(f"[{_JAPANESE}]")
_LETTER = rf"(?:[^\W\d_{_JAPANESE}]|[\u0300-\u036f\u0900-\u0dff])"  # with accents and vowel signs of their own
_WORD = re.compile(
    rf"(?<![^\W{_JAPANESE}]){_LETTER}++(?:['’]{_LETTER}++)*+(?![\d_])"
)  # abc1 is no word, nor is a part of it
_ELIDED = re.compile(r"^[^\W\d_]{1,2}['’]")  # l'emballage, qu'il, it's; but don't
_BETWEEN = re.compile(r"[ \-‐‑]{1,2}")  # of neighbours
_SHORTEST = 2


@dataclass(frozen=True, repr=False)
class Unit:
    """A word in a comment: its base form, where it stands, and what is known of it."""

    text: str
    start: int
    end: int
    form: str = ""  # as it was spelled, in its base form: おいしい where the base form is spelled 美味しい
    alone: bool = True  # whether it says something without a neighbour: "ない" and "too" do not
    named: bool = False  # whether somebody of the CRM is called so
    small: bool = False  # whether it was written in small letters
    capital: bool = False  # whether it was not, though no sentence begins there


Phrase = list[Unit]  # neighbours: between them stand blanks, articles or Japanese particles at most


def plain_phrases(text: str, names: frozenset[Span]) -> Iterator[Phrase]:
    """Phrases of a text's words in small letters; those in Japanese, with digits, or of one letter are left out.

    Words of ``function_words.yaml`` part phrases but for those of ``articles.yaml``, which are passed over.

    Parameters
    ----------
    names : frozenset of (int, int)
        Where names stand in the text.

    Examples
    --------
    >>> [[unit.text for unit in phrase] for phrase in plain_phrases("NOT good and late: on the box", frozenset())]
    [['not', 'good'], ['late'], ['box']]
    """
    phrase, place = Phrase(), 0
    for start, end in _places(text):
        goes_on = bool(_BETWEEN.fullmatch(text[place:start]))
        word, place = text[start:end].lower().replace("’", "'"), end
        is_passed_over = word in listed("function_words")
        if phrase and (not goes_on or (is_passed_over and word not in listed("articles"))):
            yield phrase
            phrase = Phrase()
        if not is_passed_over:
            named = any(first <= start and end <= after for first, after in names)
            small, alone = text[start:end].islower(), word not in listed("intensifiers")
            phrase.append(Unit(word, start, end, word, alone, named, small, goes_on and not small))
    yield phrase


@cache
def listed(name: str) -> frozenset[str]:
    """Words of all languages in one of this folder's lists.

    Examples
    --------
    >>> "zu" in listed("intensifiers"), "teuer" in listed("intensifiers")
    (True, False)
    """
    return frozenset(word for words in own_yaml(str(__package__), name).values() for word in words.split())


def _places(text: str) -> Iterator[Span]:
    for word in _WORD.finditer(text):
        start = word.start()
        while elided := _ELIDED.match(text[start : word.end()]):
            start += elided.end()
        if word.end() - start >= _SHORTEST:
            yield start, word.end()


def has_japanese(text: str) -> bool:
    """Whether there is a Japanese letter in it.

    Examples
    --------
    >>> has_japanese("LINEで"), has_japanese("né")
    (True, False)
    """
    return bool(_LETTER_OF_JAPANESE.search(text))


def without_plain(text: str) -> str:
    """The text with a blank line in place of each letter of such words: what is left is Japanese, signs and digits.

    Examples
    --------
    >>> without_plain("LINEで").strip()
    'で'
    """
    return _WORD.sub(lambda word: "\n" * len(word[0]), text)
