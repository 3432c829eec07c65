"""The benchmark of what is new runs, and says the same again; how it came out stands in benchmarks/README.md."""

import importlib
import re
import sys
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from helpers.compare.adjustment.adjusted import adjusted_gaps
from helpers.compare.growth import Growth
from helpers.compare.ltv import ltv

pytestmark = pytest.mark.slow
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
HELD = {
    "groups": "coverage",
    "waves": "coverage: strangers / paired",
    "exposure": "coverage",
    "smallest": "held, %",
    "calls": "held, %",
    "drivers": "held, %",
}


@pytest.fixture
def printed(monkeypatch, capsys):
    monkeypatch.syspath_prepend(BENCHMARKS)

    def by(name: str, *words: str) -> str:
        monkeypatch.setattr(sys, "argv", [name, *words])
        importlib.import_module(name).main()
        return re.sub(r"\d+ s\b", "", capsys.readouterr().out)

    return by


@pytest.fixture
def meaning(printed):
    return partial(printed, "meaning")


def rows(text: str) -> list[dict[str, str]]:
    """Rows of the one table."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if "|" in line]
    head, _, *rest = ([cell.strip() for cell in line] for line in lines)
    return [dict(zip(head, line, strict=True)) for line in rest]


PARTS = [("groups", 24), ("waves", 22), ("exposure", 12), ("curve", 16), ("smallest", 8), ("calls", 8), ("drivers", 12)]
KNOWS_ENDS = "retention_whole" in {part.name for part in fields(Growth)}


@pytest.mark.parametrize("part, lines", PARTS)
def test_a_part_prints_its_table(meaning, part, lines):
    table = rows(meaning("--shops", "2", "--only", part))
    assert len(table) == lines
    shares = [float(share) for row in table for share in re.findall(r"[\d.]+", row.get(HELD.get(part), ""))]
    assert all(0 <= share <= 100 for share in shares) and bool(shares) == (part in HELD)


@pytest.mark.skipif(not KNOWS_ENDS, reason="earned growth has no interval")
def test_growth_prints_its_table(meaning):
    assert len(rows(meaning("--shops", "2", "--only", "growth"))) == 12


def test_the_true_shares_of_earned_growth(monkeypatch):
    """By hand, of 1,000 customers: 800 old, of whom 400 were there for half of the window before; 50 by referral."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    truth = importlib.import_module("earned").true_shares("young")
    before, kept, earned = 400 + 400 / 2, 800 * 0.85, 50 / 2
    assert truth == pytest.approx([kept / before, 0.85, earned / before, (kept + earned) / before - 1])


def test_seeds_are_fixed(meaning):
    assert meaning("--shops", "2", "--only", "waves") == meaning("--shops", "2", "--only", "waves")


@pytest.mark.parametrize("tail, wide", [("mild", 0.03), ("heavy", 0.09)])
def test_luck_has_mean_one_and_the_variance_told(monkeypatch, tail, wide):
    monkeypatch.syspath_prepend(BENCHMARKS)
    trials = importlib.import_module("trials")
    drawn = trials.luck(1_000_000, tail, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(1, abs=wide / 3)
    assert np.sqrt(drawn.var() / trials.luck_variance(tail)) == pytest.approx(1, abs=wide)


def test_the_true_change_of_two_waves_is_that_of_those_who_answer(monkeypatch):
    """By hand: of 10,000 answers 2,000, 3,000 and 5,000; 1:2:3 answer again, 3,000 in all; the rest are as before."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    pair = importlib.import_module("two_waves").Pair(10_000, 0.3, "happy", 0.4)
    again = 3_000 * (5_000 * 3 - 2_000) / (2_000 + 6_000 + 15_000)  # promoters less detractors among them
    after = 0.4 * again + 0.6 * 3_000 * 0.3 + 7_000 * 0.3
    assert pair.change(False) == pytest.approx(after / 10_000 - 0.3)
    assert pair.change(True) == pytest.approx(pair.change(False) + 0.1)


def test_like_with_like_prints_two_rows_of_a_shop_and_says_the_same_again(printed):
    words = "--shops", "2", "--sizes", "200", "--only", "plain", "heavy", "--pairs", "passive_detractor"
    text = printed("adjusted", *words)
    assert [(row["shop"], row["effect"]) for row in rows(text)] == [
        (shop, effect) for shop in ("plain", "heavy") for effect in ("of those kept", "of those who move")
    ]
    assert text == printed("adjusted", *words)


def test_like_with_like_is_judged_by_the_figures_of_a_report(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    benchmark, shops = importlib.import_module("adjusted"), importlib.import_module("alike_shops")
    one, settings = shops.alike_shop("silent", 120, np.random.default_rng(1)), shops.settings_of("silent")
    nothing = one.rows["net_amount"] * np.nan
    told = adjusted_gaps(one.rows, ltv(one.rows, settings), nothing, settings, window_before_covered=True)
    for pair, gaps in told.items():
        found = benchmark.figures(one, pair, settings)[1][0]
        expected = [(gap.estimate, gap.low, gap.high) for gap in (gaps.ltv.gap, gaps.ltv.moved)]
        assert [(each.estimate, each.low, each.high) for each in found] == [pytest.approx(row) for row in expected]


@pytest.mark.parametrize("kind", ["interaction", "season", "big", "level-weak-mild"])
def test_what_an_oracle_knows_of_shops_is_so(monkeypatch, kind):
    monkeypatch.syspath_prepend(BENCHMARKS)
    shops = importlib.import_module("alike_shops")
    one = shops.alike_shop(kind, 300_000, np.random.default_rng(1))
    for segment, chance in one.chance.items():
        members = one.rows["segment"] == segment
        assert chance.mean() == pytest.approx(members.mean(), abs=0.004)
        assert chance[members].mean() == pytest.approx((chance**2).sum() / chance.sum(), abs=0.006)
        gained = shops.MARGIN * one.rows["net_amount"][members]
        assert gained.mean() == pytest.approx(one.worth[segment][members].mean(), rel=0.03)


def test_the_forecast_prints_its_tables(printed):
    said = printed("forecast", "--shops", "2", "--customers", "600")
    assert said.count("(used)") == 4 and "rank correlation" in said
