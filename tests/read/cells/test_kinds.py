"""The kinds of a column, and what is decided once for the whole of it."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.tables import CANONICAL_COLUMNS
from helpers.read.cells.kinds import COLUMN_KINDS, Column, with_blanks
from helpers.read.cells.stream import TYPES
from helpers.read.cells.texts import email
from tests.each import each


@pytest.fixture
def column(settings):
    """Column of a kind that holds some cells."""

    def make(kind, cells, *, header="", zone=None, epoch_1904=False, usual=None, **values):
        chosen = settings(**values)
        gathered = COLUMN_KINDS[kind].gathered(chosen, zone)
        for start in range(0, len(cells), 3):
            gathered.take(cells[start : start + 3])
        return Column(gathered, chosen, lambda text: f"place {gathered.place_of(text)}", header, zone, epoch_1904,
                      usual)  # fmt: skip

    return make


@pytest.fixture
def read(column):
    """Values of some cells (missing ones as None), their reasons, their fixes, and warnings."""

    def values(kind, cells, **options):
        about = column(kind, cells, **options)
        parser, warnings = COLUMN_KINDS[kind].decided(about)
        found = about.cells.parsed(parser)
        values = [None if missing else value for value, missing in zip(found.value, found.value.isna(), strict=True)]
        return values, found.reason.to_dict(), dict(found.fixed), warnings

    return values


@pytest.fixture
def error_of(read):
    """Code and place of the error that a column ends with."""

    def error(kind, cells, **options):
        with pytest.raises(KitError) as caught:
            read(kind, cells, **options)
        return caught.value.code, caught.value.fields["place"]

    return error


def test_every_column_is_of_a_kind():
    assert {kind for columns in CANONICAL_COLUMNS.values() for kind in columns.values()} | {"filled", "rating"} == set(
        COLUMN_KINDS
    )
    assert {kind.values for kind in COLUMN_KINDS.values()} == set(TYPES)


@each("kind", COLUMN_KINDS)
def test_an_empty_column(kind, read):
    assert read(kind, []) == ([], {}, {}, [])


BLANK = {
    "id": "id_blank", "email": "id_blank", "day": "date_blank", "money": "amount_blank", "score": "score_blank",
    "severity": "severity_invalid", "quantity": "quantity_blank",
}  # fmt: skip


@each("kind", COLUMN_KINDS)
def test_a_blank_cell(kind, read):
    value = {"order_or_refund": "order", "flag": False, "filled": False}.get(kind)
    assert read(kind, [""])[:2] == ([value], {0: BLANK[kind]} if kind in BLANK else {})


def test_all_texts_and_those_that_are_not_plain(column):
    about = column("score", ["9", "10点", "9", "x", "", "0", "9", "x"])
    assert sorted(about.distinct()) == ["", "10点", "x"]
    assert about.all_texts() == {"9": 3, "0": 1, "10点": 1, "x": 2, "": 1}


# Ids


def test_ids_stay_text(read):
    assert read("id", ["007", "170.0", "-", "x"]) == (
        ["007", "170", None, "x"], {2: "id_blank"}, {"decimal_zero": 1}, [],
    )  # fmt: skip


def test_ids_that_lost_their_digits_stop(error_of):
    assert error_of("id", ["A1", "A2", "A3", "A4", "1.23E+11"]) == ("E-ID-FLOAT", "place 4")
    assert error_of("id", [f"1234567890123{place}000" for place in range(10, 20)]) == ("E-ID-FLOAT", "place 0")


def test_long_ids_that_are_whole(read):
    ids = [f"12345678901234567{place}" for place in range(10, 20)]
    assert read("id", [*ids, "1234567890123450000"])[0][:10] == ids


@each(
    ("others", "stops"), [(["A"] * 4, True), (["A"] * 5, False), (["Ａ"] * 4, True), (["Ａ"] * 5, False),
                          ([""] * 9, True), (["1234567890123456789"] * 5, False),
                          (["A"] * 3 + ["1234567890123456789"], True)]
)  # fmt: skip
def test_a_fifth_of_the_ids_that_are_there(others, stops, read, error_of):
    cells = ["1.23E+11", *others]
    if stops:
        assert error_of("id", cells)[0] == "E-ID-FLOAT"
    else:
        assert read("id", cells)[1] == {0: "id_damaged"}


@each(
    ("cells", "warnings"),
    [(["00017", "18"], ["W-ID-ZEROS"]), (["00017", "18.0"], ["W-ID-ZEROS"]), (["'00017", "18"], ["W-ID-ZEROS"]),
     (["00017", "00018"], []), (["17", "18"], [])],
)  # fmt: skip
def test_leading_zeros_that_may_be_lost(cells, warnings, read):
    assert read("id", cells)[3] == warnings


@each(
    ("cells", "warnings"),
    [(["3-1", "3-20", "2025-04-01"], ["W-ID-DATE"]), (["3-1", "3-20", "2025-04-01 00:00:00"], ["W-ID-DATE"]),
     (["3-1", "2025-04-01"], []), (["3-1", "3-20"], []), (["2025-04-01", "2025-04-02"], [])],
)  # fmt: skip
def test_ids_that_became_dates(cells, warnings, read):
    assert read("id", cells)[3] == warnings


# Dates


def test_days_and_times(read):
    values = read("day", ["2026-04-01", "2026-04-01T09:05", "令和8年4月1日", "2026-02-30", ""])
    stamps = [pd.Timestamp(text) for text in ("2026-04-01", "2026-04-01 09:05", "2026-04-01")]
    assert values == ([*stamps, None, None], {3: "date_invalid", 4: "date_blank"}, {"era": 1}, ["W-TIME-ZONE"])


@pytest.mark.parametrize("kind", ["day", "maybe_day"])
def test_one_order_of_day_and_month_for_the_whole_column(kind, read, error_of):
    second, fifth = pd.Timestamp("2026-02-05"), pd.Timestamp("2026-05-02")
    assert read(kind, ["05/02/2026", "13/02/2026"])[0][0] == second
    assert read(kind, ["05/02/2026", "02/13/2026"])[0][0] == fifth
    assert error_of(kind, ["2026-01-01", "05/02/2026"]) == ("E-DATE-ORDER", "place 1")
    assert error_of(kind, ["05/02/2026", "02/13/2026", "13/02/2026"]) == ("E-DATE-MIXED", "place 2")
    assert read(kind, ["05/02/2026"], date_order="mdy")[0] == [fifth]


def test_the_order_of_a_known_export_and_the_users(read):
    second, fifth = pd.Timestamp("2026-02-05"), pd.Timestamp("2026-05-02")
    assert read("day", ["05/02/2026"], usual="dmy")[0] == [second]
    assert read("day", ["05/02/2026"], usual="mdy")[0] == [fifth]
    assert read("day", ["05/02/2026"], usual="dmy", date_order="mdy")[0] == [fifth]


@pytest.mark.parametrize("kind", ["day", "maybe_day"])
def test_years_of_two_digits_are_asked_about(kind, read, error_of):
    first = pd.Timestamp("2025-04-01")
    assert error_of(kind, ["2026-01-01", "", "01/04/25"]) == ("E-DATE-YEAR", "place 2")
    assert error_of(kind, ["01/04/25"], usual="dmy") == ("E-DATE-YEAR", "place 0")
    assert read(kind, ["01/04/25"], date_order="dmy")[::2] == ([first], {"short_year": 1})
    assert read(kind, ["04/01/25", "04/01/2025"], date_order="mdy")[0] == [first, first]
    assert read(kind, ["25/04/01", "13/04/2025"], date_order="ymd")[0] == [first, pd.Timestamp("2025-04-13")]
    assert error_of(kind, ["01/04/2025"], date_order="ymd") == ("E-DATE-ORDER", "place 0")
    few = ["2025/4/1", "2025/4/2", "2025/4/3", "2025/4/4", "01/04/25"]
    assert read(kind, few)[1] == {4: "date_invalid"}


def test_days_that_a_spreadsheet_swapped(read):
    cells = ["2025-01-04", "2025-02-04 09:05", "2025-03-04", "13/04/2025", "14/04/2025", "15/04/2025"]
    assert read("day", cells)[3] == ["W-DATE-SWAPPED", "W-TIME-ZONE"]
    assert read("day", [*cells, "2025-03-13"])[3] == ["W-TIME-ZONE"]


@pytest.mark.parametrize(("epoch", "day"), [(False, "2026-04-01"), (True, "2030-04-02")])
def test_serial_days(epoch, day, read):
    assert read("day", ["46113"], epoch_1904=epoch) == ([pd.Timestamp(day)], {}, {"excel_serial": 1}, [])


@pytest.mark.parametrize("kind", ["day", "maybe_day"])
def test_times_of_a_column_in_another_zone(kind, read):
    cells = ["2026-03-31 20:00:00", "2026-03-31", "2026-03-31T20:00:00+09:00"]
    moved, day, own = (pd.Timestamp(text) for text in ("2026-04-01 05:00", "2026-03-31", "2026-03-31 20:00"))
    assert read(kind, cells, zone="UTC")[0::3] == ([moved, day, own], [])
    assert read(kind, cells)[0::3] == ([own, day, own], ["W-TIME-ZONE"])
    assert read(kind, cells, timezone="Asia/Tokyo")[0::3] == ([own, day, own], [])  # what the user says is no guess
    assert read(kind, cells, timezone="UTC")[0] == [own, day, pd.Timestamp("2026-03-31 11:00")]


# Money


@pytest.mark.parametrize("kind", ["money", "maybe_money"])
@pytest.mark.parametrize(("currency", "minor"), [("JPY", [1200, -5, 12800]), ("USD", [120000, -500, 1280000])])
def test_money_in_minor_units(kind, currency, minor, read):
    values, reasons, fixes, warnings = read(kind, ["1200", "-5", "12,800", "無料"], currency=currency)
    assert (values, reasons, fixes, warnings) == ([*minor, None], {3: "amount_invalid"}, {"thousands": 1}, [])


@pytest.mark.parametrize("kind", ["money", "maybe_money"])
def test_one_decimal_sign_for_the_whole_column(kind, read, error_of):
    usd = {"currency": "USD"}
    assert read(kind, ["1.250", "12,80", "7"], **usd)[0] == [125000, 1280, 700]
    assert error_of(kind, ["1.250", "7"], **usd) == ("E-DECIMAL-SIGN", "place 0")
    assert read(kind, ["1.250", "7"], decimal_sign=",", **usd)[0] == [125000, 700]
    assert read(kind, ["1.250", "7.5"], **usd)[0] == [125, 750]  # a plain cell shows the point
    assert error_of(kind, ["7.5", "7,5"], **usd) == ("E-DECIMAL-MIXED", "place 1")
    assert read(kind, ["7.5", "7,5"], decimal_sign=",", **usd)[:2] == ([None, 750], {0: "amount_invalid"})


@pytest.mark.parametrize("kind", ["money", "maybe_money"])
def test_one_currency_for_the_whole_column(kind, read, error_of):
    assert read(kind, ["¥100", "200円", "300"])[0] == [100, 200, 300]
    assert error_of(kind, ["100", "$5"]) == ("E-CURRENCY", "place 1")
    assert error_of(kind, ["¥5", "$5"]) == ("E-CURRENCY-MIXED", "place 1")
    assert read(kind, ["$5"], currency="USD")[0] == [500]


@pytest.mark.parametrize("kind", ["money", "maybe_money"])
def test_one_tax_for_the_whole_column(kind, read, error_of):
    assert read(kind, ["100円(税抜)"])[3] == ["W-TAX"]
    assert read(kind, ["100円(税抜)"], tax="excluded")[3] == []
    assert error_of(kind, ["100円(税抜)", "100円(税込)"])[0] == "E-TAX"
    assert read(kind, ["100円(税抜)", "50円(税込)"], tax="included")[:2] == ([None, 50], {0: "tax_other"})


# Scores, counts, influence


def test_scores_and_their_labels(read):
    cells = ["9", "10", "とても", "7", "0", "11"]
    assert read("score", cells, score_labels={"とても": 10}) == (
        [9, 10, 10, 7, 0, None], {5: "score_range"}, {"label": 1}, [],
    )  # fmt: skip


def test_scores_on_another_scale(read, error_of):
    cells = ["5", "4", "3", "5", "1"]
    assert error_of("score", cells) == ("E-SCORE-SCALE", "place 0")
    cut_offs = {"passive_from": 4, "promoter_from": 5}
    assert read("score", cells, score_scale=[1, 5], **cut_offs)[0] == [5, 4, 3, 5, 1]
    assert read("score", cells, score_scale=[5, 1], **cut_offs)[0] == [1, 2, 3, 1, 5]
    assert read("score", cells, score_scale=[0, 10])[0] == [5, 4, 3, 5, 1]


def test_what_the_header_says_of_the_scale(read, error_of):
    cells = ["5", "4", "3", "5", "1", "2", "5"]
    assert error_of("score", cells)[0] == "E-SCORE-SCALE"
    assert read("score", cells, header="お勧め度（0〜10）")[0] == [5, 4, 3, 5, 1, 2, 5]


def test_a_score_that_nobody_gave_is_told(read):
    cells = [*["9"] * 60, *["10"] * 30, *["1"] * 10]
    assert read("score", cells)[3] == ["W-SCALE-1-10"]


@pytest.mark.parametrize(("rule", "people"), [("low", 5), ("middle", 6), ("high", 8)])
def test_counts_of_people(rule, people, read):
    values, reasons, _, _ = read("count", ["3", "5〜8人", "", "たくさん"], count_range=rule)
    assert (values, reasons) == ([3.0, people, None, None], {3: "count_invalid"})


def test_influence(read, error_of):
    assert read("influence", ["10", "5", "", "much"])[:2] == ([1.0, 0.5, None, None], {3: "influence_invalid"})
    assert read("influence", ["1", "5", "3"], influence_scale=[1, 5])[0] == [0.0, 1.0, 0.5]
    assert read("influence", ["much", "8"], influence_labels={"much": 0.9})[0] == [0.9, 0.8]
    assert error_of("influence", ["1", "5", "3"]) == ("E-INFLUENCE-SCALE", "place 0")


# Categories


@each(
    ("kind", "cells", "values"),
    [("flag", ["yes", "いいえ", "2"], [True, False, None]), ("filled", ["2026-01-01", "", "NULL"], [True, False, None]),
     ("order_or_refund", ["Refund", "", "gift"], ["refund", "order", None]),
     ("severity", ["Near miss", "major", "awful"], ["near_miss", "major", None]),
     ("text", [" a ", "NA", ""], ["a", "NA", None]), ("email", ["A@b.jp", "", "x"], ["a@b.jp", None, None])],
)  # fmt: skip
def test_what_needs_no_decision(kind, cells, values, read):
    found, _, _, warnings = read(kind, cells)
    assert (found, warnings) == (values, [])


def test_words_for_neither_order_nor_refund_are_asked_about_from_min_cell_rows_on(read, error_of):
    cells = ["Sale", "Refund", "rare", *["gift"] * 4]
    assert read("order_or_refund", cells)[:2] == (
        ["order", "refund", *[None] * 5], dict.fromkeys(range(2, 7), "category_invalid"),
    )  # fmt: skip
    assert error_of("order_or_refund", [*cells, "gift"]) == ("E-KIND-WORDS", "place 3")
    assert read("order_or_refund", [*cells, "gift"], statuses_used=["Gift"])[0][3:] == ["order"] * 5


def test_words_that_an_export_has_for_blank_cells():
    parser = with_blanks(email, frozenset({"anonymous"}))
    assert [parser(text).value for text in ("A@b.jp", " Anonymous", "")] == ["a@b.jp", None, None]
    assert parser("ANONYMOUS").reason == parser("").reason == "id_blank" and with_blanks(email, None) is email
