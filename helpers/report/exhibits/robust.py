"""Exhibits on whether the answer holds: counted otherwise, by groups, and how people counted."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.counts import Counts
from helpers.compare.gaps import Comparison
from helpers.compare.groups import Cut, Group
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, gap_ends, gap_subtitle
from helpers.report.sentences import cut_sentence, direction, heaps_title, held, period, rounder
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def robustness(scenarios: Sequence[Scenario], result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Promoter − detractor counted in several ways, the report's own first."""
    reported = scenarios[0].gap
    if reported is None:
        return words.say("gaps_chart_unknown")
    alike = _alike([one.gap for one in scenarios])
    frame = pd.DataFrame([_row(one, direction(reported), words) | gap_ends(one.gap, alike, words) for one in scenarios])
    said = set(frame["held"][1:]) - {"unknown"}
    if not said:
        return words.say("robust_none")
    subtitle = gap_subtitle(result, words, settings)
    title = words.say("robust_chart_all" if said == {"yes"} else "robust_chart_some")
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = figures_alone(frame)[["scenario", "estimate", "low", "high"]]
    return Exhibit("robustness", drawing.forest(frame, text), saved, alternative)


def _row(scenario: Scenario, reported: str, words: Words) -> dict:
    return {
        "scenario": scenario.name,
        "held": held(scenario, reported),
        "name": words.say(f"scenario_{scenario.name}"),
        "note": "",
        "strong": scenario.name == "reported",
    }


def _alike(gaps: Iterable[Mapping | None]) -> Callable[[float | None], float | None]:
    """Rounds the gaps of a chart to one step."""
    return rounder(gap["estimate"] for gap in gaps if gap)


def by_attribute(cut: Cut | None, words: Words, settings: Settings) -> Exhibit | str:
    """Gap of LTV by the groups of an attribute, with intervals that hold together."""
    if cut is None or not cut.compared:
        return cut_sentence(cut, words, settings)
    alike = _alike([group.gap for group in cut.groups])
    frame = pd.DataFrame([_group_row(group, words) | gap_ends(group.gap, alike, words) for group in cut.groups])
    about = {"attribute": cut.attribute, "currency": words.unit, "level": words.percent(settings.confidence)}
    subtitle = words.say("cut_subtitle", period=period(words, settings), **about)
    text = ChartText(_cut_title(cut, words), subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = figures_alone(frame)[["group", "customers", "answers", "estimate", "low", "high"]]
    return Exhibit("by_attribute", drawing.forest(frame, text), saved, alternative)


def _group_row(group: Group, words: Words) -> dict:
    return {
        "group": group.name or "",
        "customers": group.customers,
        "answers": group.matched,
        "name": group.name or words.say("cut_rest"),
        "note": words.say("group_n", n=group.matched),
        "strong": direction(group.gap) != "unclear",
    }


def _cut_title(cut: Cut, words: Words) -> str:
    said = [direction(group.gap) for group in cut.groups if group.gap]
    more, less = said.count("more"), said.count("less")
    if more and less:
        return words.say("cut_chart_both", more=more, less=less, of=len(said))
    if not more and not less:
        return words.say("cut_chart_unclear", of=len(said))
    return words.say("cut_chart_more" if more else "cut_chart_less", n=more or less, of=len(said))


def heaps(counts: Counts | None, words: Words, settings: Settings) -> Exhibit | str:
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
    saved = figures_alone(frame)[["first", "last", "answers"]]
    return Exhibit("recommended_counts", drawing.heaps(frame, text), saved, alternative)


def _span(first: int, last: int, words: Words) -> str:
    if pd.isna(last):
        return words.say("heaps_open", first=first)
    return words.count(first) if first == last else words.say("heaps_span", first=first, last=last)
