"""The parameters' definitions, and what is made from them: docs' pages and the notebooks' parameters cells."""

import ast
import re
from collections import defaultdict

import nbformat
import pytest

from helpers.base.folders import PROJECT
from helpers.base.parameters import in_groups, meaning, more_on
from helpers.base.settings import PARAMETER_GROUPS
from helpers.invite.settings import InviteSettings
from helpers.run.kernels import NOTEBOOKS
from helpers.run.parameter_page import PARAMETER_PAGES, parameter_page, parameters_cell

NAMES = list(InviteSettings.model_fields)
KANA = re.compile("[ぁ-ヿ一-鿿]")
MOST_FILES = 4
READ_EVERYWHERE = {  # parameters that more files of code name, by reason
    "what a report is called, says and is dated by": "report_name shop_name note language currency as_of",
    "the customers and days that each count is of": "where window window_days timezone",
    "how sure a figure is, and from how many people on it is shown": "confidence resamples min_group_size min_cell",
    "counted with, tried otherwise, and told in method and limits": "gross_margin_rate incremental_share conversion "
    "referred_ltv",
    "missing or given, which the reader is told": "customers responses columns",
    "which answers count, and who was asked by then": "answers_to",
    "whatever is drawn by chance": "seed",
}


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_its_help_in_both_languages_and_a_group(name):
    for said in filter(None, (meaning(InviteSettings, name), more_on(InviteSettings, name))):
        assert list(said) == ["en", "ja"] and all(text.strip() == text != "" for text in said.values())
        assert said["en"].isascii() or "→" in said["en"]
    assert KANA.search(meaning(InviteSettings, name)["ja"])
    assert [group for group, names in in_groups(InviteSettings).items() if name in names]


def test_every_group_has_its_title_and_parameters():
    assert all(in_groups(InviteSettings).values())
    assert all(list(title) == ["en", "ja"] for title in PARAMETER_GROUPS.values())


@pytest.mark.parametrize("language", PARAMETER_PAGES)
def test_the_pages_are_fresh(language):
    page = PARAMETER_PAGES[language].read_text(encoding="utf-8")
    assert page == parameter_page(language), "python run.py refresh makes it anew"
    assert re.findall(r"^\| `(\w+)`", page, flags=re.MULTILINE) == [
        name for names in in_groups(InviteSettings).values() for name in names
    ]


@pytest.mark.parametrize("readme, page", [("README.md", "parameters.md"), ("README.ja.md", "parameters.ja.md")])
def test_the_readmes_lead_there(readme, page):
    assert f"(docs/{page})" in (PROJECT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ["`gross_margin_rate` | 1.0 | number above 0 up to 1 |", "`as_of` | required | date |",
                                 "`window` | before | `before`, `after` |", "`expected_shares` | null | list of 3 |",
                                 "`seed` | 1 | whole number from 0 up to 4294967296 |"])  # fmt: skip
def test_type_and_range_are_said_in_words(row):
    assert f"| {row}" in parameter_page("en")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_parameters_cell_has_at_most_ten_names_and_their_help(name):
    notebook = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert cell.source == parameters_cell(cell.source), "python run.py refresh makes it anew"
    names = [line.target.id for line in ast.parse(cell.source).body]
    assert names[:2] == ["parameter_file", "as_of"] and len(names) <= 10


def named_in():
    """Files of code that name each parameter: where it is defined, and where it is read."""
    files = defaultdict(set)
    for path in sorted((PROJECT / "helpers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AnnAssign) and path.name == "settings.py":
                files[getattr(node.target, "id", "")].add(path.relative_to(PROJECT).as_posix())
            if isinstance(node, ast.Attribute) and re.search(r"\b(settings|self)$", ast.unparse(node.value)):
                of_itself = ast.unparse(node.value) == "self" and path.name != "settings.py"
                files[node.attr] |= set() if of_itself else {path.relative_to(PROJECT).as_posix()}
    return files


def test_every_parameter_is_read_somewhere():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (PROJECT / "helpers").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    read |= {node.value for node in nodes if isinstance(node, ast.Constant)}  # by getattr
    templates = " ".join(path.read_text(encoding="utf-8") for path in (PROJECT / "helpers").rglob("*.j2"))
    assert [name for name in NAMES if name not in read and f".{name}" not in templates] == []


def test_few_files_of_code_name_a_parameter():
    files = named_in()
    many = {name for name in NAMES if len(files[name]) > MOST_FILES}
    allowed = {name for names in READ_EVERYWHERE.values() for name in names.split()}
    assert many <= allowed <= set(NAMES), {name: sorted(files[name]) for name in many - allowed}
