"""The notebooks as they are stored: their shape, their defaults, their outputs, and the steps between them."""

import ast
import re
import sys
from statistics import mean

import nbformat
import pandas as pd
import pytest
import yaml

from helpers.base.folders import PROJECT, output_root
from helpers.base.parameter_files import read_yaml
from helpers.collect.settings import CollectSettings
from helpers.collect.survey import survey
from helpers.invite.settings import InviteSettings
from helpers.merge.history import history
from helpers.merge.settings import MergeSettings
from helpers.report import show
from helpers.report.settings import ReportSettings
from helpers.report.steps import SAMPLE_STEPS
from helpers.run.runner import NOTEBOOKS
from helpers.run.settings import from_cell, report_settings
from helpers.run.stored import STORED
from tests.browser.shop import written
from tests.notebook_cells import code, run_cells, tags

FOLDER = PROJECT / "notebooks"
SAMPLE = read_yaml(FOLDER / "parameters" / "sample.yaml")
NAMES = STORED
SHOWING = re.compile(r"\bshow\(|\bexplore\(|\bstart_form\(")


@pytest.fixture(scope="module", params=NAMES)
def notebook(request):
    """Each stored notebook."""
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


def read(name):
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def parameters(notebook):
    """Names and values of the parameters cell."""
    (cell,) = [cell for cell in code(notebook) if "parameters" in tags(cell)]
    return {line.target.id: ast.literal_eval(line.value) for line in ast.parse(cell.source).body}


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def headings(notebook):
    return re.findall(r"^(#+) (.*)$", prose(notebook), flags=re.MULTILINE)


def test_there_are_no_others():
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(NAMES)


def test_the_file_is_valid(notebook):
    assert nbformat.validate(notebook) is None
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_the_first_cell_is_one_question_as_h1(notebook):
    assert notebook.cells[0].cell_type == "markdown"
    assert headings(notebook)[0][0] == "#" and headings(notebook)[0][1].endswith("?")
    assert [marks for marks, _ in headings(notebook)].count("#") == 1


def test_headings_are_questions_or_say_what_to_do(notebook):
    assert [text for _, text in headings(notebook) if not (text.endswith("?") or text.startswith("What to "))] == []


def test_one_cell_holds_the_parameters_typed_and_explained(notebook):
    (cell,) = [cell for cell in code(notebook) if "parameters" in tags(cell)]
    assert all(isinstance(line, ast.AnnAssign) for line in ast.parse(cell.source).body)
    ends = {line.end_lineno for line in ast.parse(cell.source).body}
    for number, line in enumerate(cell.source.splitlines(), 1):
        if number in ends:
            comment = line.partition("  # ")[2]
            assert comment and "=" not in comment, line  # papermill reads the help up to a sign of equality


def test_notebooks_define_nothing(notebook):
    trees = [ast.walk(ast.parse(cell.source)) for cell in code(notebook)]
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for tree in trees for node in tree if isinstance(node, made)]


def test_code_cells_are_short(notebook):
    lines = [len(cell.source.splitlines()) for cell in code(notebook) if "parameters" not in tags(cell)]
    assert max(lines) <= 12 and mean(lines) <= 4


@pytest.mark.parametrize("name", [name for name in NAMES if name != "start"])  # a form has no answer yet
def test_the_answer_comes_before_the_evidence(name):
    notebook = read(name)
    shown = ["".join(part.data.get("text/html", "") for part in cell.outputs) for cell in code(notebook)]
    large = ['class="headline ' in html for html in shown if html]
    assert large[0] and sum(large) == 1


