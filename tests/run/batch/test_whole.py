"""All groups of a batch together, by hand; and the rows of an index in several orders."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.base.words import Words
from helpers.run.batch.entries import Entry
from helpers.run.batch.index import index_page
from helpers.run.batch.orders import orders
from helpers.run.batch.persons import ReportPersons
from helpers.run.batch.table import index_table
from helpers.run.batch.whole import whole, whole_lines
from helpers.run.settings import checked
from tests.each import each

EN, JA = Words("en", "JPY"), Words("ja", "JPY")
WORTH = {"detractor": [100.0, 300.0], "passive": [500.0], "promoter": [900.0, 1200.0, 1500.0]}


def group(name, worth=None, hidden=(), gap=3000.0, half=500.0, nps=20.0, **changes):
    """A report of a region: LTV of its customers by segment, all of whom answered; `hidden` means are not shown."""
    worth = worth or WORTH
    segment = [one for one, values in worth.items() for _ in values]
    ids = [f"{name}{i}" for i in range(len(segment))]
    ltv = [value for values in worth.values() for value in values]
    bought = pd.DataFrame({"customer_id": ids, "segment": segment, "net_amount": 0, "ltv": ltv})
    answers = pd.DataFrame({"person": ids, "segment": segment})
    means = {one: {"ltv": None if one in hidden else {"mean": np.mean(values)}} for one, values in worth.items()}
    ends = None if {*hidden} & {"promoter", "detractor"} else {"estimate": gap, "low": gap - half, "high": gap + half}
    summary = {"segments": means, "gaps": {"promoter_detractor": {"ltv": ends}}, "customers": {"n": len(ids)},
               "nps": {"value": nps, "low": nps - half / 50, "high": nps + half / 50, "n": len(ids)}}  # fmt: skip
    settings = checked({"as_of": "2026-04-01", "report_name": name, "where": {"region": name}, **changes})
    return Entry(settings, summary, persons=ReportPersons(answers, bought))


OTHER = {"detractor": [200.0, 600.0], "passive": [700.0, 100.0], "promoter": [400.0, 800.0]}
TWO = [group("a"), group("b", OTHER)]


def test_the_whole_adds_up_its_groups():
    """Five promoters and four detractors of twelve; money by scipy's Welch."""
    found = whole(TWO, EN)
    promoters, detractors = [900, 1200, 1500, 400, 800], [100, 300, 200, 600]
    assert (found.settings.report_name, found.answers, found.customers) == ("All 2 groups together", 12, 12)
    assert found.nps.estimate == pytest.approx(100 * (5 - 4) / 12, abs=0.05)
    welch = stats.ttest_ind(promoters, detractors, equal_var=False).confidence_interval(0.95)
    gap = found.gap("ltv")
    assert gap.estimate == 960 - 300 and found.mean("passive", "ltv") == pytest.approx(1300 / 3, abs=0.5)
    assert (gap.low, gap.high) == pytest.approx((welch.low, welch.high), abs=0.51)  # three digits
    assert found.measure == "ltv"


@each(
    ("hidden", "passive", "gap"),
    [(("passive",), None, 660), (("detractor",), 433, None), (("promoter", "passive"), None, None)],
)
def test_what_a_group_hides_the_whole_hides(hidden, passive, gap):
    entries = [group("a", hidden=hidden), TWO[1]]
    found = whole(entries, EN)
    assert (found.mean("passive", "ltv"), found.gap("ltv").estimate, found.answers) == (passive, gap, 12)
    told = ["The gap of all groups together is not shown: less the gaps shown, it would tell that of a."]
    assert whole_lines(entries, EN)[1:] == (told if gap is None else [])


FAILED = Entry(checked({"as_of": "2026-04-01", "report_name": "c", "where": {"region": "c"}}), error="E-X")


@each(
    ("entries", "line"),
    [
        ([TWO[0]], None),
        ([*TWO, group("all", where={})], None),  # a report of all customers says it
        ([TWO[0], group("b", as_of="2026-03-01")], "index_whole_none"),
        ([TWO[0], group("b", currency="USD")], "index_whole_none"),
        ([TWO[0], Entry(TWO[1].settings, TWO[1].summary, persons=TWO[0].persons)], "index_whole_none"),
    ],
)
def test_where_there_is_no_whole(entries, line):
    assert whole(entries, EN) is None
    assert whole_lines(entries, EN) == ([EN.say(line)] if line else [])


def test_a_group_that_failed_is_named():
    assert whole([*TWO, FAILED], EN).answers == 12
    assert whole_lines([*TWO, FAILED], EN)[1:] == ["All groups together are those with a report: c failed."]


def names(page):
    """Reports of each table, in their rows' order."""
    return [re.findall(r'role="rowheader">(?:<a [^>]*>)?([^<]+)', table) for table in page.split("<table")[1:]]


def test_the_whole_stands_above_its_groups():
    page = index_page("many", TWO, EN, {})
    assert names(page) == [["All 2 groups together", "a", "b"]]
    assert page.count('<tr role="row" class="whole">') == 1 and page.count("<a href") == 3  # two reports, the CSV
    rows = index_table(TWO, JA)
    assert rows["レポート"].tolist() == ["2グループの合計", "a", "b"]
    assert rows.loc[0, ["状態", "ページ"]].isna().all() and rows["顧客数"].tolist() == [12, 6, 6]


# Orders

MANY = {**OTHER, "passive": [1.0] * 5}
SIZES = [group("a", gap=1000.0, nps=-50.0), group("b", OTHER, gap=9000.0, half=100.0, nps=10.0),
         group("c", MANY, gap=5000.0, nps=50.0)]  # fmt: skip


def test_rows_come_in_several_orders():
    everybody = group("all", where={}, gap=0.0)
    bad = Entry(checked({"as_of": "2026-04-01", "report_name": "bad"}), error="E-X")
    entries = [SIZES[0], everybody, bad, *SIZES[1:]]
    found = {order.key: [entry.settings.report_name for entry in order.entries] for order in orders(entries)}
    assert list(found.items()) == [
        ("index_by_gap", ["all", "b", "c", "a", "bad"]),
        ("index_by_file", ["a", "all", "bad", "b", "c"]),
        ("index_by_nps", ["all", "c", "b", "a", "bad"]),
        ("index_by_customers", ["all", "c", "a", "b", "bad"]),
    ]
    page = index_page("many", entries, EN, {})
    assert names(page) == list(found.values()) and page.count("<details>") == 3
    assert "<caption>Ranked by the gap, drawn together: the largest first</caption>" in page


@each(
    ("entries", "keys"),
    [
        (TWO, ["index_by_file"]),  # two are not ranked, and are of one size
        (SIZES[1:], ["index_by_file", "index_by_customers"]),
        ([group(name) for name in "abc"], ["index_by_file"]),  # chance explains all
        ([group("a", where={}), group("b", MANY, where={}, as_of="2026-03-01")], ["index_by_file"]),  # dates
    ],
)  # fmt: skip
def test_orders_that_say_nothing_are_left_out(entries, keys):
    assert [order.key for order in orders(entries)] == keys
