"""Findings about word of mouth: claims beside records, the cap, what to beware of."""

from collections.abc import Sequence

from helpers.base.results import is_hidden, is_seen
from helpers.base.words import Words
from helpers.compare.comparison import Comparison
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.sentences.common_sentences import join
from helpers.report.sentences.compare_sentences import is_uncalibrated


def referral_notes(result: Comparison, ways: Sequence[Scenario], words: Words) -> tuple[str, ...]:
    """Where LRV comes from: claims beside records, and the cap beside the one of the `ways` that has none."""
    referral, promoter = result.referral, result.segments["promoter"].lrv
    without = next((way.lrv["promoter"] for way in ways if way.name == "uncapped"), None)
    if not is_seen(referral.created_claimed) or not is_seen(referral.conversion):
        return (words.say("nobody_recommended"),)
    claims = {"claimed": referral.created_claimed, "recorded": referral.acquired_by_referral}
    notes = []
    if referral.conversion_source == "crm":
        notes.append(words.say("calibrated", k=referral.conversion, **claims))
    elif is_uncalibrated(result):
        notes += [words.say("uncalibrated"), words.say("claims_beside", **claims)]
    else:
        notes.append(words.say("given_conversion", k=referral.conversion, recorded=claims["recorded"]))
        notes.append(words.say("claims_beside", **claims))
    if promoter and is_hidden(referral.counts_above_cap):
        notes.append(words.say("capped_few"))
    elif referral.counts_above_cap and promoter and is_seen(without):
        money = {"capped": promoter.mean, "uncapped": without}
        sentence = words.say("capped", cap=referral.cap, n=referral.counts_above_cap, **money)
        scaled = referral.conversion_source == "crm"
        notes.append(join(words, sentence, words.say("capped_scaled")) if scaled else sentence)
    return tuple(notes)


def beware(result: Comparison, words: Words) -> tuple[str, ...]:
    """What has to be said before any LRV is shown: a created customer that is worth less than nothing."""
    worth = result.referral.ltv_per_customer
    return (words.say("negative_ltv", ltv=worth),) if is_seen(worth) and worth < 0 else ()
