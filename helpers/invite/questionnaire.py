"""The questionnaire (`questionnaire.yaml`): its texts, the link that carries a token, and how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from helpers.base.parameters import Settings
from helpers.base.templates import filled_template
from helpers.base.words import Words
from helpers.read.columns.vocabulary import matched

INVITE_TEMPLATES = Path(__file__).with_name("templates")


@cache
def _texts() -> dict[str, Any]:
    return yaml.safe_load(files(__package__).joinpath("questionnaire.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Question:
    """One question as people read it.

    Attributes
    ----------
    column : str
        The canonical column that its answers become.
    kind : str
        ``scale`` (a whole number from `lowest` to `highest`, worded at both ends), ``number`` or ``text``.
    text, hint, low, high : str
    lowest, highest : int
    required, optional : bool
    """

    column: str
    kind: str
    text: str
    hint: str = ""
    low: str = ""
    high: str = ""
    lowest: int = 0
    highest: int = 0
    required: bool = False
    optional: bool = False

    @property
    def choices(self) -> range:
        """The numbers of a scale."""
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True)
class Questionnaire:
    """The questionnaire of one shop in one language.

    Attributes
    ----------
    title, intro, thanks : str
    questions : tuple of Question
    token : str
        Text of the question that carries the token where a tool has no hidden field.
    """

    title: str
    intro: str
    thanks: str
    questions: tuple[Question, ...]
    token: str


def questionnaire(settings: Settings) -> Questionnaire:
    """The questionnaire in the language of the settings, with the shop's name.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> asked = questionnaire(checked({"as_of": "2026-04-01", "shop_name": "Aoba Tea"}))
    >>> asked.questions[0].text
    'How likely are you to recommend Aoba Tea to a friend or colleague?'
    """
    texts, words = _texts(), Words(settings.language, settings.currency)
    shop = settings.shop_name or words.say("mail_shop")
    asked = tuple(Question(**_in_language(entry, settings.language, shop)) for entry in texts["questions"])
    title, intro, thanks, token = (
        texts[name][settings.language].replace("{shop}", shop) for name in ("title", "intro", "thanks", "token")
    )
    return Questionnaire(title, intro, thanks, asked, token)


def _in_language(entry: Mapping[str, Any], language: str, shop: str) -> dict[str, Any]:
    return {
        name: part[language].replace("{shop}", shop) if isinstance(part, dict) else part for name, part in entry.items()
    }


def headers_to_name(asked: Questionnaire) -> dict[str, str]:
    """Column → question of those that the kit won't find by their text, because of the shop's name.

    They belong into the parameter file's ``columns``; mostly there is none.
    """
    headers = [question.text for question in asked.questions]
    columns = matched("responses", headers).sure
    meant = {question.column: place for place, question in enumerate(asked.questions)}
    kept = {column: place for column, place in meant.items() if column not in _texts()["unread"]}
    return {} if columns == kept else {column: headers[place] for column, place in kept.items()}


def as_text(asked: Questionnaire, settings: Settings) -> str:
    """The questionnaire to paste into a survey tool, with the tool's steps and its link."""
    tool = _texts()["tools"][settings.survey_tool]
    named = {"{token_question}": asked.token, "{braces}": "{token}"}
    steps = [_replaced(step, named) for step in tool["steps"][settings.language]]
    values = {"asked": asked, "steps": steps, "link": tool["link"], "columns": headers_to_name(asked)}
    return filled_template(
        INVITE_TEMPLATES, "questionnaire.txt.j2", say=Words(settings.language, settings.currency).say, **values
    )


def _replaced(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def as_page(asked: Questionnaire, settings: Settings) -> str:
    """The questionnaire as one HTML file to look at and to pass round: no script, no request, sent nowhere."""
    say = Words(settings.language, settings.currency).say
    return filled_template(INVITE_TEMPLATES, "questionnaire.html.j2", asked=asked, language=settings.language, say=say)


def glue(tool: str) -> str:
    """The sign before a tool's hidden field named token in a link; "" where the link has to show its place."""
    return _texts()["tools"][tool].get("glue", "")
