"""`shown`: a result with what may not be seen replaced by a mark; the modules beside this one say it type by type."""

from functools import singledispatch
from typing import Any

from helpers.base.parameters import Settings


@singledispatch
def shown(result: Any, settings: Settings) -> Any:
    """The same type, with what may not be seen marked and the persons behind it gone; shown again, it stays so.

    Raises
    ------
    TypeError
        For a type of which nobody has said what may be shown.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> shown(None, checked({"as_of": "2026-04-01"})) is None
    True
    """
    raise TypeError(f"{type(result).__name__}: nobody says what may be shown of it")


@shown.register
def _(result: None, settings: Settings) -> None:
    return None
