"""The file of sentences: complete in both languages, all used, none missing."""

import ast
import io
import re
import tokenize
from collections import Counter
from pathlib import Path
from string import Formatter

import nbformat
import pytest
import yaml

import helpers
from helpers.base.parameters import Settings
from helpers.base.tables import TABLES
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.bands import BAND_KINDS, OTHER, SPENDS, TENURES, UNKNOWN
from helpers.compare.figures import BASES, MEASURES, PAIRS
from helpers.compare.nonresponse.bounds import BOUNDS
from helpers.compare.nonresponse.effects import ANSWER_GROUPS as NONRESPONSE_GROUPS
from helpers.compare.nonresponse.weights import SPEND, TENURE
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import SCENARIOS
from helpers.merge.complaints import SEVERITIES
from helpers.merge.kpis import KPIS
from helpers.merge.people import SUMS
from helpers.read.columns.formats import FORMATS
from helpers.read.ledger import NOT_APPLICABLE
from helpers.report.sentences.adjusted_sentences import CANONICAL
from helpers.report.sentences.method_sentences import TERMS
from helpers.run.runner import NOTEBOOKS as NOTEBOOKS_RUN

HELPERS = Path(helpers.__file__).parent
NOTEBOOKS = HELPERS.parent / "notebooks"
TEXT = (HELPERS / "base" / "sentences.yaml").read_text(encoding="utf-8")
SENTENCES = yaml.safe_load(TEXT)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HELPERS.rglob("*.py"))}
NODES = [(path, node) for path, tree in TREES.items() for node in ast.walk(tree)]
LITERALS = {node.value for _, node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
every_sentence = pytest.mark.parametrize("key", SENTENCES)


def fields(text):
    """Figures of a sentence with their formats."""
    return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}


def said():
    """Every call of ``words.say``: where, the key's node, the names of its figures (None: not written out)."""
    for path, node in NODES:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
            names = {keyword.arg for keyword in node.keywords}
            yield f"{path.name}:{node.lineno}", node.args[0], None if None in names else names


def literals_of(node):
    """Keys that an expression can be, where they are written out."""
    if isinstance(node, ast.IfExp):
        return literals_of(node.body) | literals_of(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) else set()


def prefixes():
    """Beginnings of the keys that are put together, such as segment_."""
    keys = (part for _, key, _ in said() for part in ast.walk(key) if isinstance(part, ast.JoinedStr))
    starts = {getattr(key.values[0], "value", "") for key in keys}
    return {start for start in starts if isinstance(start, str) and re.fullmatch(r"[a-z]+_", start)}


def in_templates_and_notebooks():
    """Keys said outside the modules."""
    files = [*HELPERS.rglob("*.j2"), *NOTEBOOKS.glob("*.ipynb")]
    return {key for file in files for key in re.findall(r"\bsay\(\\?[\"'](\w+)", file.read_text(encoding="utf-8"))}


def reasons():
    """Reasons that rows and cells are set aside for, as written in the code and for known exports."""
    found = NOT_APPLICABLE | {rule.reason for form in FORMATS.values() for rule in form.not_applicable}
    for path, node in NODES:
        if isinstance(node, ast.Call):
            name, given = getattr(node.func, "attr", getattr(node.func, "id", "")), node.args
            found |= set().union(*map(literals_in, given[1:2])) if name in ("without", "Parsed") else set()
            found |= literals_in(given[0]) if name in ("Series", "_day", "_money") and path.name in READING else set()
        if isinstance(node, ast.FunctionDef) and path.name in READING:
            named = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            found |= {default.value for argument, default in named if argument.arg in ("blank", "reason") and default}
            told = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
            found |= literals_in(*told) if node.name == "_id_text" else set()
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reason" and _of_rows(path):
            found |= literals_of(node.value)
        if isinstance(node, ast.Assign) and "aside" in ast.unparse(node.targets[0]) and path.name == "files.py":
            found |= literals_of(node.value)
    return found - {"", "number_invalid"}  # the second is of conditions, which stop


