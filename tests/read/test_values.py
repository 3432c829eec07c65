"""One strict parser a kind."""

from datetime import datetime, timedelta
from decimal import Decimal

import pandas as pd
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.read.columns import Parsed, parsed_column, with_lane
from helpers.read.values import (
    cleaned,
    count,
    email,
    identifier,
    influence,
    moment,
    money,
    one_of,
    score,
    text_value,
    yes_or_no,
)

few = example_settings(deadline=None, max_examples=80)
odd_texts = st.text("aA0 -か\u3099Ａﾎﾟ①\u200b\ufeff\u00a0\t\u3000é\u0301", max_size=8)


@pytest.mark.parametrize(
    ("text", "clean"),
    [("", ""), (" a ", "a"), ("\u3000ａ\u00a0", "a"), ("\ufeffa\u200b\u200c\u200d\u2060", "a"), ("ｷﾞﾌ", "ギフ"),
     ("か\u200b\u3099", "が"), ("①", "1")],
)  # fmt: skip
def test_cleaned(text, clean):
    assert cleaned(text) == clean


@given(odd_texts)
@few
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize(
    "text",
    ["00017", "1e5", "12345678901234567890", "True", "NA", "null", "None", "nan", "a-1", "--a", "1.0", "山田", "#N/A"],
)
def test_ids_stay_unharmed(text):
    assert identifier(text) == identifier(f" {text}\u200b") == Parsed(text)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "-", "---", "－", "\u200b", " - "])
def test_blank_ids(text):
    assert identifier(text) == Parsed(None, "id_blank")


@pytest.mark.parametrize("text", ["a\tb", "a\x00b", "a\nb", "a\x7f"])
def test_ids_with_control_characters(text):
    assert identifier(text) == Parsed(None, "id_control")


def test_full_width_ids_are_the_same_ids():
    assert identifier("ＡＢ０１").value == "AB01"


@pytest.mark.parametrize(
    ("text", "parsed"),
    [("Taro@Example.JP ", Parsed("taro@example.jp")), ("ＴＡＲＯ＠example.jp", Parsed("taro@example.jp")),
     ("", Parsed(None, "id_blank")), ("a\tb@c", Parsed(None, "id_control"))],
)  # fmt: skip
def test_emails_have_no_case(text, parsed):
    assert email(text) == parsed


@pytest.mark.parametrize(("text", "value"), [("", None), ("  ", None), (" web ", "web"), ("NA", "NA"), ("nan", "nan")])
def test_texts(text, value):
    assert text_value(text) == Parsed(value)


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("10", 10), (" 9", 9), ("９", 9), ("9.0", 9), ("10.00", 10), ("⑨", 9)]
)
def test_scores(text, value):
    assert score(text) == Parsed(value)


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_blank_scores_are_no_zero(text):
    assert score(text) == Parsed(None, "score_blank")


@pytest.mark.parametrize("text", ["-1", "11", "100", "8.5", "9,10", "10-Sep", "nine", "1e1", "+9", "009", "9.", "NA"])
def test_scores_out_of_range(text):
    assert score(text) == Parsed(None, "score_range")


@given(st.integers(-50, 150))
@few
def test_a_score_is_a_whole_number_from_0_to_10(number):
    assert score(str(number)) == (Parsed(number) if 0 <= number <= 10 else Parsed(None, "score_range"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), (" ", None), ("0", 0.0), ("5", 5.0), ("３", 3.0), ("5.0", 5.0), ("9999999", 9999999)],
)
def test_counts_of_people(text, value):
    assert count(text) == Parsed(value)


@pytest.mark.parametrize("text", ["たくさん", "-3", "2.5", "2,3", "1e3", "12345678", "5人", "inf"])
def test_no_counts_of_people(text):
    assert count(text) == Parsed(None, "count_invalid")


