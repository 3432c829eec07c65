"""What a user can mend, in one line, in her language."""

import ast
import re
from string import Formatter

import pytest
import yaml
from IPython.core.interactiveshell import InteractiveShell

from helpers.base.errors import KitError, in_column
from helpers.read.ledger import NOT_APPLICABLE
from helpers.run.settings import checked
from tests.each import each
from tests.sources import HELPERS, NODES, from_yaml

TEXT = (HELPERS / "base" / "errors.yaml").read_text(encoding="utf-8")
SENTENCES = from_yaml(HELPERS / "base" / "errors.yaml")
REASONS = {
    key.removeprefix("reason_"): texts
    for key, texts in from_yaml(HELPERS / "base" / "sentences.yaml").items()
    if key.startswith("reason_")
}
CODE = r"[EW](-[A-Z0-9]+)+"
FORM = CODE + r"(\.[a-z_]+)?"  # a code of several sentences has what tells them apart after a point
WRITTEN = {
    node.value
    for _, node in NODES
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(FORM, node.value)
}
every_sentence = each("code", SENTENCES)


def fields(text):
    """What a text names; names of tools come in both languages."""
    return {re.sub("_(en|ja)$", "", name) for _, name, _, _ in Formatter().parse(text) if name is not None}


def errors():
    """Errors whose code is written out: where, code, whether they bring their own words, what they name."""
    for path, node in NODES:
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("KitError", "NoHeader", "sentence")
        if made and isinstance(node.args[0], ast.Constant):
            named = {re.sub("_(en|ja)$", "", keyword.arg or "**") for keyword in node.keywords}
            yield f"{path.name}:{node.lineno}", node.args[0].value, len(node.args) > 1, named


def ready_made():
    """Where an error gets words that come ready-made."""
    for path, node in NODES:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "KitError" and len(node.args) > 1:
            yield path.name, node.args[1]


def warned():
    """Warnings whose code and fields are written out: where, code, what they name."""
    for path, node in NODES:
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Warned"
        if made and isinstance(node.args[0], ast.Constant) and isinstance(node.args[1], ast.Dict):
            keys = node.args[1].keys
            named = {key.value for key in keys if key} if all(keys) else None  # None: some are put together
            yield f"{path.name}:{node.lineno}", node.args[0].value, named


KINDS = {code for code in SENTENCES if code.startswith("E-PARAMETER.")}  # most are pydantic's; see test_parameters


def test_a_ready_made_message():
    error = KitError("E-SCORE", "score: a whole number 0–10 is needed.")
    assert (error.code, error.message) == ("E-SCORE", "score: a whole number 0–10 is needed.")
    assert str(error) == error.said("ja") == "E-SCORE score: a whole number 0–10 is needed."
    both = KitError("E-SCORE", {"en": "score: needed", "ja": "score: 必要です。"})
    assert (str(both), both.said("ja")) == ("E-SCORE score: needed", "E-SCORE score: 必要です。")


def test_a_code_of_several_sentences_is_one_code():
    error = KitError("E-STEP-STALE.answers", step="customers")
    assert error.code == "E-STEP-STALE"
    assert str(error) == "E-STEP-STALE customers: the answers changed since. Run notebook 02 again."
    assert (
        error.said("ja")
        == "E-STEP-STALE customers: その後に回答が変わりました。ノートブック02をもう一度実行してください。"
    )


def test_what_is_named_is_said_in_the_language():
    where = in_column({"en": "a.csv row 3", "ja": "a.csv 3行目"}, "amount")
    error = KitError("E-CURRENCY", place=where, currency="JPY")
    assert str(error).startswith('E-CURRENCY a.csv row 3, column "amount": the amount')
    assert error.said("ja").startswith("E-CURRENCY a.csv 3行目、列「amount」: 金額")


def test_a_code_without_a_sentence_is_a_fault():
    with pytest.raises(KeyError, match="E-NOWHERE"):
        KitError("E-NOWHERE")


def test_a_sentence_in_both_languages():
    error = KitError("E-QUOTE", file="shop.csv", row=7)
    assert (error.code, error.fields) == ("E-QUOTE", {"file": "shop.csv", "row": 7})
    assert str(error) == error.said("en") == f"E-QUOTE {error.message}"
    assert error.message == SENTENCES["E-QUOTE"]["en"].format(file="shop.csv", row=7)
    assert error.said("ja") == "E-QUOTE " + SENTENCES["E-QUOTE"]["ja"].format(file="shop.csv", row=7)


def test_braces_in_a_name_are_no_field():
    assert "{x}.csv" in str(KitError("E-QUOTE", file="{x}.csv", row=7))


def code_of(reason):
    return f"E-{reason.upper().replace('_', '-')}"


