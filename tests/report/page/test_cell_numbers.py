"""Figures of tables as numbers: the value, and a format that shows what the page shows."""

from helpers.base.words import Words
from helpers.report.page.cell_numbers import cell_number
from tests.each import each


@each(
    ("text", "currency", "number"),
    [
        ("0", "JPY", (0, "#,##0")),
        ("1,303", "JPY", (1303, "#,##0")),
        ("0.25", "JPY", (0.25, "#,##0.00")),
        ("−1,044", "JPY", (-1044, '#,##0;"−"#,##0')),
        ("+2,621", "JPY", (2621, '"+"#,##0;"−"#,##0')),
        ("¥8,360", "JPY", (8360, '"¥"#,##0;"−¥"#,##0')),
        ("−¥2,070", "JPY", (-2070, '"¥"#,##0;"−¥"#,##0')),
        ("8,360円", "JPY", (8360, '#,##0"円";"−"#,##0"円"')),
        ("4.82万円", "JPY", (48200, '#,##0"円";"−"#,##0"円"')),
        ("1.23456億円", "JPY", (123456000, '#,##0"円";"−"#,##0"円"')),
        ("¥1.2 million", "JPY", (1200000, '"¥"#,##0;"−¥"#,##0')),
        ("−$12.50", "USD", (-12.5, '"$"#,##0.00;"−$"#,##0.00')),
        ("24%", "JPY", (0.24, '0%;"−"0%')),
        ("7.1%", "JPY", (0.071, '0.0%;"−"0.0%')),
        ("<0.1%", "JPY", None),
        ("—", "JPY", None),
        ("", "JPY", None),
        ("¥1 … ¥2", "JPY", None),
        ("3 people", "JPY", None),
        ("$5", "JPY", None),  # none of the report's money
        ("2026-04-01", "JPY", None),
        ("=1+1", "JPY", None),
        ("0–6", "JPY", None),
        ("１", "JPY", None),
        ("123,456,789,012,345", "JPY", (123456789012345, "#,##0")),
        ("1,234,567,890,123,456", "JPY", None),  # more digits than a spreadsheet keeps
    ],
)
def test_a_figure_is_a_number_as_it_is_read(text, currency, number):
    assert cell_number(text, currency) == number


def test_what_words_say_is_read_back():
    for language, currency in (("en", "JPY"), ("ja", "JPY"), ("en", "EUR"), ("ja", "USD")):
        words = Words(language, currency)
        for value, digits in ((-48_213.77, -48_200), (12.0, 12), (4_567_890.0, 4_570_000), (-7.2, -7.2)):
            whole = currency == "JPY"
            assert cell_number(words.money(value), currency)[0] == (round(digits) if whole else digits)
        assert cell_number(words.points(-0.123), currency)[0] == -12
