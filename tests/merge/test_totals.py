"""Totals by segment, and of all."""

from helpers.merge.totals import Total, totals


def test_segments_add_up_to_all(customers):
    segment = ["promoter", "promoter", "passive", None]
    groups = totals(customers(4, segment=segment, orders=[2, 0, 1, 3], net_amount=[600, 0, -50, 900])).groups
    assert groups == {
        "detractor": Total(0, None, None, None),  # of nobody nothing is told, not even 0
        "passive": Total(1, 1, 1, -50),
        "promoter": Total(2, 1, 2, 600),
        "none": Total(1, 1, 3, 900),
        "all": Total(4, 3, 6, 1450),
    }


def test_a_shop_without_customers_has_a_total_of_zero(customers):
    assert totals(customers(0)).groups["all"] == Total(0, 0, 0, 0)