@each(
    ("reason", "texts"),
    [(key, REASONS[key]) for key in REASONS if key not in NOT_APPLICABLE and code_of(key) not in SENTENCES],
)
def test_reasons_are_worded_in_the_language(reason, texts):
    where = {"en": "shop.csv row 7", "ja": "shop.csv 7行目"}
    error = KitError(code_of(reason), place=where, reason=reason)
    assert str(error).startswith(f"{error.code} shop.csv row 7: {texts['en']}. Nothing was written.")
    assert error.said("ja").startswith(f"{error.code} shop.csv 7行目: {texts['ja']}。")
    assert f": {texts['en']}." in str(KitError("E-ROWS-DEFECTIVE", rows="shop.csv row 7", total=9, reason=reason))


def test_a_notebook_shows_one_line_instead_of_a_stack():
    assert KitError("E-X", "mend this.")._render_traceback_() == ["E-X mend this."]


@pytest.fixture
def shell():
    """A notebook's shell, as a cell runs in it."""
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ja", "E-PARAMETER as_of: 必ず指定してください。"),
        ("en", "E-PARAMETER as_of: required"),
        (None, "E-PARAMETER as_of: required"),
    ],
)
def test_a_cell_shows_the_line_in_the_language_of_its_parameters(language, line, shell, capsys):
    cell = "from helpers.run.settings import checked\nchecked({})"
    assert not shell.run_cell(f"language = {language!r}\n{cell}").success
    assert capsys.readouterr().out.strip() == line


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
    """A file, a place in it, a step, or what the marketer wrote, at least as the first word: a parameter, a table."""
    named = {"file", "rows", "place", "table", "name", "step", "report", "number", "variable", "program", "orders"}
    said = SENTENCES[code]
    assert fields(said["en"]) & named or all(re.match("[a-z_]+[:, （]", text) for text in said.values())


@every_sentence
def test_every_sentence_is_used(code):
    assert code in WRITTEN | KINDS | {"in_batch"} | OF_REASONS


def test_no_code_stands_twice():
    codes = re.findall(r"^([\w.-]+):", TEXT, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) == len(SENTENCES) > 40


# The code


def test_every_code_has_its_sentence():
    assert WRITTEN - set(SENTENCES) <= {"E-PARAMETER"}  # several of its kinds, one after the other
    assert [where for where, code, own, _ in errors() if not own and code not in SENTENCES] == []
    assert [code for code in SENTENCES if not re.fullmatch(FORM, code)] == ["in_batch"]


def test_no_error_brings_words_of_one_language():
    """Ready-made words are those of a notebook, or are already in both languages."""
    inline = [name for name, message in ready_made() if isinstance(message, ast.Constant | ast.JoinedStr)]
    assert inline == []
    assert sorted({name for name, _ in ready_made()}) == ["batch_files.py", "parameter_faults.py"]


def test_errors_name_what_their_sentences_need():
    told = [(where, code, named) for where, code, own, named in errors() if not own]
    assert len(told) > 30
    asked = {"choices", "offered", "covered"}  # for the questions that are made of an error
    wrong = [
        where for where, code, named in told if "**" not in named and fields(SENTENCES[code]["en"]) != named - asked
    ]
    assert wrong == []


def test_warnings_name_what_their_sentences_need():
    told = list(warned())
    assert len(told) >= 5
    wrong = [where for where, code, named in told if named is not None and fields(SENTENCES[code]["en"]) != named]
    assert wrong == []


OF_REASONS = {"E-AMOUNT-WITHOUT-ORDER", "E-ORDER-WITHOUT-AMOUNT"}  # codes made of a reason for setting aside
SAID = {
    "low": 1, "high": 5, "passive": 4, "promoter": 5, "line": 'sheets: {purchases: "May"}  # or "June"',
    "lines": 'score_labels: {"yes": 10}',
}  # fmt: skip
QUESTIONS = {
    "E-SCORE-SCALE": 2, "E-SCORE-SCALE.percent": 2, "E-SCORE-REVERSED": 2, "E-SCORE-LABELS": 2, "E-INFLUENCE-SCALE": 2,
    "E-INFLUENCE-MIXED": 3, "E-DECIMAL-SIGN": 1, "E-DATE-ORDER": 1, "E-DATE-YEAR": 1, "E-DATE-MIXED": 1, "E-TAX": 2,
    "E-ORDER-TOTAL": 3, "E-SHEET-ASK": 1, "E-SHEET-MISSING": 1,
}  # fmt: skip


@each(("code", "ways"), QUESTIONS.items())
@each("language", ["en", "ja"])
def test_the_lines_of_a_question_can_be_pasted(code, ways, language):
    texts = SENTENCES[code][language]
    said = texts.format(**{name: SAID.get(name, "x") for name in fields(texts)})
    pasted, group = [], []
    for line in said.split("\n")[1:]:
        if re.match(r"[a-z_]+: ", line):
            group.append(line)
        elif group:
            pasted, group = [*pasted, "\n".join(group)], []
    pasted += ["\n".join(group)] * bool(group)
    assert len(pasted) == ways
    for lines in pasted:
        checked({"as_of": "2026-04-01", **yaml.safe_load(lines)})


