"""A name that is no parameter is refused where it was set: in a notebook run by hand, and by papermill."""

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.base.cells import values_set
from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.run.kernels import executed
from helpers.run.settings import from_cell

KNOWN = {"parameter_file", "as_of", "gross_margin_rate", "where"}
CELL = 'parameter_file: str = None  # a file\nas_of: str = "2026-04-01"\nwhere: dict = {}'
VALUES = {"as_of": "2026-04-01", "seed": 7}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], []),
        (["", "import pandas as pd", CELL], ["parameter_file", "as_of", "where"]),
        ([CELL + "\ngross_margin_rat: float = 0.4"], ["parameter_file", "as_of", "where", "gross_margin_rat"]),
        ([CELL, "# Parameters\nmargin = -0.4\n"], ["parameter_file", "as_of", "where", "margin"]),
        ([CELL, "n = 3", "x: int", "f(1)", "a, b = 1, 2", "%matplotlib inline"], ["parameter_file", "as_of", "where"]),
        ([CELL, "customers = read()\nas_of = '2026-01-01'"], ["parameter_file", "as_of", "where"]),  # no literals alone
        (
            [CELL, "gross_margin_rate = 0.4\nmargn = 1"],
            ["parameter_file", "as_of", "where", "gross_margin_rate", "margn"],
        ),
        ([CELL + "\nmargn = 0.4", "settings = 1", CELL], ["parameter_file", "as_of", "where"]),  # mended since
    ],
)
def test_names_of_the_latest_parameters_cell_and_after_it(cells, expected):
    assert list(values_set(cells, KNOWN)) == expected


def test_a_misspelt_name_is_refused_with_the_nearest_one():
    cells = ["", CELL + "\ngross_margin_rat: float = 0.4"]
    with pytest.raises(KitError, match=r"gross_margin_rat: no such parameter; did you mean gross_margin_rate\?"):
        from_cell({**VALUES, "gross_margin_rat": 0.4, "In": cells})
    assert from_cell({**VALUES, "In": ["", CELL]}).seed == 7


def test_in_a_kernel_it_is_refused_too(monkeypatch, tmp_path):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    notebook = nbformat.read(PROJECT / "notebooks" / "03_compare_value.ipynb", as_version=4)
    notebook.cells = notebook.cells[:4]
    with pytest.raises(KitError, match=r"^E-PARAMETER gross_margin_rat: .*gross_margin_rate"):
        executed(notebook, {"gross_margin_rat": 0.4})


@pytest.fixture
def shell():
    """The shell of a notebook, which remembers nothing."""
    config = Config()
    config.HistoryManager.enabled = False
    yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("language", "line"), [("en", "a cell above was to make it"), ("ja", "上のセルが止まっています")]
)
def test_below_a_cell_that_stopped_a_missing_name_is_one_line(shell, language, line):
    shell.user_ns["language"] = language
    said = []
    shell._showtraceback = lambda kind, error, lines: said.append(list(lines))
    shell.run_cell("1 / 0")
    assert len("\n".join(said.pop()).splitlines()) > 1  # before, a stack
    shell.run_cell("from helpers.base.errors import KitError\nraise KitError('E-FILE-EMPTY', file='a.csv')")
    assert len(said.pop()) == 1
    shell.run_cell("print(settings)")
    (told,) = said.pop()
    assert told.startswith("E-CELL-ABOVE settings: ") and line in told
