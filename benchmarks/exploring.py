"""How fast the panel of explore.ipynb answers: what is worked out, and in JupyterLab with a browser.

python run.py bench exploring [--customers 0 100000] [--moves 20] [--no-browser]

0 customers: the sample. Larger shops are the sample's customers several times over, each time under other names.
Printed are the seconds until the panel is ready, and per control the median and the slowest of so many moves: of the
calculation with its sentences and its figure as HTML; and in the browser from the control's event to the change of
what stands beside it. Goals: 0.2 s on the sample, 1 s with 100,000 customers.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pandas as pd

START = "import sys, pathlib, run; run.PYTHON = pathlib.Path(sys.executable); sys.exit(run.lab(sys.argv[1:]))"
JUPYTERS = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
WATCH = """() => {
  window.took = [];
  let since = 0;
  const begin = () => { since = performance.now(); };
  for (const kind of ['change', 'keydown']) document.addEventListener(kind, begin, true);
  for (const view of document.querySelectorAll('.nps-view'))
    new MutationObserver(() => { if (since) { window.took.push(performance.now() - since); since = 0; } })
      .observe(view, {childList: true, subtree: true});
}"""


def shop(customers: int):
    """The sample's study, or its customers several times over."""
    from helpers.run.explore.study import Study, finished_run

    sample = finished_run("sample")
    if not customers:
        return sample
    times = -(-customers // len(sample.customers))
    rows, answers = (
        pd.concat([_named(table, number) for number in range(times)], ignore_index=True)
        for table in (sample.customers, sample.answers)
    )
    settings = sample.settings.model_copy(update={"report_name": "large"})
    rows = rows.iloc[:customers]
    return Study(settings, rows, answers[answers["customer_id"].isin(rows["customer_id"])], True)


def _named(table: pd.DataFrame, number: int) -> pd.DataFrame:
    return table.assign(**{name: f"{number} " + table[name] for name in ("customer_id", "person")})


def told(times: list[float]) -> str:
    """Median and slowest of times in seconds, as milliseconds."""
    return f"{1000 * statistics.median(times):.0f} | {1000 * max(times):.0f}" if times else "– | –"


def calculated(study, moves: int) -> dict[str, list[float]]:
    """Seconds of each control's answer, by tab."""
    from helpers.run.explore.tabs import FilterTab, WhatIfTab

    took: dict[str, list[float]] = {}
    for tab in (FilterTab(study), WhatIfTab(study)):
        tab.show()
        for number in range(moves):
            for control in tab.controls:
                if len(control.options) > 1:
                    start = time.perf_counter()
                    control.index = number % len(control.options)
                    took.setdefault(tab.name, []).append(time.perf_counter() - start)
    return took


def in_browser(study, moves: int) -> tuple[dict[str, list[float]], float]:
    """Seconds of each control in JupyterLab, by tab, and until the panel is there."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kit = _kit(Path(folder), study)
        lab, address = _lab(kit)
        try:
            args = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=_chromium(), args=args)
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(300_000)
            page.goto(f"{address}/lab/tree/notebooks/explore.ipynb?token=t")
            page.wait_for_function("/Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText)")
            page.get_by_role("menuitem", name="Run").first.click()
            start = time.perf_counter()
            page.get_by_text("Run All Cells", exact=True).click()
            page.wait_for_selector(".nps-explore .nps-view p")
            ready = time.perf_counter() - start
            page.evaluate(WATCH)
            took = {"filter": _moved(page, _choose, moves), "whatif": _moved(page, _slide, moves)}
            browser.close()
        finally:
            os.killpg(lab.pid, signal.SIGINT)  # as Ctrl-C, so that the kernels end too
            lab.wait(60)
    return took, ready


def _moved(page, move: Callable, moves: int) -> list[float]:
    for number in range(moves):
        before = page.evaluate("window.took.length")
        move(page, number)
        page.wait_for_function(f"window.took.length > {before}")
    return [one / 1000 for one in page.evaluate("window.took.splice(0)")]


def _choose(page, number: int) -> None:
    choices = page.locator(".nps-explore select:visible")
    if not number:
        choices.nth(0).select_option(label="region")
        page.wait_for_function("document.querySelectorAll('.nps-explore select')[1].options.length > 2")
    regions = choices.nth(1).locator("option").count()
    choices.nth(1).select_option(index=1 + number % (regions - 1))


def _slide(page, number: int) -> None:
    if not number:
        page.get_by_role("tab", name="What if").click()
    handle = page.locator(".nps-explore [role=slider]:visible").nth(number % 6)
    handle.focus()
    handle.press("ArrowRight" if number % 6 == 1 else "ArrowLeft")  # the second stands at its lower end


def _kit(folder: Path, study) -> Path:
    """A copy of the project with the study's run in out, and the notebook set to it."""
    from helpers.base.folders import PROJECT
    from helpers.report.steps import SETTINGS, write_json, write_step

    for part in ("helpers", "notebooks", "data"):
        shutil.copytree(PROJECT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "mine*"))
    shutil.copy(PROJECT / "run.py", folder)
    name = study.settings.report_name
    if name != "sample":
        os.environ["NPS_KIT_OUT"] = str(folder / "out")
        for step, rows in (("customers", study.customers), ("responses", study.answers)):
            write_step(study.settings, step, rows, {"coverage": {"window_before": True}})
        write_json(study.settings.model_dump(mode="json"), folder / "out" / name / "private" / SETTINGS)
        del os.environ["NPS_KIT_OUT"]
        path = folder / "notebooks" / "explore.ipynb"
        content = json.loads(path.read_text(encoding="utf-8").replace('\\"sample\\"', f'\\"{name}\\"'))
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def _lab(kit: Path) -> tuple[subprocess.Popen, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}": str(kit / name) for name in JUPYTERS}
    ours = {"PYTHONPATH": str(kit), "LANG": "en_GB.UTF-8", "NPS_KIT_OUT": str(kit / "out"), "LC_ALL": "en_GB.UTF-8"}
    words = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", "--IdentityProvider.token=t"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    env = {**os.environ, **places, **ours}
    lab = subprocess.Popen([sys.executable, "-c", START, *words], cwd=kit, env=env, **quiet)
    for _ in range(240):
        try:
            urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            break
    return lab, f"http://127.0.0.1:{port}"


def _chromium() -> str | None:
    return os.environ.get("NPS_KIT_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, nargs="+", default=[0, 100_000])
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--no-browser", action="store_true")
    chosen = parser.parse_args()
    print("| customers | answers | where | ready, s | filter, ms: median | slowest | what if, ms: median | slowest |")
    print("|---|---|---|---|---|---|---|---|")
    for customers in chosen.customers:
        study, start = shop(customers), time.perf_counter()
        _ = study.result, study.worths, study.openings, study.even
        ready, took = time.perf_counter() - start, calculated(study, chosen.moves)
        _line(study, "calculated", ready, took)
        if not chosen.no_browser and sys.platform != "win32" and _chromium():
            took, ready = in_browser(study, chosen.moves)
            _line(study, "in the browser", ready, took)


def _line(study, where: str, ready: float, took: dict[str, list[float]]) -> None:
    people = f"| {len(study.customers):,} | {int(study.customers['segment'].notna().sum()):,} "
    print(f"{people}| {where} | {ready:.1f} | {told(took['filter'])} | {told(took['whatif'])} |", flush=True)


if __name__ == "__main__":
    main()
