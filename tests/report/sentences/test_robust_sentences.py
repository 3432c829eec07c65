"""What is said of other ways of counting is what they show."""

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.collect.counts import Counts
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import sentences
from helpers.report.sentences.robust_sentences import held


def counted(name, low, high):
    gap = HIDDEN if low is None else Estimate((low + high) / 2, low, high)
    return Scenario(name, None, {}, {"promoter": 1.0}, gap)


REPORTED = counted("reported", 10.0, 30.0)
SAME, UNCLEAR = counted("median", 1.0, 9.0), counted("uncapped", -1.0, 9.0)
OTHER, UNSEEN = counted("ltv_alone", -9.0, -1.0), counted("trimmed", None, None)


@pytest.mark.parametrize(
    ("scenario", "state"), [(SAME, "yes"), (UNCLEAR, "unclear"), (OTHER, "less"), (UNSEEN, "unknown")]
)
def test_what_a_scenario_says_beside_the_report(scenario, state):
    assert held(scenario, "more") == state


def test_promoters_who_are_worth_more_elsewhere_do_not_hold_an_unclear_answer():
    assert held(SAME, "unclear") == "more"


def test_all_hold(english):
    (said,) = sentences.robust_sentence([REPORTED, SAME, counted("trimmed", 2.0, 3.0)], english)
    assert said == "Counted in 2 other ways, the answer stays the same: promoters are worth more than detractors."


def test_some_hold(words):
    said = sentences.robust_sentence([REPORTED, SAME, UNCLEAR, OTHER], words)
    names = words.say("list_separator").join([words.say("scenario_uncapped"), words.say("scenario_ltv_alone")])
    assert said == (words.say("robust_some", n=3, same=1, conclusion=words.say("conclusion_more"), names=names),)


def test_what_is_hidden_is_named_and_counted_nowhere(words):
    told = sentences.robust_sentence([REPORTED, SAME, UNSEEN], words)
    assert told == (
        words.say("robust_all", n=1, conclusion=words.say("conclusion_more")),
        words.say("robust_unshown", names=words.say("scenario_trimmed")),
    )
    assert sentences.robust_sentence([REPORTED, UNSEEN], words) == (words.say("robust_none"),)
    assert sentences.robust_sentence([UNSEEN, SAME], words) == ()


def test_an_unclear_answer_is_said_to_stay_unclear(english):
    (said,) = sentences.referral_sentence([UNCLEAR, counted("median", -2.0, 5.0)], english)
    assert "stays the same: promoters and detractors can't be told apart" in said


def test_detractors_who_are_worth_more_are_said_to_be(english):
    (said,) = sentences.robust_sentence([OTHER, OTHER], english)
    assert said.endswith("the answer stays the same: detractors are worth more than promoters.")


def test_ways_of_counting_word_of_mouth_say_nothing_where_values_are_not_compared(english):
    for nothing in (None, HIDDEN):
        by_ltv = [Scenario(one.name, None, {}, {"promoter": nothing}, one.gap) for one in (REPORTED, SAME)]
        assert sentences.referral_sentence(by_ltv, english) == ()


# How many answers it would take


def test_a_gap_told_apart_needs_none(results, english, settings):
    assert sentences.needed_sentences(results(), english, settings()) == ()


def test_a_gap_that_is_not_names_the_answers_needed(results, english, settings):
    # the fixture's gaps: 3,000, 2,500 and 500, each between −1 and 8,000: standard error 8001 / 2 / 1.96 = 2,041
    said = sentences.needed_sentences(results(low=-1.0, high=8000.0), english, settings())
    # 97 valued answers × (2.8016 × 2041 / 3000)² = 352.4; / 2500 → 507.5; / 500 → 12,687: more than 1,000 customers
    assert "about 360 valued answers" in said[0] and "80% of surveys; there are 97" in said[0]
    assert "about 510 valued answers" in said[1] and "promoters and passives" in said[1]
    assert "even answers from all 1,000 customers" in said[2] and "passives and detractors" in said[2]


# One more point


