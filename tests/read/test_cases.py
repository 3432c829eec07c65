"""The table of cases (cases/*.yaml): what `check` says of one file each, and the values that come out of it.

A case gives its file in one of these forms (`cases/content.py` writes them):

- ``text``: as it stands, in ``encoding`` (utf-8) with ``newline`` (LF). A line ``~8 C{n},{s}`` stands for 8 good rows.
- ``column`` with ``cells`` (text: value), ``aside`` (text: reason), ``either`` (text: values and reasons that are all
  right): every text in a row of its own among good rows, plain and, by turns, in another guise of `cases/table.py`.
- ``wide``: ``columns`` and rows that name a few of them; ``times: 9`` stands for 9 good rows.
- ``sheets`` (with ``xls``, ``epoch``, ``hidden``, ``merge``), ``parquet`` (with ``types``), or a named ``binary``.

``expect`` (or a list of them, where the rules allow several readings: ``why``) holds ``rows`` [in, used], ``aside``
{row: reason}, ``may`` (the same, optional), ``fields`` {row: {column: reason}}, ``fixed`` kinds, ``warnings`` some or
none, ``values`` {column: {key: value or several}} or {column: [all of them]}; or ``stop``: words of the message.
"""

import codecs
import json
import math
from datetime import datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from helpers.run.cli import main
from tests.read.cases.content import content, file_name, private_words
from tests.read.cases.table import CASES, KEYS, NOT_APPLICABLE, RAW, REASONS, any_of

KNOWN = {
    *("name", "why", "table", "file", "header", "encoding", "newline", "text", "also", "set", "expect", "column"),
    *("cells", "aside", "either", "fixed", "or_stop", "warnings", "sheets", "xls", "epoch", "hidden", "merge"),
    *("parquet", "types", "wide", "binary", "missing", "merged", "key", "private"),
}


def test_the_table_is_well_formed():
    names = [(topic, case["name"]) for topic, cases in RAW.items() for case in cases]
    assert len(names) >= 260 and len(set(names)) == len(names)
    assert not [case["name"] for cases in RAW.values() for case in cases if not set(case) <= KNOWN]


@pytest.mark.parametrize("name", CASES)
def test_case(name, tmp_path, capsys):
    for guise, case in CASES[name].items():
        path = tmp_path / guise / file_name(case)
        path.parent.mkdir(exist_ok=True)
        if not case.get("missing"):
            path.write_bytes(content(case))
        code, said, err, columns = checked(path, case, capsys)
        readings = [complaints(expect, case, said, columns) for expect in any_of(case["expect"])]
        assert [] in readings, (guise, readings, said)
        assert always(case, code, said, err, columns) == [], (guise, said)


def checked(path, case, capsys):
    """What the command says of the file: exit code, JSON object, stderr, columns saved."""
    saved = path.parent / "clean.parquet"
    options = ["check", str(path), "--as", case["table"], "--json", "--save", str(saved)]
    for name, value in case.get("set", {}).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        options += ["--set", f"{name}={text}"]
    try:
        code = main(options)
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    return code, json.loads(out), err, pq.read_table(saved).to_pydict() if saved.exists() else None


# --- what this case expects ----------------------------------------------------------------------------------------


def complaints(expect, case, said, columns):
    """What is not as expected, in words."""
    if "stop" in expect:
        return _of_a_stop(expect, said)
    if said["outcome"] != "ok":
        return [f"stopped: {said['message']}"]
    rows_in, rows_used = expect["rows"]
    wrong = [*_of_rows(expect, said), *_of_fields(expect.get("fields", {}), said), *_of_encoding(expect, said)]
    wrong += [f"rows_in {said['rows_in']}"] * (said["rows_in"] not in any_of(rows_in))
    wrong += [f"rows_used {said['rows_used']}"] * (rows_used is not None and said["rows_used"] not in any_of(rows_used))
    wrong += [f"not fixed: {kind}" for kind in expect.get("fixed", []) if not said["fixed"].get(kind)]
    wrong += ["no warning"] * (expect.get("warnings") == "some" and not said["warnings"])
    wrong += [f"warned: {said['warnings']}"] * (expect.get("warnings") == "none" and bool(said["warnings"]))
    for column, wanted in expect.get("values", {}).items():
        wrong += _of_values(column, wanted, case, columns or {})
    return wrong


