"""What one more point of NPS would be worth, by who moves."""

from helpers.base.results import Estimate
from helpers.report import sections
from tests.report.seen import lines, seen

POINTS = {
    "detractor_promoter": Estimate(300.0, 100.0, 500.0),
    "passive_promoter": Estimate(450.0, -50.0, 950.0),
    "detractor_passive": Estimate(150.0, 100.0, 200.0),
}
NONE = dict.fromkeys(POINTS)
ALIKE = Estimate(80.0, 10.0, 150.0)


def shown(results, report, plain=POINTS, adjusted=NONE):
    return seen(sections.points({"plain": plain, "adjusted": adjusted}, results()), report)


def test_a_point_is_worth_from_the_lowest_to_the_highest(results, report):
    assert shown(results, report).sentences == [
        report.say("point_best", low=150.0, high=450.0, n=1000, basis=""),
        report.say("point_question_note"),
        report.say("point_mix"),
        report.say("point_unclear", moves=report.say("move_passive_promoter")),
    ]


def test_like_with_like_is_told_where_every_move_has_it(results, english_report):
    some = NONE | {"detractor_promoter": ALIKE}
    said = shown(results, english_report(), adjusted=some).sentences[0]
    assert said.endswith("would be worth ¥150 to ¥450 a year over all 1,000 customers, depending on who moves.")
    said = shown(results, english_report(), adjusted=dict.fromkeys(POINTS, ALIKE)).sentences[0]
    assert "¥80 to ¥80 a year" in said and "(like with like)" in said


def test_one_move_alone_makes_no_range(results, english_report):
    said = shown(results, english_report(), NONE | {"detractor_passive": POINTS["detractor_passive"]}).sentences
    assert "worth ¥150 a year over all 1,000 customers (Detractors become passives)" in said[0]
    assert english_report().say("point_mix") not in said


def test_no_gap_no_point(results, report):
    there = shown(results, report, NONE)
    assert there.sentences == [report.say("point_unknown")] and not there.tables


def test_one_point_by_who_moves(results, english_report):
    plain = POINTS | {"passive_promoter": None, "detractor_passive": Estimate(1.5, 1, 2)}
    (grid,) = shown(results, english_report(), plain).tables
    assert lines(grid) == [
        ["Detractors become promoters", "plain", "¥300", "¥100", "¥500"],
        ["Passives become promoters", "plain", "—", "—", "—"],
        ["Detractors become passives", "plain", "¥2", "¥1", "¥2"],
    ]
    assert grid.texts == 2 and grid.caption == english_report().say("few_note")


def test_like_with_like_stands_below_the_plain_gap(results, english_report):
    (grid,) = shown(results, english_report(), adjusted=NONE | {"detractor_promoter": ALIKE}).tables
    assert lines(grid)[1] == ["Detractors become promoters", "like with like", "¥80", "¥10", "¥150"]
    assert len(lines(grid)) == 6
