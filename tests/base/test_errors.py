"""What a user can mend, in one line."""

import ast
import re
from pathlib import Path

import helpers
from helpers.base.errors import KitError

HELPERS = Path(helpers.__file__).parent


def test_code_and_message():
    error = KitError("E-SCORE", "score: a whole number 0–10 is needed.")
    assert (error.code, error.message) == ("E-SCORE", "score: a whole number 0–10 is needed.")
    assert str(error) == "E-SCORE score: a whole number 0–10 is needed."


def test_a_notebook_shows_one_line_instead_of_a_stack():
    assert KitError("E-X", "mend this.")._render_traceback_() == ["E-X mend this."]


def codes():
    """Codes written out in the helpers, with the file of each."""
    for path in sorted(HELPERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "KitError"
            if raised and isinstance(node.args[0], ast.Constant):
                yield path.name, node.args[0].value


def test_codes_are_of_one_form():
    found = list(codes())
    assert len(found) > 20
    assert [pair for pair in found if not re.fullmatch(r"E(-[A-Z]+)+", pair[1])] == []
