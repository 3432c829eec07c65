"""What to do next follows from the figures by fixed rules; caveats fit the settings."""

from dataclasses import replace
from datetime import date

import pytest

from helpers.base.results import HIDDEN, Estimate, Gap, Mean
from helpers.compare.call_list import CallList, CallPart
from helpers.compare.drivers.drivers import Drivers, RatedQuestion
from helpers.compare.forecast.foreseen import AtStake
from helpers.compare.outlook import Outlook
from helpers.compare.silent_detectors import Complaints, SilentDetectors
from helpers.compare.words import SegmentWords
from helpers.merge.complaints import Ladder, Rung
from helpers.report import sections
from helpers.report.context import Context
from helpers.report.phrasing import private_place
from helpers.report.sections.calls import calls_line
from tests.report.seen import seen

SILENT = SilentDetectors(n=12, detractors=20, ltv_mean=1500.0, ltv_total=18000.0)
LADDER = Ladder(Rung(2, 2, 0), Rung(30, 58, 28), Rung(100, 600, 500))


def advised(report, result, silent=None, ladder=None, **ahead):
    return seen(sections.advice(Outlook(result, Complaints(ladder, silent), **ahead)), report).sentences


def kept_in_mind(report, settings, **changes):
    """Caveats of a report in the same language, with other settings."""
    other = Context(settings(language=report.settings.language, **changes))
    return seen(sections.caveats({}), other).sentences


def test_with_nobody_asked_the_one_step_is_to_ask(results, report):
    nobody = results(shown=(), sizes=dict.fromkeys(("detractor", "passive", "promoter"), 0))
    assert advised(report, nobody, SILENT, LADDER) == [report.say("next_survey")]


def test_a_clear_gap_is_acted_on_with_the_promoters(results, report):
    # 50 of 100 answers are promoters, who bring 3000 more
    expected = report.say("next_promoters", share=0.5, gap=3000)
    assert advised(report, results()) == [expected]


def test_where_detractors_bring_more_they_come_first(results, report):
    said = advised(report, results(-500.0, -900.0, -100.0))
    assert said == [report.say("next_big_detractors")]


def test_an_unclear_gap_is_not_acted_on(results, report):
    said = advised(report, results(3000.0, -1.0, 5000.0))
    assert said == [report.say("next_ask")]


def test_a_gap_of_too_few_asks_for_more_answers(results, report):
    few = results(shown=(), sizes={"detractor": 4, "passive": 30, "promoter": 60})
    assert advised(report, few) == [report.say("next_more")]


def test_a_gap_that_is_hidden_for_another_reason_is_no_reason_to_act(results, report):
    assert advised(report, results(shown=())) == [report.say("next_nothing")]


def test_silent_detectors_are_called_where_money_hangs_on_them(results, report):
    said = advised(report, results(), SILENT)
    assert said[1] == report.say("next_silent", n=12, total=18000)
    worthless = SilentDetectors(n=12, detractors=20, ltv_mean=-10.0, ltv_total=-120.0)
    hidden = SilentDetectors(n=HIDDEN, detractors=20, ltv_mean=HIDDEN, ltv_total=HIDDEN)
    for silent in (worthless, hidden):
        assert len(advised(report, results(), silent)) == 1


def test_missing_complaints_below_the_ladder_are_asked_for(results, report):
    said = advised(report, results(), ladder=LADDER)
    assert said[1] == report.say("next_reporting", seen=100, expected=600, name=report.say("severities_near_miss"))
    enough = Ladder(Rung(2, 2, 0), Rung(58, 58, 0), Rung(605, 600, -5))
    assert len(advised(report, results(), ladder=enough)) == 1


@pytest.mark.parametrize("source", ["none", "unanchored"])
def test_word_of_mouth_without_records_asks_for_the_channel(results, report, source):
    assert report.say("next_track") in advised(report, results(source=source, acquired_by_referral=9))
    assert report.say("next_track") not in advised(report, results(source=source))  # 40 are on record
    assert report.say("next_track") not in advised(report, results(acquired_by_referral=9))


def test_no_step_rests_on_claims_that_nothing_checks(results, report):
    # by value 3,000 more, 200 of it from word of mouth; by LTV 2,800
    by_ltv = report.say("next_promoters", share=0.5, gap=2800)
    assert advised(report, results(source="unanchored")) == [by_ltv]
    assert advised(report, results(source="none")) == [report.join(by_ltv, report.say("by_ltv_only"))]
    unclear = results(source="unanchored")
    gap = replace(unclear.gaps["promoter_detractor"], ltv=Gap(2800.0, -573.0, 7220.0, None))
    unclear = replace(unclear, gaps={**unclear.gaps, "promoter_detractor": gap})
    assert advised(report, unclear) == [report.say("next_ask")]


