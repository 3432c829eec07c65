"""summary.json has the keys of the contract, survives JSON, and gives NPS in points."""

import json
from dataclasses import fields

import pytest

from helpers.base.proportions import wilson_rate
from helpers.base.results import HIDDEN, Estimate, fits_form
from helpers.collect.funnel import Funnel
from helpers.collect.nps import nps_from_counts
from helpers.compare.growth import Growth
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import Scenario
from helpers.compare.silent_detectors import Complaints
from helpers.merge.complaints import Ladder, Rung
from helpers.merge.kpi_names import CUSTOMER_RATES, KPIS
from helpers.merge.kpis import KPI_GROUPS, Kpis
from helpers.report.context import Context
from helpers.report.handover import write_findings
from helpers.report.sections.front import front_page
from helpers.report.steps import write_json
from helpers.report.summary import nps_points, summary, summary_form

LADDER = Ladder(Rung(2, 2, 0), Rung(30, 58, 28), Rung(100, 600, 500))
LEDGER = {
    "responses": {
        "rows_in": 3,
        "rows_used": 1,
        "not_applicable": {"score_blank": 1},
        "defective": {"x": 1},
        "warnings": [],
    }
}
FUNNEL = Funnel(9, 3, 5, 4, 3, 1, 2)
POINT = Estimate(30.0, 10.0, 50.0)
GROWTH = Growth(0.85, 0.25, 0.10, 0.8, 0.9, 0.2, 0.3, 0.05, 0.15, Estimate(0.8, 0.7, 0.9))

MEAN = {"n", "mean", "low", "high", "median"}
SEGMENT = {"n", "matched", "buyers", "ltv", "lrv", "value", "ltv_total", "net_amount_total"}
CONTRACT = {
    "nps": {"value", "low", "high", "n", "promoters", "passives", "detractors"},
    "segments": {"promoter", "passive", "detractor", "none"},
    "gaps": {"promoter_detractor", "promoter_passive", "passive_detractor"},
    "referral": {
        "influence_mean", "conversion", "conversion_source", "ltv_per_customer", "created_claimed",
        "acquired_by_referral",
    },
    "kpis": set(KPIS),
    "customers": {"n", "ltv_mean", "ltv_total", "net_amount_total"},
    "ledgers": {"responses"},
    "funnel": {"invited", "answered", "usable", "matched", "valued"},
    "robustness": {"reported", "trimmed"},
    "nonresponse": {"money", "weights", "weighted", "bounds"},
    "adjusted": {"promoter_detractor", "promoter_passive", "passive_detractor"},
    "point_value": {"plain", "adjusted"},
}  # fmt: skip


@pytest.fixture
def found(findings):
    """Findings with everything in them."""
    half = dict.fromkeys(KPI_GROUPS, wilson_rate(numerator=5, denominator=10))
    rates = Kpis(dict.fromkeys(KPIS, half), dict.fromkeys(CUSTOMER_RATES, half))
    points = {basis: dict.fromkeys(MOVES, POINT) for basis in ("plain", "adjusted")}
    ways = (Scenario("reported", None, {}, {}, POINT), Scenario("trimmed", None, {}, {}, HIDDEN))
    served = {"kpis": rates, "complaints": Complaints(LADDER, None), "growth": GROWTH}
    return findings(funnel=FUNNEL, ledgers=LEDGER, points=points, scenarios=ways, **served)


@pytest.fixture
def made(found, settings):
    """Their summary."""
    return summary(found, settings(note="Simulated."))


def test_all_keys_of_the_contract_are_there(made):
    assert set(made) >= {*CONTRACT, "heinrich", "earned_growth"}
    for name, keys in CONTRACT.items():
        assert set(made[name]) >= keys, name


def test_segments_and_gaps_have_their_parts(made):
    for segment, block in made["segments"].items():
        assert set(block) >= SEGMENT, segment
        assert all(set(block[m]) >= MEAN for m in ("ltv", "lrv", "value") if block[m])
    for pair, measures in made["gaps"].items():
        assert set(measures) >= {"ltv", "lrv", "value"}, pair
        assert all(set(gap) >= {"estimate", "low", "high", "ratio"} for gap in measures.values())


