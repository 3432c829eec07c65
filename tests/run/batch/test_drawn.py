"""Groups of a batch drawn together, and changes over time: no figure without what chance makes of it."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest

from helpers.base.pooling import drawn_together
from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.run.batch.changes import dated_change, error_of_interval, gap_covariance, nps_covariance
from helpers.run.batch.drawn import customer_groups, drawn_batch
from helpers.run.batch.entries import Entry
from helpers.run.batch.findings import batch_headline
from helpers.run.batch.index import index_page
from helpers.run.batch.persons import ReportPersons
from helpers.run.batch.table import index_table
from helpers.run.settings import checked
from tests.each import each

EN, JA = Words("en", "JPY"), Words("ja", "JPY")
Z = 1.959964


def of(*customers, segment="promoter", amounts=None, answers=None):
    bought = pd.DataFrame({"customer_id": list(customers), "segment": segment, "net_amount": amounts or 0.0})
    given = bought.rename(columns={"customer_id": "person"})[["person", "segment"]] if answers is None else answers
    return ReportPersons(given, bought)


def group(name, nps, half, gap=(3000.0, 1000.0), persons=None, measure="value", **changes):
    """A report of a region; `half` and the second of `gap`: half the interval's width."""
    money = None if gap is None else {"estimate": gap[0], "low": gap[0] - gap[1], "high": gap[0] + gap[1]}
    score = {"value": nps, "low": nps - half, "high": nps + half, "n": 100}
    settings = {"as_of": "2026-04-01", "report_name": name, "where": {"region": name}, **changes}
    summary = {"nps": score, "gaps": {"promoter_detractor": {measure: money}}}
    return Entry(checked(settings), summary, persons=persons or of(name))


ALIKE = [group("kanto", 20.0, 9.5), group("hokkaido", 26.0, 17.5), group("kansai", 23.0, 12.0)]
APART = [group("a", -40.0, 4.0, (0.0, 100.0)), group("b", 10.0, 4.0, (5000.0, 100.0)), group("c", 50.0, 4.0)]


def points(value):
    return EN.points(value / 100)


GAINED = "In all 3 groups promoters can be told to be worth more than detractors. "


def test_where_chance_explains_the_spread_no_group_is_told_from_another():
    assert batch_headline(ALIKE, EN) == f"{GAINED}No group can be told from another, neither by this gap nor by NPS."
    assert batch_headline(ALIKE, JA).endswith("どのグループの間にも違いがあるとは言えません。")
    assert drawn_batch(ALIKE).nps.spread == 0


def test_groups_are_ranked_by_what_they_are_drawn_together():
    pooled = drawn_together([-40.0, 10.0, 50.0], [4 / Z] * 3, 0.95)
    drawn = drawn_batch(APART).nps
    assert drawn.by_report["b"].low == pytest.approx(pooled.groups[1].low, abs=1e-3)
    assert drawn.spread == pytest.approx(pooled.spread, abs=1e-3)
    lowest, _, highest = ([points(end) for end in (group.estimate, group.low, group.high)] for group in pooled.groups)
    assert batch_headline(APART, EN).endswith(
        f"NPS is higher in c ({highest[0]}, between {highest[1]} and {highest[2]}) than in a ({lowest[0]}, between "
        f"{lowest[1]} and {lowest[2]})."
    )
    assert "The gap is larger in b (¥5,000, between " in batch_headline(APART, EN)  # surer than c's 3,000 ± 1,000
    assert "偶然" not in batch_headline(APART, JA) and "cの" not in batch_headline(APART, JA)


def test_a_gap_is_counted_as_it_is_drawn_together():
    """Alone the interval of one of them holds zero; drawn together all lie at 3,000."""
    unsure = [*ALIKE[:2], group("kansai", 23.0, 12.0, (3000.0, 3100.0))]
    assert batch_headline(unsure, EN).startswith(GAINED)
    assert batch_headline([*unsure, group("all", 1.0, 1.0, (0.0, 5.0), where={})], EN).startswith(GAINED)


def test_ends_that_are_not_told_apart_say_so():
    middling = [group("a", 0.0, 10.0, None), group("b", 10.0, 10.0, None), group("c", 17.0, 10.0, None)]
    drawn = drawn_batch(middling).nps
    assert drawn.spread > 0 and drawn.told_apart() is None
    assert batch_headline(middling, EN) == "No group can be told from another by NPS."
    assert batch_headline(middling, JA) == "NPSでは、どのグループの間にも違いがあるとは言えません。"


