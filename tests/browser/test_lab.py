"""JupyterLab in a real browser: a folder of exports goes through the form to a page; notebooks run."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
import yaml

from helpers.base.folders import PROJECT
from helpers.run.kernels import NOTEBOOKS
from helpers.run.settings import checked
from tests.browser.shop import written
from tests.run.new.exports_of import english

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a group of processes, as a terminal does"),
]

JUPYTERS = (
    "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
)  # fmt: skip
LONG = 180_000  # milliseconds that a slow machine may take
START = "import sys, pathlib, run; run.PYTHON = pathlib.Path(sys.executable); sys.exit(run.lab(sys.argv[1:]))"
LEFT_OUT = "03_compare_value"  # of the notebooks the longest; its cells are run by themselves as all are
IDLE = "/Idle|アイドル/.test(document.querySelector('#jp-main-statusbar')?.innerText)"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A copy of the project, since JupyterLab saves what runs in it."""
    place = tmp_path_factory.mktemp("lab") / "店 kit"
    for folder in ("helpers", "notebooks", "data"):
        shutil.copytree(PROJECT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__", "mine*", ".*"))
    shutil.copy(PROJECT / "run.py", place)
    return place


@pytest.fixture
def lab(kit, tmp_path, chromium):
    """Starter of `run.py lab` in a language, of a file: its address and process; all of it ends with the test."""
    started = []

    def start(language, *file):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        places = {name: str(tmp_path / name.lower()) for name in JUPYTERS}
        ours = {"PYTHONPATH": str(kit), "LANG": f"{language}_XX.UTF-8", "NPS_KIT_OUT": str(kit / "out")}
        env = {**os.environ, **places, **ours}
        for name in ("LC_ALL", "LC_MESSAGES"):
            env.pop(name, None)
        words = [*file, "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--IdentityProvider.token=t"]
        how = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        child = subprocess.Popen([sys.executable, "-c", START, *words], cwd=kit, env=env, **how)
        started.append(child)
        address = f"http://127.0.0.1:{port}"
        return SimpleNamespace(address=address, child=child, up=lambda: _wait_for(address, child))

    yield start
    for child in started:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _wait_for(address, child):
    for _ in range(LONG // 500):
        assert child.poll() is None, "it ended before it could be opened"
        try:
            return urlopen(f"{address}/api", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(address)


def opened_in(browser, lab, language, *file):
    """The page as `lab` opens it, once its kernel is idle; and what it asked of other hosts."""
    running = lab(language, *file)
    running.up()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(LONG)
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url) if _is_elsewhere(request.url) else None)
    page.goto(f"{running.address}/?token=t")
    page.wait_for_selector(".jp-CodeCell .cm-content")
    page.wait_for_function(IDLE)
    return running, page, elsewhere


def _is_elsewhere(url):
    return not url.startswith(("data:", "blob:", "http://127.0.0.1", "ws://127.0.0.1"))


def press(page, css):
    """Press a button or link by the keyboard."""
    page.locator(css).focus()
    page.keyboard.press("Enter")


def ended_by_ctrl_c(running):
    """Exit code after Ctrl-C, as a terminal sends it: to the whole group."""
    os.killpg(running.child.pid, signal.SIGINT)
    return running.child.wait(60)


def test_a_folder_of_exports_goes_through_the_form_to_a_page_by_keyboard_alone(browser, lab, kit, tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    english(exports)
    running, page, elsewhere = opened_in(browser, lab, "ja")
    assert page.locator(".jp-Notebook h1").first.inner_text().startswith("あなたの店で")
    assert page.get_by_text("ファイル", exact=True).first.is_visible()  # JupyterLab's own menu
    page.locator(".jp-CodeCell .cm-content").first.click()
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".nps-form button")
    folder = page.locator(".nps-form input[type=text]:visible").first
    folder.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(str(exports))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".nps-shop_name input")
    page.locator(".nps-shop_name input").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("青葉")
    press(page, ".nps-form button:visible >> nth=-1")
    page.wait_for_selector(".nps-margin input")
    page.locator(".nps-margin input").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("60")
    press(page, ".nps-form button:visible >> nth=-1")
    link = page.wait_for_selector(".nps-form a[href*='report.html']")
    report = kit / "out" / "mine-青葉"
    with page.expect_popup() as popup:
        link.focus()
        page.keyboard.press("Enter")
    popup.value.wait_for_load_state()
    assert popup.value.locator("h1").first.inner_text() and "青葉" in popup.value.locator("body").inner_text()
    assert ended_by_ctrl_c(running) == 0
    assert elsewhere == []
    assert_figures(report)


def assert_figures(report):
    """The page's figures are those that the helpers compute from what the steps keep."""
    settings = checked(json.loads((report / "private" / "settings.json").read_text(encoding="utf-8")))
    assert settings.gross_margin_rate == 0.6 and settings.language == "ja"
    summary = json.loads((report / "summary.json").read_text(encoding="utf-8"))
    assert summary["nps"]["n"] == 40  # every second of the 80 customers
    assert summary["nps"]["value"] == pytest.approx(100 * (16 - 16) / 40)


def test_notebooks_run_in_the_lab(browser, lab, kit, tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(yaml.safe_dump(written(tmp_path)), encoding="utf-8")
    names = [name for name in NOTEBOOKS if name != LEFT_OUT]
    for name in names:
        _write_unrun(kit / "notebooks" / f"{name}.ipynb")
    running, page, elsewhere = opened_in(browser, lab, "en", str(file))
    for name in names:
        page.goto(f"{running.address}/lab/tree/notebooks/{name}.ipynb?reset")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content")
        page.wait_for_function(IDLE)
        page.get_by_role("menuitem", name="Run").first.click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.wait_for_timeout(1000)
        page.wait_for_function("/\\[\\d+\\]/.test(document.querySelector('.jp-mod-active .jp-InputPrompt')?.innerText)")
        page.keyboard.press("Control+S")
        page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
        notebook = nbformat.read(kit / "notebooks" / f"{name}.ipynb", as_version=4)
        ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in ran] == list(range(1, len(ran) + 1)), name
        assert {output.output_type for cell in ran for output in cell.outputs} == {"display_data"}, name
    assert (kit / "out" / "small" / "private" / "outlook.json").is_file()  # of the file that lab was started with
    assert elsewhere == []
    assert ended_by_ctrl_c(running) == 0


def _write_unrun(path):
    """A notebook without its stored outputs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
