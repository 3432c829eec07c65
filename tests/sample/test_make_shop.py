"""The sample shop: the same bytes every time, the codebook's counts, the truth by another route."""

import csv
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.each import each

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
FILES = [
    "customers",
    "purchases",
    "responses",
    "invitations",
    "complaints",
    "truth_answers",
    "truth_referrals",
]
AS_OF, WINDOW_START = "2026-04-01", "2025-04-01"


@pytest.fixture(scope="module")
def table():
    """Every file as a list of dicts of text."""
    return {name: rows_of(SAMPLE / f"{name}.csv") for name in FILES}


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def maker():
    """The script as a module, its siblings importable only while it loads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SAMPLE)
        spec = importlib.util.spec_from_file_location("make_shop", SAMPLE / "make_shop.py")
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, "make_shop", module)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture(scope="module")
def valued(table, truth):
    """One row a customer before as_of, by pandas: score, count, tenure, earlier, net, ltv, answered."""
    settings = truth["parameters"]
    people = pd.DataFrame(table["customers"]).merge(pd.DataFrame(table["truth_answers"]), validate="1:1")
    net = net_by_customer(table["purchases"], WINDOW_START, AS_OF)
    earlier = net_by_customer(table["purchases"], "2024-04-01", WINDOW_START)
    acquired = pd.to_datetime(people["acquired_on"])
    days = (pd.Timestamp(AS_OF) - acquired).dt.days
    bought_in = people["acquisition_channel"].map(settings["acquisition_cost"]).where(days <= 365, 0)
    people = people.assign(
        score=people["score"].astype(int),
        tenure=days,
        earlier=people["customer_id"].map(earlier).fillna(0),
        net=people["customer_id"].map(net).fillna(0),
        answered=people["customer_id"].isin({row["customer_id"] for row in table["responses"]}),
    )
    margin = people["net"] * settings["gross_margin_rate"]
    people["ltv"] = margin - bought_in - settings["retention_cost"] / 365 * days.clip(upper=365)
    people["segment"] = pd.cut(people["score"], [-1, 6, 8, 10], labels=["detractor", "passive", "promoter"]).astype(str)
    return people


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def net_by_customer(purchases, from_day, to_day):
    orders = pd.DataFrame(purchases)
    used = orders["status"].isin(["completed", "shipped", "returned"]) & (orders["ordered_at"] >= from_day)
    orders = orders[used & (orders["ordered_at"] < to_day)]
    return (orders["amount"].astype(int) - orders["refund_amount"].astype(int)).groupby(orders["customer_id"]).sum()


def codebook_counts(heading):
    """First cell → number, of the table under a heading of the codebook."""
    part = (SAMPLE / "README.md").read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return {what: int(n.replace(",", "")) for what, n in re.findall(r"^\| ([^|]+?) \| ([\d,]+) \|", part, re.M)}


# The same files every time


def test_script_run_from_elsewhere_writes_the_committed_bytes(tmp_path):
    for script in SAMPLE.glob("*.py"):
        shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, "-W", "error", tmp_path / "make_shop.py"], cwd=tmp_path.parent, check=True)
    for name in [f"{file}.csv" for file in FILES] + ["truth.json"]:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def test_another_seed_makes_another_shop_of_the_same_make(maker, truth):
    other = maker.simulate(7)
    assert set(other.tables) == set(FILES)
    assert other.truth["customers"]["n"] == truth["customers"]["n"]
    assert other.truth["customers"]["net_amount_total"] != truth["customers"]["net_amount_total"]
    assert other.truth["gaps"]["promoter_detractor"]["ltv"] > other.truth["effect"]["promoter_detractor"] > 0


def test_files_have_a_bom_and_plain_line_ends():
    for name in FILES:
        content = (SAMPLE / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and b"\r" not in content


# What the codebook says


def test_codebook_gives_the_number_of_rows(table):
    assert {f"{name}.csv": len(rows) for name, rows in table.items()} == codebook_counts("Files")


def test_codebook_names_every_column(table):
    text = (SAMPLE / "README.md").read_text(encoding="utf-8").split("## Columns")[1].split("\n## ")[0]
    assert [column for rows in table.values() for column in rows[0] if not re.search(rf"\b{column}\b", text)] == []


def test_planted_defects_have_the_counts_of_the_codebook(table):
    known = {row["customer_id"] for row in table["customers"]}
    answers, orders = table["responses"], table["purchases"]
    possible = {str(score) for score in range(11)}
    assert codebook_counts("Planted defects") == {
        "person answering twice": len(answers) - len({row["customer_id"] for row in answers}),
        "blank score": sum(row["score"] == "" for row in answers),
        "impossible score": sum(row["score"] not in possible | {""} for row in answers),
        "answer from an unknown customer": sum(row["customer_id"] not in known for row in answers),
        "purchase of an unknown customer": sum(row["customer_id"] not in known for row in orders),
        "refund larger than the order": sum(int(row["refund_amount"]) > int(row["amount"]) for row in orders),
        "purchase after the report's date": sum(row["ordered_at"] >= AS_OF for row in orders),
        "test order": sum(row["status"] == "test" for row in orders),
        "customer acquired after the report's date": sum(row["acquired_on"] >= AS_OF for row in table["customers"]),
    }


def test_figures_in_the_prose_of_the_codebook(table, truth):
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    known = {row["customer_id"] for row in table["customers"]}
    strangers = sum(int(row["amount"]) for row in table["purchases"] if row["customer_id"] not in known)
    valid = {row["customer_id"] for row in table["responses"] if row["score"] in map(str, range(11))}
    assert f"({strangers:,} yen)" in text
    assert f"cancelled ({sum(row['status'] == 'cancelled' for row in table['purchases']):,})" in text
    assert f"{len(valid):,} valid answers, one a person, {len(valid & known):,} of them" in text
    assert f"({truth['gaps']['promoter_detractor']['ltv']:,.0f} yen of LTV" in text
    assert f"effect ({truth['effect']['promoter_detractor']:,.0f} yen)" in text


# How the files hang together


@each(
    ("name", "key"),
    [
        ("customers", "customer_id"),
        ("customers", "email"),
        ("purchases", "order_id"),
        ("responses", "response_id"),
        ("invitations", "customer_id"),
        ("invitations", "token"),
        ("complaints", "complaint_id"),
        ("truth_answers", "customer_id"),
        ("truth_referrals", "customer_id"),
    ],
)
def test_keys_are_unique(table, name, key):
    values = [row[key] for row in table[name]]
    assert len(set(values)) == len(values)


def test_nobody_orders_before_registering_and_orders_cover_the_history(table):
    since = {row["customer_id"]: row["acquired_on"] for row in table["customers"]}
    days = [row["ordered_at"][:10] for row in table["purchases"]]
    assert all(day >= since.get(row["customer_id"], "") for day, row in zip(days, table["purchases"], strict=True))
    assert min(days) <= min(since.values())
    assert len({day for day in days if day < AS_OF}) > 1450  # of 1,461 days


def test_answers_come_from_invited_customers_who_agreed_to_mails(table):
    invited = {row["customer_id"] for row in table["invitations"]}
    agreed = {row["customer_id"] for row in table["customers"] if row["mail_consent"] == "1"}
    answered = {row["customer_id"] for row in table["responses"] if row["customer_id"].startswith("C")}
    assert answered < invited < agreed


def test_latest_answer_is_the_true_one(table):
    said = {row["customer_id"]: row for row in table["truth_answers"]}
    latest = {row["customer_id"]: row for row in sorted(table["responses"], key=lambda row: row["responded_at"])}
    for customer, row in latest.items():
        if customer in said and row["score"] in map(str, range(11)):
            assert {key: row[key] for key in said[customer]} == said[customer]


def test_complaints_are_about_the_complainer_s_own_earlier_orders(table):
    orders = {row["order_id"]: row for row in table["purchases"]}
    for row in table["complaints"]:
        order = orders.get(row["order_id"])
        assert row["order_id"] == "" or order["customer_id"] == row["customer_id"]
        assert row["order_id"] == "" or order["ordered_at"][:10] <= row["received_at"] < AS_OF


def test_recommenders_were_customers_before(table):
    since = {row["customer_id"]: row["acquired_on"] for row in table["customers"]}
    assert all(since[row["recommended_by"]] < since[row["customer_id"]] for row in table["truth_referrals"])


def test_every_address_is_an_example(table):
    domains = {row["email"].partition("@")[2] for row in table["customers"]}
    assert domains == {"example.jp"}
    for name in FILES:
        assert name == "customers" or b"@" not in (SAMPLE / f"{name}.csv").read_bytes()


# The truth by another route


def test_ltv_and_net_amount_of_each_segment(valued, truth):
    for name, part in valued.groupby("segment"):
        assert truth["segments"][name]["n"] == len(part)
        assert truth["segments"][name]["ltv_mean"] == pytest.approx(part["ltv"].mean(), abs=1e-3)
        assert truth["segments"][name]["net_amount_total"] == part["net"].sum()
    assert truth["customers"]["ltv_total"] == pytest.approx(valued["ltv"].sum(), abs=1e-2)
    assert truth["customers"]["net_amount_total"] == valued["net"].sum()


def test_nps_from_the_scores(valued, truth):
    points = valued["score"].map(lambda score: 100 if score >= 9 else -100 if score <= 6 else 0).mean()
    assert truth["nps"]["value"] == pytest.approx(points, abs=1e-4)


def test_lrv_shares_out_the_referred_customers_by_count(table, valued, truth):
    # a cancels under the common rule: LRV of a segment = R × L̄ / N × its mean count / everybody's mean count
    count = pd.to_numeric(valued["recommended_count"]).clip(upper=truth["referral"]["cap"])
    a_customer = len(table["truth_referrals"]) * valued["ltv"].mean() / len(valued)
    for name, mean_count in count.groupby(valued["segment"]).mean().items():
        assert truth["segments"][name]["lrv_mean"] == pytest.approx(a_customer * mean_count / count.mean(), abs=1e-3)


def test_gaps_are_differences_of_segments(truth):
    for pair, gap in truth["gaps"].items():
        high, low = (truth["segments"][name] for name in pair.split("_"))
        for kind in ("ltv", "lrv", "value"):
            assert gap[kind] == pytest.approx(high[f"{kind}_mean"] - low[f"{kind}_mean"], abs=1e-3)


def test_cap_lies_firmly_on_a_heap(valued, truth):
    for counts in (valued["recommended_count"], valued.loc[valued["answered"], "recommended_count"]):
        counts = pd.to_numeric(counts).dropna()
        assert truth["referral"]["cap"] == 10
        assert (counts >= 10).mean() > 0.02 and (counts > 10).mean() < 0.005


# What makes the sample worth studying


def test_promoters_are_customers_for_longer_and_large_buyers_are_detractors(valued):
    by_segment = valued.groupby("segment")
    tenure = by_segment["tenure"].mean()
    large = (valued["earlier"] >= 40_000).groupby(valued["segment"]).mean()
    assert tenure["promoter"] > tenure["passive"] > tenure["detractor"]
    assert large["detractor"] > 1.5 * large["promoter"]


def test_effect_is_smaller_than_the_gap_and_found_at_equal_tenure_and_earlier_spend(valued, truth):
    cells = valued.assign(age=valued["tenure"] // 91, spend=pd.qcut(valued["earlier"].rank(method="first"), 12))
    means = cells.pivot_table(index=["age", "spend"], columns="segment", values="ltv", observed=True)
    size = cells.groupby(["age", "spend"], observed=True).size()
    gap = (means["promoter"] - means["detractor"]).dropna()
    matched = (gap * size[gap.index]).sum() / size[gap.index].sum()
    effect = truth["effect"]["promoter_detractor"]
    assert effect < truth["gaps"]["promoter_detractor"]["ltv"]
    assert matched == pytest.approx(effect, rel=0.15)


def test_respondents_are_happier_and_bigger_than_all_customers(valued):
    answered = valued[valued["answered"]]
    assert answered["ltv"].mean() > 1.05 * valued["ltv"].mean()
    assert answered["score"].mean() > valued["score"].mean() + 0.2


def test_spend_is_heavy_tailed_and_many_bought_nothing(valued, table):
    spread = valued.groupby("segment")["ltv"].std() / valued.groupby("segment")["ltv"].mean()
    buyers = set(net_by_customer(table["purchases"], WINDOW_START, AS_OF).index)
    assert spread.between(1.2, 1.8).all()
    assert 0.25 < 1 - valued["customer_id"].isin(buyers).mean() < 0.35


def test_detractors_complain_more_and_few_small_complaints_are_recorded(valued, table):
    late = [row for row in table["complaints"] if row["received_at"] >= WINDOW_START]
    seen = pd.Series([row["severity"] for row in late]).value_counts()
    rate = valued["customer_id"].isin({row["customer_id"] for row in late}).groupby(valued["segment"]).mean()
    assert rate["detractor"] > 2 * rate["promoter"]
    assert seen["minor"] < 29 * seen["major"] and seen["near_miss"] < 300 * seen["major"]


def test_ratings_follow_the_score_delivery_most_and_lowest(table):
    rows = pd.DataFrame(table["responses"])[["score", "delivery", "price", "quality"]]
    numbers = rows.apply(pd.to_numeric, errors="coerce").dropna()
    assert set(numbers["delivery"]) == {1, 2, 3, 4, 5} and 0.88 < len(numbers) / len(rows) < 0.94
    follow, means = numbers.corr()["score"], numbers.mean()
    assert follow["delivery"] > follow["price"] + 0.1 > follow["quality"] + 0.1 > 0.2
    assert means["delivery"] < means["price"] < means["quality"]
