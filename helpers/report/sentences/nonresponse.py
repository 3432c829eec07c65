"""Findings on those who did not answer: what they are worth, what weights change, and the ends of what may be."""

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.compare.gaps import Comparison
from helpers.compare.nonresponse.effects import NonResponse
from helpers.report.sentences.common import period
from helpers.report.sentences.compare import direction, rounder


def nonresponse_sentence(found: NonResponse, words: Words, settings: Settings) -> str:
    """Whether those who answered are worth more or less than the others."""
    gap = found.difference
    if gap is None:
        there = found.money["all"] is not None and (found.money["answered"] or found.money["silent"])
        return words.say("nonresponse_nobody" if there else "nonresponse_hidden")
    said, alike = direction(gap), rounder([found.money["answered"]["mean"], gap["estimate"]])
    ends = sorted((abs(gap["low"]), abs(gap["high"]))) if said == "less" else (gap["low"], gap["high"])
    told = {"low": alike(ends[0]), "high": alike(ends[1]), "period": period(words, settings)}
    if said != "unclear":
        told["gap"] = alike(abs(gap["estimate"]))
    return words.say(f"nonresponse_{said}", **told)


def fifths_sentence(found: NonResponse, words: Words, settings: Settings) -> tuple[str, ...]:
    """How likely the least and the most likely fifth are to answer, and what they are worth."""
    if not found.fifths:
        return ()
    first, last = found.fifths[0], found.fifths[-1]
    if None in (first.response.rate, last.response.rate) or not (first.ltv and last.ltv):
        return ()
    everybody = sum(one.ltv["n"] for one in found.fifths if one.ltv)
    told = {"low_rate": first.response.rate, "low_ltv": first.ltv["mean"], "low_share": first.ltv["n"] / everybody}
    told |= {"high_rate": last.response.rate, "high_ltv": last.ltv["mean"], "high_share": last.ltv["n"] / everybody}
    return (words.say("fifths_sentence", **told, period=period(words, settings)),)


def weights_sentences(found: NonResponse, customers: int, words: Words) -> tuple[str, ...]:
    """How the answers were weighted, or why not."""
    weights = found.weights
    if weights["reason"]:
        return (words.say(f"weights_{weights['reason']}"),)
    left_out = weights["spend_left_out"]
    told = {name: weights[name] for name in ("n", "n_eff", "largest")}
    said = [words.say("weights_used_tenure" if left_out else "weights_used", customers=customers, **told)]
    said += [words.say(f"weights_{left_out}")] if left_out else []
    said += [words.say("weights_trimmed", n=weights["trimmed"])] if weights["trimmed"] else []
    return (*said, words.say("weights_meaning"))


def bounds_sentence(found: NonResponse, result: Comparison, words: Words) -> tuple[str, ...]:
    """The NPS if all who did not answer were detractors, or promoters."""
    low, high = (found.bounds[segment]["nps"] for segment in ("detractor", "promoter"))
    silent = result.segments["none"]["matched"]
    if not silent or low is None or high is None:
        return ()
    return (words.say("bounds_sentence", n=silent, low=low, high=high),)
