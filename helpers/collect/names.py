"""Names of people, found in what others wrote: whole or in part, in any width, letter case and kana."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

Span = tuple[int, int]  # where it begins and ends in a text

_UNSPACED = "ぁ-ゖァ-ヺー々〆〇㐀-䶿一-鿿豈-﫿가-힣ก-๛\U00020000-\U0003134f"  # written without blanks between words
_MARKS = "\u0300-\u036f\u0900-\u0dff"  # accents and vowel signs, which are no letters of their own
_KANA_OR_KANJI = re.compile(rf"[{_UNSPACED}]+")
_PASSAGE = re.compile(rf"[{_UNSPACED}]+(?:[ ・=]{{1,2}}[{_UNSPACED}]+)*")  # over blanks: 山田 花子
_WORD = re.compile(rf"(?:[^\W\d_{_UNSPACED}]|[{_MARKS}])+")
_KATAKANA, _KANJI = re.compile("[ァ-ヺー]"), re.compile("[々〆〇㐀-䶿一-鿿豈-﫿]")
_KANA, _SMALL = re.compile("[ぁ-ゖー]+"), re.compile("[ぁぃぅぇぉっゃゅょゎー]")
_FORMS = (
    "髙高﨑崎碕崎邉辺邊辺齋斉齊斉斎斉澤沢濱浜廣広眞真惠恵德徳冨富嶋島嶌島瀨瀬槗橋桒桑栁柳國国龍竜圓円榮栄櫻桜"
    "𠮷吉曾曽檜桧舘館峯峰條条瀧滝靜静穗穂彌弥關関實実寶宝嶽岳"
)
_ALIKE = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)} | str.maketrans(_FORMS[::2], _FORMS[1::2])
_FOLLOWING = (  # what makes a name of a single letter or of two kana
    "さん", "様", "さま", "ちゃん", "君", "くん", "氏", "殿", "どの", "先生", "せんせい", "店長", "씨", "님",
    "と申", "ともうし", "といいます", "と言います", "-san", "-sama",
)  # fmt: skip
_TITLE = re.compile(r"\b(?:mrs?|ms|miss|mx|dr|prof)\.? ?\Z")
_SHORTEST_WORD = 3


@dataclass(frozen=True, repr=False)
class Names:
    """Names as they are looked up: no search takes longer for there being more of them."""

    parts: frozenset[str]  # in kanji or kana, that are names wherever they stand
    longest: Mapping[str, int]  # first two letters of a part → length of the longest one that begins so
    weak: frozenset[str]  # single letters and parts of two kana: names where さん or the like follows, or alone
    words: frozenset[str]  # in scripts with blanks between words; and whole names of which a part is too short
    most: Mapping[str, int]  # first word → most words of a whole name that begins so

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Names to look for, from full names with or without a blank between their parts.

        Examples
        --------
        >>> [*Names.of(["山田 花子", "Ann Lee"]).spans("ﾔﾏﾀﾞさんではなく、山田さんとLEEさん")]
        [(11, 13), (16, 19)]
        """
        lines = folded("\n".join(" ".join(name.split()) for name in names)).split("\n")
        pieces = set(chain.from_iterable(map(_pieces, lines)))
        weak = {piece for piece in pieces if _is_weak(piece)}
        parts = {piece for piece in pieces - weak if len(piece) > 1}
        phrases = set(chain.from_iterable(map(_phrases, lines)))
        words = phrases.union(chain.from_iterable(map(_words, lines)))
        longest = dict(sorted((part[:2], len(part)) for part in parts))  # of each key the last one, the greatest, stays
        most = dict(sorted((phrase.partition(" ")[0], phrase.count(" ") + 1) for phrase in phrases))
        return cls(frozenset(parts), longest, frozenset(weak), frozenset(words), most)

    def spans(self, text: str) -> Iterator[Span]:
        """Where names stand in a text that `visible` made; spans may overlap."""
        plain = text.translate(_ALIKE)
        for passage in _PASSAGE.finditer(plain):
            yield from self._in_passage(plain, text, passage)
        yield from self._among_words(plain, [(word.span(), folded(word[0])) for word in _WORD.finditer(text)])

    def _in_passage(self, plain: str, text: str, passage: re.Match[str]) -> Iterator[Span]:
        places = [place for place in range(*passage.span()) if plain[place] not in " ・="]
        letters = "".join(plain[place] for place in places)
        for first in range(len(letters)):
            for after in range(first + 2, first + self.longest.get(letters[first : first + 2], 0) + 1):
                if letters[first:after] in self.parts:
                    yield places[first], places[min(after, len(places)) - 1] + 1
            for after in range(first + 1, min(first + 4, len(letters)) + 1):
                if letters[first:after] in self.weak:
                    span = places[first], places[after - 1] + 1
                    if plain.startswith(_FOLLOWING, _past_blank(plain, span[1])) or _alone(text, *span):
                        yield span

    def _among_words(self, plain: str, words: list[tuple[Span, str]]) -> Iterator[Span]:
        for place, ((start, end), word) in enumerate(words):
            if word in self.words and (len(word) >= _SHORTEST_WORD or _addressed(plain, start, end)):
                yield start, end
            for some in range(2, min(self.most.get(word, 0), len(words) - place) + 1):
                if " ".join(text for _, text in words[place : place + some]) in self.words:
                    yield start, words[place + some - 1][0][1]


