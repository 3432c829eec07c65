"""Findings of step 1: the score, how sure it is, who answered."""

from helpers.base.parameters import Settings
from helpers.base.proportions import wilson_rate
from helpers.base.words import Words
from helpers.collect.nps import Nps, adjusted_wald_interval
from helpers.collect.survey import Survey

from .common import defect_notes

WARN_MATCHED = 0.90


def score_headline(nps: Nps, words: Words) -> str:
    """The score, its interval and the shares."""
    if not nps.n:
        return words.say("missing_responses")
    return words.say("score_headline", **score_figures(nps))


def score_figures(nps: Nps) -> dict[str, float]:
    """Score, interval, shares and n as sentences want them."""
    shares = {"promoters": nps.promoters / nps.n, "detractors": nps.detractors / nps.n}
    return {"nps": nps.value, "low": nps.low, "high": nps.high, "n": nps.n, **shares}


def score_meaning(nps: Nps, words: Words, settings: Settings) -> tuple[str, ...]:
    """What the interval says, and a second method beside it."""
    if not nps.n:
        return ()
    low, high = adjusted_wald_interval(nps.detractors, nps.passives, nps.promoters, confidence=settings.confidence)
    hundred = words.count(100 * settings.confidence)
    meaning = words.say("score_meaning", low=nps.low, high=nps.high, hundred=hundred)
    return meaning, words.say("score_check", low=low, high=high)


def survey_notes(survey: Survey, words: Words, settings: Settings) -> tuple[str, ...]:
    """Response rate, what is missing and what to beware of in step 1."""
    notes, funnel = [], survey.funnel
    if funnel.asked and survey.answers is not None:
        rate = wilson_rate(numerator=funnel.asked_answered, denominator=funnel.asked, confidence=settings.confidence)
        notes.append(words.say("response_rate", rate=rate.rate, low=rate.low, high=rate.high))
    elif survey.answers is not None:
        notes.append(words.say("missing_invitations"))
    if funnel.matched is not None and funnel.answered and funnel.matched / funnel.answered < WARN_MATCHED:
        notes.append(words.say("warn_match", share=funnel.matched / funnel.answered))
    if settings.customers is None:
        notes.append(words.say("missing_customers"))
    return (*notes, *defect_notes(survey.ledgers, words))
