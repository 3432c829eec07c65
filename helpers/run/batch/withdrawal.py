"""A finished report that may not stand beside the others of its batch, taken out of sight again."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from helpers.base.errors import KitError, Said
from helpers.base.folders import PRIVATE, output_root
from helpers.run.batch.entries import Entry, finished
from helpers.run.batch.subtraction import gives_away, same_money
from helpers.run.failing import REASON

_COMMA: Said = {"en": ", ", "ja": "、"}


def not_beside(entry: Entry, earlier: Sequence[Entry]) -> KitError | None:
    """Why a finished report can't be shown with those before it: they would give away a few customers' figures."""
    money = same_money(entry.settings)
    shown = [other for other in finished(earlier) if same_money(other.settings) == money]
    least = max(other.settings.smallest_group for other in (entry, *shown))
    places = gives_away(entry.persons.customers, [other.persons.customers for other in shown], least)
    if not places:
        return None
    names = [shown[place].settings.report_name for place in places]
    others = {language: comma.join(names) for language, comma in _COMMA.items()}
    return KitError("E-BATCH.few", name=entry.settings.report_name, others=others, least=least)


def withdraw(entry: Entry, reason: KitError) -> None:
    """Remove all of a report but its private folder, where the reason is left.

    Raises
    ------
    KitError
        ``E-FILE-LOCKED`` where another program holds a file of it open.
    """
    folder = output_root() / entry.settings.report_name
    for path in sorted(folder.iterdir()):
        try:
            _remove(path)
        except PermissionError:
            raise KitError("E-FILE-LOCKED", file=f"{folder.name}/{path.name}") from None
    written = folder / PRIVATE / REASON
    written.write_text(f"{reason.said(entry.settings.language)}\n", encoding="utf-8", newline="\n")
    written.chmod(0o600)


def _remove(path: Path) -> None:
    if path.name == PRIVATE:
        return
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
