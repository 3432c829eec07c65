"""Comments in a report: in the private folder alone, or masked and escaped on the page.

That nothing else of a whole report holds what is kept private, tests/test_privacy.py shows.
"""

import csv
import os
import stat
from datetime import date, timedelta

import pytest

from helpers.report import show
from helpers.run.runner import run_report
from helpers.run.settings import checked
from tests.notebook_cells import run_cells

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


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Maker of the shop's settings; results go beside its files."""
    files = {}
    for name, lines in rows():
        files[name] = str(tmp_path / f"{name}.csv")
        with open(files[name], "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    given = {"report_name": "wrote", "as_of": "2026-04-01", "purchases_from": "2024-04-01", "resamples": 200}
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return lambda **changes: checked(given | files | changes)


@pytest.fixture
def first_step(shop, tmp_path, monkeypatch):
    """Maker of what the notebook that reads the answers shows, and its folder; it runs here."""

    def make(**changes):
        shown, path = [], tmp_path / "settings.json"
        path.write_text(shop(**changes).model_dump_json(exclude_unset=True), encoding="utf-8")
        monkeypatch.setattr(show, "display", lambda item, **how: shown.append(item))
        run_cells("01_collect_survey", parameter_file=str(path))
        return "\n".join(text_of(item) for item in shown), tmp_path / "out" / "wrote"

    return make


def text_of(item):
    return str(item) if isinstance(item, dict) else item._repr_html_()


def shared(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "private" not in path.parts]


def test_by_default_they_are_in_the_private_file_alone(first_step):
    shown, folder = first_step()
    assert not [text for text in SECRET if text in shown]
    for path in [path for path in folder.rglob("*") if path.is_file() and path.stem != "comments"]:
        content = path.read_bytes().decode("utf-8", errors="replace")
        assert not [text for text in SECRET if text in content], path.name
    assert "7 of 40 valid answers carry a comment" in shown
    kept = folder / "private" / "comments.csv"
    assert kept.read_bytes().startswith(b"\xef\xbb\xbf")  # so that Excel sees UTF-8
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    with open(kept, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["customer_id", "segment", "score", "responded_at", "comment"]
    assert {line["comment"] for line in lines} == {*WRITTEN} - {PAYLOADS[1]} | {f"'{PAYLOADS[1]}"}


@pytest.mark.slow
def test_where_asked_for_they_are_on_the_page_masked_and_escaped(shop):
    folder = run_report(shop(share_comments=True))
    page = (folder / "report.html").read_text(encoding="utf-8")
    for text in ["[name] here, call [number]", "[name]です [e-mail]", "zqxnobody was kind", "=HYPERLINK(A1)"]:
        assert text in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script" not in page and "<img src=x" not in page
    assert 'class="figures mathjax_ignore"' in page  # $$…$$ stays text in JupyterLab too
    for path in shared(folder):
        content = path.read_bytes().decode("utf-8", errors="replace")
        assert not [text for text in ("090-1234", "taro@", "山田", "Yamada") if text in content], path.name
        assert path.suffix in (".html", ".ipynb") or "zqxnobody" not in content, path.name


def test_without_names_to_mask_they_are_not_shown(first_step):
    shown, _ = first_step(share_comments=True, customers=None)
    assert "the names in them can&#39;t be masked" in shown or "the names in them can't be masked" in shown
    assert not [text for text in SECRET if text in shown]
