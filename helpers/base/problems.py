"""Errors kept while the rest is looked at, so that all that is wrong is said at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from helpers.base.errors import KitError, KitErrors, all_of

_Made = TypeVar("_Made")


class Problems:
    """A list of what is wrong, kept until all has been looked at.

    Examples
    --------
    >>> problems = Problems()
    >>> for name in ("a.csv", "b.csv"):
    ...     with problems.kept():
    ...         raise KitError("E-FILE-EMPTY", file=name)
    >>> problems.stop()
    Traceback (most recent call last):
    helpers.base.errors.KitErrors: 1. E-FILE-EMPTY a.csv: the file holds no header row.
    2. E-FILE-EMPTY b.csv: the file holds no header row.
    """

    def __init__(self) -> None:
        self.found: list[KitError] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """What stops here is kept on the list, and what comes after goes on."""
        try:
            yield
        except KitError as error:
            self.keep(error)

    def keep(self, error: KitError) -> None:
        """Put an error on the list."""
        self.found += all_of(error)

    def tried(self, work: Callable[[], _Made]) -> _Made | None:
        """What some work makes; None where it stops, and its error is kept."""
        try:
            return work()
        except KitError as error:
            self.keep(error)
            return None

    def went_well(self, work: Callable[[], object]) -> bool:
        """Whether some work came to its end: what stops it is kept."""
        return self.tried(lambda: (work(),)) is not None

    def stop(self) -> None:
        """Raise what was kept: an error alone as it is, several as one.

        Raises
        ------
        KitError
            ``KitErrors`` where there are several.
        """
        if self.found:
            several = KitErrors(self.found)
            raise several if len(several.errors) > 1 else several.errors[0]


class AtOnce(Problems):
    """No list: the first error stops, as where a step runs whose files were looked through before."""

    def keep(self, error: KitError) -> None:
        """Stop."""
        raise error


AT_ONCE = AtOnce()
