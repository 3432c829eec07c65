"""Findings about word of mouth: claims beside records, the cap, what to beware of."""

from collections.abc import Sequence

from helpers.base.words import Words
from helpers.compare.gaps import Comparison
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.sentences.common import join
from helpers.report.sentences.compare import is_uncalibrated


def referral_notes(result: Comparison, ways: Sequence[Scenario], words: Words) -> tuple[str, ...]:
    """Where LRV comes from: claims beside records, and the cap beside the one of the `ways` that has none."""
    found, promoter = result.referral, result.segments["promoter"]["lrv"]
    without = next((way.lrv["promoter"] for way in ways if way.name == "uncapped"), None)
    if found["created_claimed"] is None or found["conversion"] is None:
        return (words.say("nobody_recommended"),)
    claims = {"claimed": found["created_claimed"], "recorded": found["acquired_by_referral"]}
    notes = []
    if found["conversion_source"] == "crm":
        notes.append(words.say("calibrated", k=found["conversion"], **claims))
    elif is_uncalibrated(result):
        notes += [words.say("uncalibrated"), words.say("claims_beside", **claims)]
    else:
        notes.append(words.say("given_conversion", k=found["conversion"], recorded=claims["recorded"]))
        notes.append(words.say("claims_beside", **claims))
    if promoter and found["counts_above_cap"] is None:
        notes.append(words.say("capped_few"))
    elif found["counts_above_cap"] and promoter and without is not None:
        money = {"capped": promoter["mean"], "uncapped": without}
        sentence = words.say("capped", cap=found["cap"], n=found["counts_above_cap"], **money)
        scaled = found["conversion_source"] == "crm"
        notes.append(join(words, sentence, words.say("capped_scaled")) if scaled else sentence)
    return tuple(notes)


def beware(result: Comparison, words: Words) -> tuple[str, ...]:
    """What has to be said before any LRV is shown: a created customer that is worth less than nothing."""
    worth = result.referral["ltv_per_customer"]
    return (words.say("negative_ltv", ltv=worth),) if worth is not None and worth < 0 else ()
