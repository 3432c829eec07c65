"""What one more point of NPS would be worth, by who moves."""

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.report import sections
from tests.report.seen import lines, seen

POINTS = {
    "detractor_promoter": Estimate(300.0, 100.0, 500.0),
    "passive_promoter": Estimate(450.0, -50.0, 950.0),
    "detractor_passive": Estimate(150.0, 100.0, 200.0),
}
NONE = dict.fromkeys(POINTS)
ALIKE = Estimate(80.0, 10.0, 150.0)


@pytest.fixture
def shown(results, even):
    """Maker of what is seen of the points' value; by default nobody is like with like."""

    def make(report, plain=POINTS, adjusted=NONE, **changes):
        return seen(sections.points({"plain": plain, "adjusted": adjusted}, even(**changes), results()), report)

    return make


def test_a_point_is_worth_by_who_moves_each_with_its_own_interval(shown, report):
    ends = {move: {"value": point.estimate, "low": point.low, "high": point.high} for move, point in POINTS.items()}
    mixes = report.say("list_separator").join(report.say(f"mix_{move}", **told) for move, told in ends.items())
    assert shown(report).sentences == [
        report.say("point_mixes", mixes=mixes, n=1000, basis=""),
        report.say("point_question_note"),
        report.say("point_unclear", moves=report.say("moved_passive_promoter")),
    ]


def test_like_with_like_is_told_where_every_move_has_it(shown, english_report):
    some = NONE | {"detractor_promoter": ALIKE}
    said = shown(english_report(), adjusted=some).sentences[0]
    assert said == (
        "One more point of NPS among 1,000 customers would have been worth in the year to 2026-03-31: "
        "¥300 (between ¥100 and ¥500) if detractors "
        "become promoters; ¥450 (between −¥50 and ¥950) if passives become promoters; ¥150 (between ¥100 and ¥200) if "
        "detractors become passives."
    )
    said = shown(english_report(), adjusted=dict.fromkeys(POINTS, ALIKE)).sentences[0]
    assert said.count("¥80 (between ¥10 and ¥150)") == 3 and "(like with like, by the effect on those who move)" in said


def test_no_range_over_mixes_is_told(shown, report):
    """The lowest and the highest mix, ¥150 and ¥450, never stand beside each other as an interval's ends do."""
    low, high = map(report.words.money, (150.0, 450.0))
    said = shown(report).words
    assert low in said and high in said
    assert not any(f"{low}{sign}{high}" in said for sign in (" to ", " and ", "〜"))


def test_one_move_alone_is_told_alone(shown, english_report):
    said = shown(english_report(), NONE | {"detractor_passive": POINTS["detractor_passive"]}).sentences
    assert said[0].endswith(
        "worth in the year to 2026-03-31: ¥150 (between ¥100 and ¥200) if detractors become passives."
    )


def test_no_gap_no_point(shown, report):
    there = shown(report, NONE)
    assert there.sentences == [report.say("point_unknown")] and not there.tables


def test_one_point_by_who_moves(shown, english_report):
    plain = POINTS | {"passive_promoter": None, "detractor_passive": Estimate(1.5, 1, 2)}
    (grid,) = shown(english_report(), plain).tables
    assert lines(grid) == [
        ["Detractors become promoters", "plain", "¥300", "¥100", "¥500"],
        ["Passives become promoters", "plain", "—", "—", "—"],
        ["Detractors become passives", "plain", "¥2", "¥1", "¥2"],
    ]
    assert grid.texts == 2 and grid.caption == english_report().say("few_note")


def test_like_with_like_stands_below_the_plain_gap(shown, english_report):
    (grid,) = shown(english_report(), adjusted=NONE | {"detractor_promoter": ALIKE}).tables
    assert lines(grid)[1] == ["Detractors become promoters", "like with like", "¥80", "¥10", "¥150"]
    assert len(lines(grid)) == 6


def test_with_few_answers_the_effect_on_those_who_move_may_miss_pairs(shown, english_report):
    said = english_report().say("point_small", least=2000)
    assert said in shown(english_report(), adjusted=dict.fromkeys(POINTS, ALIKE)).sentences
    assert said not in shown(english_report()).sentences  # the plain gap misses them anyway


def test_those_who_have_nobody_like_them_to_move_to_are_counted(shown, english_report):
    all_three = dict.fromkeys(POINTS, ALIKE)
    said = shown(english_report(), adjusted=all_three, unmoved=12).sentences[-1]
    assert said == (
        "Nothing is said of those who have nobody like them in the segment that they would move to: "
        "12 where detractors become promoters; 12 where passives become promoters; 12 where detractors become passives."
    )
    few = shown(english_report(), adjusted=all_three, unmoved=HIDDEN).sentences[-1]
    assert few.count("fewer than 5") == 3


def test_of_a_move_that_is_told_by_the_plain_gap_nobody_is_left_out(shown, report):
    part = report.say("point_unmoved_part", move=report.say("moved_detractor_passive"), n=report.say("n_persons", n=12))
    one = shown(report, adjusted=NONE | {"detractor_passive": ALIKE}, unmoved=12)
    assert one.sentences[-1] == report.say("point_unmoved", counts=part)
    nobody = shown(report, adjusted=dict.fromkeys(POINTS, ALIKE), unmoved=0)
    plain_alone = shown(report, unmoved=12)
    for there in (nobody, plain_alone):
        assert report.say("point_unmoved", counts=part)[:10] not in there.words
