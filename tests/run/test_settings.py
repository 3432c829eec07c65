"""A notebook's settings: those of its parameter file, changed by what its cells set."""

import sys
from subprocess import run

import nbformat
import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.run.settings import IN_FORCE, checked, from_cell

CELL = "parameter_file: str = None\nas_of: str = None\nsegment_by: str = None"


@pytest.fixture(autouse=True)
def _no_file_in_force(monkeypatch):
    monkeypatch.delenv(IN_FORCE, raising=False)


@pytest.fixture
def mine(tmp_path):
    """A shop's own parameter file."""
    path = tmp_path / "mine.yaml"
    text = "as_of: 2026-01-01\npurchases: orders.csv\nsegment_by: region\nlanguage: ja\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_it_is_the_samples():
    assert from_cell({}).report_name == "sample" and from_cell({}).gross_margin_rate == 0.6


def test_lab_s_file_is_in_force_and_one_that_is_named_before_it(mine, monkeypatch):
    monkeypatch.setenv(IN_FORCE, str(mine))
    made = from_cell({"parameter_file": None})
    assert (made.report_name, made.purchases, made.customers) == ("mine", "orders.csv", None)
    assert from_cell({"parameter_file": "notebooks/parameters/cdnow.yaml"}).report_name == "cdnow"


def test_a_file_is_counted_from_the_kernels_folder_first(mine, monkeypatch):
    monkeypatch.chdir(mine.parent)
    assert from_cell({"parameter_file": "mine.yaml"}).report_name == "mine"
    assert from_cell({"parameter_file": "notebooks/parameters/sample.yaml"}).report_name == "sample"
    with pytest.raises(KitError, match=r"^E-PARAMETER-FILE none\.yaml: no such file"):
        from_cell({"parameter_file": "none.yaml"})
    with pytest.raises(KitError, match=r"^E-PARAMETER-FILE none\.json: no such file"):
        from_cell({"parameter_file": "none.json"})


def test_none_is_as_the_file_says_and_null_is_none(mine):
    file = {"parameter_file": str(mine)}
    assert from_cell(file | {"segment_by": None}).segment_by == "region"
    assert from_cell(file | {"segment_by": "null"}).segment_by is None
    assert from_cell(file | {"segment_by": "rank", "gross_margin_rate": 0.4}).gross_margin_rate == 0.4


def test_variables_that_are_no_parameters_are_left_alone():
    assert from_cell({"pd": object(), "_": 1, "window_days": 30}) == from_cell({"window_days": 30})


def test_a_steps_table_of_a_parameters_name_is_no_setting():
    table = pd.DataFrame({"customer_id": ["a"]})
    again = {"In": ["", CELL], "customers": table}
    assert from_cell(again) == from_cell({"In": ["", CELL]})
    mine = {"In": ["", f'{CELL}\ncustomers: str = "mine.csv"'], "customers": table}
    assert from_cell(mine).customers == "mine.csv"


@pytest.mark.parametrize("value", ["None", "0.4"])
def test_a_name_that_is_none_is_refused_whatever_its_value(value):
    with pytest.raises(KitError, match=r"gross_margin_rat: no such parameter; did you mean gross_margin_rate\?"):
        from_cell({"In": ["", f"{CELL}\ngross_margin_rat: float = {value}"]})


def test_what_is_wrong_is_said_in_the_files_language(mine):
    with pytest.raises(KitError) as refused:
        from_cell({"parameter_file": str(mine), "seed": "x"})
    assert refused.value._render_traceback_() == ["E-PARAMETER seed: 整数を指定してください。"]


def test_all_that_a_run_keeps_comes_back(tmp_path):
    kept = checked({"as_of": "2026-04-01", "where": {"rank": ["A"]}, "wanted_gap": 0.00001, "report_name": "r"})
    path = tmp_path / "settings.json"
    path.write_text(kept.model_dump_json(), encoding="utf-8")
    assert from_cell({"parameter_file": str(path)}) == kept


@pytest.mark.slow
def test_papermill_from_a_shell_in_any_folder(mine, tmp_path):
    """As a user meets it, with the parameters cell of the third notebook."""
    notebook = nbformat.read(PROJECT / "notebooks" / "03_compare_value.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    shown = "from helpers.run.settings import from_cell\nprint(from_cell(globals()).gross_margin_rate, parameter_file)"
    notebook.cells = [cell, nbformat.v4.new_code_cell(shown)]
    nbformat.write(notebook, tmp_path / "03.ipynb")
    given = ["-p", "parameter_file", mine.name, "-p", "gross_margin_rate", "0.4"]
    command = [sys.executable, "-m", "papermill", "03.ipynb", "out.ipynb", *given]
    done = run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs[0].text == "0.4 mine.yaml\n"
