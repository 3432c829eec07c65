"""The command ``check`` of a parameter file: each table in a few lines, all that is wrong, and what comes next."""

import json
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from helpers.base.console import print_lines
from helpers.base.waiting import waiting
from helpers.base.words import Words
from helpers.read.ledger import warnings_of
from helpers.read.typed_columns import UNREAD
from helpers.run.check.account import rated_line, verdict
from helpers.run.check.outcome import Checked, as_json
from helpers.run.check.report_check import Looked, looked_through


def check_report(path: Path, values: Mapping[str, Any], language: str, *, as_object: bool) -> int:
    """Look through a report and say what came of it; 0 if it can be run, else 2, and all that is wrong on stderr."""
    words = Words(language, "JPY")
    with nullcontext() if as_object else waiting(words.say("check_waiting"), sys.stderr):
        looked = looked_through(values, path.stem)
    if as_object:
        print_lines(json.dumps(_as_object(looked, language)))
    else:
        print_lines(*(line for one in looked.tables.values() for line in _of_table(one, words)))
    if looked.errors:
        print_lines(*["", words.say("check_report_no", n=len(looked.errors))] * (not as_object), to=sys.stderr)
        print_lines(*(f"{n}. {error.said(language)}" for n, error in enumerate(looked.errors, 1)), to=sys.stderr)
    elif not as_object:
        print_lines("", words.say("check_report_yes", command=f"python run.py report {path}"))
    return 2 if looked.errors else 0


def _of_table(one: Checked, words: Words) -> list[str]:
    """Can a table be used, how many of its rows, and what to beware of."""
    table = one.table
    assert table is not None, "what can't be read has a table without rows"
    if UNREAD in table.undecided or one.error:
        return [words.say("check_report_table_no", file=table.file, table=one.name)]
    warned = (f"  {warning.said(words.language)}" for warning in warnings_of(table))
    rated = (f"  {line}" for line in rated_line(table, words))
    return [verdict(one, table.file, words), *rated, *dict.fromkeys(warned)]


def _as_object(looked: Looked, language: str) -> dict[str, Any]:
    """The same for programs."""
    problems = [{"code": error.code, "message": error.said(language)} for error in looked.errors]
    tables = {name: as_json(one) for name, one in looked.tables.items()}
    return {"outcome": "stop" if problems else "ok", "problems": problems, "tables": tables}
