"""The panel: what stands beside its controls is what the helpers say; what is kept is what was set."""

import json
from dataclasses import replace
from threading import Event, Thread

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.parameter_files import read_yaml
from helpers.base.results import HIDDEN, SEGMENTS
from helpers.compare.exploring.filters import FilterCondition
from helpers.compare.exploring.redrawn import Assumptions
from helpers.compare.exploring.scenario import Moving
from helpers.disclosure.exploring import shown_what_if
from helpers.report import sections
from helpers.report.page.shared import WIDGET
from helpers.report.steps import write_step
from helpers.run.explore import panel as panels
from helpers.run.explore import study as studies
from helpers.run.explore.filter_view import filter_result, filter_view
from helpers.run.explore.keeping import keep_parameters, keep_slide, kept_values
from helpers.run.explore.panel import Panel, panel_defaults, run_answer
from helpers.run.explore.runs_view import runs_result, runs_view
from helpers.run.explore.study import Study, finished_run, finished_runs
from helpers.run.explore.tabs import FilterTab
from helpers.run.explore.what_if_view import what_if_result, what_if_view
from helpers.run.settings import report_settings
from tests.explored import sample_study
from tests.report.seen import seen

CUSTOMERS = 400
KANSAI = FilterCondition("region", "kansai")


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return sample_study()


@pytest.fixture
def out(tmp_path, monkeypatch):
    """An empty folder of runs."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    return tmp_path


def written(study, name, customers=None, **changes):
    """A finished run of the study's customers, or of some of them, under another name."""
    mine = study.settings.model_copy(update={"report_name": name, **changes})
    for step, rows in (
        ("customers", study.customers if customers is None else customers),
        ("responses", study.answers),
    ):
        write_step(mine, step, rows, {"coverage": {"window_before": True}})
    folder = studies._kept(name)
    folder.write_text(json.dumps(mine.model_dump(mode="json")), encoding="utf-8")


def test_the_sample_needs_no_run(study):
    assert study.settings.report_name == "sample" and len(study.customers) > CUSTOMERS
    assert study.words.currency == "JPY"


@pytest.mark.parametrize(("computers", "spoken"), [("ja", "ja"), ("en", "en"), ("de", "en"), ("c.", "en"), ("", "en")])
def test_the_samples_copy_speaks_the_language_of_the_lab(monkeypatch, computers, spoken):
    monkeypatch.setenv("NPS_KIT_LANGUAGE", computers)
    assert finished_run("sample").settings.language == spoken


def test_a_report_that_was_never_run_is_named(out):
    with pytest.raises(KitError, match=r"^E-STEP-MISSING out/nowhere: ") as caught:
        finished_run("nowhere")
    assert caught.value.said("ja").startswith("E-STEP-MISSING out/nowhere: レポートがありません。")


def test_a_finished_run_is_read_with_its_own_settings(study, out):
    written(study, "mine", gross_margin_rate=0.25)
    found = finished_run("mine")
    assert found.settings.gross_margin_rate == 0.25 and len(found.customers) == len(study.customers)
    (out / "slides").mkdir()
    assert finished_runs() == ["mine", "sample"] and found.window_before_covered


def test_the_answer_is_the_reports_and_stands_with_the_note(study):
    headline, note = seen(run_answer(study), study.report).parts
    (told,) = [part for part in seen(sections.answer(study.result), study.report).parts if part.kind == "headline"]
    assert (str(headline), headline.kind) == (str(told), "headline")
    assert (str(note), note.kind) == (study.settings.note, "note")
    assert filter_view(study, []).sentences[0] == str(told)


def test_a_filter_tells_who_they_are_and_what_they_are_worth(study):
    _, result = filter_result(study, [KANSAI])
    view = filter_view(study, [KANSAI])
    promoters = study.words.money(round(result.segments["promoter"].value.mean, -2))
    assert promoters in view.sentences[0] and view.sentences[1].startswith("region: kansai. 1,411 customers, of whom")
    assert list(view.rows["segment"]) == ["detractor", "passive", "promoter", "all"]
    assert view.rows["estimate"].iloc[:3].tolist() == [result.segments[one].value.mean for one in SEGMENTS]
    assert view.text().splitlines()[:2] == list(view.sentences[:2]) and view.chart().axes


def test_a_filter_of_few_shows_why_it_shows_no_money(study):
    tohoku, new = FilterCondition("region", "tohoku"), FilterCondition("tenure", "under_1")
    view = filter_view(study, [tohoku, new])
    assert view.sentences[0].startswith("What they are worth is not shown: ") and view.chart is None
    assert "¥" not in view.text() and "nan" not in view.html()
    assert "Time as a customer: under 1 year" in view.sentences[1]


