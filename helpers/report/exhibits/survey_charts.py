"""Exhibits of step 1: who was asked and what they answered."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.funnel import Funnel
from helpers.collect.nps import SEGMENTS, Nps
from helpers.collect.responses import score_counts
from helpers.collect.survey import Survey
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text
from helpers.report.sentences.collect_sentences import score_figures, score_span
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_STAGES = ("invited", "answered", "usable", "matched")


def score_distribution_chart(survey: Survey, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by score in the segments' colours."""
    if survey.answers is None or not survey.nps.n:
        return words.say("missing_responses")
    frame = score_counts(survey.answers, settings)
    frame["label"] = [words.percent(share) for share in frame["share"]]
    frame["score_label"] = [score_span(*ends, words) for ends in zip(frame["score"], frame["last"], strict=True)]
    segments = _segment_shares(survey.nps, words)
    figures = score_figures(survey.nps)
    text = ChartText(
        words.say("score_chart", **figures),
        words.say("score_subtitle", **figures),
        settings.note,
        x=_question(words, settings),
    )
    alternative = alternative_text(text, frame["label"], frame["score_label"], words)
    return Exhibit(
        "score_distribution",
        drawing.score_distribution(frame, segments, text),
        saved_rows("score_distribution", frame),
        alternative,
    )


def _question(words: Words, settings: Settings) -> str:
    """The question and its scale, as the scores are shown: the best is always the highest."""
    first, last = settings.score_bounds
    return words.say("score_x" if first < last else "score_x_reversed", low=min(first, last), high=max(first, last))


def _segment_shares(nps: Nps, words: Words) -> pd.DataFrame:
    counts = (nps.detractors, nps.passives, nps.promoters)
    names = [words.say(f"segment_{segment}") for segment in SEGMENTS]
    shares = [words.percent(count / nps.n) for count in counts]
    return pd.DataFrame({"segment": SEGMENTS, "segment_label": names, "share_label": shares})


def funnel_chart(funnel: Funnel, words: Words, settings: Settings) -> Exhibit | str:
    """From those asked to those known in the CRM and able to give an LRV; from step 2 on to those valued."""
    if not funnel.usable:
        return words.say("missing_responses")
    last = "counted" if funnel.valued is None else "valued"
    stages = {stage: getattr(funnel, stage) for stage in (*_STAGES, last)}
    frame = pd.DataFrame([(stage, n) for stage, n in stages.items() if n is not None], columns=["stage", "persons"])
    frame["stage_label"] = [words.say(f"stage_{stage}") for stage in frame["stage"]]
    frame["label"] = [_stage_label(row.stage, row.persons, funnel, words) for row in frame.itertuples()]
    title = _matched_title(funnel, words) if funnel.valued is None else _loss_title(funnel, words)
    subtitle = words.say("funnel_subtitle" if funnel.invited else "funnel_subtitle_unasked")
    text = ChartText(title, subtitle, settings.note)
    alternative = alternative_text(text, frame["label"], frame["stage_label"], words)
    name = "funnel" if funnel.valued is None else "funnel_valued"
    return Exhibit(name, drawing.funnel_bars(frame, text), saved_rows(name, frame), alternative)


def _stage_label(stage: str, n: int, funnel: Funnel, words: Words) -> str:
    if stage == "usable" and funnel.invited:
        return words.say("funnel_of_asked", n=n, asked=funnel.invited_usable, share=funnel.response_rate)
    if stage in ("matched", "counted", "valued"):
        return words.say("funnel_of_usable", n=n, share=n / funnel.usable)
    return words.say("funnel_plain", n=n)


def _matched_title(funnel: Funnel, words: Words) -> str:
    if funnel.matched is None:
        return words.say("funnel_chart_unmatched", usable=funnel.usable)
    matched = funnel.matched / funnel.usable
    if not funnel.invited:
        return words.say("funnel_chart_unasked", answered=funnel.usable, matched=matched)
    figures = {"asked": funnel.invited, "answered": funnel.invited_usable, "rate": funnel.response_rate}
    return words.say("funnel_chart", **figures, matched=matched)


def _loss_title(funnel: Funnel, words: Words) -> str:
    """The step at which most are lost."""
    valued = funnel.valued or 0
    in_crm = valued if funnel.matched is None else funnel.matched
    steps = {
        "silent": (funnel.invited or 0, funnel.invited_usable),
        "unusable": (funnel.answered, funnel.usable),
        "unknown": (funnel.usable, in_crm),
        "later": (in_crm, valued),
    }
    name, (before, after) = max(steps.items(), key=lambda step: step[1][0] - step[1][1])
    if before == after:
        return words.say("loss_none", n=valued)
    return words.say(f"loss_{name}", n=before - after, of=before)
