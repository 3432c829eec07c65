"""The page as a tagged PDF, printed by the Chromium, Chrome or Edge of this computer."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from helpers.base.errors import KitError

PDF, BRIEF = "report.pdf", "brief.pdf"
BROWSER = "NPS_KIT_BROWSER"  # names the program where it is not found by itself
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge")
_PLACES = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_SECONDS = 120
_FOLDED, _OPEN = "<details>", "<details open>"


class Prints(NamedTuple):
    """PDF files of a page, and the browser that prints them."""

    names: tuple[str, ...]
    browser: Path


NO_PRINTS = Prints((), Path())


def browser() -> Path:
    """The program that prints.

    Raises
    ------
    KitError
        ``E-PDF-BROWSER`` where there is none.
    """
    named = os.environ.get(BROWSER)
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    installed = [] if named else [path for path in _installed() if path.exists()]
    if not path and not installed:
        raise KitError("E-PDF-BROWSER", variable=BROWSER)
    return Path(path) if path else installed[0]


def _installed() -> list[Path]:
    """Where Windows and macOS keep their browsers, which stand on no search path."""
    roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    windows = [Path(root) / place for root in roots if root for place in _PLACES]
    return windows + [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _MAC]


def write_pdf(page: Path, target: Path, program: Path) -> Path:
    """Print a page, whole or not at all: what is folded is open in all but the brief, where it is left out.

    Raises
    ------
    KitError
        ``E-PDF`` where the browser made none.
    """
    with tempfile.TemporaryDirectory() as folder:
        printed, shown = Path(folder) / "page.pdf", Path(folder) / "page.html"
        html = page.read_text(encoding="utf-8")
        shown.write_text(html if target.name == BRIEF else html.replace(_FOLDED, _OPEN), encoding="utf-8")
        command = [str(program), "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}/profile"]
        command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={printed}"]
        command += ["--no-sandbox"] if _is_root() else []  # Chromium refuses to run as root with it
        try:
            subprocess.run([*command, shown.as_uri()], capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            raise KitError("E-PDF", program=program.name) from None
        if not printed.exists() or not printed.stat().st_size:
            raise KitError("E-PDF", program=program.name)
        shutil.copyfile(printed, target)
    return target


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
