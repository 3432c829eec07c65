"""The call list as files: private, whole, harmless, and read again by the next report."""

import stat
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from helpers.base.folders import private_folder
from helpers.base.spreadsheets import read_workbook, write_csv, write_workbook
from helpers.compare.basis import basis_of
from helpers.compare.call_list import call_list
from helpers.disclosure import shown
from helpers.merge.earlier_calls import earlier_calls
from helpers.merge.since_calls import Calling
from helpers.report import sections
from helpers.report.call_files import call_names, carry_calls
from helpers.report.context import Context
from helpers.report.handover import write_calls
from helpers.run.settings import checked
from tests.compare.conftest import shop
from tests.compare.test_call_list import stakes_of
from tests.report.seen import seen

__all__ = ["shop"]
DAY = date(2026, 4, 1)
CALL_HOLDOUT, CALL_LIST, CALL_BOOK = call_names(DAY)
MARK = "zqxmark"
RUNS = f'=HYPERLINK("https://x.example","{MARK}")'


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return checked({"as_of": "2026-04-01", "report_name": "spring", "call_capacity": 8})


@pytest.fixture
def calls(shop, chosen):
    """Twelve detractors whose names, addresses and comments are marked: eight to call, two held out, two too many."""
    rows = shop(*[{"segment": "detractor", "net_amount": 1000}] * 12)
    ids = rows["customer_id"]
    people = {"customer_id": ids, "name": f"+{MARK}", "email": f"{MARK}@x.jp", "phone": "03-1", "refused": None}
    comments = pd.DataFrame({"customer_id": ids, "comment": RUNS})
    return call_list(
        basis_of(rows, None, chosen), stakes_of(rows, *range(20, 8, -1)), Calling(pd.DataFrame(people)), comments
    )


def table(name, chosen):
    return pd.read_csv(
        private_folder(chosen.report_name) / name, dtype="str", encoding="utf-8-sig", keep_default_na=False
    )


def test_files_are_the_owners_alone_and_nothing_is_left_beside_them(calls, chosen):
    paths = write_calls(chosen, calls)
    assert [path.name for path in paths] == [CALL_HOLDOUT, CALL_LIST, CALL_BOOK]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)
    assert paths[1].read_bytes().startswith(b"\xef\xbb\xbf")


def test_each_stands_in_one_file_with_what_it_needs(calls, chosen):
    write_calls(chosen, calls)
    listed, held = table(CALL_LIST, chosen), table(CALL_HOLDOUT, chosen)
    assert (len(listed), len(held)) == (8, 2) and not set(listed["customer_id"]) & set(held["customer_id"])
    assert set(listed["assigned"]) == {"call"} and set(held["assigned"]) == {"holdout"}
    assert listed["at_stake"].astype(int).is_monotonic_decreasing and set(listed["listed_on"]) == {"2026-04-01"}
    assert listed["plain_rule"].tolist() == ["500"] * 8 and set(listed["called"]) == {""} == set(listed["result"])
    assert not {"name", "email", "phone", "comment"} & set(held)  # nobody needs them to leave somebody in peace


def test_nothing_that_somebody_typed_runs(calls, chosen):
    write_calls(chosen, calls)
    listed = table(CALL_LIST, chosen)
    assert set(listed["comment"]) == {f"'{RUNS}"} and set(listed["name"]) == {f"'+{MARK}"}
    sheet = load_workbook(private_folder("spring") / CALL_BOOK).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    book = read_workbook(private_folder("spring") / CALL_BOOK)
    assert book["comment"].tolist() == listed["comment"].tolist() and book["at_stake"].tolist() == [
        int(one) for one in listed["at_stake"]
    ]


def test_days_are_whole_and_the_workbook_says_what_each_column_is(calls, chosen):
    rows = calls.rows.assign(days_since_last_order=[93.0, *[None] * (len(calls.rows) - 1)])
    for language, name in (("en", "Columns"), ("ja", "列の説明")):
        write_calls(chosen.model_copy(update={"language": language}), replace(calls, rows=rows))
        book = load_workbook(private_folder("spring") / CALL_BOOK)
        heads = [cell.value for cell in book.worksheets[0][1]]
        assert [row[0].value for row in book[name].iter_rows(min_row=2)] == heads
    assert {"93", ""} >= set(table(CALL_LIST, chosen)["days_since_last_order"])


def test_the_next_report_reads_them(calls, chosen):
    write_calls(chosen, calls)
    later = chosen.model_copy(update={"earlier_calls": str(private_folder("spring") / "call_*")})
    found = earlier_calls(later)
    assert (
        found.rows.set_index("customer_id")["assigned"].to_dict()
        == calls.rows.set_index("customer_id")["assigned"].to_dict()
    )


