"""The kit's own files, parsed once for all tests that look at them."""

import ast
from pathlib import Path

import yaml

import helpers

HELPERS = Path(helpers.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HELPERS.rglob("*.py"))}
NODES = [(path, node) for path, tree in TREES.items() for node in ast.walk(tree)]


def from_yaml(path):
    """What a YAML file holds, by the fast loader where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: TID251
