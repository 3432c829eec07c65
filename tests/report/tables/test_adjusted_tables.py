"""The table of like with like holds the figures it is given."""

from helpers.report import tables


def test_each_gap_plain_and_even(even, results, english, settings):
    rows = tables.adjusted_table(even(), results(), english, settings()).rows.to_numpy().tolist()
    assert len(rows) == 9
    assert rows[0] == ["LTV", "Promoter − detractor", "yes", "¥2,800", "¥1,500", "¥500", "¥2,500", "—",
                       "7 / under 5"]  # fmt: skip


def test_how_many_were_compared_where_nobody_can_be_counted_from_it(even, results, english, settings):
    rows = tables.adjusted_table(even(few=False), results(), english, settings(min_cell=2)).rows.to_numpy().tolist()
    assert rows[0][-2:] == ["40 / 17", "7 / 2"]


def test_a_gap_that_is_none_keeps_its_plain_one(even, results, english, settings):
    rows = tables.adjusted_table(even(reason="few"), results(), english, settings()).rows.to_numpy().tolist()
    assert rows[0] == ["LTV", "Promoter − detractor", "not shown", "¥2,800", *["—"] * 5]


def test_hidden_gaps_make_no_table(even, results, english, settings):
    assert tables.adjusted_table(even(), results(shown=()), english, settings()) is None
