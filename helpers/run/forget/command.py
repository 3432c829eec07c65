"""The command ``forget``: one customer is removed from all that ``out`` keeps, and what that does is said before."""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.base.console import print_lines, printable
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, invitations_root, output_root, shareable_path
from helpers.base.placing import RUNNING, exchange, flush, workspace
from helpers.base.words import Words
from helpers.run.forget.consequences import consequence_lines, named_elsewhere
from helpers.run.forget.kept import Kept, kept_in, remove_from, tables_in
from helpers.run.forget.known_by import KnownBy, known_by
from helpers.run.languages import language_of

_YES = ("y", "yes", "はい")


def add_forget(command: argparse.ArgumentParser) -> None:
    """Options of the command."""
    command.add_argument("customer_id", help="id of the customer, as your files have it")
    command.add_argument("--yes", action="store_true", help="remove without asking")
    command.set_defaults(run=forget, file="")


def forget(options: argparse.Namespace) -> int:
    """Remove a customer from the private files of all reports and waves; 2 where that was not wanted after all.

    Raises
    ------
    KitError
        ``E-FORGET-UNKNOWN`` where nothing is kept of such a customer; ``E-RUNNING``, ``E-FILE-LOCKED``: what was
        removed by then stays removed, and the same command goes on.
    """
    words, folders = Words(language_of(options), "JPY"), _folders()
    tables = (table for folder in folders for _, sheets in tables_in(folder) for table in sheets.values())
    her = known_by(options.customer_id.strip(), tables)
    kept = [found for folder in folders if (found := kept_in(folder, her)).files]
    elsewhere = named_elsewhere(her, folders)
    if not kept:
        raise KitError("E-FORGET-UNKNOWN", files=", ".join(elsewhere) or words.say("forget_nowhere"))
    print_lines(*_found_lines(kept, words), "", *consequence_lines(kept, elsewhere, words), "")
    if not (options.yes or _wanted(words)):
        print_lines(words.say("forget_not_done"), to=sys.stderr)
        return 2
    _clear_leftovers()
    for found in kept:
        _remove(found, her)
    print_lines(words.say("forget_done", n=sum(sum(found.files.values()) for found in kept)))
    return 0


def _folders() -> list[Path]:
    """Folders of reports, then of waves: a wave's list tells whose an answer with a token alone is."""
    reports = [path.parent for path in sorted(output_root().glob(f"*/{PRIVATE}"))]
    waves = [path for path in sorted(invitations_root().glob("*/*")) if path.is_dir()]
    return [folder for folder in (*reports, *waves) if RUNNING not in folder.parts]


def _found_lines(kept: Sequence[Kept], words: Words) -> Iterator[str]:
    yield words.say("forget_found")
    for found in kept:
        files = (words.say("forget_file", file=file, n=n) for file, n in found.files.items())
        listed = words.say("list_separator").join(files)
        yield f"  {shareable_path(found.folder)}: {words.say('forget_alone') if found.is_alone else listed}"


def _wanted(words: Words) -> bool:
    """Whether the user says yes; nothing said is no."""
    try:
        return input(printable(f"{words.say('forget_ask')} > ", sys.stdout.encoding or "utf-8")).strip().lower() in _YES
    except EOFError:
        return False


def _clear_leftovers() -> None:
    """Remove what runs that were cut off left behind: it may hold her."""
    for runs in (*output_root().glob(f"{RUNNING}/*.run"), *invitations_root().glob(f"*/{RUNNING}/*.run")):
        with workspace(runs.parent.parent / runs.stem):
            pass


def _remove(found: Kept, her: KnownBy) -> None:
    """Put a copy of the folder without her in its place; of a wave that asked nobody else, none."""
    is_wave = not (found.folder / PRIVATE).is_dir()
    with workspace(found.folder, "E-RUNNING.wave" if is_wave else "E-RUNNING.report") as place:
        if found.is_alone:
            shutil.rmtree(found.folder)
            return
        copy = place / found.folder.name
        shutil.copytree(found.folder, copy)
        remove_from(copy, her)
        flush(copy)
        exchange(copy, found.folder)