def test_the_whole_beside_its_groups_is_none_of_them():
    whole = group("all", 22.0, 6.0, persons=of("kanto", "hokkaido", "kansai"), where={})
    assert batch_headline([whole, *ALIKE], EN) == batch_headline(ALIKE, EN)
    assert [entry.settings.report_name for entry in customer_groups([whole, *ALIKE])] == ["kanto", "hokkaido", "kansai"]


@each(
    "entries",
    [
        ALIKE[:2],
        [*ALIKE[:2], group("kanto", 1.0, 9.0, report_name="again", persons=of("x"))],  # the same `where` twice
        [*ALIKE[:2], group("young", 1.0, 9.0, persons=of("kanto", "y"))],  # shares a customer
        [*ALIKE[:2], group("kansai", 1.0, 9.0, as_of="2026-03-01")],
        [*ALIKE[:2], group("kansai", 1.0, 9.0, window_days=90)],
        [*ALIKE[:2], group("kansai", 1.0, 9.0, shop_name="Other")],
        [*ALIKE[:2], Entry(ALIKE[2].settings, error="E-X")],
    ],
)
def test_others_are_not_ranked(entries):
    assert customer_groups(entries) == []
    said = batch_headline(entries, EN)
    assert "reports promoters can be told" in said and "than in" not in said and "¥" not in said
    assert "are not ranked" in index_page("many", entries, EN, {})


def test_money_of_several_currencies_or_measures_is_not_ranked():
    dollars = [*ALIKE[:2], group("kansai", 23.0, 12.0, currency="USD")]
    mixed = [*ALIKE[:2], group("kansai", 23.0, 12.0, measure="ltv")]
    for entries in (dollars, mixed):
        drawn = drawn_batch(entries)
        assert len(drawn.nps.by_report) == 3 and drawn.gap.by_report == {}
        assert "groups" not in batch_headline(entries, EN) and "gap" not in batch_headline(entries, EN)


def test_the_table_and_the_page_hold_what_is_drawn_together():
    rows = index_table([*ALIKE, group("failed", 1.0, 1.0, where={})], EN)
    pooled = drawn_together([20.0, 26.0, 23.0], [9.5 / Z, 17.5 / Z, 12 / Z], 0.95)
    heads = [f"NPS (points), drawn together{end}" for end in ("", ", lower end", ", upper end")]
    expected = [[group.estimate, group.low, group.high] for group in pooled.groups]
    np.testing.assert_allclose(rows.loc[:2, heads].to_numpy(float), expected, atol=0.051)
    assert rows.loc[3, heads].isna().all()
    assert rows["Promoter − detractor, drawn together"].tolist()[:3] == [3000] * 3
    page = index_page("many", ALIKE, EN, {})
    assert page.count('<small class="drawn">drawn together +22 (') == 3 and "Only these figures rank groups." in page
    assert "drawn together" not in index_page("many", ALIKE[:2], EN, {})


# Changes


def test_the_error_of_an_interval():
    assert error_of_interval(Estimate(5.0, 5 - 2 * Z, 5 + 2 * Z), 0.95) == pytest.approx(2)
    assert error_of_interval(Estimate(5.0, None, None), 0.95) is None


def test_a_change_of_different_people_has_both_errors():
    pair = (group("a", 10.0, 3 * Z), group("b", 22.0, 4 * Z))
    moved = dated_change(pair, (pair[0].nps, pair[1].nps), 0.0)
    assert [moved.estimate, moved.low, moved.high] == pytest.approx([12, 12 - 5 * Z, 12 + 5 * Z])


def test_the_same_people_answering_alike_make_a_change_surer():
    same = pd.DataFrame({"person": list("abcd"), "segment": ["promoter", "promoter", "detractor", "passive"]})
    pair = tuple(group(name, 10.0, 9.0, persons=of("x", answers=same)) for name in "ab")
    variance = 11 / 16  # of 1, 1, −1, 0
    assert nps_covariance(pair) == pytest.approx(100**2 * 4 * variance / 4 / 4)
    moved = dated_change(pair, (pair[0].nps, pair[1].nps), nps_covariance(pair))
    assert (moved.low, moved.high) == (0, 0)  # never surer than of one survey


