"""Which statuses count: the user's words before those of known exports before the defaults."""

import pytest
import yaml

from helpers.read import statuses as module
from helpers.read.columns.formats import FORMATS
from helpers.read.statuses import often, status_lines, status_lists, words_named
from tests.each import each


@each("word", ["completed", "returned", "refunded", "完了", "発送済み"])
def test_words_that_count(word, settings):
    used, unused = status_lists(settings(), {""})
    assert word in used and word not in unused


@each("word", ["cancelled", "test", "pending", "キャンセル", "保留"])
def test_words_that_do_not_count(word, settings):
    used, unused = status_lists(settings(), set())
    assert word in unused and word not in used


def test_words_in_any_case_and_width(settings):
    used, unused = status_lists(settings(statuses_used=["ＰＡＩＤ", " Done"], statuses_unused=["ｷｬﾝｾﾙ"]), set())
    assert {"paid", "done"} <= used and "キャンセル" in unused


@pytest.mark.parametrize("key", [key for key, form in FORMATS.items() if form.statuses_used])
def test_words_of_a_known_export(key, settings):
    used, unused = status_lists(settings(), {key, ""})
    assert {word.lower() for word in FORMATS[key].statuses_used} <= used
    assert {word.lower() for word in FORMATS[key].statuses_unused} <= unused
    assert not used & unused


def test_an_exports_words_win_over_the_defaults(settings):
    # unpaid orders of EC-CUBE count until they are cancelled
    assert "入金待ち" in status_lists(settings(), {"eccube_orders"})[0]
    assert "保留中" in status_lists(settings(), {"woocommerce_orders"})[0]
    used, unused = status_lists(settings(), {"shopify_orders"})
    assert "processing" in used and "draft" in unused  # words that the export doesn't know keep their meaning
    assert {"pending"} <= unused - used


def test_an_exports_words_win_over_the_defaults_that_contradict_them(settings, monkeypatch):
    form = FORMATS["shopify_orders"].model_copy(update={"statuses_used": ("Test",), "statuses_unused": ("Paid",)})
    monkeypatch.setattr(module, "FORMATS", {"own": form})
    used, unused = status_lists(settings(), {"own"})
    assert "test" in used - unused and "paid" in unused - used


@each(
    ("said", "word", "place"),
    [({"statuses_used": ["pending"]}, "pending", 0), ({"statuses_used": ["voided", "paid"]}, "voided", 0),
     ({"statuses_unused": ["paid"]}, "paid", 1), ({"statuses_unused": ["Refunded"]}, "refunded", 1),
     ({"statuses_used": ["x"], "statuses_unused": ["paid"]}, "x", 0)],
)  # fmt: skip
@each("formats", [set(), {"shopify_orders"}, {"shopify_orders", "eccube_orders"}])
def test_the_users_words_win_over_all(said, word, place, formats, settings):
    lists = status_lists(settings(**said), formats)
    assert word in lists[place] and word not in lists[1 - place]


@each("formats", [set(), {"shopify_orders"}, {"eccube_orders", "woocommerce_orders"}])
def test_the_users_words_add_to_the_lists_that_are_there(formats, settings):
    (used, unused), said = status_lists(settings(), formats), {"statuses_used": ["pending"], "statuses_unused": ["x y"]}
    own_used, own_unused = status_lists(settings(**said), formats)
    assert own_used == used | {"pending"} and own_unused == unused - {"pending"} | {"x y", "x_y", "x-y"}


@each(
    "word",
    [
        "partially refunded",
        "Partially-Shipped",
        "in transit",
        "受注確定",
        "配送中",
        "受取済",
        "発送準備中",
        "refund requested",
    ],
)
def test_further_words_that_count(word, settings):
    assert word.lower() in status_lists(settings(), set())[0]


@each("word", ["awaiting payment", "void", "test-order", "入金待ち", "決済エラー"])
def test_further_words_that_do_not_count(word, settings):
    assert word in status_lists(settings(), set())[1]


@each("word", ["on hold", "closed", "archived", "交換", ""])
def test_words_in_doubt_are_on_neither_list(word, settings):
    assert not any(word in words for words in status_lists(settings(), set()))


def test_words_that_are_named(settings):
    counts = {"b": 5, "a": 5, "rare": 4, "": 9, "x" * 41: 9, "c": 6}
    assert list(often(counts, settings()).items()) == [("c", 6), ("a", 5), ("b", 5)]
    assert len(often({str(n): 5 for n in range(30)}, settings())) == 20 and often({"x" * 40: 1}, settings(min_cell=1))
    assert words_named({'"q"': 2, "発": 3}) == {
        "en": '"\\"q\\"" (2 rows), "発" (3 rows)',
        "ja": '"\\"q\\""（2行）、"発"（3行）',
    }


def test_lines_to_paste(settings):
    said = settings(statuses_used=["a"], statuses_unused=["b"])
    assert yaml.safe_load(status_lines(["発送"], said)) == {"statuses_used": ["a", "発送"], "statuses_unused": ["b"]}
    assert '"発送"' in status_lines(["発送"], said)
    assert status_lines([], settings()) == "statuses_used: []\nstatuses_unused: []"


@each("formats", [set(), {""}, *({key} for key in FORMATS), set(FORMATS)])
def test_no_word_is_in_both_lists(formats, settings):
    for said in ({}, {"statuses_used": ["cancelled", "expired"]}, {"statuses_unused": ["paid", "900", "入金待ち"]}):
        used, unused = status_lists(settings(**said), formats)
        assert not used & unused
