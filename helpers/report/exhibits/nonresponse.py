"""Exhibit on those who did not answer: what they are worth beside those who did."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.compare.nonresponse.effects import GROUPS, NonResponse
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, interval_line
from helpers.report.sentences import direction, nonresponse_sentence, period, rounder
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_TITLES = {
    "more": "nonresponse_chart_more",
    "less": "nonresponse_chart_less",
    "unclear": "nonresponse_chart_unclear",
}


def nonresponse(found: NonResponse, words: Words, settings: Settings) -> Exhibit | str:
    """Mean LTV of those who answered, those who did not, those asked, and all; a sentence where it may not be shown."""
    known = {name: found.money[name] for name in GROUPS if found.money[name]}
    if found.difference is None:
        return nonresponse_sentence(found, words, settings)
    alike = rounder(block["mean"] for block in known.values())
    frame = pd.DataFrame(
        [_row(name, block, words) | {"label": _label(block, alike, words)} for name, block in known.items()]
    )
    subtitle = words.say(
        "nonresponse_subtitle",
        period=period(words, settings),
        currency=words.unit,
        lines=interval_line(words, settings),
    )
    title = words.say(_TITLES[direction(found.difference)])
    text = ChartText(title, subtitle, settings.note, format_value=words.money)
    alternative = alternative_text(text, frame["label"], frame["name"], words)
    saved = figures_alone(frame)[["group", "customers", "mean", "low", "high"]]
    drawn = frame.rename(columns={"mean": "estimate"})
    return Exhibit("nonresponse", drawing.forest(drawn, text), saved, alternative)


def _row(name: str, block: dict, words: Words) -> dict:
    return {
        "group": name,
        "customers": block["n"],
        "name": words.say(f"group_{name}"),
        "note": words.say("group_n", n=block["n"]),
        "mean": block["mean"],
        "low": float("nan") if block["low"] is None else block["low"],
        "high": float("nan") if block["high"] is None else block["high"],
        "strong": name in ("answered", "silent"),
    }


def _label(block: dict, alike, words: Words) -> str:
    return words.say("gap_label", estimate=alike(block["mean"]), low=alike(block["low"]), high=alike(block["high"]))
