"""A report comes whole or not at all, and each notebook gets its settings."""

import json
import os
import stat
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.base.errors import KitError
from helpers.base.folders import survey_folder
from helpers.base.tables import TABLES
from helpers.run import runner
from helpers.run.runner import check_whole
from helpers.run.settings import from_cell


@pytest.fixture
def out(tmp_path, monkeypatch):
    """A folder of results for this test alone."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return tmp_path / "out"


@pytest.fixture
def steps(monkeypatch):
    """Steps of a run that need no kernel; `fail` makes the second one fail."""
    done = {"fail": None, "seen": [], "surveys": [], "looked": []}

    def notebook(path, folder, settings):
        done["seen"].append(os.environ["NPS_KIT_OUT"])
        done["surveys"].append(survey_folder("tea", "2026-04"))
        path.write_text("as run", encoding="utf-8")
        (folder / f"{path.stem}.txt").write_text("new", encoding="utf-8")
        if done["fail"] and len(done["seen"]) == 2:
            raise done["fail"]

    monkeypatch.setattr(runner, "_run_notebook", notebook)
    monkeypatch.setattr(
        runner.page, "write", lambda folder, *rest: (folder / "report.html").write_text("page", encoding="utf-8")
    )
    monkeypatch.setattr(runner, "manifest", lambda settings, folder: {"settings": {}})
    monkeypatch.setattr(runner, "check_whole", lambda folder, notebooks: done["looked"].append((folder, notebooks)))
    monkeypatch.setattr(runner, "check_shareable", lambda folder, settings: done["looked"].append((folder, settings)))
    return done


def test_a_notebook_gets_the_settings_as_a_private_parameter_file(out, settings, monkeypatch, tmp_path):
    class Reached(Exception):
        pass

    given = settings(
        report_name="店", purchases="/home/somebody/orders.csv", acquisition_cost={"ads": 5}, where={"a": [1]}
    )

    def executed(notebook, values, path, minutes):
        (name, kept) = next(iter(values.items()))
        assert name == "parameter_file" and len(values) == 1
        assert from_cell(values) == given and stat.S_IMODE(Path(kept).stat().st_mode) == 0o600
        raise Reached

    monkeypatch.setattr(runner, "executed", executed)
    with pytest.raises(KitError, match=r"^E-FAULT"):
        runner.run_report(given)
    with pytest.raises(Reached):
        runner._made(tmp_path, given, lambda step, seconds: None, None)


def left_over(out):
    return [path for path in (out / ".running").iterdir() if path.suffix != ".lock"]


def test_what_is_left_out_is_left_out_of_the_notebooks_parameter_file_too(out, steps, settings):
    """Else a known export's own lists of statuses would never apply in a report, as they do in `check`."""
    chosen = settings(report_name="r", seed=7)
    folder = runner.run_report(chosen)
    kept = from_cell({"parameter_file": str(folder / "private" / "settings.json")})
    assert kept.model_fields_set - set(TABLES) == {"report_name", "as_of", "seed"} and kept.seed == 7


def test_a_report_is_placed_whole_and_the_workspace_is_removed(out, steps, settings):
    before, told = os.environ["NPS_KIT_OUT"], []
    folder = runner.run_report(settings(report_name="店 1"), lambda step, seconds: told.append(step))
    assert folder == out / "店 1"
    assert {path.name for path in folder.iterdir()} == {
        "notebooks", "report.html", "manifest.json", "private", *(f"{name}.txt" for name in runner.NOTEBOOKS)
    }  # fmt: skip
    assert told[:2] == ["1/5 Collect the answers", "2/5 Merge the purchases"]
    assert told[2:] == ["3/5 Compare customer values", "4/5 What to do next", "5/5 Write and check the page"]
    assert left_over(out) == []
    assert os.environ["NPS_KIT_OUT"] == before and set(steps["seen"]) != {before}


