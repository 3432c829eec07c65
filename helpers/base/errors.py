"""What a user can mend, said in one line, in her language, and without a stack."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from helpers.base.own_yaml import own_yaml

LANGUAGES = ("en", "ja")
Said = Mapping[str, str]  # the same in each language: {"en": …, "ja": …}
Place = Callable[[str], Said]  # where a text stands first, for messages
_BETWEEN = {"en": "; ", "ja": "、"}
TEXTS: dict[str, Said] = own_yaml("helpers.base", "errors")


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
    return {language: TEXTS[key][language].format(**fields_in(language, fields)) for language in LANGUAGES}


def fields_in(language: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a sentence, those that are worded otherwise in each language in this one.

    Examples
    --------
    >>> fields_in("ja", {"n": 2, "place": {"en": "row 2", "ja": "2行目"}})
    {'n': 2, 'place': '2行目'}
    """
    said = {name: value for name, value in fields.items() if isinstance(value, Mapping) and language in value}
    return {name: said[name][language] if name in said else value for name, value in fields.items()}


@cache
def _reasons() -> dict[str, Said]:
    return own_yaml("helpers.base", "sentences")


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
        self.code, self.key = code.partition(".")[0], code
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


class KitErrors(KitError):
    """Several errors said at once, numbered; each once, and those that differ in their place alone as one.

    Parameters
    ----------
    errors : iterable of KitError
        At least one; those that are several themselves are taken apart.

    Examples
    --------
    >>> files = [KitError("E-FILE-EMPTY", file=name) for name in ("a.csv", "b.csv", "a.csv")]
    >>> print(KitErrors(files))
    1. E-FILE-EMPTY a.csv: the file holds no header row.
    2. E-FILE-EMPTY b.csv: the file holds no header row.
    """

    def __init__(self, errors: Iterable[KitError]) -> None:
        self.errors = _each_once(errors)
        super().__init__(self.errors[0].code, self.errors[0].texts)

    def said(self, language: str) -> str:
        """All of them in a language, each with its number and its code; one alone without a number."""
        lines = [error.said(language) for error in self.errors]
        return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1)) if len(lines) > 1 else lines[0]


def all_of(error: KitError) -> list[KitError]:
    """The errors that one stands for: itself, or those that are said at once."""
    return error.errors if isinstance(error, KitErrors) else [error]


def _each_once(errors: Iterable[KitError]) -> list[KitError]:
    kept: dict[str, KitError] = {}
    for error in (one for several in errors for one in all_of(several)):
        about = {name: field for name, field in error.fields.items() if name != "place"}
        key = f"{error.key} {about}" if "place" in error.fields else error.said("en")
        same = kept.get(key)
        kept[key] = error if same is None or same.said("en") == error.said("en") else _in_both_places(same, error)
    return list(kept.values())


def _in_both_places(first: KitError, second: KitError) -> KitError:
    places = [error.fields["place"] for error in (first, second)]
    if places[1]["en"] in places[0]["en"].split("; "):
        return first
    place = {language: mark.join(place[language] for place in places) for language, mark in _BETWEEN.items()}
    return KitError(first.key, **{**first.fields, "place": place})


def _language(shell: Any) -> str:
    """What a cell has set, else the settings say."""
    names = shell.user_ns if shell else {}
    language = names.get("language") or getattr(names.get("settings"), "language", "en")
    return "ja" if language == "ja" else "en"


def _say_what_is_missing(shell: Any, kind: type, error: NameError, *where: Any, **more: Any) -> None:
    """In a notebook in which a cell has stopped: one line in place of a name's traceback."""
    told = KitError("E-CELL-ABOVE", name=error.name)
    shell._showtraceback(kind, error, [told.said(_language(shell))])
