"""What to do next follows from the figures by fixed rules; caveats fit the settings."""

from helpers.base.results import HIDDEN
from helpers.compare.silent_detectors import SilentDetectors
from helpers.merge.complaints import Ladder, Rung
from helpers.report import sentences

SILENT = SilentDetectors(n=12, detractors=20, ltv_mean=1500.0, ltv_total=18000.0)
LADDER = Ladder(Rung(2, 2, 0), Rung(30, 58, 28), Rung(100, 600, 500))


def test_with_nobody_asked_the_one_step_is_to_ask(results, words, settings):
    nobody = results(shown=(), sizes=dict.fromkeys(("detractor", "passive", "promoter"), 0))
    assert sentences.next_steps(nobody, SILENT, LADDER, words, settings()) == (words.say("next_survey"),)


def test_a_clear_gap_is_acted_on_with_the_promoters(results, words, settings):
    # 50 of 100 answers are promoters, who bring 3000 more
    expected = words.say("next_promoters", share=0.5, gap=3000, period=words.say("period_year"))
    assert sentences.next_steps(results(), None, None, words, settings()) == (expected,)


def test_where_detractors_bring_more_they_come_first(results, words, settings):
    said = sentences.next_steps(results(-500.0, -900.0, -100.0), None, None, words, settings())
    assert said == (words.say("next_big_detractors"),)


def test_an_unclear_gap_is_not_acted_on(results, words, settings):
    said = sentences.next_steps(results(3000.0, -1.0, 5000.0), None, None, words, settings())
    assert said == (words.say("next_ask"),)


def test_a_gap_of_too_few_asks_for_more_answers(results, words, settings):
    few = results(shown=(), sizes={"detractor": 4, "passive": 30, "promoter": 60})
    assert sentences.next_steps(few, None, None, words, settings()) == (words.say("next_more"),)


def test_a_gap_that_is_hidden_for_another_reason_is_no_reason_to_act(results, words, settings):
    assert sentences.next_steps(results(shown=()), None, None, words, settings()) == ()


def test_silent_detectors_are_called_where_money_hangs_on_them(results, words, settings):
    said = sentences.next_steps(results(), SILENT, None, words, settings())
    assert said[1] == words.say("next_silent", n=12, total=18000, period=words.say("period_year"))
    worthless = SilentDetectors(n=12, detractors=20, ltv_mean=-10.0, ltv_total=-120.0)
    hidden = SilentDetectors(n=HIDDEN, detractors=20, ltv_mean=HIDDEN, ltv_total=HIDDEN)
    for silent in (worthless, hidden):
        assert len(sentences.next_steps(results(), silent, None, words, settings())) == 1


def test_missing_complaints_below_the_ladder_are_asked_for(results, words, settings):
    said = sentences.next_steps(results(), None, LADDER, words, settings())
    assert said[1] == words.say("next_reporting", seen=100, expected=600, name=words.say("severities_near_miss"))
    enough = Ladder(Rung(2, 2, 0), Rung(58, 58, 0), Rung(605, 600, -5))
    assert len(sentences.next_steps(results(), None, enough, words, settings())) == 1


def test_uncalibrated_word_of_mouth_asks_for_the_channel(results, words, settings):
    assert words.say("next_track") in sentences.next_steps(results(source="none"), None, None, words, settings())
    assert words.say("next_track") not in sentences.next_steps(results(), None, None, words, settings())


def test_there_are_three_steps_at_most_the_most_urgent_first(results, words, settings):
    said = sentences.next_steps(results(source="none"), SILENT, LADDER, words, settings())
    assert len(said) == 3
    assert said[0].startswith(words.say("next_promoters", share=0.5, gap=3000, period=words.say("period_year")))
    assert said[2] == words.say("next_track")  # the ladder, the fourth, is left out


def test_caveats_name_the_interval_the_basis_and_the_smallest_group(words, settings):
    said = sentences.caveats(
        {}, words, settings(confidence=0.9, resamples=500, gross_margin_rate=0.6, min_group_size=12)
    )
    assert words.say("interval_meaning", level=words.percent(0.9), resamples=500) in said
    assert words.say("caveat_basis", basis=words.say("basis_goods"), margin=0.6) in said
    assert words.say("caveat_small", least=12) in said
    assert words.say("caveat_association") in said and words.say("caveat_silent") in said


def test_purchases_after_the_answer_need_no_caveat_on_timing(words, settings):
    timing = words.say("caveat_timing")
    assert timing in sentences.caveats({}, words, settings())
    assert timing not in sentences.caveats({}, words, settings(window="after"))


def test_over_the_whole_history_the_periods_are_mixed(words, settings):
    double, mixed = words.say("caveat_double"), words.say("mixed_periods")
    whole, year = sentences.caveats({}, words, settings(window_days=0)), sentences.caveats({}, words, settings())
    assert mixed in whole and double not in whole
    assert double in year and mixed not in year


def test_another_basis_is_named_as_the_user_named_it(words, settings):
    assert any("net of tax" in said for said in sentences.caveats({}, words, settings(amount_basis="net of tax")))
