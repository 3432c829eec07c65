"""What a run writes: harmless CSV, JSON without NaN, private files, steps that are checked for freshness."""

import csv
import json
import os
import stat
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.folders import run_folder
from helpers.base.parameter_files import read_yaml
from helpers.read.typed_table import ROWS_APART, Reading
from helpers.report import steps
from helpers.run.settings import SAMPLE, report_settings
from tests.tables import new_table

ROWS = pd.DataFrame({"customer_id": ["a", "b"], "net_amount": [1, 2]})


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    """A folder of results for this test alone."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_json_has_null_for_nan_and_iso_dates(tmp_path):
    content = {"a": float("nan"), "b": [1.5, float("nan")], "c": {"d": (None, date(2026, 4, 1))}, "店": "¥"}
    path = steps.write_json(content, tmp_path / "t.json")
    text = path.read_text(encoding="utf-8")
    assert "NaN" not in text and "店" in text and text.endswith("}\n")
    assert json.loads(text) == {"a": None, "b": [1.5, None], "c": {"d": [None, "2026-04-01"]}, "店": "¥"}


def test_infinity_is_not_written_as_invalid_json(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        steps.write_json({"a": float("inf")}, tmp_path / "t.json")


def test_a_step_comes_back_as_it_was_written(settings):
    paths = steps.write_step(settings(report_name="r"), "customers", ROWS, {"ledgers": {"x": 1}})
    rows, record = steps.read_step(settings(report_name="r"), "customers")
    pd.testing.assert_frame_equal(rows, ROWS)
    assert record["ledgers"] == {"x": 1}
    assert {path.name for path in paths} == {"customers.json", "customers.parquet"}


def test_a_step_without_rows_comes_back_without(settings):
    steps.write_step(settings(report_name="r"), "responses", None, {"ledgers": {}})
    assert steps.read_step(settings(report_name="r"), "responses")[0] is None


def test_private_files_are_for_their_owner_alone(settings):
    table = new_table("responses", "r.csv", ROWS, [7])
    paths = steps.write_step(settings(report_name="r"), "customers", ROWS, {})
    paths += steps.write_set_aside(settings(report_name="r"), (table,))
    steps.write_summary(settings(report_name="r"), {}, {})
    private = run_folder("r") / "private"
    assert {path.parent for path in paths} == {private}
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (private, *private.iterdir())}
    names = ("customers.json", "customers.parquet", "set_aside_responses.csv", "front.json")
    assert set(modes) == {"private", *names}
    if os.name == "posix":  # Windows knows no such bits; a user's folders are his own there
        assert modes == {"private": 0o700} | dict.fromkeys(names, 0o600)


def test_lists_of_rows_set_aside_hold_row_and_reason_alone(settings):
    frame = pd.DataFrame({"email": ["a@b", "c@d"], "amount": [5, 6]}, index=[2, 3])
    table = new_table("purchases", "p.csv", frame, [9]).without(frame["amount"] > 5, "amount_invalid")
    paths = steps.write_set_aside(settings(report_name="r"), (table,))
    assert cells(paths[0]) == [["row", "reason"], ["3", "amount_invalid"], ["9", "ragged_row"]]


def test_rows_of_several_files_are_named_with_their_file(settings):
    parts = tuple(Reading(file) for file in ("april.csv", "may.csv"))
    rows = replace(new_table("purchases", "april.csv … (2)", ROWS, [9, ROWS_APART + 4]), readings=parts)
    paths = steps.write_set_aside(settings(report_name="r"), (rows,))
    assert cells(paths[0])[1:] == [["april.csv", "9", "ragged_row"], ["may.csv", "4", "ragged_row"]]


def test_nothing_set_aside_writes_no_list(settings):
    assert steps.write_set_aside(settings(report_name="r"), (new_table("purchases", "p.csv", ROWS, []),)) == []


def test_the_summary_lies_in_the_run_and_the_first_screen_in_its_private_folder(settings):
    paths = steps.write_summary(settings(report_name="r"), {"nps": 1}, {"title": "x"})
    assert paths == [run_folder("r") / "summary.json"]
    assert json.loads((run_folder("r") / "private" / "front.json").read_text(encoding="utf-8")) == {"title": "x"}


def test_the_samples_steps_stand_in_for_the_sample_alone(settings):
    sample = report_settings(read_yaml(SAMPLE), "sample")
    assert len(steps.read_step(sample, "customers")[0]) > 1000
    with pytest.raises(KitError, match=r"^E-STEP-MISSING customers: ") as caught:
        steps.read_step(settings(report_name="other"), "customers")
    assert "前のノートブックを先に実行" in caught.value.said("ja")


@pytest.mark.parametrize("changes", [{"window_days": 30}, {"as_of": "2026-03-01"}, {"where": {"region": "kanto"}}])
def test_a_step_made_with_other_settings_is_refused(settings, changes):
    base = {"report_name": "r", "window_days": 365, "where": {}}
    steps.write_step(settings(**base), "customers", ROWS, {})
    with pytest.raises(KitError, match=f"^E-STEP-STALE customers: made with another {next(iter(changes))}") as caught:
        steps.read_step(settings(**base | changes), "customers")
    assert f"customers: {next(iter(changes))} の設定が実行時と異なります" in caught.value.said("ja")


def test_customers_made_from_other_answers_are_refused(settings):
    mine = settings(report_name="r")
    steps.write_step(mine, "responses", ROWS, {})
    steps.write_step(mine, "customers", ROWS, {})
    steps.write_step(mine, "responses", ROWS, {"n": 1})
    with pytest.raises(KitError, match=r"^E-STEP-STALE customers: the answers changed since") as caught:
        steps.read_step(mine, "customers")
    assert "その後に回答が変わりました" in caught.value.said("ja")


@pytest.mark.parametrize("later", [{"window_days": 30}, {"gross_margin_rate": 0.4}, {"wanted_margin": 3}])
def test_settings_that_only_a_later_step_or_a_plan_uses_do_not_make_it_stale(settings, later):
    steps.write_step(settings(report_name="r"), "responses", ROWS, {})
    assert steps.read_step(settings(report_name="r", **later), "responses")[0] is not None


def test_a_setting_that_was_left_out_then_makes_it_stale_too(settings):
    steps.write_step(settings(report_name="r"), "responses", ROWS, {})
    with pytest.raises(KitError, match=r"^E-STEP-STALE responses: made with another passive_from"):
        steps.read_step(settings(report_name="r", passive_from=6), "responses")


def test_comments_of_an_earlier_run_do_not_stay(settings):
    some = pd.DataFrame({"person": ["email:a@x.jp"], "customer_id": ["a"], "comment": ["=1+1"]})
    path, rows = steps.write_comments(settings(), some, is_read=True)
    assert path.parent.name == "private" and path.read_bytes() == b"\xef\xbb\xbfcustomer_id,comment\r\na,'=1+1\r\n"
    pd.testing.assert_frame_equal(pd.read_parquet(rows), some)
    assert steps.write_comments(settings(), some[:0], is_read=False) == [] and not path.exists() and not rows.exists()


def test_comments_are_handed_on_as_they_were_written(settings):
    mine, some = settings(report_name="r"), pd.DataFrame({"person": ["a"], "comment": ["=1+1"]})
    steps.write_step(mine, "responses", ROWS, {})
    assert steps.read_comments(mine) is None
    steps.write_comments(mine, some[:0], is_read=True)
    assert steps.read_comments(mine).empty
    steps.write_comments(mine, some.assign(customer_id="a"), is_read=True)
    assert steps.read_comments(mine)["comment"].tolist() == ["=1+1"]
    assert len(steps.read_comments(report_settings(read_yaml(SAMPLE), "sample"))) > 300


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_list_of_persons_is_the_owners_alone_and_goes_with_its_rows(settings):
    sheet = pd.DataFrame({"at_stake": [1.5, None], "customer_id": ["a", "b"], "comment": ["=1+1", "店"]})
    paths = steps.write_sheet(settings(report_name="r"), sheet, "reading_sheet")
    assert [path.name for path in paths] == ["reading_sheet.csv", "reading_sheet.xlsx"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbfat_stake") and cells(paths[0])[1] == ["1.5", "a", "'=1+1"]
    assert steps.write_sheet(settings(report_name="r"), sheet[:0], "reading_sheet") == []
    assert not any(path.exists() for path in paths)
