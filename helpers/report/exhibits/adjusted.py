"""Exhibits of like with like: the gap in its ways of counting, and how even the segments became."""

from collections.abc import Mapping

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.compare.adjustment.adjusted import Adjusted
from helpers.compare.gaps import Comparison
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, gap_ends, gap_subtitle
from helpers.report.sentences import covariate_name, direction, headline_measure, rounder
from helpers.report.sentences.adjusted import EVEN, Gap
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def bases(found: Mapping[str, Gap | None], result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Promoter − detractor plain, weighted and like with like; a sentence where one way alone, or none, is shown."""
    known = {name: gap for name, gap in found.items() if gap}
    if len(known) < 2:
        return words.say("robust_none" if known else "gaps_chart_unknown")
    rounded = rounder(gap["estimate"] for gap in known.values())
    frame = pd.DataFrame([_base_row(name, gap, words) | gap_ends(gap, rounded, words) for name, gap in known.items()])
    same = len({direction(gap) for gap in known.values()}) == 1
    subtitle = gap_subtitle(result, words, settings)
    names = words.say("list_separator").join(frame["name"])
    title = words.say("bases_chart_same", names=names) if same else words.say("bases_chart_other")
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = figures_alone(frame)[["basis", "estimate", "low", "high"]]
    return Exhibit("bases", drawing.forest(frame, text), saved, alternative)


def _base_row(name: str, gap: Gap, words: Words) -> dict:
    return {"basis": name, "name": words.say(f"basis_{name}"), "note": "", "strong": direction(gap) != "unclear"}


def balance(found: Mapping[str, Adjusted], result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Love plot: how far promoters and detractors lie apart in each column, before and after."""
    measure = headline_measure(result)
    one = found[f"{measure}_promoter_detractor"]
    if one.reason or result.gaps["promoter_detractor"][measure] is None:
        return words.say(f"adjusted_{one.reason or 'hidden'}")
    rows = [_balance_row(part.column, part.before, part.after, words) for part in one.balance]
    frame = pd.DataFrame(rows).sort_values(["before", "column"], ascending=[False, True], ignore_index=True)
    title = words.say("love_chart", worst=frame["name"][0], after=frame["after"].max())
    text = ChartText(title, words.say("love_subtitle", line=EVEN), settings.note, format_value=words.decimal)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    return Exhibit("balance", drawing.love(frame, EVEN, text), figures_alone(frame).drop(columns="name"), alternative)


def _balance_row(column: str, before: float, after: float, words: Words) -> dict:
    label = words.say("love_label", before=before, after=after)
    return {"column": column, "name": covariate_name(column, words), "before": before, "after": after, "label": label}
