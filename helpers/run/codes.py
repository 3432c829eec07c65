"""The page of codes: every error, warning, reason and fix in English and Japanese, from the files that say them."""

from pathlib import Path

from helpers.base.folders import PROJECT
from helpers.base.own_yaml import own_yaml
from helpers.base.templates import filled_template
from helpers.read.ledger import NOT_APPLICABLE

CODES_PAGE = PROJECT / "docs" / "codes.md"


def codes_page() -> str:
    """The page, as Markdown."""
    reasons = _rows("sentences", "reason_")
    values = {
        "errors": _rows("errors", "E-", keep=True),
        "warnings": _rows("errors", "W-", keep=True),
        "not_applicable": [row for row in reasons if row[0] in NOT_APPLICABLE],
        "defective": [row for row in reasons if row[0] not in NOT_APPLICABLE],
        "fixes": _rows("sentences", "fixed_"),
    }
    return filled_template(Path(__file__).with_name("templates"), "codes.txt.j2", **values)


def write_codes() -> None:
    """Write the page into docs."""
    CODES_PAGE.write_text(codes_page(), encoding="utf-8", newline="\n")


def _rows(name: str, start: str, *, keep: bool = False) -> list[tuple[str, str, str]]:
    """Code, English and Japanese of the texts whose key begins with `start`, by the rest of the key or the whole."""
    texts = own_yaml("helpers.base", name)
    found = [(key if keep else key.removeprefix(start), texts[key]) for key in sorted(texts) if key.startswith(start)]
    return [
        (
            code.partition(".")[0],
            markdown_cell(said["en"].format_map(_Named())),
            markdown_cell(said["ja"].format_map(_Named())),
        )
        for code, said in found
    ]


def markdown_cell(text: str) -> str:
    """Text as it stands in a table of Markdown.

    Examples
    --------
    >>> markdown_cell('Say which:\\n| <b>')
    'Say which: \\\\| &lt;b>'
    """
    return " ".join(text.split()).replace("|", r"\|").replace("<", "&lt;")


class _Named(dict):
    """Every field's name in its own braces."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
