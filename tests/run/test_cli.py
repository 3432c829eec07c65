"""The commands: exit codes, and one line on stderr."""

import json
import re
import subprocess
import sys

import pytest

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.run import cli, runner
from helpers.run.cli import main


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Settings of each report that was run, in place of running it."""
    seen = []
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))

    def run_report(settings, progress, printer=None, told=None):
        seen.append(settings)
        seen.extend([printer] if printer else [])
        folder = tmp_path / settings.report_name
        (folder / "private").mkdir(parents=True)
        front = {"headline": "A promoter brings ¥5,000.", "notes": ["Simulated."]}
        (folder / "private" / "front.json").write_text(json.dumps(front), encoding="utf-8")
        progress("step", 1.25)
        return folder

    monkeypatch.setattr(runner, "run_report", run_report)
    return seen


@pytest.fixture
def failing(monkeypatch, tmp_path):
    """Maker of a run that ends with an error."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))

    def fail(error):
        def run_report(settings, progress, printer=None, told=None):
            raise error

        monkeypatch.setattr(runner, "run_report", run_report)

    return fail


def test_without_a_file_the_sample_is_reported(runs, capsys):
    assert main(["report"]) == 0
    assert runs[0].report_name == "sample" and runs[0].shop_name == "Sample shop"
    told = capsys.readouterr()
    assert told.err == ""
    assert [line for line in told.out.splitlines() if line][1:] == [
        "A promoter brings ¥5,000.", "Simulated.", "out/sample/report.html"
    ]  # fmt: skip


def test_a_pdf_is_printed_by_the_browser_that_is_found(runs, monkeypatch):
    monkeypatch.setattr(cli, "browser", lambda: "the browser")
    assert main(["report", "--pdf"]) == 0 and runs[1] == (("report.pdf",), "the browser")


def test_the_brief_alone_or_beside_the_whole(runs, monkeypatch):
    monkeypatch.setattr(cli, "browser", lambda: "the browser")
    assert main(["report", "--pdf", "--brief"]) == 0 and runs[1].names == ("report.pdf", "brief.pdf")


def test_without_a_browser_nothing_is_run_for_a_pdf(runs, monkeypatch, capsys):
    def browser():
        raise KitError("E-PDF-BROWSER", variable="NPS_KIT_BROWSER")

    monkeypatch.setattr(cli, "browser", browser)
    assert main(["report", "--pdf"]) == 2 and runs == []
    assert capsys.readouterr().err.startswith("E-PDF-BROWSER ")


def test_a_file_names_its_report_and_set_changes_it(runs, tmp_path):
    path = tmp_path / "autumn.yaml"
    path.write_text("as_of: 2026-04-01\nwindow_days: 30\n", encoding="utf-8")
    assert main(["report", str(path), "--set", "window_days=90", "--set", "note=x"]) == 0
    assert (runs[0].report_name, runs[0].window_days, runs[0].note) == ("autumn", 90, "x")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["report", "--set", "windw_days=3"], "windw_days"),
        (["report", "--set", "window_days=x"], "window_days"),
        (["report", "--set", "as_of=2026-02-30"], "as_of"),
        (["report", "--set", "seed"], "NAME=VALUE"),
        (["report", "none.yaml"], "none.yaml"),
        (["batch", "none.yaml"], "none.yaml"),
    ],
)
def test_what_the_user_must_mend_ends_with_2_and_one_line(runs, capsys, arguments, name):
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1
    assert told.err.startswith("E-PARAMETER") and name in told.err
    assert runs == []


def test_an_error_in_the_data_ends_with_2(failing, capsys):
    failing(KitError("E-STATUS", "purchases.csv: in neither list."))
    assert main(["report"]) == 2
    assert capsys.readouterr().err == "E-STATUS purchases.csv: in neither list.\n"


