"""What an earlier list did: everybody as assigned, by hand, and how often its interval holds the truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers.compare.basis import basis_of
from helpers.compare.call_effect import assigned_gap, call_effect
from tests.compare.test_call_list import NOBODY, earlier

DAY = "2026-01-01"
LIST = [
    *((f"C{i}", "call", DAY, bool(i)) for i in range(4)),
    *((f"C{i}", "holdout", DAY, None) for i in (4, 5, 6)),
]


def effect(shop, settings, since=(900, 300, 300, 500, 100, 300, 200), rows=LIST, answers=None, **changes):
    people = shop(*[{"segment": "detractor"}] * len(since))
    people = people.assign(net_amount_since_call=pd.Series(since, dtype="Int64"))
    base = basis_of(people, None, settings(**changes))
    return call_effect(replace(base, answers=answers), replace(NOBODY, earlier=earlier(*rows)))


def test_all_assigned_to_a_call_against_all_held_out(shop, settings):
    found = effect(shop, settings)  # 2,000/4 − 600/3, who was not reached among them
    assert (found.called.customers, found.held_out.customers, found.gone) == (4, 3, 0)
    assert (found.called.net_mean, found.held_out.net_mean, found.net.estimate) == (500, 200, 300)
    # variances 80,000 and 10,000: SE² = 20,000 + 3,333.33; 3.92 degrees of freedom, t = 2.799
    assert (found.net.low, found.net.high) == pytest.approx((300 - 427.5, 300 + 427.5), abs=0.1)


def test_minor_units(shop, settings):
    assert effect(shop, settings, currency="USD").net.estimate == 3


def test_the_latest_list_before_the_report_counts(shop, settings):
    older = ("C0", "holdout", "2025-11-01", None)
    later = ("C1", "holdout", "2026-04-01", None)
    both = (effect(shop, settings, rows=rows) for rows in (LIST, [*LIST, older, later]))
    first, second = (replace(found, support=None) for found in both)
    assert first == second
    assert effect(shop, settings, rows=[later]) is None
    assert call_effect(basis_of(shop({"segment": "detractor"}), None, settings()), NOBODY) is None


def test_customers_who_are_gone_are_counted(shop, settings):
    found = effect(shop, settings, rows=[*LIST, ("C99", "call", DAY, None)])
    assert found.gone == 1 and found.called.customers == 5 and found.net == effect(shop, settings).net


@pytest.mark.parametrize(
    ("changes", "covered"), [({"window_days": 90}, True), ({"window_days": 89}, False), ({"window_days": 0}, True)]
)
def test_purchases_have_to_reach_back_to_the_list(shop, settings, changes, covered):
    found = effect(shop, settings, **changes)  # 2026-01-01 is 90 days before 2026-04-01
    assert found.is_covered is covered and (found.net is not None) is covered
    assert (found.called.net_mean is not None) is covered


def test_scores_of_those_who_answered_since(shop, settings):
    given = [("C0", 2, "2025-12-31"), ("C0", 8, DAY), ("C1", 6, "2026-02-01"), ("C4", 3, "2026-02-01"), ("C5", 5, DAY)]
    answers = pd.DataFrame(given, columns=["customer_id", "score", "responded_at"])
    answers["responded_at"] = pd.to_datetime(answers["responded_at"])
    found = effect(shop, settings, answers=answers)
    assert (found.called.answered, found.held_out.answered) == (2, 2)
    assert (found.called.score_mean, found.held_out.score_mean, found.score.estimate) == (7, 4, 3)


def test_nobody_held_out_leaves_no_effect(shop, settings):
    found = effect(shop, settings, rows=LIST[:4])
    assert found.net is None and found.held_out.customers == 0


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """100 called and 25 held out of skewed spenders, 300 more each for half of those called: 300 lists, ± 2.5."""
    random, held = np.random.default_rng(20), 0
    assigned = pd.Series(["call"] * 100 + ["holdout"] * 25)
    for _ in range(300):
        spent = random.gamma(1.0, 2000.0, 125) * (random.random(125) < 0.7)
        spent[:100] += 300.0 * (random.random(100) < 0.5)
        gap = assigned_gap(pd.Series(spent), assigned, 0.95)
        held += gap.low <= 150 <= gap.high
    assert 0.91 <= held / 300 <= 0.98