def test_the_same_list_makes_the_same_files_and_none_leaves_none(calls, chosen):
    first = [path.read_bytes() for path in write_calls(chosen, calls)]
    assert [path.read_bytes() for path in write_calls(chosen, calls)] == first
    for nothing in (None, shown(calls, chosen)):
        write_calls(chosen, calls)
        assert write_calls(chosen, nothing) == [] and not list(private_folder("spring").glob("*call*"))


def test_a_write_that_fails_leaves_the_earlier_list(calls, chosen, monkeypatch):
    before = [path.read_bytes() for path in write_calls(chosen, calls)]
    monkeypatch.setattr("helpers.report.call_files.write_workbook", lambda *_, **__: 1 / 0)
    other = calls.rows.assign(assigned=calls.rows["assigned"].map({"call": "holdout", "holdout": "call"}))
    with pytest.raises(ZeroDivisionError):
        write_calls(chosen, replace(calls, rows=other))
    assert [(private_folder("spring") / name).read_bytes() for name in (CALL_HOLDOUT, CALL_LIST, CALL_BOOK)] == before


def filled(path, column, text):
    """A list as it comes back from those who called."""
    frame = read_workbook(path) if path.suffix == ".xlsx" else pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    frame.loc[3, column] = text
    (write_workbook if path.suffix == ".xlsx" else write_csv)(frame.fillna(""), path)
    return path.read_bytes()


@pytest.mark.parametrize(("name", "column"), [(CALL_LIST, "called"), (CALL_BOOK, "result")])
def test_a_list_that_somebody_has_written_into_is_never_replaced(calls, chosen, name, column):
    folder = private_folder("spring")
    write_calls(chosen, calls)
    assert "stays as it is" not in seen(sections.calls(shown(calls, chosen), None), Context(chosen)).words
    before = filled(folder / name, column, "留守") + (folder / CALL_HOLDOUT).read_bytes()
    for other in (replace(calls, rows=calls.rows[::-1].assign(assigned="call")), None):
        assert write_calls(chosen, other) == []
    assert (folder / name).read_bytes() + (folder / CALL_HOLDOUT).read_bytes() == before
    assert "stays as it is" in seen(sections.calls(shown(calls, chosen), None), Context(chosen)).words


def test_a_list_that_can_not_be_read_counts_as_written_into(calls, chosen):
    write_calls(chosen, calls)
    (private_folder("spring") / CALL_BOOK).write_bytes(b"PK broken")
    assert write_calls(chosen, calls) == []


def test_lists_of_other_days_stay(calls, chosen):
    folder, later = private_folder("spring"), chosen.model_copy(update={"as_of": date(2026, 5, 1)})
    first = {path: path.read_bytes() for path in write_calls(chosen, calls)}
    assert len(write_calls(later, calls)) == 3
    assert write_calls(later, None) == [] and {path: path.read_bytes() for path in folder.glob("call_*")} == first


def test_lists_are_carried_over_for_their_owner_alone(calls, chosen, tmp_path):
    earlier, new = private_folder("spring"), private_folder("new")
    write_calls(chosen, calls)
    (earlier / "call_list_2026-01-01 Ai.xlsx").write_bytes(b"PK broken")  # not to be read, so perhaps filled in
    (earlier / "call_notes.txt").write_text("x", encoding="utf-8")
    carry_calls(earlier, new, filled=True)
    assert [path.name for path in new.iterdir()] == ["call_list_2026-01-01 Ai.xlsx"]
    carry_calls(earlier, new)
    assert {path.name for path in new.iterdir()} == {CALL_HOLDOUT, CALL_LIST, CALL_BOOK, "call_list_2026-01-01 Ai.xlsx"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in new.iterdir()} == {0o600}
    written = filled(earlier / CALL_BOOK, "called", "yes")
    carry_calls(earlier, new, filled=True)
    assert (new / CALL_BOOK).read_bytes() == written
    carry_calls(tmp_path / "nowhere", new)


@pytest.mark.parametrize("name", ["call_list.csv", "call_list_[final].csv", "call_list_**.csv"])
def test_lists_under_other_names_are_carried_too(calls, chosen, tmp_path, name):
    earlier, new = private_folder("spring"), private_folder("new")
    write_calls(chosen, calls)
    (earlier / CALL_LIST).rename(earlier / name)
    carry_calls(earlier, new, filled=True)
    assert not list(new.iterdir())
    written = filled(earlier / name, "called", "yes")
    carry_calls(earlier, new, filled=True)
    assert [path.read_bytes() for path in new.iterdir()] == [written]


def test_nothing_of_anybody_is_in_what_is_shown(calls, chosen):
    small = chosen.model_copy(update={"min_cell": 1, "min_group_size": 2})
    there = seen(sections.calls(shown(calls, small), None), Context(small))
    words = there.words + there.tables[0].rows.to_csv() + repr(calls) + repr(shown(calls, small))
    assert MARK not in words and "C1" not in words and "C0" not in words
