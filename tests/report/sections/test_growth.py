"""Earned growth is told in parts, as far as they may be shown."""

import pytest

from helpers.base.results import HIDDEN
from helpers.compare.growth import Growth
from helpers.report import sections
from tests.report.seen import seen


def test_earned_growth_is_told_in_parts(report):
    # 85 kept and 25 earned of 100 → +10 %
    found = Growth(net_revenue_retention=0.85, earned_new_customers=0.25, rate=0.10)
    said = seen(sections.growth(found), report).sentences
    assert said == [report.say("growth", rate=0.1, kept=0.85, earned=0.25)]


def test_growth_that_is_not_known_says_so(report):
    assert seen(sections.growth(None), report).sentences == [report.say("growth_unknown")]


@pytest.mark.parametrize(
    ("kept", "earned", "key"),
    [(0.85, HIDDEN, "growth_kept"), (HIDDEN, 0.2, "growth_few"), (HIDDEN, HIDDEN, "growth_few")],
)
def test_growth_that_may_not_be_shown_says_so(report, kept, earned, key):
    hidden = Growth(net_revenue_retention=kept, earned_new_customers=earned, rate=HIDDEN)
    assert seen(sections.growth(hidden), report).sentences == [report.say(key, kept=0.85)]
