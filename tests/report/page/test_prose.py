"""The notebooks' prose in Japanese: every cell has its entry, none is left over, and English stays as it is."""

import re

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.folders import PROJECT
from helpers.report.page.prose import TRANSLATIONS, in_language
from helpers.run.stored import STORED

PROSE = yaml.safe_load(TRANSLATIONS.read_text(encoding="utf-8"))
KANA = re.compile("[ぁ-んァ-ヶ]")


def stored(name: str) -> NotebookNode:
    """A notebook as it lies in the project."""
    return nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)


def markdown(notebook: NotebookNode) -> dict[str, str]:
    """Markdown of a notebook by cell id."""
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "markdown"}


def rest(notebook: NotebookNode) -> dict:
    """Everything in a notebook but its Markdown."""
    cells = [dict(cell) | ({"source": ""} if cell.cell_type == "markdown" else {}) for cell in notebook.cells]
    return dict(notebook) | {"cells": cells}


def levels(text: str) -> list[int]:
    """Levels of a text's headings, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]


def code_words(text: str) -> set[str]:
    """Words set as code."""
    return set(re.findall("`([^`]+)`", text))


# --- the file -------------------------------------------------------------------------------------


def test_every_notebook_has_its_prose():
    assert list(PROSE) == list(STORED)


@pytest.mark.parametrize("name", STORED)
def test_cells_each_have_one_entry_in_order(name):
    assert list(PROSE[name]) == list(markdown(stored(name)))


@pytest.mark.parametrize("name", STORED)
def test_ids_come_once_in_the_file(name):
    # a YAML reader keeps the last of two equal keys without a word, so the lines themselves are counted
    _, _, block = TRANSLATIONS.read_text(encoding="utf-8").partition(f"\n{name}:\n")
    ids = re.findall(r"^  ([a-z-]+): \|$", re.split(r"^\S", block, flags=re.MULTILINE)[0], flags=re.MULTILINE)
    assert ids == list(PROSE[name])


@pytest.mark.parametrize("name", STORED)
def test_heading_levels_agree(name):
    english = markdown(stored(name))
    assert {cell: levels(text) for cell, text in PROSE[name].items()} == {
        cell: levels(text) for cell, text in english.items()
    }


@pytest.mark.parametrize("name", STORED)
def test_bullets_agree(name):
    english = markdown(stored(name))
    bullets = re.compile("^- ", flags=re.MULTILINE)
    assert {cell: len(bullets.findall(text)) for cell, text in PROSE[name].items()} == {
        cell: len(bullets.findall(text)) for cell, text in english.items()
    }


@pytest.mark.parametrize("name", STORED)
def test_code_words_are_kept(name):
    english = markdown(stored(name))
    assert all(code_words(english[cell]) <= code_words(text) for cell, text in PROSE[name].items())


@pytest.mark.parametrize("name", STORED)
def test_every_entry_is_japanese(name):
    assert [cell for cell, text in PROSE[name].items() if not KANA.search(text)] == []


@pytest.mark.parametrize("name", STORED)
def test_paragraphs_stand_on_one_line(name):
    # a browser shows a line break between Japanese letters as a blank
    broken = re.compile(r"[^\n]\n(?!\n|- |$)")
    assert [cell for cell, text in PROSE[name].items() if broken.search(text.strip())] == []


# --- the swap -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STORED)
def test_english_stays_untouched(name):
    assert in_language(stored(name), name, "en") == stored(name)


@pytest.mark.parametrize("name", STORED)
def test_japanese_replaces_every_markdown_cell(name):
    assert markdown(in_language(stored(name), name, "ja")) == PROSE[name]


@pytest.mark.parametrize("name", STORED)
def test_japanese_leaves_code_outputs_and_ids_alone(name):
    translated = in_language(stored(name), name, "ja")
    nbformat.validate(translated)
    assert rest(translated) == rest(stored(name))


# --- a cell without its entry ---------------------------------------------------------------------


def test_unknown_cell_is_an_error_and_no_silent_english():
    notebook = new_notebook(cells=[new_code_cell("1"), new_markdown_cell("# New", id="not-translated")])
    with pytest.raises(KeyError, match="not-translated"):
        in_language(notebook, STORED[0], "ja")


def test_unknown_notebook_is_an_error():
    with pytest.raises(KeyError, match="nowhere"):
        in_language(new_notebook(), "nowhere", "ja")
