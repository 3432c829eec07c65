"""The method of a report in words: every term with this report's choices."""

import pytest

from helpers.report.context import Context
from helpers.report.page.method import method
from helpers.report.sections.score import score_spans


def told(settings):
    return dict(method(Context(settings), {}))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_term_in_both_languages(settings, language):
    terms = told(settings(language=language))
    assert len(terms) == 13 and all(terms.values())


def test_segments_by_their_scores(settings):
    assert score_spans(Context(settings())) == {"detractor": "0–6", "passive": "7–8", "promoter": "9–10"}
    five = settings(score_scale=[1, 5], passive_from=4, promoter_from=5)
    assert score_spans(Context(five)) == {"detractor": "1–3", "passive": "4", "promoter": "5"}


def test_the_window_is_half_open_or_the_whole_history(settings):
    assert told(settings())["Window"].startswith("Purchases from 2025-04-01 up to, not including, 2026-04-01")
    assert told(settings(window_days=0))["Window"].startswith("All purchases before 2026-04-01")
    after = settings(window="after", window_days=30)
    assert told(after)["Window"].startswith("Purchases from 2026-04-01 up to, not including, 2026-05-01")


def test_customer_value_is_no_term_where_nothing_is_added(settings):
    assert "Customer value" in told(settings(window_days=90))
    assert "Customer value" not in told(settings(window_days=0))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "(of those won inside the window)"),
        ({"window_days": 0}, "(of all)"),
        ({"acquisition_cost_rule": "ignore"}, "(not taken off in this report)"),
    ],
)
def test_who_pays_for_having_been_won(settings, changes, said):
    assert said in told(settings(**changes))["LTV, lifetime value"]


@pytest.mark.parametrize(
    ("conversion", "said"), [("crm", "as many as the CRM records"), ("none", "k is 1"), (0.25, "k is set to 0.25")]
)
def test_how_influence_turns_into_customers(settings, conversion, said):
    assert said in told(settings(conversion=conversion))["LRV, lifetime referral value"]


def test_what_an_amount_holds_and_what_is_hidden(settings):
    found = told(settings(amount_basis="net of tax", min_group_size=12, min_cell=7))
    assert found["Net amount"].endswith("An amount holds: net of tax.")
    assert "fewer than 12 customers, other figures of fewer than 7" in found["“—”"]
