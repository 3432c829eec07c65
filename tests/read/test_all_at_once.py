"""What is wrong inside one file is said at once: each fault alone, and every two of them together."""

from itertools import combinations

import openpyxl
import pandas as pd
import pytest

from helpers.base.errors import KitError, all_of
from helpers.base.problems import Problems
from helpers.read.roles import canonical_table, table_so_far
from tests.each import each

PURCHASES = {
    "order_id": [f"A{n}" for n in range(8)],
    "customer_id": ["C0", *[f"C{n}" for n in range(7)]],
    "ordered_at": ["2026-01-10", *[f"2026-01-{n + 10}" for n in range(7)]],
    "amount": [f"{n + 10}.50" for n in range(8)],
    "refund_amount": ["0.50"] * 8,
    "status": ["completed"] * 8,
}
RESPONSES = {
    "customer_id": [f"C{n}" for n in range(30)],
    "score": [str(n % 11) for n in range(30)],
    "responded_at": [f"2026-01-{n % 20 + 10}" for n in range(30)],
    "influence": [str(n % 11) for n in range(30)],
}
FAULTS = {  # how a sound file is spoilt: table → fault → columns that are put in, the code, the column that it names
    "purchases": {
        "days": ({"ordered_at": [f"0{n + 1}/02/2026" for n in range(8)]}, "E-DATE-ORDER", "ordered_at"),
        "points": ({"amount": [f"{n + 1}.800" for n in range(8)]}, "E-DECIMAL-SIGN", "amount"),
        "taxes": ({"refund_amount": ["1.50(税込)", "1.50(税抜)"] * 4}, "E-TAX", "refund_amount"),
        "ids": ({"customer_id": ["1.23E+11"] * 8}, "E-ID-FLOAT", "customer_id"),
        "lines": ({"order_id": ["A1"] * 2 + [f"B{n}" for n in range(6)]}, "E-ORDER-TOTAL", ""),
    },
    "responses": {
        "days": ({"responded_at": ["01/02/2026"] * 30}, "E-DATE-ORDER", "responded_at"),
        "scores": ({"score": [str(n % 5 + 1) for n in range(30)]}, "E-SCORE-SCALE", "score"),
        "influences": ({"influence": ["a lot", "little"] * 15}, "E-INFLUENCE-LABELS", "influence"),
        "ids": ({"customer_id": ["1.23E+11"] * 30}, "E-ID-FLOAT", "customer_id"),
    },
}
SOUND = {"purchases": PURCHASES, "responses": RESPONSES}


def text_of(columns):
    return "\n".join([",".join(columns), *(",".join(cells) for cells in zip(*columns.values(), strict=True))]) + "\n"


def said(name, settings, **values):
    """(code, whole text) of each problem."""
    try:
        canonical_table(name, settings(**values))
    except KitError as error:
        return [(one.code, str(one)) for one in all_of(error)]
    return []


@each("name", ["purchases", "responses"])
def test_each_two_faults_of_a_file_are_both_said_and_nothing_else(name, csv_file, settings):
    faults = FAULTS[name]
    assert said(name, settings, **{name: csv_file(text_of(SOUND[name])), "currency": "EUR"}) == []
    for some in [*combinations(faults, 1), *combinations(faults, 2), tuple(faults)]:
        columns = SOUND[name].copy()
        for fault in some:
            columns |= faults[fault][0]
        found = said(name, settings, **{name: csv_file(text_of(columns)), "currency": "EUR"})
        assert sorted(code for code, _ in found) == sorted(faults[fault][1] for fault in some), some
        assert all(f'"{faults[key][2]}"' in "".join(text for _, text in found) for key in some if faults[key][2]), some


HEADERS = {  # mapping, header, codes with what each names
    "two unknown names": ({"scor": "Q1", "colour": "Q2"}, "customer_id,Q1,Q2", {"scor", "colour"}, "E-COLUMN-UNKNOWN"),
    "two headers that are not there": (
        {"score": "Q8", "influence": "Q9"}, "customer_id,Q1", {'"Q8"', '"Q9"'}, "E-COLUMN-MISSING",
    ),
    "two that may be it, and one repeated": (
        {}, "customer_id,customer_id,score,NPS,お勧め度", {"customer_id"}, "E-HEADER-DUPLICATE",
    ),
}  # fmt: skip


