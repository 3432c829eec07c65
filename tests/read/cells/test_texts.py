"""Texts, ids, e-mail addresses, flags and categories."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.cells.lanes import Parsed
from helpers.read.cells.texts import email, fixed, identifier, is_filled, one_of, text_value, yes_or_no
from tests.each import each

few = example_settings(deadline=None, max_examples=50)
odd_texts = st.text("aA0 -か\u3099Ａﾎﾟ①\u200b\ufeff\u00a0\t\u3000é\u0301\u200e'", max_size=8)


def test_each_kind_of_fix_is_named_once():
    assert fixed(7, "unit", "label", "unit") == Parsed(7, "", "unit label")


@each(
    "text",
    ["00017", "1e5", "12E5", "1E5", "1e-05", "12345678901234567890", "True", "NA", "null", "None", "nan", "a-1",
     "--a",
     "1.5", "1.00", "1.0.0", "a.0", "-1.0", "山田", "#1001", "+81", "1.23E+1", "12.3E+11", "A'", "O'Neil", "#N/A2",
     "anonymous"],
)  # fmt: skip
def test_ids_stay_unharmed(text):
    assert identifier(text) == Parsed(text)
    assert identifier(f" {text}\u200b") == Parsed(text, "", "zero_width white_space")


@each(
    ("text", "value", "fixes"),
    [("17.0", "17", "decimal_zero"), ("017.0", "017", "decimal_zero"), ("１７．０", "17", "full_width decimal_zero"),
     ('="00017"', "00017", "text_formula"), ('=" 17.0"', "17", "text_formula decimal_zero"), ('="1', '="1', ""),
     ("'00017", "00017", "apostrophe"), ("＇1", "1", "full_width apostrophe"), ("'' 1", "1", "apostrophe"),
     (" '1", "1", "white_space apostrophe"), ("'17.0", "17", "apostrophe decimal_zero"),
     ("ＡＢ０１", "AB01", "full_width")],
)  # fmt: skip
def test_ids_that_need_a_fix(text, value, fixes):
    assert identifier(text) == Parsed(value, "", fixes)


@each("text", ["", " ", "\u3000", "-", "---", "－", "\u200b", " - ", "ー", "−", "–", "—", "- -", "‑", "'", "'-", "' '"])
def test_blank_ids(text):
    assert identifier(text) == email(text) == Parsed(None, "id_blank")


@each("text", ["a\tb", "a\x00b", "a\nb", "a\x7f", "a\x80", "\x1a", "a\x9f"])
def test_ids_with_control_characters(text):
    assert identifier(text) == email(text) == Parsed(None, "id_control")


@each(
    "text",
    ["1.23E+11", "1E+11", "9.99999E+15", "1.2345678e+17", "1,23E+11", "１．２３Ｅ＋１１", "'1E+20", "1E+100", "#N/A",
     "#REF!",
     "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", " #N/A ", "####", "a\ufffdb", "\ufffd",
     "a\ufffd@shop.example"],
)  # fmt: skip
def test_ids_that_a_spreadsheet_spoilt(text):
    assert identifier(text) == email(text) == Parsed(None, "id_damaged")


@each(
    ("text", "parsed"),
    [("taro@example.jp", Parsed("taro@example.jp")),
     ("Taro@Example.JP ", Parsed("taro@example.jp", "", "white_space lower_case")),
     ("ＴＡＲＯ＠example.jp", Parsed("taro@example.jp", "", "full_width lower_case")),
     ('="taro@example.jp"', Parsed("taro@example.jp", "", "text_formula")),
     ("'taro@example.jp", Parsed("taro@example.jp", "", "apostrophe")), ("山@例.jp", Parsed("山@例.jp")),
     ("mailto:a@b.co", Parsed("a@b.co", "", "label")), ("MAILTO: A@b.co", Parsed("a@b.co", "", "label lower_case")),
     ("mailto:a@b.co?subject=x", Parsed("a@b.co", "", "label")), ("<a@b.co>", Parsed("a@b.co", "", "label")),
     ("Taro <a@b.co>", Parsed("a@b.co", "", "label")), ("a@b.co <a@b.co>", Parsed("a@b.co", "", "label")),
     ("山田 太郎＜a@b.co＞", Parsed("a@b.co", "", "full_width label")), ("a:b@c.co", Parsed("a:b@c.co")),
     ("a@1.0", Parsed("a@1.0")), ("1@2.0", Parsed("1@2.0")), ("---@a", Parsed("---@a")),
     ("anonymous", Parsed(None, "id_blank", "placeholder")), (" Anonymous", Parsed(None, "id_blank", "placeholder")),
     ("NA", Parsed(None, "id_blank", "placeholder")), ("匿名", Parsed(None, "id_blank", "placeholder")),
     ("anonymous@shop.example", Parsed("anonymous@shop.example"))],
)  # fmt: skip
def test_emails_have_no_case(text, parsed):
    assert email(text) == parsed


@each(
    "text",
    ["taro", "17.0", "a@", "@b", "a@b@c", "a@b, c@d", "a@b <a@b>, <c@d>", "<a@b", "a@b>", "Taro <taro>",
     "Taro <>", "mailto:", "mailto:taro", "mailto:a@b@c", "Taro <a@b> x", "Taro a@b.jp", "a b@c"],
)  # fmt: skip
def test_what_is_no_address(text):
    assert email(text) == Parsed(None, "email_invalid")


@each(
    ("text", "parsed"),
    [("", Parsed(None)), ("  ", Parsed(None)), ("\u200b", Parsed(None)), (" web ", Parsed("web", "", "white_space")),
     ("NA", Parsed("NA")), ("nan", Parsed("nan")), ("#N/A", Parsed("#N/A")), ("-", Parsed("-")),
     ("a\nb", Parsed("a\nb")),
     ("ﾈｯﾄ", Parsed("ネット", "", "full_width"))],
)  # fmt: skip
def test_texts(text, parsed):
    assert text_value(text) == parsed


YES = [
    "1", "TRUE", "true", "Yes", "y", "はい", "○", "◯", "〇", "済", "済み", "完了", "回答完了", "送信済み",
    "送信済", "completed", "Complete", "Submitted", "Finished",
]  # fmt: skip
NO = [
    "0", "false", "FALSE", "No", "n", "いいえ", "×", "未", "未完了", "incomplete", "Unfinished",
    "partial", "途中", "途中離脱", "離脱", "部分回答", "回答中", "未回答", "一時保存", "中断", "In Progress",
    "in_progress", "Screened out", "Terminated", "disqualified", "",
]  # fmt: skip


@each(
    ("text", "parsed"),
    [*[(text, Parsed(True)) for text in YES], *[(text, Parsed(False)) for text in NO], (" ", Parsed(False)),
     ("１", Parsed(True, "", "full_width")), (" no", Parsed(False, "", "white_space")),
     ("1.0", Parsed(True, "", "decimal_zero")), ("0.0", Parsed(False, "", "decimal_zero"))],
)  # fmt: skip
def test_yes_or_no(text, parsed):
    assert yes_or_no(text) == parsed


@each("text", ["2", "maybe", "NA", "-1", "-", "10", "済未", "yes/no", "未済", "x", "11", "2.0"])
def test_neither_yes_nor_no(text):
    assert yes_or_no(text) == Parsed(None, "flag_invalid")


@each(
    ("text", "parsed"),
    [("", Parsed(False)), (" \u3000", Parsed(False)), ("2026-04-01 10:00:00", Parsed(True)), ("done", Parsed(True)),
     ("1980-01-01", Parsed(True)), (" 1", Parsed(True, "", "white_space")), ("10", Parsed(True)),
     ("0:15", Parsed(True)),
     *[(text, Parsed(None, "flag_invalid")) for text in
       ["NULL", "N/A", "NA", "None", "nan", "-", "--", "0", "No", "False", "0000-00-00 00:00:00"]]],
)  # fmt: skip
def test_whether_a_cell_is_filled(text, parsed):
    assert is_filled(text) == parsed


@each(
    ("text", "parsed"),
    [("major", Parsed("major")), ("MAJOR", Parsed("major")), (" major", Parsed("major", "", "white_space")),
     *[(text, Parsed("near_miss")) for text in ("Near Miss", "near_miss", "near-miss")],
     *[(text, Parsed(None, "odd")) for text in ("", "high", "miss")]],
)  # fmt: skip
def test_categories(text, parsed):
    assert one_of({"major": "major", "near miss": "near_miss"}, "odd")(text) == parsed


PIECES = [
    '="a@b"',
    "", "-", "-a", "A-17", "007", "17.0", "1E+11", "1.5e+12", "#N/A", "#1001", "####", "'1", "Taro@Example.JP", "a@b",
    "NA", "ＡＢ", "①", "é", "1e5", "\ufffd", "anonymous", "a@b@c", "true", "1", "0.0", "○", "H\u0331@a", "İ@a",
    "_1/2", "mailto:a@b.co", "<a@b.co>", "Taro <A@b.co>",
]  # fmt: skip
any_texts = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", " ", "\u200b", "'"]),
        st.sampled_from(PIECES) | st.text("aA0-.@'#E+ \t\x00か％_/", max_size=6),
        st.sampled_from(["", "", "", " ", "\n", ".0", "E+12", "@a"]),
    ),
)
PARSERS = [
    identifier,
    email,
    text_value,
    yes_or_no,
    is_filled,
    one_of({word: word for word in ("a", "true", "1")}, "odd"),
]


@pytest.mark.parametrize("parser", PARSERS)
@given(any_texts)
@example("0")
@few
def test_a_value_or_a_reason_and_never_a_fix_without_a_value(parser, text):
    """But for an e-mail address that is a word for none, which is counted as mended into none."""
    parsed = parser(text)
    assert parsed.value is None or parsed.reason == ""
    assert parsed.value is not None or parsed.fixed in ("", "placeholder" * (parser is email))


@pytest.mark.parametrize("parser", PARSERS)
@given(any_texts)
@example("H\u0331@a")
@few
def test_a_value_needs_no_second_fix(parser, text):
    value = parser(text).value
    if value is not None and parser is not is_filled:
        assert parser(str(value)) == Parsed(value)


def plain_ones(parser, texts):
    return pc.match_substring_regex(pa.array(texts, pa.large_string()), rf"\A(?:{parser.lane.pattern})\z").to_pylist()


@pytest.mark.parametrize("parser", [identifier, email, text_value])
@given(st.lists(any_texts, min_size=1, max_size=20))
@example(PIECES)
@few
def test_plain_texts_are_what_their_parser_says(parser, texts):
    plain = [text for text, is_plain in zip(texts, plain_ones(parser, texts), strict=True) if is_plain]
    values = parser.lane.values(pa.array(plain, pa.large_string())).to_pylist()
    assert [parser(text) for text in plain] == [Parsed(value) for value in values]


@pytest.mark.parametrize(
    ("parser", "plain"),
    [(identifier, ["A-17", "007", "a b", "taro@b.jp", "#1001", "R_2YPOQ", "12345678901234567890", "3f-a9_b"]),
     (email, ["taro@example.jp", "1.a+b@c-d.jp"]), (text_value, ["-", "a b", "Promoter (9)"])],
)  # fmt: skip
def test_what_is_common_is_plain(parser, plain):
    assert plain_ones(parser, plain) == [True] * len(plain)
