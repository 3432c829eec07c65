"""Rows with a mark too many."""

from helpers.read.columns.header_search import header
from helpers.read.ledger import ledger
from helpers.read.opened import evened
from helpers.read.roles import canonical_table
from helpers.read.widths import usual_width
from tests.each import each

NAMES = ["order_id", "customer_id", "ordered_at", "total", "note"]


def usual(*rows, names=NAMES, table="purchases", mapping=None):
    return usual_width(header([(1, names)], table), [row.split(";") for row in rows], table, mapping)


GOOD = "O1;C1;2026-04-01;500;tea"


@each(
    ("rows", "width"),
    [
        ([], 5), ([GOOD], 5), ([f"{GOOD};"], 6), ([f"{GOOD}; ; "], 7), ([f"{GOOD};x"], 5),
        ([f"{GOOD};", f"{GOOD};", f"{GOOD};x"], 5), ([f"{GOOD};", GOOD], 5), ([f"{GOOD};", f"{GOOD};", GOOD], 6),
        (["O1;C1;2026-04-01;500"], 5),
        (["O1;C1;2026-04-01;1;500;"], 5), (["O1;C1;2026-04-01;¥12;50;"], 5),
        (["O1;C1;2026-04-01;1;500;", "O1;C1;2026-04-01;1;tea;"], 6), (["O1;C1;2026-04-01;1;5;"], 6),
        (["O1;C1;2026-04-01;1;5000;"], 6),
        (["O1; C1;2026-04-01;90;tea;"], 5), (["O1; C1; 2026-04-01; 90;;"], 6), (["O1; C1; 2026-04-01; 90; tea;"], 6),
    ],
)  # fmt: skip
def test_the_width_of_most_rows(rows, width):
    assert usual(*rows) == width


def test_a_header_that_ends_with_a_mark():
    named = [*NAMES, "", ""]
    assert [usual(row, names=named) for row in (GOOD, f"{GOOD};", f"{GOOD};;", f"{GOOD};;;")] == [5, 6, 7, 8]
    assert usual("O1;C1;2026-04-01;500", names=named) == 7


def test_an_amount_by_the_users_word():
    names = [*NAMES[:3], "xyz", "note"]
    row = "O1;C1;2026-04-01;1;500;"
    assert usual(row, names=names) == 6 and usual(row, names=names, mapping={"amount": "xyz"}) == 5
    assert usual(row, names=names, mapping={"status": "xyz"}) == 6


@each(
    ("cells", "usual", "even"),
    [("a;b", 2, "a;b"), ("a;b;", 3, "a;b"), ("a;b; ", 3, "a;b"), ("a;b;c", 3, "a;b;c"), ("a;b;;", 3, "a;b;;"),
     ("a", 1, "a;"), ("a", 3, "a")],
)  # fmt: skip
def test_a_row_as_wide_as_the_header(cells, usual, even):
    assert evened(cells.split(";"), 2, usual) == even.split(";")


def test_marks_too_many_are_counted_and_other_rows_are_as_they_are(files):
    rows = [f"O{n},C{n},2026-01-0{n},500,paid," for n in range(1, 6)]
    lines = ["order_id,customer_id,ordered_at,amount,status", *rows, "O6,C6,2026-01-09,500,paid", "O7"]
    table = canonical_table("purchases", files(purchases=lines))
    assert table.frame["order_id"].tolist() == ["O1", "O2", "O3", "O4", "O5", "O6"]
    account = ledger(table)
    assert (account["fixed"], account["defective"]) == ({"file: surplus_cell": 5}, {"ragged_row": 1})
