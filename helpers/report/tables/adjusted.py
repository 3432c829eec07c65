"""Table of like with like: each gap plain and adjusted, and who was compared."""

from collections.abc import Mapping

import pandas as pd

from helpers.base.disclosure import too_few
from helpers.base.parameters import Settings
from helpers.base.words import MISSING, Words
from helpers.compare.adjustment.adjusted import Adjusted
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import Comparison
from helpers.report.sentences import adjusted_gap, direction, measures_shown
from helpers.report.show import Grid
from helpers.report.tables.common import few_note


def adjusted(found: Mapping[str, Adjusted], result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """Each gap plain and like with like with its interval and what it says; customers compared and left out."""
    rows = [
        _line(found, pair, measure, result, words, settings)
        for measure in measures_shown(result)
        for pair in PAIRS
        if result.gaps[pair][measure]
    ]
    if not rows:
        return None
    heads = ("measure", "gap", "verdict", "plain")
    columns = [words.say(f"head_{head}") for head in heads] + [words.say("head_alike")]
    columns += [words.say(f"head_{head}") for head in ("low", "high", "compared", "left_out")]
    return Grid(pd.DataFrame(rows, columns=columns), few_note(rows, words), texts=3)


def _line(
    found: Mapping[str, Adjusted], pair: str, measure: str, result: Comparison, words: Words, settings: Settings
) -> list[str]:
    one, plain = found[f"{measure}_{pair}"], (result.gaps[pair][measure] or {})["estimate"]
    gap, names = (
        adjusted_gap(found, pair, measure, result),
        [words.say(f"measure_{measure}"), words.say(f"pair_{pair}")],
    )
    if gap is None:
        return [*names, words.say("verdict_few"), words.money(plain), *[MISSING] * 5]
    ends = [words.money(gap[end]) for end in ("estimate", "low", "high")]
    out = " / ".join(_left_out(one.trimmed[segment], words, settings) for segment in PAIRS[pair])
    few = any(too_few(n, settings.min_cell) for n in one.trimmed.values())
    kept = MISSING if few else " / ".join(words.count(one.n[segment]) for segment in PAIRS[pair])
    return [*names, words.say(f"verdict_{direction(gap)}"), words.money(plain), *ends, kept, out]


def _left_out(n: int, words: Words, settings: Settings) -> str:
    return words.say("few_cell", least=settings.min_cell) if too_few(n, settings.min_cell) else words.count(n)
