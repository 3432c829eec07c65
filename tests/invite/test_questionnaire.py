"""The questionnaire: complete, neutral, in both languages, and found again by its wording."""

import html
import re

import pytest
import yaml

from helpers.base.own_yaml import own_yaml
from helpers.invite.questionnaire import as_page, as_text, headers_to_name, questionnaire
from helpers.invite.settings import InviteSettings
from helpers.read.columns.vocabulary import matched
from helpers.run.settings import checked
from tests.each import each

TOOLS = InviteSettings.model_fields["survey_tool"].annotation.__args__
languages = pytest.mark.parametrize("language", ["en", "ja"])
shops = pytest.mark.parametrize("shop", ["", "Aoba Tea", "青葉茶園", "お客様の店", "<b>{shop}</b>"])


def settings(language="en", shop="Aoba Tea", **more):
    return checked({"as_of": "2026-04-01", "language": language, "shop_name": shop, **more})


@languages
def test_it_asks_what_the_method_needs(language):
    asked = questionnaire(settings(language)).questions
    assert [one.column for one in asked if not one.optional] == ["score", "comment", "recommended_count", "influence"]
    assert [one.column for one in asked if one.required] == ["score"]
    scales = [one for one in asked if one.kind == "scale"]
    assert [(one.column, list(one.choices)) for one in scales] == [("score", [*range(11)]), ("influence", [*range(11)])]
    assert all(one.low and one.high for one in scales)


def test_the_ultimate_question_and_those_of_the_source():
    """METHOD, sections 1 and 2, with the shop in place of XX."""
    texts = [one.text for one in questionnaire(settings()).questions]
    assert texts[0] == "How likely are you to recommend Aoba Tea to a friend or colleague?"
    assert texts[2] == "How many people did you recommend Aoba Tea to in the last year?"
    assert texts[3] == "When somebody recommends a good service to you, how much are you influenced?"


@shops
@languages
def test_every_answer_is_found_by_its_question(language, shop):
    asked = questionnaire(settings(language, shop))
    headers = [*(one.text for one in asked.questions), asked.token]
    wanted = {one.column: place for place, one in enumerate(asked.questions) if one.column != "wish"}
    assert matched("responses", headers).sure == {**wanted, "token": len(headers) - 1}
    assert headers_to_name(asked) == {}


@each(("language", "shop"), [("en", "Influencer Shop"), ("en", "NPS Coffee"), ("ja", "影響堂"), ("ja", "NPS珈琲")])
def test_where_the_shops_name_stands_in_the_way_the_columns_are_named(language, shop):
    asked = questionnaire(settings(language, shop))
    named = headers_to_name(asked)
    assert named["score"] == asked.questions[0].text and "wish" not in named
    block = as_text(asked, settings(language, shop)).partition("columns:\n")[2]
    assert yaml.safe_load("columns:\n" + block)["columns"]["responses"] == named


@pytest.mark.parametrize("shop", ["青葉茶園", "影響堂"])
def test_the_parameter_file_is_called_as_the_readme_calls_it(shop):
    text = as_text(questionnaire(settings("ja", shop)), settings("ja", shop))
    assert "設定ファイル" in text and "パラメータファイル" not in text


@languages
@pytest.mark.parametrize("tool", TOOLS)
def test_the_text_to_paste_has_all_questions_and_the_tools_steps(language, tool):
    asked = questionnaire(settings(language))
    text = as_text(asked, settings(language, survey_tool=tool))
    assert [one.text for one in asked.questions if one.text not in text] == []
    assert "0  1  2  3  4  5  6  7  8  9  10" in text and "{token}" in text
    assert not re.search(r"\{(?!token\})|&(lt|#)", text)  # nothing left unfilled, nothing escaped
    assert ("entry." in text) == (tool == "google_forms")
    if tool == "google_forms":
        assert asked.token in text


@languages
def test_the_page_asks_nobody_and_runs_nothing(language):
    page = as_page(questionnaire(settings(language)), settings(language))
    assert f'<html lang="{language}">' in page and "default-src 'none'" in page
    assert not re.search(r"<script|<form|<link|<img|https?://|url\(|@import|\son\w+=", page)
    assert "Hiragino" in page and "@media print" in page


@languages
def test_the_page_pushes_nobody(language):
    """No colour but ink and greys, nothing chosen beforehand, the same for every number of a scale."""
    page = as_page(questionnaire(settings(language)), settings(language))
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{3,6}\b", page)}
    greys = {
        colour for colour in colours if len(set(re.findall("..", colour[1:]) if len(colour) == 7 else colour[1:])) == 1
    }
    assert colours - greys <= {"#17181a"}  # the dark paper of the report's page
    assert "checked" not in page.replace("unchecked", "") and "selected" not in page
    assert (
        len(set(re.sub(r"\d+</label>", "</label>", one) for one in re.findall(r"<label><input.*?</label>", page))) == 2
    )


def test_a_shops_name_is_text_and_no_markup():
    page = as_page(questionnaire(settings(shop="<b>Tea</b> & {{ 7*7 }}")), settings())
    assert "<b>Tea" not in page and html.escape("<b>Tea</b> & {{ 7*7 }}") in page


def test_both_languages_say_the_same():
    texts = own_yaml("helpers.invite", "questionnaire")
    for one in [*texts["questions"], {key: texts[key] for key in ("title", "intro", "thanks", "token")}]:
        assert all(set(part) == {"en", "ja"} for part in one.values() if isinstance(part, dict))
    assert set(texts["tools"]) == set(TOOLS)
    assert all(len(tool["steps"]["en"]) == len(tool["steps"]["ja"]) for tool in texts["tools"].values())
