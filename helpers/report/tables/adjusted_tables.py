"""Table of like with like: each gap plain and adjusted, and who was compared."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Estimate, is_hidden
from helpers.base.words import MISSING, Words
from helpers.compare.adjustment.adjusted import Adjusted, LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.report.sentences.compare_sentences import direction, measures_shown
from helpers.report.show import Grid
from helpers.report.tables.common_tables import few_note


def adjusted_table(even: LikeWithLike, result: Comparison, words: Words, settings: Settings) -> Grid | None:
    """Each gap plain and like with like with its interval and what it says; customers compared and left out."""
    rows = [
        [words.say(f"measure_{measure}"), words.say(f"pair_{pair}"), *_line(gaps.of(measure), plain, words, settings)]
        for measure in measures_shown(result)
        for pair, gaps in even.pairs.items()
        if (plain := result.gaps[pair].gap(measure))
    ]
    if not rows:
        return None
    heads = ("measure", "gap", "verdict", "plain")
    columns = [words.say(f"head_{head}") for head in heads] + [words.say("head_alike")]
    columns += [words.say(f"head_{head}") for head in ("low", "high", "compared", "left_out")]
    return Grid(pd.DataFrame(rows, columns=columns), few_note(rows, words), texts=3)


def _line(even: Adjusted, plain: Estimate, words: Words, settings: Settings) -> list[str]:
    gap = even.gap
    if not gap:
        return [words.say("verdict_few"), words.money(plain.estimate), *[MISSING] * 5]
    ends = [words.money(end) for end in (gap.estimate, gap.low, gap.high)]
    kept = MISSING if any(map(is_hidden, even.n.values())) else " / ".join(map(words.count, even.n.values()))
    out = " / ".join(_left_out(n, words, settings) for n in even.trimmed.values())
    return [words.say(f"verdict_{direction(gap)}"), words.money(plain.estimate), *ends, kept, out]


def _left_out(n: int, words: Words, settings: Settings) -> str:
    return words.say("few_cell", least=settings.min_cell) if is_hidden(n) else words.count(n)
