"""Number formats in both languages, and sentences made of them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base import words as words_module
from helpers.base.words import MISSING, Words, rounded
from tests.each import each

SHOPS = {"en-JPY": Words("en", "JPY"), "ja-JPY": Words("ja", "JPY"), "en-USD": Words("en", "USD"),
         "ja-USD": Words("ja", "USD")}  # fmt: skip
EN = SHOPS["en-JPY"]
shops = each("words", SHOPS.values())


@shops
@each("form", ["money", "exact_money", "percent", "points", "count", "decimal", "day"])
def test_missing_figures_are_a_dash(words, form):
    assert getattr(words, form)(None) == MISSING == "—"


@each(
    ("value", "texts"),
    [
        (0, ("¥0", "0円", "$0.00", "$0.00")),
        (7, ("¥7", "7円", "$7.00", "$7.00")),
        (9.87, ("¥10", "10円", "$9.87", "$9.87")),
        (12.34, ("¥12", "12円", "$12", "$12")),
        (100, ("¥100", "100円", "$100", "$100")),
        (999.6, ("¥1,000", "1,000円", "$1,000", "$1,000")),
        (48213.77, ("¥48,200", "48,200円", "$48,200", "$48,200")),
        (-48213.77, ("−¥48,200", "−48,200円", "−$48,200", "−$48,200")),
        (-12.34, ("−¥12", "−12円", "−$12", "−$12")),
        (-0.001, ("¥0", "0円", "$0.00", "$0.00")),
        (999_499, ("¥999,000", "999,000円", "$999,000", "$999,000")),
        (999_500, ("¥1 million", "100万円", "$1 million", "$1,000,000")),
        (48_213_770, ("¥48.2 million", "4,820万円", "$48.2 million", "$48,200,000")),
        (-1_234_567_890, ("−¥1.23 billion", "−12.3億円", "−$1.23 billion", "−$1,230,000,000")),
    ],
)
def test_money_has_three_digits(value, texts):
    assert tuple(words.money(value) for words in SHOPS.values()) == texts


@each(
    ("value", "texts"),
    [
        (1234567, ("¥1,234,567", "1,234,567円", "$1,234,567.00", "$1,234,567.00")),
        (1234567.5, ("¥1,234,568", "1,234,568円", "$1,234,567.50", "$1,234,567.50")),
        (-0.4, ("¥0", "0円", "−$0.40", "−$0.40")),
        (9876543210987.25, ("¥9,876,543,210,987", "9,876,543,210,987円", "$9,876,543,210,987.25",
                            "$9,876,543,210,987.25")),
    ],
)  # fmt: skip
def test_exact_money_has_every_minor_unit(value, texts):
    assert tuple(words.exact_money(value) for words in SHOPS.values()) == texts


def test_other_currencies():
    assert Words("en", "EUR").money(9.5) == "€9.50"
    assert Words("ja", "GBP").exact_money(1000) == "£1,000.00"
    assert Words("en", "KWD").exact_money(1.2345).endswith("1.234")


@shops
@each(
    ("share", "text"),
    [(0, "0%"), (0.3166, "32%"), (1, "100%"), (0.05, "5.0%"), (0.0994, "9.9%"), (0.0995, "10%"), (-0.05, "−5.0%"),
     (-0.5, "−50%"), (1.25, "125%")],
)  # fmt: skip
def test_percent_has_a_decimal_under_ten(words, share, text):
    assert words.percent(share) == text


@shops
@each(
    ("share", "text"),
    [(0.9949, "99%"), (0.995, "99.5%"), (292 / 293, "99.7%"), (0.9995, ">99.9%"), (0.99999, ">99.9%"), (1.001, "100%")],
)
def test_only_all_is_a_hundred_percent(words, share, text):
    assert words.percent(share) == text


def test_percent_with_given_decimals():
    assert (EN.percent(0.3166, 1), EN.percent(0.05, 0), EN.percent(0.12345, 2)) == ("31.7%", "5%", "12.34%")


@shops
@each(
    ("score", "text"), [(0, "0"), (0.12, "+12"), (-0.12, "−12"), (1, "+100"), (-1, "−100"), (-0.004, "0"), (0.004, "0")]
)
def test_points_carry_their_sign(words, score, text):
    assert words.points(score) == text


@shops
@each(("number", "text"), [(0, "0"), (999, "999"), (1234567.4, "1,234,567"), (-1000, "−1,000")])
def test_counts(words, number, text):
    assert words.count(number) == text


@shops
@each(
    ("number", "text"),
    [(0, "0"), (5.25, "5.25"), (0.0123456, "0.0123"), (0.00123456, "0.00123"), (-1.2349, "−1.23"), (123456, "123,000"),
     (3.0, "3")],
)  # fmt: skip
def test_decimals_have_three_digits(words, number, text):
    assert words.decimal(number) == text


@shops
def test_days_are_iso(words):
    assert words.day(date(2026, 4, 1)) == words.day(datetime.fromisoformat("2026-04-01T23:59")) == "2026-04-01"


@pytest.mark.parametrize(("language", "text"), [("en", "2 January 2027"), ("ja", "2027年1月2日")])
def test_days_of_a_letter_are_in_words(language, text):
    words = Words(language, "JPY")
    assert words.long_day(date(2027, 1, 2)) == text and words.long_day(None) == "—"


@each(
    ("value", "digits", "expected"),
    [(0, 3, 0.0), (48213.77, 3, 48200.0), (-0.012345, 3, -0.0123), (99.96, 3, 100.0), (0.5, 1, 0.5), (149, 1, 100.0)],
)
def test_rounded(value, digits, expected):
    assert rounded(value, digits) == expected


@given(st.floats(1e-9, 1e15) | st.floats(-1e15, -1e-9))
@example_settings(deadline=None, max_examples=100)
def test_rounding_moves_half_of_the_third_digit_at_most(value):
    assert abs(rounded(value) - value) <= 0.005 * abs(value) * (1 + 1e-9)
    assert rounded(-value) == -rounded(value)


@given(st.integers(-(10**12), 10**12))
@example_settings(deadline=None, max_examples=100)
def test_exact_yen_can_be_read_back(amount):
    for text in (EN.exact_money(amount).replace("¥", ""), SHOPS["ja-JPY"].exact_money(amount).removesuffix("円")):
        assert int(text.replace(",", "").replace("−", "-")) == amount


@given(st.floats(-1e9, 1e9), st.sampled_from(["money", "exact_money", "percent", "count", "decimal"]))
@example_settings(deadline=None, max_examples=100)
def test_a_minus_is_a_minus(value, form):
    assert all("-" not in getattr(words, form)(value) for words in SHOPS.values())


@each(("words", "unit"), [*zip(SHOPS.values(), ("JPY", "円", "USD", "USD"), strict=True)])
def test_the_unit_of_tables(words, unit):
    assert words.unit == unit


@pytest.fixture
def sentence(monkeypatch):
    """Put one sentence of these words in place of the file."""

    def put(**texts):
        monkeypatch.setattr(words_module, "_sentences", lambda: {"won": texts})

    return put


def test_figures_take_the_format_that_the_sentence_names(sentence):
    sentence(en="{who}: {gain:money}, {share:percent}, {score:points}, {day:day}", ja="{who}：{gain:money}")
    figures = {"who": "A", "gain": 1234, "share": 0.5, "score": 0.1, "day": date(2026, 4, 1)}
    assert EN.say("won", **figures) == "A: ¥1,230, 50%, +10, 2026-04-01"
    assert SHOPS["ja-JPY"].say("won", **figures) == "A：1,230円"


def test_figures_are_never_read_as_templates(sentence):
    sentence(en="Batch “{name}”")
    name = "{n:count} {0} {self.words} %s <b>"
    assert EN.say("won", name=name) == f"Batch “{name}”"


def test_a_sentence_that_does_not_exist():
    with pytest.raises(KeyError, match="no_such_sentence"):
        EN.say("no_such_sentence")


def test_a_sentence_without_its_figure(sentence):
    sentence(en="{low:points} to {high:points}")
    with pytest.raises(KeyError, match="low"):
        EN.say("won", high=1)


def test_sentences_are_read_once():
    assert words_module._sentences() is words_module._sentences()


@each(
    ("ratio", "text"), [(2.8, "2.80"), (1.524, "1.52"), (9.996, "10.0"), (12.34, "12.3"), (123.4, "123"), (None, "—")]
)
def test_ratios_line_up(ratio, text):
    assert Words("en", "JPY").ratio(ratio) == text
