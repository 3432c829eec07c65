"""How even the segments became, and what an unrecorded difference would do, as drawn and said."""

import pytest

from helpers.base.results import Estimate
from helpers.compare.adjustment.balance import Balance
from helpers.compare.adjustment.sensitivity import Sensitivity
from helpers.report import sections
from tests.report.seen import drawn_words, seen

LEFT = {"region": Estimate(1200.0, 200.0, 2200.0), "acquired_on": Estimate(900.0, -100.0, 1900.0)}


@pytest.fixture
def drawn(even, results):
    """Maker of what is seen of the balance."""
    return lambda report, *parts: seen(sections.balance(even(balance=parts), results()), report)


@pytest.fixture
def told(even, results):
    """Maker of what is seen of the sensitivity."""

    def make(report, found, **changes):
        return seen(sections.sensitivity(even(sensitivity=found, **changes), results()), report)

    return make


def test_balance_is_drawn_from_the_furthest_apart(even, results, report):
    there = seen(sections.balance(even(), results()), report)
    chart = there.charts["balance"]
    assert chart.alternative.startswith(report.say("love_chart", worst="region", after=0.12))
    columns = {
        "column": ["region", "acquired_on", "acquired_on"],
        "other": ["", "", "region"],
        "before": [0.9, 0.8, 0.4],
    }
    assert chart.frame.to_dict("list") == columns | {"after": [0.12, 0.02, 0.05]}
    assert there.sentences == [report.say("love_rest", names="region"), report.say("love_pairs_even", n=1)]
    pair = f"{report.say('covariate_acquired_on')} × region"
    assert pair.replace(" ", "") in {words.replace(" ", "") for words in drawn_words(chart)}  # in two lines


def test_never_less_than_the_largest_of_all_pairs(drawn, english_report):
    singles = (Balance("a", "", 0.2, 0.01), Balance("b", "", 0.5, 0.02))
    pairs = [Balance("a", f"c{n}", 0.3 + n, (0.15, 0.05, 0.31, 0.2, 0.12, 0.09)[n]) for n in range(6)]
    there = drawn(english_report(), *singles, *pairs)
    chart = there.charts["balance"]
    # the least even four after, from the furthest apart before; single columns are all drawn
    assert chart.frame[["column", "other"]].agg("".join, axis=1).tolist() == ["ac4", "ac3", "ac2", "b", "ac0", "a"]
    assert "nothing differs by more than 0.31" in chart.alternative
    assert there.sentences == [
        "Of 6 pairs, 4 are not quite even; the chart has the least even ones. "
        "In so many, some differ by chance alone."
    ]  # fmt: skip


def test_uneven_columns_are_named(drawn, english_report):
    parts = (Balance("acquired_on", "", 0.8, 0.11), Balance("region", "", 0.9, 0.101), Balance("age", "", 0.4, 0.1))
    said = drawn(english_report(), *parts).sentences
    assert said == [english_report().say("love_rest", names="Time as a customer; region")]  # 0.1 counts as even


@pytest.mark.parametrize("reason", ["few", "alike", "periods"])
def test_why_there_is_neither(even, results, report, reason):
    for section in (sections.balance, sections.sensitivity):
        there = seen(section(even(reason=reason), results()), report)
        assert there.sentences == [report.say(f"adjusted_{reason}")]
        assert there.parts[0].kind == "missing" and not there.charts


def test_hidden_with_the_gap(even, results, report):
    for section in (sections.balance, sections.sensitivity):
        there = seen(section(even(hidden=True), results(shown=())), report)
        assert there.sentences == [report.say("adjusted_hidden")] and not there.charts


def test_how_strong_it_would_have_to_be(even, told, report, english_report):
    name = report.say("covariate_acquired_on")
    there = told(report, Sensitivity("acquired_on", 2.5, 0.75, LEFT))
    assert there.sentences == [report.say("sensitivity_sure", name=name, zero=2.5, unclear=0.75)]
    there = told(english_report(), Sensitivity("region", 2.5, None, LEFT), gap=(1500.0, -100.0, 3100.0))
    assert there.sentences[0].startswith("The interval holds zero already.")
    assert "2.50 times as strongly as “region”" in there.sentences[0]


def test_beyond_a_thousand_times(told, english_report):
    said = told(english_report(), Sensitivity("net_amount_before", None, None, LEFT)).sentences
    assert said == [
        "Not even a difference 1,000 times as strong as “Bought in the window before”, the strongest recorded one, "
        "would carry the gap to zero."
    ]


def test_what_would_be_left_is_drawn_from_the_weakest(told, english_report):
    chart = told(english_report(), Sensitivity("acquired_on", 2.5, 0.75, LEFT)).charts["sensitivity"]
    assert chart.frame["source"].tolist() == ["", "region", "acquired_on"]
    assert chart.frame["estimate"].tolist() == [1500, 1200, 900]
    # like region the gap stays above zero, like tenure its interval holds zero
    assert "the conclusion would hold in 1 of 2 cases" in chart.alternative
    assert {"As it is", "region", "Time as a customer"} <= {*drawn_words(chart)}


def test_where_nothing_recorded_moves_it(told, report):
    there = told(report, None)
    assert there.sentences == [report.say("sensitivity_none")]
    assert there.parts[0].kind == "missing" and not there.charts