def test_surveys_are_looked_for_where_they_lie_and_not_in_the_workspace(out, steps, settings):
    runner.run_report(settings(report_name="tea"))
    assert set(steps["surveys"]) == {out / "invitations" / "tea" / "2026-04"}
    assert "NPS_KIT_INVITATIONS" not in os.environ


def test_a_report_is_looked_through_before_it_is_placed(out, steps, settings):
    runner.run_report(settings(report_name="r"))
    (whole, notebooks), (shareable, given) = steps["looked"]
    assert whole == shareable and whole.is_relative_to(out / ".running") and whole.name == "r"
    assert notebooks == runner.NOTEBOOKS and given.report_name == "r"


@pytest.mark.parametrize("check", ["check_whole", "check_shareable"])
def test_what_does_not_pass_is_not_placed(out, steps, settings, monkeypatch, check):
    def refuse(*what):
        raise KitError("E-INCOMPLETE", file="report.html")

    monkeypatch.setattr(runner, check, refuse)
    with pytest.raises(KitError, match=r"^E-INCOMPLETE report\.html"):
        runner.run_report(settings(report_name="r"))
    assert [path.name for path in (out / "r").iterdir()] == ["private"]


def test_steps_are_told_in_the_reports_language(out, steps, settings):
    told = []
    runner.run_report(settings(language="ja"), lambda step, seconds: told.append(step))
    assert told == [
        "1/5 回答の集計",
        "2/5 購買データの統合",
        "3/5 顧客価値の比較",
        "4/5 次にすること",
        "5/5 ページの作成と確認",
    ]


def test_call_lists_of_an_earlier_run_are_there_before_the_first_step_and_stay(out, steps, settings, monkeypatch):
    private = out / "r" / "private"
    private.mkdir(parents=True)
    other, same = private / "call_list_2026-01-01.csv", private / "call_list_2026-04-01.csv"
    for path in (other, same):
        path.write_text("customer_id,assigned,listed_on,called\na,call,2026-01-01,\n", encoding="utf-8")
    notebook, there = runner._run_notebook, []

    def written_while_it_runs(path, folder, given):
        there.append({one.name for one in (folder / "private").glob("call_*")})
        (folder / "private" / same.name).write_text("customer_id,assigned,listed_on,called\n", encoding="utf-8")
        other.write_text(other.read_text(encoding="utf-8").replace(",\n", ",yes\n"), encoding="utf-8")
        notebook(path, folder, given)

    monkeypatch.setattr(runner, "_run_notebook", written_while_it_runs)
    monkeypatch.setattr(runner, "CAN_FORK", False)
    runner.run_report(settings(report_name="r"))
    assert there[0] == {other.name, same.name}
    assert other.read_text(encoding="utf-8").endswith(",yes\n") and "a,call" not in same.read_text(encoding="utf-8")
    assert stat.S_IMODE(other.stat().st_mode) == 0o600


def test_success_replaces_the_earlier_folder_whole(out, steps, settings):
    (out / "r" / "private").mkdir(parents=True)
    for name in ("old.png", "private/FAILED.txt", "private/FAILED_01_collect_survey.ipynb"):
        (out / "r" / name).write_text("old", encoding="utf-8")
    runner.run_report(settings(report_name="r"))
    assert not (out / "r" / "old.png").exists() and (out / "r" / "report.html").exists()
    assert [path.name for path in (out / "r" / "private").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("failure", "code"),
    [(KitError("E-X", "mend it"), "E-X"), (ValueError("taro"), "E-FAULT"), (OSError(28, "taro"), "E-OUTPUT")],
)
def test_an_earlier_report_stays_when_a_run_fails(out, steps, settings, failure, code):
    (out / "r").mkdir(parents=True)
    (out / "r" / "report.html").write_text("old", encoding="utf-8")
    steps["fail"] = failure
    with pytest.raises(KitError, match=f"^{code} ") as raised:
        runner.run_report(settings(report_name="r"))
    assert "taro" not in str(raised.value)
    private = {path.name for path in (out / "r" / "private").iterdir()}
    assert private == {"FAILED.txt", *(f"FAILED_{name}.ipynb" for name in runner.NOTEBOOKS[:2])}
    assert {path.name for path in (out / "r").iterdir()} == {"report.html", "private"}
    assert (out / "r" / "report.html").read_text(encoding="utf-8") == "old"
    assert left_over(out) == [] and os.environ["NPS_KIT_OUT"] == str(out)


