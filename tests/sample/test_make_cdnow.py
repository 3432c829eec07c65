"""The CDNOW sample: the same bytes every time, the published figures by plain csv and Decimal."""

import csv
import importlib.util
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

CDNOW = Path(__file__).parents[2] / "data" / "sample" / "cdnow"
FILES = ["customers", "purchases", "responses"]


@pytest.fixture(scope="module")
def table():
    """Every file as a list of dicts of text."""
    return {name: rows_of(CDNOW / f"{name}.csv") for name in FILES}


@pytest.fixture(scope="module")
def in_window(table):
    return [row for row in table["purchases"] if "1997-07-01" <= row["ordered_at"] <= "1998-06-30"]


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def total(rows):
    return sum(Decimal(row["amount"]) for row in rows)


def numbers(rows, column):
    return [int(row[column]) for row in rows if row[column]]


def test_remade_files_have_the_same_bytes(tmp_path):
    spec = importlib.util.spec_from_file_location("make_cdnow", CDNOW / "make_cdnow.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.make(tmp_path)
    assert {name: (tmp_path / f"{name}.csv").read_bytes() for name in FILES} == {
        name: (CDNOW / f"{name}.csv").read_bytes() for name in FILES
    }


@pytest.mark.parametrize("name", FILES)
def test_files_are_utf8_with_bom_and_line_feeds(name):
    content = (CDNOW / f"{name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n") and b"\r" not in content


def test_published_figures_of_all_purchases(table):
    assert len(table["customers"]) == 23_570
    assert len(table["purchases"]) == 69_659
    assert total(table["purchases"]) == Decimal("2500315.63")


def test_published_figures_of_the_last_year(table, in_window):
    assert len(in_window) == 28_131
    assert len({row["customer_id"] for row in in_window}) == 8_332
    assert total(in_window) == Decimal("1069356.50")
    assert round(total(in_window) / len(table["customers"]), 4) == Decimal("45.3694")


def test_orders_point_at_their_line_in_the_source(table):
    lines = (CDNOW / "CDNOW_master.txt").read_bytes().split(b"\n")
    for row in table["purchases"]:
        customer, day, _, amount = lines[int(row["order_id"]) - 1].decode("ascii").split()
        expected = (row["customer_id"], row["ordered_at"].replace("-", ""), row["amount"])
        assert (customer, day, amount) == expected


def test_repeated_and_free_orders_stay(table):
    rows = Counter((row["customer_id"], row["ordered_at"], row["amount"]) for row in table["purchases"])
    source = (CDNOW / "CDNOW_master.txt").read_bytes().split(b"\n")[1:]
    whole = Counter(tuple(line.split()) for line in source if line.strip())
    assert sum(whole.values()) - len(whole) == 255 and sum(rows.values()) == 69_659
    assert sum(row["amount"] == "0.00" for row in table["purchases"]) == 80


def test_customers_are_the_buyers_with_their_first_day(table):
    first = {}
    for row in sorted(table["purchases"], key=lambda row: row["ordered_at"], reverse=True):
        first[row["customer_id"]] = row["ordered_at"]
    assert {row["customer_id"]: row["acquired_on"] for row in table["customers"]} == first
    assert max(first.values()) < "1997-07-01"  # nobody is new in the last year
    assert all(len(customer) == 5 for customer in first)


def test_answers_are_of_customers_in_june_each_once(table):
    answers = table["responses"]
    known = {row["customer_id"] for row in table["customers"]}
    assert 2_300 <= len(answers) <= 2_500
    assert len({row["customer_id"] for row in answers} & known) == len(answers)
    assert len({row["response_id"] for row in answers}) == len(answers)
    assert all("1998-06-01" <= row["responded_at"] < "1998-07-01" for row in answers)


@pytest.mark.parametrize(
    "column, high, blank", [("score", 10, 31), ("recommended_count", 20, 431), ("influence", 10, 388)]
)
def test_answers_are_whole_numbers_with_some_blanks(table, column, high, blank):
    values = numbers(table["responses"], column)
    assert min(values) == 0 and max(values) <= high and len(table["responses"]) - len(values) == blank


def test_segments_as_the_readme_says(table):
    scores = numbers(table["responses"], "score")
    promoters, detractors = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    assert (promoters, len(scores) - promoters - detractors, detractors) == (924, 820, 603)
    assert round(100 * (promoters - detractors) / len(scores), 3) == 13.677


def test_buyers_answer_more_often(table, in_window):
    buyers, answered = {r["customer_id"] for r in in_window}, {r["customer_id"] for r in table["responses"]}
    assert len(answered & buyers) / len(buyers) > 2 * len(answered - buyers) / (23_570 - len(buyers))
