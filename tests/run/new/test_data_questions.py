"""Questions that files raise: each answer settles its question, and all is worded in both languages."""

import re
from string import Formatter

import pytest
import yaml

from helpers.base.errors import TEXTS, KitError, all_of
from helpers.invite.settings import InviteSettings
from helpers.run.check.checking import checked_file
from helpers.run.new.data_questions import question_texts, questions_of
from helpers.run.new.question import together
from tests.read.cases.content import content, file_name
from tests.read.cases.table import CASES, any_of

GENERAL = {
    "language",
    "shop_name",
    "place",
    "as_of",
    "survey_day",
    "margin",
    "cost",
    "referral",
    "groups",
    "column",
    "without",
}
OF_DATA = {key: entry for key, entry in question_texts().items() if key.startswith("E-")}
MORE = {"choices", "offered", "covered"}


def errors(path, table, values):
    try:
        result = checked_file(str(path), table, values)
    except KitError as error:
        return all_of(error)
    return all_of(result.error) if result.error else []


@pytest.mark.slow
def test_each_answer_settles_its_question(tmp_path):
    """Of all cases of reading that stop: no question is met again, whichever of its answers is given."""
    asked = set()
    for number, guises in enumerate(CASES.values()):
        case = next(iter(guises.values()))
        if case.get("missing") or not any("stop" in expect for expect in any_of(case["expect"])):
            continue
        path = tmp_path / str(number) / file_name(case)
        path.parent.mkdir()
        path.write_bytes(content(case))
        given = dict(case.get("set", {}))
        for question in questions_of(errors(path, case["table"], given), "en")[0]:
            keys = [option.key for option in question.options]
            assert keys, case["name"]
            asked.add(question.key.split(" ")[0])
            for reply in [keys, keys[:1]] if question.kind == "several" else keys:
                after = errors(path, case["table"], together(given, question.settled(reply)))
                again = {one.key for one in questions_of(after, "en")[0]}
                assert question.key not in again, (case["name"], question.key, reply)
    assert len(asked) >= 20, asked


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", OF_DATA)
def test_questions_name_what_their_errors_tell_and_set_parameters(key):
    entry = OF_DATA[key]
    texts = [entry["text"], entry["why"], *entry.get("options", [])]
    told = placeholders(TEXTS[key]["en"]) | MORE
    for said in texts:
        assert placeholders(said["en"]) <= told and placeholders(said["ja"]) <= told
        assert re.search("[ぁ-ゖァ-ヺ一-鿿]|〜", said["ja"]), said
    for option in entry.get("options", []):
        assert placeholders(option["set"]) <= told
        if option["set"] in ("{factors}", "{amount}"):  # lines that the error makes
            continue
        lines = yaml.safe_load(re.sub(r"\{\w+\}", "1", option["set"]))
        assert set(lines) <= InviteSettings.model_fields.keys()


def test_all_questions_are_known_and_in_both_languages():
    tables = {f"table_{table}" for table in ("customers", "purchases", "responses", "complaints", "invitations")}
    assert set(question_texts()) == GENERAL | tables | set(OF_DATA)
    for entry in question_texts().values():
        assert list(entry["text"]) == list(entry["why"]) == ["en", "ja"]


def test_answers_that_carry_an_e_mail_are_found_by_it():
    offered = {"asked": ("customer_id or email",), "choices": ("who", "what"), "likely": {}, "mails": ["who"]}
    error = KitError(
        "E-COLUMN-MISSING", file="a.csv", missing="", found="", lines="", table="purchases", offered=offered
    )
    (question,), others = questions_of([error], "ja")
    assert others == [] and [option.label for option in question.options] == ["who", "what"]
    assert question.settled("who") == {"columns": {"purchases": {"email": "who"}}}
    assert question.settled("what") == {"columns": {"purchases": {"customer_id": "what"}}}
