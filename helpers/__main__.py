"""``python -m helpers``: the commands behind run.py."""

import signal
import sys

before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while the packages are imported ends without a stack

from helpers.base.console import flush_streams  # noqa: E402
from helpers.run.cli import main  # noqa: E402

signal.signal(signal.SIGINT, before)
try:
    code = main()
finally:
    flush_streams()
sys.exit(code)
