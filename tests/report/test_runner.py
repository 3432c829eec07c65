"""A report comes whole or not at all, and each notebook gets the names that it has."""

import hashlib
import json
import os

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.base.parameters import TABLES, Settings
from helpers.report import runner
from helpers.report.runner import check_complete, executed, manifest, notebook_parameters

CELL = 'report_name: str = "x"\nacquisition_cost: dict = {\n    "seed": 1,\n}  # by channel\nwindow_days: int = 365\n'

LANGUAGE = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


@pytest.fixture
def out(tmp_path, monkeypatch):
    """A folder of results for this test alone."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return tmp_path / "out"


@pytest.fixture
def steps(monkeypatch):
    """Steps of a run that need no kernel; `fail` makes the second one fail."""
    done = {"fail": None, "seen": []}

    def notebook(name, folder, settings):
        done["seen"].append(os.environ["NPS_KIT_OUT"])
        (folder / f"{name}.txt").write_text("new", encoding="utf-8")
        if done["fail"] and len(done["seen"]) == 2:
            raise done["fail"]

    monkeypatch.setattr(runner, "_run_notebook", notebook)
    monkeypatch.setattr(
        runner.page, "write", lambda folder, *rest: (folder / "report.html").write_text("page", encoding="utf-8")
    )
    monkeypatch.setattr(runner, "manifest", lambda settings, folder: {"settings": {}})
    return done


def tagged(*tags, count=1):
    return new_code_cell("1", metadata={"tags": list(tags)}, execution_count=count)


def test_a_notebook_gets_the_names_of_its_cell_alone(settings):
    notebook = new_notebook(
        cells=[new_markdown_cell("as_of: x"), new_code_cell(CELL, metadata={"tags": ["parameters"]})]
    )
    values = notebook_parameters(notebook, settings(acquisition_cost=5, seed=7))
    assert values == {"report_name": "report", "acquisition_cost": 5.0, "window_days": 365}


@pytest.mark.parametrize("name", runner.NOTEBOOKS)
def test_every_notebooks_parameters_are_settings_as_plain_values(settings, name):
    notebook = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)
    values = notebook_parameters(notebook, settings())
    assert set(values) <= set(Settings.model_fields) and values["as_of"] == "2026-04-01"
    assert json.loads(json.dumps(values)) == values


def test_a_whole_notebook_passes():
    assert check_complete(new_notebook(cells=[tagged(), new_markdown_cell("a"), tagged("last")]), "n") is None


@pytest.mark.parametrize(
    "cells",
    [[], [new_markdown_cell("a")], [tagged()], [tagged("last"), tagged()], [tagged(count=None), tagged("last")],
     [tagged(), tagged("last", count=None)]],
)  # fmt: skip
def test_half_a_notebook_does_not(cells):
    with pytest.raises(KitError, match=r"^E-INCOMPLETE n: "):
        check_complete(new_notebook(cells=cells), "n")


def test_the_manifest_holds_settings_hashes_versions_and_ledgers(tmp_path, settings):
    (tmp_path / "店.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "summary.json").write_text(json.dumps({"ledgers": {"purchases": {"rows_in": 1}}}), encoding="utf-8")
    found = manifest(settings(purchases=str(tmp_path / "店.csv")), tmp_path)
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert found["inputs"] == {"purchases": {"file": "店.csv", "sha256": digest}}
    assert set(found["settings"]) == set(Settings.model_fields)
    assert {"python", "pandas", "duckdb"} <= set(found["versions"])
    assert found["ledgers"] == {"purchases": {"rows_in": 1}}


def test_several_files_of_a_table_are_hashed_each(tmp_path, settings):
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    (tmp_path / "orders").mkdir()
    for month in "12":
        (tmp_path / "orders" / f"{month}.csv").write_text(month, encoding="utf-8")
    one, two = (hashlib.sha256(text).hexdigest() for text in (b"1", b"2"))
    entry = manifest(settings(purchases=str(tmp_path / "orders")), tmp_path)["inputs"]["purchases"]
    whole = hashlib.sha256(f"{one}{two}".encode()).hexdigest()
    assert entry == {"file": "orders", "sha256": whole, "files": {"1.csv": one, "2.csv": two}}
    pattern = manifest(settings(purchases=str(tmp_path / "orders" / "2*.csv")), tmp_path)["inputs"]["purchases"]
    assert pattern == {"file": "2.csv", "sha256": two}


def test_a_report_without_files_has_no_hashes(tmp_path, settings):
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    assert manifest(settings(), tmp_path)["inputs"] == {} and len(TABLES) == 5


def test_a_report_is_placed_whole_and_the_workspace_is_removed(out, steps, settings):
    before, told = os.environ["NPS_KIT_OUT"], []
    folder = runner.run_report(settings(report_name="店 1"), lambda step, seconds: told.append(step))
    assert folder == out / "店 1"
    assert {path.name for path in folder.iterdir()} == {
        "notebooks", "report.html", "manifest.json", "private", *(f"{name}.txt" for name in runner.NOTEBOOKS)
    }  # fmt: skip
    assert told == [*runner.NOTEBOOKS, "report.html"]
    assert not list(out.glob(".running/*"))
    assert os.environ["NPS_KIT_OUT"] == before and set(steps["seen"]) != {before}


def test_success_replaces_the_earlier_folder_whole(out, steps, settings):
    (out / "r" / "charts").mkdir(parents=True)
    (out / "r" / "charts" / "old.png").write_text("old", encoding="utf-8")
    runner.run_report(settings(report_name="r"))
    assert not (out / "r" / "charts").exists() and (out / "r" / "report.html").exists()


@pytest.mark.parametrize("failure", [KitError("E-X", "mend it"), ValueError("fault"), KeyboardInterrupt()])
def test_an_earlier_report_stays_when_a_run_fails(out, steps, settings, failure):
    (out / "r").mkdir(parents=True)
    (out / "r" / "report.html").write_text("old", encoding="utf-8")
    steps["fail"] = failure
    with pytest.raises(type(failure)):
        runner.run_report(settings(report_name="r"))
    assert [path.name for path in (out / "r").iterdir()] == ["report.html"]
    assert (out / "r" / "report.html").read_text(encoding="utf-8") == "old"
    assert not list(out.glob(".running/*")) and os.environ["NPS_KIT_OUT"] == str(out)


def test_a_file_that_another_program_holds_open_keeps_the_earlier_report(out, steps, settings, monkeypatch):
    (out / "r").mkdir(parents=True)
    (out / "r" / "report.html").write_text("old", encoding="utf-8")
    rename = runner.Path.rename

    def held(path, target):
        if path.name == "r" and path.parent != out:  # the finished folder cannot take its place
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(runner.Path, "rename", held)
    with pytest.raises(KitError, match=r"^E-FILE-OPEN r: "):
        runner.run_report(settings(report_name="r"))
    assert (out / "r" / "report.html").read_text(encoding="utf-8") == "old"


def test_the_environment_is_restored_where_nothing_was_set(monkeypatch, tmp_path):
    monkeypatch.delenv("NPS_KIT_OUT")
    with runner._kernel_environment(tmp_path):
        assert os.environ["NPS_KIT_OUT"] == str(tmp_path)
    assert "NPS_KIT_OUT" not in os.environ


def test_what_a_cell_raises_for_the_user_comes_out_as_it_is():
    source = "from helpers.base.errors import KitError\nraise KitError('E-X', 'mend the file. Then run again.')"
    with pytest.raises(KitError) as raised:
        executed(new_notebook(cells=[new_code_cell(source)]), {})
    assert (raised.value.code, raised.value.message) == ("E-X", "mend the file. Then run again.")


def test_a_fault_in_a_cell_is_no_error_of_the_user_and_parameters_arrive():
    cells = [new_code_cell("a: int = 1", metadata={"tags": ["parameters"]}), new_code_cell("1 / (a - 5)")]
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        executed(new_notebook(cells=cells, metadata=LANGUAGE), {"a": 5})


def test_a_process_that_ends_early_is_told():
    with pytest.raises(KitError, match=r"^E-KERNEL .*ended early"):
        executed(new_notebook(cells=[new_code_cell("import os; os._exit(9)")]), {})
