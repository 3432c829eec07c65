"""A column that flags whether the amount of a row is with or without tax."""

import re

from helpers.base.errors import KitError, Place
from helpers.base.letters import cleaned
from helpers.read.cells.amounts import Tax
from helpers.read.cells.lanes import Parsed, Parser
from helpers.read.cells.texts import yes_or_no
from helpers.read.signs import sign

_LONGEST = 30  # letters of a cell that is a flag
_BETWEEN = re.compile(r"[_-]|\b(is|are)\b")
_WORDS = {
    "included": re.compile(r"incl(uded|uding|usive|\.)?|gross|内|込み?"),
    "excluded": re.compile(r"excl(uded|uding|usive|\.)?|net|外|抜き?|別"),
}
_OTHER = {"included": "excluded", "excluded": "included"}


def _said(text: str) -> str:
    """What a text says of tax: ``included``, ``excluded``; "" for neither or both."""
    text = " ".join(_BETWEEN.sub(" ", cleaned(text).lower()).split()).replace("taxes", "tax").replace("gst", "vat")
    said = [kind for kind, word in _WORDS.items() if word.fullmatch(text) or sign(f"tax_{kind}").search(text)]
    return said[0] if len(said) == 1 else ""


def tax_flags(texts: list[str], header: str) -> dict[str, str]:
    """Distinct texts of a column that flag the tax, and what they say; none where it is no column of flags.

    Yes and no, true and 0 are flags where the header says of what, and where nothing else stands in the column.

    Examples
    --------
    >>> tax_flags(["税込", "外税", "非課税"], "税区分"), tax_flags(["TRUE", "0"], "tax_included")
    ({'税込': 'included', '外税': 'excluded'}, {'TRUE': 'included', '0': 'excluded'})
    >>> tax_flags(["8%", "10%"], "税区分"), tax_flags(["標準", "軽減"], "税区分"), tax_flags(["0", "80"], "tax incl.")
    ({}, {}, {})
    """
    flags = {text: said for text in texts if len(text) <= _LONGEST and (said := _said(text))}
    of_header, filled = _said(header), [text for text in texts if cleaned(text)]
    if flags or not of_header:
        return flags
    answers = {text: yes_or_no(text).value for text in filled}
    if None in answers.values():
        return {}
    return {text: of_header if is_so else _OTHER[of_header] for text, is_so in answers.items()}


def check_tax(marks: dict[str, str], setting: Tax | None, place: Place) -> str:
    """Warning ``W-TAX`` if tax comes on top of all amounts that are marked, and the user said nothing of it, else "".

    `marks` has what each text says of tax: marks of amounts, or flags beside them.

    Raises
    ------
    KitError
        ``E-TAX``: amounts with and without tax, and the user didn't say which ones count.

    Examples
    --------
    >>> check_tax({"税抜": "excluded"}, None, str), check_tax({"税抜": "excluded"}, "excluded", str)
    ('W-TAX', '')
    """
    if setting:
        return ""
    marked = {said: text for text, said in reversed(marks.items())}
    if {"included", "excluded"} <= marked.keys():
        raise KitError("E-TAX", place=place(marked["excluded"]), other=place(marked["included"]))
    return "W-TAX" if "excluded" in marked else ""


def tax_flag(flags: dict[str, str]) -> Parser:
    """Parser of a flag; what flags nothing, such as untaxed goods, is blank."""
    return lambda text: Parsed(flags.get(text))
