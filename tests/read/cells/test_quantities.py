"""Quantities of a row."""

from helpers.read.cells.quantities import quantity_value
from tests.each import each


@each(
    ("text", "value"),
    [("3", 3), ("-1", -1), ("1.5", 1.5), ("1.5 kg", 1.5), ("２個", 2), ("1,200", 1200), ("△2", -2),
     ("(3)", -3), ("0", 0), ("3点", 3), ("2 pcs.", 2), ("10 Units", 10),
     ("6.0", 6), ("0.333", 0.333), ("-0.5", -0.5), ("12345678", 12345678)],
)  # fmt: skip
def test_quantities(text, value):
    parsed = quantity_value()(text)
    assert (parsed.value, parsed.reason) == (value, "")


@each(
    "text",
    [
        "x",
        "いくつか",
        "500g",
        "2 3",
        "1/2",
        "½",
        "¥3",
        "3円",
        "3税込",
        "1e5",
        "inf",
        "2-3",
        "個",
        "-",
        "1" * 16,
        "1.2.3",
    ],
)
def test_what_is_no_quantity(text):
    assert quantity_value()(text) == (None, "quantity_invalid", "")


def test_fixes_and_the_decimal_comma_of_quantities():
    assert quantity_value()(" △1,200個 ").fixed.split() == ["white_space", "unit", "thousands", "negative_form"]
    assert [quantity_value(",")(text).value for text in ("1,5", "1.200", "3")] == [1.5, 1200, 3]
    assert quantity_value()("\u3000") == (None, "quantity_blank", "")
