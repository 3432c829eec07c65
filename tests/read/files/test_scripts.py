"""What letters say about a text's decoding."""

from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.files.scripts import evidence, fit, has_known_word
from tests.each import each


def read(text, true, taken, rows=1):
    """How well the bytes of a text in one encoding fit when they are taken for another; empty if they can't be."""
    try:
        letters = (text * rows).encode(true).decode(taken)
    except UnicodeError:
        return ""
    return fit(evidence(letters, taken), taken, has_known_word(letters))


@each(
    ("text", "codec", "counts"),
    [
        ("id,note\n", "cp932", {}),
        ("id,氏名\n1,彅\n", "cp932", {"letters": 3, "sure": 2, "rare": 1, "lone": 2}),
        ("合計\n1,500円 \n", "cp932", {"letters": 3, "sure": 2, "lone": 3}),
        ("①㈱№", "cp932", {"letters": 3, "sure": 3}),
        ("かな", "euc_jp", {"letters": 2, "sure": 2, "kana": 2}),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "cp932", {"letters": 7, "half": 7, "half_word": 7}),
        ("､ｪ､ｹ", "cp932", {"letters": 4, "half": 4}),
        ("ABCﾋﾞﾙ", "cp932", {"letters": 3, "half": 3}),
        ("ﾉcole", "cp932", {"letters": 1, "half": 1, "wedged": 1}),
        ("don稚", "cp932", {"letters": 1, "wedged": 1}),
        ("\ue000縺", "cp932", {"letters": 2, "foreign": 2}),
        ("été à Noël", "cp1252", {"letters": 4}),
        ("t‚l‚phone", "cp1252", {"letters": 2, "wrong": 2}),
        ("‚tait, ‚so’", "cp1252", {"letters": 3}),  # the quotation may be closed
        ("‚tait\n‚so’", "cp1252", {"letters": 3, "wrong": 1}),
        ("12 ¤", "cp1252", {"letters": 1, "wrong": 1}),
        ("£ukasz ¹0 W¹ A£ Pawe³", "cp1252", {"letters": 5, "wrong": 5}),  # Łukasz ą0 Wą AŁ Paweł
        ("£20 20£ m² cm³ 5¹", "cp1252", {"letters": 5}),
        ("ÅÄÃæ", "cp1252", {"letters": 4, "odd": 4}),
        ("caŠ", "cp1252", {"letters": 1, "odd": 1, "foreign": 1}),
        ("é\né\n", "cp1252", {"letters": 1}),  # words that are alike count once
    ],
)
def test_counts_by_hand(text, codec, counts):
    assert evidence(text, codec) == counts


@each(
    ("text", "true", "taken", "how"),
    [
        ("id,x\n", "cp932", "cp932", "maybe"),  # nothing to judge by
        ("氏名,かな\n", "cp932", "cp932", "yes"),
        ("担当,店舗\n", "cp932", "cp932", "yes"),
        ("担当,店舗\n", "euc_jp", "euc_jp", "maybe"),  # kanji alone: could be Korean
        ("顧客,店舗\n", "euc_jp", "euc_jp", "yes"),  # a known word
        ("担当のかた\n", "euc_jp", "euc_jp", "yes"),
        ("ﾔﾏﾀﾞ\n", "cp932", "cp932", "maybe"),  # half width alone: could be Cyrillic
        ("担当,店舗,ﾔﾏﾀﾞ,ﾀﾅｶ\n", "cp932", "cp932", "yes"),
        ("メール,おすすめ\n", "euc_jp", "cp1252", "no"),
        ("氏名,かな\n", "euc_jp", "cp932", "no"),
        ("très, été\n", "cp1252", "cp1252", "yes"),
        ("Novák, Šimić\n".replace("ć", "c"), "cp1252", "cp1252", "maybe"),
        ("très, fidélité, désolé\n", "cp850", "cp1252", "no"),
        ("était, évite\n", "cp850", "cp1252", "no"),
        ("ñoño\n", "mac_roman", "cp932", "maybe"),  # 膨膨
        ("氏名\ue000\n", "cp932", "cp932", "no"),
        ("担当店舗,髙﨑彅\n", "cp932", "cp932", "yes"),  # hardly more than rare kanji
        ("Привет\n", "cp1251", "cp1252", "no"),
        ("Příští\n", "cp1250", "cp1252", "no"),
    ],
)
@each("rows", [1, 3])
def test_fit(text, true, taken, how, rows):
    assert read(text, true, taken, rows) == how


@each("word", ["会員", "受注", "おすすめ", "メール"])
def test_known_words_stand_in_the_first_lines(word):
    assert has_known_word("id\n" * 9 + f"x{word}x")
    assert not has_known_word("id\n" * 10 + word)
    assert not has_known_word("id,name\n")


@given(st.lists(st.sampled_from(["très bien", "東京のお店", "ﾔﾏﾀﾞ", "x"]), max_size=8), st.integers(0, 8))
@example_settings(deadline=None, max_examples=80)
def test_parts_add_up(lines, cut):
    # words are made to differ, since alike ones in one part count once
    lines = [f"{n}-{line}\n" for n, line in enumerate(lines)]
    for codec in ("cp932", "euc_jp", "cp1252"):
        whole = evidence("".join(lines), codec)
        assert evidence("".join(lines[:cut]), codec) + evidence("".join(lines[cut:]), codec) == whole
        assert all(0 < whole[kind] <= whole["letters"] for kind in whole)
