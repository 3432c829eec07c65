"""The answer of the report says what its interval allows, and no more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.results import HIDDEN, Estimate, SegmentMean
from helpers.base.words import Words
from helpers.compare.comparison import Customers
from helpers.compare.growth import Growth
from helpers.compare.silent_detectors import SilentDetectors
from helpers.report import sentences

MONEY = st.floats(-1e6, 1e6, allow_nan=False)


def test_promoters_bring_more(results, words, settings):
    # detractor 2000, promoter 2000 + 3000, gap 3000 between 1000 and 5000
    figures = {"promoter": 5000, "detractor": 2000, "gap": 3000, "low": 1000, "high": 5000}
    expected = words.say("gap_more", **figures, period=words.say("period_year"))
    assert sentences.value_headline(results(), words, settings()) == expected


def test_detractors_who_bring_more_are_said_to(results, words, settings):
    # promoter 2000 − 500; the gap −500 between −900 and −100 is told as 500 between 100 and 900
    figures = {"promoter": 1500, "detractor": 2000, "gap": 500, "low": 100, "high": 900}
    expected = words.say("gap_less", **figures, period=words.say("period_year"))
    said = sentences.value_headline(results(-500.0, -900.0, -100.0), words, settings())
    assert said == expected
    assert "−" not in said and "-" not in said


def test_in_english_nothing_is_glossed_over(results, english, settings):
    said = sentences.value_headline(results(-500.0, -900.0, -100.0), english, settings())
    assert "detractors bring more" in said and "¥500" in said and "between ¥100 and ¥900" in said


@pytest.mark.parametrize(("low", "high"), [(-1.0, 5000.0), (0.0, 5000.0), (-5000.0, 0.0), (-5000.0, 1.0)])
def test_an_interval_that_holds_zero_tells_no_direction(results, english, settings, low, high):
    said = sentences.value_headline(results(3000.0, low, high), english, settings())
    assert "not distinguishable" in said
    assert "more" not in said and "less" not in said


def test_an_unclear_gap_shows_its_interval_in_both_languages(results, words, settings):
    figures = {"promoter": 5000, "detractor": 2000, "low": -100, "high": 6000}
    expected = words.say("gap_unclear", **figures, gap=3000, period=words.say("period_year"))
    assert sentences.value_headline(results(low=-100.0, high=6000.0), words, settings()) == expected


def test_a_gap_without_an_interval_is_unclear(results, english, settings):
    said = sentences.value_headline(results(low=None, high=None), english, settings())
    assert "not distinguishable" in said


def test_too_few_are_counted_not_compared(results, words, settings):
    few = results(shown=(), sizes={"detractor": 5, "passive": 30, "promoter": 50})  # matched: one less of each
    expected = words.say("gap_unknown", promoters=49, detractors=4, least=10)
    assert sentences.value_headline(few, words, settings()) == expected


def test_the_larger_of_both_minimums_is_named(results, english, settings):
    said = sentences.value_headline(results(shown=()), english, settings(min_group_size=10, min_cell=30))
    assert "30 of each" in said


def test_without_answers_the_mean_customer_is_told(results, words, settings):
    nobody = results(shown=(), sizes=dict.fromkeys(("detractor", "passive", "promoter"), 0))
    expected = words.say("no_answers_headline", mean=1900, n=1000, period=words.say("period_year"))
    assert sentences.value_headline(nobody, words, settings()) == expected


def test_without_customers_or_with_few_there_is_no_mean_to_tell(results, words, settings):
    nobody = results(shown=(), sizes=dict.fromkeys(("detractor", "passive", "promoter"), 0))
    nobody = replace(nobody, customers=Customers(0, None, None, None))
    assert sentences.value_headline(nobody, words, settings()) == words.say("no_customers_headline")
    few = replace(nobody, customers=Customers(9, HIDDEN, HIDDEN, HIDDEN))
    assert sentences.value_headline(few, words, settings()) == words.say("total_hidden", n=9, least=10)


def test_ltv_alone_is_said_to_be_ltv_alone(results, words, settings):
    said = sentences.value_headline(results(shown=("ltv",)), words, settings())
    assert said.endswith(words.say("by_ltv_only"))
    assert words.money(4700) in said and words.money(1900) in said  # 5000 − 300 and 2000 − 100


def test_uncalibrated_word_of_mouth_is_said_to_be(results, words, settings):
    said = sentences.value_headline(results(source="none"), words, settings())
    assert said.endswith(words.say("uncalibrated_headline"))
    for source in ("crm", "given"):
        assert words.say("uncalibrated_headline") not in sentences.value_headline(
            results(source=source), words, settings()
        )


def test_ltv_alone_needs_no_word_on_calibration(results, words, settings):
    said = sentences.value_headline(results(shown=("ltv",), source="none"), words, settings())
    assert words.say("uncalibrated_headline") not in said


@pytest.mark.parametrize(("days", "key"), [(365, "period_year"), (0, "period_all"), (90, "period_days")])
def test_the_period_is_the_windows(results, words, settings, days, key):
    period = words.say(key, days=days) if days == 90 else words.say(key)
    assert period in sentences.value_headline(results(), words, settings(window_days=days))


@given(MONEY, MONEY, MONEY)
@examples(deadline=None, max_examples=60)
def test_direction_follows_the_interval_alone(estimate, one, other):
    low, high = sorted((one, other))
    expected = "more" if low > 0 else "less" if high < 0 else "unclear"
    assert sentences.direction(Estimate(estimate, low, high)) == expected


@pytest.mark.parametrize("gap", [None, HIDDEN, Estimate(1.0, None, None)])
def test_no_gap_has_no_direction(gap):
    assert sentences.direction(gap) == "unclear"


def test_the_headline_measures_value_where_there_is_one(results):
    assert results().headline_measure() == "value"
    assert results(shown=("ltv",)).headline_measure() == "ltv"
    assert results(shown=()).headline_measure() == "ltv"


def test_only_measures_that_exist_are_shown(results):
    assert sentences.measures_shown(results()) == ("ltv", "lrv", "value")
    assert sentences.measures_shown(results(shown=("ltv", "lrv"))) == ("ltv", "lrv")
    assert sentences.measures_shown(results(shown=())) == ()  # those without an answer have an LTV, but are no segment


def test_silent_detractors_are_told_with_their_worth(words, settings):
    silent = SilentDetectors(n=12, detractors=20, ltv_mean=1500.0, ltv_total=18000.0)
    figures = {"n": 12, "detractors": 20, "mean": 1500, "total": 18000}
    expected = words.say("silent_detractors", **figures, period=words.say("period_year"))
    assert sentences.silent_sentence(silent, words, settings()) == (expected,)
    assert sentences.silent_sentence(None, words, settings()) == ()
    hidden = SilentDetectors(n=HIDDEN, detractors=20, ltv_mean=HIDDEN, ltv_total=HIDDEN)
    assert sentences.silent_sentence(hidden, words, settings()) == ()


def test_earned_growth_is_told_in_parts(words):
    # 85 kept and 25 earned of 100 → +10 %
    growth = Growth(net_revenue_retention=0.85, earned_new_customers=0.25, rate=0.10)
    assert sentences.growth_sentence(growth, words) == words.say("growth", rate=0.1, kept=0.85, earned=0.25)
    assert "—" in sentences.growth_sentence(None, words)


def test_growth_that_may_not_be_shown_says_so(words):
    growth = Growth(net_revenue_retention=0.85, earned_new_customers=HIDDEN, rate=HIDDEN)
    assert sentences.growth_sentence(growth, words) == words.say("growth_kept", kept=0.85)
    for earned in (0.2, HIDDEN):
        hidden = Growth(net_revenue_retention=HIDDEN, earned_new_customers=earned, rate=HIDDEN)
        assert sentences.growth_sentence(hidden, words) == words.say("growth_few")


def test_the_total_is_told_with_the_net_amount_it_is_made_of(results, words, settings):
    said = sentences.total_sentence(results(), words, settings(gross_margin_rate=0.6))
    assert said == words.say("total_share", n=1000, margin=0.6, total=1e5, net=2e5)


def test_a_total_that_may_not_be_shown_says_so(results, words, settings):
    result = results()
    result = replace(result, customers=replace(result.customers, ltv_total=HIDDEN, net_amount_total=HIDDEN))
    assert sentences.total_sentence(result, words, settings()) == words.say("total_hidden", n=1000, least=10)


def test_a_gap_that_is_hidden_though_there_are_enough_says_so(results, words, settings):
    assert sentences.value_headline(results(shown=()), words, settings()) == words.say("gap_hidden")


@given(st.floats(1, 1e6), st.floats(1, 1e6))
@examples(deadline=None, max_examples=30)
def test_every_ending_of_a_clear_gap_appears_in_the_sentence(one, other):
    low, high = sorted((one, other))
    words = Words("en", "JPY")
    figures = {"promoter": 1, "detractor": 1, "gap": 1, "low": low, "high": high}
    for key in ("gap_more", "gap_less"):
        said = words.say(key, **figures, period="a year")
        assert words.money(low) in said and words.money(high) in said


def test_means_and_gap_add_up_as_they_are_read(results, words, settings):
    # 15,034 − 8,338 = 6,696: by three digits each ¥15,000, ¥8,340 and ¥6,700, which do not add up
    found = results(6696.0, 4804.0, 8593.0)
    for name, mean in (("promoter", 15034.0), ("detractor", 8338.0)):
        found.segments[name] = replace(found.segments[name], value=replace(found.segments[name].value, mean=mean))
    shown = [sentences.alike(found, "value")(value) for value in (15034.0, 8338.0, 6696.0, 4804.0, -8.0, None)]
    assert shown == [15000.0, 8300.0, 6700.0, 4800.0, -8.0, None]
    said = sentences.value_headline(found, words, settings())
    assert words.money(8300) in said and words.money(8340) not in said


def test_small_money_keeps_its_cents(results):
    found = results(3.25, 1.0, 5.0)
    for segment in ("detractor", "passive", "promoter"):
        found.segments[segment] = replace(found.segments[segment], value=SegmentMean(18, 9.75, 5.0, 12.0, 9.0))
    assert sentences.alike(found, "value")(3.25) == 3.25


def test_no_segment_with_uncertain_intervals_is_no_sentence(results, words, settings):
    assert sentences.unsure(results(), words, settings()) == ()


@pytest.mark.parametrize(("confidence", "key"), [(0.95, "unsure_nine_in_ten"), (0.9, "unsure")])
def test_segments_with_uncertain_intervals_are_named(results, words, settings, confidence, key):
    found = results()
    for name in ("detractor", "promoter"):
        found.segments[name] = replace(found.segments[name], uncertain=True)
    names = words.say("list_separator").join([words.say("segment_detractor"), words.say("segment_promoter")])
    said = words.say(key, segments=names, level=words.percent(confidence))
    assert sentences.unsure(found, words, settings(confidence=confidence)) == (said,)
