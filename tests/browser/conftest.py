"""A browser that is on this computer, and pages opened in it with all that they do written down."""

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

VARIABLE = "NPS_KIT_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_ELSEWHERE = {
    "win32": ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "darwin": ("Google Chrome.app/Contents/MacOS/Google Chrome", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
}
_FOLDERS = (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"), "/Applications")


def _found():
    """Path of a browser of Chromium's kind, or nothing."""
    elsewhere = [Path(folder) / name for folder in _FOLDERS if folder for name in _ELSEWHERE.get(sys.platform, ())]
    known = [os.environ.get(VARIABLE), *map(shutil.which, _NAMES), *filter(Path.is_file, elsewhere)]
    return next((str(path) for path in known if path), None)


@pytest.fixture(scope="session")
def chromium():
    """Path of a browser; where there is none, its tests are skipped."""
    path = _found()
    if path is None:
        pytest.skip(f"no Chromium, Chrome or Edge on this computer; {VARIABLE} may name one")
    return path


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser without a window; of a module, because asyncio is taken as long as it is open."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
    args = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=args)
        yield program
        program.close()


@pytest.fixture
def opened(browser):
    """Opener of a file: the page, and what it asked for, said, or ran into beside being shown."""
    contexts = []

    def go(path, width=1280, scheme="light", **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, **options))
        address, did = path.as_uri(), []
        watch(contexts[-1], address, did)
        page = contexts[-1].new_page()
        page.goto(address, wait_until="load")
        return SimpleNamespace(page=page, did=did)

    yield go
    for context in contexts:
        context.close()


def watch(context, address, did):
    """Write down every request but that for the file itself, every message, dialog and error; let nothing out."""

    def dialog(box):
        did.append(f"dialog {box.message}")
        box.dismiss()

    context.route("http*://**", lambda route: route.abort())
    context.on("request", lambda asked: None if asked.url == address else did.append(f"request {asked.url}"))
    context.on("console", lambda line: did.append(f"console {line.text}"))
    context.on("weberror", lambda fault: did.append(f"error {fault.error}"))
    context.on("dialog", dialog)