def test_rates_have_counts_and_ends_for_every_group(made):
    for groups in made["kpis"].values():
        assert set(groups) == {"detractor", "passive", "promoter", "none", "all"}
        assert all(set(rate) == {"numerator", "denominator", "rate", "low", "high"} for rate in groups.values())


def test_the_score_is_in_points():
    # published: 10, 20, 70 → 0.60, 0.4522…0.7128
    points = nps_points(nps_from_counts(10, 20, 70))
    assert points.value == 60
    assert (round(points.low, 2), round(points.high, 2)) == (45.22, 71.28)
    assert (points.promoters, points.passives, points.detractors, points.n) == (70, 20, 10, 100)


def test_without_answers_the_score_is_null_and_the_counts_are_zero():
    points = nps_points(nps_from_counts(0, 0, 0))
    assert [points.value, points.low, points.high] == [None] * 3
    assert [points.n, points.promoters, points.passives, points.detractors] == [0] * 4


def test_the_ladder_and_growth_are_told_or_null(made, findings, settings):
    assert made["heinrich"]["minor"] == {"seen": 30, "expected": 58, "gap": 28}
    assert made["earned_growth"]["rate"] == 0.10
    without = summary(findings(), settings())
    assert without["heinrich"] is None and without["earned_growth"] is None


def test_json_gives_back_the_same_figures(made, tmp_path):
    path = write_json(made, tmp_path / "summary.json")
    read = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert read == made | {"report": made["report"] | {"as_of": "2026-04-01"}}


def test_what_is_written_has_the_form_that_may_be_published(made):
    form = summary_form()
    assert fits_form(made, form)
    mean = dict.fromkeys(("n", "mean", "low", "high", "median"), float)
    assert form["segments"]["promoter"] | {"ltv": mean, "lrv": mean, "value": mean} == form["segments"]["promoter"]
    assert set(form["segments"]) == {"detractor", "passive", "promoter", "none"}
    assert "worth" not in form and "uncertain" not in form["segments"]["promoter"]  # not for publication


@pytest.mark.parametrize(
    "strange", [{"persons": [1]}, {"nps": {"value": "C0042"}}, {"customers": {"ltv_median": 1.0}}, {"gaps": {"x": {}}}]
)
def test_what_no_type_names_may_not_be_published(strange):
    assert not fits_form(strange, summary_form())


def test_no_number_is_a_text(made):
    def texts(value):
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        return [value] if isinstance(value, str) else []

    del made["report"]
    assert texts(made) == ["crm"]  # where k comes from


def test_the_report_that_the_figures_belong_to_is_named_with_its_note(made):
    assert made["report"] | {"note": "Simulated.", "currency": "JPY", "window_days": 365} == made["report"]


def test_other_ways_of_counting_are_told_by_name(made):
    point = {"estimate": 30.0, "low": 10.0, "high": 50.0}
    assert made["robustness"] == {"reported": point, "trimmed": None}
    assert made["point_value"]["plain"]["detractor_promoter"] == point
    assert made["adjusted"]["promoter_detractor"]["value"] == {"estimate": 1500.0, "low": 500.0, "high": 2500.0}


def test_scores_of_those_who_did_not_answer_are_in_points(made, findings, missing, settings):
    silent = made["nonresponse"]
    assert (silent["bounds"]["detractor"]["nps"], silent["bounds"]["promoter"]["nps"]) == (-80, 90)
    assert silent["weighted"]["nps"] == {"value": 20, "low": 10, "high": 30}
    unweighted = summary(findings(missing=missing(reason="one_band")), settings())
    assert unweighted["nonresponse"]["weighted"]["nps"] is None


def test_the_summary_is_written_for_all_and_the_first_screen_for_the_page(found, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    chosen = settings(report_name="r")
    results = [getattr(found, part.name) for part in fields(found)]
    assert write_findings(chosen, *results) == [tmp_path / "r" / "summary.json"]
    written = json.loads((tmp_path / "r" / "summary.json").read_text(encoding="utf-8"))
    assert written["nps"] == summary(found, chosen)["nps"]
    front = json.loads((tmp_path / "r" / "private" / "front.json").read_text(encoding="utf-8"))
    assert front == front_page(Context(chosen), found)
