"""Rows and columns that a workbook hides."""

import io

import openpyxl
import pytest

from helpers.read.ledger import ledger
from helpers.read.roles import canonical_table


@pytest.fixture
def read(csv_file, settings):
    """Purchases of a workbook of 30 orders, the rows 1, 5, 6 and 9 of which are hidden, and the last columns."""

    def of(**values):
        book, stream = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["order_id", "customer_id", "ordered_at", "amount", "note", ""])
        for n in range(2, 32):
            book.active.append([f"A{n}", f"C{n}", "2026-01-02", 100 + n, "tea", ""])
        for row in (1, 5, 6, 9):
            book.active.row_dimensions[row].hidden = True
        for column in "EFG":
            book.active.column_dimensions[column].hidden = True
        book.save(stream)
        return canonical_table("purchases", settings(purchases=csv_file(stream.getvalue(), "hidden.xlsx"), **values))

    return of


@pytest.mark.parametrize("choice", [None, "use"])
def test_hidden_rows_are_used_with_a_warning(read, choice):
    account = ledger(read(hidden_rows=choice))
    assert (account["rows_used"], account["not_applicable"]) == (30, {})
    file = {"file": "hidden.xlsx"}
    assert account["warnings"][:2] == [
        {"code": "W-HIDDEN-ROWS", **file, "n": 3},
        {"code": "W-HIDDEN-COLUMNS", **file, "n": 1},
    ]


def test_hidden_rows_are_skipped(read):
    table = read(hidden_rows="skip")
    account = ledger(table)
    assert (account["rows_in"], account["rows_used"], account["not_applicable"]) == (30, 27, {"hidden_row": 3})
    assert [warning["code"] for warning in account["warnings"]] == ["W-HIDDEN-COLUMNS"]
    assert table.aside["row"].tolist() == [5, 6, 9] and not {5, 6, 9} & set(table.frame.index)
