"""The house: arrows go one way, a public name means one thing, nobody reaches into another's private names."""

import ast
from collections import defaultdict
from functools import cache

import pytest

from tests.each import each
from tests.sources import HELPERS
from tests.sources import TREES as PARSED

ROOMS = ("base", "read", "collect", "merge", "compare", "disclosure", "report", "invite", "run")
LONGEST_CHAIN = 17
TREES = {
    ".".join(("helpers", *path.relative_to(HELPERS).with_suffix("").parts)).removesuffix(".__init__"): tree
    for path, tree in PARSED.items()
}


def imported(module: str) -> set[tuple[str, str]]:
    """(module, name) that a module imports of the house."""
    froms = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.ImportFrom) and node.module]
    return {(node.module, alias.name) for node in froms if node.module.startswith("helpers") for alias in node.names}


def modules_under(module: str) -> set[str]:
    """Modules of the house that a module imports."""
    names = {name for source, part in imported(module) for name in (source, f"{source}.{part}")}
    return (names & set(TREES)) - {module}


@cache
def chain(module: str) -> tuple[str, ...]:
    """Longest chain of imports that begins with a module; settings that build on one another are one link."""
    if module.endswith(".settings") and not module.startswith("helpers.run"):
        return (module,)
    return (module, *max(map(chain, modules_under(module)), key=len, default=()))


def room(module: str) -> int:
    """Place of a module's room; the command line's door stands below them all."""
    name = module.split(".")[1]
    return ROOMS.index(name) if name in ROOMS else len(ROOMS)


@each("module", [name for name in TREES if name != "helpers"])
def test_no_arrow_climbs(module):
    assert {source for source in modules_under(module) if room(source) > room(module)} == set()


def test_the_longest_chain_of_imports():
    longest = max(map(chain, TREES), key=len)
    assert len(longest) <= LONGEST_CHAIN, longest


def test_a_public_name_means_one_thing():
    """But for a section, which bears the name of the result that it tells."""
    places = defaultdict(set)
    for module, tree in TREES.items():
        if module.startswith("helpers.report.sections."):
            continue
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            names += [target.id for target in targets if isinstance(target, ast.Name)]
            for name in names:
                places[name].add(module)
    twice = {name: found for name, found in places.items() if not name.startswith("_") and len(found) > 1}
    assert twice == {}


def test_private_names_stay_at_home():
    assert {(module, name) for module in TREES for _, name in imported(module) if name.startswith("_")} == set()


@pytest.mark.parametrize("room_name", ["merge", "compare"])
def test_calculations_hold_no_word_of_suppression(room_name):
    """What may be shown is said in ``disclosure`` alone; `smallest_group` is a rule of statistics where it stands.

    So is ``min_cell`` in the cap of recommendations: METHOD §8 defines it by how many persons reach it.
    """
    words = {"fewer", "hidden_cells", "too_few", "unsafe_money", "min_cell", "HIDDEN"}
    named = {
        (module, node.id if isinstance(node, ast.Name) else node.attr)
        for module, tree in TREES.items()
        if module.startswith(f"helpers.{room_name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    used = {(module, name) for module, name in named if name in words}
    assert used <= {("helpers.compare.lrv", "min_cell")}
