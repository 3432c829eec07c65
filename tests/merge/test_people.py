"""The account in people closes, sum by sum."""

from dataclasses import asdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.collect.funnel import Funnel
from helpers.collect.survey import survey
from helpers.merge.history import history
from helpers.merge.people import SUMS, people, valued


def account(*given, **stages):
    table = people(Funnel(*given, **stages), 10, 11)
    return dict(zip(table["step"], table["persons"], strict=True))


def test_valued_are_the_customers_with_an_answer():
    rows = pd.DataFrame({"segment": ["promoter", None, "passive", None]})
    found = valued(asdict(Funnel(9, 3, 5, 4, 3, 2)), rows)
    assert found == Funnel(9, 3, 5, 4, 3, 2, valued=2)


def test_without_a_list_of_those_asked_it_begins_with_the_answers():
    assert list(account(None, 0, 5, 4, 3, valued=2))[:2] == ["usable", "unknown"]


def test_without_a_customers_file_buyers_are_the_customers():
    table = people(Funnel(None, 0, 5, 4, None, valued=2), 10, None)
    assert table["step"].tolist() == ["usable", "unknown", "valued", "unanswered", "report"]
    assert table["persons"].tolist() == [4, -2, 2, 8, 10]


def test_changes_by_nobody_are_left_out():
    assert list(account(4, 4, 4, 4, 4, valued=4)) == [
        "invited", "usable", "matched", "valued", "unanswered", "report", "aside", "file"
    ]  # fmt: skip


@pytest.mark.parametrize("stages", [(9, 3, 3, 4, 3, 0, 2), (9, 3, 5, 4, 5, 0, 2), (9, 3, 5, 4, 3, 0, 4)])
def test_no_stage_may_be_larger_than_the_one_before(stages):
    with pytest.raises(AssertionError, match="no stage is larger"):
        people(Funnel(*stages), 10, 11)


@example_settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 50), min_size=6, max_size=6).map(sorted), st.integers(0, 50), st.booleans())
def test_each_sum_is_the_one_before_and_the_changes_between(sizes, invited, asked):
    last, known, usable, received, customers, in_file = sizes
    of_invited = min(invited, usable)
    funnel = Funnel(invited if asked else None, of_invited if asked else 0, received, usable, known, valued=last)
    table, so_far = people(funnel, customers, in_file), None
    for row in table.itertuples():
        if row.step in SUMS:
            assert so_far in (None, row.persons), row.step
        so_far = row.persons if row.step in SUMS else so_far + row.persons
    assert so_far == in_file


def test_from_files_to_the_account(files):
    # asked a, b, c; answers of a, d (not asked), later (no customer yet), x (unknown); the file has 5 rows, one twice
    customers = ["customer_id,acquired_on", *(f"{who},2024-01-01" for who in "abcd"), "later,2026-04-01"]
    orders = ["order_id,customer_id,ordered_at,amount", "1,a,2024-02-01,1", "2,a,2026-03-30,5"]
    tables = {"customers": customers, "purchases": orders, "invitations": ["customer_id", "a", "b", "c"]}
    answers = ["customer_id,score", "a,9", "d,3", "later,8", "x,8", "b,"]
    settings = files({"purchases_from": "2020-01-01"}, **tables, responses=answers)
    collected = survey(settings)
    merged = history(settings, collected.answers)
    found = people(valued(asdict(collected.funnel), merged.rows), len(merged.rows), 5)
    assert list(found.itertuples(index=False, name=None)) == [
        ("invited", 3), ("silent", -2), ("uninvited", 3), ("usable", 4), ("unknown", -1), ("matched", 3), ("later", -1),
        ("valued", 2), ("unanswered", 2), ("report", 4), ("aside", 1), ("file", 5),
    ]  # fmt: skip