def _of_a_stop(expect, said):
    if said["outcome"] != "stop":
        return [f"not stopped: {said}"]
    message = said["message"].casefold()
    wrong = [f"no word of {word}" for word in any_of(expect["stop"]) if word.casefold() not in message]
    return wrong + [f"code {said['code']}"] * (not str(said["code"]).startswith(expect.get("code", "E-")))


def _of_rows(expect, said):
    aside, may = expect.get("aside", {}), expect.get("may", {})
    seen = {one["row"]: one["reason"] for one in said["set_aside"]}
    wrong = [f"row {row} not set aside" for row in aside if row not in seen]
    allowed = {row: any_of(aside.get(row, may.get(row, []))) for row in seen}
    return wrong + [f"row {row} set aside: {reason}" for row, reason in seen.items() if reason not in allowed[row]]


def _of_fields(fields, said):
    seen = {(one["row"], one["column"]): one["reason"] for one in said.get("fields_aside", [])}
    wrong = []
    for row, columns in fields.items():
        for column, reasons in columns.items():
            reason = next((why for place, why in seen.items() if place[0] == row), "none")
            wrong += [f"{column} of row {row}: {reason}"] if reason not in any_of(reasons) else []
    return wrong


def _of_encoding(expect, said):
    if "encoding" not in expect:
        return []
    names = {codecs.lookup(name).name for name in any_of(expect["encoding"])}
    return [] if codecs.lookup(said["encoding"]).name in names else [f"encoding {said['encoding']}"]


def _of_values(column, wanted, case, columns):
    if wanted == "absent":
        return [f"a column {column}"] * any(cell is not None for cell in columns.get(column, []))
    key = case.get("key", KEYS[case["table"]])
    if not {column, key} <= set(columns):
        return [f"no column {column} or {key}"]
    if isinstance(wanted, list):
        got = sorted(map(_as_text, columns[column]))
        return [] if got == sorted(map(_as_text, wanted)) else [f"{column}: {got}"]
    wrong = []
    for name, options in wanted.items():
        cells = [cell for k, cell in zip(columns[key], columns[column], strict=True) if str(k) == str(name)]
        is_right = len(cells) == 1 and any(_same(one, cells[0]) for one in any_of(options) if one != "aside")
        wrong += [] if is_right or (not cells and "aside" in any_of(options)) else [f"{column} of {name}: {cells}"]
    return wrong


def _same(wanted, got):
    if wanted is None:
        return got is None or got != got
    if got is None or isinstance(wanted, bool) or isinstance(got, bool):
        return got is wanted
    if isinstance(wanted, (int, float)):
        is_number = isinstance(got, (int, float, Decimal)) and math.isfinite(got)
        return is_number and Decimal(str(got)) == Decimal(str(wanted))
    return _as_text(got) == _as_text(wanted)


def _as_text(value):
    return str(value).removesuffix(" 00:00:00") if isinstance(value, datetime) else str(value)


# --- what holds of every file --------------------------------------------------------------------------------------


def always(case, code, said, err, columns):
    """Rules that any file may break, in words where it does."""
    told = f"{said['message']}\n{err}"
    wrong = [f"shown: {word}" for word in private_words(case) if word in told]
    wrong += ["a fault"] if "Traceback" in told or said["code"] == "E-FAULT" else []
    if said["outcome"] == "stop":
        return wrong + [f"exit {code}"] * (code != 2) + ["something was written"] * (columns is not None)
    wrong += [f"exit {code}"] * (code != 0)
    saved = len(next(iter(columns.values()))) if columns else 0
    wrong += [f"{saved} rows saved"] * (saved != said["rows_used"] and not case.get("merged"))
    amounts = [cell for name in ("amount", "refund_amount") for cell in (columns or {}).get(name, [])]
    return [*wrong, *_of_ledger(said), *["money as floats"] * any(isinstance(cell, float) for cell in amounts)]


def _of_ledger(said):
    reasons = [one["reason"] for one in said["set_aside"]]
    defective = sum(reason not in NOT_APPLICABLE for reason in reasons) / max(said["rows_in"], 1)
    wrong = ["the ledger"] * (said["rows_in"] != said["rows_used"] + len(reasons))
    wrong += ["a row set aside twice"] * (len({one["row"] for one in said["set_aside"]}) < len(reasons))
    wrong += [f"unknown reasons {set(reasons) - REASONS}"] * (not set(reasons) <= REASONS)
    wrong += ["no warning above 1 %"] * (defective > 0.01 and not said["warnings"])
    return wrong + ["no stop above 20 %"] * (defective > 0.2)
