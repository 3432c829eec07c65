"""What was found in a folder, and what the files' checks say, in plain words and without a line of settings."""

import re
from collections.abc import Sequence

from helpers.base.errors import KitError
from helpers.base.words import Words
from helpers.invite.settings import InviteSettings
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.header import quoted
from helpers.read.ledger import warnings_of
from helpers.read.typed_columns import UNREAD
from helpers.run.check.outcome import Checked
from helpers.run.new.exports import Export
from helpers.run.new.question import Enquiry
from helpers.run.new.session import Session

_CODE = re.compile(r"^[EW]-[A-Z0-9-]+ ")
_SETTING = re.compile(rf"\b({'|'.join(InviteSettings.model_fields)})(: | to )|YOUR HEADER")
_MOST_HEADERS, _MOST_WARNINGS = 4, 5


def found_lines(session: Session) -> list[str]:
    """Which file is what, and why; those that are not used too."""
    words = Words(session.language, "JPY")
    exports, unread = session.found
    lines = [_export_line(export, session, words) for export in exports]
    lines += [
        words.say("new_file_unread", file=one.path.name, why=plain_error(one.error, session.language)) for one in unread
    ]
    return [words.say("new_found"), *lines]


def _export_line(export: Export, session: Session, words: Words) -> str:
    table = next((name for name, paths in session.used.items() if (export.path, export.sheet) in paths), None)
    if table is None and export.table is None:
        return words.say("new_file_other", file=export.name)
    shown = words.say(f"new_table_{table or export.table}")
    if table is None:
        return words.say("new_file_spare", file=export.name, table=shown)
    return words.say("new_file", file=export.name, table=shown, why=_why(export, words))


def _why(export: Export, words: Words) -> str:
    if export.header and export.header.format:
        return words.say("new_why_format", format=FORMATS[export.header.format].name[words.language])
    headers = list((export.columns or {}).values())[:_MOST_HEADERS]
    return words.say("new_why_columns", headers=quoted(headers))


def checked_lines(session: Session, questions: Sequence[Enquiry]) -> list[str]:
    """The files' checks: what is used, what to look at, and how many of the `questions` are to decide on."""
    words = Words(session.language, "JPY")
    tables = session.looked.tables.values() if session.looked else ()
    lines = [line for one in tables for line in _checked(one, words)]
    to_decide = sum(not question.names for question in questions)  # of the data, not of the shop
    return [words.say("new_checked"), *lines, *[words.say("new_decide", n=to_decide)] * bool(to_decide)]


def _checked(one: Checked, words: Words) -> list[str]:
    table = one.table
    assert table is not None, "what can't be read has a table without rows"
    said = {"table": words.say(f"new_table_{one.name}"), "file": table.file}
    if UNREAD in table.undecided or one.error:
        return [words.say("new_use_not", **said)]
    warned = dict.fromkeys(plain_text(warning.said(words.language)) for warning in warnings_of(table))
    shown = [words.say("new_look", said=text) for text in [*warned][:_MOST_WARNINGS] if text]
    return [words.say("new_use", used=table.rows_used, n=table.rows_in, **said), *shown]


def plain_error(error: KitError, language: str) -> str:
    """An error without its code and the lines of settings that it names."""
    return plain_text(error.said(language))


def plain_text(text: str) -> str:
    """A message without its code, and without the sentences that name lines of settings.

    Examples
    --------
    >>> plain_text("W-AMOUNT-TAX a.csv: the amount is x, with tax. To take y instead: columns: {purchases: 1}")
    'a.csv: the amount is x, with tax.'
    """
    sentences = re.split(r"(?<=[.。!?])\s+|(?<=。)|\n", _CODE.sub("", text))
    kept = [sentence for sentence in sentences if not _SETTING.search(re.sub(r"^\S+: ", "", sentence))]
    return " ".join(kept or sentences[:1]).strip()


def lacking_lines(lacks: Sequence[str], file: str, language: str) -> list[str]:
    """What is missing, and what can be had without it."""
    words = Words(language, "JPY")
    if "purchases" not in lacks:
        return [words.say(f"new_lacks_{table}", file=file) for table in lacks]
    what = "new_nothing_to_do" if "customers" in lacks else "new_plan_only"
    return [words.say("new_lacks_purchases"), words.say(what, file=file)]