def test_a_scenario_is_told_in_the_words_of_the_method(study):
    moving, assumed = Moving(0.3, 0.1), Assumptions(gross_margin_rate=0.5)
    found, view = what_if_result(study, assumed, moving), what_if_view(study, assumed, moving)
    assert view.sentences[0].startswith("If of the detractors 30% became like passives and of the passives 10%")
    for sentence, basis in zip(view.sentences[1:], ("plain", "like with like"), strict=True):
        assert sentence.startswith("If those who move came to buy like their new segment,") and f"({basis})" in sentence
    assert study.words.money(found.gains["plain"].estimate) in view.sentences[1]
    rows = view.table.rows.to_numpy().tolist()
    assert rows[0][1:] == ["+21 → +31"] * 2 and rows[1][1] == study.words.money(found.ltv_total)
    assert len(view.rows) == 2 and view.chart().axes
    still = what_if_view(study, Assumptions(), Moving())
    assert still.sentences == ("Nobody moves: set the first or the second share.",) and still.chart is None


def test_a_gain_that_may_be_none_is_not_distinguishable(study):
    found = what_if_view(study, Assumptions(gross_margin_rate=0.05, acquisition_cost=7000.0), Moving(0.0, 0.05))
    said = " ".join(found.sentences)
    assert "the budget at which it breaks even" in said or "not distinguishable" in said


def test_a_cost_that_tells_how_few_are_new_shows_no_money(study):
    """Four detractors are new: what a cost more takes off their mean would tell it."""
    rows = study.customers.copy()
    mine = rows.index[(rows["segment"] == "detractor").fillna(False)]
    rows.loc[mine, "acquired_on"] = pd.Timestamp("2024-01-01")
    rows.loc[mine[:4], "acquired_on"] = pd.Timestamp("2025-12-01")
    few = Study(study.settings, rows, study.answers, True)
    few.__dict__["even"] = study.even  # like with like is not what is looked at
    moved = what_if_result(few, Assumptions(acquisition_cost=1000.0), Moving(0.3))
    assert moved.ltv_total is HIDDEN and moved.gains["plain"] is HIDDEN and moved.total_then("plain") is HIDDEN
    assert what_if_result(few, Assumptions(gross_margin_rate=0.5), Moving(0.3)).ltv_total is not HIDDEN
    assert "¥" not in what_if_view(few, Assumptions(acquisition_cost=1000.0), Moving(0.3)).text()


def test_a_run_that_hides_a_segment_shows_no_scenario(study):
    hidden = replace(study.result.segments["passive"], value=HIDDEN)
    root = replace(study.result, segments={**study.result.segments, "passive": hidden})
    found = what_if_result(study, Assumptions(), Moving(0.3))
    assert shown_what_if(found, study.drawn, Assumptions(), root).gains["plain"] is HIDDEN


def test_two_runs_tell_what_changed(study, out):
    later = study.customers.assign(net_amount=study.customers["net_amount"] * 2)
    written(
        study, "later", later, as_of=study.settings.as_of.replace(year=2027), window_days=365, purchases="other.csv"
    )
    other = finished_run("later")
    before, after, found = runs_result(study, other)
    assert (before.settings.report_name, after.settings.report_name) == ("sample", "later")
    view = runs_view(study, other)
    assert view.sentences[0].startswith("NPS went from +21 to +21; the change is not distinguishable")
    assert view.sentences[1].startswith("The gap between promoters and detractors grew by ¥")
    assert "From sample to later. Customers in both: 7,990" in view.sentences[2] and view.chart().axes
    assert found.money["gap"].change.low > 0


def test_two_runs_that_few_customers_set_apart_show_no_money(study, out):
    """Of the same purchases: nine promoters less, and what they were worth would follow."""
    promoters = study.customers.index[(study.customers["segment"] == "promoter").fillna(False)]
    written(study, "nearly", study.customers.drop(promoters[:9]))
    view = runs_view(study, finished_run("nearly"))
    assert view.sentences[1].startswith("How the gap changed can't be shown") and "¥" not in view.text()
    assert "¥" not in str(view.table)
    silent = study.customers.index[study.customers["segment"].isna()]
    moved = study.customers.copy()
    moved.loc[promoters[:3], "segment"] = "passive"
    written(study, "moved", moved.drop(silent[:40]))
    _, _, found = runs_result(study, finished_run("moved"))
    assert found.money["promoter"].change is HIDDEN and found.money["detractor"].change is not HIDDEN


def test_two_runs_in_other_money_are_not_compared(study, out):
    written(study, "dollars", currency="USD")
    assert runs_view(study, finished_run("dollars")).sentences[0].startswith("The two reports can't be compared")
    assert runs_view(study, None).sentences[0].startswith("There is no other report")


def test_what_is_kept_is_a_parameter_file_that_a_report_takes(study, tmp_path):
    chosen = [KANSAI, FilterCondition("tenure", "from_1")]
    assumed = Assumptions(gross_margin_rate=0.5, acquisition_cost=2000.0)
    paths = [keep_parameters(study, chosen, assumed, tmp_path) for _ in range(2)]
    assert len(set(paths)) == 2  # nothing is written over
    told = report_settings(read_yaml(paths[0]), paths[0].stem)
    assert (told.gross_margin_rate, told.acquisition_cost, told.report_name) == (0.5, 2000.0, paths[0].stem)
    assert told.where["region"] == "kansai"
    days = study.customers["acquired_on"]
    kept = days.dt.date.between(told.where["acquired_on"]["from"], told.where["acquired_on"]["to"])
    _, result = filter_result(study, chosen[1:])
    assert kept.sum() == result.customers.n