def test_the_covariance_of_gaps_by_a_naive_sum():
    random = np.random.default_rng(3)
    names = [f"c{i}" for i in range(40)]
    first = pd.DataFrame({"customer_id": names, "segment": ["promoter"] * 20 + ["detractor"] * 20,
                          "net_amount": random.gamma(2, 500, 40)})  # fmt: skip
    later = first.assign(net_amount=first["net_amount"] + random.normal(0, 50, 40)).iloc[5:]
    later["segment"] = ["promoter"] * 25 + ["detractor"] * 10  # some have moved
    empty = pd.DataFrame({"person": [], "segment": []})
    pair = tuple(group(name, 1.0, 1.0, persons=ReportPersons(empty, bought), gross_margin_rate=0.5)
                 for name, bought in (("a", first), ("b", later)))  # fmt: skip
    expected = 0.0
    for was, sign in (("promoter", 1), ("detractor", -1)):
        for became, other in (("promoter", 1), ("detractor", -1)):
            here = [name for name in later["customer_id"]
                    if first.set_index("customer_id")["segment"][name] == was
                    and later.set_index("customer_id")["segment"][name] == became]  # fmt: skip
            x = first.set_index("customer_id")["net_amount"].reindex(here).to_numpy()
            y = later.set_index("customer_id")["net_amount"].reindex(here).to_numpy()
            if len(here) > 1:
                n = (first["segment"] == was).sum() * (later["segment"] == became).sum()
                expected += sign * other * float(((x - x.mean()) * (y - y.mean())).sum()) / n
    assert gap_covariance(pair) == pytest.approx(0.25 * expected) and expected > 0


def test_a_change_over_dates_covers_the_truth():
    """100 surveys of the same people: nine in ten answer alike twice; the paired interval covers as it says."""
    random, covered, widths = np.random.default_rng(11), 0, []
    for _ in range(100):
        before = random.choice([-1, 0, 1], 300, p=[0.2, 0.4, 0.4])
        after = np.where(random.random(300) < 0.9, before, random.choice([-1, 0, 1], 300, p=[0.1, 0.4, 0.5]))
        pair = tuple(surveyed(name, scores) for name, scores in (("a", before), ("b", after)))
        moved = dated_change(pair, (pair[0].nps, pair[1].nps), nps_covariance(pair))
        covered += moved.low <= 2.0 <= moved.high  # a tenth, from +20 to +40
        widths.append((moved.high - moved.low) / (2 * Z * sqrt(2) * error_of_interval(pair[0].nps, 0.95)))
    assert 0.9 <= covered / 100 <= 0.99 and np.mean(widths) < 0.5


def surveyed(name, scores):
    words = np.array(["detractor", "passive", "promoter"])[scores + 1]
    answers = pd.DataFrame({"person": np.arange(len(scores)).astype(str), "segment": words})
    half = 100 * Z * scores.std() / sqrt(len(scores))
    return group(name, 100 * scores.mean(), half, persons=of("x", answers=answers))


def test_the_headline_tells_a_change_from_the_dates_at_which_it_is_known():
    dates = [group(f"m{i}", nps, 5.0, (1000.0 * i, 100.0), where={}, as_of=f"2026-0{i}-01", persons=of(f"x{i}"))
             for i, nps in ((1, 0.0), (2, 10.0), (3, 30.0))]  # fmt: skip
    assert batch_headline(dates, EN) == (
        "NPS changed by +30 (+23 to +37) between 2026-01-01 and 2026-03-01, from 0 to +30. The gap between promoter "
        "and detractor changed by ¥2,000 (¥1,860 to ¥2,140) between 2026-01-01 and 2026-03-01, from ¥1,000 to ¥3,000."
    )
    unanswered = Entry(dates[0].settings, {"nps": {"value": None, "n": 0}})
    assert "between 2026-02-01 and 2026-03-01" in batch_headline([unanswered, *dates[1:]], EN)
    assert "+20" in batch_headline(dates[1:], EN)  # two dates are a change
    assert batch_headline(dates, JA).startswith("NPSは2026-01-01から2026-03-01までに+30（+23〜+37）変化し")
