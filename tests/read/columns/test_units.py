"""What headers and lines above them say of money: its currency, thousands."""

import pytest

from helpers.base.errors import KitError
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.header_search import header
from helpers.read.columns.units import check_currency_told, check_unit, currency_told
from helpers.read.roles import canonical_table
from tests.each import each

COLUMNS = ("注文番号", "会員番号", "受注日")


def found(*names, above=(), mapping=None):
    """Header of a file of purchases, and its columns."""
    head = [*((row, [text]) for row, text in enumerate(above, 1)), (len(above) + 1, [*COLUMNS, *names])]
    one = header(head, "purchases", mapping, "shop.csv")
    return one, columns_of("purchases", one, mapping).headers


def stopped(*names, unit=None, **more):
    """What is said of a unit; "" if nothing."""
    try:
        check_unit(*found(*names, **more), unit)
    except KitError as error:
        return f"{error.code} {error.fields['place']['en'] if 'place' in error.fields else ''}"
    return ""


@each(
    ("name", "code"),
    [("amount (USD)", "USD"), ("Amount ($)", "USD"), ("金額(円)", "JPY"), ("金額（円）", "JPY"),
     ("金額（ドル）", "USD"),
     ("Currency: USD", "USD"), ("amount_usd", "USD"), ("売上EUR", "EUR"), ("amountGBP", "GBP"),
     ("Amount (CA$)", "CAD"), ("金額￥", "JPY"), ("金額（円、税込）", "JPY"), ("単位：円", "JPY"), ("ドル建て", "USD"),
     ("金額（米ドル）", "USD"),
     ("Total in euros", "EUR"), ("Total (€)", "EUR"), ("amount", None), ("売上金額", None), ("Total (all)", None),
     ("Top sales", None), ("キャンドル売上", None), ("元金額", None), ("amount (kr)", None), ("Total (USD, EUR)", None),
     ("Net sales", None), ("円グラフ", None), ("", None)],
)  # fmt: skip
def test_currency_of_a_header(name, code):
    # kr is written in several countries
    head = header([(1, [*COLUMNS, name])], "purchases", {"amount": name})
    assert currency_told(head, {"amount": name}) == code


@each(
    "name",
    ["金額（千円）", "売上(万円)", "金額（百万円）", "売上金額（単位：千円）", "金額(千)", "Amount (thousands)",
     "Amount (in k)", "Amount (k)", "Amount ('000)", "Total (000s)",
     "Amount (USD k)", "Amount (k$)", "amount_cents", "Total in millions"],
)  # fmt: skip
def test_amounts_in_thousands_stop(name):
    assert stopped("x", name, mapping={"amount": name}) == f'E-AMOUNT-UNIT shop.csv, column "{name}"'
    assert stopped("金額", name, mapping={"refund_amount": name}) == f'E-AMOUNT-UNIT shop.csv, column "{name}"'


@each("name", ["金額（千円）", "売上(万円)", "金額（百万円）", "Amount (thousands)", "Amount (in k)"])
def test_amounts_in_thousands_stop_by_their_names_too(name):
    assert stopped(name).startswith("E-AMOUNT-UNIT")


@each(
    ("name", "likely"),
    [("amount_cents", "minor"), ("Amount (cents)", "minor"), ("amount_minor", "minor"), ("price_in_cents", "minor"),
     ("金額（銭）", "minor"), ("total_pence", "minor"), ("金額（千円）", "thousand"), ("売上千円", "thousand"),
     ("Amount ('000)", "thousand"), ("Total (k$)", "thousand"), ("Amount in thousands", "thousand"),
     ("売上(万円)", "ten_thousand"), ("金額（百万円）", None), ("金額（千万円）", None),
     ("Amount (in millions)", None)],
)  # fmt: skip
def test_the_unit_that_a_header_tells_is_proposed_and_a_setting_decides(name, likely):
    mapping = {"amount": name} if "'" in name or "k$" in name or " in " in name else None
    one = found(name, mapping=mapping)
    with pytest.raises(KitError, match=r"^E-AMOUNT-UNIT") as caught:
        check_unit(*one, None)
    line = caught.value.fields["lines"]
    others = [unit for unit in ("minor", "thousand", "ten_thousand", "major") if unit != likely]
    assert line == (f"amount_unit: {likely}  # or {', '.join(others)}" if likely else "amount_unit: major")
    assert (likely is None) == ("millions" in str(caught.value))
    assert check_unit(*one, "major") is None


@each("name", ["金額（円）", "売上金額", "Amount (USD)", "Total (incl. tax)", "合計金額（税込）", "Order amount"])
def test_whole_units_go_on(name):
    assert stopped(name, "1万円以上の注文", "Thousand Oaks shop") == ""


@each("line", ["単位：千円", "（単位：百万円）", "売上一覧（千円）", "Amounts in thousands", "Unit: thousand yen"])
def test_a_line_above_tells_the_unit(line):
    assert stopped("金額", above=["売上一覧", line]) == "E-AMOUNT-UNIT shop.csv row 2"


@each("line", ["単位：円", "1万円以上の注文の一覧です", "A shop with thousands of customers", "2026年"])
def test_other_lines_above_go_on(line):
    assert stopped("金額", above=["売上一覧", line]) == ""


@each(
    ("above", "name", "code"),
    [((), "amount (USD)", "USD"), (("Currency: USD",), "amount", "USD"), (("通貨：ユーロ",), "金額", "EUR"),
     (("(単位:円)",), "金額", "JPY"), (("Shop: €, all",), "amount", None),
     (("EUR shops of 2026 as listed",), "amount", None),
     (("Currency: EUR",), "amount (USD)", None)],
)  # fmt: skip
def test_currency_of_a_file(above, name, code):
    assert currency_told(*found(name, above=above)) == code


def test_headers_of_what_is_no_money_tell_nothing():
    one, columns = found("amount", "rate USD", above=["Currency: USD"])
    assert currency_told(one, {column: columns[column] for column in ("order_id", "ordered_at")}) is None
    assert currency_told(*found("amount", "rate USD")) is None


@each(
    ("name", "currency", "good"),
    [("amount (USD)", "USD", True), ("amount (USD)", "JPY", False), ("Amount ($)", "CAD", True),
     ("金額（¥）", "CNY", True),
     ("Amount ($)", "JPY", False), ("金額(円)", "JPY", True), ("金額(円)", "USD", False), ("amount", "USD", True)],
)  # fmt: skip
def test_another_currency_stops(name, currency, good):
    one, columns = found(name)
    if good:
        assert check_currency_told(one, columns, currency) is None
        return
    with pytest.raises(KitError) as caught:
        check_currency_told(one, columns, currency)
    place = {"en": f'shop.csv, column "{name}"', "ja": f"shop.csv、列「{name}」"}
    assert (caught.value.code, caught.value.fields["place"]) == ("E-CURRENCY", place)


def test_two_currencies_in_a_header_stop():
    with pytest.raises(KitError, match=r"^E-CURRENCY-MIXED"):
        check_currency_told(*found("Total (USD, EUR)"), "USD")


@pytest.mark.parametrize("content", ["{},amount (USD)\n{}", "Currency: USD\n{},amount\n{}"])
def test_a_report_stops_at_the_currency_of_a_header(content, csv_file, settings):
    path = csv_file(content.format("order_id,customer_id,ordered_at", "A1,C1,2026-01-01,5\n"))
    with pytest.raises(KitError, match=r"^E-CURRENCY shop\.csv"):
        canonical_table("purchases", settings(purchases=path))
    assert len(canonical_table("purchases", settings(purchases=path, currency="USD")).frame) == 1
