"""Exhibit on those who did not answer: what they are worth beside those who did."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Mean
from helpers.base.words import Words
from helpers.compare.nonresponse.effects import ANSWER_GROUPS, NonResponse
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, interval_line
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import direction, rounder
from helpers.report.sentences.nonresponse_sentences import nonresponse_sentence
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_TITLES = {
    "more": "nonresponse_chart_more",
    "less": "nonresponse_chart_less",
    "unclear": "nonresponse_chart_unclear",
}


def nonresponse_chart(missing: NonResponse, words: Words, settings: Settings) -> Exhibit | str:
    """Mean LTV of those who answered, those who did not, those asked, and all; a sentence where it may not be shown."""
    if not missing.difference:
        return nonresponse_sentence(missing, words, settings)
    means = {name: mean for name in ANSWER_GROUPS if (mean := missing.money.of(name))}
    alike = rounder(mean.mean for mean in means.values())
    frame = pd.DataFrame(
        [_row(name, mean, words) | {"label": _label(mean, alike, words)} for name, mean in means.items()]
    )
    subtitle = words.say(
        "nonresponse_subtitle",
        period=period(words, settings),
        currency=words.unit,
        lines=interval_line(words, settings),
    )
    title = words.say(_TITLES[direction(missing.difference)])
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = saved_rows("nonresponse", frame)
    drawn = frame.rename(columns={"mean": "estimate"})
    return Exhibit("nonresponse", drawing.forest(drawn, text), saved, alternative)


def _row(name: str, mean: Mean, words: Words) -> dict[str, Any]:
    return {
        "group": name,
        "customers": mean.n,
        "name": words.say(f"group_{name}"),
        "note": words.say("group_n", n=mean.n),
        "mean": mean.mean,
        "low": float("nan") if mean.low is None else mean.low,
        "high": float("nan") if mean.high is None else mean.high,
        "strong": name in ("answered", "silent"),
    }


def _label(mean: Mean, alike: Callable[[float | None], float | None], words: Words) -> str:
    return words.say("gap_label", estimate=alike(mean.mean), low=alike(mean.low), high=alike(mean.high))
