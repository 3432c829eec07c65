"""Findings on those who did not answer: what they are worth, what weights change, and the ends of what may be."""

from helpers.base.parameters import Settings
from helpers.base.results import is_seen
from helpers.base.words import Words
from helpers.compare.comparison import Comparison
from helpers.compare.nonresponse.bounds import Bounds
from helpers.compare.nonresponse.effects import NonResponse
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import direction, outward, rounder


def nonresponse_sentence(missing: NonResponse, words: Words, settings: Settings) -> str:
    """Whether those who answered are worth more or less than the others."""
    gap, money = missing.difference, missing.money
    if not (gap and money.answered):
        there = is_seen(money.all) and (is_seen(money.answered) or is_seen(money.silent))
        return words.say("nonresponse_nobody" if there else "nonresponse_hidden")
    alike = rounder([money.answered.mean, gap.estimate])
    figures = {name: alike(figure) for name, figure in outward(gap).items()}
    return words.say(f"nonresponse_{direction(gap)}", **figures, period=period(words, settings))


def fifths_sentence(missing: NonResponse, words: Words, settings: Settings) -> tuple[str, ...]:
    """How likely the least and the most likely fifth are to answer, and what they are worth."""
    if not missing.fifths:
        return ()
    first, last = missing.fifths[0], missing.fifths[-1]
    if not (first.response and last.response and first.ltv and last.ltv):
        return ()
    sizes = [fifth.ltv.n for fifth in missing.fifths if fifth.ltv]
    everybody = sum(sizes)
    figures = {
        "low_rate": first.response.rate, "low_ltv": first.ltv.mean, "low_share": first.ltv.n / everybody,
        "high_rate": last.response.rate, "high_ltv": last.ltv.mean, "high_share": last.ltv.n / everybody,
    }  # fmt: skip
    return (words.say("fifths_sentence", **figures, period=period(words, settings)),)


def weights_sentences(missing: NonResponse, customers: int, words: Words) -> tuple[str, ...]:
    """How the answers were weighted, or why not."""
    weights = missing.weights
    if weights.reason:
        return (words.say(f"weights_{weights.reason}"),)
    left_out = weights.spend_left_out
    figures = {"n": weights.n, "n_eff": weights.n_eff, "largest": weights.largest}
    said = [words.say("weights_used_tenure" if left_out else "weights_used", customers=customers, **figures)]
    said += [words.say(f"weights_{left_out}")] if left_out else []
    said += [words.say("weights_trimmed", n=weights.trimmed)] if weights.trimmed else []
    return (*said, words.say("weights_meaning"))


def bounds_sentence(limits: Bounds, result: Comparison, words: Words) -> tuple[str, ...]:
    """The NPS if all who did not answer were detractors, or promoters."""
    low, high, silent = limits.detractor.nps, limits.promoter.nps, result.segments["none"].matched
    if not silent or low is None or high is None:
        return ()
    return (words.say("bounds_sentence", n=silent, low=low, high=high),)
