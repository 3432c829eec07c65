"""Tests, and the notebooks that they run, write into a folder of their own."""

import os
import tempfile

import pytest

_FOLDER = tempfile.TemporaryDirectory(prefix="nps-kit-", ignore_cleanup_errors=True)
os.environ["NPS_KIT_OUT"] = _FOLDER.name


@pytest.fixture(scope="session", autouse=True)
def _only_tests_mind_encodings():
    """Files opened without an encoding are errors in the tests; kernels would print others' warnings."""
    os.environ.pop("PYTHONWARNDEFAULTENCODING", None)
