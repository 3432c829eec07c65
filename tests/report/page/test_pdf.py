"""The page as a PDF, where a browser is there to print it."""

import shutil
import stat

import pytest

from helpers.base.errors import KitError
from helpers.report.page import pdf
from helpers.report.page.pdf import BROWSER, browser, write_pdf

PAGE = '<!doctype html><html lang="ja"><title>推奨者</title><h1>推奨者の価値</h1><p>¥15,000</p>'


def program(folder, text):
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def nothing_installed(monkeypatch, named=""):
    monkeypatch.setenv(BROWSER, named)
    monkeypatch.setattr(pdf, "_installed", list)
    monkeypatch.setenv("PATH", "")


def test_without_a_browser_it_says_what_to_do(monkeypatch):
    nothing_installed(monkeypatch)
    with pytest.raises(KitError, match=r"^E-PDF-BROWSER .*NPS_KIT_BROWSER"):
        browser()


def test_a_browser_that_is_named_and_missing_is_no_reason_to_take_another(monkeypatch):
    monkeypatch.setenv(BROWSER, "no-such-browser")
    with pytest.raises(KitError, match=r"^E-PDF-BROWSER"):
        browser()


def test_a_browser_beside_the_search_path_is_found(monkeypatch, tmp_path):
    nothing_installed(monkeypatch)
    (tmp_path / "msedge.exe").touch()
    monkeypatch.setattr(pdf, "_installed", lambda: [tmp_path / "none.exe", tmp_path / "msedge.exe"])
    assert browser() == tmp_path / "msedge.exe"


def test_where_windows_keeps_browsers(monkeypatch):
    monkeypatch.setenv("PROGRAMFILES", "/p")
    assert "/p/Microsoft/Edge/Application/msedge.exe" in [path.as_posix() for path in pdf._installed()]


@pytest.mark.skipif(shutil.which("sh") is None, reason="the stand-in browser is a shell script")
@pytest.mark.parametrize("text", ["exit 1", "true", "sleep 30"])
def test_a_browser_that_prints_nothing_leaves_nothing(tmp_path, monkeypatch, text):
    monkeypatch.setattr(pdf, "_SECONDS", 0.2)
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    with pytest.raises(KitError, match=r"^E-PDF "):
        write_pdf(tmp_path / "report.html", tmp_path / "report.pdf", program(tmp_path, text))
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.slow
def test_a_real_browser_prints_a_tagged_pdf(tmp_path):
    try:
        found = browser()
    except KitError:
        pytest.skip("no Chrome, Edge or Chromium on this computer")
    (tmp_path / "店 report.html").write_text(PAGE, encoding="utf-8")
    printed = write_pdf(tmp_path / "店 report.html", tmp_path / "report.pdf", found).read_bytes()
    assert printed.startswith(b"%PDF") and b"/StructTreeRoot" in printed and b"/Marked true" in printed


@pytest.mark.skipif(shutil.which("sh") is None, reason="the stand-in browser is a shell script")
@pytest.mark.parametrize("name, told", [("report.pdf", "<details open>"), ("brief.pdf", "<details>")])
def test_what_is_folded_is_open_in_all_but_the_brief(tmp_path, name, told):
    (tmp_path / "report.html").write_text("<details>推奨者</details>", encoding="utf-8")
    copying = (
        'for one in "$@"; do case $one in --print-to-pdf=*) to=${one#*=};; file://*) from=${one#file://};; esac; done'
    )
    printed = write_pdf(tmp_path / "report.html", tmp_path / name, program(tmp_path, f'{copying}\ncp "$from" "$to"'))
    assert printed.read_text(encoding="utf-8") == f"{told}推奨者</details>"
    assert "open" not in (tmp_path / "report.html").read_text(encoding="utf-8")
