"""The notebooks' prose in another language than English."""

import nbformat
import yaml

from helpers.base.folders import PROJECT

TRANSLATIONS = PROJECT / "notebooks" / "prose_ja.yaml"


def in_language(notebook: nbformat.NotebookNode, name: str, language: str) -> nbformat.NotebookNode:
    """Notebook with its Markdown cells in `language`; English is what they are written in.

    Translations lie in ``notebooks/prose_ja.yaml``: notebook → cell id → Markdown.
    """
    if language == "en":
        return notebook
    prose = yaml.safe_load(TRANSLATIONS.read_text(encoding="utf-8"))[name]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose[cell.id]
    return notebook
