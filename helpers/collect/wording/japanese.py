"""Words of Japanese comments in their base forms by SudachiPy, which is loaded where there is Japanese to read.

Nouns, verbs and adjectives are kept, what negates them becomes part of them: 届いていません is 届かない.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from helpers.collect.names import Span
from helpers.collect.wording.bonds import bond_after, is_beside
from helpers.collect.wording.negation import negated
from helpers.collect.wording.units import Phrase, Unit, listed

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer

_PIECE = re.compile(r"[^。！？!?…\n]{1,4000}")  # what one call of the tokenizer takes
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞")
_BREAKS = ("補助記号", "空白", "記号")
_HELPS = ("助動詞", "助詞")
_EMPTY = {"為る", "居る", "有る", "成る", "無い"}  # say nothing by themselves
_HONORIFIC = {"さん", "様", "君", "ちゃん", "氏", "殿", "達", "等", "ら"}
_POLITE = {"お", "ご", "御"}
_LONE_KANA = re.compile("[ぁ-ゖァ-ヺー]")


@dataclass
class _Draft:
    """A word that may still be negated or get an ending."""

    base: str
    plain: str  # the base form as it was spelled
    surface: str
    kind: str  # part of speech
    conjugation: str
    start: int
    end: int
    is_beside: bool  # whether it stands beside the word before
    is_said: bool = False  # whether で, です or たい follows: 丁寧で
    passive: str = ""  # れる or られる
    negative: bool = False

    def unit(self) -> Unit | None:
        """The word as it is counted; none where it says nothing."""
        is_empty = self.base in _EMPTY
        text, form = self._bent(self.base), self._bent(self.plain)
        if self.base == "無い" and not self.negative:
            text = "ない"
        if (is_empty and "ない" not in text) or _LONE_KANA.fullmatch(text):
            return None
        alone = not is_empty and self.base not in listed("intensifiers")
        return Unit(text, self.start, self.end, text if is_empty else form, alone)

    def _bent(self, base: str) -> str:
        return negated(base, self.kind, self.conjugation, self.passive) if self.negative else base


def japanese_phrases(text: str, names: frozenset[Span]) -> Iterator[Phrase]:
    """Phrases of the Japanese words in a text.

    Names of persons end a phrase: those that the dictionary knows as such, and words that stand where the CRM's names
    do (`names`) and are no common word.

    Examples
    --------
    >>> [[unit.text for unit in phrase] for phrase in japanese_phrases("配送が遅かった。届いていません", frozenset())]
    [['配送', '遅い'], ['届かない']]
    """
    for piece in _PIECE.finditer(text):
        yield from filter(None, _phrases(list(_tokenizer().tokenize(piece[0])), names, piece.start()))


@cache
def _tokenizer() -> "Tokenizer":
    from sudachipy import Dictionary, SplitMode  # here, because few files need it

    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)


def _phrases(morphemes: Sequence["Morpheme"], names: frozenset[Span], offset: int) -> Iterator[Phrase]:
    """Words between the signs, numbers and names that part them."""
    named, drafts, before = _named(morphemes, names, offset), _Drafts(offset), None
    for place, morpheme in enumerate(morphemes):
        kinds = morpheme.part_of_speech()
        if place in named or kinds[0] in _BREAKS or kinds[1] == "数詞":
            yield from drafts.phrases()
            drafts = _Drafts(offset)
        else:
            after = morphemes[place + 1].part_of_speech()[0] if place + 1 < len(morphemes) else ""
            drafts.read(morpheme, kinds, before, after)
        before = morpheme
    yield from drafts.phrases()


def _named(morphemes: Sequence["Morpheme"], names: frozenset[Span], offset: int) -> set[int]:
    """Places of morphemes that are somebody's name, or part of it."""
    named = {place for place, morpheme in enumerate(morphemes) if morpheme.part_of_speech()[2] == "人名"}
    starts = {morpheme.begin() + offset: place for place, morpheme in enumerate(morphemes)}
    ends = {morpheme.end() + offset: place for place, morpheme in enumerate(morphemes)}
    for start, end in names:
        if start in starts and end in ends:
            places = range(starts[start], ends[end] + 1)
            if len(places) > 1 or not _is_common(morphemes[places[0]]):
                named |= {*places}
    return named


def _is_common(morpheme: "Morpheme") -> bool:
    """Whether the dictionary knows a common word so written: たかい is 高い, whoever is called so."""
    return not morpheme.is_oov() and morpheme.part_of_speech()[1] != "固有名詞"