@pytest.mark.parametrize(("dimension", "value"), [("earlier_spend", "low"), ("wave", "2026-03"), ("region", "")])
def test_a_condition_that_no_file_can_say_is_named(study, dimension, value):
    with pytest.raises(KitError, match=r"^E-FILTER (Bought in the window before|Wave|region): no parameter file"):
        kept_values(study, [FilterCondition(dimension, value)], Assumptions())


def test_a_cost_beside_those_of_the_file_is_not_kept(study):
    filed = replace(study, customers=study.customers.assign(acquisition_cost=999))
    with pytest.raises(KitError, match=r"^E-FILTER acquisition_cost: "):
        kept_values(filed, [], Assumptions(acquisition_cost=1.0))


def test_a_slide_is_saved_beside_those_before(study, out):
    view = filter_view(study, [KANSAI])
    saved = [keep_slide(study, view) for _ in range(2)]
    assert [path.name for paths in saved for path in paths] == [
        "sample-1.png", "sample-1.txt", "sample-2.png", "sample-2.txt"
    ]  # fmt: skip
    assert saved[0][0].read_bytes()[:4] == b"\x89PNG"
    assert saved[0][1].read_text(encoding="utf-8") == view.text() + study.settings.note + "\n"


@pytest.fixture
def panel(study, out):
    """The panel, whose reports are made by nobody."""
    return Panel(study, lambda path, language, told: (out / path.stem / "report.html", ["1/4 done"]))


def test_moving_a_control_shows_what_the_helpers_say(panel, study):
    first, second, _ = panel.tabs
    (by, value), (other, _) = first.pairs
    by.value = "region"
    value.value = "kansai"
    assert first.out.value == filter_view(study, [KANSAI]).html()
    other.value = "tenure"
    assert first.out.value == filter_view(study, [KANSAI]).html()  # no value chosen yet
    by.value = ""
    assert value.disabled and first.out.value == filter_view(study, []).html()
    second.moving["passive"].value = 0.5
    second.figures["gross_margin_rate"].value = 0.3
    shown = what_if_view(study, Assumptions(gross_margin_rate=0.3), Moving(0.3, 0.5))
    assert second.out.value == shown.html()


def test_no_answer_stands_that_is_older_than_the_controls(study):
    """Two threads move two controls; the first's answer is held up, until the second's stands if it does not wait."""
    tab, begun, later = FilterTab(study), Event(), Event()
    view = tab.view

    def slow():
        answer, is_first = view(), not begun.is_set()
        begun.set()
        if is_first:
            later.wait(0.5)
        return answer

    tab.view = slow
    first = Thread(target=tab.show)
    first.start()
    begun.wait()
    tab.pairs[0][0].value, tab.pairs[0][1].value = "region", "kansai"
    later.set()
    first.join()
    assert tab.out.value == filter_view(study, [KANSAI]).html()


def test_what_can_not_be_worked_out_takes_the_figures_away(study, monkeypatch):
    tab = FilterTab(study)
    tab.show()
    monkeypatch.setattr(tab, "view", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tab.show()
    assert 'role="alert"' in tab.out.value and "(ZeroDivisionError)" in tab.out.value and "¥" not in tab.out.value


def test_each_control_has_a_label_and_help(panel):
    controls = [control for tab in panel.tabs for control in tab.controls]
    assert len(controls) == 11 and all(control.description and control.tooltip for control in controls)
    assert all(button.tooltip for button in panel.buttons)


def test_the_buttons_keep_what_is_set(panel, study, tmp_path, monkeypatch):
    written_to = []
    monkeypatch.setattr(panels, "keep_parameters", lambda *given: written_to.append(given[1:]) or tmp_path / "m.yaml")
    panel.tabs[0].pairs[0][0].value = "region"
    panel.tabs[0].pairs[0][1].value = "kansai"
    for button in panel.buttons:
        button.click()
    assert written_to == [([KANSAI], Assumptions())] * 2
    panel.pages.selected_index = 1
    panel.tabs[1].figures["conversion"].value = 0.0
    panel.buttons[1].click()
    assert written_to[-1] == ([], Assumptions(conversion=0.0)) and "report.html" in panel.told.value


def test_what_is_wrong_is_told_beside_the_buttons(panel):
    panel.tabs[0].pairs[0][0].value = "earlier_spend"
    panel.tabs[0].pairs[0][1].value = "low"
    panel.buttons[0].click()
    assert 'role="alert"' in panel.told.value and "no parameter file can say this" in panel.told.value


def test_where_nothing_runs_the_settings_stand_as_text(panel, study, monkeypatch):
    table = seen(panel_defaults(panel), study.report).tables[0].rows
    assert len(table) == 11 and (table.iloc[:, 2] != "").all()
    shown = []
    monkeypatch.setattr(panels, "display", lambda bundle, raw: shown.append(bundle))
    panels.explore(study)
    assert set(shown[0]) == {WIDGET, "text/plain", "text/html"} and "(children" not in shown[0]["text/plain"]
