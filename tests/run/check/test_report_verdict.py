"""What `check` of a parameter file says: each table, all that is wrong, and what comes next."""

import json

import pytest

from helpers.run.check.report_verdict import check_report

ORDERS = [f"O{n},C{n % 9},2026-0{n % 3 + 1}-15,{500 + n},completed" for n in range(36)]
ANSWERS = [f"C{n % 9},{(9, 10, 3, 8, 0)[n % 5]},2026-03-{n + 1:02}" for n in range(9)]


@pytest.fixture
def said(tmp_path, capsys):
    """Code, standard output and error of the check of a report of two files, as lines."""

    def of(orders=ORDERS, answers=ANSWERS, language="en", as_object=False, **values):
        files = {"purchases": ["order_id,customer_id,ordered_at,amount,status", *orders],
                 "responses": ["customer_id,score,responded_at", *answers]}  # fmt: skip
        for name, lines in files.items():
            (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        named = {name: str(tmp_path / f"{name}.csv") for name in files}
        period = {"as_of": "2026-04-01", "purchases_from": "2026-01-01", "purchases_until": "2026-03-31",
                  "window_days": 30}  # fmt: skip
        code = check_report(tmp_path / "r.yaml", {**period, **named, **values}, language, as_object=as_object)
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return of


def test_a_sound_report_is_told_the_next_command(said, tmp_path):
    code, out, err = said()
    assert (code, out[-2:], err) == (
        0,
        ["", f"Nothing stands in the way. Next: python run.py report {tmp_path / 'r.yaml'}"],
        [],
    )
    verdicts = [line for line in out[:-2] if not line.startswith(" ")]
    assert [("responses.csv" in line, "purchases.csv" in line) for line in verdicts] == [(True, False), (False, True)]
    assert said(language="ja")[1][-1].startswith("問題はありません。")


def test_warnings_stand_below_their_table_once(said):
    refund = ORDERS[0].replace(",500", ",-500")
    _, (_, verdict, *warned), _ = said(orders=[refund, *ORDERS[1:]])
    assert "purchases.csv" in verdict and len([line for line in warned if line.startswith("  W-NEGATIVE")]) == 1


def test_what_follows_from_a_misspelt_name_is_not_said(said):
    assert [line[:14] for line in said(window_days=365)[2][2:]][:1] == ["1. E-ACQUIRED "]
    assert [line[:14] for line in said(windw_days=9)[2][2:]] == ["1. E-PARAMETER"]


def test_all_that_is_wrong_is_numbered_on_standard_error(said):
    orders = [line.replace("completed", "on the moon") for line in ORDERS]
    code, out, err = said(orders=orders, answers=[f"C{n},9,01/02/2026" for n in range(9)], windw_days=9)
    assert code == 2 and err[:2] == ["", "To settle before the report can run (3):"]
    numbered = [line.split()[:2] for line in err if line[:1].isdigit()]
    assert numbered == [["1.", "E-PARAMETER"], ["2.", "E-DATE-ORDER"], ["3.", "E-STATUS"]]
    assert out[0] == "No: responses.csv can't be used as responses yet; see below."
    assert not any("Next:" in line for line in out)


def test_for_programs_it_is_one_object(said):
    code, (line,), err = said(as_object=True)
    told = json.loads(line)
    assert (code, err, told["outcome"], told["problems"]) == (0, [], "ok", [])
    assert {name: one["rows_used"] for name, one in told["tables"].items()} == {"purchases": 36, "responses": 9}
    code, (line,), err = said(as_object=True, language="ja", windw_days=9)
    told = json.loads(line)
    assert (code, told["outcome"], [one["code"] for one in told["problems"]]) == (2, "stop", ["E-PARAMETER"])
    assert err == [f"1. {told['problems'][0]['message']}"] and "windw_days" in err[0] and line.isascii()
