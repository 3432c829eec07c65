"""The sample's report: page, summary, manifest, notebooks and charts hold together."""

import csv
import hashlib
import json
import os
import re
import shutil
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.base.parameter_files import read_yaml
from helpers.base.tables import TABLES
from helpers.base.words import Words
from helpers.run import runner
from helpers.run.cli import SAMPLE
from helpers.run.settings import report_settings
from tests.rounding import as_told, half_a_place
from tests.sample_report import TYPED

CHARTS = {
    "at_stake",
    "drivers",
    "next_year",
    "words",
    "answers_by_day",
    "response_rates",
    "score_distribution",
    "sensitivity",
    "funnel",
    "funnel_valued",
    "value_by_segment",
    "gaps",
    "nonresponse",
    "bases",
    "balance",
    "recommended_counts",
    "robustness",
    "by_attribute",
    "score_curve",
    "referral_flow",
    "kpis",
    "heinrich",
}
SEGMENTS = ("detractor", "passive", "promoter")


class Page(HTMLParser):
    """What a browser finds on a page."""

    def __init__(self, html):
        super().__init__()
        self.found, self.levels, self.texts, self._title = [], [], [], False
        self.title = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._title = tag == "title"
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data):
        self.texts.append(data)
        self.title += data if self._title else ""
        self._title = False

    def all(self, tag, name):
        return [given.get(name) for found, given in self.found if found == tag]


@pytest.fixture(scope="module")
def settings():
    """The sample's, with a shop's name and a note that try to be HTML."""
    return report_settings(read_yaml(SAMPLE) | {"shop_name": TYPED, "note": TYPED}, "sample")


@pytest.fixture(scope="module")
def folder(sample_report):
    """Folder of the sample's report."""
    return sample_report.folder


@pytest.fixture(scope="module")
def html(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture(scope="module")
def summary(folder):
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)


def shared(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "private" not in path.parts]


def test_a_report_is_these_files(folder):
    charts = {f"charts/{name}.{ending}" for name in CHARTS for ending in ("csv", "png")}
    notebooks = {f"notebooks/{name}.ipynb" for name in runner.NOTEBOOKS}
    found = {path.relative_to(folder).as_posix() for path in shared(folder)}
    assert found == {"report.html", "brief.md", "tables.xlsx", "summary.json", "manifest.json"} | charts | notebooks


def test_the_page_is_one_small_file_that_asks_for_nothing(html, page):
    assert len(html.encode()) < 2_000_000
    given = [(name, value or "") for _, attributes in page.found for name, value in attributes.items()]
    assert all(value.startswith(("data:", "#")) for name, value in given if name in ("src", "href", "data", "action"))
    assert not re.findall(r"url\(|@import|https?://", html)


def test_the_page_runs_nothing(page):
    assert not {"script", "iframe", "object", "embed", "form", "link", "base"} & {tag for tag, _ in page.found}
    assert not [name for _, given in page.found for name in given if name.startswith("on")]
    policy = dict(zip(page.all("meta", "http-equiv"), page.all("meta", "content"), strict=True))
    assert policy["Content-Security-Policy"].startswith("default-src 'none'; img-src data:")


def test_language_and_title_are_set(page):
    assert page.all("html", "lang") == ["en"]
    assert page.title.startswith(TYPED)


def test_what_was_typed_stands_there_as_text(page, html):
    assert "".join(page.texts).count(TYPED) >= 4  # title, line, notes
    assert TYPED not in html


def test_headings_start_at_one_h1_and_skip_no_level(page):
    assert page.levels.count(1) == 1 and page.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))


def test_ids_are_unique_and_every_link_of_the_contents_resolves(page):
    ids = [given["id"] for _, given in page.found if "id" in given]
    assert len(ids) == len(set(ids))
    links = [link for link in page.all("a", "href") if not link.startswith("data:text/csv;")]
    assert links[1:] == ["#terms", "#limits", "#settings"] and all(
        link.startswith("#") and link[1:] in ids for link in links
    )


def test_every_labelled_part_has_its_label(page):
    ids = {given["id"] for _, given in page.found if "id" in given}
    assert {given["aria-labelledby"] for _, given in page.found if "aria-labelledby" in given} <= ids


def test_every_picture_has_its_text(page):
    texts = page.all("img", "alt")
    assert len(texts) == len(CHARTS) and all(text and len(text) > 40 for text in texts)


def test_the_page_shows_no_code(html, page):
    said = "".join(page.texts)
    assert "show.chart(" not in said and "import " not in said and "settings = " not in said
    assert "input_area" not in html and "jp-InputArea" not in html


def test_nothing_shared_names_a_place_on_this_machine(folder):
    places = [str(PROJECT), str(folder.parents[1]), tempfile.gettempdir(), f"{Path.home()}{os.sep}", "ipykernel_"]
    for path in shared(folder):
        text = path.read_bytes().decode("utf-8", "replace").replace("\\\\", "\\")
        found = {text[text.index(place) - 80 :][:200] for place in places if place in text}
        assert found == set(), path.name


