"""A fork has what notebooks import, and nothing of what another notebook did."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.run.forks import CAN_FORK, apart
from helpers.run.kernels import executed

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system starts every notebook's process anew")
LANGUAGE = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
POISON = """import os, sys, warnings, matplotlib, numpy, pandas
import helpers.report.style, helpers.base.words
os.environ["NPS_KIT_POISON"] = "1"
os.chdir("/")
os.umask(0)
warnings.simplefilter("ignore")
numpy.seterr(all="ignore")
pandas.options.display.max_rows = 1
matplotlib.rcParams["font.size"] = 40
helpers.report.style.TEXT = 99
helpers.base.words.Words.say = None
sys.path.insert(0, "/nowhere")
left = "here"
"""
SEEN = """import os, sys, warnings, matplotlib, numpy, pandas
import helpers.report.style, helpers.base.words
mask = os.umask(0)
os.umask(mask)
print(os.environ.get("NPS_KIT_POISON"), os.getcwd(), mask, warnings.filters[:3],
      numpy.geterr(), pandas.options.display.max_rows, matplotlib.rcParams["font.size"], helpers.report.style.TEXT,
      helpers.base.words.Words.say, sys.path, "left" in globals())
"""


def said(*cells):
    """What a notebook of these cells prints."""
    made = executed(new_notebook(cells=[*map(new_code_cell, cells)], metadata=LANGUAGE), {})
    return "".join(output["text"] for cell in made.cells for output in cell.outputs if output.output_type == "stream")


def test_what_notebooks_use_is_there_before_the_first_cell():
    assert said("import sys\nprint({'pandas', 'sklearn', 'helpers.compare.gaps'} <= set(sys.modules))") == "True\n"


def test_nothing_is_left_of_what_another_notebook_did():
    clean = said(SEEN)
    assert said(POISON, SEEN) != clean  # who is poisoned sees it
    assert said(SEEN) == clean


@pytest.mark.parametrize(("folder", "transport"), [("t", "ipc"), ("t" * 90, "tcp")])
def test_a_kernel_listens_on_no_port_where_its_folder_s_name_allows(monkeypatch, folder, transport):
    """Ports may be taken by another report's kernel, begun at the same time."""
    with tempfile.TemporaryDirectory() as short:
        place = Path(short) / folder
        place.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        asked = (
            "from ipykernel.connect import get_connection_info\nprint(get_connection_info(unpack=True)['transport'])"
        )
        assert said(asked) == f"{transport}\n" and not any(place.iterdir())


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="from 3.14 on a fork can't reach the process it comes from")
def test_notebooks_of_a_fork_come_from_the_process_that_it_comes_from():
    kernels, own = apart(_parents)
    assert kernels == own != os.getpid()


def _parents():
    """The parent of a notebook that is run here, and of this process."""
    return int(said("import os\nprint(os.getppid())")), os.getppid()
