"""Detractors without any complaint, and what they are worth."""

import pandas as pd

from helpers.compare.basis import basis_of
from helpers.compare.silent_detectors import silent_detectors


def silent(rows, settings):
    return silent_detectors(basis_of(rows, None, settings))


def test_detractors_without_any_complaint(shop, settings):
    complained = [{f"complaints_{severity}": 1} for severity in ("major", "minor", "near_miss")]
    people = [{"net_amount": 100}, {"net_amount": 300}, *complained]
    rows = shop(*({"segment": "detractor", **person} for person in people), {"segment": "passive"}, {})
    result = silent(rows, settings())
    assert (result.n, result.detractors, result.ltv_mean, result.ltv_total) == (2, 5, 200, 400)


def test_silent_detectors_pay_their_costs(shop, settings):
    rows = shop(*[{"segment": "detractor", "net_amount": 1000}] * 2)
    result = silent(rows, settings(gross_margin_rate=0.5, retention_cost=100))
    assert (result.ltv_mean, result.ltv_total) == (400, 800)


def test_without_complaints_nobody_is_called_silent(shop, settings):
    rows = shop(*[{"segment": "detractor"}] * 3)
    rows[["complaints_major", "complaints_minor", "complaints_near_miss"]] = pd.NA
    assert silent(rows, settings()) is None


def test_where_all_detractors_complained_nobody_is_silent(shop, settings):
    assert silent(shop(*[{"segment": "detractor", "complaints_minor": 1}] * 3), settings()) is None


def test_the_text_of_silent_detectors_shows_nobody(shop, settings):
    result = silent(shop(*[{"segment": "detractor"}] * 2), settings())
    assert "C0" not in repr(result) + repr(result.support) and "support" not in repr(result)
