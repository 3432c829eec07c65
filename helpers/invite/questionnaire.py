"""The questionnaire (`questionnaire.yaml`): its texts, the link that carries a token, and how it looks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpers.base.errors import KitError
from helpers.base.own_yaml import own_yaml
from helpers.base.templates import filled_template
from helpers.base.words import Words
from helpers.invite.settings import InviteSettings
from helpers.read.columns.vocabulary import matched

_TOKEN = "{token}"  # where it belongs into a link
INVITE_TEMPLATES = Path(__file__).with_name("templates")


@cache
def _texts() -> dict[str, Any]:
    return own_yaml(str(__package__), "questionnaire")


@dataclass(frozen=True)
class Question:
    """One question as people read it."""

    column: str  # the canonical column that its answers become
    kind: str  # scale (a whole number from `lowest` to `highest`, worded at both ends), number or text
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
    """The questionnaire of one shop in one language."""

    title: str
    intro: str
    thanks: str
    token: str  # of the question that carries the token where a tool has no hidden field
    questions: tuple[Question, ...]


def questionnaire(settings: InviteSettings) -> Questionnaire:
    """The questionnaire in the language of the settings, with the shop's name.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> asked = questionnaire(checked({"as_of": "2026-04-01", "shop_name": "Aoba Tea"}))
    >>> asked.questions[0].text
    'How likely are you to recommend Aoba Tea to a friend or colleague?'
    """
    texts, words = _texts(), Words(settings.language, settings.currency)
    shop = settings.shop_name or words.say("mail_shop")
    frame = _in_language({name: texts[name] for name in ("title", "intro", "thanks", "token")}, settings.language, shop)
    asked = tuple(Question(**_in_language(entry, settings.language, shop)) for entry in texts["questions"])
    return Questionnaire(**frame, questions=asked)


def _in_language(entry: Mapping[str, Any], language: str, shop: str) -> dict[str, Any]:
    said = {name: part[language] if isinstance(part, dict) else part for name, part in entry.items()}
    return {name: part.replace("{shop}", shop) if isinstance(part, str) else part for name, part in said.items()}


def headers_to_name(asked: Questionnaire) -> dict[str, str]:
    """Column → question of those that the kit won't find by their text, because of the shop's name.

    They belong into the parameter file's ``columns``; mostly there is none.
    """
    headers = [question.text for question in asked.questions]
    columns = matched("responses", headers).sure
    meant = {question.column: place for place, question in enumerate(asked.questions)}
    kept = {column: place for column, place in meant.items() if column not in _texts()["unread"]}
    return {} if columns == kept else {column: headers[place] for column, place in kept.items()}


def as_text(asked: Questionnaire, settings: InviteSettings) -> str:
    """The questionnaire to paste into a survey tool, with the tool's steps and its link."""
    tool, say = _texts()["tools"][settings.survey_tool], Words(settings.language, settings.currency).say
    steps = [
        step.replace("{token_question}", asked.token).replace("{braces}", "{token}")
        for step in tool["steps"][settings.language]
    ]
    values = {"asked": asked, "steps": steps, "link": tool["link"], "columns": headers_to_name(asked)}
    return filled_template(INVITE_TEMPLATES, "questionnaire.txt.j2", say=say, **values)


def as_page(asked: Questionnaire, settings: InviteSettings) -> str:
    """The questionnaire as one HTML file to look at and to pass round: no script, no request, sent nowhere."""
    say = Words(settings.language, settings.currency).say
    return filled_template(INVITE_TEMPLATES, "questionnaire.html.j2", asked=asked, language=settings.language, say=say)


def link_pattern(settings: InviteSettings) -> str:
    """The survey's address with ``{token}`` where the token belongs.

    Where `survey_url` does not show the place, it is the hidden field ``token`` of `survey_tool`.

    Raises
    ------
    KitError
        ``E-SURVEY-URL`` without an address, or where the token's place can't be told.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> survey = {"survey_tool": "qualtrics", "survey_url": "https://shop.qualtrics.com/jfe/form/SV_1?Q_Language=JA"}
    >>> link_pattern(checked({"as_of": "2026-04-01", **survey}))
    'https://shop.qualtrics.com/jfe/form/SV_1?Q_Language=JA&token={token}'
    """
    if not settings.survey_url:
        raise KitError("E-SURVEY-URL.missing", name="survey_url")
    address = re.sub("%7Btoken%7D|%7btoken%7d", _TOKEN, settings.survey_url)  # as Google Forms pre-fills a link
    sign = _texts()["tools"][settings.survey_tool].get("glue", "")  # before the hidden field
    if address.count(_TOKEN) == 1:
        return address
    if _TOKEN in address or not sign:
        raise KitError("E-SURVEY-URL.place", name="survey_url")
    if sign == "#":
        return f"{address}{'&' if '#' in address else '#'}token={_TOKEN}"
    query, mark, fragment = address.partition("#")
    return f"{query}{'&' if '?' in query else '?'}token={_TOKEN}{mark}{fragment}"


def personal_link(pattern: str, token: str) -> str:
    """Link of one person.

    Examples
    --------
    >>> personal_link("https://example.jp/s?token={token}", "tabc")
    'https://example.jp/s?token=tabc'
    """
    return pattern.replace(_TOKEN, token)
