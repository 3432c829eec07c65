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


def test_a_point_is_worth_by_who_moves_each_with_its_own_interval(results, report):
    ends = {move: {"value": point.estimate, "low": point.low, "high": point.high} for move, point in POINTS.items()}
    mixes = report.say("list_separator").join(report.say(f"mix_{move}", **told) for move, told in ends.items())
    assert shown(results, report).sentences == [
        report.say("point_mixes", mixes=mixes, n=1000, basis=""),
        report.say("point_question_note"),
        report.say("point_unclear", moves=report.say("moved_passive_promoter")),
    ]


def test_like_with_like_is_told_where_every_move_has_it(results, english_report):
    some = NONE | {"detractor_promoter": ALIKE}
    said = shown(results, english_report(), adjusted=some).sentences[0]
    assert said == (
        "One more point of NPS among 1,000 customers would have been worth in the year to 2026-03-31: "
        "¥300 (between ¥100 and ¥500) if detractors "
        "become promoters; ¥450 (between −¥50 and ¥950) if passives become promoters; ¥150 (between ¥100 and ¥200) if "
        "detractors become passives."
    )
    said = shown(results, english_report(), adjusted=dict.fromkeys(POINTS, ALIKE)).sentences[0]
    assert said.count("¥80 (between ¥10 and ¥150)") == 3 and "(like with like)" in said


def test_no_range_over_mixes_is_told(results, report):
    """The lowest and the highest mix, ¥150 and ¥450, never stand beside each other as an interval's ends do."""
    low, high = map(report.words.money, (150.0, 450.0))
    said = shown(results, report).words
    assert low in said and high in said
    assert not any(f"{low}{sign}{high}" in said for sign in (" to ", " and ", "〜"))


def test_one_move_alone_is_told_alone(results, english_report):
    said = shown(results, english_report(), NONE | {"detractor_passive": POINTS["detractor_passive"]}).sentences
    assert said[0].endswith(
        "worth in the year to 2026-03-31: ¥150 (between ¥100 and ¥200) if detractors become passives."
    )


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
