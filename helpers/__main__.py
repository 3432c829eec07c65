"""``python -m helpers``: the commands behind run.py."""

import sys

from helpers.report.cli import main

sys.exit(main())
