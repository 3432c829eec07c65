"""A batch's index tells each report's distance to its targets, where some have any."""

from helpers.base.words import Words
from helpers.run.batch.index import index_page
from helpers.run.batch.table import index_table
from tests.run.batch.test_batches import entry, found

EN = Words("en", "JPY")
NPS = {"target": 30.0, "owner": "Sales", "figure": {"estimate": 21.4, "low": 17.2, "high": 25.3}}
GAP = {"target": 5000.0, "owner": "", "figure": None, "distance": None, "state": "unknown"}


def with_targets():
    first = found() | {"targets": {"nps": NPS | {"distance": -8.6, "state": "missed"}}}
    return [entry("a", first), entry("b", found() | {"targets": {"gap_ltv_promoter_detractor": GAP}}), entry("c")]


def test_the_page_lists_them_report_by_report():
    page = index_page("many", with_targets(), EN, {})
    part = page[page.index('<h2 class="small">Target</h2>') :]
    assert "Sales" in part and "+21 (+17 … +25)" in part and "−9 pt" in part and part.count("<tr>") == 3


def test_without_any_there_is_no_such_table():
    entries = [entry("a"), entry("b", error="gone")]
    assert "Distance" not in index_page("many", entries, EN, {})
    assert not [head for head in index_table(entries, EN) if "target" in head]


def test_the_table_holds_numbers():
    table = index_table(with_targets(), EN).set_index("Report")
    assert table["NPS, of those who answered: distance to target"].tolist()[0] == -8.6
    assert table["NPS, of those who answered: target reached?"].fillna("").tolist() == ["missed", "", ""]
    gap = "Gap in LTV: Promoter − detractor: target"
    assert table.loc["b", gap] == 5000 and table.loc["b", gap.replace(": target", ": target reached?")] == "—"
