"""Before the notebooks are opened in JupyterLab: the parameter file read, the language set, prose in Japanese."""

import hashlib
import json
from pathlib import Path

import nbformat

from helpers.base.folders import PROJECT, output_root
from helpers.base.parameter_files import read_yaml
from helpers.report.page.prose import TRANSLATIONS, in_language
from helpers.run.settings import report_settings
from helpers.run.stored import STORED

_SOURCE = "nps_kit_source"
_LOCALES = {"en": "default", "ja": "ja_JP"}


def prepare_lab(file: Path | None, language: str) -> Path:
    """Write JupyterLab's settings beside the runs, and give the folder of the notebooks to open.

    News, which JupyterLab would ask about and fetch, are off; controls are answered where cells run, one after the
    other, as charts can't be drawn by two threads at once (JupyterLab's issue 19719). In Japanese the notebooks are
    copies with Japanese prose; a copy that is there stays, with what was changed in it, until the notebook that it was
    made of changes.

    Raises
    ------
    KitError
        For a parameter file that the notebooks could not use.
    """
    if file is not None:
        report_settings(read_yaml(file), file.stem)
    settings = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
        "@jupyterlab/translation-extension:plugin": {"locale": _LOCALES[language]},
    }
    folder = output_root() / ".lab" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "default_setting_overrides.json").write_text(json.dumps(settings), encoding="utf-8")
    return PROJECT / "notebooks" if language == "en" else _translated(language)


def _translated(language: str) -> Path:
    folder = output_root() / f"notebooks-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in STORED:
        source = PROJECT / "notebooks" / f"{name}.ipynb"
        made_of = hashlib.sha256(source.read_bytes() + TRANSLATIONS.read_bytes()).hexdigest()
        copy = folder / source.name
        if copy.exists() and nbformat.read(copy, as_version=4).metadata.get(_SOURCE) == made_of:
            continue
        notebook = in_language(nbformat.read(source, as_version=4), name, language)
        notebook.metadata[_SOURCE] = made_of
        for cell in notebook.cells:
            if cell.cell_type == "code":  # stored outputs are in English
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, copy)
    return folder
