"""Worth by score: what is drawn, what is said of the steps at the cut-offs, and what is left out."""

import pytest

from helpers.base.intervals import Moments
from helpers.base.results import HIDDEN, Mean
from helpers.compare.score_curve import ScoreCurve, ScoreWorth
from helpers.report import sections
from tests.report.seen import drawn_words, seen
from tests.rounding import as_told


def curve(means, error=10.0, hidden=()):
    """Scores from 0 with such means (``None``: nobody), of a hundred customers each; standard error given."""
    scores = []
    for score, mean in enumerate(means):
        if score in hidden:
            scores.append(ScoreWorth(score, 3, HIDDEN, HIDDEN))
        elif mean is None:
            scores.append(ScoreWorth(score, 0, None, None))
        else:
            ends = Mean(100, float(mean), mean - 2 * error, mean + 2 * error)
            scores.append(ScoreWorth(score, 100, ends, Moments(100, float(mean), 100 * error**2, 0.0)))
    return ScoreCurve("ltv", tuple(scores))


def told(some, report):
    return seen(sections.score_curve(some), report)


FLAT = [1000] * 11
STEP = [1000] * 7 + [2000, 2000, 2000, 2000]


@pytest.mark.parametrize(
    ("means", "title", "key"),
    [
        (FLAT, "curve_chart_unclear", "curve_steps_unclear"),
        (STEP, "curve_chart_apart", "curve_steps_some"),
        ([1000] * 7 + [2000, 2000, 3000, 3000], "curve_chart_apart", "curve_steps_apart"),
    ],
)
def test_the_steps_are_told_with_their_intervals(report, means, title, key):
    there = told(curve(means), report)
    apart = sum(means[at] != means[at - 1] for at in (7, 9))
    # standard error √200 = 14.14, t of 198 degrees of freedom 1.9720: ± 27.9
    steps = report.say("list_separator").join(
        report.say("curve_step", below=at - 1, at=at, estimate=d, low=d - 27.888, high=d + 27.888)
        for at, d in ((at, means[at] - means[at - 1]) for at in (7, 9))
    )
    assert there.sentences == [report.say(key, measure=report.say("measure_ltv"), steps=steps)]
    assert there.charts["score_curve"].alternative.startswith(report.say(title, n=apart, of=2))


def test_dots_are_coloured_by_segment_and_cut_offs_marked(english_report):
    chart = told(curve(STEP), english_report()).charts["score_curve"]
    axes = chart.figure.axes[1]
    dots = {line.get_gid(): line.get_mfc() for line in axes.lines if line.get_gid().startswith("dot:")}
    assert len(dots) == 11 and dots["dot:6"] != dots["dot:7"] != dots["dot:9"] and dots["dot:0"] == dots["dot:6"]
    assert [line.get_xdata()[0] for line in axes.lines if line.get_gid() == "cut-off"] == [6.5, 8.5]
    assert {"Detractors", "Passives", "Promoters"} <= set(drawn_words(chart))
    (line,) = [line for line in axes.lines if line.get_gid() == "smooth"]
    assert [as_told(place) for place in line.get_ydata()] == chart.frame["smooth"].tolist()


def test_the_file_has_what_is_drawn_and_no_counts(report):
    frame = told(curve([1000, None, *FLAT[2:]], hidden=(3, 4)), report).charts["score_curve"].frame
    assert list(frame) == ["score", "segment", "estimate", "low", "high", "smooth"]
    assert frame["segment"].tolist() == ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2
    assert frame.index[frame["estimate"].isna()].tolist() == [1, 3, 4]
    assert frame.loc[0, ["estimate", "low", "high"]].tolist() == [1000, 980, 1020]


def test_hidden_scores_are_left_out_and_said(report):
    there = told(curve(FLAT, hidden=(3, 6)), report)
    assert there.sentences[1:] == [
        report.say("curve_step_unknown", below=6, at=7),
        report.say("curve_hidden", scores="3, 6"),
    ]
    assert "dot:6" not in {line.get_gid() for line in there.charts["score_curve"].figure.axes[1].lines}


def test_without_steps_the_title_claims_none(report):
    there = told(curve(FLAT, hidden=(6, 8)), report)
    title = report.say("curve_chart_unknown", measure=report.say("measure_ltv"))
    assert there.charts["score_curve"].alternative.startswith(title)


def test_other_cut_offs_move_the_lines(english_report):
    chart = told(curve(STEP), english_report(passive_from=6, promoter_from=8)).charts["score_curve"]
    assert [line.get_xdata()[0] for line in chart.figure.axes[1].lines if line.get_gid() == "cut-off"] == [5.5, 7.5]


def test_without_a_curve_a_sentence_stands_there(report):
    (none,) = told(None, report).parts
    assert none.sentences == (report.say("curve_long"),) and none.kind == "missing"
    (hidden,) = told(curve(FLAT, hidden=range(11)), report).parts
    assert hidden.sentences == (report.say("values_hidden"),)