class _Drafts:
    """Words between two breaks as they are read, morpheme by morpheme."""

    def __init__(self, offset: int) -> None:
        self._offset, self._prefix, self._bond = offset, "", ""
        self._live: _Draft | None = None  # the word to which what follows still belongs
        self._drafts: list[_Draft] = []

    def phrases(self) -> Iterator[Phrase]:
        """The words that are counted, parted where they are no neighbours."""
        phrase = Phrase()
        for draft in self._drafts:
            if not draft.is_beside:
                yield phrase
                phrase = Phrase()
            unit = draft.unit()
            phrase += [unit] if unit else []
            if draft.base in _EMPTY and (unit or draft.base != "為る"):  # 注文した商品 is of neighbours
                yield phrase
                phrase = Phrase()
        yield phrase

    def read(self, morpheme: "Morpheme", kinds: Sequence[str], before: "Morpheme | None", after: str) -> None:
        """Take the next morpheme in: a word, an ending of the one before, or what negates it."""
        base, live = _base(morpheme), self._live
        if kinds[0] == "接頭辞":
            self._prefix = "" if morpheme.surface() in _POLITE else morpheme.surface()
        elif kinds[0] == "接尾辞":
            self._end(morpheme, kinds)
        elif live and _goes_on(live, kinds, base, before):
            _take(live, kinds, base)
        elif live and self._is_tail(morpheme, kinds, before):
            self._end(morpheme, kinds)
        elif kinds[0] in _CONTENT and not _counts_something(kinds, before):
            self._add(morpheme, kinds, base, after)
        else:
            self._live = None
        self._bond = bond_after(morpheme, self._bond)

    def _is_tail(self, morpheme: "Morpheme", kinds: Sequence[str], before: "Morpheme | None") -> bool:
        """Whether it is the 便 of 定期便: one letter that ends the noun it touches."""
        nouns = before is not None and before.part_of_speech()[:2] == kinds[:2] == ("名詞", "普通名詞")
        is_adverb = before is not None and before.part_of_speech()[2] == "副詞可能"  # 毎回味が
        return nouns and not is_adverb and not self._prefix and len(morpheme.surface()) == 1

    def _add(self, morpheme: "Morpheme", kinds: Sequence[str], base: str, after: str) -> None:
        start, surface = morpheme.begin() + self._offset - len(self._prefix), self._prefix + morpheme.surface()
        end, base, plain = morpheme.end() + self._offset, self._prefix + base, self._prefix + morpheme.dictionary_form()
        weighs = bool(self._drafts) and self._drafts[-1].base in listed("intensifiers")
        beside, self._prefix = is_beside(kinds, self._bond, after, weighs), ""
        self._live = _Draft(base, plain, surface, kinds[0], kinds[4], start, end, beside)
        self._drafts.append(self._live)

    def _end(self, morpheme: "Morpheme", kinds: Sequence[str]) -> None:
        """An ending: 使い + にくい, 甘 + さ."""
        live, surface = self._live, morpheme.surface()
        if live is None or live.end != morpheme.begin() + self._offset or surface in _HONORIFIC or kinds[2] == "助数詞":
            return
        is_adjective = kinds[1] == "形容詞的"
        live.base = live.plain = live.surface + (morpheme.dictionary_form() if is_adjective else surface)
        live.kind, live.conjugation = ("形容詞", "形容詞") if is_adjective else ("名詞", "*")
        live.surface, live.end = live.surface + surface, morpheme.end() + self._offset


def _goes_on(live: _Draft, kinds: Sequence[str], base: str, before: "Morpheme | None") -> bool:
    """Whether a morpheme belongs to the word before: what bends, helps or negates it."""
    earlier = before.part_of_speech() if before else ("", "")
    if kinds[0] == "助動詞":
        return True
    if kinds[0] == "助詞":
        joins = kinds[1] == "接続助詞" and base in ("て", "で")
        return joins or (base == "は" and earlier[0] in ("助動詞", "形容詞"))
    if base in ("無い", "有る"):  # 良く + ない, 丁寧で + は + ない, 買いたく + ない
        return live.kind == "形容詞" or live.is_said
    helping = kinds[:2] == ("動詞", "非自立可能") and base != "為る"
    return helping and (earlier[1] == "接続助詞" or earlier[0] in ("動詞", "形容詞"))


def _take(live: _Draft, kinds: Sequence[str], base: str) -> None:
    if base in ("無い", "ない", "ず"):
        live.negative = True
    elif base in ("だ", "です", "たい"):
        live.is_said = True
    elif base in ("れる", "られる"):
        live.passive = base


def _counts_something(kinds: Sequence[str], before: "Morpheme | None") -> bool:
    """Whether it is the 度 of 二度, or no word of its own."""
    after_number = before is not None and before.part_of_speech()[1] == "数詞"
    return kinds[1] == "助動詞語幹" or (after_number and kinds[2] == "助数詞可能")


def _base(morpheme: "Morpheme") -> str:
    """Base form in its usual spelling; as it was written where that would take another word: 使える is no 使う."""
    usual, plain = morpheme.normalized_form(), morpheme.dictionary_form()
    is_verb = morpheme.part_of_speech()[0] == "動詞"
    lost = is_verb and (usual[-1] != plain[-1] or (plain.endswith("れる") and not usual.endswith("れる")))
    return plain if lost else usual
