"""The same files, settings and seed make the same report: elsewhere on the globe, in another language of the system,
from another folder, and from its own manifest."""

import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from helpers.base import resampling
from helpers.base.folders import PROJECT
from helpers.base.words import Words
from helpers.collect.survey import survey
from helpers.disclosure.comparison import comparison
from helpers.merge.history import history
from helpers.report import style
from helpers.run.batch.batches import run_batch
from helpers.run.forks import CAN_FORK
from helpers.run.runner import run_report
from helpers.run.settings import checked
from tests.rounding import as_told

pytestmark = pytest.mark.slow

CUSTOMERS = 72
SCORES = [*range(11), *range(11), *[6, 8, 9, 10] * 5]  # of the first 42 customers


def day(number):
    return (date(2024, 4, 1) + timedelta(days=number)).isoformat()


def customers():
    yield "customer_id", "acquired_on", "acquisition_channel", "region"
    for i in range(CUSTOMERS):
        yield f"c{i:03}", day(9 * i), "紹介" if i % 9 == 0 else "検索", f"地域{i % 4}"


def purchases():
    yield "order_id", "customer_id", "ordered_at", "amount", "status"
    for i in range(5 * CUSTOMERS):
        at = f"{day(10 + 2 * i)} 23:{i % 60:02}:00"  # late, so that another time zone would move the day
        yield f"o{i}", f"c{i % CUSTOMERS:03}", at, 900 + 13 * i % 700, "完了"


def responses():
    yield "customer_id", "responded_at", "score", "recommended_count", "influence"
    for i, score in enumerate(SCORES):
        yield f"c{i:03}", f"{day(720)} 00:{i:02}:00", score, i % 5, i % 11


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Settings of a small shop whose files lie in a folder with blanks and Japanese in its name."""
    place = tmp_path_factory.mktemp("shop") / "お店 の ファイル"
    place.mkdir()
    for table in (customers, purchases, responses):
        with (place / f"{table.__name__}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table())
    files = {table.__name__: str(place / f"{table.__name__}.csv") for table in (customers, purchases, responses)}
    about = {"report_name": "shop", "as_of": "2026-04-01", "purchases_from": "2024-04-01", "language": "ja"}
    return {**about, "acquired_on": "confirm", "resamples": 200, "seed": 7, **files}


@pytest.fixture(scope="module")
def here(shop, tmp_path_factory):
    """Folder of the report, made here and now."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPS_KIT_OUT", str(tmp_path_factory.mktemp("here")))
        yield run_report(checked(shop))


def other_language():
    """A language of this system that is not English, Japanese before others; else none."""
    command = shutil.which("locale")
    told = subprocess.run([command, "-a"], capture_output=True, check=True).stdout if command else b""
    names = [
        name
        for name in told.decode("ascii", "replace").split()
        if "utf" in name.lower() and name[:2] not in ("C.", "en")
    ]
    return min(names, key=lambda name: not name.startswith("ja"), default="C")


def elsewhere(arguments, out):
    """Run the kit in another process, time zone, language, folder, order of sets and number of threads."""
    language, path = other_language(), os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])
    changed = {"TZ": "America/New_York", "LC_ALL": language, "LANG": language, "PYTHONHASHSEED": "77"}
    changed |= {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4", "NPS_KIT_OUT": str(out), "PYTHONIOENCODING": ""}
    return subprocess.run(
        [sys.executable, "-m", "helpers", *arguments],
        env=os.environ | changed | {"PYTHONPATH": path},
        cwd=out,
        capture_output=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def again(here, tmp_path_factory):
    """Folder of the report made again from its manifest, elsewhere."""
    out = tmp_path_factory.mktemp("again")
    done = elsewhere(["report", str(here / "manifest.json")], out)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert len(done.stdout.splitlines()) >= 4
    return out / "shop"


def contents(folder):
    """Every file that may be shared: its bytes, of the page those without its date."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shared = {name: content for name, content in files.items() if not name.startswith("private/")}
    page = shared["report.html"].decode("utf-8")
    without_date, dates = re.subn(r"(<footer>(?:(?!</footer>).)*?)\d{4}-\d\d-\d\d", r"\1", page, flags=re.DOTALL)
    assert dates == 1
    return shared | {"report.html": without_date.encode()}


def test_the_report_holds_what_could_differ(here):
    found = json.loads((here / "summary.json").read_text(encoding="utf-8"))
    gap = found["gaps"]["promoter_detractor"]["value"]
    assert found["nps"]["n"] == len(SCORES) and gap["low"] < gap["estimate"] < gap["high"]
    assert {path.suffix for path in (here / "charts").iterdir()} == {".png", ".csv"}


def test_the_same_report_comes_out(here, again):
    first, second = contents(here), contents(again)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def poisoned(settings, progress):
    """A report; those that are not the shop's own leave what they can in their process first."""
    if settings.report_name != "shop":
        os.environ |= {"TZ": "Asia/Kathmandu", "NPS_KIT_LANGUAGE": "en"}
        time.tzset()
        os.chdir("/")
        random.seed(1)
        np.seterr(all="raise")
        pd.options.display.precision = 1
        style.TEXT = style.TITLE = 30.0
        resampling.TIMES_DRAWN[:] = 1.0
        Words.say = lambda words, key, **fields: "poison"
    return run_report(settings, progress)


@pytest.mark.skipif(not CAN_FORK, reason="this system makes the reports of a batch one after the other, in one process")
def test_a_report_beside_poisoned_ones_is_as_from_a_cold_start(shop, here, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    names = ("before", "beside", "shop")
    reports = [{"report_name": name, "seed": shop["seed"]} for name in names]
    (tmp_path / "many.yaml").write_text(json.dumps({"set": shop, "reports": reports}), encoding="utf-8")
    told = []
    _, failed = run_batch(tmp_path / "many.yaml", poisoned, lambda *step: None, told.append, most=2)
    assert failed == 0, told
    cold, warm = contents(here), contents(tmp_path / "out" / "shop")
    assert [name for name in cold if cold[name] != warm[name]] == [] and sorted(cold) == sorted(warm)
    assert b"poison" in (tmp_path / "out" / "beside" / "report.html").read_bytes()


def gap(shop, **changed):
    """Ends of the interval of the gap as the summary tells them, computed here without a notebook."""
    settings = checked(shop | changed)
    answers = survey(settings).answers
    seen = comparison(history(settings, answers).rows, answers, settings)
    found = seen.gaps["promoter_detractor"].value
    return [as_told(end, of=found.estimate) for end in (found.low, found.high)]


def test_another_seed_is_seen(shop, here):
    manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["seed"] == shop["seed"] and set(manifest["inputs"]) == {
        "customers", "purchases", "responses"}  # fmt: skip
    told = json.loads((here / "summary.json").read_text(encoding="utf-8"))["gaps"]["promoter_detractor"]["value"]
    assert gap(shop) == [told["low"], told["high"]] != gap(shop, seed=8)