def test_questions_of_the_header_come_with_those_of_the_cells(csv_file, settings):
    for label, (mapping, header, named, code) in HEADERS.items():
        width = header.count(",")
        rows = "".join(f"{header}\n" * (n == 0) + ",".join(["C1", *["9"] * width]) + ",01/02/2026\n" for n in range(3))
        content = rows.replace(header, header + ",responded_at")
        found = said("responses", settings, responses=csv_file(content), columns={"responses": mapping})
        assert {code, "E-DATE-ORDER"} <= {one for one, _ in found}, label
        texts = [text for one, text in found if one == code]
        assert all(any(name in text for text in texts) for name in named), label
        assert len(found) == len({text for _, text in found})
    missing = said("purchases", settings, purchases=csv_file("ordered_at,price\n01/02/2026,5\n"))
    assert [one for one, _ in missing] == ["E-COLUMN-MISSING", "E-DATE-ORDER"]


def test_what_a_column_of_money_leaves_open_is_asked_at_once(csv_file, settings):
    columns = PURCHASES | {"amount": ["12.800(税込)", "12.800(税抜)", "$12.800", *["12.800"] * 5]}
    found = said("purchases", settings, purchases=csv_file(text_of(columns)), currency="EUR")
    assert {code for code, _ in found} == {"E-CURRENCY", "E-TAX", "E-DECIMAL-SIGN"}


def test_an_order_of_several_rows_is_asked_of_together_with_what_they_disagree_in(csv_file, settings):
    columns = PURCHASES | {"order_id": ["A0", "A", "A", *PURCHASES["order_id"][3:]]}
    found = said("purchases", settings, purchases=csv_file(text_of(columns)), currency="EUR")
    assert [code for code, _ in found] == ["E-ORDER-TOTAL", "E-ORDER-CONFLICT", "E-ORDER-CONFLICT"]
    assert ["customer_id" in text or "ordered_at" in text for _, text in found] == [False, True, True]


def test_every_file_of_a_table_is_looked_at(tmp_path, settings):
    for name, content in {"a": "score\n9\n", "b": "customer_id,Q\nC1,9\n", "c": ""}.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    found = said("responses", settings, responses=str(tmp_path / "*.csv"))
    assert [(code, text.split()[1]) for code, text in found] == [
        ("E-FILE-EMPTY", "c.csv:"), ("E-COLUMN-MISSING", "a.csv:"), ("E-COLUMN-MISSING", "b.csv:"),
    ]  # fmt: skip


def test_files_that_differ_are_all_named_and_the_others_read(tmp_path, settings):
    names = {"a": "day", "b": "when", "c": "day", "d": "at"}
    for name, header in names.items():
        (tmp_path / f"{name}.csv").write_text(
            f"order_id,customer_id,{header},amount\n{name}1,C1,01/02/2026,5\n", encoding="utf-8"
        )
    columns = {"purchases": {"ordered_at": "day"}}
    found = said("purchases", settings, purchases=str(tmp_path / "*.csv"), columns=columns)
    assert [code for code, _ in found] == [
        "E-COLUMN-MISSING",
        "E-COLUMN-MISSING",
        "E-FILES-DIFFER",
        "E-FILES-DIFFER",
        "E-DATE-ORDER",
    ]


def test_formulas_without_results_are_named_in_each_column(tmp_path, settings):
    book = openpyxl.Workbook()
    for row in (
        ["order_id", "customer_id", "ordered_at", "amount"],
        *[[f"A{n}", "=B1", "01/02/2026", "=1"] for n in "12"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = said("purchases", settings, purchases=str(tmp_path / "a.xlsx"))
    assert [(code, "row 2" in text) for code, text in found] == [("E-FORMULA", True)] * 2 + [("E-DATE-ORDER", True)]


@pytest.mark.parametrize("name", ["purchases", "responses"])
def test_a_column_in_question_is_unknown_and_spoils_no_row(name, csv_file, settings):
    columns = SOUND[name] | FAULTS[name]["days"][0] | FAULTS[name]["ids"][0]
    problems = Problems()
    table = table_so_far(name, settings(**{name: csv_file(text_of(columns)), "currency": "EUR"}), problems)
    assert table.undecided == {FAULTS[name]["days"][2], "customer_id"}
    assert table.frame["customer_id"].isna().all()
    assert set(table.frame[FAULTS[name]["days"][2]]) == {pd.Timestamp("2026-03-31")}
    assert len(table.frame) == table.rows_in == len(columns["customer_id"])
    assert len(problems.found) == 2
