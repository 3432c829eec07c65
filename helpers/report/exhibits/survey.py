"""Exhibits of step 1: who was asked and what they answered."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.collect.responses import Funnel, score_counts
from helpers.collect.survey import Survey

from .. import charts
from ..findings import score_figures
from ..show import Exhibit
from ..style import ChartText
from .common import alternative_text, figures_alone


def score_distribution(survey: Survey, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by score in the segments' colours."""
    if survey.answers is None or not survey.nps.n:
        return words.say("missing_responses")
    frame = score_counts(survey.answers, settings)
    frame["label"] = [words.percent(share) for share in frame["share"]]
    segments = _segment_shares(survey.nps, words)
    figures = score_figures(survey.nps)
    text = ChartText(
        words.say("score_chart", **figures),
        words.say("score_subtitle", **figures),
        settings.note,
        x=words.say("score_x"),
    )
    alternative = alternative_text(text, frame["label"], frame["score"].astype(str), words)
    return Exhibit(
        "score_distribution", charts.score_distribution(frame, segments, text), figures_alone(frame), alternative
    )


def _segment_shares(nps: Nps, words: Words) -> pd.DataFrame:
    counts = (nps.detractors, nps.passives, nps.promoters)
    names = [words.say(f"segment_{segment}") for segment in SEGMENTS]
    shares = [words.percent(count / nps.n) for count in counts]
    return pd.DataFrame({"segment": SEGMENTS, "segment_label": names, "share_label": shares})


def funnel(survey: Survey, words: Words, settings: Settings) -> Exhibit | str:
    """From asked to answered, known in the CRM, and able to give an LRV."""
    if survey.answers is None or not survey.nps.n:
        return words.say("missing_responses")
    found = survey.funnel
    stages = {name: getattr(found, name) for name in ("asked", "answered", "matched", "counted")}
    frame = pd.DataFrame([(stage, n) for stage, n in stages.items() if n is not None], columns=["stage", "customers"])
    frame["stage_label"] = [words.say(f"stage_{stage}") for stage in frame["stage"]]
    frame["label"] = [_stage_label(row.stage, row.customers, found, words) for row in frame.itertuples()]
    text = ChartText(_funnel_title(found, words), words.say("funnel_subtitle"), settings.note)
    alternative = alternative_text(text, frame["label"], frame["stage_label"], words)
    return Exhibit("funnel", charts.funnel(frame, text), figures_alone(frame), alternative)


def _stage_label(stage: str, n: int, found: Funnel, words: Words) -> str:
    if stage == "answered" and found.asked:
        return words.say("funnel_of_asked", n=n, asked=found.asked_answered, share=found.response_rate)
    if stage in ("matched", "counted"):
        return words.say("funnel_of_answered", n=n, share=n / found.answered)
    return words.say("funnel_plain", n=n)


def _funnel_title(found: Funnel, words: Words) -> str:
    matched = None if found.matched is None else found.matched / found.answered
    if not found.asked:
        return words.say("funnel_chart_unasked", answered=found.answered, matched=matched)
    figures = {"asked": found.asked, "answered": found.asked_answered, "rate": found.response_rate}
    return words.say("funnel_chart", **figures, matched=matched)
