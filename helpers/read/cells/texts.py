"""Texts, ids, e-mail addresses, flags and categories: one strict parser a kind."""

import re
import unicodedata
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from helpers.base.letters import clean, spaced_out, unquoted
from helpers.read.cells.lanes import Parsed, Parser, with_lane
from helpers.read.signs import sign

_HYPHENS = " -‐–—―−ー"  # after NFKC, which takes U+2011 to U+2010 and full width to "-"
SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{2,3}")  # 1e5 and 12E5 are ids
_DAMAGED = re.compile(  # what spreadsheets and floats leave of an id
    rf"{SCIENTIFIC.pattern}|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{{2,}}|(?s:.*\ufffd.*)"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLAIN_TEXT = r"[!-<>-~](?:[ -~]*[!-~])?"  # no formula: ASCII without outer blanks, which cleaning leaves as it is
PLAIN_ID = r"#?[0-9][0-9A-Za-z_/-]*|[A-Za-z](?:[ -~]*[!-~])?"  # neither 17.0 nor 1.2E+11 nor hyphens only
_PLAIN_EMAIL = r"[!-&(-9;?\[-~][!-9;=?\[-~]*@[!-9;=?\[-~]+"  # lower case, none of blank : < >, one @, no ' or = first
_LABELLED = re.compile(  # mailto:a@b.co, Taro <a@b.co>
    r"(?:mailto:\s*)+(?P<bare>[^\s'?][^?]*)(?:\?.*)?|[^<>]*<\s*(?:mailto:\s*)*(?P<named>[^<>\s'][^<>]*?)\s*>",
    re.IGNORECASE,
)


def fixed(value: object, *fixes: str) -> Parsed:
    """A value that needed fixes; each kind is named once.

    Examples
    --------
    >>> fixed(9, "full_width", "unit")
    Parsed(value=9, reason='', fixed='full_width unit')
    """
    return Parsed(value, "", " ".join(dict.fromkeys(fixes)))


@with_lane(PLAIN_ID)
def identifier(text: str) -> Parsed:
    """Id as text, unharmed but for a leading apostrophe and the ``.0`` that a float leaves behind digits.

    Blank or hyphens only: ``id_blank``; control characters: ``id_control``; what a spreadsheet
    makes of an id (``1.23E+11``, ``#N/A``, U+FFFD): ``id_damaged``.

    Examples
    --------
    >>> identifier("00017").value, identifier("17.0"), identifier(" - ").reason
    ('00017', Parsed(value='17', reason='', fixed='decimal_zero'), 'id_blank')
    """
    text, fixes, reason = _id_text(text)
    if reason:
        return Parsed(None, reason)
    if re.fullmatch(r"[0-9]+\.0", text):
        return fixed(text.removesuffix(".0"), *fixes, "decimal_zero")
    return fixed(text, *fixes)


@with_lane(_PLAIN_EMAIL)
def email(text: str) -> Parsed:
    """E-mail address in lower case, since addresses are compared without case; no ``mailto:``, no name beside it.

    Blank, or a word for none such as ``anonymous`` or ``guest``: ``id_blank``; no address: ``email_invalid``;
    otherwise as for an id.

    Examples
    --------
    >>> email("Taro@Example.JP")
    Parsed(value='taro@example.jp', reason='', fixed='lower_case')
    """
    text, fixes, reason = _id_text(text)
    if reason:
        return Parsed(None, reason)
    if sign("id_placeholder").fullmatch(text.lower()):
        return Parsed(None, "id_blank", "placeholder")
    if labelled := _LABELLED.fullmatch(text):
        text, fixes = labelled["bare"] or labelled["named"], (*fixes, "label")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        return Parsed(None, "email_invalid")
    lower = unicodedata.normalize("NFKC", text.lower())  # some small letters exist only composed
    return fixed(lower, *fixes, *["lower_case"] * (lower != text))


def _id_text(text: str) -> tuple[str, tuple[str, ...], str]:
    """Cleaned text without leading apostrophes, its fixes, and the reason why it is no id."""
    text, fixes = unquoted(text)
    if not text.strip(_HYPHENS):
        return text, fixes, "id_blank"
    if _CONTROL.search(text):
        return text, fixes, "id_control"
    return text, fixes, "id_damaged" if _DAMAGED.fullmatch(text) else ""


@with_lane(_PLAIN_TEXT)
def text_value(text: str) -> Parsed:
    """Free text or a category; blank is ``None``, and ``NA`` a text like any other."""
    text, fixes = clean(text)
    return fixed(text, *fixes) if text else Parsed(None)


def yes_or_no(text: str) -> Parsed:
    """1/0, true/false, yes/no, はい/いいえ, ○/×, 済/未, 完了/未完了 and the like; blank is no.

    Examples
    --------
    >>> yes_or_no("はい").value, yes_or_no("").value, yes_or_no("maybe").reason
    (True, False, 'flag_invalid')
    """
    text, fixes = clean(text)
    word = text.lower()
    if word in ("1.0", "0.0"):
        return fixed(word == "1.0", *fixes, "decimal_zero")
    is_yes = bool(sign("cell_yes").fullmatch(word))
    if not is_yes and not sign("cell_no").fullmatch(word):
        return Parsed(None, "flag_invalid")
    return fixed(is_yes, *fixes) if word else Parsed(False)


def is_filled(text: str) -> Parsed:
    """Whether a cell is filled in, as in a column that holds the time of submission or nothing.

    Words for nothing (``NULL``, ``N/A``, ``0000-00-00``, hyphens) are neither: ``flag_invalid``.

    Examples
    --------
    >>> is_filled("2026-04-01 10:00").value, is_filled(" ").value, is_filled("NULL").reason
    (True, False, 'flag_invalid')
    """
    text, fixes = clean(text)
    if not text:
        return Parsed(False)
    return Parsed(None, "flag_invalid") if sign("cell_nothing").fullmatch(text.lower()) else fixed(True, *fixes)


def one_of(allowed: Mapping[str, str], reason: str) -> Parser:
    """Parser of a category by a table of its words, in lower case and joined by blanks.

    Examples
    --------
    >>> one_of({"near miss": "near_miss"}, "severity_invalid")("Near-miss").value
    'near_miss'
    """

    def parse(text: str) -> Parsed:
        text, fixes = clean(text)
        category = allowed.get(spaced_out(text.lower()))
        return fixed(category, *fixes) if category else Parsed(None, reason)

    return parse


def order_or_refund(orders: Collection[str] = (), others: Collection[str] = ()) -> Parser:
    """Parser of what a row of purchases is; blank is an order. Payouts, fees and the like are ``no_order``.

    `orders` and `others` are further words, in lower case, of orders and of what is neither order nor refund.

    Examples
    --------
    >>> parse = order_or_refund(others={"exchange"})
    >>> [parse(text)[:2] for text in ("Payment", "返金", "payout", "Exchange", "gift")]
    [('order', ''), ('refund', ''), (None, 'no_order'), (None, 'no_order'), (None, 'category_invalid')]
    """

    def parse(text: str) -> Parsed:
        text, fixes = clean(text)
        word = spaced_out(text.lower())
        if word in others or (word not in orders and sign("kind_other").fullmatch(word)):
            return Parsed(None, "no_order")
        is_refund = word not in orders and bool(sign("kind_refund").fullmatch(word))
        if not (is_refund or word in orders or sign("kind_order").fullmatch(word)):
            return Parsed(None, "category_invalid")
        kind = "refund" if is_refund else "order"
        return fixed(kind, *fixes, *["kind_word"] * (word != kind)) if text else Parsed(kind)

    return parse


def among(texts: pd.Series, words: Collection[str]) -> pd.Series:
    """Which texts are, in lower case, among `words`; each distinct text is looked at once, and a missing one is not.

    Examples
    --------
    >>> among(pd.Series(["Paid", None, "void"], dtype="str"), {"paid"}).tolist()
    [True, False, False]
    """
    codes, distinct = pd.factorize(texts)
    is_among = np.array([text.lower() in words for text in distinct] + [False])  # the last is for missing ones
    return pd.Series(is_among[codes], index=texts.index)
