"""The one door: python run.py COMMAND ...; the first run installs what it needs into .venv, beside this file.

Standard library alone, and no syntax newer than Python 3.6, so that an old Python can say what is wrong.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

USAGE = """usage: python run.py COMMAND [ARGUMENTS] [--wheels FOLDER]

  new [FOLDER]            from your exports to a report, by questions
  check FILE.yaml         all that stands in the way of a report, at once
  check FILE --as TABLE   how a file of yours is read, and what can't be used
  invite FILE.yaml        whom to ask, the mails that ask, and their sending
  report [FILE.yaml]      the report of one survey (without a file: the sample shop)
  batch FILE.yaml         many reports
  forget CUSTOMER_ID      removes a customer from all that out/ keeps
  lab [FILE.yaml]         the notebooks in JupyterLab, with that parameter file in force
  test [--all]            the project's tests; with --all those too that take minutes
  bench [reading]         how fast large files are read, beside other ways
  bench report            how fast a report and a batch are, beside papermill and nbconvert
  bench coverage          how often the intervals hold the true value
  bench resampling        how fast intervals are made, beside scipy
  bench adjusted          how often the interval of the like-with-like gap holds the true effect
  bench meaning           coverage and bias of groups, waves, exposure, score curve, smallest gap
  bench exploring         how fast the panel of explore.ipynb answers
  bench unchanged FOLDER  whether another checkout of the kit makes the same reports

  --wheels FOLDER         install from a folder of wheels, without a network
  COMMAND --help          a command's own options

The first run installs the packages of requirements.txt into .venv; later ones start at once."""
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP, MARKER, LOG = VENV / "installed.json", VENV / "installing", VENV / "install.log"
SIZES_MB = {"requirements.txt": (230, 910), "requirements-dev.txt": (110, 340)}  # download, disk: as measured
FAILURES = (
    (r"No space left|Errno 28|not enough space", "the disk is full: make room, then run again"),
    (
        r"connection broken by|Max retries exceeded|ConnectionError|ProxyError|timed out|SSLError|resolution",
        "the packages can't be downloaded: check the connection and the proxy, or use --wheels FOLDER",
    ),
)
WHEEL = (
    r"(?:Downloading|Using cached|Processing) (?:.*[/\\])?([\w.]+-[\d.]+)[^/\\ ]*\.whl"
    r"(?: \(([\d.]+ \w?B)\))?( |$)"
)
WITHOUT_WHEEL = "pyspark-client"  # plain Python that its makers hand out as a source alone
BENCHMARKS = (
    "reading", "merging", "engines", "report", "coverage", "resampling", "adjusted", "meaning", "exploring",
    "unchanged",
)  # fmt: skip
MORE_ENVIRONMENT = {
    "test": {"PYTHONWARNDEFAULTENCODING": "1"},  # a file opened without encoding is an error
    "bench": {"PYTHONDONTWRITEBYTECODE": ""},  # modules are compiled once, as they are for users
}
COMMANDS = ("new", "check", "invite", "report", "batch", "forget", "lab", "test", "bench", "refresh")
FILES = {"check": "FILE.yaml", "invite": "FILE.yaml", "batch": "FILE.yaml"}  # commands that need a file
COUNT = """import sys; from pip._vendor.packaging.requirements import Requirement
lines = [line for name in sys.argv[1:] for line in open(name, encoding="utf-8")]
pins = [Requirement(line) for line in lines if line[0].isalnum()]
print(len({pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()}))"""
JAPANESE = {
    USAGE: """使い方: python run.py コマンド [引数] [--wheels フォルダー]

  new [フォルダー]        書き出したファイルから、質問に答えてレポートを作る
  check ファイル.yaml     レポートの前に直すところの一覧
  check ファイル --as 表  ファイルの読まれ方と、使えない行
  invite ファイル.yaml    依頼する人の抽出と、依頼メールの作成・送信
  report [ファイル.yaml]  1つの調査のレポート（ファイルなしは見本の店）
  batch ファイル.yaml     複数のレポート
  forget 顧客ID           out/ に残るファイルから1人の顧客を削除する
  lab [ファイル.yaml]     JupyterLabでノートブックを開く（そのパラメータファイルを使う）
  test [--all]            このプロジェクトのテスト（--all: 数分かかるものも）
  bench [reading]         大きなファイルを読む速さ（ほかの方法との比較）
  bench report            レポートとバッチの速さ（papermillとnbconvertとの比較）
  bench coverage          信頼区間が真の値を含む割合
  bench resampling        信頼区間を求める速さ（scipyとの比較）
  bench adjusted          条件をそろえた差の信頼区間が真の効果を含む割合
  bench meaning           グループ・調査回・在籍期間・スコア別・検出できる差の、真の値を含む割合と偏り
  bench exploring         explore.ipynb のパネルが答える速さ
  bench unchanged フォルダー  別のチェックアウトと同じレポートになるか

  --wheels フォルダー     ネットワークを使わず、フォルダーのwheelから入れる
  コマンド --help         各コマンドのオプション

