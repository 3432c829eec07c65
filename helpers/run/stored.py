"""The notebooks as they are stored: run with the sample, outputs kept, and the steps between them."""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import nbformat

from helpers.base.folders import PRIVATE, PROJECT
from helpers.base.waiting import Progress, timed
from helpers.report.page.shared import parameters_of, shareable
from helpers.report.steps import COMMENT_ROWS, SAMPLE_STEPS
from helpers.run.codes import write_codes
from helpers.run.kernels import NOTEBOOKS, executed
from helpers.run.parameter_page import parameters_cell, write_parameter_pages
from helpers.run.settings import IN_FORCE

STORED = ("start", *NOTEBOOKS, "explore")
SCRIPTS = ("data/sample/make_shop.py", "data/sample/cdnow/make_cdnow.py")


def refresh(progress: Progress) -> None:
    """Make the sample's files, the stored notebooks, the committed steps, the README's picture and docs' pages anew."""
    timed(progress, "docs/codes.md", write_codes)
    timed(progress, "docs/parameters.md", write_parameter_pages)
    for script in SCRIPTS:
        timed(progress, script, partial(subprocess.run, [sys.executable, script], cwd=PROJECT, check=True))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NPS_KIT_OUT"] = folder
        os.environ.pop(IN_FORCE, None)
        for name in STORED:
            timed(progress, name, partial(_stored, PROJECT / "notebooks" / f"{name}.ipynb"))
        _keep_steps(Path(folder) / "sample" / PRIVATE)
        shutil.copyfile(Path(folder) / "sample" / "charts" / "gaps.png", PROJECT / "docs" / "gaps.png")


def _stored(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    if path.stem in NOTEBOOKS:
        cell = parameters_of(notebook)
        cell.source = parameters_cell(cell.source)
    notebook = shareable(executed(notebook, {}))
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)


def _keep_steps(folder: Path) -> None:
    SAMPLE_STEPS.mkdir(exist_ok=True)
    for step in ("responses", "customers"):
        for ending in ("json", "parquet"):
            shutil.copyfile(folder / f"{step}.{ending}", SAMPLE_STEPS / f"{step}.{ending}")
    shutil.copyfile(folder / COMMENT_ROWS, SAMPLE_STEPS / COMMENT_ROWS)
