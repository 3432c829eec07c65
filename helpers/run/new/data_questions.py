"""What files leave open, as questions: made of the errors that looking through a report finds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from helpers.base.errors import KitError, fields_in
from helpers.base.own_yaml import own_yaml
from helpers.base.parameter_files import yaml_value
from helpers.base.tables import ONE_KEY_OF, REQUIRED, TableName, named_table
from helpers.run.new.question import Enquiry, Option, Settled

_PLACEHOLDER = "YOUR HEADER"
NONE = "-"  # key of the option that none of the others is


@cache
def question_texts() -> Mapping[str, Any]:
    """Texts of all questions: key → text, why, options, in both languages."""
    texts: Mapping[str, Any] = own_yaml(str(__package__), "questions")
    return texts


def questions_of(errors: Sequence[KitError], language: str) -> tuple[list[Enquiry], list[KitError]]:
    """Questions that the errors are, each once, and the errors that have to be mended in a file.

    Examples
    --------
    >>> place = {"en": "a.csv row 2", "ja": "a.csv 2行目"}
    >>> (question,), _ = questions_of([KitError("E-DATE-ORDER", place=place)], "en")
    >>> question.text, question.settled("dmy")
    ('a.csv row 2: what does 01/02/2026 mean?', {'date_order': 'dmy'})
    """
    asked: dict[str, Enquiry] = {}
    others = []
    for error in errors:
        found = list(_of_error(error, language))
        asked |= {question.key: question for question in found if question.key not in asked}
        others += [] if found else [error]
    return list(asked.values()), others


def _of_error(error: KitError, language: str) -> Iterator[Enquiry]:
    if "offered" in error.fields:
        yield from _of_columns(error, language)
    elif error.code in ("E-STATUS", "E-KIND-WORDS"):
        yield from [_of_words(error, language)] * bool(error.fields["choices"])
    elif "choices" in error.fields:
        yield from _of_choices(error, language)
    elif entry := question_texts().get(error.key):
        options = [_option(one, error, language) for one in entry["options"]]
        offered = tuple(one for one in options if _PLACEHOLDER not in one.label + str(one.sets))
        yield _worded(error, language, options=offered)


def _option(entry: Mapping[str, str], error: KitError, language: str) -> Option:
    fields = fields_in(language, error.fields)
    sets = yaml_value(entry["set"].format(**fields))
    return Option(entry["key"], entry[language].format(**fields), sets if isinstance(sets, dict) else {})


def _worded(error: KitError, language: str, kind: Any = "choice", **how: Any) -> Enquiry:
    entry, fields = question_texts()[error.key], fields_in(language, error.fields)
    text, why = (entry[part][language].format(**fields) for part in ("text", "why"))
    return Enquiry(error.code, text, why, kind, **how)


def _of_columns(error: KitError, language: str) -> Iterator[Enquiry]:
    """Which header is a column; of an id that may be an e-mail as well, by what stands in it."""
    entry, offered, table = question_texts()["column"], error.fields["offered"], named_table(error.fields["table"])
    headers: Sequence[str] = offered["choices"]
    if not headers:
        return
    for column in offered["asked"]:
        name = column.split(" ")[0]
        meanings = entry["meanings"].get(column, {language: column})
        sets = partial(_column_set, table, column, offered.get("mails", ()))
        options = [Option(header, header, sets(header)) for header in headers]
        if not _is_needed(error.fields["table"], column):
            options.append(Option(NONE, entry["none"][language], sets("")))
        proposal = offered.get("likely", {}).get(name) or None
        text = entry["text"][language].format(file=error.fields["file"], meaning=meanings[language])
        yield Enquiry(f"{table}.{name}", text, entry["why"][language], "choice", proposal, tuple(options))


def _is_needed(table: TableName, column: str) -> bool:
    """Whether a table can't do without a column: answers can be anonymous, orders can't."""
    return column in REQUIRED[table] or (table != "responses" and column.split(" ")[0] in ONE_KEY_OF.get(table, ()))


def _column_set(table: str, column: str, mails: Sequence[str], header: str) -> Settled:
    name = "email" if header in mails and "email" in column.split(" or ") else column.split(" ")[0]
    return {"columns": {table: {name: header}}}


def _of_words(error: KitError, language: str) -> Enquiry:
    """Which words of a list count as orders."""
    words: Sequence[str] = error.fields["choices"]
    blank = {"en": "(blank)", "ja": "（空欄）"}[language]
    options = tuple(Option(word or NONE, word or blank) for word in words)
    asked = _worded(error, language, "several", options=options, sets_several=partial(_words_set, words))
    return replace(asked, key=f"{asked.key} {'|'.join(words)}")  # of many, some are asked first


def _words_set(words: Sequence[str], chosen: Sequence[str]) -> Settled:
    used = {"" if word == NONE else word for word in chosen}
    return {
        "statuses_used": [word for word in words if word in used],
        "statuses_unused": [word for word in words if word not in used],
    }


def _of_choices(error: KitError, language: str) -> Iterator[Enquiry]:
    """One of several values of a setting."""
    named = {"E-ENCODING-ASK": "encoding", "E-CURRENCY": "currency"}
    column = error.fields.get("header")

    def sets(value: str) -> Settled:
        return {named[error.code]: value} if error.code in named else {"answers_where": {column: value}}

    options = tuple(Option(value, value, sets(value)) for value in error.fields["choices"])
    if options:
        yield _worded(error, language, options=options)
