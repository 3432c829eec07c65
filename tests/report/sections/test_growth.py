"""Earned growth is told in parts, as far as they may be shown, each with its interval."""

from dataclasses import replace

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.growth import Growth
from helpers.report import sections
from tests.report.seen import seen

# 85 kept and 25 earned of 100 → +10 %
GREW = Growth(0.85, 0.25, 0.10, 0.75, 0.95, 0.15, 0.36, 0.02, 0.18, Estimate(0.7, 0.62, 0.78))


def told(growth, report):
    return seen(sections.growth(growth), report).sentences


def test_earned_growth_is_told_in_parts_with_their_intervals(english_report):
    rate, whole = told(GREW, english_report())
    assert rate == (
        "Earned growth 10% (2.0% to 18%): old customers' spending stands at 85% (75% to 95%) of the window before, and "
        "customers won by referral add 25% (15% to 36%)."
    )
    assert whole.endswith("customers for all of it, spending stands at 70% (62% to 78%).")


def test_growth_whose_interval_holds_zero_is_not_told_from_decline(report):
    unclear = report.say("growth_unclear")
    assert told(replace(GREW, low=-0.05), report)[1] == unclear and unclear not in told(GREW, report)
    assert unclear not in told(replace(GREW, low=None, high=None), report)


def test_a_share_without_an_interval_stands_alone(english_report):
    alone = replace(GREW, low=None, high=None, retention_whole=HIDDEN)
    (rate,) = told(alone, english_report())
    assert rate.startswith("Earned growth 10%: old")


def test_growth_that_is_not_known_says_so(report):
    assert told(None, report) == [report.say("growth_unknown")]


@pytest.mark.parametrize(
    ("kept", "earned", "key"),
    [(0.85, HIDDEN, "growth_kept"), (HIDDEN, 0.2, "growth_few"), (HIDDEN, HIDDEN, "growth_few")],
)
def test_growth_that_may_not_be_shown_says_so(report, kept, earned, key):
    hidden = Growth(kept, earned, HIDDEN, None, None, *[HIDDEN] * 4, HIDDEN)
    assert told(hidden, report) == [report.say(key, kept=report.words.percent(0.85))]
