"""The panel of explore.ipynb in JupyterLab: every control moved, and what stands beside it what the helpers say."""

import re
import sys
import time
from datetime import date

import pytest
from playwright.sync_api import expect

from helpers.compare.exploring.filters import FilterCondition
from helpers.compare.exploring.redrawn import Assumptions
from helpers.compare.exploring.scenario import Moving
from helpers.report.steps import SETTINGS, write_json, write_step
from helpers.run.explore.filter_view import filter_view
from helpers.run.explore.runs_view import runs_view
from helpers.run.explore.scales import SCALES, tried
from helpers.run.explore.study import finished_run
from helpers.run.explore.what_if_view import what_if_view
from tests.browser.test_lab import LONG, ended_by_ctrl_c, kit, lab, opened_in
from tests.explored import sample_study

__all__ = ["kit", "lab"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a group of processes, as a terminal does"),
]
SCREEN = {"width": 1366, "height": 768}
ROOM = 646  # pixels of a laptop's screen that JupyterLab leaves a notebook
SLOWEST = 20.0  # seconds that a control may take here; how fast it is says benchmarks/exploring.py


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return sample_study()


def run_panel(page, running):
    """The panel after all cells ran, and the errors that the page told."""
    page.set_viewport_size(SCREEN)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{running.address}/lab/tree/notebooks/explore.ipynb?reset")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content")
    page.wait_for_function("/Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText)")
    before = page.locator(".jp-Notebook").inner_text()
    assert "children=" not in before and "widget" not in before.lower()
    page.get_by_role("menuitem", name="Run").first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_selector(".nps-explore .nps-view p", timeout=LONG)
    page.evaluate("document.querySelector('.nps-explore').scrollIntoView({block: 'start'})")
    return page.locator(".nps-explore"), faults


def shows(panel, view):
    """The open tab shows these sentences, and the figure's labels."""
    shown = panel.locator(".nps-view:visible")
    for sentence in view.sentences:
        expect(shown).to_contain_text(sentence, timeout=SLOWEST * 1000)
    labels = [str(label) for label in view.rows["label"]]
    assert shown.locator("svg text").all_text_contents()[2::3] == labels


def open_tab(panel, name):
    panel.get_by_role("tab", name=name).click()


def press(handle, key, times):
    handle.focus()
    for _ in range(times):
        handle.press(key)


@pytest.fixture
def later(kit, study, monkeypatch):
    """A finished run of a year later in the kit's out, in which everybody bought twice as much."""
    monkeypatch.setenv("NPS_KIT_OUT", str(kit / "out"))
    mine = study.settings.model_copy(update={"report_name": "later", "as_of": date(2027, 4, 1), "purchases": "o.csv"})
    rows = study.customers.assign(net_amount=2 * study.customers["net_amount"])
    for step, table in (("customers", rows), ("responses", study.answers)):
        write_step(mine, step, table, {"coverage": {"window_before": True}})
    write_json(mine.model_dump(mode="json"), kit / "out" / "later" / "private" / SETTINGS)
    return finished_run("later")


def test_every_control_moves_what_stands_beside_it(browser, lab, kit, study, later):
    running, page, elsewhere = opened_in(browser, lab, "en")
    panel, faults = run_panel(page, running)
    _filters(panel, study)
    _what_if(panel, study)
    _runs(panel, study, later)
    _kept(panel, kit)
    assert panel.bounding_box()["height"] <= ROOM
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert (faults, elsewhere) == ([], [])
    assert ended_by_ctrl_c(running) == 0


def _filters(panel, study):
    shows(panel, filter_view(study, []))
    choices = panel.locator("select:visible")
    kansai = FilterCondition("region", "kansai")
    choices.nth(0).select_option(label="region")
    choices.nth(1).select_option(label="kansai")
    shows(panel, filter_view(study, [kansai]))
    choices.nth(2).select_option(label="Time as a customer")
    choices.nth(3).select_option(label="under 1 year")
    shows(panel, filter_view(study, [kansai, FilterCondition("tenure", "under_1")]))
    assert panel.bounding_box()["height"] <= ROOM


def _what_if(panel, study):
    open_tab(panel, "What if")
    handles, moving = panel.locator("[role=slider]:visible"), {"detractor": 0.3, "passive": 0.0}
    shows(panel, what_if_view(study, Assumptions(), Moving(**moving)))
    press(handles.nth(0), "ArrowLeft", 2)
    press(handles.nth(1), "ArrowRight", 3)
    moving = Moving(0.2, 0.15)
    shows(panel, what_if_view(study, Assumptions(), moving))
    assumed = {}
    for place, (name, value) in enumerate(_next_stops(study).items(), 2):
        handles.nth(place).focus()
        handles.nth(place).press("ArrowLeft")
        assumed[name] = value
        shows(panel, what_if_view(study, Assumptions(**assumed), moving))
    started = time.monotonic()
    press(handles.nth(0), "ArrowRight", 14)  # faster than the answers come
    shows(panel, what_if_view(study, Assumptions(**assumed), Moving(0.9, 0.15)))
    assert time.monotonic() - started < 2 * SLOWEST
    assert panel.bounding_box()["height"] <= ROOM


def _next_stops(study):
    """Of each slider the stop below the run's own figure."""
    scales = {name: tried(study, name) for name in SCALES}
    return {name: scale.stops[scale.stops.index(scale.own) - 1] for name, scale in scales.items()}


def _runs(panel, study, later):
    open_tab(panel, "Two reports")
    shows(panel, runs_view(study, None))
    panel.locator("select:visible").select_option(label="later")
    shows(panel, runs_view(study, later))


def _kept(panel, kit):
    open_tab(panel, "Some customers")
    panel.get_by_role("button", name="Save for slides").click()
    expect(panel.locator(".nps-keep")).to_contain_text("out/slides/sample-1.png", timeout=LONG)
    panel.get_by_role("button", name="Keep as a parameter file").click()
    expect(panel.locator(".nps-keep")).to_contain_text("mine-Sample-shop.yaml", timeout=LONG)
    kept = (kit / "notebooks" / "parameters" / "mine-Sample-shop.yaml").read_text(encoding="utf-8")
    assert re.search(r"where:.*\n  region: kansai", kept) and "acquired_on" in kept
