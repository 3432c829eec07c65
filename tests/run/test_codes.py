"""The page of codes: whole, fresh, in two languages, and linked."""

import re

from helpers.base.folders import PROJECT
from helpers.read.ledger import NOT_APPLICABLE
from helpers.run.codes import CODES_PAGE, codes_page
from tests.each import each
from tests.sources import from_yaml

ROWS = [line for line in codes_page().splitlines() if line.startswith("| `")]


def texts(name):
    return from_yaml(PROJECT / "helpers" / "base" / f"{name}.yaml")


def part(title):
    """Codes of the section whose heading begins so."""
    section = next(text for text in codes_page().split("\n## ") if text.startswith(title))
    return re.findall(r"^\| `([^`]+)`", section, flags=re.MULTILINE)


def test_the_page_is_fresh():
    assert CODES_PAGE.read_text(encoding="utf-8") == codes_page(), "python run.py refresh makes it anew"


def test_every_sentence_stands_once_in_its_section():
    errors, sentences = texts("errors"), texts("sentences")
    reasons = {key.removeprefix("reason_") for key in sentences if key.startswith("reason_")}
    assert part("Errors") == [code.partition(".")[0] for code in sorted(errors) if code.startswith("E-")]
    assert part("Warnings") == sorted(code for code in errors if code.startswith("W-"))
    assert part("Reasons: not applicable") == sorted(reasons & NOT_APPLICABLE)
    assert part("Reasons: defective") == sorted(reasons - NOT_APPLICABLE)
    assert part("Fixes") == sorted(key.removeprefix("fixed_") for key in sentences if key.startswith("fixed_"))
    assert len(ROWS) > 100


@each("row", ROWS)
def test_every_row_has_both_languages_in_one_line(row):
    _, english, japanese, *more = re.split(r"(?<!\\) \| ", row.strip("| "))
    assert re.search("[A-Za-z]", english) and re.search("[ぁ-ヿ一-鿿]", japanese)
    assert len(more) <= 1 and "<" not in row


def test_braces_are_those_of_the_message():
    said = texts("errors")["E-SCORE-LABELS"]["en"].format(
        place="{place}", wordy="{wordy}", cells="{cells}", lines="{lines}"
    )
    assert f"| `E-SCORE-LABELS` | {' '.join(said.split())} |" in codes_page()


def test_a_defect_names_the_code_that_it_stops_with():
    assert "| `E-SCORE-RANGE` |" in next(row for row in ROWS if row.startswith("| `score_range`"))


def test_the_readmes_lead_there():
    for name in ("README.md", "README.ja.md"):
        assert "(docs/codes.md)" in (PROJECT / name).read_text(encoding="utf-8")
