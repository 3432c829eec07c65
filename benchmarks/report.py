"""Time of a report, and of a batch: the kit beside plain papermill and nbconvert, in one run.

python run.py bench report [--runs 3] [--batch 12]

The other way runs the same notebooks by papermill, each in a process of its own, and turns them into HTML by
nbconvert: what one would write by hand. It looks at no file beforehand, makes no page of two sheets, no workbook and
no manifest, and checks nothing that may be shared. The ways take turns; printed are medians of wall and processor
seconds, the latter of all processes that a way started (Linux alone), and ratios to the other way. A batch is of the
sample with other seeds; the other way's is so many times its median.
"""

import argparse
import ctypes
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ("01_collect_survey", "02_merge_purchases", "03_compare_value", "04_what_next")
SAMPLE = ROOT / "notebooks" / "parameters" / "sample.yaml"
_SUBREAPER = 36  # what prctl calls it: processes whose parent ended become this one's children


class Took(NamedTuple):
    """Seconds by the clock and of the processors."""

    wall: float
    processors: float


def took(*commands: Sequence[str], out: Path) -> Took:
    """How long commands take one after the other, and all processes that they start."""
    before, start = os.times(), time.perf_counter()
    for command in commands:
        how = {"NPS_KIT_OUT": str(out), "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run(command, cwd=ROOT, env=os.environ | how, check=True, capture_output=True)
    wall = time.perf_counter() - start
    while _one_ended():
        pass
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(wall, spent)


def _one_ended() -> bool:
    """Wait for a process that a command left, such as the one that others are forked from."""
    try:
        return bool(os.wait())
    except ChildProcessError:
        return False


def by_kit(out: Path) -> Took:
    """The kit's report of the sample."""
    return took([sys.executable, "-m", "helpers", "report"], out=out)


def by_hand(out: Path) -> Took:
    """Papermill three times, and nbconvert."""
    out.mkdir(exist_ok=True)
    made = [str(out / f"{name}.ipynb") for name in NOTEBOOKS]
    run = [
        [sys.executable, "-m", "papermill", f"notebooks/{name}.ipynb", path, "--no-progress-bar"]
        for name, path in zip(NOTEBOOKS, made, strict=True)
    ]
    pages = [sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", *made]
    return took(*run, pages, out=out)


def by_batch(out: Path, reports: int) -> Took:
    """The kit's batch of so many reports."""
    out.mkdir(exist_ok=True)
    listed = "".join(f"  - {{report_name: r{number}, seed: {number}}}\n" for number in range(1, reports + 1))
    (out / "base.yaml").write_bytes(SAMPLE.read_bytes())
    (out / "many.yaml").write_text(f"base: base.yaml\nreports:\n{listed}", encoding="utf-8")
    return took([sys.executable, "-m", "helpers", "batch", str(out / "many.yaml")], out=out)


def middle(runs: Sequence[Took]) -> Took:
    """Medians."""
    return Took(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def line(name: str, found: Took, beside: Took) -> str:
    """Row of the table."""
    wall, spent = beside.wall / found.wall, found.processors / beside.processors
    return f"| {name} | {found.wall:.1f} | {found.processors:.1f} | {wall:.1f} × | {spent:.2f} |"


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench report", description="Time of a report and a batch")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=12, help="reports of the batch; 0: none")
    options = parser.parse_args()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    runs: dict[str, list[Took]] = {"kit": [], "hand": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.runs):
            for name, way in (("kit", by_kit), ("hand", by_hand)):
                runs[name].append(way(Path(folder) / f"{name}{number}"))
        kit, hand = middle(runs["kit"]), middle(runs["hand"])
        print("| | seconds | processor seconds | faster | processor seconds, papermill = 1 |")
        print("|---|---|---|---|---|")
        print(line("papermill for each and nbconvert", hand, hand))
        print(line("the kit's report", kit, hand), flush=True)
        if options.batch:
            many = by_batch(Path(folder) / "batch", options.batch)
            each = Took(*((all_of - one) / max(options.batch - 1, 1) for all_of, one in zip(many, kit, strict=True)))
            print(line(f"a batch of {options.batch}", many, Took(*(options.batch * one for one in hand))))
            print(line("of it each later report", each, hand))


if __name__ == "__main__":
    main()
