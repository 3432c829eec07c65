"""Which Japanese words stand beside each other: 値段が高い, 丁寧な梱包, 遅く届く; not the two of 丁寧で高い."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sudachipy import Morpheme

_CASES = {"が", "を", "に", "で", "へ", "は", "も", "より", "から", "まで"}
_DESCRIBES = ("動詞", "形容詞", "形状詞")


def bond_after(morpheme: "Morpheme", bond: str) -> str:
    """What joins the next word to those before a morpheme: noun, case, attributive, adverbial, or nothing.

    Parameters
    ----------
    bond : str
        What joined the morpheme itself.
    """
    kind, sort, *_, form = morpheme.part_of_speech()
    if kind in ("名詞", "形状詞") or (kind == "接尾辞" and sort == "名詞的"):
        return "noun"
    if kind == "助詞":
        return _after_particle(morpheme.surface(), sort, bond)
    if form.startswith("連体形"):
        return "attributive"
    if form == "連用形-ニ" or (kind == "形容詞" and form.startswith("連用形")):
        return "adverbial"
    return bond if kind == "接頭辞" else ""


def _after_particle(particle: str, sort: str, bond: str) -> str:
    if bond not in ("noun", "case") or sort not in ("格助詞", "係助詞"):
        return ""
    return "noun" if particle == "の" else "case" if particle in _CASES else ""


def is_beside(kinds: Sequence[str], bond: str, follower: str, weighs: bool) -> bool:
    """Whether a word stands beside the one before.

    Parameters
    ----------
    kinds : sequence of str
        Its part of speech, as SudachiPy tells it.
    bond : str
        As made by `bond_after`.
    follower : str
        Part of speech of what follows it: a noun before a verb is one itself, 破損する.
    weighs : bool
        Whether the word before only says how much: すごく美味しい, but not 安く美味しい.

    Examples
    --------
    >>> [is_beside(kinds, "case", "助詞", False) for kinds in (("形容詞", "一般", "*"), ("名詞", "普通名詞", "一般"))]
    [True, False]
    """
    acts = kinds[0] == "動詞" or (kinds[2].startswith("サ変") and follower == "動詞")
    if bond == "adverbial":
        return acts or (weighs and kinds[0] in _DESCRIBES)
    if bond == "case":
        return acts or kinds[0] in _DESCRIBES or kinds[2].endswith("形状詞可能")
    return bond == "noun" or (bond == "attributive" and kinds[0] == "名詞")
