"""The command ``check``: what it prints where, what it saves, and with which code it ends."""

import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from helpers.base.folders import PROJECT
from helpers.run.check import checking
from helpers.run.check.checking import CheckTask
from helpers.run.cli import main

GOOD = ["order_id,customer_id,ordered_at,amount", *(f"O{n},C{n},2025-04-{n:02},{1000 + n}" for n in range(1, 10))]
SECRET = "zqxsecret"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Writer of orders.csv in the folder that commands are given in; its text is shown to nobody."""
    monkeypatch.chdir(tmp_path)

    def write(*more, head=GOOD[0], name="orders.csv", encoding="utf-8"):
        Path(name).write_text("\n".join([head, *GOOD[1:], *more]) + "\n", encoding=encoding)

    write()
    return write


def run(capsys, *arguments):
    """Exit code, stdout and stderr of ``check orders.csv --as purchases …``."""
    code = main(["check", "orders.csv", "--as", "purchases", *arguments])
    return code, *capsys.readouterr()


# --- in words ------------------------------------------------------------------------------------------------------


def test_a_good_file_is_told_in_words_the_answer_first(shop, capsys, tmp_path):
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Yes: orders.csv can be used as purchases, all 9 rows.",
        "",
        "Read as: CSV, UTF-8, header in row 1",
        "",
        "Columns (the kit's name: the file's):",
        *(f"  {name}: {name}" for name in GOOD[0].split(",")),
        "",
        "Rows: 9 in the file = 9 used + 0 not applicable + 0 defective",
        "",
        "A report needs besides: customers (one row each, with the customer id); responses (the survey's scores, with "
        "the customer id, e-mail or token). Put all exports into one folder; this finds, asks and writes the rest: "
        "python run.py new FOLDER",
        "",
        "Next: these lines belong into the parameter file; then run a report with it.",
        f"  purchases: {(tmp_path / 'orders.csv').as_posix()}",
    ]


def test_in_japanese(shop, capsys):
    shop("O90,C1,2025-04-01,abc")
    code, out, _ = run(capsys, "--set", "language=ja")
    assert code == 0
    assert out.splitlines()[0] == "orders.csv は purchases として使えます（10行のうち1行は除きます）。"
    assert "  11行目, amount: 金額が数値でない" in out.splitlines() and "E-" not in out


def test_a_file_that_stops_is_told_first_and_its_error_goes_to_stderr(shop, capsys):
    shop(*(f"P{n},C1,2025-04-01,{SECRET}" for n in range(12)))
    code, out, err = run(capsys)
    assert code == 2 and err.startswith("E-ROWS-DEFECTIVE orders.csv row 11, 12, 13")
    lines = out.splitlines()
    assert lines[0] == "No: orders.csv can't be used as purchases yet, because:"
    assert "Can't be used (12):" in lines and "  row 20, amount: amount is no plain number" in lines
    assert "  row 21, amount: amount is no plain number" not in lines and "Next" not in out
    assert SECRET not in out + err


def test_a_missing_file_is_no_more_than_an_error(shop, capsys):
    Path("orders.csv").unlink()
    code, out, err = run(capsys, "--set", "language=ja")
    assert (code, out) == (2, "orders.csv はまだ purchases として使えません。理由:\n")
    assert err.startswith("E-FILE-MISSING orders.csv: ファイルが見つかりません")


def test_a_japanese_console_can_show_it_all(shop, monkeypatch):
    shop("O90,C1,2025-04-01,abc")
    screens = [io.TextIOWrapper(io.BytesIO(), encoding="cp932", newline="\n") for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", screens[0])
    monkeypatch.setattr(sys, "stderr", screens[1])
    assert main(["check", "orders.csv", "--as", "purchases"]) == 0
    assert "Yes: orders.csv" in screens[0].buffer.getvalue().decode("cp932")


# --- settings ------------------------------------------------------------------------------------------------------


def test_what_set_settles_is_among_the_lines(shop, capsys):
    shop(head="num,who,day,sum")
    named = "{purchases: {order_id: num, customer_id: who, ordered_at: day, amount: sum}}"
    code, out, _ = run(capsys, "--set", f"columns={named}", "--set", "date_order=dmy")
    lines = out[out.index("  purchases: ") :].splitlines()
    assert code == 0
    assert lines[1:] == [
        "  columns:", "    purchases:", "      order_id: num", "      customer_id: who", "      ordered_at: day",
        "      amount: sum", "  date_order: dmy",
    ]  # fmt: skip


def test_a_parameter_file_settles_but_its_files_are_left_out_and_set_wins(shop):
    text = "purchases: other.csv\ncustomers: 12\ncurrency: USD\nlanguage: ja\ntimezone: UTC\n"
    Path("mine.yaml").write_text(text, encoding="utf-8")
    task = CheckTask("orders.csv", "purchases", ["timezone=Asia/Tokyo"], Path("mine.yaml"))
    assert task.values() == {"currency": "USD", "language": "ja", "timezone": "Asia/Tokyo"}


def test_its_language_is_spoken(shop, capsys):
    Path("mine.yaml").write_text("language: ja\n", encoding="utf-8")
    assert "使えます" in run(capsys, "--settings", "mine.yaml")[1]
    assert "Yes" in run(capsys, "--settings", "mine.yaml", "--set", "language=en")[1]


def test_a_parameter_file_that_is_not_there_is_refused(shop, capsys):
    code, out, err = run(capsys, "--settings", "none.yaml")
    assert (code, out) == (2, "") and err.startswith("E-PARAMETER-FILE none.yaml")


def test_the_file_counts_from_the_folder_of_the_command(shop, tmp_path):
    assert CheckTask("orders.csv", "purchases").path == str(tmp_path / "orders.csv")
    assert CheckTask("postgres://host/db", "purchases").path == "postgres://host/db"


@pytest.mark.parametrize("arguments", [["--as", "orders"], [], ["--as"]])
def test_the_table_must_be_one_of_the_kits(shop, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(["check", "orders.csv", *arguments])
    assert ended.value.code == 2 and capsys.readouterr().out == ""


@pytest.mark.parametrize("table", ["customers", "purchases", "responses", "complaints", "invitations"])
def test_every_file_of_the_sample_can_be_used(table, capsys):
    assert main(["check", str(PROJECT / "data" / "sample" / f"{table}.csv"), "--as", table]) == 0
    assert f"  {table}: data/sample/{table}.csv" in capsys.readouterr().out.splitlines()


# --- as JSON -------------------------------------------------------------------------------------------------------


def test_json_is_one_object_and_nothing_else(shop, capsys):
    shop("O90,C1,2025-04-01,abc")
    code, out, err = run(capsys, "--json")
    said = json.loads(out)
    assert (code, err, out.count("\n")) == (0, "", 1) and out.isascii()
    assert (said["outcome"], said["rows_used"], said["set_aside"]) == (
        "ok", 9, [{"row": 11, "reason": "amount_invalid"}]
    )  # fmt: skip


def test_a_stop_is_an_object_too_with_the_error_on_stderr(shop, capsys):
    shop(*(f"P{n},C1,2025-04-01,{SECRET}" for n in range(12)))
    code, out, err = run(capsys, "--json", "--set", "language=ja")
    said = json.loads(out)
    assert (code, said["outcome"], said["code"], said["rows_in"]) == (2, "stop", "E-ROWS-DEFECTIVE", 21)
    assert err == said["message"] + "\n" and "不備があります" in err and SECRET not in out + err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--set", "date_ordr=dmy"], "E-PARAMETER"), (["--set", "language"], "E-PARAMETER"),
        (["--settings", "none.yaml"], "E-PARAMETER-FILE"), (["--save", "none/c.parquet"], "E-SAVE-FOLDER"),
        (["--save", "orders.csv"], "E-SAVE"),
    ],
)  # fmt: skip
def test_whatever_the_user_must_mend_is_an_object(shop, capsys, arguments, code):
    ended, out, err = run(capsys, "--json", *arguments)
    said = json.loads(out)
    assert (ended, said["outcome"], said["code"], said["set_aside"]) == (2, "stop", code, [])
    assert err == said["message"] + "\n" and len(err.splitlines()) == 1


def test_a_fault_of_the_kit_is_an_object(shop, capsys, monkeypatch, tmp_path):
    def fail(*arguments, **more):
        raise RuntimeError(SECRET)

    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    monkeypatch.setattr(checking, "checked_file", fail)
    code, out, err = run(capsys, "--json")
    assert (code, json.loads(out)["code"]) == (1, "E-FAULT")
    assert err.startswith("E-FAULT") and SECRET not in out + err


# --- saving --------------------------------------------------------------------------------------------------------


def test_what_was_saved_is_what_was_used_and_the_lines_are_for_it(shop, capsys, tmp_path):
    shop('O90,C1,1/2/2025,"1,500"', "O91,C1,3/4/2025,abc", encoding="cp932")
    code, out, _ = run(capsys, "--save", "clean.parquet", "--set", "date_order=dmy")
    table = pq.read_table("clean.parquet")
    assert code == 0 and table["order_id"].to_pylist() == [*(f"O{n}" for n in range(1, 10)), "O90"]
    assert table["ordered_at"].to_pylist()[-1].isoformat() == "2025-02-01T00:00:00"
    assert "Saved: 10 rows, as clean.parquet." in out.splitlines()
    assert out.splitlines()[-1] == f"  purchases: {(tmp_path / 'clean.parquet').as_posix()}"


def test_names_and_comments_are_saved_though_no_report_reads_them(shop, capsys):
    Path("answers.csv").write_text(f"customer_id,score,comment\nC1,9,{SECRET}\n", encoding="utf-8")
    assert main(["check", "answers.csv", "--as", "responses", "--save", "clean.parquet"]) == 0
    assert pq.read_table("clean.parquet")["comment"].to_pylist() == [SECRET]
    assert SECRET not in "".join(capsys.readouterr())


def test_saving_says_the_same_as_not_saving(shop, capsys):
    shop("O91,C1,2025-04-01,abc")
    plain = run(capsys, "--json")
    assert run(capsys, "--json", "--save", "clean.parquet") == plain


def test_nothing_is_saved_where_the_check_stops(shop, capsys):
    shop(*(f"P{n},C1,2025-04-01,abc" for n in range(12)))
    assert run(capsys, "--save", "clean.parquet")[0] == 2
    assert sorted(path.name for path in Path().iterdir()) == ["orders.csv"]


def test_the_file_itself_is_never_written_over(shop, capsys):
    before = Path("orders.csv").read_bytes()
    code, out, err = run(capsys, "--save", "orders.csv")
    assert (code, out, Path("orders.csv").read_bytes()) == (2, "", before)
    assert err.startswith("E-SAVE orders.csv: not written over")
