"""Reports of two tiny notebooks, run by the real runner: in this process, or as a command that can be killed."""

import json
import os
import signal
import sys
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.report.page.workbook import tables_book
from helpers.run import runner
from helpers.run.cli import main

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
NAMES = runner.NOTEBOOKS[:2]
CELLS = (
    "parameter_file: str = None",
    """import json, os, time
from pathlib import Path
settings = json.loads(Path(parameter_file).read_text(encoding="utf-8"))
folder, note = Path(os.environ["NPS_KIT_OUT"]) / settings["report_name"], settings["note"]
(folder / "private").mkdir(mode=0o700, exist_ok=True)
time.sleep(0.1)""",
    """ledger = {"rows_in": 9, "rows_used": 7, "not_applicable": {"status": 1}, "defective": {"amount_invalid": 1}}
(folder / "summary.json").write_text(json.dumps({"note": note, "ledgers": {"purchases": ledger}}), encoding="utf-8")""",
    '(folder / "private" / "front.json").write_text(json.dumps({"headline": note, "notes": []}), encoding="utf-8")',
    "time.sleep(0.1)",
)


FILES = {
    "customers": "customer_id,acquired_on\na,2025-01-01\nb,2025-02-01\n",
    "purchases": "order_id,customer_id,ordered_at,amount\n1,a,2025-03-01,100\n2,b,2026-03-30,200\n",
    "responses": "customer_id,score,responded_at\na,9,2026-03-01\nb,3,2026-03-01\n",
}


def write_shop(folder):
    """Parameter file of a shop that a command has looked through in no time; its report is named r."""
    paths = {name: str(folder / f"{name}.csv") for name in FILES}
    for name, text in FILES.items():
        Path(paths[name]).write_text(text, encoding="utf-8")
    (folder / "r.yaml").write_text(json.dumps({"as_of": "2026-04-01", **paths}), encoding="utf-8")
    return folder / "r.yaml"


def write_notebooks(folder, **changed):
    """Two notebooks; `second` is code that runs in the second one before its last cell."""
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        more = [changed["second"]] if "second" in changed and name == NAMES[1] else []
        parameters, *others, last = CELLS
        cells = [
            new_markdown_cell("# Tiny"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            *map(new_code_cell, [*others, *more]),
            new_code_cell(last, metadata={"tags": ["last"]}),
        ]
        notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def page(folder, notebooks, settings):
    """A page that says which run it is of, and holds its notebooks."""
    texts = [(folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8") for name in notebooks]
    (folder / "report.html").write_text("\n".join([settings.note, *texts]), encoding="utf-8")
    (folder / "tables.xlsx").write_bytes(tables_book("", settings))


def tell(settings, folder):
    """A manifest that says which run it is of."""
    return {"note": settings.note}


def shared(folder):
    """Files of a report with their bytes, but for what a failed run leaves."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("FAILED")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def is_whole(folder, note):
    """Whether a report holds every file, each of the run of this note."""
    notebooks = {f"notebooks/{name}.ipynb" for name in NAMES}
    private = {"private/front.json", "private/settings.json"}
    found = shared(folder)
    of_it = [note in content.decode("utf-8") for name, content in found.items() if name != "tables.xlsx"]
    made = {"report.html", "tables.xlsx", "summary.json", "manifest.json"}
    return set(found) == made | notebooks | private and all(of_it)


def left_over(out):
    """What lies in the folder of running reports, but for locks."""
    return [path for path in (out / ".running").glob("*") if path.suffix != ".lock"]


def kernels(parent=None):
    """Processes of notebooks that a process started."""
    return [process for process in psutil.Process(parent).children(recursive=True) if is_kernel(process)]


def is_kernel(process):
    """A new interpreter that is one, or a fork: its words are those of the process that it is of."""
    try:
        words = process.cmdline()
        fork = "forkserver" in " ".join(words) and process.parent().cmdline() == words
        return ("ipykernel_launcher" in words or fork) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def use(notebooks, patch):
    """Let the runner run these notebooks; `patch` is ``setattr`` or a fixture's."""
    patch(runner, "FOLDER", notebooks)
    patch(runner, "NOTEBOOKS", NAMES)
    patch(runner.page, "write", page)
    patch(runner, "in_language", lambda notebook, name, language: notebook)
    patch(runner, "manifest", tell)
    patch(runner, "check_shareable", lambda folder, settings: None)


if __name__ == "__main__":
    if sys.argv[3:]:
        number, rename = iter(range(int(sys.argv[3]))), Path.rename

        def renamed_or_killed(path, to):
            if next(number, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(path, to)

        Path.rename = renamed_or_killed
    use(Path(sys.argv[1]), setattr)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell runs the tests in the background
    sys.exit(main(["report", *json.loads(sys.argv[2])]))
