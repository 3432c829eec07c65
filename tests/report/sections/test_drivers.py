"""What goes with the score: one sentence, a chart with what to mend first, a table, and what it bears."""

from dataclasses import replace

from helpers.base.results import HIDDEN, Estimate, Mean
from helpers.compare.drivers.drivers import Drivers, RatedQuestion
from helpers.report import sections
from helpers.report.sections.drivers import drivers_line, mend_first, short_names
from tests.each import each
from tests.report.legible import flaws
from tests.report.seen import lines, seen


def question(rated, low, share, high, ltv=0.02, falls=False):
    return RatedQuestion(
        Mean(400, rated, rated - 0.1, rated + 0.1), Estimate(share, low, high), Estimate(ltv, 0.0, 0.05), falls
    )


QUESTIONS = {
    "Delivery": question(3.1, 0.2, 0.3, 0.4),
    "Price": question(3.6, 0.05, 0.1, 0.15),
    "=Quality <b>": question(4.4, -0.02, -0.01, 0.01),
}
APART = {"score": ("Price", "=Quality <b>"), "ltv": ()}
FOUND = Drivers("", 400, 25, 380, QUESTIONS, (), {"score": 0.39, "ltv": 0.03}, APART)


def test_the_first_is_told_with_what_to_mend(english_report):
    there = seen(sections.drivers(FOUND), english_report())
    assert there.sentences[0] == (
        "Of the 3 rating questions, Delivery goes with the score most: 30% of the differences in the score "
        "(20% to 40%); all of them together, with 39%. "
        "Mend first, as it goes with the score and is rated low: Delivery."
    )
    (chart,), (grid,) = there.charts.values(), there.tables
    assert chart.title == "Delivery: goes with the score, and is rated low" and flaws(chart.figure) == []
    assert chart.frame["question"].tolist() == list(QUESTIONS) and chart.frame["score"].tolist() == [0.3, 0.1, 0.0]
    assert lines(grid)[0] == ["Delivery", "3.10 (3.00 … 3.20)", "30% (20% … 40%)", "2.0% (0% … 5.0%)"]
    assert "&lt;b&gt;" in grid._repr_html_() and "<b>" not in grid._repr_html_()


def test_whom_it_is_of_and_that_it_is_association(report):
    there = seen(sections.drivers(FOUND), report)
    for key, figures in {
        "driver_basis": {"n": 400, "left": 25},
        "driver_ltv": {"n": 380, "all": 0.03},
        "driver_association": {},
    }.items():
        assert report.say(key, **figures) in there.sentences
    hidden = seen(sections.drivers(replace(FOUND, n=HIDDEN, left_out=HIDDEN)), report)
    assert report.say("driver_basis_few") in hidden.sentences


@each(
    "changes, key",
    [
        ({"apart": {"score": ("Price",), "ltv": ()}}, "driver_unclear"),
        ({"questions": {"Delivery": QUESTIONS["Delivery"]}, "apart": {"score": ()}}, "driver_only"),
        ({"questions": {"a": question(3.0, -0.1, 0.02, 0.1), "b": question(3.0, -0.1, 0.01, 0.1)}}, "driver_nothing"),
    ],
)
def test_no_more_is_said_than_the_intervals_bear(report, changes, key):
    found = replace(FOUND, **changes)
    first = max(found.questions.values(), key=lambda one: one.score.estimate).score
    figures = {"n": len(found.questions), "name": "Delivery", "share": first.estimate, "all": 0.39}
    figures |= {"low": first.low, "high": first.high}
    assert drivers_line(report, found).startswith(report.say(key, **figures))


def test_a_scale_that_runs_the_other_way_is_not_to_be_mended(report):
    turned = QUESTIONS | {"Delivery": replace(QUESTIONS["Delivery"], falls=True)}
    found = replace(FOUND, questions=turned, dropped=("same",))
    assert mend_first(FOUND) == ["Delivery"] and mend_first(found) == []
    there = seen(sections.drivers(found), report)
    assert report.say("driver_falls", names="Delivery") in there.sentences
    assert report.say("driver_dropped", names="same") in there.sentences
    assert report.say("driver_mend_none") in there.sentences[0]
    assert there.charts["drivers"].title == report.say("driver_chart_none")


@each("reason", ["none", "few", ""])
def test_why_nothing_is_told(report, reason):
    secret = {name: RatedQuestion(HIDDEN, HIDDEN, HIDDEN, HIDDEN) for name in QUESTIONS}
    found = Drivers(reason, HIDDEN, HIDDEN, HIDDEN, secret, (), {"score": HIDDEN, "ltv": HIDDEN}, {})
    there = seen(sections.drivers(found), report)
    assert there.sentences == [report.say(f"driver_{reason or 'hidden'}")] and len(there.parts) == 1
    assert drivers_line(report, found) is None


def test_money_that_is_hidden_is_a_dash(report):
    questions = {name: replace(one, ltv=HIDDEN) for name, one in QUESTIONS.items()}
    there = seen(
        sections.drivers(replace(FOUND, questions=questions, explained={"score": 0.39, "ltv": HIDDEN})), report
    )
    assert [row[-1] for row in lines(there.tables[0])] == ["—"] * 3


def test_long_names_are_short_and_each_another():
    asked = [
        f"商品やサービスについてお聞きします。次の項目にどのくらい満足していますか：{name}" for name in ("配送", "価格")
    ]
    assert list(short_names(asked).values()) == ["…配送", "…価格"]
    long = ["x" * 40 + end for end in ("a", "b")]
    assert len(set(short_names(["Price", *long]).values())) == 3
    assert max(map(len, short_names(["Price", *long]).values())) <= 30
    assert list(short_names(["Price", "Delivery"]).values()) == ["Price", "Delivery"]