def test_a_step_by_a_figure_that_was_set_names_it(results, report):
    said = advised(report, results(source="given", conversion=0.2))
    assert said == [report.join(report.say("next_promoters", share=0.5, gap=3000), report.say("given_headline", k=0.2))]


CALLS = CallList("at_stake", date(2026, 4, 1), 400, CallPart(100, 250_000.0, 9.0), CallPart(25, 9.0, 9.0), {}, 700.0)
WROTE = SegmentWords({"detractor": 30, "passive": 12, "promoter": 40}, 9, 10, 0.95, {})


def rated(mean, share):
    return RatedQuestion(
        Mean(50, mean, mean - 0.1, mean + 0.1), Estimate(share, share / 2, 2 * share), None, falls=False
    )


RATED = Drivers("", 300, 0, 0, {"delivery": rated(2.0, 0.3), "price": rated(4.0, 0.1)}, (), {"score": 0.4}, {})


def test_the_most_urgent_come_first_persons_then_the_shop_then_the_records(results, report):
    ahead = {"calls": CALLS, "words": WROTE, "drivers": RATED}
    first, second, third, last = advised(report, results(), SILENT, LADDER, **ahead)
    assert first == calls_line(report, CALLS) and second == report.say(
        "next_mend", name="delivery", n=50, mean=2.0, share=0.3
    )
    assert third == report.say("next_read", n=42, sheet=private_place(report, "reading_sheet.xlsx"))
    assert last == report.say("next_promoters", share=0.5, gap=3000)
    said = advised(report, results(source="none", acquired_by_referral=0), SILENT, LADDER)
    assert said[0].startswith(report.say("next_promoters", share=0.5, gap=2800))
    assert said[2] == report.say("next_track") and len(said) == 4


def test_what_few_wrote_and_what_is_not_told_is_no_step(results, report):
    few = replace(WROTE, writers={"detractor": HIDDEN, "passive": 12, "promoter": 40})
    nobody = replace(WROTE, writers={"detractor": 0, "passive": 0, "promoter": 40})
    hidden = replace(RATED, explained={"score": HIDDEN})
    level = replace(RATED, questions={"delivery": rated(4.0, 0.3), "price": rated(2.0, 0.1)})
    near = replace(RATED, questions={"delivery": rated(3.85, 0.3), "price": rated(4.0, 0.1)})
    for ahead in ({"words": few}, {"words": nobody}, {"drivers": hidden}, {"drivers": level}, {"drivers": near}):
        assert len(advised(report, results(), **ahead)) == 1, ahead


def test_the_headline_is_what_is_at_stake(report):
    found = AtStake("promoters", 12, {})
    told = seen(sections.outlook(Outlook(None, None, stakes=found)), report)
    assert told.sentences == [report.say("stake_promoters")]


def test_caveats_name_the_interval_the_basis_and_the_smallest_group(report, settings):
    chosen = {"confidence": 0.9, "resamples": 500, "gross_margin_rate": 0.6, "min_group_size": 12}
    said = kept_in_mind(report, settings, **chosen)
    assert report.say("interval_meaning", level=report.words.percent(0.9), resamples=500) in said
    assert report.say("caveat_basis", basis=report.say("basis_goods"), margin=0.6) in said
    assert report.say("caveat_small", least=12) in said
    assert report.say("caveat_association") in said and report.say("caveat_silent") in said


def test_purchases_after_the_answer_need_no_caveat_on_timing(report, settings):
    timing = report.say("caveat_timing")
    assert timing in kept_in_mind(report, settings)
    assert timing not in kept_in_mind(report, settings, window="after")


def test_over_the_whole_history_the_periods_are_mixed(report, settings):
    double, mixed = report.say("caveat_double"), report.say("mixed_periods")
    whole, year = kept_in_mind(report, settings, window_days=0), kept_in_mind(report, settings)
    assert mixed in whole and double not in whole
    assert double in year and mixed not in year


def test_a_sum_of_two_periods_is_said_to_be_one(report, settings):
    assert report.say("mixed_window", days=90) in kept_in_mind(report, settings, window_days=90)


def test_another_basis_is_named_as_the_user_named_it(report, settings):
    assert any("net of tax" in said for said in kept_in_mind(report, settings, amount_basis="net of tax"))