def test_a_fault_of_the_kit_ends_with_1_and_its_details_in_a_file(failing, capsys, tmp_path):
    failing(RuntimeError("inner <secret>"))
    assert main(["report"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("E-FAULT ") and len(told.splitlines()) == 1 and "secret" not in told
    assert "RuntimeError" in told and "out/fault.log" in told and str(tmp_path) not in told
    assert "secret" not in (tmp_path / "fault.log").read_text(encoding="utf-8")


def test_a_fault_that_the_run_told_of_ends_with_1_too(failing, capsys):
    failing(KitError("E-FAULT", kind="KeyError", file="out/fault.log"))
    assert main(["report", "--set", "language=ja"]) == 1
    assert capsys.readouterr().err.startswith("E-FAULT キットに障害が起きました（KeyError）")


@pytest.mark.parametrize(
    ("language", "line"), [("en", "Interrupted; nothing was changed."), ("ja", "中断しました。何も変更していません。")]
)
def test_an_interrupted_run_says_that_nothing_was_changed(failing, capsys, language, line):
    failing(KeyboardInterrupt())
    assert main(["report", "--set", f"language={language}"]) == 130
    assert capsys.readouterr().err == f"{line}\n"


INTERRUPTED = """import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Finder:
    def find_spec(self, name, *others):
        if name == "helpers.run.cli":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
runpy.run_module("helpers", run_name="__main__")"""


def test_ctrl_c_while_the_packages_are_imported_ends_without_a_stack():
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, check=False, cwd=PROJECT)
    assert ended.returncode != 0 and ended.stderr == b""


def test_a_step_is_one_line_with_its_time(capsys):
    cli.progress("1/4 回答の集計", 2.345)
    assert capsys.readouterr().out == "   2.3 s  1/4 回答の集計\n"


@pytest.mark.parametrize("arguments", [[], ["reprot"], ["report", "--windw", "3"], ["batch"]])
def test_an_unknown_command_or_option_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and "usage" in capsys.readouterr().err


def test_lab_s_parameter_file_is_read_before_the_notebooks_open(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    file = tmp_path / "mine.yaml"
    file.write_text("as_of: 2026-04-01\n", encoding="utf-8")
    assert main(["lab", str(file)]) == 0
    assert capsys.readouterr() == (f"{(PROJECT / 'notebooks').as_posix()}\n", "")
    file.write_text("as_of: 2026-04-01\ngross_margin_rat: 0.4\nlanguage: ja\n", encoding="utf-8")
    assert main(["lab", str(file)]) == 2
    assert "gross_margin_rate ではありませんか" in capsys.readouterr().err
    assert main(["lab", str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err.startswith("E-PARAMETER-FILE none.yaml: no such file")


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (1, 2)])
def test_a_batch_with_a_failed_report_ends_with_2(monkeypatch, capsys, tmp_path, failed, code):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    monkeypatch.setattr(
        cli.batches,
        "run_batch",
        lambda path, run_report, progress, say, most: (tmp_path / "many" / "index.html", failed),
    )
    assert main(["batch", "many.yaml"]) == code
    assert capsys.readouterr().out.split() == ["out/many/index.html"]


# --- language ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "arguments"),
    [
        ("language: en\n", ["--set", "language=ja"]),
        ("language: ja\n", []),
        ("language: ja\n", ["--set", "seed=2"]),
    ],
)
def test_errors_are_said_in_the_language_that_is_known(failing, capsys, tmp_path, content, arguments):
    path = tmp_path / "mine.yaml"
    path.write_text(f"as_of: 2026-04-01\n{content}", encoding="utf-8")
    failing(KitError("E-FILE-EMPTY", file="orders.csv"))
    assert main(["report", str(path), *arguments]) == 2
    assert capsys.readouterr().err == "E-FILE-EMPTY orders.csv: 見出し行がありません。\n"


@pytest.mark.parametrize("arguments", [[], ["--set", "language=fr"], ["--set", "language=[ja]"], ["--set", "ja"]])
def test_else_in_english(failing, capsys, arguments):
    failing(KitError("E-FILE-EMPTY", file="orders.csv"))
    assert main(["report", *arguments]) == 2
    assert "見出し" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["language: ja\na: [", "a: b: c\n  language: 'ja'\n", "set: {language: ja}\n\tseed: 1\n"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_a_broken_file_is_told_of_in_the_language_that_its_letters_name(capsys, tmp_path, text, encoding):
    (tmp_path / "mine.yaml").write_bytes(f"# language: en\n{text}\nshop_name: あおば".encode(encoding))
    assert main(["report", str(tmp_path / "mine.yaml")]) == 2
    assert re.search("UTF-8で保存|YAMLとして読めません", capsys.readouterr().err)


@pytest.mark.parametrize("wrong", ["seed", "where={a: [", "language=jp"])
def test_a_wrong_assignment_is_told_of_in_the_files_language(capsys, tmp_path, wrong):
    (tmp_path / "mine.yaml").write_text("as_of: 2026-04-01\nlanguage: ja\n", encoding="utf-8")
    assert main(["report", str(tmp_path / "mine.yaml"), "--set", wrong]) == 2
    assert re.search("[ぁ-ん]", capsys.readouterr().err)


def test_a_batch_speaks_the_language_of_its_base(capsys, tmp_path):
    (tmp_path / "mine.yaml").write_text("as_of: 2026-04-01\nlanguage: ja\n", encoding="utf-8")
    (tmp_path / "many.yaml").write_text("base: mine.yaml\nreports: [{seed: x}]\n", encoding="utf-8")
    assert main(["batch", str(tmp_path / "many.yaml")]) == 2
    assert "整数" in capsys.readouterr().err


def test_a_batch_that_is_its_own_base_is_refused(capsys, tmp_path):
    (tmp_path / "many.yaml").write_text("base: many.yaml\nreports: [{seed: x}]\n", encoding="utf-8")
    assert main(["batch", str(tmp_path / "many.yaml")]) == 2
    assert capsys.readouterr().err.startswith("E-PARAMETER ")


def test_a_file_that_cannot_be_read_is_told_of_in_the_computers_language(monkeypatch, capsys, tmp_path):
    (tmp_path / "mine.yaml").write_text("a: [", encoding="utf-8")
    monkeypatch.setenv("NPS_KIT_LANGUAGE", "ja")
    assert main(["report", str(tmp_path / "mine.yaml")]) == 2
    assert "YAMLとして読めません" in capsys.readouterr().err


def test_a_batch_speaks_the_language_of_its_reports(monkeypatch, capsys, tmp_path):
    def run_batch(path, run_report, progress, say, most):
        raise KitError("E-FILE-EMPTY", file="orders.csv")

    monkeypatch.setattr(cli.batches, "run_batch", run_batch)
    path = tmp_path / "many.yaml"
    path.write_text("set: {language: ja}\nreports: []\n", encoding="utf-8")
    assert main(["batch", str(path)]) == 2
    assert "見出し" in capsys.readouterr().err
