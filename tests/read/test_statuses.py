"""Which statuses count: the user's lists before those of known exports before the defaults."""

import pytest

from helpers.read import statuses
from helpers.read.columns.formats import FORMATS
from helpers.read.statuses import status_lists


@pytest.mark.parametrize("word", ["completed", "returned", "refunded", "完了", "発送済み"])
def test_words_that_count(word, settings):
    used, unused = status_lists(settings(), {""})
    assert word in used and word not in unused


@pytest.mark.parametrize("word", ["cancelled", "test", "pending", "キャンセル", "保留"])
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
    monkeypatch.setattr(statuses, "FORMATS", {"own": form})
    used, unused = status_lists(settings(), {"own"})
    assert "test" in used - unused and "paid" in unused - used


@pytest.mark.parametrize(
    ("said", "word", "place"),
    [({"statuses_used": ["pending"]}, "pending", 0), ({"statuses_used": ["voided", "paid"]}, "voided", 0),
     ({"statuses_unused": ["paid"]}, "paid", 1), ({"statuses_unused": ["Refunded"]}, "refunded", 1),
     ({"statuses_used": ["x"], "statuses_unused": ["paid"]}, "x", 0)],
)  # fmt: skip
@pytest.mark.parametrize("formats", [set(), {"shopify_orders"}, {"shopify_orders", "eccube_orders"}])
def test_the_users_words_win_over_all(said, word, place, formats, settings):
    lists = status_lists(settings(**said), formats)
    assert word in lists[place] and word not in lists[1 - place]


def test_a_list_of_the_user_stands_in_for_the_defaults_alone(settings):
    plain, said = status_lists(settings(), set()), status_lists(settings(statuses_used=["pending"]), set())
    assert said == ({"pending"}, plain[1] - {"pending"})
    plain, said = ({"shopify_orders"}, {}), ({"shopify_orders"}, {"statuses_used": ["pending"]})
    (used, unused), (own_used, own_unused) = (status_lists(settings(**values), form) for form, values in (plain, said))
    assert {"pending", "paid", "authorized"} <= own_used < used | {"pending"}
    assert own_unused == unused - {"pending"}


@pytest.mark.parametrize("formats", [set(), {""}, *({key} for key in FORMATS), set(FORMATS)])
def test_no_word_is_in_both_lists(formats, settings):
    for said in ({}, {"statuses_used": ["cancelled", "expired"]}, {"statuses_unused": ["paid", "900", "入金待ち"]}):
        used, unused = status_lists(settings(**said), formats)
        assert not used & unused