初回は requirements.txt のパッケージを .venv に入れます。2回目からはすぐに始まります。""",
    "error: {}": "エラー: {}",
    "the disk is full: make room, then run again": "ディスクに空きがありません。空きを作って、もう一度実行してください",
    "the packages can't be downloaded: check the connection and the proxy, or use --wheels FOLDER": (
        "パッケージをダウンロードできません。接続とプロキシを確かめるか、--wheels フォルダー を使ってください"
    ),
    "--wheels needs a folder of wheels, and {!r} is none": (
        "--wheels にはwheelの入ったフォルダーを指定してください。{!r} はフォルダーではありません"
    ),
    "this Python lacks venv: install it (Debian, Ubuntu: python3-venv), then run again": (
        "このPythonにはvenvがありません。インストールして（Debian、Ubuntuでは python3-venv）、もう一度実行してください"
    ),
    "Making .venv anew.": ".venv を作り直します。",
    "Python can't make .venv: is the disk full, or (Debian, Ubuntu) python3-venv missing?": (
        ".venv を作れません。ディスクの空きと、python3-venv の有無（Debian、Ubuntu）を確かめてください"
    ),
    "unpacking, about a minute": "展開しています（約1分）",
    "no reason given": "理由は不明です",
    "pip failed: {}": "pipが失敗しました: {}",
    "{} (log: .venv/install.log)": "{}（記録: .venv/install.log）",
    "The folder moved: telling .venv its new place.": "フォルダーが移動したため、.venv に新しい場所を記録します。",
    "from {}": "{} から",
    "about {} MB to download": "ダウンロード約{} MB",
    "Installing {} packages into .venv, once: {}, {} MB on disk.": (
        "{}個のパッケージを .venv に入れます（初回のみ）。{}、ディスク使用量{} MB。"
    ),
    "The last install did not finish: starting again; pip keeps what it downloaded.": (
        "前回のインストールが終わっていないため、やり直します。ダウンロード済みのものは使われます。"
    ),
    "The requirements changed.": "必要なパッケージが変わりました。",
    "Installed in {:.0f} s.": "{:.0f}秒でインストールしました。",
    "needs Python 3.11 or newer, this is {}.{}: install one and run it with that": (
        "Python 3.11以降が必要です（これは{}.{}）。新しいPythonをインストールし、それで実行してください"
    ),
    "no such command: {}; choose one of {}": "{} というコマンドはありません。使えるコマンド: {}",
    "{} needs a file: python run.py {} {}": "{} にはファイルの指定が必要です: python run.py {} {}",
    "interrupted; run again to resume": "中断しました。もう一度実行すると再開します",
}


class Stop(Exception):
    """What the user can mend, in one line."""


def language():
    """Two letters of the system's language; what the shell names comes before Windows' own."""
    named = [os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)]
    if named or os.name != "nt":
        return "".join(named[:1])[:2].lower()
    import ctypes

    return "ja" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x11 else "en"


def can_write(text, stream):
    try:
        return bool(text.encode(stream.encoding))
    except (UnicodeEncodeError, LookupError, TypeError, AttributeError):
        return False


def told(text, *figures):
    """The text with its figures: in Japanese where that is the system's language and the console can write it."""
    in_japanese = language() == "ja" and all(can_write(JAPANESE[text], to) for to in (sys.stdout, sys.stderr))
    return (JAPANESE[text] if in_japanese else text).format(*figures)


def say(text, end="\n"):
    """To stderr, since a command's stdout may be JSON."""
    put(text, sys.stderr, end)


