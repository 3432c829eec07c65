"""All groups of a batch together: a row beside them that tells of no group what its own report does not."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from helpers.base.as_read import figures_as_read
from helpers.base.intervals import moments
from helpers.base.results import SEGMENTS
from helpers.base.words import Words
from helpers.collect.nps import nps_from_counts
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.report.summary import nps_points
from helpers.run.batch.drawn import disjoint_groups, of_everybody, parts
from helpers.run.batch.entries import Entry, names_of


def whole(entries: Sequence[Entry], words: Words) -> Entry | None:
    """What a report of all groups together would say; none beside a report of all customers.

    Only what each group shows of itself is added up: the sum of all, less those shown, tells of nobody else. So a
    segment's money is shown where every group shows its own. Money is LTV: word of mouth is anchored by group.
    """
    groups = _summed(entries)
    if not groups or of_everybody(entries):
        return None
    settings = groups[0].settings.model_copy(
        update={"report_name": words.say("index_whole", n=len(groups)), "where": {}}
    )
    counts = pd.concat([entry.persons.answers["segment"] for entry in groups]).value_counts()
    score = nps_from_counts(*(int(counts.get(name, 0)) for name in SEGMENTS), confidence=settings.confidence)
    customers = sum(len(entry.persons.customers) for entry in groups)
    summary = {"nps": asdict(figures_as_read(nps_points(score))), "customers": {"n": customers}, **_money(groups)}
    return Entry(settings, summary)


def whole_lines(entries: Sequence[Entry], words: Words) -> list[str]:
    """Why there is no row of all groups together; else how it was made, and what it leaves out."""
    wheres = {repr(sorted(entry.settings.where.items())) for entry in parts(entries)}
    if len(wheres) < 2 or of_everybody(entries):
        return []
    groups = _summed(entries)
    if not groups:
        return [words.say("index_whole_none")]
    failed = [entry for entry in entries if entry.error and entry.settings.where]
    hidden = [entry for entry in groups if entry.gap("ltv").estimate is None]
    lines = [words.say("index_whole_made")]
    lines += [words.say("index_whole_without", reports=names_of(failed, words))] if failed else []
    return [*lines, words.say("index_whole_hidden", reports=names_of(hidden, words))] if hidden else lines


def _summed(entries: Sequence[Entry]) -> list[Entry]:
    """Groups whose answers and money can be added up."""
    groups = disjoint_groups(entries)
    is_one_money = len({entry.settings.currency for entry in groups}) == 1
    return groups if is_one_money and any(len(entry.persons.answers) for entry in groups) else []


def _money(groups: Sequence[Entry]) -> dict[str, Any]:
    """Mean LTV of each segment, and the gap, as ``summary.json`` has them; none that a group does not show."""
    rows = pd.concat([entry.persons.bought for entry in groups])
    shown = [name for name in SEGMENTS if all(entry.mean(name, "ltv") is not None for entry in groups)]
    samples = {name: moments(rows.loc[rows["segment"] == name, "ltv"].to_numpy(float)) for name in shown}
    means = {name: {"ltv": {"mean": figures_as_read(float(sample.mean))}} for name, sample in samples.items()}
    first, second = PAIRS[HEADLINE_PAIR]
    if not {first, second} <= set(shown) or any(entry.gap("ltv").estimate is None for entry in groups):
        return {"segments": means, "gaps": {}}
    gap = figures_as_read(welch_gap(samples[first], samples[second], groups[0].settings.confidence))
    return {"segments": means, "gaps": {HEADLINE_PAIR: {"ltv": asdict(gap)}}}
