"""run.py without a network: what it counts, when it installs, and what it says when it can't."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest

RUN_PY = Path(__file__).resolve().parents[1] / "run.py"


def loaded():
    """run.py as a module."""
    spec = importlib.util.spec_from_file_location("run_under_test", RUN_PY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py loaded as a project of its own in a folder with a blank and Japanese, its .venv whole."""
    module = loaded()
    root = tmp_path / "コピー 店"
    (root / ".venv").mkdir(parents=True)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text("# made by hand\nsix==1.17.0\n", encoding="utf-8")
    places = {"STAMP": "installed.json", "MARKER": "installing", "LOG": "install.log"}
    for constant, name in places.items():
        monkeypatch.setattr(module, constant, root / ".venv" / name)
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("LC_ALL", "C")
    return module


@pytest.fixture
def japanese(run, monkeypatch):
    """run.py in a Japanese shell."""
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    return run


@pytest.fixture
def installs(run, monkeypatch):
    """The files of each install that run.py would have done."""
    done = []
    monkeypatch.setattr(run, "install", lambda files, wheels, total: done.append(list(files)))
    return done


@pytest.fixture
def remade(run, monkeypatch):
    """How often .venv was made anew; as the real one, it empties the folder."""
    times = []

    def make_venv():
        times.append(1)
        run.STAMP.unlink(missing_ok=True)
        run.MARKER.unlink(missing_ok=True)

    monkeypatch.setattr(run, "make_venv", make_venv)
    return times


def failing_pip(run, monkeypatch, output, after_seconds=0):
    """Lets pip be a program that prints output and fails."""
    fake = run.ROOT / "fake_pip.py"
    fake.write_text(
        f"import sys, time; sys.stdout.write({output!r}); sys.stdout.flush()\ntime.sleep({after_seconds}); sys.exit(1)",
        encoding="utf-8",
    )
    real = subprocess.Popen

    def popen(command, *how, **more):
        return real([sys.executable, str(fake)] if "install" in command else command, *how, **more)

    monkeypatch.setattr(run.subprocess, "Popen", popen)


def test_an_old_python_can_parse_it():
    ast.parse(RUN_PY.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_its_english_is_for_every_console_and_its_japanese_for_those_of_windows(run):
    assert [text for text in run.JAPANESE if not text.isascii()] == []
    assert [text for text in run.JAPANESE.values() if text.isascii() or not text.encode("cp932")] == []


def test_both_languages_state_the_same_figures(run):
    for pair in run.JAPANESE.items():
        english, japanese = (Counter(field[1:3] for field in Formatter().parse(text) if field[2]) for text in pair)
        assert english == japanese and pair[0].count("{") == pair[1].count("{")


def test_all_that_it_says_is_there_in_japanese(run):
    calls = [node for node in ast.walk(ast.parse(RUN_PY.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    by_name = {name: [call.args for call in calls if getattr(call.func, "id", "") == name] for name in CALLS}
    said = {args[0].value for args in by_name["told"] if isinstance(args[0], ast.Constant)}
    assert said | {run.USAGE, *dict(run.FAILURES).values()} == set(run.JAPANESE)
    assert [ast.unparse(args[0]) for args in by_name["Stop"] if not ast.unparse(args[0]).startswith(TOLD)] == []
    words = {node.value for args in by_name["say"] for node in ast.walk(args[0]) if isinstance(node, ast.Constant)}
    assert [text for text in words - said if isinstance(text, str) and re.search("[A-Za-z]{2}", text)] == []


CALLS, TOLD = ("told", "Stop", "say"), ("told(", "why_pip_failed(")


@pytest.mark.parametrize(
    "shell, expected",
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),  # empty is as if not set
        ({"LANG": "C.UTF-8"}, "c."),
        ({}, ""),
    ],
)
def test_the_language_is_what_the_shell_names(run, monkeypatch, shell, expected):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in shell.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(run, "os", SimpleNamespace(name="posix", environ=os.environ))
    assert run.language() == expected


@pytest.mark.parametrize(
    "number, shell, expected",
    [(0x0411, "", "ja"), (0x0409, "", "en"), (0x0411, "en_US.UTF-8", "en"), (0x0409, "ja_JP.UTF-8", "ja")],
)
def test_on_windows_it_is_the_shells_or_else_that_of_the_screen(run, monkeypatch, number, shell, expected):
    kernel32 = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel32), raising=False)
    monkeypatch.setattr(run, "os", SimpleNamespace(name="nt", environ={"LANG": shell}))
    assert run.language() == expected