def put(text, stream, end="\n"):
    """Print; where nobody reads the stream any more, as after `| head`, nothing is said of it."""
    try:
        print(text, end=end, file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def split_wheels(arguments):
    """The arguments without --wheels, and its folder (None: not given)."""
    rest, folder, queue = [], None, list(arguments)
    while queue:
        word = queue.pop(0)
        option, equals, name = word.partition("=")
        if option != "--wheels":
            rest.append(word)
            continue
        if not equals:
            name = queue.pop(0) if queue else ""
        folder = Path(name).absolute()
        if not name or not folder.is_dir():
            raise Stop(told("--wheels needs a folder of wheels, and {!r} is none", name))
    return rest, folder


def venv_version():
    """Python version of a working .venv, such as "3.11"; None when there is none, or half of one."""
    code = "import sys, pip; print('%d.%d' % sys.version_info[:2] if sys.version_info >= (3, 11) else '')"
    try:
        version = subprocess.check_output([str(PYTHON), "-c", code], stderr=subprocess.DEVNULL)
        return version.decode().strip() or None
    except (OSError, subprocess.CalledProcessError):
        return None


def make_venv():
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        raise Stop(told("this Python lacks venv: install it (Debian, Ubuntu: python3-venv), then run again"))
    import venv

    if VENV.exists():
        say(told("Making .venv anew."))
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    MARKER.touch()
    try:
        venv.create(str(VENV), with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError:
        raise Stop(told("Python can't make .venv: is the disk full, or (Debian, Ubuntu) python3-venv missing?"))
    MARKER.unlink()


def wanted_stamp(files, version):
    """What .venv must have been installed from; the folder too, since .venv points into it."""
    contents = {name: version.encode() + (ROOT / name).read_bytes() for name in files}
    return dict({name: hashlib.sha256(contents[name]).hexdigest() for name in files}, folder=str(ROOT))


def installed_stamp():
    return json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {}


def count_packages(python, files):
    """How many pins hold on this system and Python (pip's own reader decides on the markers)."""
    return int(subprocess.check_output([str(python), "-c", COUNT] + [str(ROOT / name) for name in files]))


def show(line, done, total):
    """Wheels so far, after one line of pip: each moves the bar; off a terminal the large ones get a line."""
    wheel = re.search(WHEEL, line.rstrip())
    done = min(done + bool(wheel), total)
    text = " ".join(filter(None, wheel.groups()[:2])) if wheel else told("unpacking, about a minute")
    if total and (wheel or line.startswith("Installing collected")):
        if sys.stderr.isatty():
            say("\r[{:<30}] {}/{}  {:<40.40}".format("#" * (30 * done // total), done, total, text), end="")
        elif not wheel or " MB" in text:
            say("  " + text)
    return done


def pip(arguments, total=0):
    """Runs pip: its whole output goes to the log, its downloads to the screen."""
    environment = dict(os.environ, PIP_USER="0", PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1")
    command = [str(PYTHON), "-m", "pip", "--no-input", "install", "--no-deps"] + arguments
    done, lines = 0, []
    how = dict(cwd=str(ROOT), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with LOG.open("ab", buffering=0) as log, subprocess.Popen(command, **how) as child:
        try:
            for raw in child.stdout:
                log.write(raw)
                lines.append(raw.decode("utf-8", "replace"))
                done = show(lines[-1], done, total)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        if not any(line.startswith("Installing collected") for line in lines):
            MARKER.unlink()  # nothing was unpacked: .venv is as it was
        raise Stop(why_pip_failed("".join(lines)))


def why_pip_failed(output):
    """One line for the user, from pip's output."""
    reasons = [told(text) for pattern, text in FAILURES if re.search(pattern, output)]
    errors = re.findall(r"^ERROR: (.+)", output, re.MULTILINE) or [told("no reason given")]
    return told("{} (log: .venv/install.log)", (reasons or [told("pip failed: {}", errors[-1].strip())])[0])


def install(files, wheels, total):
    """The pins first, as wheels and no other versions, then the project itself."""
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    if files:
        pip(
            ["--only-binary", ":all:", "--no-binary", WITHOUT_WHEEL]
            + source
            + [word for name in files for word in ("-r", name)],
            total,
        )
    pip(["--no-build-isolation"] + source + ["-e", "."])


def announce(files, wheels, total):
    """What will be installed and how large it is; no files: .venv is full, but the folder has moved."""
    if not files:
        return say(told("The folder moved: telling .venv its new place."))
    download, disk = (sum(SIZES_MB[name][i] for name in files) for i in (0, 1))
    source = told("from {}", wheels) if wheels else told("about {} MB to download", download)
    say(told("Installing {} packages into .venv, once: {}, {} MB on disk.", total, source, disk))


def usable_venv():
    """Python version of .venv, which is made anew if it is missing, broken or half filled."""
    version = venv_version()
    if MARKER.exists():
        say(told("The last install did not finish: starting again; pip keeps what it downloaded."))
    if MARKER.exists() or version is None:
        make_venv()
        version = venv_version()
    return version


def prepare(files, wheels):
    """Fills .venv unless it holds already what the requirements say."""
    version, started = usable_venv(), time.time()
    before, wanted = installed_stamp(), wanted_stamp(files, version)
    stale = [name for name in files if before.get(name) != wanted[name]]
    if dict(before, **wanted) == before:
        return
    if any(name in before for name in stale):
        say(told("The requirements changed."))
    total = count_packages(PYTHON, stale)
    announce(stale, wheels, total)
    MARKER.touch()
    install(stale, wheels, total)
    STAMP.write_text(json.dumps(dict(before, **wanted)), encoding="utf-8")
    MARKER.unlink()
    say("\n" + told("Installed in {:.0f} s.", time.time() - started))


def workers():
    """All cores for the tests; one process where a worker could not read its folder's name from its own input."""
    plain = all(ord(letter) < 128 for letter in str(ROOT)) and not os.environ.get("PYTHONIOENCODING")
    return ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"] if plain else []


def tests(arguments):
    """What pytest is told: what is slow is left out, unless --all is said or a file is named."""
    rest = [word for word in arguments if word != "--all"]
    named = any((ROOT / word.partition("::")[0]).exists() for word in rest)
    return rest if named or rest != arguments else ["-m", "not slow"] + rest


def real_command(command, arguments):
    """What runs inside .venv, and where; -P: the caller's own .py files must not shadow packages."""
    if command == "test":
        return ["-m", "pytest"] + workers() + tests(arguments), str(ROOT)
    if command == "bench":
        named = bool(arguments) and arguments[0] in BENCHMARKS
        chosen = arguments[0] if named else BENCHMARKS[0]
        return [str(ROOT / "benchmarks" / (chosen + ".py"))] + arguments[named:], str(ROOT)
    return ["-P", "-m", "helpers", command] + arguments, None


def run(command, arguments):
    """The command's exit code."""
    if command == "lab":
        return lab(arguments)
    words, folder = real_command(command, arguments)
    return started(words, folder, MORE_ENVIRONMENT.get(command, {}))


def lab(arguments):
    """JupyterLab with start.ipynb; the exit code of making it ready, where that fails: a file that can't be read."""
    file = [word for word in arguments[:1] if not word.startswith("-")]
    ready = [str(PYTHON), "-P", "-m", "helpers", "lab"] + file
    environment = dict(os.environ, NPS_KIT_LANGUAGE=language(), PYTHONIOENCODING="utf-8")
    try:
        notebooks = subprocess.check_output(ready, env=environment).decode("utf-8").strip()
    except subprocess.CalledProcessError as error:
        return error.returncode
    out = Path(os.environ.get("NPS_KIT_OUT") or ROOT / "out").absolute()
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    more = {"JUPYTER_CONFIG_PATH": os.pathsep.join([str(out / ".lab")] + ([known] if known else []))}
    if file:
        more["NPS_KIT_PARAMETERS"] = str(Path(file[0]).absolute())
    return started(
        ["-P", "-m", "helpers.run.serving"] + lab_options(Path(notebooks)) + arguments[len(file) :], str(ROOT), more
    )


def lab_options(notebooks):
    """The project's folder is served, so that reports can be opened."""
    root = ROOT if ROOT in notebooks.parents else notebooks
    first = (notebooks / "start.ipynb").relative_to(root).as_posix()
    return [
        "--ServerApp.root_dir=" + str(root),
        "--LabApp.default_url=/lab/tree/" + first,
        "--ServerApp.answer_yes=True",
    ]


def started(words, folder, more):
    """The exit code of Python with these arguments; Ctrl-C is the command's own to answer."""
    child = subprocess.Popen(
        [str(PYTHON)] + words, cwd=folder, env=dict(os.environ, NPS_KIT_LANGUAGE=language(), **more)
    )
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = child.wait()
    signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def refuse_unfinished(command, rest):
    """Before anything is installed for it."""
    if command not in COMMANDS:
        raise Stop(told("no such command: {}; choose one of {}", command, ", ".join(COMMANDS[:-1])))
    if command in FILES and not rest:
        raise Stop(told("{} needs a file: python run.py {} {}", command, command, FILES[command]))


def main(arguments):
    if sys.version_info < (3, 11):
        raise Stop(
            told("needs Python 3.11 or newer, this is {}.{}: install one and run it with that", *sys.version_info[:2])
        )
    arguments, wheels = split_wheels(arguments)
    if not arguments or arguments[0] in ("-h", "--help"):
        put(told(USAGE), sys.stdout)
        return 0 if arguments else 2
    refuse_unfinished(arguments[0], arguments[1:])
    dev = ["requirements-dev.txt"] if arguments[0] in ("test", "bench") else []
    prepare(["requirements.txt"] + dev, wheels)
    return run(arguments[0], arguments[1:])


def guarded(arguments):
    """main's exit code, with one line for what the user can mend."""
    try:
        return main(arguments)
    except Stop as stop:
        say(told("error: {}", stop))
        return 2
    except OSError as error:
        say(told("error: {}", error))
        return 2
    except KeyboardInterrupt:
        say("\n" + told("interrupted; run again to resume"))
        return 130


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
