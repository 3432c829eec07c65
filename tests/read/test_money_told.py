"""Money of some rows in a warning."""

import pandas as pd

from helpers.read.money_told import money_told
from tests.each import each


def purchases(some, others):
    """Rows of (customer, e-mail, amount)."""
    return pd.DataFrame([*some, *others], columns=["customer_id", "email", "amount"]).astype({"amount": "Int64"})


def of(*owners, amount=100):
    return [(who, None, amount) for who in owners]


@each(
    ("some", "others", "said"),
    [(of(*"abc"), of(*"abc"), " (¥300 in all)"), (of(*"abc"), [], " (¥300 in all)"), (of(*"ab"), of(*"abc"), ""),
     (of(*"abcabc"), of(*"abc"), " (¥600 in all)"), (of(*"abc"), of(*"ab"), ""), (of(*"aaaabc"), of(*"abc"), ""),
     (of(*"aabc"), of(*"abc"), " (¥400 in all)"), (of(*"abc", amount=None), of(*"abc"), " (¥0 in all)"),
     ([(None, mail, 100) for mail in "xyz"], of(*"abc"), " (¥300 in all)"),
     ([("a", "x", 100), ("a", "y", 100), ("a", "z", 100)], of(*"abc"), ""),
     ([(None, None, 100)] * 3, of(*"abc"), ""), (of(*"ab") + of("c", amount=-300), of(*"abc"), "")],
)  # fmt: skip
def test_only_money_of_enough_is_told(some, others, said, settings):
    frame = purchases(some, others)
    told = money_told(frame, frame.index[: len(some)], settings(min_group_size=3, min_cell=2))
    assert told["en"] == said


def test_in_units_of_the_currency_and_both_languages(settings):
    frame = purchases(of(*"abc", amount=123456), [])
    said = money_told(frame, frame.index, settings(min_group_size=3, min_cell=2, currency="USD"))
    assert said == {"en": " ($3,700 in all)", "ja": "（計$3,700）"}


def test_of_one_alone_where_nothing_is_secret(settings):
    frame = purchases(of("a", "b"), []).assign(amount=[1, 9])
    assert money_told(frame.drop(columns="email"), frame.index, settings(min_cell=1, min_group_size=2))["en"]
