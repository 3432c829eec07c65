"""Exhibits on whether the answer holds: counted otherwise, by groups, and how people counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.collect.counts import Counts
from helpers.compare.comparison import Comparison
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, gap_ends, gap_subtitle
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import direction, rounder
from helpers.report.sentences.robust_sentences import cut_sentence, heaps_title, held
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def robustness_chart(
    scenarios: Sequence[Scenario], result: Comparison, words: Words, settings: Settings
) -> Exhibit | str:
    """Promoter − detractor counted in several ways, the report's own first."""
    reported = scenarios[0].gap
    if not reported:
        return words.say("gaps_chart_unknown")
    alike = _alike(scenario.gap for scenario in scenarios)
    said_by_report = direction(reported)
    rows = [_row(scenario, said_by_report, words) | gap_ends(scenario.gap, alike, words) for scenario in scenarios]
    frame = pd.DataFrame(rows)
    said = set(frame["held"][1:]) - {"unknown"}
    if not said:
        return words.say("robust_none")
    subtitle = gap_subtitle(result, words, settings)
    title = words.say("robust_chart_all" if said == {"yes"} else "robust_chart_some")
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = saved_rows("robustness", frame)
    return Exhibit("robustness", drawing.forest(frame, text), saved, alternative)


def _row(scenario: Scenario, reported: str, words: Words) -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "held": held(scenario, reported),
        "name": words.say(f"scenario_{scenario.name}"),
        "note": "",
        "strong": scenario.name == "reported",
    }


def _alike(gaps: Iterable[Estimate | None]) -> Callable[[float | None], float | None]:
    """Rounds the gaps of a chart to one step."""
    return rounder(gap.estimate for gap in gaps if gap)


def by_attribute_chart(groups: GroupGaps | None, words: Words, settings: Settings) -> Exhibit | str:
    """Gap of LTV by the groups of an attribute, with intervals that hold together."""
    if groups is None or not groups.compared:
        return cut_sentence(groups, words, settings)
    alike = _alike(group.gap for group in groups.groups)
    frame = pd.DataFrame([_group_row(group, words) | gap_ends(group.gap, alike, words) for group in groups.groups])
    about = {"attribute": groups.attribute, "currency": words.unit, "level": words.percent(settings.confidence)}
    subtitle = words.say("cut_subtitle", period=period(words, settings), **about)
    text = ChartText(_cut_title(groups, words), subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = saved_rows("by_attribute", frame)
    return Exhibit("by_attribute", drawing.forest(frame, text), saved, alternative)


def _group_row(group: GroupGap, words: Words) -> dict[str, Any]:
    return {
        "group": group.name or "",
        "customers": group.customers,
        "answers": group.matched,
        "name": group.name or words.say("cut_rest"),
        "note": words.say("group_n", n=group.matched),
        "strong": direction(group.gap) != "unclear",
    }


def _cut_title(groups: GroupGaps, words: Words) -> str:
    said = [direction(group.gap) for group in groups.groups if group.gap]
    more, less = said.count("more"), said.count("less")
    if more and less:
        return words.say("cut_chart_both", more=more, less=less, of=len(said))
    if not more and not less:
        return words.say("cut_chart_unclear", of=len(said))
    return words.say("cut_chart_more" if more else "cut_chart_less", n=more or less, of=len(said))


def heaps_chart(counts: Counts | None, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by number of people recommended to."""
    if counts is None:
        return words.say("nobody_recommended")
    frame = counts.bins.assign(
        span_label=[_span(row.first, row.last, words) for row in counts.bins.itertuples()],
        label=[words.count(n) for n in counts.bins["answers"]],
    )
    subtitle = words.say("heaps_subtitle", n=counts.n)
    text = ChartText(heaps_title(counts, words), subtitle, settings.note, x=words.say("heaps_x"))
    alternative = alternative_text(text, frame["label"], frame["span_label"], words)
    saved = saved_rows("recommended_counts", frame)
    return Exhibit("recommended_counts", drawing.heaps(frame, text), saved, alternative)


def _span(first: int, last: int, words: Words) -> str:
    if pd.isna(last):
        return words.say("heaps_open", first=first)
    return words.count(first) if first == last else words.say("heaps_span", first=first, last=last)