def visible(text: str) -> str:
    """Text in its compatibility form (NFKC): full and half width are the same.

    Examples
    --------
    >>> visible("ﾔﾏﾀﾞ　０９０")
    'ヤマダ 090'
    """
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """Text as names are compared: letter case, accents, width, old forms of kanji and the kind of kana are gone.

    Examples
    --------
    >>> folded("José 髙橋ヨシオ")
    'jose 高橋よしお'
    """
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.casefold()))
    return visible(bare).casefold().translate(_ALIKE)


def _pieces(name: str) -> Iterator[str]:
    """What of a name in kanji or kana may stand for it; one without a blank may be split anywhere."""
    runs = () if name.isascii() else _KANA_OR_KANJI.findall(name)
    yield from runs
    if len(runs) > 1 and any(map(_is_weak, runs)):
        yield "".join(runs)
        yield "".join(reversed(runs))
    elif len(runs) == 1:
        (whole,) = runs
        kana = _KANA.fullmatch(whole) is not None
        yield from (whole[:n] for n in range(3 if kana else 1, min(len(whole), 6 if kana else 4)))
        yield from (whole[-n:] for n in range(3 if kana else 2, min(len(whole), 6 if kana else 4)))


def _is_weak(piece: str) -> bool:
    if _KANA.fullmatch(piece):
        return len(piece) > 1 and len(_SMALL.sub("", piece)) < 3
    return len(piece) == 1


def _words(name: str) -> Iterator[str]:
    words = _WORD.findall(name)
    yield from (word for word in words if len(word) > 1)
    if len(words) > 1:
        yield "".join(words)
        yield "".join(reversed(words))


def _phrases(name: str) -> Iterator[str]:
    """The whole name, in either order, where a part is too short to be looked for by itself."""
    words = _WORD.findall(name)
    if len(words) > 1 and min(map(len, words)) < _SHORTEST_WORD:
        yield " ".join(words)
        yield " ".join(reversed(words))


def _past_blank(text: str, place: int) -> int:
    return place + text.startswith(" ", place)


def _addressed(text: str, start: int, end: int) -> bool:
    """Whether somebody is spoken of: by a title before the name, or さん or the like behind it."""
    lower = text[max(0, start - 6) : end + 8].lower()
    here = end - max(0, start - 6)
    return lower.startswith(_FOLLOWING, _past_blank(lower, here)) or bool(_TITLE.search(text[:start][-6:].lower()))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a name of few letters stands by itself, by the kinds of letters beside it."""
    before, after = text[:start][-1:], text[end : end + 1]
    if _KATAKANA.match(text[start]):  # サキ, but not アイテム
        return not _KATAKANA.match(before) and not _KATAKANA.match(after)
    if _KANA.match(text[start]):  # はなが, but not ではない
        return not _KANA.match(before)
    return not _KANJI.match(before) and text.startswith("です", end)  # 森です, but not 必要です
