"""The sample's committed run as it is explored, worked out once for all tests of a process."""

from functools import cache

from helpers.run.explore.study import finished_run


@cache
def sample_study():
    """The study of it."""
    return finished_run("sample")