@pytest.mark.parametrize(
    ("scale", "text", "value"),
    [([0, 10], "0", 0.0), ([0, 10], "10", 1.0), ([0, 10], "2.5", 0.25), ([1, 5], "1", 0.0), ([1, 5], "2", 0.25),
     ([1, 5], "５", 1.0), ([-2, 2], "-1", 0.25), ([0, 10], "", None)],
)  # fmt: skip
def test_influence_on_a_scale(scale, text, value):
    assert influence(scale, {})(text) == Parsed(value)


@pytest.mark.parametrize(
    ("text", "value"), [("a lot", 0.9), ("とても(強い)", 1.0), ("とても（強い）", 1.0), ("5", 0.5)]
)
def test_influence_by_labels(text, value):
    assert influence([0, 10], {"a lot": 0.9, "とても(強い)": 1.0})(text) == Parsed(value)


@pytest.mark.parametrize(("scale", "text"), [([0, 10], "11"), ([0, 10], "-1"), ([1, 5], "0"), ([0, 10], "much"),
                                             ([0, 10], "nan"), ([0, 10], "1e0")])  # fmt: skip
def test_influence_outside_its_scale(scale, text):
    assert influence(scale, {"a lot": 0.9})(text) == Parsed(None, "influence_invalid")


@pytest.mark.parametrize(
    ("digits", "text", "minor"),
    [(0, "12800", 12800), (0, " １２８００ ", 12800), (0, "-1200", -1200), (0, "12800.0", 12800), (2, "11.77", 1177),
     (2, "11.7", 1170), (2, "-0.01", -1), (2, "7", 700), (3, "1.234", 1234), (2, "9999999999999.99", 999999999999999)],
)  # fmt: skip
def test_money_in_whole_minor_units(digits, text, minor):
    assert money(digits)(text) == Parsed(minor)


@pytest.mark.parametrize(
    ("digits", "text", "minor"),
    [
        (0, "0.5", 0),
        (0, "1.5", 2),
        (0, "2.5", 2),
        (0, "-0.5", 0),
        (2, "1.005", 100),
        (2, "1.015", 102),
        (2, "1.0151", 102),
    ],
)
def test_halves_of_a_minor_unit_go_to_the_even_one(digits, text, minor):
    assert money(digits)(text) == Parsed(minor)


@pytest.mark.parametrize(
    "text", ["12,800", "12.800,5", "¥100", "無料", "1万2千", "inf", "nan", "1e5", ".5", "5.", "--1", "(100)", "1 000",
             "12345678901234"],
)  # fmt: skip
def test_no_plain_amounts(text):
    assert money(0)(text) == Parsed(None, "amount_invalid")


def test_blank_amounts():
    assert money(0)(" ") == Parsed(None, "amount_blank")
    assert money(0, blank="")(" ") == Parsed(None)


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
@few
def test_amounts_lose_nothing(minor, digits):
    assert money(digits)(f"{Decimal(minor).scaleb(-digits):f}") == Parsed(minor)


@pytest.mark.parametrize(
    ("text", "local"),
    [("2026-04-01", "2026-04-01T00:00:00"), ("2026/4/1", "2026-04-01T00:00:00"),
     ("２０２６／４／１", "2026-04-01T00:00:00"),
     ("2026-04-01T09:05", "2026-04-01T09:05:00"), (" 2026-04-01 9:05:07 ", "2026-04-01T09:05:07"),
     ("2026/4/1 23:59:59.999", "2026-04-01T23:59:59"), ("2024-02-29", "2024-02-29T00:00:00"),
     ("1901-01-01", "1901-01-01T00:00:00"), ("2199-12-31", "2199-12-31T00:00:00")],
)  # fmt: skip
def test_dates_and_times(text, local):
    assert moment("Asia/Tokyo")(text) == Parsed(datetime.fromisoformat(local))


