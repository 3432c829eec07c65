"""Findings on how files were read: which column became the amount and why, and all warnings."""

from collections.abc import Mapping
from typing import Any

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.read.columns.formats import FORMATS
from helpers.read.columns.spelling import plain
from helpers.read.typed_table import Warned


def amount_notes(accounts: Mapping[str, dict], words: Words, settings: Settings) -> tuple[str, ...]:
    """Which column became the amount, and why; nothing where the file calls it amount itself."""
    if "purchases" not in accounts:
        return ()
    read = accounts["purchases"]["read_as"][0]
    if read["notes"]:
        return tuple(note[words.language] for note in read["notes"])
    header = read["columns"]["amount"]
    if "amount" in settings.columns.get("purchases", {}):
        return (words.say("amount_named", header=header),)
    return () if plain(header) == "amount" else (words.say("amount_found", header=header),)


def amount_basis(accounts: Mapping[str, dict], words: Words, settings: Settings) -> str:
    """What an amount holds: as the user says, else as the known export has it that the amount was read from."""
    if settings.amount_basis != "goods":
        return settings.amount_basis
    for read in accounts["purchases"]["read_as"] if "purchases" in accounts else []:
        export = FORMATS.get(read["format"])
        if export and read["notes"]:  # they say that the amount is the export's own
            return export.amount_basis[words.language]
    return words.say("basis_goods")


def warnings(accounts: Mapping[str, dict], words: Words) -> tuple[str, ...]:
    """Warnings of the files in words, each once."""
    said = [_said(warned, words) for account in accounts.values() for warned in account["warnings"]]
    return tuple(dict.fromkeys(said))


def _said(warned: Mapping[str, Any], words: Words) -> str:
    fields = {name: value for name, value in warned.items() if name != "code"}
    return Warned(warned["code"], fields).said(words.language).removeprefix(f"{warned['code']} ")
