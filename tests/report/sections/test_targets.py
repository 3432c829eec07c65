"""Targets: each figure beside its target in its own unit; what is told of one, and of many at once."""

from dataclasses import replace

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.goals import Attainment
from helpers.report import sections
from helpers.report.sections.targets import targets_line
from tests.each import each
from tests.report.seen import lines, seen

MISSED = Attainment(30.0, "Sales <b>", Estimate(21.4, 17.2, 25.3), -8.6, "missed")
MET = Attainment(0.05, "", Estimate(0.0316, 0.021, 0.042), -0.0184, "met")
OPEN = Attainment(5000.0, "", Estimate(6712.0, 4810.0, 8590.0), 1712.0, "open")


def test_each_figure_in_its_own_unit(english_report):
    found = {"nps": MISSED, "complaint_rate": MET, "gap_ltv_promoter_detractor": OPEN}
    there = seen(sections.targets(found), english_report())
    (grid,) = there.tables
    assert [row[3:] for row in lines(grid)] == [
        ["+21 (+17 … +25)", "+30", "−9 pt"],
        ["3.2% (2.1% … 4.2%)", "5.0%", "−1.8 pt"],
        ["¥6,710 (¥4,810 … ¥8,590)", "¥5,000", "+¥1,710"],
    ]
    assert [row[2] for row in lines(grid)] == ["missed", "met", "open: the interval holds the target"]
    assert "Sales &lt;b&gt;" in grid._repr_html_()
    assert there.sentences[0].startswith("Targets: 3, of which met beyond chance 1, missed beyond chance 1, not to be")
    told = [
        "NPS, of those who answered: +21 (+17 … +25), target +30 (−9 pt), missed – Sales <b>.",
        "LTV",
        "Complaint rate",
    ]
    places = [there.sentences[0].index(one) for one in told]
    assert places == sorted(places)  # what was missed first, what was met last
    notes = [english_report().say(key) for key in ("target_lower", "target_gaps", "target_many")]
    assert there.sentences[1:] == notes


@each("state", ["met", "missed", "open", "bare", "unknown"])
def test_one_target_is_told_with_its_figures(report, state):
    there = seen(sections.targets({"nps": replace(MISSED, state=state)}), report)
    assert "+30" in there.sentences[0] and len(there.sentences) == 1
    assert ("−9" in there.sentences[0]) == (state != "unknown")


def test_a_hidden_figure_is_a_dash_and_tells_nothing(report):
    hidden = Attainment(0.4, "", HIDDEN, HIDDEN, "unknown")
    there = seen(sections.targets({"repeat_rate": hidden}), report)
    assert lines(there.tables[0])[0][2:] == ["—", "—", "40%", "—"]


def test_without_targets_a_line(report):
    there = seen(sections.targets({}), report)
    assert there.sentences == [report.say("target_none")] and there.tables == []
    assert targets_line(report, {}) is None