@pytest.mark.parametrize(
    ("zone", "text", "local"),
    [("Asia/Tokyo", "2026-03-31T20:00:00Z", "2026-04-01T05:00"),
     ("Asia/Tokyo", "2026-03-31T20:00:00+0900", "2026-03-31T20:00"),
     ("Asia/Tokyo", "2026-03-31 10:00 -05:00", "2026-04-01T00:00"),
     ("America/New_York", "1998-04-05T06:59:00Z", "1998-04-05T01:59"),  # a minute before summer time
     ("America/New_York", "1998-04-05T07:00:00Z", "1998-04-05T03:00"),
     ("Europe/Berlin", "2026-01-01T00:30:00+02:00", "2025-12-31T23:30")],
)  # fmt: skip
def test_offsets_are_moved_to_the_shop(zone, text, local):
    assert moment(zone)(text) == Parsed(datetime.fromisoformat(local))


clocks = st.datetimes(datetime.fromisoformat("1953-01-01"), datetime.fromisoformat("2100-01-01"))


@given(clocks, st.integers(-12 * 60, 14 * 60))
@few
def test_tokyo_is_nine_hours_ahead(clock, offset_minutes):
    clock, sign = clock.replace(microsecond=0), "-" if offset_minutes < 0 else "+"
    text = f"{clock.isoformat()}{sign}{abs(offset_minutes) // 60:02}:{abs(offset_minutes) % 60:02}"
    expected = clock - timedelta(minutes=offset_minutes) + timedelta(hours=9)
    assert moment("Asia/Tokyo")(text) == Parsed(expected)


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "2026-00-10", "0000-00-00", "1900-12-31", "2200-01-01", "9999-12-31", "2026-04/01",
     "01/04/2026", "20260401", "250401", "46113", "2026-04-01T25:00", "2026-04-01T09:60", "2026-04-01T09", "today",
     "2026-04-01T09:00+99:00", "2026-04-01+09:00", "2026-04-01 09:00 JST"],
)  # fmt: skip
def test_impossible_dates(text):
    assert moment("Asia/Tokyo")(text) == Parsed(None, "date_invalid")


def test_blank_dates():
    assert moment("Asia/Tokyo")("") == Parsed(None, "date_blank")
    assert moment("Asia/Tokyo", blank="")(" ") == Parsed(None)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [("1", True), ("TRUE", True), ("Yes", True), ("y", True), ("はい", True), ("１", True), ("0", False),
     ("false", False), ("No", False), ("n", False), ("いいえ", False), ("", False)],
)  # fmt: skip
def test_yes_or_no(text, parsed):
    assert yes_or_no(text) == Parsed(parsed)


@pytest.mark.parametrize("text", ["2", "maybe", "NA", "-1"])
def test_neither_yes_nor_no(text):
    assert yes_or_no(text) == Parsed(None, "flag_invalid")


@pytest.mark.parametrize(
    ("text", "value"), [("Near Miss", "near_miss"), ("MAJOR", "major"), ("near_miss", "near_miss")]
)
def test_categories(text, value):
    assert one_of("major", "near_miss")(text) == Parsed(value)


def test_categories_with_and_without_a_default():
    assert one_of("order", "refund", default="order")(" ") == Parsed("order")
    assert one_of("order", "refund")("") == Parsed(None, "category_invalid")
    assert one_of("order", "refund", reason="other")("gift") == Parsed(None, "other")


def test_a_column_keeps_its_rows():
    texts = pd.Series(["9", "", "x", "9"], index=[2, 5, 9, 4], dtype="str")
    parsed = parsed_column(texts, score)
    assert parsed.index.tolist() == [2, 5, 9, 4]
    assert parsed["value"].tolist() == [9, None, None, 9]
    assert parsed["reason"].tolist() == ["", "score_blank", "score_range", ""]


def test_a_column_parses_each_text_once():
    seen = []
    parsed_column(pd.Series(["a", "b", "a"] * 50, dtype="str"), lambda text: seen.append(text) or Parsed(text))
    assert seen == ["a", "b"]


def test_an_empty_column():
    assert parsed_column(pd.Series(dtype="str"), score).shape == (0, 2)


@pytest.fixture
def seen():
    """Texts that a parser was asked for one by one, and that parser made from another."""

    def spied(parser):
        texts = []
        return texts, with_lane(*parser.lane)(lambda text: texts.append(text) or parser(text))

    return spied