@pytest.mark.parametrize(
    "encoding, expected",
    [("utf-8", "中断"), ("cp932", "中断"), ("cp1252", "inter"), ("ascii", "inter"), ("none", "inter"), (None, "inter")],
)
def test_a_console_that_cannot_write_japanese_gets_english(japanese, monkeypatch, encoding, expected):
    monkeypatch.setattr(japanese.sys, "stderr", SimpleNamespace(encoding=encoding))
    assert japanese.told("interrupted; run again to resume").startswith(expected)


def test_errors_progress_and_usage_are_said_in_japanese(japanese, installs, capsys):
    assert japanese.guarded(["--wheels", "店"]) == 2 and japanese.guarded(["-h"]) == 0
    japanese.announce(["requirements.txt"], None, 34)
    said = capsys.readouterr()
    assert said.out == japanese.JAPANESE[japanese.USAGE] + "\n"
    assert said.err == (
        "エラー: --wheels にはwheelの入ったフォルダーを指定してください。'店' はフォルダーではありません\n"
        "34個のパッケージを .venv に入れます（初回のみ）。ダウンロード約230 MB、ディスク使用量910 MB。\n"
    )


def test_a_japanese_usage_names_the_same_commands_and_options(run):
    both = [set(re.findall(r"(?m)^  ([a-z]+)|(--\w+)", text)) for text in (run.USAGE, run.JAPANESE[run.USAGE])]
    assert both[0] == both[1]


OFFERED = "new, check, invite, report, batch, forget, lab, test, bench"


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (
            ["reprot"],
            f"error: no such command: reprot; choose one of {OFFERED}\n",
        ),
        (
            ["--set", "a=1"],
            f"error: no such command: --set; choose one of {OFFERED}\n",
        ),
        (["check"], "error: check needs a file: python run.py check FILE.yaml\n"),
        (["invite"], "error: invite needs a file: python run.py invite FILE.yaml\n"),
        (["batch"], "error: batch needs a file: python run.py batch FILE.yaml\n"),
    ],
)
def test_what_cannot_run_is_one_line_and_installs_nothing(run, installs, capsys, arguments, expected):
    assert run.guarded(arguments) == 2
    assert capsys.readouterr().err == expected and installs == []


def test_its_commands_are_those_of_the_kit():
    source = (RUN_PY.parent / "helpers" / "run" / "cli.py").read_text(encoding="utf-8")
    inside = re.findall(r'add_parser\(\s*"([\w-]+)"', source)
    assert {*inside, "lab", "test", "bench"} == {*loaded().COMMANDS}


def test_it_names_every_requirements_file_that_it_installs(run):
    assert sorted(run.SIZES_MB) == ["requirements-dev.txt", "requirements.txt"]
    assert all((RUN_PY.parent / name).is_file() for name in run.SIZES_MB)


@pytest.mark.parametrize(
    "lines, expected",
    [
        ("", 0),
        ("# a comment\n--index-url x\n\nsix==1.17.0\n", 1),
        ("six==1.17.0\nattrs==26.1.0\n", 2),
        ("six==1 ; python_version < '3'\nsix==2 ; python_version >= '3'\n", 1),  # one of two holds
        ("six==1 ; python_version < '3'\n", 0),
    ],
)
def test_packages_are_counted_for_this_python(run, lines, expected):
    (run.ROOT / "requirements.txt").write_text(lines, encoding="utf-8")
    assert run.count_packages(sys.executable, ["requirements.txt"]) == expected


