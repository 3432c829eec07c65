"""Which file is which table, and whether to go on without one: questions about whole files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.base.errors import KitError
from helpers.base.tables import FileName
from helpers.run.check.outcome import Checked
from helpers.run.new import general_questions as general
from helpers.run.new.allotment import Allotment, named_as
from helpers.run.new.data_questions import NONE, question_texts
from helpers.run.new.exports import is_named_so
from helpers.run.new.question import Enquiry, Option

_SPARE = ("complaints", "invitations")  # what a report can do without


def which_file(table: FileName, allotment: Allotment, needed: bool, language: str) -> Enquiry | None:
    """A question where several could be it, or where a `needed` table may be in a file that looks unlike it."""
    found = list(allotment.tables.get(table, ()))
    others = list(allotment.others) if needed and not found else []
    if len(found) < 2 and not others:
        return None
    options = [Option(one.key, one.name, one.settings) for one in found]
    options += [Option(one.key, one.name, named_as(table, one)) for one in others]
    options.append(Option(NONE, question_texts()["column"]["none"][language], {table: None}))
    named = [one.key for one in others if is_named_so(table, one.exports[0])]
    proposal = (*(one.key for one in found), *named, NONE)[0]
    how: dict[str, Any] = {"proposal": proposal, "options": tuple(options), "names": (table,)}
    return general.asked(f"table_{table}", language, "choice", **how)


def spare_files(tables: Mapping[Any, Checked], errors: Sequence[KitError], language: str) -> Iterator[Enquiry]:
    """Questions whether to go on without a file that errors are about, where a report can do without it."""
    for name in _SPARE:
        table = tables[name].table if name in tables else None
        about = [error for error in errors if table is not None and table.file in error.said("en")]
        if about:
            yield general.without_question(name, about[0], language)
