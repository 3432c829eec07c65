"""Shared notebooks: the run's parameters as a table, nothing of the machine, nothing of the runner."""

import ast

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.report.page.shared import shareable
from helpers.report.settings import ReportSettings
from helpers.run.settings import from_cell

CELL = "parameter_file: str = None  # a parameter file\nseed: int = None  # seed of the draws"
INJECTED = '# Parameters\nparameter_file = "/home/somebody/out/private/settings.json"\n'


def run_notebook():
    """A notebook as the runner leaves it."""
    marks = {"papermill": {"duration": 1}, "execution": {"a": "2026"}}
    cells = [
        new_markdown_cell("# Why?"),
        new_code_cell("import x", metadata=marks, execution_count=1),
        new_code_cell(CELL, metadata={"tags": ["parameters"]}, execution_count=2),
        new_code_cell(INJECTED, metadata={"tags": ["injected-parameters"]}, execution_count=3),
        new_code_cell("1", metadata={"tags": ["last"]}, execution_count=4, outputs=[result(4)]),
    ]
    return new_notebook(cells=cells, metadata={"papermill": {"input_path": "/tmp/x"}})


def result(count):
    return new_output("execute_result", {"text/plain": "1"}, execution_count=count)


def shared(settings):
    chosen = {"report_name": "r", "purchases": "/home/somebody/shop/orders.csv", "acquisition_cost": {"ads": 5.0}}
    return shareable(run_notebook(), settings(**chosen))


def test_no_mark_of_the_run_is_left():
    notebook = shareable(run_notebook())
    assert notebook.metadata == {} and [cell.metadata for cell in notebook.cells[:2]] == [{}, {}]
    assert notebook.cells[-1].metadata == {"tags": ["last"]}


def test_the_parameters_cell_holds_the_values_of_the_run_without_folders(settings):
    cell = shared(settings).cells[2]
    values = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(cell.source).body}
    assert set(values) == {"parameter_file", *ReportSettings.model_fields}
    assert values["purchases"] == "orders.csv" and values["acquisition_cost"] == {"ads": 5.0}
    assert "somebody" not in cell.source


def test_that_cell_makes_the_runs_settings_again(settings):
    again = from_cell({"In": [shared(settings).cells[2].source]})
    chosen = {"report_name": "r", "purchases": "orders.csv", "acquisition_cost": {"ads": 5.0}}
    assert again == settings(**chosen)  # none of the sample's, though its file is in force


def test_its_values_show_as_a_table_and_its_source_is_folded(settings):
    cell = shared(settings).cells[2]
    assert cell.metadata == {"tags": ["parameters", "notebook-only"], "jupyter": {"source_hidden": True}}
    (output,) = cell.outputs
    html = output.data["text/html"]
    assert html.count("<tr>") > 20 and "orders.csv" in html and "ads: 5" in html
    assert "somebody" not in html + output.data["text/plain"]


def test_the_injected_cell_is_gone_and_the_rest_counts_on(settings):
    notebook = shared(settings)
    assert len(notebook.cells) == 4 and [cell.get("execution_count") for cell in notebook.cells] == [None, 1, 2, 3]
    assert notebook.cells[-1].outputs == [result(3)]


def test_the_same_run_gives_the_same_notebook(settings):
    first, second = shared(settings), shared(settings)
    assert first.cells[2].source == second.cells[2].source and first.cells[2].outputs == second.cells[2].outputs
