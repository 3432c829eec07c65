"""Tables on whether the answer holds: word of mouth counted otherwise, one more point, groups."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.compare.groups import Cut, Group
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.sentences import direction, held, period
from helpers.report.sentences.robust import Point
from helpers.report.show import Grid
from helpers.report.tables.common import few_note, grid


def created(scenarios: Sequence[Scenario], words: Words, settings: Settings) -> Grid | None:
    """Customers created and LRV under each way of counting word of mouth; nothing where no LRV is shown."""
    if not any(scenarios[0].lrv.values()):
        return None
    rows = [[_name(one, words), words.count(one.created), *_means(one.lrv, words)] for one in scenarios]
    heads = ("scenario", "created", "lrv_detractor", "lrv_passive", "lrv_promoter")
    return grid(rows, heads, words, _caption(rows, words, settings))


def counted_otherwise(scenarios: Sequence[Scenario], words: Words, settings: Settings) -> Grid | None:
    """Value, gap and what it says under each way of counting word of mouth; nothing where values are not compared."""
    if not any(scenarios[0].value.values()):
        return None
    reported = direction(scenarios[0].gap) if scenarios[0].gap else "unclear"
    rows = [
        [
            _name(one, words),
            words.say(f"held_{held(one, reported)}"),
            *_means(one.value, words),
            *_ends(one.gap, words),
        ]
        for one in scenarios
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


def points(points: Mapping[str, Mapping[str, Point]], words: Words) -> Grid | None:
    """What one more point of NPS is worth by who moves, by the plain gap and like with like where there is any."""
    bases = {basis: found for basis, found in points.items() if any(found.values())}
    rows = [
        [words.say(f"move_{move}"), words.say(f"basis_{basis}"), *_ends(found.get(move), words)]
        for move in MOVES
        for basis, found in bases.items()
    ]
    known = any(found.get(move) for found in bases.values() for move in MOVES)
    return (
        grid(rows, ("move", "basis", "point", "low", "high"), words, few_note(rows, words), texts=2) if known else None
    )


def _ends(point: Point, words: Words) -> list[str]:
    return [words.money((point or {}).get(end)) for end in ("estimate", "low", "high")]


def by_attribute(cut: Cut | None, words: Words) -> Grid | None:
    """Score and gap of LTV of each group of an attribute."""
    if cut is None:
        return None
    rows = [_group(group, words) for group in cut.groups]
    heads = [words.say(f"head_{head}") for head in ("group", "verdict", "customers", "answers")] + [
        words.say("method_nps")
    ]
    low, high, gap = (words.say(f"head_{head}") for head in ("low", "high", "gap"))
    columns = [*heads, f"{heads[-1]} {low}", f"{heads[-1]} {high}", gap, f"{gap} {low}", f"{gap} {high}"]
    return Grid(pd.DataFrame(rows, columns=columns), few_note(rows, words), texts=2)


def _group(group: Group, words: Words) -> list[str]:
    said = words.say(f"verdict_{direction(group.gap)}" if group.gap else "verdict_few")
    score = [words.points(getattr(group.nps, end, None)) for end in ("value", "low", "high")]
    sizes = [words.count(group.customers), words.count(group.matched)]
    return [group.name or words.say("cut_rest"), said, *sizes, *score, *_ends(group.gap, words)]
