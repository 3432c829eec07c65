"""How numbers of a format look."""

from helpers.read.cells.amounts import amount_of
from helpers.read.files.sheet_marks import NumberLook, look
from tests.each import each


@each("number_format", ["", "0", "0.00", "#,##0", "General", "@", "0%", "0.00E+00", '"C"00000', "000-0000"])
@each("colour", ["", "[Red]", "[$-409]"])
def test_a_plain_look(number_format, colour):
    assert look(colour + number_format) is None


@each(
    "number_format",
    ["yyyy-mm-dd", '[$-411]ggge"年"m"月"d"日"', "h:mm AM/PM", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
     "#,##0_);(#,##0)", '0"人"', '0"pt"', '"TOPS "0', '0"PENS"', '"¥"@', '"¥"', "_¥#,##0", '#,##0;"$"#,##0'],
)  # fmt: skip
def test_no_currency(number_format):
    assert look(number_format) is None


@each(
    ("number_format", "shown"),
    [
        ("[$$-409]#,##0.00", "$7"),
        ("[$€-407]#,##0", "€7"),
        ("#,##0.00 [$€-407]", "7€"),
        ("#,##0.00\\ [$€-407]", "7€"),
        ("[$CHF-807] #,##0.00", "CHF7"),
        ("[$USD] #,##0", "USD7"),
        ('"¥"#,##0', "¥7"),
        ("¥#,##0", "¥7"),
        ("\\¥#,##0", "¥7"),
        ("\\\\#,##0", "\\7"),  # a backslash, as CP932 has the yen sign
        ("[$¥-411]#,##0", "¥7"),
        ("[$￥-411]#,##0", "¥7"),
        ('#,##0 "円"', "7円"),
        ("#,##0円", "7円"),
        ('General"円"', "7円"),
        ('"US$"#,##0', "US$7"),
        ('_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', "¥7"),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', "$7"),
        ('[Red]"$"0', "$7"),
        ('"合計 "0"円"', "7円"),
        ('#,##0,"千円"', "7円"),  # 7 is shown as 0千円
        ('"$"#,##0,,"M"', "$7"),
    ],
)
def test_a_currency(number_format, shown):
    found = look(number_format)
    assert found.of("7") == shown
    assert amount_of(found.of("-7")).frame.negative
    assert amount_of(shown).frame.currencies


def test_thousands_typed_as_such_are_no_plain_amount():
    assert look('#,##0"千円"').of("1200") == "1200千円"
    assert amount_of("1200千円") is None


def test_digits_are_for_whole_numbers():
    assert [NumberLook(5).of(text) for text in ("17", "123456", "-17", "17.5")] == ["00017", "123456", "-17", "17.5"]
