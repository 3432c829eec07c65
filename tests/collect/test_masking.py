"""Comments masked: nothing planted survives, and what tells nobody's name stays."""

import time
import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.words import Words
from helpers.collect.masking import Persons, masked_comments
from tests.each import each

CRM = Persons.of(
    names=["山田 花子", "森 一", "Ann Lee"],
    emails=["hanako.y@example.jp", "Ann Lee <lee2024@example.com>", "ann@example.com"],
    ids=["C0042", "a-17b", "12"],
)
ENGLISH, JAPANESE = Words("en", "JPY"), Words("ja", "JPY")
FILLER = ["とても良かったです。", "配送が遅い", "Thanks, ", " and ", "、", "（", "）", "\n", "5点", "!", "の", " "]


def mask(text, words=ENGLISH):
    return masked_comments(pd.Series([text]), CRM, words)[0]


NUMBERS = """
03-1234-5678|(090) 1234 5678|（０３）１２３４−５６７８|+81 90-1234-5678|０９０－１２３４－５６７８|090ー1234ー5678
09012345678|090.1234.5678|090の1234の5678|1-800-555-0100|0120・12・3456|+44 (0)20 7946 0958|123456|ORD-2024-000123
AB123456|#1001|No.1001|C0042|ｃ００４２|A-17B|1Z999AA10123456784|712 345|555-1234
"""
LINKS = "https://example.jp/山田?x=1|http://a.example|www.example.com|line.me/ti/p/~abc|example.co.jp"
HARMLESS = "5,000円と12000円|2024年に12個|3-4日で届いた|24時間365日|4.5 of 5|nice.Thanks|10% off|"


@each("text", NUMBERS.strip().replace("\n", "|").split("|"))
def test_numbers_and_ids_are_masked_comments(text):
    assert mask(f"See {text}, please") == "See [number], please"
    assert mask(f"番は{text}です", JAPANESE) == "番は【番号】です"


@each(
    "text",
    [
        "taro@example.jp",
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
        "t.y+1@mail.example.co.jp",
        "taro [at] example.jp",
    ],
)
def test_addresses_are_masked_comments(text):
    assert mask(f"Write to {text}, please") == "Write to [e-mail], please"
    assert mask(f"メールは{text}です", JAPANESE) == "メールは【メール】です"


def test_handles_are_masked_comments():
    assert mask("I am @taro_y, hello") == "I am [e-mail], hello"


@each("text", LINKS.split("|"))
def test_links_are_masked_comments(text):
    assert mask(f"See {text} there") == "See [link] there"


@each(
    ("text", "left"),
    [
        ("山田さんと山田 花子", "[name]さんと[name]"),
        ("ann lee", "[name]"),
        ("I am hanako.y or LEE2024", "I am [name] or [name]"),  # mailboxes of the CRM
        ("森さんの090-1234-5678", "[name]さんの[number]"),
    ],
)
def test_names_are_masked_comments(text, left):
    assert mask(text) == left


@each("text", HARMLESS.split("|"))
def test_amounts_and_words_stay(text):
    assert mask(text) == text


def test_what_is_shown_stands_on_one_line_in_plain_width():
    assert mask("良い\r\n　ＯＫ\u200b ") == "良い OK"


emails = st.emails()
phones = st.builds(
    lambda digits, sign, zero: sign.join([digits[:3], digits[3:7], digits[7:]]).translate(
        {ord("0") + n: zero + n for n in range(10)}
    ),
    st.text("0123456789", min_size=10, max_size=11),
    st.sampled_from(["", "-", " ", "－", "ー", "（", ") ", "."]),
    st.sampled_from([ord("0"), ord("０")]),
)
names = st.sampled_from(["山田花子", "山田 花子", "山田", "花子", "森さん", "ann lee", "Ａｎｎ", "LEE"])
surroundings = st.lists(st.sampled_from(FILLER), max_size=4).map("".join)


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@given(surroundings, emails, surroundings)
def test_no_address_survives(before, secret, after):
    assert plain(secret) not in plain(mask(before + secret + after))
    assert "@" not in mask(before + secret + after)


@given(surroundings, phones, surroundings)
def test_no_telephone_number_survives(before, secret, after):
    left = mask(before + secret + after)
    assert sum(map(str.isdigit, left)) <= 5 + (before + after).count("5")


@given(surroundings, names, surroundings)
def test_no_name_survives(before, secret, after):
    spaced = f"{before} {secret} {after}"  # words of Latin letters end at a blank
    left = plain(mask(spaced))
    assert not [part for part in ("山田", "花子", "森", "ann", "lee") if part in left]


@given(st.text(max_size=60))
def test_any_text_can_be_masked_comments(text):
    assert "@a" not in mask(text + "@ab.jp")


@each("piece", ["a", "a.", "1 ", "@", "あ", "a@", "a-", "/", "no", "(", "://", "a "])
def test_no_text_takes_long(piece):
    begun = time.process_time()
    mask(piece * (32_000 // len(piece)))
    assert time.process_time() - begun < 5
