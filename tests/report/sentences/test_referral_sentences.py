"""Where LRV comes from: claims beside records, the cap, what to beware of."""

import pytest

from helpers.base.results import HIDDEN
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import sentences


def without_cap(lrv):
    """Ways of counting, one of them without a cap: the promoter's LRV."""
    return (
        Scenario("reported", None, {"promoter": 1.0}, {}, None),
        Scenario("uncapped", None, {"promoter": lrv}, {}, None),
    )


def test_claims_stand_beside_the_records(results, words):
    said = sentences.referral_notes(results(), without_cap(300.0), words)
    assert said == (words.say("calibrated", claimed=400, recorded=40, k=0.1),)


def test_uncalibrated_claims_are_said_to_be(results, words):
    said = sentences.referral_notes(results(source="none"), without_cap(300.0), words)
    assert said == (words.say("uncalibrated"), words.say("claims_beside", claimed=400, recorded=40))


def test_a_given_conversion_is_said_to_be_given(results, words):
    said = sentences.referral_notes(results(source="given", conversion=0.2), without_cap(300.0), words)
    assert said == (
        words.say("given_conversion", k=0.2, recorded=40),
        words.say("claims_beside", claimed=400, recorded=40),
    )


@pytest.mark.parametrize("missing", ["created_claimed", "conversion"])
def test_without_counts_there_is_no_lrv(results, words, missing):
    assert sentences.referral_notes(results(**{missing: None}), without_cap(300.0), words) == (
        words.say("nobody_recommended"),
    )


def test_capped_counts_stand_beside_the_uncapped(results, words):
    said = sentences.referral_notes(results(counts_above_cap=3), without_cap(450.0), words)
    both = words.say("capped", cap=20, n=3, capped=300, uncapped=450), words.say("capped_scaled")
    assert said[-1] == ("" if words.language == "ja" else " ").join(both)


def test_a_cap_that_tells_of_single_answers_is_not_shown(results, words):
    said = sentences.referral_notes(results(counts_above_cap=HIDDEN, cap=HIDDEN), without_cap(300.0), words)
    assert said[1:] == (words.say("capped_few"),)


def test_without_an_uncapped_figure_none_is_told(results, words):
    for nothing in (None, HIDDEN):
        assert len(sentences.referral_notes(results(counts_above_cap=9), without_cap(nothing), words)) == 1


def test_too_few_promoters_show_no_capped_figure(results, words):
    assert len(sentences.referral_notes(results(shown=("ltv",), counts_above_cap=3), without_cap(300.0), words)) == 1


def test_a_customer_worth_less_than_nothing_is_warned_of(results, words):
    assert sentences.beware(results(ltv_per_customer=-50.0), words) == (words.say("negative_ltv", ltv=-50),)
    assert sentences.beware(results(ltv_per_customer=0.0), words) == ()
    assert sentences.beware(results(ltv_per_customer=None), words) == ()
