"""What a user can mend, said in one line, in her language, and without a stack."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_TEXTS: dict[str, dict[str, str]] = yaml.safe_load((_HERE / "errors.yaml").read_text(encoding="utf-8"))


def _text(code: str, language: str, fields: dict[str, Any]) -> str:
    """Sentence of a code; codes made from a reason, such as E-SCORE-RANGE, share that of E-ROW."""
    if "reason" in fields:
        fields = fields | {"reason": _reasons()[f"reason_{fields['reason']}"][language]}
    return _TEXTS.get(code, _TEXTS["E-ROW"])[language].format(**fields)


@cache
def _reasons() -> dict[str, dict[str, str]]:
    return yaml.safe_load((_HERE / "sentences.yaml").read_text(encoding="utf-8"))


class KitError(Exception):
    """An error that a marketer can act on.

    The message names the file, the column or parameter, what was expected and what to do; never a
    cell's value, which may be personal. In a notebook it shows as one line instead of a stack.

    Parameters
    ----------
    code : str
        Stable code, for example ``E-PARAMETER``.
    message : str
        One readable sentence or two; empty where ``errors.yaml`` has them for the code.
    **fields
        What the sentence of ``errors.yaml`` names: file, row, column and so on.

    Examples
    --------
    >>> str(KitError("E-PARAMETER", "as_of: a date such as 2026-04-01 is needed."))
    'E-PARAMETER as_of: a date such as 2026-04-01 is needed.'
    >>> KitError("E-FILE-EMPTY", file="orders.csv").said("ja")
    'E-FILE-EMPTY orders.csv: 見出し行がありません。'
    """

    def __init__(self, code: str, message: str = "", **fields: Any) -> None:
        self.code = code
        self.fields = fields
        self.message = message or _text(code, "en", fields)
        super().__init__(f"{code} {self.message}")

    def said(self, language: str) -> str:
        """Code and message in a language; messages that exist in English alone stay English."""
        return f"{self.code} {_text(self.code, language, self.fields)}" if self.fields else str(self)

    def _render_traceback_(self) -> list[str]:
        """Show IPython the one line in place of a traceback, in the language of the notebook's parameters."""
        from IPython import get_ipython  # here, because only notebooks need it

        shell = get_ipython()
        asked = shell.user_ns.get("language") if shell else None
        return [self.said("ja" if asked == "ja" else "en")]