def test_the_first_screen_is_the_summarys_figures(page, summary):
    words, said = Words("en", "JPY"), " ".join(page.texts)
    nps, gap = summary["nps"], summary["gaps"]["promoter_detractor"]["value"]
    means = [summary["segments"][segment]["value"]["mean"] for segment in SEGMENTS]
    for figure in (*means, gap["estimate"], gap["low"], gap["high"]):
        assert words.money(figure) in said
    for points in (nps["value"], nps["low"], nps["high"]):
        assert words.points(points / 100) in said


def test_the_summary_ties_out(summary):
    segments, nps = summary["segments"], summary["nps"]
    counts = [nps[f"{segment}s"] for segment in SEGMENTS]
    assert nps["n"] == sum(counts) and nps["value"] == round(100 * (counts[2] - counts[0]) / nps["n"], 1)
    assert [segments[segment]["n"] for segment in SEGMENTS] == counts
    for total in ("ltv_total", "net_amount_total"):
        assert sum(block[total] for block in segments.values()) == pytest.approx(summary["customers"][total])
    assert sum(block["matched"] for block in segments.values()) == summary["customers"]["n"]
    for account in summary["ledgers"].values():
        aside = sum(account["not_applicable"].values()) + sum(account["defective"].values())
        assert account["rows_in"] == account["rows_used"] + aside


def test_the_funnel_narrows_and_agrees_with_the_ledgers(summary):
    funnel, answers = summary["funnel"], summary["ledgers"]["responses"]
    assert funnel["answered"] == answers["rows_in"] >= funnel["usable"] == answers["rows_used"] == summary["nps"]["n"]
    assert funnel["invited"] == summary["ledgers"]["invitations"]["rows_used"] >= funnel["invited_usable"]
    assert funnel["usable"] >= funnel["matched"] >= funnel["valued"] >= funnel["counted"]
    assert funnel["valued"] == sum(summary["segments"][segment]["matched"] for segment in SEGMENTS)


def test_gaps_are_differences_of_the_means(summary):
    for pair in ("promoter_detractor", "promoter_passive", "passive_detractor"):
        first, second = (summary["segments"][segment] for segment in pair.split("_"))
        for measure in ("ltv", "lrv", "value"):
            gap = summary["gaps"][pair][measure]
            means, told = (first[measure]["mean"], second[measure]["mean"]), gap["estimate"]
            assert told == pytest.approx(means[0] - means[1], abs=half_a_place(told, *means))
            assert gap["low"] <= gap["estimate"] <= gap["high"]


def test_figures_have_no_more_digits_than_are_read(summary):
    for block in summary["segments"].values():
        if block["ltv"]:
            mean = block["ltv"]["mean"]
            assert [mean, block["ltv"]["median"]] == [as_told(mean), as_told(block["ltv"]["median"])]
            assert block["ltv"]["low"] == as_told(block["ltv"]["low"], of=mean)
            assert mean == as_told(block["ltv_total"] / block["ltv"]["n"])  # totals are exact
    assert all(summary["nps"][end] == round(summary["nps"][end], 1) for end in ("value", "low", "high"))


def test_the_money_is_that_of_a_plain_sum_over_the_file(summary):
    # a naive second way: completed, shipped, returned orders of known customers in the window, less refunds
    def rows(table):
        with (PROJECT / "data" / "sample" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    known = {row["customer_id"] for row in rows("customers") if row["acquired_on"] < "2026-04-01"}
    net = sum(
        int(row["amount"]) - int(row["refund_amount"] or 0)
        for row in rows("purchases")
        if "2025-04-01" <= row["ordered_at"] < "2026-04-01"
        and row["status"] in ("completed", "shipped", "returned")
        and row["customer_id"] in known
    )
    assert summary["customers"]["net_amount_total"] == net


def test_saved_figures_hold_no_ids_and_no_labels(folder):
    for path in folder.glob("charts/*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        head = content.decode("utf-8-sig").splitlines()[0]
        assert "label" not in head and "_id" not in head


def test_the_manifest_hashes_the_files(folder, settings):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == set(TABLES)
    for table, entry in manifest["inputs"].items():
        digest = hashlib.sha256((PROJECT / getattr(settings, table)).read_bytes()).hexdigest()
        assert entry == {"file": f"{table}.csv", "sha256": digest}


def test_the_notebooks_are_whole(folder):
    for name in runner.NOTEBOOKS:
        notebook = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)
        assert runner.check_complete(notebook, name) is None
        assert not [o for cell in notebook.cells for o in cell.get("outputs", []) if o.output_type == "error"]


@pytest.mark.slow
def test_a_run_that_fails_leaves_the_earlier_report(folder, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    folder = shutil.copytree(folder, tmp_path / "sample")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    beyond = settings.model_copy(update={"responses": "data/sample/none.csv"})
    with pytest.raises(KitError, match=r"^E-FILE-MISSING none\.csv"):
        runner.run_report(beyond)
    with pytest.raises(KitError, match=r"^E-FILE-MISSING none\.csv: ファイルが見つかりません"):
        runner.run_report(beyond.model_copy(update={"language": "ja"}))
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    left = after.keys() - before.keys()
    assert {path: after[path] for path in before} == before
    assert {path.name for path in left} == {"FAILED.txt", "FAILED_01_collect_survey.ipynb"}
    assert {path.parent for path in left} == {folder / "private"}
    assert [path.name for path in folder.parent.glob(".running/*")] == ["sample.lock"]
