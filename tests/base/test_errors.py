"""What a user can mend, in one line, in her language."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import helpers
from helpers.base.errors import KitError
from helpers.read.ledger import NOT_APPLICABLE

HELPERS = Path(helpers.__file__).parent
TEXT = (HELPERS / "base" / "errors.yaml").read_text(encoding="utf-8")
SENTENCES = yaml.safe_load(TEXT)
REASONS = {
    key.removeprefix("reason_"): texts
    for key, texts in yaml.safe_load((HELPERS / "base" / "sentences.yaml").read_text(encoding="utf-8")).items()
    if key.startswith("reason_")
}
NODES = [
    (path, node)
    for path in sorted(HELPERS.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
]
FORM = r"[EW](-[A-Z0-9]+)+"
WRITTEN = {
    node.value
    for _, node in NODES
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(FORM, node.value)
}
every_sentence = pytest.mark.parametrize("code", SENTENCES)


def fields(text):
    """What a sentence names; names of tools come in both languages."""
    return {re.sub("_(en|ja)$", "", name) for _, name, _, _ in Formatter().parse(text) if name is not None}


def errors():
    """Errors whose code is written out: where, code, whether they bring their own words, what they name."""
    for path, node in NODES:
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("KitError", "NoHeader")
        if made and isinstance(node.args[0], ast.Constant):
            named = {re.sub("_(en|ja)$", "", keyword.arg or "**") for keyword in node.keywords}
            yield f"{path.name}:{node.lineno}", node.args[0].value, len(node.args) > 1, named


def warned():
    """Warnings whose code and fields are written out: where, code, what they name."""
    for path, node in NODES:
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Warned"
        if made and isinstance(node.args[0], ast.Constant) and isinstance(node.args[1], ast.Dict):
            keys = node.args[1].keys
            named = {key.value for key in keys if key} if all(keys) else None  # None: some are put together
            yield f"{path.name}:{node.lineno}", node.args[0].value, named


WITH_OWN_WORDS = {code for _, code, own, _ in errors() if own}


def test_code_and_message():
    error = KitError("E-SCORE", "score: a whole number 0–10 is needed.")
    assert (error.code, error.message) == ("E-SCORE", "score: a whole number 0–10 is needed.")
    assert str(error) == error.said("ja") == "E-SCORE score: a whole number 0–10 is needed."


def test_a_sentence_in_both_languages():
    error = KitError("E-QUOTE", file="shop.csv", row=7)
    assert (error.code, error.fields) == ("E-QUOTE", {"file": "shop.csv", "row": 7})
    assert str(error) == error.said("en") == f"E-QUOTE {error.message}"
    assert error.message == SENTENCES["E-QUOTE"]["en"].format(file="shop.csv", row=7)
    assert error.said("ja") == "E-QUOTE " + SENTENCES["E-QUOTE"]["ja"].format(file="shop.csv", row=7)


def test_braces_in_a_name_are_no_field():
    assert "{x}.csv" in str(KitError("E-QUOTE", file="{x}.csv", row=7))


@pytest.mark.parametrize(("reason", "texts"), [(key, REASONS[key]) for key in REASONS if key not in NOT_APPLICABLE])
def test_reasons_are_worded_in_the_language(reason, texts):
    error = KitError(
        f"E-{reason.upper().replace('_', '-')}", rows="shop.csv row 7", column=', column "score"', reason=reason
    )
    assert str(error).startswith(f'{error.code} shop.csv row 7, column "score": {texts["en"]}. Nothing was written.')
    assert error.said("ja").startswith(f'{error.code} shop.csv row 7, column "score": {texts["ja"]}。')
    assert f": {texts['en']}." in str(KitError("E-ROWS-DEFECTIVE", rows="shop.csv row 7", total=9, reason=reason))


def test_a_notebook_shows_one_line_instead_of_a_stack():
    assert KitError("E-X", "mend this.")._render_traceback_() == ["E-X mend this."]


# The file of sentences


@every_sentence
def test_both_languages_name_the_same_and_no_other(code):
    assert list(SENTENCES[code]) == ["en", "ja"]
    assert all(text.strip() == text and text for text in SENTENCES[code].values())
    assert fields(SENTENCES[code]["en"]) == fields(SENTENCES[code]["ja"])


@every_sentence
def test_the_japanese_is_japanese(code):
    assert SENTENCES[code]["en"] != SENTENCES[code]["ja"]
    assert re.search("[ぁ-ゖァ-ヺ]", SENTENCES[code]["ja"])


@every_sentence
def test_errors_say_where(code):
    assert fields(SENTENCES[code]["en"]) & {"file", "rows", "place", "table"}


@every_sentence
def test_every_sentence_is_used(code):
    assert code in WRITTEN


def test_no_code_stands_twice():
    codes = re.findall(r"^([A-Z0-9-]+):", TEXT, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) == len(SENTENCES) > 40


# The code


def test_every_code_has_its_sentence_or_words_of_its_own():
    assert WRITTEN - set(SENTENCES) - WITH_OWN_WORDS == set()
    assert [where for where, code, own, _ in errors() if not own and code not in SENTENCES] == []
    assert [code for code in SENTENCES if not re.fullmatch(FORM, code)] == []


def test_errors_name_what_their_sentences_need():
    told = [(where, code, named) for where, code, own, named in errors() if not own]
    assert len(told) > 30
    wrong = [where for where, code, named in told if "**" not in named and fields(SENTENCES[code]["en"]) != named]
    assert wrong == []


def test_warnings_name_what_their_sentences_need():
    told = list(warned())
    assert len(told) >= 5
    wrong = [where for where, code, named in told if named is not None and fields(SENTENCES[code]["en"]) != named]
    assert wrong == []


NAMED_APART = {  # codes that are handed on before their fields are
    ("E-ROW",): {"rows", "column", "reason"},
    ("E-CUSTOMER-CONFLICT", "E-COMPLAINT-CONFLICT"): {"rows", "column"},
    ("E-COLUMN-ASK",): {"file", "column", "lines", "headers"},
    ("E-HEADER-DUPLICATE",): {"file", "column", "lines", "header", "row"},
    ("E-SCORE-LABELS", "E-INFLUENCE-LABELS"): {"place", "wordy", "cells"},
    ("E-SCORE-REVERSED", "E-INFLUENCE-REVERSED"): {"place", "low", "high", "passive", "promoter"},
    ("E-SCORE-SCALE", "E-INFLUENCE-SCALE"): {
        "place",
        "inside",
        "total",
        "span",
        "low",
        "high",
        "passive",
        "promoter",
    },
    ("W-KIND-NAME", "W-REPLACEMENT", "W-MOJIBAKE", "W-MERGED", "W-NESTED", "W-ENCODING", "W-ENCODING-ODD"): {"file"},
    ("W-ID-ZEROS", "W-ID-DATE", "W-DATE-SWAPPED", "W-TAX"): {"file", "column"},
    ("W-SCALE-1-10", "W-SCALE-LOW", "W-INFLUENCE-REVERSED"): {"file", "column"},
    ("W-ID-DECIMAL", "W-ROUNDED"): {"file", "column", "n"},
    ("W-FORMAT-COLUMNS",): {"file", "headers", "format"},
    ("E-FORMAT-TABLE",): {"file", "table", "holds", "format"},
    ("W-AMOUNT-TAX",): {"file", "header", "other"},
    ("W-AMOUNT-UNTAXED", "W-AMOUNT-BASIS", "W-AMOUNT-PRICE"): {"file", "header"},
    ("W-AMOUNT-TAX-OPEN",): {"file", "header", "other"},
    ("W-COLUMN-CANCELLED",): {"file", "headers"},
    ("E-COLUMN-TWICE",): {"file", "table", "header", "columns"},
    ("W-AMOUNT-BESIDE",): {"file", "header", "others"},
}


def test_codes_that_are_handed_on_need_no_more_than_they_get():
    apart = {code for codes in NAMED_APART for code in codes}
    seen = {code for _, code, own, named in errors() if not own and "**" not in named}
    seen |= {code for _, code, named in warned() if named is not None}
    assert set(SENTENCES) - seen - apart == set()
    for codes, named in NAMED_APART.items():
        assert [code for code in codes if not fields(SENTENCES[code]["en"]) <= named] == []