def test_packages_of_two_files_count_once(run):
    assert run.count_packages(sys.executable, ["requirements.txt", "requirements-dev.txt"]) == 1


@pytest.mark.parametrize(
    "arguments, rest",
    [
        (["report", "a.yaml"], ["report", "a.yaml"]),
        (["--wheels", "W", "report"], ["report"]),
        (["report", "--wheels=W", "--set", "as_of=2026-01-01"], ["report", "--set", "as_of=2026-01-01"]),
        (["report", "a.yaml", "--wheels", "W"], ["report", "a.yaml"]),
    ],
)
def test_wheels_folder_may_stand_anywhere(run, tmp_path, monkeypatch, arguments, rest):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "W").mkdir()
    expected = tmp_path / "W" if "W" in " ".join(arguments) else None
    assert run.split_wheels(arguments) == (rest, expected)


@pytest.mark.parametrize(
    "arguments",
    [["--wheels"], ["--wheels="], ["--wheels", "nowhere"], ["report", "--wheels"], ["--wheels=", "."]],
)
def test_a_missing_wheels_folder_is_one_line_and_exit_2(run, capsys, arguments):
    assert run.guarded(arguments) == 2
    assert capsys.readouterr().err.startswith("error: --wheels needs a folder of wheels")


def test_first_run_installs_and_the_second_does_not(run, installs):
    run.prepare(["requirements.txt"], None)
    run.prepare(["requirements.txt"], None)
    assert installs == [["requirements.txt"]] and not run.MARKER.exists()


def test_tests_add_their_own_requirements_once(run, installs):
    both = ["requirements.txt", "requirements-dev.txt"]
    run.prepare(both[:1], None)
    run.prepare(both, None)
    run.prepare(both[:1], None)
    run.prepare(both, None)
    assert installs == [both[:1], both[1:]]


def test_changed_requirements_install_again_and_say_so(run, installs, capsys):
    run.prepare(["requirements.txt"], None)
    assert "changed" not in capsys.readouterr().err
    (run.ROOT / "requirements.txt").write_text("six==1.16.0\n", encoding="utf-8")
    run.prepare(["requirements.txt"], None)
    assert "The requirements changed." in capsys.readouterr().err and len(installs) == 2


def test_another_python_in_the_venv_installs_again(run, installs, monkeypatch):
    run.prepare(["requirements.txt"], None)
    monkeypatch.setattr(run, "venv_version", lambda: "3.99")
    run.prepare(["requirements.txt"], None)
    assert len(installs) == 2


def test_a_moved_folder_installs_the_project_again_but_no_packages(run, installs, monkeypatch, capsys):
    run.prepare(["requirements.txt"], None)
    run.ROOT.rename(run.ROOT.with_name("moved"))
    moved = run.ROOT.with_name("moved")
    for constant in ("STAMP", "MARKER"):
        monkeypatch.setattr(run, constant, moved / ".venv" / getattr(run, constant).name)
    monkeypatch.setattr(run, "ROOT", moved)
    run.prepare(["requirements.txt"], None)
    assert installs == [["requirements.txt"], []] and "folder moved" in capsys.readouterr().err


def test_a_whole_venv_is_kept(run, installs, remade):
    run.prepare(["requirements.txt"], None)
    assert remade == []


def test_an_interrupted_install_starts_from_an_empty_venv(run, remade, monkeypatch, capsys):
    def interrupted(files, wheels, total):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "install", interrupted)
    assert run.guarded(["report"]) == 130
    assert capsys.readouterr().err.endswith("interrupted; run again to resume\n")
    assert run.MARKER.exists() and not run.STAMP.exists()
    monkeypatch.setattr(run, "install", lambda *what: None)
    run.prepare(["requirements.txt"], None)
    assert remade == [1] and "did not finish" in capsys.readouterr().err
    assert run.STAMP.exists() and not run.MARKER.exists()


