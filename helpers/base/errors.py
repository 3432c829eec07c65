"""What a user can mend, said in one line, in her language, and without a stack."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "ja")
Said = Mapping[str, str]  # the same in each language: {"en": …, "ja": …}
Place = Callable[[str], Said]  # where a text stands first, for messages
_HERE = Path(__file__).parent
TEXTS: dict[str, Said] = yaml.safe_load((_HERE / "errors.yaml").read_text(encoding="utf-8"))


def sentence(key: str, **fields: Any) -> Said:
    """Sentence of ``errors.yaml`` in both languages.

    Parameters
    ----------
    key : str
        A code, with what tells its sentences apart after a point where it has several. Codes made
        from a reason, such as ``E-SCORE-RANGE``, share the sentence of ``E-ROW``.
    **fields
        What the sentence names; what is worded otherwise in each language as a mapping. `reason`
        is the name of a reason for setting aside.

    Examples
    --------
    >>> sentence("E-FILE-EMPTY", file="orders.csv")["ja"]
    'orders.csv: 見出し行がありません。'
    """
    if "reason" in fields:
        fields |= {"reason": _reasons()[f"reason_{fields['reason']}"]}
        key = key if key in TEXTS else "E-ROW"
    return {language: TEXTS[key][language].format(**_in(language, fields)) for language in LANGUAGES}


def _in(language: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[language] if isinstance(value, Mapping) else value for name, value in fields.items()}


@cache
def _reasons() -> dict[str, Said]:
    return yaml.safe_load((_HERE / "sentences.yaml").read_text(encoding="utf-8"))


def in_column(where: Said, column: str) -> Said:
    """Place in a file, and its column.

    Examples
    --------
    >>> in_column({"en": "a.csv row 3", "ja": "a.csv 3行目"}, "amount")
    {'en': 'a.csv row 3, column "amount"', 'ja': 'a.csv 3行目、列「amount」'}
    """
    return {"en": f'{where["en"]}, column "{column}"', "ja": f"{where['ja']}、列「{column}」"}


class KitError(Exception):
    """An error that a marketer can act on.

    The message names the file, the column or parameter, what was expected and what to do; never a
    cell's value, which may be personal. In a notebook it shows as one line instead of a stack.

    Parameters
    ----------
    code : str
        Stable code, for example ``E-PARAMETER``. Where it has several sentences, the one that is
        meant follows after a point: ``E-STEP-STALE.answers`` is an error of the code ``E-STEP-STALE``.
    message : mapping or str
        What is said, where it comes ready-made: in both languages, or as a notebook showed it.
    **fields
        Else what the sentence of ``errors.yaml`` names: file, row, column and so on, see `sentence`.

    Examples
    --------
    >>> str(KitError("E-FILE-EMPTY", file="orders.csv"))
    'E-FILE-EMPTY orders.csv: the file holds no header row.'
    >>> KitError("E-FILE-EMPTY", file="orders.csv").said("ja")
    'E-FILE-EMPTY orders.csv: 見出し行がありません。'
    """

    def __init__(self, code: str, message: Said | str = "", **fields: Any) -> None:
        self.code = code.partition(".")[0]
        self.fields = fields
        self.language: str | None = None  # of a notebook whose settings could not be made
        ready = dict.fromkeys(LANGUAGES, message) if isinstance(message, str) else message
        self.texts: Said = ready if message else sentence(code, **fields)
        self.message = self.texts["en"]
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Code and message in a language."""
        return f"{self.code} {self.texts[language]}"

    def _render_traceback_(self) -> list[str]:
        """Show IPython the one line in place of a traceback, in the language of the notebook's parameters.

        What the cell was to make is missing from then on: the cells below say so in one line too.
        """
        from IPython import get_ipython  # here, because only notebooks need it

        shell = get_ipython()
        if shell:
            shell.set_custom_exc((NameError,), _say_what_is_missing)
        return [self.said("ja" if self.language == "ja" else _language(shell))]


def _language(shell: Any) -> str:
    """What a cell has set, else the settings say."""
    names = shell.user_ns if shell else {}
    language = names.get("language") or getattr(names.get("settings"), "language", "en")
    return "ja" if language == "ja" else "en"


def _say_what_is_missing(shell: Any, kind: type, error: NameError, *where: Any, **more: Any) -> None:
    """In a notebook in which a cell has stopped: one line in place of a name's traceback."""
    told = KitError("E-CELL-ABOVE", name=error.name)
    shell._showtraceback(kind, error, [told.said(_language(shell))])