def _of_rows(path):
    """Whether reasons of this module are of rows: those of the comparison say why a figure is missing."""
    return "compare" not in path.parts


def literals_in(*nodes):
    """Texts that stand anywhere in expressions."""
    texts = {part.value for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return {text for text in texts if isinstance(text, str)}


READING = ("texts.py", "numbers.py", "money.py", "dates.py", "kinds.py", "orders.py", "sorting.py")
FIXES = (  # kinds of normalisation, for cells of every kind, of scores and counts, of money, of dates
    *("white_space", "zero_width", "full_width", "apostrophe", "decimal_zero", "leading_zero", "lower_case"),
    *("unit", "label", "kanji_number", "approximate", "range", "word_zero", "reversed"),
    *("thousands", "currency_sign", "negative_form", "decimal_comma", "rounded", "tax_mark"),
    *("date_form", "short_year", "era", "excel_serial", "time_zone", "clock"),
)
DIRECTIONS = ("more", "less", "unclear")
FAMILIES = {
    "segment_": (*SEGMENTS, "none", "all"),
    "method_": TERMS,
    "means_": (*TERMS, "window_all"),
    "rule_": ("new", "all", "ignore"),
    "conversion_": ("crm", "none", "given"),
    "pair_": PAIRS,
    "measure_": MEASURES,
    "kpi_": KPIS,
    "severity_": SEVERITIES,
    "table_": TABLES,
    "stage_": ("invited", "answered", "usable", "matched", "valued", "counted"),
    "loss_": ("silent", "unusable", "unknown", "later", "none"),
    "people_": (*SUMS, "silent", "uninvited", "unknown", "later", "unanswered", "aside"),
    "match_": ("zeros", "case", "letters", "none"),
    "flow_": ("recommended", "influenced", "created", "money"),
    "severities_": ("minor", "near_miss"),
    "money_": ("ordered", "before_window", "refunds", "window_net"),
    "kind_": ("not_applicable", "defective"),
    "fixed_": FIXES,
    "by_": BAND_KINDS,
    "tenure_": TENURES,
    "spend_": SPENDS,
    "channel_": (OTHER, UNKNOWN),
    "plan_": ("ask", "margin", "gap"),
    "wish_": ("margin_worst", "margin_expected", "gap"),
    "gap_": DIRECTIONS,
    "verdict_": DIRECTIONS,
    "parameter_": tuple(Settings.model_fields),
    "scenario_": SCENARIOS,
    "held_": ("yes", *DIRECTIONS, "unknown"),
    "conclusion_": DIRECTIONS,
    "move_": MOVES,
    "basis_": BASES,
    "group_": NONRESPONSE_GROUPS,
    "nonresponse_": DIRECTIONS,
    "weights_": ("few_respondents", "one_band", "one_band_answered", "not_covered", "whole_history", "no_weights_fit"),
    "bound_": ("answered", *BOUNDS),
    "variable_": ("tenure", "spend", "channel"),
    "band_": (*TENURE, *SPEND, "all", "other"),
    "adjusted_": (*DIRECTIONS, "few", "alike", "periods", "hidden"),
    "covariate_": CANONICAL,
    "plural_": SEGMENTS,
    "step_": (*NOTEBOOKS_RUN, "page"),
}


@every_sentence
def test_both_languages_and_no_other(key):
    assert set(SENTENCES[key]) == {"en", "ja"}
    assert all(isinstance(text, str) and text.strip() for text in SENTENCES[key].values())


@every_sentence
def test_both_languages_state_the_same_figures(key):
    assert fields(SENTENCES[key]["en"]) == fields(SENTENCES[key]["ja"])


@every_sentence
def test_formats_exist(key):
    forms = {form for _, form in fields(SENTENCES[key]["en"])} - {""}
    assert [form for form in forms if form.startswith("_") or not callable(getattr(Words, form, None))] == []


@every_sentence
def test_no_number_is_written_where_a_figure_belongs(key):
    known = {
        "100",
        "1",
        "29",
        "300",
        "0",
        "10",
        "01",
        "02",
        "03",
        "2",
        "3",
        "365",
        "12",
        "5",
        "6",
        "99",
        "9",
        "1998",
    }  # scales, years, thirds, 1 : 29 : 300, of a hundred, k = 1, a clock of 12, a range, percentile, 9割, Tango 1998
    for text in SENTENCES[key].values():
        assert set(re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", text))) <= known


def test_no_key_stands_twice():
    keys = re.findall(r"^(\w+):", TEXT, flags=re.MULTILINE)
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert len(keys) == len(SENTENCES)


def test_the_japanese_is_japanese():
    alike = {key for key, texts in SENTENCES.items() if texts["en"] == texts["ja"]}
    assert alike == {"measure_ltv", "measure_lrv", "group_n", "funnel_plain", "method_nps", "head_nps"}
    assert [key for key in set(SENTENCES) - alike if SENTENCES[key]["ja"].isascii()] == []


def test_every_sentence_said_exists():
    keys = [(where, key) for where, node, _ in said() for key in literals_of(node)]
    assert len(keys) > 80
    assert [pair for pair in keys if pair[1] not in SENTENCES] == []
    assert in_templates_and_notebooks() <= set(SENTENCES)


def test_what_is_said_gives_exactly_the_figures_needed():
    wrong = [
        (where, key)
        for where, node, given in said()
        for key in literals_of(node)
        if given is not None and given != {name for name, _ in fields(SENTENCES[key]["en"])}
    ]
    assert wrong == []


@pytest.mark.parametrize(("prefix", "members"), FAMILIES.items(), ids=list(FAMILIES))
def test_families_are_complete(prefix, members):
    assert [name for name in members if f"{prefix}{name}" not in SENTENCES] == []


def test_every_family_put_together_is_tested_here():
    assert prefixes() == {*FAMILIES, "head_", "reason_", "parameter_"}


def test_every_parameter_has_its_meaning_and_no_other():
    meant = {key.removeprefix("parameter_") for key in SENTENCES if key.startswith("parameter_")}
    assert meant == set(Settings.model_fields)


@pytest.mark.parametrize("name", ["01_collect_survey", "02_merge_purchases", "03_compare_value"])
def test_the_comments_of_a_parameters_cell_are_these_meanings(name):
    comments = parameter_comments(nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4))
    assert len(comments) > 20
    assert [one for one, comment in comments if comment != SENTENCES[f"parameter_{one}"]["en"]] == []


def parameter_comments(notebook):
    """Parameters of the parameters cell, each with the comment that ends its line or lines."""
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    ends = {line.end_lineno: line.target.id for line in ast.parse(cell.source).body}
    tokens = tokenize.generate_tokens(io.StringIO(cell.source).readline)
    return [(ends[token.start[0]], token.string[1:].strip()) for token in tokens if token.type == tokenize.COMMENT]


def test_every_reason_has_its_words_and_no_other():
    assert reasons() == {key.removeprefix("reason_") for key in SENTENCES if key.startswith("reason_")}


def test_every_kind_of_fix_has_its_words_and_no_other():
    assert set(FIXES) == {key.removeprefix("fixed_") for key in SENTENCES if key.startswith("fixed_")}
    assert set(FIXES) <= LITERALS


def test_every_sentence_is_used():
    said_elsewhere = in_templates_and_notebooks() | {f"reason_{reason}" for reason in reasons()}
    together = {f"{prefix}{name}" for prefix in prefixes() for name in LITERALS}
    together |= {f"parameter_{name}" for name in Settings.model_fields}
    assert [key for key in SENTENCES if key not in LITERALS | said_elsewhere | together] == []