def test_an_interrupted_run_changes_nothing(out, steps, settings):
    (out / "r").mkdir(parents=True)
    steps["fail"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        runner.run_report(settings(report_name="r"))
    assert list((out / "r").iterdir()) == [] and left_over(out) == []


def test_the_time_limit_is_the_settings(out, settings, monkeypatch, tmp_path):
    class Reached(Exception):
        pass

    def executed(notebook, values, path, minutes):
        assert (path, minutes) == (tmp_path / "01_collect_survey.ipynb", 7)
        raise Reached

    monkeypatch.setattr(runner, "executed", executed)
    with pytest.raises(Reached):
        runner._run_notebook(tmp_path / "01_collect_survey.ipynb", tmp_path, settings(time_limit_minutes=7))


def test_the_environment_is_restored_where_nothing_was_set(monkeypatch, tmp_path, settings):
    monkeypatch.delenv("NPS_KIT_OUT")
    with runner._kernel_environment(tmp_path, settings()):
        assert os.environ["NPS_KIT_OUT"] == str(tmp_path)
    assert "NPS_KIT_OUT" not in os.environ


def test_notebooks_count_with_one_thread_whatever_the_computers(monkeypatch, tmp_path, settings):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    with runner._kernel_environment(tmp_path, settings()):
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"  # sums of several threads differ in their last digits
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"


# --- a report lacks nothing: notebooks run to their end, rows accounted for, page there -------------------------------


def tagged(*tags, count=1):
    return new_code_cell("1", metadata={"tags": list(tags)}, execution_count=count)


LEDGER = {"rows_in": 9, "rows_used": 6, "not_applicable": {"status": 2}, "defective": {"amount_invalid": 1}}


@pytest.fixture
def folder(tmp_path):
    """A whole report of one notebook."""
    (tmp_path / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=[tagged("last")]), tmp_path / "notebooks" / "n.ipynb")
    for name in ("report.html", "tables.xlsx"):
        (tmp_path / name).write_text("page", encoding="utf-8")
    write_ledgers(tmp_path, purchases=LEDGER, responses=LEDGER)
    return tmp_path


def write_ledgers(folder, **ledgers):
    (folder / "summary.json").write_text(json.dumps({"ledgers": ledgers}), encoding="utf-8")


def test_a_whole_report_passes(folder):
    assert check_whole(folder, ["n"]) is None


@pytest.mark.parametrize("name", ["report.html", "tables.xlsx", "summary.json", "notebooks/n.ipynb"])
@pytest.mark.parametrize("lack", ["missing", "empty"])
def test_a_file_that_lacks(folder, name, lack):
    (folder / name).unlink() if lack == "missing" else (folder / name).write_bytes(b"")
    with pytest.raises(KitError, match=f"^E-INCOMPLETE {name.rpartition('/')[2]}: "):
        check_whole(folder, ["n"])


def test_a_notebook_that_stopped(folder):
    nbformat.write(new_notebook(cells=[tagged(count=None), tagged("last")]), folder / "notebooks" / "n.ipynb")
    with pytest.raises(KitError, match=r"^E-INCOMPLETE n\.ipynb: "):
        check_whole(folder, ["n"])


@pytest.mark.parametrize(
    "changed", [{"rows_in": 10}, {"rows_used": 5}, {"not_applicable": {}}, {"defective": {"x": 2}}]
)
def test_a_row_unaccounted_for(folder, changed):
    write_ledgers(folder, responses=LEDGER, purchases=LEDGER | changed)
    with pytest.raises(KitError, match=r"^E-LEDGER purchases: "):
        check_whole(folder, ["n"])