def test_a_lane_takes_plain_texts_and_leaves_the_others(seen):
    parser = with_lane("[a-z]+|[0-9]", pc.utf8_upper)(lambda text: Parsed(None, "odd"))
    texts, spy = seen(parser)
    parsed = parsed_column(pd.Series(["ab", "b1", "7", "ab\n", "b1", "77", ""], dtype="str"), spy)
    assert parsed["value"].fillna("none").tolist() == ["AB", "none", "7", *["none"] * 4]
    assert parsed["reason"].tolist() == ["", "odd", "", *["odd"] * 4]
    assert texts == ["b1", "ab\n", "77", ""]


@pytest.mark.parametrize(
    ("parser", "plain"),
    [(identifier, ["A-17", "007", "-a", "a b", "taro@b.jp"]), (email, ["Taro@Example.jp"]), (text_value, ["-", "a b"]),
     (money(0), ["0", "-1200", "9999999999999"]), (money(2), ["7", "11.7", "-11.77"]), (money(3), ["1.234"]),
     (moment("UTC"), ["2026-01-31", "2026-04-30T09:05", "2199-12-29 23:59:59", "1901-01-01", "1910-11-28"])],
)  # fmt: skip
def test_what_is_plain_needs_no_parser(parser, plain, seen):
    texts, spy = seen(parser)
    parsed_column(pd.Series(plain, dtype="str"), spy)
    assert texts == []


PIECES = [
    "", "-", "--", "-a", "A-17", "007", "ＡＢ０１", "Taro@Example.JP", "NA", "nan", "か\u3099", "①", "é", "e\u0301",
    "ﾎﾟ", "0", "-0", "7", "-11.7", "11.77", "0.5", "2.5", "1.005", "1.", ".5", "1e5", "+1", "12,800", "９", "٣",
    "9" * 13, "9" * 14, "-" + "9" * 13 + ".994", "9" * 30, "1901-01-01", "1900-12-31", "2199-12-31", "2200-01-01",
    "9999-12-31", "0000-00-00", "2024-02-29", "2026-02-29", "2026-02-30", "2026-04-31", "2026-1-1", "2026/04/01",
    "2026-04-01T09:05", "2026-04-01 23:59:59", "2026-04-01T24:00", "2026-04-01T09:60", "2026-04-01 09:05:07.5",
    "2026-04-01T09:05Z", "2026-03-31T20:00:00-0500", "２０２６-04-01", "٢٠٢٦-04-01",
]  # fmt: skip
any_texts = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", " ", "\u200b", "\n"]),
        st.sampled_from(PIECES)
        | st.dates().map(str)
        | st.datetimes().map(str)
        | st.decimals(-(10**6), 10**6, places=2).map(str)
        | st.text("aA0-.,: T\t\x00\x7f\x85か％", max_size=5),
        st.sampled_from(["", "", "", " ", "\n", "\r\n", "\u3000", "\x00"]),
    ),
)
LANES = {
    "identifier": (identifier, "str"), "email": (email, "str"), "text_value": (text_value, "str"),
    "yen": (money(0), "Int64"), "cents": (money(2, blank=""), "Int64"), "fils": (money(3), "Int64"),
    "tokyo": (moment("Asia/Tokyo"), "datetime64[us]"), "new_york": (moment("America/New_York"), "datetime64[us]"),
}  # fmt: skip


@pytest.mark.parametrize("name", LANES)
@given(st.lists(any_texts, max_size=25))
@example(PIECES)
@few
def test_a_column_is_what_its_cells_are_one_by_one(name, texts):
    parser, dtype = LANES[name]
    texts = texts + texts[::-2]
    alone = [parser(text) for text in texts]
    parsed = parsed_column(pd.Series(texts, dtype="str"), parser)
    pd.testing.assert_series_equal(parsed["value"], pd.Series([one.value for one in alone], dtype=dtype, name="value"))
    assert parsed["reason"].tolist() == [one.reason for one in alone]
