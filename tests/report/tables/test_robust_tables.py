"""Tables of other ways of counting hold the figures they are given."""

from helpers.base.results import HIDDEN, Estimate
from helpers.collect.nps import SEGMENTS, nps_from_counts
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import tables


def lines(grid):
    return grid.rows.to_numpy().tolist()


def gap(estimate, low, high):
    return Estimate(estimate, low, high)


def means(*money):
    return dict(zip(SEGMENTS, money, strict=True))


REPORTED = Scenario(
    "reported", 349.0, means(100.0, 200.0, 300.0), means(1000.0, 1500.0, 2000.0), gap(1000.0, 500.0, 1500.0)
)
CLAIMED = Scenario("conversion_none", 6600.0, means(1900.0, 3800.0, 5700.0), means(2800.0, 5100.0, 7400.0),
                   gap(4600.0, -100.0, 9300.0))  # fmt: skip
UNSEEN = Scenario("uncapped", HIDDEN, dict.fromkeys(SEGMENTS, HIDDEN), dict.fromkeys(SEGMENTS, HIDDEN), HIDDEN)


WAYS = [REPORTED, CLAIMED, UNSEEN]


def test_customers_created_and_lrv(english, settings):
    grid = tables.created_table(WAYS, english, settings())
    assert lines(grid) == [
        ["As reported", "349", "¥100", "¥200", "¥300"],
        ["Each influenced person a customer", "6,600", "¥1,900", "¥3,800", "¥5,700"],
        ["Recommendations without a cap", *["—"] * 4],
    ]
    assert grid.caption.startswith("Per customer a year, JPY") and english.say("few_note") in grid.caption


def test_value_and_what_the_gap_says(english, settings):
    assert lines(tables.counted_otherwise_table(WAYS, english, settings())) == [
        ["As reported", "holds", "¥1,000", "¥1,500", "¥2,000", "¥1,000", "¥500", "¥1,500"],
        ["Each influenced person a customer", "not distinguishable", "¥2,800", "¥5,100", "¥7,400",
         "¥4,600", "−¥100", "¥9,300"],
        ["Recommendations without a cap", "not shown", *["—"] * 6],
    ]  # fmt: skip


def test_without_word_of_mouth_there_are_no_such_tables(words, settings):
    for make in (tables.created_table, tables.counted_otherwise_table):
        assert make([UNSEEN, UNSEEN], words, settings()) is None


POINTS = {"detractor_promoter": gap(300.0, 100.0, 500.0), "passive_promoter": None, "detractor_passive": gap(1.5, 1, 2)}
NONE = dict.fromkeys(POINTS)


def test_one_point_by_who_moves(english):
    assert lines(tables.points_table({"plain": POINTS, "adjusted": NONE}, english)) == [
        ["Detractors become promoters", "plain", "¥300", "¥100", "¥500"],
        ["Passives become promoters", "plain", "—", "—", "—"],
        ["Detractors become passives", "plain", "¥2", "¥1", "¥2"],
    ]
    assert tables.points_table({"plain": NONE, "adjusted": NONE}, english) is None


def test_like_with_like_stands_below_the_plain_gap(english):
    told = lines(
        tables.points_table(
            {"plain": POINTS, "adjusted": NONE | {"detractor_promoter": gap(200.0, 50.0, 350.0)}}, english
        )
    )
    assert told[1] == ["Detractors become promoters", "like with like", "¥200", "¥50", "¥350"]
    assert len(told) == 6


def test_groups_of_an_attribute(english):
    some = GroupGap("kanto", 500, 100, nps_from_counts(20, 30, 50), gap(900.0, 100.0, 1700.0))
    rest = GroupGap(None, 30, 4, None, None)
    grid = tables.by_attribute_table(GroupGaps("region", (some, rest), 1, 0.95, 0.95), english)
    score = [english.points(end) for end in (0.3, some.nps.low, some.nps.high)]
    assert lines(grid) == [
        ["kanto", "yes", "500", "100", *score, "¥900", "¥100", "¥1,700"],
        ["others and unknown", "not shown", "30", "4", *["—"] * 6],
    ]
    assert tables.by_attribute_table(None, english) is None