@pytest.mark.parametrize("program", ["nowhere/python", "broken.py"])
def test_a_venv_without_a_working_python_or_pip_is_made_anew(run, remade, installs, monkeypatch, program):
    (run.ROOT / "broken.py").write_text("not a program", encoding="utf-8")
    monkeypatch.setattr(run, "PYTHON", run.ROOT / program)
    assert run.venv_version() is None
    make_venv = run.make_venv

    def repaired():
        make_venv()
        monkeypatch.setattr(run, "PYTHON", Path(sys.executable))

    monkeypatch.setattr(run, "make_venv", repaired)
    run.prepare(["requirements.txt"], None)
    assert remade == [1] and len(installs) == 1


@pytest.mark.parametrize("lacking", ["venv", "ensurepip"])
def test_a_python_without_venv_gets_one_line(run, monkeypatch, capsys, lacking):
    real = importlib.util.find_spec
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None if name == lacking else real(name))
    monkeypatch.setattr(run, "venv_version", lambda: None)
    assert run.guarded(["report"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    run.VENV.rmdir()  # nothing was made or removed before it spoke


def test_a_venv_that_fails_half_way_gets_one_line(run, monkeypatch, capsys):
    def no_ensurepip(*where, **how):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", no_ensurepip)
    monkeypatch.setattr(run, "venv_version", lambda: None)
    assert run.guarded(["report"]) == 2
    assert "python3-venv" in capsys.readouterr().err and run.MARKER.exists()


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 6, 15)])
def test_an_old_python_is_told_which_one_it_needs(run, monkeypatch, capsys, version):
    monkeypatch.setattr(run.sys, "version_info", version)
    assert run.guarded(["report"]) == 2
    error = capsys.readouterr().err
    assert "3.11 or newer" in error and error.count("\n") == 1


