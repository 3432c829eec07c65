"""Exhibits of like with like: the gap in its ways of counting, and how even the segments became."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.compare.adjustment.adjusted import LikeWithLike
from helpers.compare.adjustment.overlap import Balance
from helpers.compare.comparison import Comparison
from helpers.compare.figures import HEADLINE_PAIR
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, gap_ends, gap_subtitle
from helpers.report.sentences.adjusted_sentences import EVEN, covariate_name
from helpers.report.sentences.compare_sentences import direction, rounder
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def bases_chart(
    gaps: Mapping[str, Estimate | None], result: Comparison, words: Words, settings: Settings
) -> Exhibit | str:
    """Promoter − detractor plain, weighted and like with like; a sentence where one way alone, or none, is shown."""
    shown = {name: gap for name, gap in gaps.items() if gap}
    if len(shown) < 2:
        return words.say("robust_none" if shown else "gaps_chart_unknown")
    rounded = rounder(gap.estimate for gap in shown.values())
    frame = pd.DataFrame([_base_row(name, gap, words) | gap_ends(gap, rounded, words) for name, gap in shown.items()])
    same = len({direction(gap) for gap in shown.values()}) == 1
    subtitle = gap_subtitle(result, words, settings)
    names = words.say("list_separator").join(frame["name"])
    title = words.say("bases_chart_same", names=names) if same else words.say("bases_chart_other")
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = saved_rows("bases", frame)
    return Exhibit("bases", drawing.forest(frame, text), saved, alternative)


def _base_row(name: str, gap: Estimate, words: Words) -> dict[str, Any]:
    return {"basis": name, "name": words.say(f"basis_{name}"), "note": "", "strong": direction(gap) != "unclear"}


def balance_chart(even: LikeWithLike, result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Love plot: how far promoters and detractors lie apart in each column, before and after."""
    adjusted = even.pairs[HEADLINE_PAIR].of(result.headline_measure())
    if not adjusted.gap:
        return words.say(f"adjusted_{adjusted.reason or 'hidden'}")
    frame = pd.DataFrame([_balance_row(part, words) for part in adjusted.balance])
    frame = frame.sort_values(["before", "column"], ascending=[False, True], ignore_index=True)
    title = words.say("love_chart", worst=frame["name"][0], after=frame["after"].max())
    text = ChartText(title, words.say("love_subtitle", line=EVEN), settings.note, format_value=words.decimal)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    return Exhibit("balance", drawing.love(frame, EVEN, text), saved_rows("balance", frame), alternative)


def _balance_row(part: Balance, words: Words) -> dict[str, Any]:
    label = words.say("love_label", before=part.before, after=part.after)
    name = covariate_name(part.column, words)
    return {"column": part.column, "name": name, "before": part.before, "after": part.after, "label": label}
