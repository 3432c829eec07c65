"""Reports of one batch that differ by a few customers are not both shown."""

import json
from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.run.batch import withdrawal
from helpers.run.batch.batches import run_batch
from helpers.run.batch.subtraction import gives_away
from tests.each import each

SHOP = pd.DataFrame(
    {
        "customer_id": [f"c{i:02}" for i in range(60)],
        "region": ["kanto"] * 33 + ["kansai"] * 20 + ["tohoku"] * 7,
        "segment": ["promoter"] * 60,
        "net_amount": [1000 * (i + 1) for i in range(60)],
        "acquired_on": pd.Timestamp("2020-01-01"),
    }
)


def people(*spans):
    return np.concatenate([np.arange(*span, dtype=np.uint64) for span in spans])


# The rule


@each(
    ("further", "shown", "places"),
    [
        (people((0, 97)), [people((0, 100))], [0]),
        (people((0, 100)), [people((0, 99))], [0]),
        (people((0, 100)), [people((0, 100))], []),  # the same customers
        (people((0, 90)), [people((0, 100))], []),  # ten
        (people((0, 91)), [people((0, 100))], [0]),  # nine
        (people((3, 104)), [people((0, 100))], [0]),  # three on one side, four on the other
        (people((7, 106)), [people((0, 100))], []),  # seven and six
        (people((0, 7)), [people((0, 12))], [0]),
        (people((0, 7)), [people((0, 100))], []),  # alone: shows no money
        (people((0, 100)), [people((0, 40)), people((40, 97))], [0, 1]),  # the whole less both its parts
        (people((40, 97)), [people((0, 100)), people((0, 40))], [0, 1]),
        (people((0, 100)), [people((0, 40)), people((40, 90))], []),
        (people((0, 100)), [people((0, 40)), people((40, 95)), people((95, 100))], [0, 1]),  # five show no money
        (people((0, 50)), [people((0, 40)), people((38, 52)), people((200, 300))], [0, 1]),  # two there, two here
        (people((0, 40)), [people((200, 300)), people((0, 20)), people((20, 37))], [1, 2]),  # others are not named
    ],
)
def test_which_reports_give_few_customers_away(further, shown, places):
    assert gives_away(further, shown, 10) == places


def told_by_sums(reports, least):
    """Whether totals added and subtracted, each at most once, leave fewer than `least` customers: a naive search."""
    everybody = np.unique(np.concatenate(reports))
    within = np.array([np.isin(everybody, report) for report in reports]).astype(int)
    sums = (np.array(signs) @ within for signs in product((-1, 0, 1), repeat=len(reports)) if signs[0])
    return any(0 < np.count_nonzero(rest) < least for rest in sums)


def test_a_search_through_all_sums_finds_no_more():
    random = np.random.default_rng(5)
    found = []
    for _ in range(150):
        regions = np.sort(random.choice(np.arange(1, 60), 3, replace=False))
        parts = np.split(np.arange(60, dtype=np.uint64), regions)
        joined = [np.concatenate(chosen) for chosen in combinations(parts, random.integers(1, 3))][:3]
        reports = [report for report in (np.concatenate(parts[: random.integers(3, 5)]), *joined) if len(report) >= 8]
        if len(reports) > 1 and not any(told_by_sums(some, 8) for some in combinations(reports[1:], 2)):
            found.append(told_by_sums(reports, 8))
            assert bool(gives_away(reports[0], reports[1:], 8)) == found[-1]
    assert 20 < sum(found) < len(found) - 20


# The attack, on a small shop


@pytest.fixture
def attacked(tmp_path, monkeypatch):
    """Runner of a batch of these reports of the shop; gives net purchases as the reports show them, and the rows."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))

    def run_report(settings, progress):
        regions = settings.where.get("region", list(SHOP["region"].unique()))
        rows = SHOP[SHOP["region"].isin(regions if isinstance(regions, list) else [regions])]
        folder = tmp_path / "out" / settings.report_name
        (folder / "private").mkdir(parents=True, exist_ok=True)
        (folder / "charts").mkdir(exist_ok=True)
        (folder / "report.html").write_text(f"{rows['net_amount'].sum()}", encoding="utf-8")
        shown = {"customers": {"net_amount": int(rows["net_amount"].sum()) if len(rows) >= 10 else None}}
        (folder / "summary.json").write_text(json.dumps(shown), encoding="utf-8")
        rows.to_parquet(folder / "private" / "customers.parquet")
        return folder

    def go(*reports, **common):
        path, said = tmp_path / "many.yaml", []
        path.write_text(json.dumps({"set": {"as_of": "2026-04-01", **common}, "reports": reports}), encoding="utf-8")
        index, failed = run_batch(path, run_report, lambda *step: None, lambda *lines: said.extend(lines))
        shown = {path.parent.name: json.loads(path.read_text(encoding="utf-8"))["customers"]["net_amount"]
                 for path in (tmp_path / "out").glob("*/summary.json")}  # fmt: skip
        return shown, failed, said, index

    return go


def test_all_beside_all_but_few_are_not_both_shown(attacked, tmp_path):
    few = {"report_name": "without", "where": {"region": ["kanto", "kansai"]}}
    shown, failed, said, index = attacked({"report_name": "everybody"}, few)
    assert (shown, failed) == ({"everybody": sum(SHOP["net_amount"])}, 1)  # nothing to subtract from it
    reason = (
        "E-BATCH without: not shown beside everybody: of the same purchases and days, they differ by fewer than 10 "
        "customers, whose figures could be worked out by subtraction. Change where, or leave out one of them."
    )
    assert said[-1] == reason and reason in index.read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "out" / "without").iterdir()] == ["private"]
    assert "E-BATCH" in (tmp_path / "out" / "without" / "private" / "FAILED.txt").read_text(encoding="utf-8")


def test_all_less_its_parts_are_not_all_shown(attacked):
    parts = [{"report_name": name, "where": {"region": name}} for name in ("kanto", "kansai", "tohoku")]
    shown, failed, said, _ = attacked(*parts, {"report_name": "everybody", "language": "ja"})
    assert failed == 1 and "everybody" not in shown and shown["tohoku"] is None
    assert said[-1].startswith("E-BATCH everybody: kanto、kansai と並べて表示できません。")


@each(
    "changes",
    [
        {"as_of": "2026-03-01"},
        {"window_days": 90},
        {"min_group_size": 7},
        {"purchases": "another.csv"},
    ],
)
def test_reports_of_other_purchases_or_days_tell_nothing_of_each_other(attacked, changes):
    common = {} if "min_group_size" not in changes else changes
    few = {"report_name": "without", "where": {"region": ["kanto", "kansai"]}, **changes}
    assert attacked({"report_name": "everybody"}, few, **common)[1] == 0


def test_a_smaller_group_in_one_report_protects_nobody_less(attacked):
    few = {"report_name": "without", "where": {"region": ["kanto", "kansai"]}, "min_group_size": 5}
    assert attacked({"report_name": "everybody"}, few)[1] == 1


def test_a_report_held_open_is_told(attacked, tmp_path, monkeypatch):
    def held(path):
        raise PermissionError

    few = {"report_name": "without", "where": {"region": ["kanto", "kansai"]}}
    monkeypatch.setattr(withdrawal, "shutil", SimpleNamespace(rmtree=held))
    _, failed, said, _ = attacked({"report_name": "everybody"}, few)
    assert failed == 1 and said[-1].startswith("E-FILE-LOCKED without/charts")
    assert KitError("E-FILE-LOCKED", file="without/charts").said("en") == said[-1]
