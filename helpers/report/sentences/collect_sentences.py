"""Findings of step 1: the score, how sure it is, who answered."""

from helpers.base.parameters import Settings
from helpers.base.proportions import wilson_rate
from helpers.base.words import Words
from helpers.collect.nps import Nps, adjusted_wald_interval
from helpers.collect.survey import Survey


def score_headline(nps: Nps, words: Words) -> str:
    """The score, its interval and the shares."""
    if not nps.n:
        return words.say("missing_responses")
    return words.say("score_headline", **score_figures(nps))


def score_figures(nps: Nps) -> dict[str, float]:
    """Score, interval, shares and n as sentences want them."""
    shares = {"promoters": nps.promoters / nps.n, "detractors": nps.detractors / nps.n}
    return {"nps": nps.value, "low": nps.low, "high": nps.high, "n": nps.n, **shares}


def score_span(first: int, last: int, words: Words) -> str:
    """Scores from one to another, such as 7–8; a single one by itself."""
    return str(first) if first == last else words.say("score_span", first=first, last=last)


def score_meaning(nps: Nps, words: Words, settings: Settings) -> tuple[str, ...]:
    """What the interval says, and a second method beside it."""
    if not nps.n:
        return ()
    low, high = adjusted_wald_interval(nps.detractors, nps.passives, nps.promoters, confidence=settings.confidence)
    hundred = words.count(100 * settings.confidence)
    meaning = words.say("score_meaning", low=nps.low, high=nps.high, hundred=hundred)
    return meaning, words.say("score_check", low=low, high=high)


def survey_notes(survey: Survey, words: Words, settings: Settings) -> tuple[str, ...]:
    """Response rate, and what is missing in step 1."""
    notes, funnel = [], survey.funnel
    if funnel.invited and survey.answers is not None:
        rate = wilson_rate(numerator=funnel.invited_usable, denominator=funnel.invited, confidence=settings.confidence)
        notes.append(words.say("response_rate", rate=rate.rate, low=rate.low, high=rate.high))
    elif survey.answers is not None:
        notes.append(words.say("missing_invitations"))
    if settings.customers is None:
        notes.append(words.say("missing_customers"))
    return tuple(notes)


def comments_note(survey: Survey, words: Words, settings: Settings) -> str:
    """How many wrote something, where that lies, and why it is shown or not."""
    counts = {"n": len(survey.comments.table), "answers": survey.nps.n}
    if not counts["n"]:
        return words.say("comments_none")
    if survey.comments.masked is not None:
        return words.say("comments_shown", **counts)
    return words.say("comments_nameless" if settings.share_comments else "comments_kept", **counts)
