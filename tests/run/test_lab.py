"""What `run.py lab` opens: JupyterLab's settings, and the notebooks in the report's language."""

import json

import nbformat
import pytest

from helpers.base.folders import PROJECT
from helpers.run.lab import prepare_lab
from helpers.run.stored import STORED


@pytest.fixture
def out(tmp_path, monkeypatch):
    """Folder of the runs."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("language", "locale"), [("en", "default"), ("ja", "ja_JP")])
def test_jupyterlab_speaks_the_language_asks_for_no_news_and_answers_controls_in_turn(out, language, locale):
    prepare_lab(None, language)
    settings = json.loads((out / ".lab" / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": locale}
    news = settings["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}
    assert settings["@jupyterlab/apputils-extension:kernels-settings"] == {"commsOverSubshells": "disabled"}


def test_in_english_the_notebooks_are_the_project_s(out):
    assert prepare_lab(None, "en") == PROJECT / "notebooks"


def test_in_japanese_they_are_copies_that_keep_what_was_changed(out):
    folder = prepare_lab(None, "ja")
    assert sorted(path.stem for path in folder.iterdir()) == sorted(STORED)
    path = folder / "start.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[0].source.startswith("# あなたの店で")
    assert not any(cell.get("outputs") for cell in notebook.cells)
    notebook.cells[0].source = "mine"
    nbformat.write(notebook, path)
    prepare_lab(None, "ja")
    assert nbformat.read(path, as_version=4).cells[0].source == "mine"
    notebook.metadata["nps_kit_source"] = "of an earlier version"
    nbformat.write(notebook, path)
    prepare_lab(None, "ja")
    assert nbformat.read(path, as_version=4).cells[0].source != "mine"
