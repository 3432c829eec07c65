"""Who used which words: once a person, in several languages at once, nothing that tells who wrote."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.collect.masking import Persons
from helpers.collect.wording.uses import uses_of, word_uses
from tests.each import each

NOBODY = Persons.of([])


def uses(*comments, persons=NOBODY, least=10):
    rows = pd.DataFrame({"person": [f"p{n}" for n in range(len(comments))], "comment": list(comments)})
    return uses_of(rows, persons, least)


def terms(*comments, **more):
    return set(uses(*comments, **more)["term"])


def test_a_person_counts_once_however_often_she_writes_a_word():
    rows = pd.DataFrame({"person": ["a", "a", "b"], "comment": ["late late LATE", "late", "late"]})
    found = uses_of(rows, NOBODY, 10)
    single = found[found["words"] == 1]
    assert single[["person", "term", "times"]].to_numpy().tolist() == [["a", "late", 4], ["b", "late", 1]]


def test_three_languages_in_one_comment_and_one_file():
    found = terms("Delivery late. 配送が遅い。Lieferung nicht da!", "Livraison pas rapide")
    assert {"delivery late", "配送 遅い", "lieferung nicht", "livraison pas"} <= found
    assert not any("late 配送" in term for term in found)


def test_pairs_of_japanese_words_that_touch_are_written_together():
    assert {"賞味期限", "期限 短い"} <= terms("賞味期限が短い")


def test_words_are_told_as_most_wrote_them_where_enough_did():
    most = ["値段が高かった。見つからない"] * 3 + ["値段も高い。見つかりません", "値段は高い。見付からない"]
    assert {"値段が高い", "見つからない"} <= terms(*most, least=3) and "値段 高い" not in terms(*most, least=3)
    assert {"値段 高い", "見付からない"} <= terms(*most, least=5)
    assert "quality of the box" in terms(*["The Quality of the box"] * 3, least=3)
    assert "気に入る" in terms(*["丁寧で気に入っています"] * 3, least=3)


def test_what_only_weighs_is_told_in_pairs_alone():
    found = terms("trop cher", "zu teuer", "too late, too very", "très très", "late too late", "すごく美味しい")
    assert found == {"cher", "trop cher", "teuer", "zu teuer", "late", "too late", "美味しい", "凄い美味しい"}


def test_what_says_nothing_alone_is_told_with_what_stands_before_it():
    assert terms("返事がない。返金されない") == {"返事", "返事 ない", "返金", "返金されない"}


@each("comment", [
    "taro.yamada@example.jp", "https://example.jp/a/late", "www.late.example", "090-1234-5678",
    "０９０１２３４５６７８", "ORD-123456", "C00042", "…!?", "", " \u200b ", "123 456",
])  # fmt: skip
def test_addresses_links_numbers_and_ids_are_no_words(comment):
    assert terms(comment, persons=Persons.of([], ["taro.yamada@example.jp"], ["C00042"])) == set()


def test_width_and_letters_that_nobody_sees_make_no_difference():
    assert terms("ﾊｲｿｳ ｌａｔｅ") == terms("ハイソウ la\u200bte")


CRM = Persons.of(["Zorak Price", "ゾラク 太郎"])


def test_a_name_of_the_crm_is_no_word():
    found = terms(*["Thanks to Zorak here", "zorak was kind", "ゾラクさんは親切"] * 20, persons=CRM)
    assert terms(*["Zorak was kind"] * 20, persons=CRM) == {"kind"}
    assert not any("zorak" in term or "ゾラク" in term or "thanks here" in term for term in found)


def test_a_name_that_many_write_in_small_letters_is_a_word():
    assert "price" in terms(*["the price was high"] * 10, *["Price high"] * 40, persons=CRM)
    assert "price" not in terms(*["the price was high"] * 9, persons=CRM)
    assert "price" not in terms(*["the price was high"] * 10, *["Mrs Price"] * 11, persons=CRM)


@given(st.permutations(["Late again", "late delivery", "遅い 配送", "Nice!"]))
def test_the_order_of_comments_makes_no_difference(comments):
    plain = uses("Late again", "late delivery", "遅い 配送", "Nice!")
    assert sorted(uses(*comments)["term"]) == sorted(plain["term"])


@given(st.text())
def test_whatever_somebody_writes_is_read(comment):
    assert set(uses(comment)["words"]) <= {1, 2}


def test_without_comments_there_are_no_words(settings):
    nothing = word_uses(pd.DataFrame({"person": [], "comment": []}), settings())
    assert nothing.empty and list(nothing) == ["person", "words", "term", "times"]
    assert word_uses(None, settings()) is None


def test_names_come_from_the_customers_file(files):
    settings = files(customers=["customer_id,acquired_on,name", "C1,2024-01-01,Zorak Smith"])
    rows = pd.DataFrame({"person": ["a"], "comment": ["Zorak was kind"]})
    assert set(word_uses(rows, settings)["term"]) == {"kind"}
