"""Comments without what tells whose they are: addresses, links, numbers, ids and the names that the CRM holds.

Masks too much rather than too little. Telephone numbers are found by how many digits stand together and not by the
rules of a country's numbers, because an order's number, or a number that nobody could call, says who wrote as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.letters import INVISIBLE
from helpers.base.words import Words
from helpers.collect.names import Names, visible

_Passage = tuple[int, int, str]  # where it begins and ends, and what it is

_MAIL = r"!#-'*+\-/-9=?A-Z^-~"
_BETWEEN = r"[\s\-‐‑‒–—―−ー~〜.・·()（）/_の]{0,3}"
_PATTERNS = {
    "email": re.compile(
        rf"(?:(?<![{_MAIL}.])[{_MAIL}.]++|[^\s@]{{0,63}}[^\s@!-~])(?:@|\s?[\[(]at[\])]\s?|\s@\s)"
        r"(?:[A-Za-z0-9][A-Za-z0-9._\-]*|[^\s@]+)"
        r"|@[A-Za-z0-9_.]{2,}",
        re.IGNORECASE,
    ),
    "link": re.compile(
        r"(?:[A-Za-z][A-Za-z+]{1,9}://|(?<![A-Za-z0-9])www\.)[!-~]*(?:(?<=/)\S+)?"
        r"|(?<![A-Za-z0-9.\-])(?:[A-Za-z0-9\-]++\.)+"
        r"(?:[A-Za-z]{2,}/\S*|(?:com|net|org|info|biz|shop|jp|co|io|me|tv|uk|de|fr|cn|kr|tw)(?![A-Za-z0-9\-]))",
        re.IGNORECASE,
    ),
    "number": re.compile(
        rf"[+(]{{0,2}}\d(?:{_BETWEEN}\d){{5,}}|(?:#|№|no[.:]? ?|番号[はが:]? ?)\d{{3,}}", re.IGNORECASE
    ),
}
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[\-_.+/]+[A-Za-z0-9]+)*")
_PIECE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|[A-Za-z0-9]+")
_MOST_DIGITS = 5  # of what is no number of an order or a customer
_SHORTEST_ID, _SHORTEST_MAILBOX = 4, 6  # shorter ones are words and amounts too


@dataclass(frozen=True, repr=False)
class Persons:
    """Who is looked for in comments."""

    names: Names
    mailboxes: frozenset[str]  # what stands before the @ of their addresses, without regard to letter case
    ids: frozenset[str]  # without regard to letter case

    @classmethod
    def of(cls, names: Iterable[str], emails: Iterable[str] = (), ids: Iterable[str] = ()) -> "Persons":
        """Persons of the cells of a customers file."""
        boxes = (email.partition("@")[0].rpartition("<")[2] for email in _plain(emails))
        return cls(
            Names.of(_plain(names)),
            frozenset(box for box in boxes if len(box) >= _SHORTEST_MAILBOX),
            frozenset(text for text in _plain(ids) if len(text) >= _SHORTEST_ID),
        )


def _plain(cells: Iterable[str]) -> list[str]:
    """Cells as texts are compared, without letter case; all at once, which is faster than one by one."""
    return visible(INVISIBLE.sub("", "\n".join(cells))).casefold().split("\n")


def readable(written: str) -> str:
    """Comment as it is searched: on one line, in its compatibility form, without letters that nobody sees.

    Examples
    --------
    >>> readable("ﾊﾔｲ\\u200b\\n  ｏｋ")
    'ハヤイ ok'
    """
    return " ".join(visible(INVISIBLE.sub("", written)).split())


def without_traces(text: str, persons: Persons) -> str:
    """A `readable` comment with ends of lines in place of the addresses, links, numbers and ids in it; names stay.

    Examples
    --------
    >>> without_traces("call 090-1234-5678 now", Persons.of([])).split("\\n")
    ['call ', '', '', '', '', '', '', '', '', '', '', '', '', ' now']
    """
    letters = list(text)
    for start, end, _ in _traces(text, persons):
        letters[start:end] = "\n" * (end - start)
    return "".join(letters)


def masked_comments(texts: pd.Series, persons: Persons, words: Words) -> pd.Series:
    """Texts, none missing, with a mark in the report's language for each address, link, number, id and name in them.

    Addresses, links and long numbers are found whoever the `persons` are.

    Examples
    --------
    >>> taro = Persons.of(names=["山田 太郎"], emails=["taro@example.jp"], ids=["C0042"])
    >>> written = pd.Series(["山田です。０９０－１２３４－５６７８ or x@example.jp (C0042)"])
    >>> masked_comments(written, taro, Words("en", "JPY"))[0]
    '[name]です。[number] or [e-mail] ([number])'
    """
    marks = {kind: words.say(f"mask_{kind}") for kind in ("name", "email", "number", "link")}
    return texts.map(lambda text: _masked(text, persons, marks)).astype("str")


def _masked(written: str, persons: Persons, marks: Mapping[str, str]) -> str:
    text, parts, place = readable(written), [], 0
    passages = sorted(_passages(text, persons), key=lambda passage: (passage[0], -passage[1]))
    for start, end, kind in _apart(text, passages):
        parts += [text[place:start], marks[kind]]
        place = end
    return "".join([*parts, text[place:]])


def _passages(text: str, persons: Persons) -> Iterator[_Passage]:
    yield from _traces(text, persons)
    yield from ((*span, "name") for span in persons.names.spans(text))


def _traces(text: str, persons: Persons) -> Iterator[_Passage]:
    for kind, pattern in _PATTERNS.items():
        yield from ((*match.span(), kind) for match in pattern.finditer(text))
    for token in _TOKEN.finditer(text):
        yield from _ids(token[0], token.start(), persons)


def _ids(token: str, start: int, persons: Persons) -> Iterator[_Passage]:
    """Ids and the names of mailboxes: the whole token, else its pieces."""
    for piece in {(0, token), *((match.start(), match[0]) for match in _PIECE.finditer(token))}:
        first, text = start + piece[0], piece[1]
        if text.casefold() in persons.mailboxes:
            yield first, first + len(text), "name"
        elif text.casefold() in persons.ids or sum(map(str.isdigit, text)) > _MOST_DIGITS:
            yield first, first + len(text), "number"


def _apart(text: str, passages: list[_Passage]) -> list[_Passage]:
    """Spans that do not touch: what overlaps is one, and so are names with only a blank between them."""
    apart: list[_Passage] = []
    for start, end, kind in passages:
        last = apart[-1] if apart else (0, -1, "")
        near = start < last[1] or (kind == last[2] and not text[last[1] : start].strip(" ・"))
        if apart and near:
            apart[-1] = (last[0], max(last[1], end), last[2])
        else:
            apart.append((start, end, kind))
    return apart
