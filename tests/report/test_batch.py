"""A batch: each report for itself, failures told, an index of all."""

import csv
import json

import pytest

from helpers.base.errors import KitError
from helpers.report import batch

SEGMENT = {"value": {"mean": 5000.0}}
SUMMARY = {
    "nps": {"value": 30.0, "low": 14.0, "high": 44.3, "n": 100},
    "segments": {"detractor": {"value": {"mean": 2000.0}}, "passive": {"value": None}, "promoter": SEGMENT},
    "gaps": {"promoter_detractor": {"value": {"estimate": 3000.0, "low": 1000.0, "high": 5000.0}}},
}


@pytest.fixture
def out(tmp_path, monkeypatch):
    """A folder of results in which reports named bad… fail."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))

    def run_report(settings, progress):
        if settings.report_name.startswith("bad"):
            raise KitError("E-X", "<b>mend</b> it.")
        folder = tmp_path / "out" / settings.report_name
        folder.mkdir(parents=True)
        (folder / "summary.json").write_text(json.dumps(SUMMARY), encoding="utf-8")
        return folder

    monkeypatch.setattr(batch, "run_report", run_report)
    return tmp_path / "out"


@pytest.fixture
def run(tmp_path, out):
    """Runner of a batch of reports with these names; says what was said."""

    def go(*names, **common):
        reports = [{"report_name": name} for name in names]
        path = tmp_path / "many.yaml"
        content = {"set": {"as_of": "2026-04-01", **common}, "reports": reports}
        path.write_text(json.dumps(content), encoding="utf-8")
        said = []
        index, failed = batch.run_batch(path, lambda step, seconds: None, lambda *lines: said.extend(lines))
        return index, failed, said

    return go


def rows(index):
    with index.with_name("index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_report_has_its_row_of_figures(run, out):
    index, failed, _ = run("a", "b")
    assert (index, failed) == (out / "many" / "index.html", 0)
    row = rows(index)[0]
    assert (row["report"], row["as_of"], row["answers"], row["nps"]) == ("a", "2026-04-01", "100", "30.0")
    values = [row[f"value_{segment}"] for segment in ("detractor", "passive", "promoter")]
    assert values == ["2000.0", "", "5000.0"]
    assert [row[name] for name in ("gap", "gap_low", "gap_high")] == ["3000.0", "1000.0", "5000.0"]


def test_a_failed_report_is_told_and_the_others_go_on(run):
    index, failed, said = run("a", "bad", "c")
    assert failed == 1 and "E-X <b>mend</b> it." in said
    assert [row["error"] for row in rows(index)] == ["", "E-X <b>mend</b> it.", ""]


def test_the_index_links_to_finished_reports_and_escapes_the_rest(run):
    index, _, _ = run("a", "bad", note="<i>Simulated.</i>")
    html = index.read_text(encoding="utf-8")
    assert '<a href="../a/report.html">a</a>' in html and "../bad/" not in html
    assert "&lt;b&gt;mend&lt;/b&gt;" in html and "<b>" not in html and "<i>" not in html
    assert "+30" in html and "¥5,000" in html and "—" in html


def test_the_index_asks_the_net_for_nothing(run):
    html = run("a")[0].read_text(encoding="utf-8")
    assert "default-src 'none'" in html and "<script" not in html and "http://" not in html and "https://" not in html


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_index_is_in_the_first_reports_language(run, language):
    assert f'<html lang="{language}">' in run("a", language=language)[0].read_text(encoding="utf-8")
