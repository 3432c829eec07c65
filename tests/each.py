"""Many small cases in one test: what takes microseconds needs no test of its own."""

import inspect
from functools import wraps

import pytest


def each(names, cases):
    """Run a test over cases as ``pytest.mark.parametrize`` does, but as one test that tells every case that fails.

    For cases that leave nothing behind, since a test's fixtures are made once for all of them.
    """
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = [dict(zip(names, case if len(names) > 1 else (case,), strict=True)) for case in cases]
    assert rows

    def over(test):
        @wraps(test)
        def every_case(**fixtures):
            failures = [error for row in rows for error in _failures(test, fixtures, row)]
            if failures:
                raise BaseExceptionGroup(f"{len(failures)} of {len(rows)} cases fail", failures)

        wanted = inspect.signature(test)
        assert set(names) <= set(wanted.parameters)
        others = [one for name, one in wanted.parameters.items() if name not in names]
        every_case.__signature__ = wanted.replace(parameters=others)
        return every_case

    return over


def _failures(test, fixtures, row):
    try:
        test(**fixtures, **row)
    except (Exception, pytest.fail.Exception) as error:
        error.add_note(f"with {', '.join(f'{name}={value!r}' for name, value in row.items())}")
        return [error]
    return []
