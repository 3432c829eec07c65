"""Names found in texts: whole, in part, and however they are written."""

import re

from hypothesis import given
from hypothesis import strategies as st

from helpers.collect.names import Names, folded, visible
from tests.each import each

NAMES = Names.of(
    [
        "山田 花子",
        "森 一",
        "髙橋一郎",
        "やまだ　はな",
        "佐藤 翔",
        "ｻﾄｳ ﾐｻｷ",
        "すずき ショウ",
        "Ann Lee",
        "Li Wei",
        "José O'Brien",
        "May Day",
    ]
)


def without(text, names=NAMES):
    """Text with a ▓ for every letter of a name."""
    letters = list(visible(text))
    for start, end in names.spans(visible(text)):
        letters[start:end] = "▓" * (end - start)
    return "".join(letters)


@each(
    ("text", "left"),
    [
        ("担当は山田花子でした", "担当は▓▓▓▓でした"),
        ("山田 花子さん、花子様", "▓▓ ▓▓さん、▓▓様"),
        ("高橋さんと髙橋 一郎", "▓▓さんと▓▓▓▓▓"),  # old and new form of a kanji
        ("ﾔﾏﾀﾞです。サトウミサキより", "▓▓▓です。▓▓▓▓▓▓より"),
        ("さとうと申します", "▓▓▓と申します"),  # katakana of the CRM, hiragana of the comment
        ("annと LEE, Ｌｅｅ", "▓▓▓と ▓▓▓, ▓▓▓"),
        ("JOSE O'BRIEN, José", "▓▓▓▓▓▓▓▓▓▓▓▓, ▓▓▓▓"),
        ("In May we met", "In ▓▓▓ we met"),  # a word that happens to be a name
        ("annual sales", "annual sales"),
        ("AnnLee, leeann", "▓▓▓▓▓▓, ▓▓▓▓▓▓"),
    ],
)
def test_names_are_found_in_any_writing(text, left):
    assert without(text) == left


@each("name", ["斎藤 守", "齋藤 守", "斉藤 守", "齊藤 守", "吉田 守", "𠮷田 守", "桧山 守", "関 守男"])
def test_names_are_found_with_each_form_of_their_kanji(name):
    wrote = {"斎": "齊藤斉藤齋藤斎藤", "吉": "𠮷田吉田", "檜": "檜山桧山", "関": "關守男"}
    family = next(forms for first, forms in wrote.items() if folded(first) == folded(name[0]))
    assert set(without(family, Names.of([name]))) == {"▓"}


@each(
    ("text", "left"),
    [
        ("森さん 森様 森先生", "▓さん ▓様 ▓先生"),
        ("森の中、一番", "森の中、一番"),
        ("森です。必要です", "▓です。必要です"),
        ("森 一", "▓▓▓"),
        ("翔くん、飛翔", "▓くん、飛翔"),
        ("はなが丁寧。ではない", "▓▓が丁寧。ではない"),
        ("担当のはなさん", "担当の▓▓さん"),
        ("担当のしょうさん、良いでしょう", "担当の▓▓▓さん、良いでしょう"),
        ("Li Wei, Wei Li", "▓▓▓▓▓▓, ▓▓▓▓▓▓"),
        ("Mr. Li / Liさん / li", "Mr. ▓▓ / ▓▓さん / li"),
    ],
)
def test_short_names_need_company(text, left):
    assert without(text) == left


@each(("family", "own"), [("山田", "花子"), ("森", "花子"), ("佐々木", "一"), ("長谷川", "花"), ("タカハシ", "ハナコ")])
def test_a_name_without_a_blank_is_found_in_part(family, own):
    names = Names.of([family + own])
    assert without(f"担当の{family}さん", names) == f"担当の{'▓' * len(family)}さん"
    assert without(f"担当の{family}{own}", names) == f"担当の{'▓' * len(family + own)}"
    assert len(own) == 1 or without(f"担当の{own}", names) == f"担当の{'▓' * len(own)}"


def test_nobodys_names_are_nowhere():
    assert without("山田さん and Ann", Names.of([])) == "山田さん and Ann"
    assert without("", NAMES) == ""


@given(
    st.lists(st.text("山田花子一", min_size=2, max_size=3), max_size=4),
    st.lists(st.text("山田花子一", min_size=2, max_size=3), max_size=4),
    st.text("山田花子一のは ", max_size=20),
)
def test_no_part_of_two_kanji_is_left_anywhere(families, given_names, text):
    names = [f"{family} {own}" for family, own in zip(families, given_names, strict=False)]
    left = without(text, Names.of(names)).replace(" ", "")
    assert not [part for name in names for part in name.split() if part in left]


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=4))
def test_spans_lie_in_the_text(text, names):
    plain = visible(text)
    for start, end in Names.of(names).spans(plain):
        assert 0 <= start < end <= len(plain)


def test_folding_undoes_width_case_accents_and_kana():
    assert folded("Ｊｏｓé ﾊﾅｺ 澤") == "jose はなこ 沢"
    assert re.fullmatch("が", folded("ガ"))  # a voiced sound stays one