@pytest.mark.parametrize(
    "output, expected",
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)': /x/\n"
            "ERROR: No matching distribution found for six==1.17.0\n",
            "check the connection and the proxy",
        ),
        ("ERROR: HTTPSConnectionPool: Max retries exceeded with url: /x\n", "--wheels FOLDER"),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.\n", "--wheels FOLDER"),
        ("ERROR: [Errno 28] No space left on device\n", "disk is full"),
        ("WARNING: connection broken by x\nERROR: [Errno 28] No space left on device\n", "disk is full"),
        (
            "ERROR: No matching distribution found for six==1.17.0\n",
            "No matching distribution found for six==",
        ),
        ("ERROR: first\nERROR: last\n", "pip failed: last"),
        ("", "no reason given"),
    ],
)
def test_a_failed_pip_is_one_line_with_the_place_of_its_log(run, monkeypatch, capsys, output, expected):
    failing_pip(run, monkeypatch, output)
    assert run.guarded(["report"]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert expected in last and last.startswith("error: ") and last.endswith("(log: .venv/install.log)")
    assert run.LOG.read_text(encoding="utf-8") == output
    assert not run.MARKER.exists() and not run.STAMP.exists()  # nothing unpacked: no reason to start anew


@pytest.mark.slow
def test_a_pip_that_fails_while_it_unpacks_leaves_its_mark(run, monkeypatch):
    failing_pip(run, monkeypatch, "Installing collected packages: six\nERROR: Errno 28\n")
    assert run.guarded(["report"]) == 2 and run.MARKER.exists()


@pytest.mark.slow
def test_ctrl_c_ends_pip_too(run, monkeypatch):
    def interrupted(line, done, total):
        raise KeyboardInterrupt

    failing_pip(run, monkeypatch, "Collecting six\n", after_seconds=60)
    monkeypatch.setattr(run, "show", interrupted)
    started = time.monotonic()
    assert run.guarded(["report"]) == 130 and time.monotonic() - started < 30


@pytest.mark.parametrize(
    "line, shown",
    [
        (
            "  Downloading pyarrow-26.0.1-cp311-cp311-linux_x86_64.whl (55.0 MB)\n",
            "  pyarrow-26.0.1 55.0 MB\n",
        ),
        ("Downloading pyarrow-26.0.1-cp311-cp311-win_amd64.whl (28 MB)\r\n", "  pyarrow-26.0.1 28 MB\n"),
        (
            "  Using cached scipy-1.17.1-cp311-cp311-macosx_14_0_arm64.whl (35.3 MB)\n",
            "  scipy-1.17.1 35.3 MB\n",
        ),
        ("Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)\n", ""),
        ("Processing /a b/six-1.17.0-py2.py3-none-any.whl (from -r requirements.txt (line 3))\n", ""),
    ],
)
def test_each_wheel_counts_and_large_ones_are_named(run, capsys, line, shown):
    assert run.show(line, 3, 10) == 4
    assert capsys.readouterr().err == shown


@pytest.mark.parametrize("line", ["Collecting six\n", "  Downloading six-1.17.0-py3-none-any.whl.metadata (1 kB)\n"])
def test_other_lines_of_pip_do_not_count(run, capsys, line):
    assert run.show(line, 3, 10) == 3
    assert capsys.readouterr().err == ""


def test_a_bar_on_a_terminal(run, capsys, monkeypatch):
    monkeypatch.setattr(run.sys.stderr, "isatty", lambda: True)
    run.show("Downloading six-1.17.0-py3-none-any.whl (11 kB)\n", 4, 10)
    assert capsys.readouterr().err.startswith("\r[###############               ] 5/10  six-1.17.0 11 kB")


@pytest.mark.parametrize(
    "command, words, at_root",
    [
        ("report", ["-P", "-m", "helpers", "report", "a"], False),
        ("unheard-of", ["-P", "-m", "helpers", "unheard-of", "a"], False),
        ("test", ["-m", "pytest", "-m", "not slow", "a"], True),
    ],
)
def test_what_runs_inside_and_where(run, command, words, at_root):
    assert run.real_command(command, ["a"]) == (words, str(run.ROOT) if at_root else None)


@pytest.mark.parametrize("read", [0, 2])
def test_lab_takes_a_parameter_file_that_can_be_read(run, monkeypatch, read):
    ran, made_ready = [], []

    def ready(words, env):
        made_ready.append(words[1:])
        if read:
            raise subprocess.CalledProcessError(read, words)
        return str(run.ROOT / "notebooks").encode()

    monkeypatch.setattr(run.subprocess, "check_output", ready)
    monkeypatch.setattr(run, "started", lambda words, folder, more: ran.append((words, more)) or 0)
    monkeypatch.setenv("NPS_KIT_OUT", str(run.ROOT / "elsewhere"))
    assert run.run("lab", ["mine.yaml", "--no-browser"]) == read
    assert made_ready == [["-P", "-m", "helpers", "lab", "mine.yaml"]]
    assert len(ran) == (read == 0)
    assert run.run("lab", ["--no-browser"]) == read and made_ready[-1] == ["-P", "-m", "helpers", "lab"]
    for (words, more), file in zip(ran, [str(Path("mine.yaml").absolute()), None], strict=False):
        assert words[:3] == ["-P", "-m", "helpers.run.serving"] and words[-1] == "--no-browser"
        assert "--LabApp.default_url=/lab/tree/notebooks/start.ipynb" in words
        assert more["JUPYTER_CONFIG_PATH"] == str(run.ROOT / "elsewhere" / ".lab")
        assert more.get("NPS_KIT_PARAMETERS") == file


@pytest.mark.parametrize(
    "arguments, script, rest",
    [
        ([], "reading", []),
        (["--rows", "9"], "reading", ["--rows", "9"]),
        (["reading", "--rows", "9"], "reading", ["--rows", "9"]),
        (["coverage", "--samples", "9"], "coverage", ["--samples", "9"]),
        (["resampling"], "resampling", []),
        (["meaning", "--shops", "9"], "meaning", ["--shops", "9"]),
    ],
)
def test_which_benchmark_runs(run, arguments, script, rest):
    path = RUN_PY.parent / "benchmarks" / f"{script}.py"
    words, folder = run.real_command("bench", arguments)
    assert words == [str(run.ROOT / "benchmarks" / path.name), *rest] and folder == str(run.ROOT)
    assert path.is_file()


@pytest.mark.parametrize(
    "folder, encoding, parallel", [("/kit", None, True), ("/キット", None, False), ("/kit", "cp932", False)]
)
def test_tests_run_on_all_cores_where_workers_can_read_their_folder(run, monkeypatch, folder, encoding, parallel):
    monkeypatch.setattr(run, "ROOT", Path(folder))
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    if encoding:
        monkeypatch.setenv("PYTHONIOENCODING", encoding)
    workers = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"] if parallel else []
    assert run.real_command("test", ["--all"]) == (["-m", "pytest", *workers], str(Path(folder)))


@pytest.mark.parametrize(
    "arguments, told",
    [
        ([], ["-m", "not slow"]),
        (["-k", "gaps"], ["-m", "not slow", "-k", "gaps"]),
        (["-m", "slow"], ["-m", "not slow", "-m", "slow"]),  # of two pytest takes the last
        (["--all"], []),
        (["-x", "--all"], ["-x"]),
        (["tests/compare"], ["tests/compare"]),  # what is named runs whole
        (["tests/test_run.py::test_fit", "-x"], ["tests/test_run.py::test_fit", "-x"]),
    ],
)
def test_what_is_slow_runs_with_all_or_where_it_is_named(run, monkeypatch, arguments, told):
    monkeypatch.setattr(run, "ROOT", RUN_PY.parent)
    assert run.tests(arguments) == told


@pytest.mark.parametrize("arguments, code", [(["-h"], 0), (["--help"], 0), ([], 2)])
def test_usage_installs_nothing(run, installs, capsys, arguments, code):
    assert run.guarded(arguments) == code
    words = set(capsys.readouterr().out.split())
    assert installs == [] and {"report", "batch", "lab", "test", "--wheels"} <= words


def test_the_command_gets_the_callers_folder_and_returns_its_code(run, tmp_path):
    """As a user meets it: another folder, a console of another encoding, JSON alone on stdout."""
    caller, packages = tmp_path / "caller", tmp_path / "packages"
    (packages / "helpers").mkdir(parents=True)
    caller.mkdir()
    (packages / "helpers" / "__main__.py").write_text(
        "import os, sys\nprint(os.getcwd(), sys.argv[1:])\nsys.exit(7)\n", encoding="utf-8"
    )
    driver = tmp_path / "driver.py"
    driver.write_text(
        f"""
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("run", {str(RUN_PY)!r})
run = importlib.util.module_from_spec(spec); spec.loader.exec_module(run)
run.PYTHON = pathlib.Path(sys.executable)
run.prepare = lambda files, wheels: run.say("Installing")
sys.exit(run.guarded(sys.argv[1:]))
""",
        encoding="utf-8",
    )
    result = subprocess.run(
        [sys.executable, str(driver), "check", "客.csv"],
        cwd=caller,
        capture_output=True,
        encoding="cp932",
        env=dict(os.environ, PYTHONPATH=str(packages), PYTHONIOENCODING="cp932"),
        check=False,
    )
    assert result.returncode == 7 and result.stderr == "Installing\n"
    assert result.stdout == f"{caller} ['check', '客.csv']\n"
