"""Nothing that names a customer leaves the private folder: marked texts in every column of a small shop, looked for
in all that may be shared."""

import csv
import json
import shutil
import zipfile
import zlib
from base64 import b64decode
from datetime import date, timedelta

import nbformat
import pandas as pd
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_output
from openpyxl import Workbook
from openpyxl.comments import Comment

from helpers.base.errors import KitError
from helpers.collect.survey import survey
from helpers.merge.history import history
from helpers.run.batch.batches import run_batch
from helpers.run.failing import fault
from helpers.run.privacy import check_shareable
from helpers.run.runner import run_report
from helpers.run.settings import checked

MARK = "zqxmark"  # long enough not to be in a picture by chance
CUSTOMERS, ANSWERS = 60, 40
SCORES = [*range(7), *range(7), *[7, 8] * 6, *[9, 10] * 7]  # 14 detractors, 12 passives, 14 promoters


def day(number):
    return (date(2024, 4, 1) + timedelta(days=number)).isoformat()


def customers():
    yield "customer_id", "acquired_on", "email", "name", "acquisition_channel", "region", "phone"
    for i in range(CUSTOMERS):
        channel = "referral" if i % 10 == 0 else f"{MARK}channel"
        yield (f"{MARK}cust{i:03}", day(12 * i), f"{MARK}mail{i}@example.jp", f"{MARK}name {i}", channel,
               f"{MARK}region{i % 3}", f"{MARK}phone{i}")  # fmt: skip


def purchases():
    yield "order_id", "customer_id", "ordered_at", "amount", "refund_amount", "status", "memo", "email", "address"
    for i in range(6 * CUSTOMERS):
        refund = 500 if i % 25 == 0 else 0
        yield (
            f"{MARK}order{i:04}",
            f"{MARK}cust{i % CUSTOMERS:03}",
            day(10 + 2 * i),
            1000 + 7 * i,
            refund,
            "shipped" if i % 3 else "completed",
            f"{MARK}memo",
            f"{MARK}mail{i % CUSTOMERS}@example.jp",
            f"{MARK}address{i}",
        )
    rest = "completed", f"{MARK}memo", "", f"{MARK}address"
    yield f"{MARK}orderx", f"{MARK}custunknown", day(700), 900, 0, *rest
    yield f"{MARK}ordery", f"{MARK}cust001", f"{MARK}date", 900, 0, *rest
    yield f"{MARK}orderz", f"{MARK}cust001", day(700), f"{MARK}amount", 0, *rest


def responses():
    yield (
        "response_id",
        "token",
        "responded_at",
        "score",
        "recommended_count",
        "influence",
        "comment",
        "pet",
        "delivery",
    )
    for i, score in enumerate(SCORES):
        yield (
            f"{MARK}resp{i}",
            f"{MARK}token{i}",
            day(710),
            score,
            i % 5 if i else f"{MARK}count",
            i % 11 if i else f"{MARK}influence",
            f"{MARK}comment <b>{i}</b>",
            f"{MARK}pet{i}",
            i % 5 + 1 if i else f"{MARK}rating",
        )
    yield f"{MARK}respx", f"{MARK}tokenunknown", day(711), 3, 1, 1, f"{MARK}comment", "", 3
    yield f"{MARK}respy", f"{MARK}token1", day(711), f"{MARK}score", 1, 1, f"{MARK}comment", "", ""


def complaints():
    yield "complaint_id", "customer_id", "received_at", "severity", "order_id", "text"
    for i, severity in enumerate(["major", *["minor"] * 9, *["near_miss"] * 20]):
        yield (
            f"{MARK}compl{i}",
            f"{MARK}cust{2 * i:03}",
            day(600 + i),
            severity,
            f"{MARK}order{300 + i:04}",
            f"{MARK}text{i}",
        )


def invitations():
    yield "customer_id", "token", "wave", "invited_at"
    for i in range(CUSTOMERS):
        yield f"{MARK}cust{i:03}", f"{MARK}token{i}", f"{MARK}wave", day(705)


TABLES = {table.__name__: table for table in (customers, purchases, responses, complaints, invitations)}


