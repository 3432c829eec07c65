"""The command ``new``: the questions in the terminal, the parameter file, the report."""

import argparse
import sys
import webbrowser
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from helpers.base.console import print_lines, printable
from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, shareable_path
from helpers.base.parameter_files import read_yaml
from helpers.base.waiting import waiting
from helpers.base.words import Words
from helpers.run.languages import language_of
from helpers.run.new.data_questions import NONE
from helpers.run.new.keeping import drop_answers
from helpers.run.new.parameter_text import write_parameter_file
from helpers.run.new.question import Enquiry, Reply, chosen_keys
from helpers.run.new.session import Session
from helpers.run.new.told import checked_lines, found_lines, lacking_lines, plain_error
from helpers.run.settings import assignments, checked

OWN_DATA = PROJECT / "data" / "mine"
Ask = Callable[[str], str]
PageOf = Callable[[Mapping[str, Any], str], Path]


def add_new(command: argparse.ArgumentParser, page_of: PageOf) -> None:
    """Options of the command; `page_of` runs the report of settings under a name."""
    where = "folder with your exports, subfolders included (default: data/mine)"
    command.add_argument("folder", nargs="?", type=Path, default=OWN_DATA, help=where)
    command.add_argument("--yes", action="store_true", help="take every proposal, ask nothing")
    how = "answer beforehand, by the parameter's name; repeatable"
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=how)
    command.add_argument("--again", action="store_true", help="begin anew, without the answers that were kept")
    command.add_argument("--no-open", action="store_true", help="don't open the page in the browser")
    command.set_defaults(run=new, page_of=page_of, table="none", file="")


def new(options: argparse.Namespace) -> int:
    """From a folder of exports to the page; 0 when the page is there, or the plan of a survey can be made."""
    language = language_of(options)
    if not options.folder.is_dir():
        raise KitError("E-FOLDER", file=options.folder.as_posix())
    checked({"as_of": "2199-12-31", **assignments(options.set)})  # wrong names and values, before anything is asked
    session = Session(options.folder, language, date.today(), assignments(options.set))  # noqa: DTZ011
    if options.again:
        drop_answers(session.folder)
    elif session.resume():
        _say(session, "new_resumed", n=len(session.answers))
    try:
        return _asked_and_made(session, options)
    except (KeyboardInterrupt, EOFError):
        print_lines("", Words(session.language, "JPY").say("new_stopped"), to=sys.stderr)
        return 130


def _asked_and_made(session: Session, options: argparse.Namespace) -> int:
    with waiting(Words(session.language, "JPY").say("new_looking", folder=options.folder.name), sys.stderr):
        exports, _ = session.found
    if not exports:
        raise KitError("E-FOLDER.tables", file=options.folder.as_posix())
    print_lines(*found_lines(session))
    if not _ask_all(session, _taken if options.yes else input):
        return 2
    return _made(session, options)


def _taken(prompt: str) -> str:
    """The proposal, without a word."""
    print_lines(prompt)
    return ""


def _ask_all(session: Session, ask: Ask) -> bool:
    """Ask until nothing is open; False where a file has to be mended first, or a question has no proposal to take."""
    number, told = 0, False
    while True:
        with waiting(Words(session.language, "JPY").say("check_waiting"), sys.stderr):
            questions = session.pending()
        if session.looked and not told:
            told = True
            print_lines("", *checked_lines(session, questions))
        if session.errors:
            _say(session, "new_mend", to_mend=True)
            print_lines(*(plain_error(error, session.language) for error in session.errors), to=sys.stderr)
            return False
        if not questions:
            return True
        if ask is not input and (unproposed := [one for one in questions if one.proposal is None]):
            _say(session, "new_open", to_mend=True)
            print_lines(*(one.text for one in unproposed), to=sys.stderr)
            return False
        for question in questions:
            number += 1
            _ask(session, question, number, ask)
            if question.key == "language":
                break  # the others come in that language


def _ask(session: Session, question: Enquiry, number: int, ask: Ask) -> None:
    """Ask until the answer can be used."""
    words = Words(session.language, "JPY")
    print_lines("", f"{words.say('new_number', n=number)}. {question.text}", f"   {question.why}")
    print_lines(*(f"   {place}. {option.label}" for place, option in enumerate(question.options, 1)))
    while True:
        prompt = printable(f"   [{_prompt(question, words)}] > ", sys.stdout.encoding or "utf-8")
        typed = ask(prompt).strip()
        if not typed and question.proposal is None:
            continue
        try:
            session.answer(question, _meant(question, typed))
        except KitError as error:
            print_lines(f"   {plain_error(error, session.language)}")
            if ask is not input:
                raise
        else:
            return


def _prompt(question: Enquiry, words: Words) -> str:
    shown = [question.proposal] if isinstance(question.proposal, str) else list(question.proposal or ())
    labels = {option.key: str(place) for place, option in enumerate(question.options, 1)}
    proposal = ", ".join(labels.get(key, key) for key in shown) or NONE
    parts = [words.say("new_prompt_several")] * (question.kind == "several")
    known = question.proposal is not None
    parts.append(words.say("new_prompt", proposal=proposal) if known else words.say("new_prompt_none"))
    return "; ".join(parts)


def _meant(question: Enquiry, typed: str) -> Reply:
    """The answer that was typed; nothing takes the proposal."""
    if not typed:
        assert question.proposal is not None, "asked again else"
        return question.proposal
    if not question.options:
        return typed
    keys = [] if typed == NONE and question.kind == "several" else chosen_keys(typed, question.options)
    if question.kind == "several":
        return keys
    return keys[0] if len(keys) == 1 and keys[0] in {option.key for option in question.options} else typed


def _made(session: Session, options: argparse.Namespace) -> int:
    """Write the parameter file, say what is missing, run the report and open the page."""
    path = write_parameter_file(session.settings, session.language)
    drop_answers(session.folder)
    _say(session, "new_written", file=shareable_path(path))
    print_lines(*lacking_lines(session.lacks, shareable_path(path), session.language))
    if not session.can_report:
        return 0 if session.settings["customers"] else 2
    page = options.page_of(read_yaml(path), path.stem)
    if not options.no_open:
        webbrowser.open(page.as_uri())
    return 0


def _say(session: Session, key: str, *, to_mend: bool = False, **said: object) -> None:
    print_lines("", Words(session.language, "JPY").say(key, **said), to=sys.stderr if to_mend else None)
