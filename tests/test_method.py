"""docs/method.md and its Japanese twin: every example runs, every helper that is named exists, nothing is left out."""

import doctest
import re
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest

import helpers

HELPERS = Path(helpers.__file__).parent
DOCS = HELPERS.parent / "docs"
PAGES = ("method.md", "method.ja.md")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
HELPER = re.compile(r"`(helpers(?:\.\w+)+)`")
WITHOUT_FORMULA = {  # module → why no formula of it is told
    "helpers.collect.comments": "texts",
    "helpers.collect.contacts": "whose an answer is",
    "helpers.collect.masking": "texts",
    "helpers.collect.names": "texts",
    "helpers.collect.periods": "which wave an answer is of",
    "helpers.collect.settings": "parameters",
    "helpers.collect.survey": "reads and joins",
    "helpers.merge.cells": "the same sums, in an engine",
    "helpers.merge.kpi_names": "names",
    "helpers.merge.sales": "where the orders lie",
    "helpers.merge.there": "the same sums, in an engine",
    "helpers.collect.plan.eligibility": "who may be asked",
    "helpers.collect.plan.invited": "who was asked",
    "helpers.collect.plan.optouts": "who may be asked",
    "helpers.collect.plan.refusals": "who may be asked",
    "helpers.collect.plan.sampling": "reads and remembers",
    "helpers.merge.calling": "reads",
    "helpers.merge.customers": "joins",
    "helpers.merge.dates": "warnings",
    "helpers.merge.earlier_calls": "reads",
    "helpers.merge.history": "reads and joins",
    "helpers.compare.basis": "holds what the others compute from",
    "helpers.compare.adjustment.likeness": "holds what is found",
    "helpers.compare.forecast.foreseen": "holds what is found",
    "helpers.compare.outlook": "holds what is found",
    "helpers.compare.settings": "parameters",
    "helpers.compare.step_three": "names",
}


@cache
def text_of(page):
    return (DOCS / page).read_text(encoding="utf-8")


def fences(page):
    return FENCE.findall(text_of(page))


def sections(page):
    """Number of each section → what it holds; the introduction is ``0``."""
    parts = re.split(r"^## (\d+)\. .*$", text_of(page), flags=re.MULTILINE)
    return {"0": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def spans(text):
    """What stands in code letters: helpers, parameters, values."""
    return set(SPAN.findall(FENCE.sub("", text)))


def examples(text):
    """A page's examples alone, each in its line."""
    kept = {line for match in FENCE.finditer(text) if match[1] == "python" for line in lines_of(text, match.span(2))}
    return "\n".join(line if number in kept else "" for number, line in enumerate(text.split("\n"))) + "\n"


def lines_of(text, span):
    first, last = (text.count("\n", 0, place) for place in span)
    return range(first, last)


@pytest.mark.parametrize("page", PAGES)
def test_every_example_holds(page):
    test = doctest.DocTestParser().get_doctest(examples(text_of(page)), {}, page, str(DOCS / page), 0)
    told = []
    failed, tried = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert not failed, "".join(told)
    assert tried == text_of(page).count("\n>>> ")


def test_both_pages_show_the_same_formulas_and_examples():
    assert fences(PAGES[0]) == fences(PAGES[1])


def test_both_pages_have_the_same_sections_with_the_same_helpers_and_parameters():
    english, japanese = ({number: spans(part) for number, part in sections(page).items()} for page in PAGES)
    assert english == japanese
    assert list(english) == [str(number) for number in range(len(english))]


def test_every_section_names_its_helpers_and_has_an_example():
    whole = {number for number, part in sections(PAGES[0]).items() if ">>> " in part and HELPER.search(part)}
    assert set(sections(PAGES[0])) - whole == set()


def test_every_helper_named_is_there():
    for name in set(HELPER.findall(text_of(PAGES[0]))):
        assert resolve_name(name)


def modules(room):
    paths = (path.relative_to(HELPERS.parent).with_suffix("") for path in sorted((HELPERS / room).rglob("*.py")))
    return {".".join(path.parts) for path in paths if path.name != "__init__"}


def test_no_module_of_the_three_steps_is_left_out():
    named = {name.rpartition(".")[0] for name in HELPER.findall(text_of(PAGES[0]))}
    there = {module for room in ("collect", "merge", "compare") for module in modules(room)}
    assert there - named == set(WITHOUT_FORMULA)
