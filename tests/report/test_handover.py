"""What steps 1 and 2 hand on."""

from dataclasses import asdict, replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.base.folders import run_folder
from helpers.base.results import HIDDEN
from helpers.collect.comments import Comments
from helpers.merge.coverage import Coverage
from helpers.merge.money import MoneyLedger, MoneyStep
from helpers.report.handover import write_history, write_reading_sheet, write_survey
from helpers.report.steps import read_step
from tests.tables import new_table

ROWS = pd.DataFrame({"customer_id": ["a", "b"], "net_amount": [1, 2]})
TABLE = new_table("purchases", "p.csv", ROWS, [9])


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    """A folder of results for this test alone."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))


def test_step_1_hands_on_its_answers_and_keeps_what_people_wrote(settings, survey, nps, funnel):
    mine = settings(report_name="r")
    written = Comments(pd.DataFrame({"person": ["a"], "comment": ["Fine!"]}))
    collected = survey(answers=ROWS, tables=(TABLE,), comments=written)
    paths = write_survey(mine, collected)
    assert {path.parent for path in paths} == {run_folder("r") / "private"}
    names = ["responses.json", "responses.parquet", "comments.csv", "comments.parquet", "set_aside_purchases.csv"]
    assert [path.name for path in paths] == names
    rows, account = read_step(mine, "responses")
    pd.testing.assert_frame_equal(rows, ROWS)
    assert account["nps"] == asdict(nps) and account["funnel"] == asdict(funnel)
    assert account["ledgers"]["responses"]["rows_in"] == 103


def test_the_account_of_money_keeps_every_amount_and_says_which_may_be_shown(settings, funnel):
    full = MoneyLedger((MoneyStep("ordered", 4, 900), MoneyStep("status", -1, -300), MoneyStep("window_net", 3, 600)))
    seen = replace(full, steps=(full.steps[0], MoneyStep("status", -1, HIDDEN), full.steps[2]))
    mine, covered = settings(report_name="r"), Coverage(date(2024, 1, 1), date(2026, 3, 31), True)
    merged = SimpleNamespace(rows=ROWS, money=full, coverage=covered, tables=(TABLE,), ledgers={"purchases": {}})
    paths = write_history(mine, merged, seen, funnel)
    assert [path.name for path in paths] == ["customers.json", "customers.parquet", "set_aside_purchases.csv"]
    _, account = read_step(mine, "customers")
    assert account["money"] == [
        {"step": "ordered", "rows": 4, "amount": 900, "shown": True},
        {"step": "status", "rows": -1, "amount": -300, "shown": False},
        {"step": "window_net", "rows": 3, "amount": 600, "shown": True},
    ]
    assert account["coverage"] == {"first_order": "2024-01-01", "last_order": "2026-03-31", "window_before": True}
    assert account["funnel"] == asdict(funnel) and account["ledgers"] == {"purchases": {}}


def test_what_is_at_stake_is_told_to_the_currencys_minor_unit(settings):
    sheet = pd.DataFrame({"at_stake": [1234.567, None], "customer_id": ["a", "b"], "comment": ["x", "y"]})
    for currency, told in (("JPY", "1235.0"), ("USD", "1234.57")):
        (path, _) = write_reading_sheet(settings(report_name="r", currency=currency), sheet)
        assert path.read_text(encoding="utf-8-sig").splitlines()[1:] == [f"{told},a,x", ",b,y"]
