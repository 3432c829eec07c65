"""The commands: exit codes, one line on stderr, and texts that any console can show."""

import io
import json
import sys

import pytest

from helpers.base.errors import KitError
from helpers.base.words import _sentences
from helpers.report import cli
from helpers.report.cli import main, printable

NEEDED = "¥1,234 — 5–6 −7 “店” … +NPS"


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Settings of each report that was run, in place of running it."""
    seen = []
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))

    def run_report(settings, progress):
        seen.append(settings)
        folder = tmp_path / settings.report_name
        (folder / "private").mkdir(parents=True)
        front = {"headline": "A promoter brings ¥5,000.", "notes": ["Simulated."]}
        (folder / "private" / "front.json").write_text(json.dumps(front), encoding="utf-8")
        progress("step", 1.25)
        return folder

    monkeypatch.setattr(cli.runner, "run_report", run_report)
    return seen


@pytest.fixture
def failing(monkeypatch, tmp_path):
    """Maker of a run that ends with an error."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))

    def fail(error):
        def run_report(settings, progress):
            raise error

        monkeypatch.setattr(cli.runner, "run_report", run_report)

    return fail


def test_without_a_file_the_sample_is_reported(runs, capsys):
    assert main(["report"]) == 0
    assert runs[0].report_name == "sample" and runs[0].shop_name == "Sample shop"
    told = capsys.readouterr()
    assert told.err == ""
    assert [line for line in told.out.splitlines() if line][1:] == [
        "A promoter brings ¥5,000.", "Simulated.", "out/sample/report.html"
    ]  # fmt: skip


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
    assert "RuntimeError: inner <secret>" in (tmp_path / "fault.log").read_text(encoding="utf-8")
    assert "out/fault.log" in told and str(tmp_path) not in told


def test_an_interrupted_run_says_that_nothing_was_changed(failing, capsys):
    failing(KeyboardInterrupt())
    assert main(["report"]) == 130
    assert capsys.readouterr().err == "Interrupted; nothing was changed.\n"


@pytest.mark.parametrize("arguments", [[], ["reprot"], ["report", "--windw", "3"], ["batch"]])
def test_an_unknown_command_or_option_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and "usage" in capsys.readouterr().err


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (1, 2)])
def test_a_batch_with_a_failed_report_ends_with_2(monkeypatch, capsys, tmp_path, failed, code):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    monkeypatch.setattr(cli.batch, "run_batch", lambda path, progress, say: (tmp_path / "many" / "index.html", failed))
    assert main(["batch", "many.yaml"]) == code
    assert capsys.readouterr().out.split() == ["out/many/index.html"]


def test_a_japanese_console_shows_yen_and_dashes():
    assert printable(NEEDED, "cp932") == '￥1,234 - 5-6 -7 "店" ... +NPS'


def test_an_ascii_console_loses_letters_but_never_stops():
    assert printable(NEEDED, "ascii") == '?1,234 - 5-6 -7 "?" ... +NPS'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_console_that_can_shows_the_text_as_it_is(encoding):
    assert printable(NEEDED, encoding) == NEEDED


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii", "latin-1", "euc-jp"])
def test_every_sentence_goes_through_every_console(encoding):
    for said in (text for both in _sentences().values() for text in both.values()):
        assert printable(said, encoding).encode(encoding)


def test_lines_are_written_in_the_consoles_encoding(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp932", newline="\n"))
    cli.say("¥5 —", "円")
    assert raw.getvalue().decode("cp932") == "￥5 -\n円\n"
