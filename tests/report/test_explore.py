"""Sliders: the sentence beside them is the report's, with one parameter moved."""

import json

import pytest
from ipywidgets import HTML, FloatSlider

from helpers.base.errors import KitError
from helpers.report import explore, findings
from helpers.report.runs import write_step

CUSTOMERS = 400


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return explore.finished_run("sample")


@pytest.fixture
def shown(monkeypatch):
    """The boxes that were displayed."""
    seen = []
    monkeypatch.setattr(explore, "display", seen.append)
    return seen


def test_the_sample_needs_no_run(study):
    assert study.settings.report_name == "sample" and len(study.customers) > CUSTOMERS
    assert study.words.currency == "JPY"


def test_a_report_that_was_never_run_is_named():
    with pytest.raises(KitError, match=r"^E-STEP-MISSING out/nowhere: "):
        explore.finished_run("nowhere")


def test_a_finished_run_is_read_with_its_own_settings(study, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    mine = study.settings.model_copy(update={"report_name": "mine", "gross_margin_rate": 0.25})
    for step, rows in (("customers", study.customers), ("responses", study.answers)):
        write_step(mine, step, rows, {})
    manifest = {"settings": mine.model_dump(mode="json")}
    (tmp_path / "mine" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = explore.finished_run("mine")
    assert found.settings.gross_margin_rate == 0.25 and len(found.customers) == len(study.customers)


def test_the_sentence_is_the_reports_answer(study):
    settings = study.settings.model_copy(update={"resamples": explore.RESAMPLES_WHILE_MOVING, "gross_margin_rate": 0.3})
    result = explore.comparison(study.customers, study.answers, settings)
    assert explore.sentence(study, gross_margin_rate=0.3) == findings.value_headline(result, study.words, settings)


def test_a_value_out_of_range_is_refused_by_name(study):
    with pytest.raises(KitError, match=r"gross_margin_rate"):
        explore.sentence(study, gross_margin_rate=1.5)


def test_at_fixed_values_the_sentences_are_those_of_the_slider(study, monkeypatch):
    monkeypatch.setattr(explore, "sentence", lambda study, **changes: f"{changes}")
    grid = explore.at_values(study, "conversion", [0, 0.05, 1])
    assert grid.rows.to_numpy().tolist() == [
        ["0", "{'conversion': 0}"], ["0.05", "{'conversion': 0.05}"], ["1", "{'conversion': 1}"]
    ]  # fmt: skip


def test_moving_the_slider_changes_the_sentence_beside_it(study, shown, monkeypatch):
    monkeypatch.setattr(explore, "sentence", lambda study, **changes: f"<b>{changes['gross_margin_rate']}</b> & so")
    explore.slider(study, "gross_margin_rate", "Margin", 0.05, 1.0, 0.05)
    control, answer = shown[0].children
    assert isinstance(control, FloatSlider) and isinstance(answer, HTML)
    assert (control.value, control.min, control.max, control.description) == (0.6, 0.05, 1.0, "Margin")
    assert "&lt;b&gt;0.6&lt;/b&gt; &amp; so</p>" in answer.value
    control.value = 0.3
    assert "&lt;b&gt;0.3&lt;/b&gt; &amp; so</p>" in answer.value


def test_a_slider_starts_at_what_the_report_has(study, shown, monkeypatch):
    monkeypatch.setattr(explore, "sentence", lambda study, **changes: str(changes))
    explore.slider(study, "acquisition_cost", "Cost", 0, 10_000, 500)
    assert shown[0].children[0].value == 3500  # of 2500, 6000, 3500, 4500 and 1000 by channel the mean
    explore.slider(study, "conversion", "k", 0, 1, 0.01)
    worked_out = explore.comparison(study.customers, study.answers, study.settings).referral["conversion"]
    assert shown[1].children[0].value == worked_out
