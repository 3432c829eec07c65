"""What all exhibits share: the line about intervals, the text alternative, the figures saved beside the chart."""

from collections.abc import Callable

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.compare.comparison import Comparison
from helpers.report.sentences.common_sentences import period
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


def gap_ends(gap: Estimate | None, alike: Callable[[float | None], float | None], words: Words) -> dict:
    """Estimate and ends of a gap as numbers, and together in words, rounded alike."""
    names = ("estimate", "low", "high")
    if not gap:
        return {**dict.fromkeys(names, float("nan")), "label": words.say("too_few")}
    ends = {name: getattr(gap, name) for name in names}
    label = words.say("gap_label", **{name: alike(end) for name, end in ends.items()})
    return {name: float("nan") if end is None else end for name, end in ends.items()} | {"label": label}


def gap_subtitle(result: Comparison, words: Words, settings: Settings) -> str:
    """What a chart of the gap between promoters and detractors shows: measure, period, unit, lines."""
    return words.say(
        "robust_subtitle",
        measure=words.say(f"measure_{result.headline_measure()}"),
        period=period(words, settings),
        currency=words.unit,
        lines=interval_line(words, settings),
    )
