"""Comments in a whole report: in the private folder alone, or masked and escaped on the page."""

import csv
import os
import stat
from datetime import date, timedelta

import pytest

from helpers.run.runner import run_report
from helpers.run.settings import checked

pytestmark = pytest.mark.slow

PAYLOADS = ["<script>alert(1)</script>", "=HYPERLINK(A1)", "$$\\frac{1}{2}$$", "<img src=x onerror=alert(2)>"]
WRITTEN = ["Yamada here, call 090-1234-5678", "山田です taro@example.jp", "zqxnobody was kind", *PAYLOADS]
SECRET = ["zqxnobody", "090-1234-5678", "taro@example.jp", "alert(", "HYPERLINK(A1)", "\\frac{1}{2}"]


def rows():
    """A shop of 60 customers, 40 of whom answered and 7 of whom wrote something."""
    names = ["山田 太郎", "Hanako Yamada", *(f"会員 {n}" for n in range(58))]
    days = [(date(2024, 4, 1) + timedelta(days=12 * n)).isoformat() for n in range(60)]
    comments = [*WRITTEN, *[""] * 33]
    yield (
        "customers",
        [["customer_id", "acquired_on", "name"], *([f"c{n:03}", days[n], names[n]] for n in range(60))],
    )
    orders = [[f"o{n}", f"c{n % 60:03}", days[n % 60], 1000 + n] for n in range(120)]
    yield "purchases", [["order_id", "customer_id", "ordered_at", "amount"], *orders]
    answers = [[f"c{n:03}", n % 11, "2026-03-01", comments[n]] for n in range(40)]
    yield "responses", [["customer_id", "score", "responded_at", "comment"], *answers]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Maker of the shop's report."""
    place = tmp_path_factory.mktemp("comments")
    files = {}
    for name, lines in rows():
        files[name] = str(place / f"{name}.csv")
        with open(files[name], "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)

    def make(**changes):
        given = {"report_name": "wrote", "as_of": "2026-04-01", "purchases_from": "2024-04-01", "resamples": 200}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NPS_KIT_OUT", str(place / "out"))
            return run_report(checked(given | files | changes))

    return make


def shared(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "private" not in path.parts]


def test_by_default_they_are_in_the_private_file_alone(report):
    folder = report()
    for path in [path for path in folder.rglob("*") if path.is_file() and path.name != "comments.csv"]:
        content = path.read_bytes().decode("utf-8", errors="replace")
        assert not [text for text in SECRET if text in content], path.name
    assert "7 of 40 valid answers carry a comment" in (folder / "report.html").read_text(encoding="utf-8")
    kept = folder / "private" / "comments.csv"
    assert kept.read_bytes().startswith(b"\xef\xbb\xbf")  # so that Excel sees UTF-8
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    with open(kept, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["customer_id", "segment", "score", "responded_at", "comment"]
    assert {line["comment"] for line in lines} == {*WRITTEN} - {PAYLOADS[1]} | {f"'{PAYLOADS[1]}"}


def test_where_asked_for_they_are_on_the_page_masked_and_escaped(report):
    folder = report(share_comments=True)
    page = (folder / "report.html").read_text(encoding="utf-8")
    for text in ["[name] here, call [number]", "[name]です [e-mail]", "zqxnobody was kind", "=HYPERLINK(A1)"]:
        assert text in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script" not in page and "<img src=x" not in page
    assert 'class="figures mathjax_ignore"' in page  # $$…$$ stays text in JupyterLab too
    for path in shared(folder):
        content = path.read_bytes().decode("utf-8", errors="replace")
        assert not [text for text in ("090-1234", "taro@", "山田", "Yamada") if text in content], path.name
        assert path.suffix in (".html", ".ipynb") or "zqxnobody" not in content, path.name


def test_without_names_to_mask_they_are_not_shown(report):
    page = (report(share_comments=True, customers=None) / "report.html").read_text(encoding="utf-8")
    assert "the names in them can&#39;t be masked" in page or "the names in them can't be masked" in page
    assert not [text for text in SECRET if text in page]
