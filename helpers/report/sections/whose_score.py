"""Whose score it is: of those who answered and, weighted, of all, equally large; how far the silent could move it."""

from collections.abc import Iterator

from helpers.collect.nps import Nps
from helpers.compare.comparison import Comparison
from helpers.compare.nonresponse.beside import WeightedScore
from helpers.compare.nonresponse.bounds import Bounds
from helpers.compare.nonresponse.effects import NonResponse
from helpers.report.context import Context

Card = dict[str, str]


def score_cards(report: Context, nps: Nps, missing: NonResponse) -> Iterator[Card]:
    """The plain score and the weighted one: points, of whom, between which ends, of how many answers.

    Only the weighted one speaks of all customers; none without answers, and one alone where there are no weights.
    """
    if not nps.n:
        return
    yield _card(report, nps, "answered", report.say("page_nps_valid", n=nps.n))
    if missing.weighted.nps:
        of = "all_tenure" if missing.weights.spend_left_out else "all"
        yield _card(report, missing.weighted.nps, of, report.say("page_nps_known", n=missing.weights.n))


def _card(report: Context, score: Nps | WeightedScore, of: str, basis: str) -> Card:
    return {
        "points": report.words.points(score.value),
        "of": report.say(f"page_nps_{of}"),
        "ends": report.say("page_nps_ends", low=score.low, high=score.high),
        "basis": basis,
    }


def unscored(report: Context, nps: Nps, missing: NonResponse) -> str:
    """Why there is no score, or no weighted one; empty where there are both."""
    if not nps.n:
        return report.say("missing_responses")
    reason = missing.weights.reason
    return report.say(f"weights_{reason}") if reason and not missing.weighted.nps else ""


def bounds_line(report: Context, nps: Nps, bounds: Bounds, result: Comparison) -> str:
    """What the score would be if all who did not answer were detractors, or promoters; empty where nobody is silent."""
    silent, low, high = result.segments["none"].matched, bounds.detractor.nps, bounds.promoter.nps
    told = nps.n and silent and low is not None and high is not None
    return report.say("page_bounds", n=silent, low=low, high=high) if told else ""
