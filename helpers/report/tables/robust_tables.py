"""Tables on whether the answer holds: word of mouth counted otherwise, one more point, groups."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import direction
from helpers.report.sentences.robust_sentences import held
from helpers.report.show import Grid
from helpers.report.tables.common_tables import ends, few_note, grid


def created_table(scenarios: Sequence[Scenario], words: Words, settings: Settings) -> Grid | None:
    """Customers created and LRV under each way of counting word of mouth; nothing where no LRV is shown."""
    if not any(scenarios[0].lrv.values()):
        return None
    rows = [[_name(way, words), words.count(way.created), *_means(way.lrv, words)] for way in scenarios]
    heads = ("scenario", "created", "lrv_detractor", "lrv_passive", "lrv_promoter")
    return grid(rows, heads, words, _caption(rows, words, settings))


def counted_otherwise_table(scenarios: Sequence[Scenario], words: Words, settings: Settings) -> Grid | None:
    """Value, gap and what it says under each way of counting word of mouth; nothing where values are not compared."""
    if not any(scenarios[0].value.values()):
        return None
    reported = direction(scenarios[0].gap)
    rows = [
        [
            _name(way, words),
            words.say(f"held_{held(way, reported)}"),
            *_means(way.value, words),
            *map(words.money, ends(way.gap)),
        ]
        for way in scenarios
    ]
    heads = ("scenario", "held", "value_detractor", "value_passive", "value_promoter", "gap", "low", "high")
    return grid(rows, heads, words, _caption(rows, words, settings), texts=2)


def _name(scenario: Scenario, words: Words) -> str:
    return words.say(f"scenario_{scenario.name}")


def _means(means: Mapping[str, float | None], words: Words) -> list[str]:
    return [words.money(means[segment]) for segment in SEGMENTS]


def _caption(rows: list[list[str]], words: Words, settings: Settings) -> str:
    caption = words.say("scenarios_caption", period=period(words, settings), currency=words.unit)
    return " · ".join(filter(None, (caption, few_note(rows, words))))


def points_table(points: Mapping[str, Mapping[str, Estimate | None]], words: Words) -> Grid | None:
    """What one more point of NPS is worth by who moves, by the plain gap and like with like where there is any."""
    bases = {basis: values for basis, values in points.items() if any(values.values())}
    rows = [
        [words.say(f"move_{move}"), words.say(f"basis_{basis}"), *map(words.money, ends(values.get(move)))]
        for move in MOVES
        for basis, values in bases.items()
    ]
    if not bases:
        return None
    return grid(rows, ("move", "basis", "point", "low", "high"), words, few_note(rows, words), texts=2)


def by_attribute_table(groups: GroupGaps | None, words: Words) -> Grid | None:
    """Score and gap of LTV of each group of an attribute."""
    if groups is None:
        return None
    rows = [_group(group, words) for group in groups.groups]
    heads = [words.say(f"head_{head}") for head in ("group", "verdict", "customers", "answers")] + [
        words.say("method_nps")
    ]
    low, high, gap = (words.say(f"head_{head}") for head in ("low", "high", "gap"))
    columns = [*heads, f"{heads[-1]} {low}", f"{heads[-1]} {high}", gap, f"{gap} {low}", f"{gap} {high}"]
    return Grid(pd.DataFrame(rows, columns=columns), few_note(rows, words), texts=2)


def _group(group: GroupGap, words: Words) -> list[str]:
    said = words.say(f"verdict_{direction(group.gap)}" if group.gap else "verdict_few")
    score = (group.nps.value, group.nps.low, group.nps.high) if group.nps else (None, None, None)
    sizes = [words.count(group.customers), words.count(group.matched)]
    money = map(words.money, ends(group.gap))
    return [group.name or words.say("cut_rest"), said, *sizes, *map(words.points, score), *money]
