"""How far the reports of a batch are from their targets, where some have any."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.compare.goals import GOALS, Attainment
from helpers.report.parts import Grid
from helpers.report.sections.targets import TARGET_HEADS, target_cells, target_name, target_state
from helpers.run.batch.entries import Entry, finished


def aims(entry: Entry) -> dict[str, Attainment]:
    """Figure → where a report stands beside its target, as its ``summary.json`` has it."""
    found = entry.summary.get("targets") or {}
    return {
        name: Attainment(**found[name] | {"figure": _figure(found[name]["figure"])}) for name in GOALS if name in found
    }


def _figure(ends: Mapping[str, float | None] | None) -> Estimate | None:
    return Estimate(**ends) if ends else None


def aims_grid(entries: Sequence[Entry], words: Words) -> Grid | None:
    """Table of all targets, report by report; nothing where none is set."""
    rows = [row for entry in finished(entries) for row in _rows(entry, words)]
    heads = [words.say("index_report"), *(words.say(f"head_{head}") for head in TARGET_HEADS)]
    return Grid(pd.DataFrame(rows, columns=heads), words.say("index_targets"), 4) if rows else None


def _rows(entry: Entry, words: Words) -> Iterator[list[str]]:
    local = Words(words.language, entry.settings.currency)
    for name, one in aims(entry).items():
        yield [entry.settings.report_name, *target_cells(local, name, one).values()]


def aims_cells(entry: Entry, entries: Sequence[Entry], words: Words) -> dict[str, float | str | None]:
    """Target and distance of each figure that some report has a target for, as a spreadsheet takes them."""
    mine = aims(entry)
    cells: dict[str, float | str | None] = {}
    for name in (name for name in GOALS if any(name in aims(other) for other in entries)):
        one, head = mine.get(name), target_name(words, name)
        cells[words.say("index_target", name=head)] = one.target if one else None
        cells[words.say("index_distance", name=head)] = one.distance if one else None
        cells[words.say("index_reached", name=head)] = target_state(words, one) if one else None
    return cells
