"""Champions and the others: counts, money, what to do with each; or one sentence why not."""

from helpers.base.results import HIDDEN
from helpers.compare.quadrants import QUADRANTS, Quadrant, Quadrants
from helpers.report import sections
from tests.each import each
from tests.report.seen import lines, seen

FOUND = Quadrants(
    "", dict(zip(QUADRANTS, (Quadrant(40 + n, 15_000.0, 900.0, 612_345.0) for n in range(4)), strict=True))
)


def test_counts_money_and_what_to_do(report):
    there = seen(sections.quadrants(FOUND), report)
    assert there.sentences == [
        report.say("quadrant_line", champions=40, affluents=41, n=166),
        *(report.say(f"quadrant_do_{name}") for name in QUADRANTS),
    ]
    assert [row[1] for row in lines(there.tables[0])] == ["40", "41", "42", "43"]


def test_money_as_it_is_read(english_report):
    (grid,) = seen(sections.quadrants(FOUND), english_report()).tables
    assert lines(grid)[0] == ["Champions (both high)", "40", "¥15,000", "¥900", "¥612,345"]
    assert "high is above the median" in grid.caption.lower()


def test_hidden_ones_are_dashes(report):
    hidden = {name: Quadrant(HIDDEN, HIDDEN, HIDDEN, HIDDEN) for name in QUADRANTS[:2]}
    there = seen(sections.quadrants(Quadrants("", FOUND.parts | hidden)), report)
    assert lines(there.tables[0])[0][1:] == ["—"] * 4 and len(there.sentences) == 4


@each("reason", ["unanchored", "few", "level"])
def test_why_there_are_none(report, reason):
    there = seen(sections.quadrants(Quadrants(reason, {})), report)
    assert there.sentences == [report.say(f"quadrant_{reason}")] and len(there.parts) == 1


def test_claims_that_the_user_left_unchecked_are_said_to_be(english_report):
    report = english_report(conversion="none")
    assert report.say("uncalibrated") in seen(sections.quadrants(FOUND), report).sentences