def written(folder, **rows):
    """Settings of the shop, its files written into a folder; some of them changed."""
    files = {name: str(folder / f"{name}.csv") for name in TABLES}
    for name, table in TABLES.items():
        with open(files[name], "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows.get(name) or list(table()))
    days = {"as_of": "2026-04-01", "purchases_from": "2024-04-01", "acquired_on": "confirm"}
    return {"report_name": "shop", "resamples": 200, **days, **files}


def as_workbook(path):
    """Complaints as one sheet of a workbook that tells more: a note on a cell, an author, another sheet."""
    book = Workbook()
    book.properties.creator = f"{MARK}author"
    book.active.title = "complaints"
    for row in complaints():
        book.active.append(row)
    book.active["A1"].comment = Comment(f"{MARK}note", f"{MARK}author")
    book.create_sheet("calls").append([f"{MARK}call", f"{MARK}phone"])
    book.save(path)
    return {"complaints": str(path), "sheets": {"complaints": "complaints"}}


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Results of a batch: the shop, and one that fails for a status in it; and what was told on the way."""
    place, said = tmp_path_factory.mktemp("shop"), []
    shop = written(place) | as_workbook(place / "complaints.xlsx")
    (place / "shop.yaml").write_text(yaml.safe_dump(shop), encoding="utf-8")
    (place / "bad").mkdir()
    bad = written(place / "bad", **changed("purchases", 5, "status", f"{MARK}status"))
    reports = [{"report_name": "shop"}, {"report_name": "bad", "purchases": bad["purchases"]}]
    path = place / "many.yaml"
    path.write_text(yaml.safe_dump({"base": "shop.yaml", "reports": reports}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPS_KIT_OUT", str(place / "out"))
        index, failed = run_batch(
            path, run_report, lambda *step: said.append(str(step)), lambda *lines: said.append(str(lines))
        )
        assert failed == 1 and any("E-STATUS" in line for line in said)
        yield index, said


@pytest.fixture(scope="module")
def folder(batch):
    """Folder of the shop's report."""
    return batch[0].parents[1] / "shop"


def files(folder, *, private):
    return [path for path in folder.rglob("*") if path.is_file() and ("private" in path.parts) == private]


def png_texts(image):
    """Contents of a picture's chunks other than its pixels, unpacked where they are packed."""
    texts, place = [], 8
    while place < len(image):
        size, kind = int.from_bytes(image[place : place + 4], "big"), image[place + 4 : place + 8]
        chunk = image[place + 8 : place + 8 + size]
        if kind in (b"zTXt", b"iTXt") and b"\x00" in chunk:
            packed = chunk.find(b"\x78")
            chunk += zlib.decompressobj().decompress(chunk[packed:]) if packed >= 0 and kind == b"zTXt" else b""
        texts += [] if kind == b"IDAT" else [chunk]
        place += size + 12
    return b"\n".join(texts)


@pytest.mark.slow
def test_the_report_is_a_real_one(folder):
    figures = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    matched = {segment: figures["segments"][segment]["matched"] for segment in ("detractor", "passive", "promoter")}
    assert matched == {"detractor": 14, "passive": 12, "promoter": 14}
    assert figures["gaps"]["promoter_detractor"]["value"] is not None
    assert figures["ledgers"]["responses"]["defective"] == {"score_text": 1, "token_unknown": 1}
    assert figures["ledgers"]["purchases"]["defective"] == {
        "amount_invalid": 1,
        "date_invalid": 1,
        "unknown_customer": 1,
    }


def unpacked(path):
    """Bytes of a file, of a workbook those of all its parts."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


def without_a_mark(path):
    return MARK.encode() not in unpacked(path).lower() and MARK not in path.name


@pytest.mark.slow
def test_no_mark_is_in_anything_shared(folder):
    shared = files(folder, private=False)
    assert {path.suffix for path in shared} >= {".html", ".ipynb", ".json", ".csv", ".png", ".xlsx"}
    assert [path.name for path in shared if not without_a_mark(path)] == []


@pytest.mark.slow
def test_no_mark_is_in_what_a_batch_tells(batch):
    index, said = batch
    beside = files(index.parent, private=False)
    assert {"index.html", "index.csv"} <= {path.name for path in beside}
    assert [path.name for path in beside if not without_a_mark(path)] == []
    assert "E-STATUS" in (index.parent / "index.csv").read_text(encoding="utf-8-sig")
    assert [line for line in said if MARK in line.lower()] == []


@pytest.mark.slow
def test_no_mark_is_in_what_a_failed_report_leaves(batch):
    left = files(batch[0].parents[1] / "bad", private=True)
    assert "FAILED.txt" in {path.name for path in left}
    assert files(batch[0].parents[1] / "bad", private=False) == []
    assert [path.name for path in left if not without_a_mark(path)] == []


def test_no_mark_is_in_the_log_of_a_fault(tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    try:
        int(f"{MARK}cell")
    except ValueError as error:
        told = fault(error)
    logs = files(tmp_path, private=False)
    assert [path.name for path in logs] == ["fault.log"] and all(map(without_a_mark, logs))
    assert "ValueError" in logs[0].read_text(encoding="utf-8") and MARK not in str(told)


@pytest.mark.slow
def test_a_cell_that_shows_rows_stops_the_report(folder, tmp_path):
    run = tmp_path / "shop"
    shutil.copytree(folder, run)
    shop = checked({"as_of": "2026-04-01", "report_name": "shop"})
    check_shareable(run, shop)
    path = run / "notebooks" / "01_collect_survey.ipynb"
    notebook = nbformat.read(path, as_version=4)
    rows = pd.read_parquet(run / "private" / "responses.parquet").head()
    data = {"text/plain": repr(rows), "text/html": rows._repr_html_()}
    notebook.cells.append(new_code_cell("answers.head()", outputs=[new_output("execute_result", data)]))
    nbformat.write(notebook, path)
    with pytest.raises(KitError, match=f"E-PRIVACY 01_collect_survey.ipynb: cell {len(notebook.cells)} ") as raised:
        check_shareable(run, shop)
    assert MARK not in str(raised.value) + raised.value.said("ja")


@pytest.mark.slow
def test_no_mark_is_in_the_pictures_texts(folder):
    pictures = [path.read_bytes() for path in folder.rglob("*.png")]
    page = (folder / "report.html").read_text(encoding="utf-8")
    pictures += [b64decode(part.partition('"')[0]) for part in page.split("data:image/png;base64,")[1:]]
    assert len(pictures) >= 14
    for picture in pictures:
        assert picture.startswith(b"\x89PNG") and MARK.encode() not in png_texts(picture).lower()


@pytest.mark.slow
def test_marks_would_be_found(folder):
    private = b"".join(path.read_bytes() for path in files(folder, private=True))
    assert f"{MARK}cust".encode() in private and f"{MARK}region".encode() in private


COLUMNS = ["name", "mail", "comment", "text", "memo", "order", "compl", "resp", "address"]
COLUMNS += ["note", "author", "call", "rating"]
MAY_HOLD = {"comments": {"comment"}, "reading_sheet": {"comment"}, "call_list_2026-04-01": {"comment", "name", "mail"}}


@pytest.mark.slow
def test_names_addresses_and_words_are_kept_where_they_are_needed_alone(folder):
    for path in files(folder, private=True):
        needed = MAY_HOLD.get(path.stem, set())
        for column in set(COLUMNS) - needed:
            assert f"{MARK}{column}".encode() not in path.read_bytes(), (path.name, column)
    for name in MAY_HOLD:
        assert f"{MARK}comment".encode() in (folder / "private" / f"{name}.csv").read_bytes()


@pytest.mark.slow
def test_lists_of_rows_set_aside_hold_numbers_and_reasons(folder):
    lists = [path for path in files(folder, private=True) if path.name.startswith("set_aside")]
    assert {path.name for path in lists} == {"set_aside_responses.csv", "set_aside_purchases.csv"}
    assert not [path for path in lists if MARK.encode() in path.read_bytes()]


def changed(table, row, column, value):
    """Rows of a table with one cell changed."""
    rows = [list(cells) for cells in TABLES[table]()]
    rows[row][rows[0].index(column)] = value
    return {table: rows}


def added(table, row, **cells):
    """Rows of a table with one of them given again, some of its cells changed."""
    rows = [list(cells) for cells in TABLES[table]()]
    again = dict(zip(rows[0], rows[row], strict=True)) | cells
    return {table: [*rows, list(again.values())]}


@pytest.mark.parametrize(
    ("rows", "settings", "code"),
    [
        ({}, {"bad_rows": "stop"}, "E-COUNT-INVALID"),
        (changed("purchases", 5, "status", f"{MARK}status"), {}, "E-STATUS"),
        (added("purchases", 5, amount=1), {}, "E-ORDER-TOTAL"),
        (added("customers", 5, region=f"{MARK}elsewhere"), {}, "E-CUSTOMER-CONFLICT"),
        (changed("customers", 0, "customer_id", "number"), {}, "E-COLUMN-MISSING"),
        ({"customers": list(customers())[1:]}, {}, "E-HEADER"),  # no header row
        (changed("responses", 0, "pet", "score"), {}, "E-HEADER-DUPLICATE"),
        ({}, {"where": {"region": {"from": 3}}, "min_cell": 1000}, "E-WHERE"),  # else words of many customers are named
        ({}, {"as_of": "2027-04-01", "acquired_on": "confirm"}, "E-COVERAGE-END"),
        ({}, {"purchases_from": None, "acquired_on": "confirm", "window_days": 3650}, "E-COVERAGE-START"),
    ],
)
def test_no_mark_is_in_an_error(tmp_path, rows, settings, code):
    if code == "E-COVERAGE-START":  # a customer older than the first order
        rows = changed("customers", 1, "acquired_on", "2020-01-01")
    shop = checked(written(tmp_path, **rows) | settings)
    with pytest.raises(KitError) as raised:
        history(shop, survey(shop).answers)
    assert raised.value.code == code
    assert MARK not in str(raised.value) and MARK not in repr(raised.value)
