"""What a user can mend, said in one line and without a stack."""


class KitError(Exception):
    """An error that a marketer can act on.

    The message names the file, the column or parameter, what was expected and what to do; never a
    cell's value, which may be personal. In a notebook it shows as one line instead of a stack.

    Parameters
    ----------
    code : str
        Stable code, for example ``E-PARAMETER``.
    message : str
        One readable sentence or two.

    Examples
    --------
    >>> str(KitError("E-PARAMETER", "as_of: a date such as 2026-04-01 is needed."))
    'E-PARAMETER as_of: a date such as 2026-04-01 is needed.'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message

    def _render_traceback_(self) -> list[str]:
        """Show IPython the one line in place of a traceback."""
        return [str(self)]