NAMED_APART = {  # codes that are handed on before their fields are
    ("E-ROW",): {"place", "reason"},
    tuple(code for code in SENTENCES if code.startswith("E-ENGINE-")): {"file", "engine", "column", "packages", "most"},
    ("E-RUNNING.report", "E-RUNNING.batch", "E-RUNNING.wave"): {"report"},
    tuple(KINDS): {
        "of",
        "letters",
        "name",
        "near",
        "expected",
        "gt",
        "ge",
        "lt",
        "le",
        "min_length",
        "max_length",
        "low",
        "high",
        "population",
        "answers",
        "known",
    },
    ("E-PARAMETER-FILE.alias", "E-PARAMETER-FILE.twice"): {"file", "row", "names"},
    ("E-PARAMETER-FILE.many",): {"file", "most"},
    ("E-CUSTOMER-CONFLICT", "E-COMPLAINT-CONFLICT"): {"rows", "column"},
    ("E-COLUMN-ASK",): {"file", "column", "lines", "headers"},
    ("E-HEADER-DUPLICATE",): {"file", "column", "lines", "header", "row"},
    ("E-SCORE-LABELS", "E-INFLUENCE-LABELS"): {"place", "wordy", "cells", "lines"},
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
    ("E-SCORE-CODED", "E-SCORE-CODED.scale"): {
        *("place", "inside", "cells", "held", "column", "labels", "low", "high", "passive", "promoter"),
    },
    ("W-KIND-NAME", "W-REPLACEMENT", "W-MOJIBAKE", "W-MERGED", "W-NESTED", "W-ENCODING", "W-ENCODING-ODD"): {"file"},
    ("W-ID-ZEROS", "W-ID-DATE", "W-DATE-SWAPPED", "W-TAX"): {"file", "column"},
    ("W-SCALE-1-10", "W-SCALE-LOW", "W-INFLUENCE-REVERSED"): {"file", "column"},
    ("W-ID-DECIMAL", "W-ROUNDED"): {"file", "column", "n"},
    ("W-FORMAT-COLUMNS",): {"file", "headers", "format"},
    ("E-FORMAT-TABLE",): {"file", "table", "holds", "format"},
    ("W-AMOUNT-TAX",): {"file", "header", "other", "line"},
    ("W-AMOUNT-OTHER",): {"file", "header", "others", "line"},
    ("W-COLUMN-CELLS",): {"file", "column", "header", "others", "line"},
    ("W-AMOUNT-UNTAXED", "W-AMOUNT-BASIS", "W-AMOUNT-PRICE"): {"file", "header"},
    ("W-AMOUNT-TAX-OPEN",): {"file", "header", "other"},
    ("W-COLUMN-CANCELLED",): {"file", "headers"},
    ("E-AMOUNT-UNIT", "E-AMOUNT-UNIT.other"): {"place", "lines"},
    ("E-MAIL-NAME", "E-MAIL-ADDRESS"): {"place"},
    ("E-SMTP-CONNECT",): {"name"},
    ("W-AMOUNT-BESIDE",): {"file", "header", "others"},
    ("E-ACQUIRED-LATER.orders", "E-ACQUIRED-LATER.answers"): {"file", "n", "total"},
    ("W-ACQUIRED-LATER", "W-ACQUIRED-FIRST", "W-ANSWERED-EARLIER"): {"file", "n", "total"},
    ("W-ACQUIRED-ONE-DAY",): {"day", "file", "n", "total"},
    ("W-ANSWERS-OLD",): {"before", "n", "total"},
    ("E-AMOUNT-WITHOUT-ORDER", "E-ORDER-WITHOUT-AMOUNT"): {"place", "reason"},
    ("E-ANSWERED-AGAIN", "W-ANSWERED-AGAIN"): {"answers", "file", "n"},
    ("E-ANSWERS-SPLIT",): {"all", "file", "header", "line", "words"},
    ("E-COLUMN-MISSING", "E-COLUMN-MISSING.amounts"): {"file", "found", "lines", "missing"},
    ("E-ID-SHARED",): {"addresses", "customers", "file"},
    ("E-PERSON",): {"addresses", "customers", "file", "rule"},
    ("E-MANIFEST-FILE", "E-MANIFEST-INPUT"): {"file", "manifest", "table"},
    ("E-NOBODY-ASKED.consent", "E-NOBODY-ASKED.reasons", "E-NOBODY-ASKED.empty"): {"reasons"},
    ("W-HIDDEN-COLUMNS", "W-HIDDEN-ROWS"): {"file", "n"},
    ("W-HIDDEN-SHEET", "W-HIDDEN-SHEET-READ"): {"file"},
    ("E-SHEET-ASK",): {"file", "there", "line"},
    ("E-SHEET-MISSING",): {"file", "there", "line", "sheet"},
    ("W-TIME-ZONE",): {"columns", "file", "timezone"},
}


def test_codes_that_are_handed_on_need_no_more_than_they_get():
    apart = {code for codes in NAMED_APART for code in codes}
    seen = {code for _, code, own, named in errors() if not own and "**" not in named}
    seen |= {code for _, code, named in warned() if named is not None}
    assert set(SENTENCES) - seen - apart == set()
    for codes, named in NAMED_APART.items():
        assert [code for code in codes if not fields(SENTENCES[code]["en"]) <= named] == []
