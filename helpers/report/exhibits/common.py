"""What all exhibits share: the line about intervals, the text alternative, the figures saved beside the chart."""

from collections.abc import Callable, Mapping

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.compare.gaps import Comparison
from helpers.report.sentences import headline_measure, period
from helpers.report.style import ChartText


def interval_line(words: Words, settings: Settings) -> str:
    return words.say("lines_interval", level=words.percent(settings.confidence))


def alternative_text(text: ChartText, labels: pd.Series, names: pd.Series, words: Words) -> str:
    """Text alternative: the finding, then every labelled figure."""
    pairs = zip(names, labels, strict=True)
    figures = [words.say("alternative_figure", name=name, label=label) for name, label in pairs]
    joined = words.say("list_separator").join(figures)
    return words.say("alternative", title=text.title, subtitle=text.subtitle.rstrip(".。"), figures=joined)


def figures_alone(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame as it is saved beside the chart: figures and names, without the labels drawn."""
    return frame[[column for column in frame if not column.endswith("label")]]


def gap_ends(gap: Mapping | None, alike: Callable[[float | None], float | None], words: Words) -> dict:
    """Estimate and ends of a gap as numbers, and together in words, rounded alike."""
    names = ("estimate", "low", "high")
    if gap is None:
        return {**dict.fromkeys(names, float("nan")), "label": words.say("too_few")}
    label = words.say("gap_label", **{name: alike(gap[name]) for name in names})
    return {name: float("nan") if gap[name] is None else gap[name] for name in names} | {"label": label}


def gap_subtitle(result: Comparison, words: Words, settings: Settings) -> str:
    """What a chart of the gap between promoters and detractors shows: measure, period, unit, lines."""
    return words.say(
        "robust_subtitle",
        measure=words.say(f"measure_{headline_measure(result)}"),
        period=period(words, settings),
        currency=words.unit,
        lines=interval_line(words, settings),
    )
