"""The sample's report as a newcomer gets it: a copy in a folder with a blank and Japanese, a Japanese console."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from helpers.base.folders import PROJECT

LEFT_OUT = (".venv", ".git", "out", "tests", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "build")
# in the copy's words: one that the command writes, one that a notebook's kernel does
CHANGED = {
    "Made with the NPS value kit": "Made with a copy of it",
    "old customers' spending": "spending of the old ones",
}
TYPED = '<script>alert(1)</script><img src=x onerror=alert(1)> "A" & B'  # the shop's name, and the report's note


@dataclass(frozen=True)
class SampleReport:
    """What the command said and left; `copy` is the project that it ran in."""

    copy: Path
    code: int
    out: str
    err: str

    @property
    def folder(self):
        """Folder of the report."""
        return self.copy / "out" / "sample"

    def command(self, *arguments, **added):
        """Run a command there, as on a Windows console that knows cp932 alone, with some `added` to its environment."""
        unset = {"NPS_KIT_OUT", "PYTHONUTF8", "PYTHONWARNINGS"}
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        environment |= {"PYTHONIOENCODING": "cp932", "PYTHONPATH": str(self.copy), "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= added
        line = [sys.executable, "-m", "helpers", *arguments]
        how = {"cwd": self.copy, "env": environment, "capture_output": True, "encoding": "cp932", "timeout": 300}
        return subprocess.run(line, **how, check=False)


def made_once(place):
    """The report, made by the first who asks for it; others wait, and get the same."""
    told = place / "told.json"
    with FileLock(place.with_suffix(".lock")):
        if not told.exists():
            told.write_text(json.dumps(_made(place / "値打ち キット")), encoding="utf-8")
    return SampleReport(place / "値打ち キット", *json.loads(told.read_text(encoding="utf-8")))


def _made(copy):
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    sentences = copy / "helpers" / "base" / "sentences.yaml"
    text = sentences.read_text(encoding="utf-8")
    for plain, changed in CHANGED.items():
        text = text.replace(plain, changed)
    sentences.write_text(text, encoding="utf-8")
    typed = [word for name in ("shop_name", "note") for word in ("--set", f"{name}={TYPED}")]
    done = SampleReport(copy, 0, "", "").command("report", *typed)
    return done.returncode, done.stdout, done.stderr