def test_cells_were_run_from_top_to_bottom(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


def test_what_a_cell_shows_is_stored(notebook):
    for cell in code(notebook):
        shows = bool(SHOWING.search(cell.source))
        assert bool(cell.outputs) == shows, cell.source
        assert {output.output_type for output in cell.outputs} <= {"display_data"}


def test_a_panel_is_stored_as_what_it_is_set_to():
    """No widget, which no static page can show, and never a widget's own text."""
    (cell,) = [cell for cell in code(read("explore")) if cell.source == "explore(study)"]
    (output,) = cell.outputs
    assert set(output.data) == {"text/html", "text/plain"} and "(children=" not in output.data["text/plain"]
    for text in ("Gross margin", "60%", "Condition 1", "(all customers)", "7,990 customers", "Compare with"):
        assert text in output.data["text/html"] and text in output.data["text/plain"]


def test_the_last_cell_is_marked(notebook):
    assert [i for i, cell in enumerate(notebook.cells) if "last" in tags(cell)] == [len(notebook.cells) - 1]


def test_pictures_have_their_text(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    for output in outputs:
        if "image/png" in output.data:
            assert output.metadata["image/png"]["alt"] == output.data["text/plain"] != ""


def test_prose_holds_no_results(notebook):
    # figures belong into sentences that were computed: no money, no shares (but “never 0 %”), no thousands, no decimals
    assert re.findall(r"[¥$€円]\s?\d|\b[1-9]\d*\s?[%円]|\d,\d{3}|\d\.\d", prose(notebook)) == []


def test_outputs_name_no_place_on_a_machine(notebook):
    text = nbformat.writes(notebook)
    for place in (str(PROJECT), str(output_root()), "/tmp/", "/home/", "/Users/", "C:\\", "ipykernel_"):
        assert place not in text


def test_nothing_is_left_of_the_run(notebook):
    assert "papermill" not in notebook.metadata and "widgets" not in notebook.metadata
    assert not [cell for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_defaults_are_the_samples(name):
    values = parameters(read(name))
    assert set(values) - {"parameter_file"} <= set(InviteSettings.model_fields) and set(values.values()) == {None}
    assert from_cell(values) == report_settings(SAMPLE, "sample")


@pytest.fixture
def reads(monkeypatch):
    """Names of the settings that are read, other than by their own checks."""
    found, plain = set(), InviteSettings.__getattribute__

    def recorded(self, name):
        callers = {sys._getframe(1).f_code.co_name, sys._getframe(3).f_code.co_name}  # 3: through a property
        if name in InviteSettings.model_fields and not any(re.search("_in_order|_sent_safely", one) for one in callers):
            found.add(name)
        return plain(self, name)

    monkeypatch.setattr(InviteSettings, "__getattribute__", recorded)
    return found


STEPS = {"01_collect_survey": CollectSettings, "02_merge_purchases": MergeSettings, "03_compare_value": ReportSettings}
STEPS["04_what_next"] = ReportSettings


@pytest.mark.slow
def test_a_notebook_uses_parameters_of_its_step_and_those_before_it_alone(reads, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    monkeypatch.setattr(show, "display", lambda item, **how: None)
    file = tmp_path / "shop.yaml"
    shop = written(tmp_path) | {"segment_by": "acquisition_channel"}  # with all tables, and most parameters
    file.write_text(yaml.safe_dump(shop), encoding="utf-8")
    for name in NOTEBOOKS:
        reads.clear()
        run_cells(name, parameter_file=str(file))
        period = {"window_days"}  # any section may tell it in words; none of step 1 does
        assert reads - period - set(STEPS[name].model_fields) == set() and len(reads) > 10, name


@pytest.fixture(scope="module")
def fresh():
    """Steps 1 and 2 of the sample, made now."""
    settings = report_settings(SAMPLE, "sample")
    collected = survey(settings)
    return {"responses": (collected.answers, collected), "customers": (None, history(settings, collected.answers))}


def stored(step):
    return pd.read_parquet(SAMPLE_STEPS / f"{step}.parquet")


def test_the_stored_answers_are_fresh(fresh):
    pd.testing.assert_frame_equal(stored("responses"), fresh["responses"][0].reset_index(drop=True))


def test_the_stored_customers_are_fresh(fresh):
    pd.testing.assert_frame_equal(stored("customers"), fresh["customers"][1].rows.reset_index(drop=True))


def test_the_stored_comments_are_fresh(fresh):
    made = fresh["responses"][1].comments.table
    pd.testing.assert_frame_equal(stored("comments"), made.reset_index(drop=True))


@pytest.mark.parametrize("step", ["responses", "customers"])
def test_the_stored_ledgers_are_fresh(fresh, step):
    record = read_yaml(SAMPLE_STEPS / f"{step}.json")  # JSON is YAML
    assert record["ledgers"] == fresh[step][1].ledgers


def test_the_stored_steps_hold_nobodys_address_or_words():
    columns = {column for step in ("responses", "customers") for column in stored(step)}
    assert not columns & {"email", "name", "comment", "token", "response_id"}
