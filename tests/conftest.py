"""Tests, and the notebooks that they run, write into a folder of their own."""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="nps-kit-", ignore_cleanup_errors=True)
os.environ["NPS_KIT_OUT"] = _FOLDER.name
os.environ.pop("PYTHONWARNDEFAULTENCODING", None)  # holds for the tests; kernels would print others' warnings
