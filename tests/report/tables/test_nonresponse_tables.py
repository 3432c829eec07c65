"""Tables of non-response hold the figures they are given."""

from dataclasses import replace

from helpers.report import tables


def lines(grid):
    return grid.rows.to_numpy().tolist()


def test_who_answered_in_the_order_of_the_bands(missing, english):
    grid = tables.response_rates_table(missing(), english)
    said = lines(grid)
    assert said[0][:5] == ["Customer for", "under 1 year", "50", "5", "10%"]
    assert said[1][:5] == ["Customer for", "1–2 years or 2–3 years", "60", "30", "50%"]
    assert len(said) == 2  # all came by one channel: nothing to compare
    assert grid.caption.startswith("Share of those asked")
    assert tables.response_rates_table(missing(invited=False), english).caption.startswith("Share of all customers")


def test_margins_before_and_after(missing, english):
    assert lines(tables.margins_table(missing(), english)) == [
        ["Customer for", "under 1 year", "40%", "30%", "40%"],
        ["Customer for", "1–2 years or 2–3 years", "60%", "—", "60%"],
    ]
    assert tables.margins_table(missing(reason="one_band"), english) is None


def test_plain_beside_weighted(missing, results, english, settings):
    grid = tables.plain_and_weighted_table(missing(), results(), english, settings())
    said = {tuple(row[:2]): row[2:] for row in lines(grid)}
    assert said["NPS", "Answered"] == ["+30", "+20", "+40", "+20", "+10", "+30"]
    assert said["LTV", "Answered"] == ["¥2,400", "¥2,300", "¥2,500", "¥2,000", "¥1,900", "¥2,100"]
    gap = said["Customer value (LTV + LRV)", "Promoter − detractor"]
    assert gap == ["¥3,000", "¥1,000", "¥5,000", "¥2,000", "¥0", "¥4,000"]
    assert len(said) == 2 + 3 * (3 + 3)
    assert tables.plain_and_weighted_table(missing(reason="few_respondents"), results(), english, settings()) is None


def test_the_ends_of_what_may_be(bounds, results, english, settings):
    said = lines(tables.bounds_table(bounds, results(), english, settings()))
    # as answered: LTV is the value less the LRV of the fixture, 2,000 − 100 and 5,000 − 300
    assert said[0] == ["As answered", "+30", "¥1,900", "¥4,700", "¥2,800"]
    assert said[1] == ["All others detractors", "−80", "¥1,000", "¥4,700", "¥3,700"]
    assert said[2][:2] == ["All others promoters", "+90"]
    nobody = replace(bounds, answered=replace(bounds.answered, nps=None))
    assert tables.bounds_table(nobody, results(), english, settings()) is None
