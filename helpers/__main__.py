"""``python -m helpers``: the commands behind run.py."""

import gc
import signal
import sys

before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while the packages are imported ends without a stack

if sys.argv[1:2] in (["report"], ["batch"]):  # notebooks' imports take as long as this process's own
    from helpers.run.forks import warm_up

    whole = ("helpers.run.cli", "helpers.run.runner", "helpers.run.engine", "nbconvert")  # what makes a report apart
    warm_up(*(whole if sys.argv[1] == "batch" else ()))
gc.disable()  # nothing that is imported is ever freed

from helpers.base.console import flush_streams  # noqa: E402
from helpers.run.cli import main  # noqa: E402

signal.signal(signal.SIGINT, before)
gc.freeze()  # nor looked at again
gc.enable()
try:
    code = main()
finally:
    gc.unfreeze()  # packages close what they opened as Python ends
    flush_streams()
sys.exit(code)