def point(estimate, low, high):
    return Estimate(estimate, low, high)


POINTS = {
    "detractor_promoter": point(300.0, 100.0, 500.0),
    "passive_promoter": point(450.0, -50.0, 950.0),
    "detractor_passive": point(150.0, 100.0, 200.0),
}
NONE = dict.fromkeys(POINTS)


def test_a_point_is_worth_from_the_lowest_to_the_highest(words, settings):
    told = sentences.point_sentences({"plain": POINTS, "adjusted": NONE}, 1000, words, settings())
    period = words.say("period_year")
    assert told == (
        words.say("point_best", low=150.0, high=450.0, n=1000, period=period, basis=""),
        words.say("point_question_note"),
        words.say("point_mix"),
        words.say("point_unclear", moves=words.say("move_passive_promoter")),
    )


def test_like_with_like_is_told_where_there_is_such_a_gap(english, settings):
    adjusted = {"detractor_promoter": point(80.0, 10.0, 150.0), "passive_promoter": None, "detractor_passive": None}
    told = sentences.point_sentences({"plain": POINTS, "adjusted": adjusted}, 1000, english, settings())
    assert told[0].endswith("would be worth ¥150 to ¥450 a year over all 1,000 customers, depending on who moves.")
    everybody = dict.fromkeys(POINTS, point(80.0, 10.0, 150.0))
    told = sentences.point_sentences({"plain": POINTS, "adjusted": everybody}, 1000, english, settings())
    assert "¥80 to ¥80 a year" in told[0] and "(like with like)" in told[0]


def test_one_move_alone_makes_no_range(english, settings):
    alone = NONE | {"detractor_passive": point(150.0, 100.0, 200.0)}
    told = sentences.point_sentences({"plain": alone, "adjusted": NONE}, 1000, english, settings())
    assert "worth ¥150 a year over all 1,000 customers (Detractors become passives)" in told[0]
    assert english.say("point_mix") not in told
    told = sentences.point_sentences({"plain": POINTS, "adjusted": NONE}, 1000, english, settings())
    assert "¥150 to ¥450" in told[0]


def test_no_gap_no_point(words, settings):
    assert sentences.point_sentences({"plain": NONE, "adjusted": NONE}, 9, words, settings()) == (
        words.say("point_unknown"),
    )


# Groups and heaps


def test_groups_say_how_they_hold_together(english, words, settings):
    group = GroupGap("kanto", 50, 40, None, point(1.0, -1.0, 3.0))
    cut = GroupGaps("region", (group,) * 6, 6, 1 - 0.05 / 6, 1 - 0.05 / 6)
    said = sentences.cut_sentence(cut, english, settings())
    assert "each of the 6 intervals" in said and "99.2%" in said and "at least 95%" in said
    assert sentences.cut_sentence(None, words, settings()) == words.say("cut_none")
    single = GroupGaps("region", (group,), 1, 0.95, 0.95)
    assert sentences.cut_sentence(single, words, settings()) == words.say("cut_single")
    alone = GroupGaps("region", (GroupGap("kanto", 5, 4, None, None),), 0, 0.95, 0.95)
    assert sentences.cut_sentence(alone, words, settings()) == words.say("cut_few")


def test_heaps_are_told_of_where_there_are_any(words):
    heaped, smooth = Counts(None, 90, 20, 0.7, 0.1, True), Counts(None, 90, 20, 0.2, 0.25, False)
    few = Counts(None, 90, 2)
    assert sentences.heaps_note(heaped, words) == (words.say("heaps_note"),)
    assert (
        sentences.heaps_note(smooth, words)
        == sentences.heaps_note(few, words)
        == sentences.heaps_note(None, words)
        == ()
    )
    assert sentences.heaps_title(heaped, words) == words.say("heaps_chart", share=0.7, expected=0.1, above=3)
    assert sentences.heaps_title(smooth, words) == words.say("heaps_chart_none", share=0.2, expected=0.25, above=3)
    assert sentences.heaps_title(few, words) == words.say("heaps_chart_few", above=3)
