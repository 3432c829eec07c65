"""The report of a parameter file by the command line, from inside a notebook."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.base.folders import PROJECT, output_root
from helpers.report.steps import PAGE


def reported(path: Path, language: str, told: Callable[[str], None]) -> tuple[Path | None, list[str]]:
    """Run ``report`` in a process of its own: its page, none where it stopped, and the lines that it printed.

    `told` is called with each line as it comes.
    """
    command = [sys.executable, "-P", "-m", "helpers", "report", str(path)]
    how: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NPS_KIT_LANGUAGE": language}
    lines: list[str] = []
    with subprocess.Popen(command, cwd=PROJECT, env=environment, **how) as child:
        for line in child.stdout or ():
            lines.append(line.strip())
            told(line)
    return (None if child.returncode else output_root() / path.stem / PAGE), lines
