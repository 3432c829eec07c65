"""Amounts, as shops write them, to whole minor units; and what a column of them says."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.cells.amounts import check_currency, currency_of, decimal_sign, tax_marks
from helpers.read.cells.lanes import Parsed, lane_of
from helpers.read.cells.numbers import money_value
from helpers.read.cells.stream import parsed_column
from helpers.read.cells.taxes import check_tax
from tests.each import each

few = example_settings(deadline=None, max_examples=60)
yen, cents = money_value(0), money_value(2, currency="USD")
euros = money_value(2, decimal_sign=",", currency="EUR")
invalid = Parsed(None, "amount_invalid")


def place(text):
    """A stand-in that tells which text was named."""
    return f"<{text}>"


@each(
    ("digits", "text", "minor"),
    [(0, "12800", 12800), (0, "-1200", -1200), (0, "12800.0", 12800), (0, "12800.00", 12800), (0, "007", 7),
     (2, "11.77", 1177), (2, "11.7", 1170), (2, "-0.01", -1), (2, "7", 700), (2, "11.770", 1177), (3, "1.234", 1234),
     (2, "9999999999999.99", 999999999999999), (0, "-0", 0), (2, "-0.00", 0)],
)  # fmt: skip
def test_plain_amounts_need_no_fix(digits, text, minor):
    assert money_value(digits)(text) == Parsed(minor)


@each("text", ["", " ", "\u3000", "\u200b", "-", "—", "−", "－", "ー", "―", " - ", "¥ -", "￥-", "$-"])
def test_blank_amounts(text):
    assert yen(text) == Parsed(None, "amount_blank")
    assert money_value(0, blank="")(text) == Parsed(None)


@each(
    ("text", "minor", "fixed"),
    [("¥12,800", 12800, "thousands currency_sign"), ("￥12,800", 12800, "full_width thousands currency_sign"),
     ("12,800円", 12800, "thousands currency_sign"), ("12,800 円", 12800, "thousands currency_sign"),
     ("\\12,800", 12800, "thousands currency_sign"), ("JPY 1,200", 1200, "thousands currency_sign"),
     ("1,200 JPY", 1200, "thousands currency_sign"), ("¥1200円", 1200, "currency_sign"),
     ("1,200 yen", 1200, "thousands currency_sign"), ("１２，８００", 12800, "full_width thousands"),
     (" 12800", 12800, "white_space"), ("12\u200b800", 12800, "zero_width"), ("1,234,567", 1234567, "thousands"),
     ("1'234'567", 1234567, "thousands"), ("1’234", 1234, "thousands"), ("1 234 567", 1234567, "thousands"),
     ("1\u00a0234", 1234, "full_width thousands"), ("1\u202f234", 1234, "full_width thousands")],
)  # fmt: skip
def test_yen(text, minor, fixed):
    assert yen(text) == Parsed(minor, "", fixed)


@each(
    ("text", "minor", "fixed"),
    [("-1,200", -1200, "thousands"), ("−1,200", -1200, "thousands negative_form"),
     ("－1,200", -1200, "full_width thousands"), ("–1,200", -1200, "thousands negative_form"),
     ("(1,200)", -1200, "thousands negative_form"), ("（1,200）", -1200, "full_width thousands negative_form"),
     ("△1,200", -1200, "thousands negative_form"), ("▲1,200", -1200, "thousands negative_form"),
     ("▲ 1200", -1200, "negative_form"), ("- 1200", -1200, "negative_form"),
     ("1,200-", -1200, "thousands negative_form"),
     ("-¥1,200", -1200, "thousands currency_sign"), ("¥-1,200", -1200, "thousands currency_sign negative_form"),
     ("¥△1,200", -1200, "thousands currency_sign negative_form"),
     ("(¥1,200)", -1200, "thousands currency_sign negative_form"),
     ("¥(1,200)", -1200, "thousands currency_sign negative_form"),
     ("△1,200円", -1200, "thousands currency_sign negative_form")],
)  # fmt: skip
def test_negative_amounts(text, minor, fixed):
    assert yen(text) == Parsed(minor, "", fixed)


@each(
    ("text", "minor", "fixed"),
    [("$1,149.00 ", 114900, "white_space thousands currency_sign"), ("US$5", 500, "currency_sign"),
     ("1149.00 USD", 114900, "currency_sign"), ("-$0.05", -5, "currency_sign"), ("$5.00 USD", 500, "currency_sign"),
     ("1'234.50", 123450, "thousands"), ("1 234.5", 123450, "thousands"), ("1.500", 150, ""), ("0.5", 50, "")],
)  # fmt: skip
def test_dollars(text, minor, fixed):
    assert cents(text) == Parsed(minor, "", fixed)


@each(
    ("text", "minor", "fixed"),
    [("12,80", 1280, "decimal_comma"), ("1.234,56", 123456, "thousands decimal_comma"),
     ("12.800", 1280000, "thousands"),
     ("12800", 1280000, ""), ("1 234,56 €", 123456, "thousands decimal_comma currency_sign"),
     ("1'234,5", 123450, "thousands decimal_comma"), ("12,800", 1280, "decimal_comma"),
     ("€12", 1200, "currency_sign"),
     ("-12,8", -1280, "decimal_comma"), ("1.234.567", 123456700, "thousands")],
)  # fmt: skip
def test_decimal_commas(text, minor, fixed):
    assert euros(text) == Parsed(minor, "", fixed)


@each(
    "text",
    ["12.80", "1,234.56", "1.23", "1234.567", "12.8", "1,234,567", "0.500", "12,", ",5", "1.234.56", "1.234,5,6"],
)
def test_a_point_parts_groups_where_the_comma_parts_decimals(text):
    assert euros(text) == invalid


@each(("code", "text"), [("GBP", "£5"), ("KRW", "₩5"), ("CNY", "¥5"), ("CNY", "5元"),
 ("AUD", "$5"),
                                            ("AUD", "A$5"), ("CHF", "CHF 5"), ("EUR", "5ユーロ"),
                                            ("SEK", "5 kr")])  # fmt: skip
def test_marks_of_currencies(code, text):
    assert money_value(0, currency=code)(text) == Parsed(5, "", "currency_sign")


@each(
    ("code", "text"),
    [("JPY", "$5"), ("JPY", "5 USD"), ("USD", "¥5"), ("USD", "A$5"), ("USD", "$5 CAD"), ("EUR", "£5"), ("JPY", "¥5€"),
     ("JPY", "5元"), ("JPY", "¥¥5円"), ("USD", "\\5")],
)  # fmt: skip
def test_amounts_in_another_currency_are_not_taken(code, text):
    assert money_value(0, currency=code)(text) == invalid


@each(
    ("digits", "text", "minor"),
    [(0, "0.5", 0.5), (2, "1.005", 100.5), (2, "10.00412", 1000.412), (0, "¥-2.5001", -2.5001),
     (0, "1.000001", 1.000001), (2, "9007199.123", 900719912.3), (2, "1.50000", 150), (2, "0.30", 30)],
)  # fmt: skip
def test_decimals_beyond_the_minor_unit_are_kept(digits, text, minor):
    parsed = money_value(digits)(text)
    assert (parsed.value, type(parsed.value)) == (minor, type(minor)) and "rounded" not in parsed.fixed


@each(
    ("power", "longest"), [(0, 13), (2, 13), (3, 13), (4, 12), (6, 10)]
)  # fmt: skip
def test_amounts_in_large_units_are_as_long_as_they_can_be_told(power, longest):
    assert money_value(power)("9" * longest).value == int("9" * longest) * 10**power
    assert money_value(power)("9" * (longest + 1)).reason == "amount_invalid"
    assert parsed_column(["9" * longest], money_value(power), "int").value.tolist() == [int("9" * longest) * 10**power]


@each(
    ("digits", "text", "minor"),
    [(0, "0.0000005", 0), (0, "0.0000015", 0.000002), (0, "-0.0000025", -0.000002), (2, "11.770000000000001", 1177),
     (0, "1.4999999999999999999999999999999999999999", 1.5), (0, "9007199254.5", 9007199254),
     (0, "0.00000050000000000000000000000000000000000001", 0.000001)],
)  # fmt: skip
def test_finer_than_floats_tell_it_is_rounded_to_the_even_one(digits, text, minor):
    parsed = money_value(digits)(text)
    assert (parsed.value, parsed.fixed.split()[-1]) == (minor, "rounded")


@each(
    ("text", "minor", "kinds"),
    [("+1", 1, "plus_sign"), ("+¥1,200", 1200, "thousands currency_sign plus_sign"), ("'1200", 1200, "apostrophe"),
     ("¥+5", 5, "currency_sign plus_sign"), ('="1200"', 1200, "text_formula"),
     ("1,200+税", 1200, "thousands tax_mark")],
)  # fmt: skip
def test_amounts_with_signs_for_a_spreadsheet(text, minor, kinds):
    assert yen(text) == (minor, "", kinds)


@each(
    "text",
    ["1,20,000", "12,80", "12,800.5.1", "12,800,5", "1,2345", "0,123", "1234,567", "12,800'000", "1 23", "1  234",
     "無料", "1万2千", "12万", "12.8k", "inf", "-inf", "nan", "NA", "1e5", "1.23E+11", "#N/A", "#DIV/0!", "#REF!",
     "12,800 12,800", "12,800円 2点", "12,800円/個", "12-13", "1,200〜1,500", "12,800.-", "5%", ".5", "5.",
     "--1", "++1", "+-1", "1+", "+(1)",
     "-(100)", "(-100)", "△-100", "-100-", "(100", "100)", "12345678901234", "1,234,567,890,123,4", "9" * 5000,
     "¥1,200-", "1,200円-", "(税込1,200円)", "12,800¹", "12,80①", "½", "⑽", "1²", "٣٤", "1２円x", "2025-04-01", "¥",
     "円",
     "ABC 100", "100 abc", "jpy 100", "1_000", "0x10", "1,200\x00"],
)  # fmt: skip
def test_no_amounts(text):
    assert yen(text) == invalid


@each(
    ("text", "kind"),
    [("12,800円(税込)", "included"), ("税込12,800円", "included"), ("（税込み）12,800円", "included"),
     ("12800[内税]", "included"),
     ("12800 tax incl.", "included"), ("12800 (Tax included)", "included"), ("12800 incl. VAT", "included"),
     ("12,800円(税抜)", "excluded"), ("税抜き 12,800円", "excluded"), ("12,800円税別", "excluded"),
     ("12,800円＋税", "excluded"),
     ("12800 tax excl.", "excluded"), ("12800 excl. tax", "excluded"), ("12800 ex. VAT", "excluded"),
     ("12800 + tax", "excluded")],
)  # fmt: skip
def test_tax_marks(text, kind):
    other = {"included": "excluded", "excluded": "included"}[kind]
    parsed = yen(text)
    assert (parsed.value, parsed.reason, parsed.fixed.split()[-1]) == (12800, "", "tax_mark")
    assert money_value(0, tax=kind)(text) == parsed
    assert money_value(0, tax=other)(text) == Parsed(None, "tax_other")
    assert money_value(0, tax=other)("12800") == Parsed(12800)


@each(
    ("texts", "sign"),
    [([], "."), (["¥12,800", "1,000"], "."), (["12,80"], ","), (["12.80"], "."), (["1.234,5"], ","),
     (["1,234.5"], "."),
     (["1.234.567"], ","), (["1,234,567"], "."), (["0.500", "12.800"], "."), (["1234.500", "12.800"], "."),
     (["12.8", "12.800"], "."), (["1.2345", "12.800"], "."), (["12,8", "12.800"], ","), (["0,500", "12.800"], ","),
     (["1 234,56", "12.800"], ","), (["1'234.567", "12.800"], "."), (["無料", "1.2.3", "12.80.1", "-"], "."),
     (["￥１２，８０"], ","), (["1234,500", "(1.250) €"], ",")],
)  # fmt: skip
def test_the_decimal_sign_that_a_column_shows(texts, sign):
    assert decimal_sign(texts, None, place, False) == sign
    assert decimal_sign(texts[::-1], None, place, False) == sign


def test_plain_decimals_show_a_point():
    assert decimal_sign(["12.800"], None, place, True) == "."


@each("texts", [["12.800"], ["無料", "¥12.800", "1.500"], ["12,800", "12.800"], ["-1.250 €", "3,000"]])
def test_a_column_that_leaves_its_decimal_sign_open_is_asked_about(texts):
    named = next(text for text in texts if "." in text)
    with pytest.raises(KitError, match=f"(?s)E-DECIMAL-SIGN <{named.replace('.', '[.]')}>: .*decimal_sign"):
        decimal_sign(texts, None, place, False)
    assert [decimal_sign(texts, setting, place, False) for setting in (".", ",")] == [".", ","]


@pytest.mark.parametrize(
    ("texts", "plain_point"), [(["12.80", "12,80"], False), (["12,80"], True), (["0,5", "0.500"], False)]
)
def test_two_decimal_signs_in_a_column_stop(texts, plain_point):
    with pytest.raises(KitError, match=r"E-DECIMAL-MIXED <(12,80|0,5)>"):
        decimal_sign(texts, None, place, plain_point)
    assert decimal_sign(texts, ",", place, plain_point) == ","


@each(
    ("texts", "code"),
    [([], None), (["12,800", "無料"], None), (["¥5", "5円"], "JPY"), (["¥5"], "JPY"), (["¥5", "5元"], "CNY"),
     (["￥5"], "JPY"),
     (["\\5"], "JPY"), (["$5"], "USD"), (["$5", "US$5"], "USD"), (["$5", "A$5"], "AUD"), (["$5 CAD"], "CAD"),
     (["5 €"], "EUR"),
     (["£5"], "GBP"), (["₩5"], "KRW"), (["5 kr"], None), (["5元"], None), (["$5", "€5"], None), (["CHF 5"], "CHF")],
)  # fmt: skip
def test_the_currency_that_a_column_shows(texts, code):
    assert currency_of(texts) == code


@each(
    ("texts", "code"),
    [(["¥5", "5円", "7"], "JPY"), (["¥5"], "CNY"), (["$5", "7.00"], "SGD"), (["5 kr"], "NOK"), ([], "JPY"),
     (["無料 $", "USD"], "JPY")],
)  # fmt: skip
def test_marks_that_fit_the_currency(texts, code):
    assert check_currency(texts, code, place) is None


def test_another_currency_than_declared_stops():
    with pytest.raises(KitError, match=r"E-CURRENCY <[$]5>: .*JPY"):
        check_currency(["7", "$5", "$6"], "JPY", place)


@each("texts", [["$5", "€6"], ["¥5", "6 USD"], ["A$5", "US$6"], ["5円", "6元"], ["$5", "A$5", "6 USD"]])
def test_two_currencies_in_a_column_stop(texts):
    code = {"$5": "AUD", "¥5": "JPY", "A$5": "AUD", "5円": "JPY"}[texts[0]]
    with pytest.raises(KitError, match=r"E-CURRENCY-MIXED <.*6.*>"):
        check_currency(texts, code, place)


@each(
    ("texts", "warning"),
    [
        ([], ""),
        (["¥12,800"], ""),
        (["100円(税込)", "50円"], ""),
        (["100円(税抜)"], "W-TAX"),
        (["税別50円", "50円"], "W-TAX"),
    ],
)
def test_tax_of_a_column(texts, warning):
    assert check_tax(tax_marks(texts), None, place) == warning
    assert check_tax(tax_marks(texts), "excluded", place) == ""


def test_a_column_with_and_without_tax_is_asked_about():
    texts = ["10", "20円税込", "30円税抜", "40円税抜"]
    with pytest.raises(KitError, match=r"(?s)E-TAX <30円税抜> .* <20円税込> .*tax: included"):
        check_tax(tax_marks(texts), None, place)
    assert check_tax(tax_marks(texts), "included", place) == ""


GROUPS = {".": [",", "'", " ", "\u00a0", "\u202f", "’", ""], ",": [".", "'", " ", "\u00a0", ""]}
NEGATIVES = ["-{}", "−{}", "△{}", "▲{}", "({})", "（{}）", "－{}", "- {}"]
CURRENCIES = {"JPY": ["{}", "¥{}", "￥{}", "{}円", "{} 円", "JPY {}", "{} JPY", "\\{}"],
              "USD": ["{}", "${}", "US${}", "{} USD", "$ {}"], "EUR": ["{}", "€{}", "{} €", "EUR {}"]}  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789,.'", "０１２３４５６７８９，．＇")


@st.composite
def written_amounts(draw):
    """Minor units, the decimals of their currency, its code, the decimal sign, and one way to write them."""
    minor, digits = draw(st.integers(-(10**11), 10**11)), draw(st.integers(0, 3))
    code, sign = draw(st.sampled_from(sorted(CURRENCIES))), draw(st.sampled_from(".,"))
    whole, decimals = divmod(abs(minor), 10**digits)
    text = f"{whole:,}".replace(",", draw(st.sampled_from(GROUPS[sign])))
    if digits:
        text += sign + f"{decimals:0{digits}}" + "0" * draw(st.integers(0, 2))
    inside = draw(st.booleans())
    currency = draw(st.sampled_from(CURRENCIES[code])).format
    negative = draw(st.sampled_from(NEGATIVES)).format if minor < 0 else str
    text = negative(currency(text)) if inside else currency(negative(text))
    text = text.translate(FULL_WIDTH) if draw(st.booleans()) else text
    return minor, digits, code, sign, text + draw(st.sampled_from(["", " ", "\u3000", "（税込）"]))


@given(written_amounts())
@few
def test_however_an_amount_is_written_it_is_the_same(written):
    minor, digits, code, sign, text = written
    parsed = money_value(digits, decimal_sign=sign, currency=code)(text)
    assert (parsed.value, parsed.reason) == (minor, "")
    plain = f"{Decimal(minor).scaleb(-digits):f}"
    assert money_value(digits)(plain) == Parsed(minor)
    if parsed.fixed == "":
        assert set(text) <= set("-0123456789.") and Decimal(text) == Decimal(plain)


@given(written_amounts())
@few
def test_the_decimal_sign_beside_one_clear_amount(written):
    *_, sign, text = written
    assert decimal_sign([text, f"0{sign}5"], None, place, False) == sign


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**9), st.integers(0, 3))
@few
def test_rounding_is_off_by_half_a_part_of_a_minor_unit_at_most(thousandths, more, digits):
    exact = Fraction(thousandths, 1000) + Fraction(more, 10**12)
    text = f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"
    parsed = money_value(digits)(text)
    kept = Decimal(text).scaleb(digits).quantize(Decimal("1e-6"), ROUND_HALF_EVEN)
    assert parsed.value == float(kept)
    assert ("rounded" in parsed.fixed) == (kept != Decimal(text).scaleb(digits))


PIECES = ["0", "-0", "7", "007", "-11.7", "11.77", "12.800", "1.234", "12800.0", "12800.00", "12800.000", "12,80",
 "1,200",
          "9" * 13, "-" + "9" * 13, "9" * 14, "9" * 13 + ".99", "9" * 13 + ".994", "1.", ".5", "+1", "1e5", "٣", "",
          "-", "7\n"]  # fmt: skip
PARSERS = [money_value(digits, decimal_sign=sign) for digits in range(4) for sign in (".", ",")]


@pytest.mark.parametrize("parser", PARSERS)
@given(
    st.lists(
        st.sampled_from(PIECES)
        | st.decimals(-(10**6), 10**6, places=2).map(str)
        | st.from_regex(r"\A-?[0-9]{1,14}([.,][0-9]{1,4})?\Z")
    )
)
@example(PIECES)
@example_settings(deadline=None, max_examples=30)
def test_the_lane_is_what_the_parser_says(parser, texts):
    lane = lane_of(parser)
    array = pa.array(texts, pa.large_string())
    plain = array.filter(pc.match_substring_regex(array, rf"\A(?:{lane.pattern})\z"))
    assert [Parsed(value) for value in lane.values(plain).to_pylist()] == [parser(text) for text in plain.to_pylist()]


@each(
    ("digits", "texts", "plain"),
    [(0, ["0", "-1200", "9" * 13, "12800.00", "5.0"], True), (2, ["7", "11.7", "-11.77"], True), (3, ["1.23"], True),
     (0, ["12.800", "11.7", "12.000"], False), (2, ["12.800"], False), (3, ["1.234"], False)],
)  # fmt: skip
def test_which_texts_take_the_lane(digits, texts, plain):
    found = pc.match_substring_regex(pa.array(texts), rf"\A(?:{lane_of(money_value(digits)).pattern})\z")
    assert found.to_pylist() == [plain] * len(texts)


def test_in_yen_a_single_comma_is_no_decimal_sign():
    """12,80 and 1,2800 are no amounts of yen; several points can only part thousands."""
    assert [decimal_sign([text], None, str, False, 0) for text in ("12,80", "1,2800", "1.234.567", "1.234,50")] == [
        *"..,,"
    ]
    assert money_value(0)("12,80").reason == money_value(0)("1,2800").reason == "amount_invalid"
