"""One strict parser a kind: a text becomes a value, or a reason why not."""

import re
import unicodedata
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from .columns import Parsed, Parser, with_lane

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_DATE = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s?(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_PLAIN_TEXT = r"[!-~](?:[ -~]*[!-~])?"  # ASCII without outer blanks, which cleaning leaves as it is
_PLAIN_ID = r"-*[!-,.-~](?:[ -~]*[!-~])?"  # the same, not hyphens only
_PLAIN_MOMENT = (  # only dates that exist; 29 February is left to the parser
    r"(?:19(?:0[1-9]|[1-9]\d)|2[01]\d\d)"
    r"-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?"
)
_YES, _NO = {"1", "true", "yes", "y", "はい"}, {"0", "false", "no", "n", "いいえ", ""}


def cleaned(text: str) -> str:
    """Text without zero-width letters, in its compatibility form (NFKC), without outer white space.

    Examples
    --------
    >>> cleaned(" ００１２\\u200b ")
    '0012'
    """
    return unicodedata.normalize("NFKC", text.translate(_ZERO_WIDTH)).strip()


@with_lane(_PLAIN_ID)
def identifier(text: str) -> Parsed:
    """Id as text, unharmed; blank or hyphens only: ``id_blank``; control characters: ``id_control``.

    Examples
    --------
    >>> identifier("00017").value, identifier(" - ").reason
    ('00017', 'id_blank')
    """
    text = cleaned(text)
    if not text.strip("-"):
        return Parsed(None, "id_blank")
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        return Parsed(None, "id_control")
    return Parsed(text)


@with_lane(_PLAIN_ID, pc.ascii_lower)
def email(text: str) -> Parsed:
    """E-mail address in lower case, since addresses are compared without case."""
    parsed = identifier(text)
    return Parsed(parsed.value.lower()) if parsed.value else parsed


@with_lane(_PLAIN_TEXT)
def text_value(text: str) -> Parsed:
    """Free text or a category; blank is ``None``."""
    return Parsed(cleaned(text) or None)


def score(text: str) -> Parsed:
    """Whole number 0–10; blank: ``score_blank``, all else ``score_range``.

    Examples
    --------
    >>> score("10").value, score("").reason, score("8.5").reason
    (10, 'score_blank', 'score_range')
    """
    text = cleaned(text)
    if not text:
        return Parsed(None, "score_blank")
    return Parsed(int(float(text))) if re.fullmatch(r"(10|\d)(\.0+)?", text) else Parsed(None, "score_range")


def count(text: str) -> Parsed:
    """Number of people, a whole number >= 0; blank is not answered, never 0."""
    text = cleaned(text)
    if not text:
        return Parsed(None)
    return Parsed(float(text)) if re.fullmatch(r"\d{1,7}(\.0+)?", text) else Parsed(None, "count_invalid")


def influence(scale: list[float], labels: dict[str, float]) -> Parser:
    """Parser of an answer on a scale lo…hi, or by its label, to 0…1 (METHOD §4).

    Examples
    --------
    >>> influence([0, 10], {"a lot": 0.9})("5").value, influence([0, 10], {"a lot": 0.9})("a lot").value
    (0.5, 0.9)
    """
    low, high = scale

    def parse(text: str) -> Parsed:
        text = cleaned(text)
        if not text:
            return Parsed(None)
        if text in labels:
            return Parsed(labels[text])
        number = float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else float("nan")
        return Parsed((number - low) / (high - low)) if low <= number <= high else Parsed(None, "influence_invalid")

    return parse


def money(minor_digits: int, *, blank: str = "amount_blank") -> Parser:
    """Parser of a plain decimal to whole minor units (yen, cents).

    Parameters
    ----------
    minor_digits : int
        Decimal places of the currency. Finer amounts are rounded half to even.
    blank : str
        Reason given to a blank cell; empty if a blank may be.

    Examples
    --------
    >>> money(2)("11.77").value, money(0)("12,800").reason
    (1177, 'amount_invalid')
    """
    unit = Decimal(1).scaleb(-minor_digits)
    decimals = rf"(?:\.\d{{1,{minor_digits}}})?" if minor_digits else ""

    def minor_units(texts: pa.Array) -> pa.Array:
        exact = texts.cast(pa.decimal128(13 + minor_digits, minor_digits))
        return pc.multiply(exact, 10**minor_digits).cast(pa.int64())

    @with_lane(r"-?\d{1,13}" + decimals, minor_units)
    def parse(text: str) -> Parsed:
        text = cleaned(text)
        if not text:
            return Parsed(None, blank)
        if not re.fullmatch(r"-?\d{1,13}(\.\d+)?", text):
            return Parsed(None, "amount_invalid")
        return Parsed(int(Decimal(text).quantize(unit, ROUND_HALF_EVEN).scaleb(minor_digits)))

    return parse


def moment(timezone: str, *, blank: str = "date_blank") -> Parser:
    """Parser of an ISO date or time (``-`` or ``/``) to the shop's local time.

    Times with an offset are moved to `timezone`; those without are taken as local.
    Impossible dates and years outside 1901…2199: ``date_invalid``.

    Examples
    --------
    >>> moment("Asia/Tokyo")("2026-03-31T20:00:00Z").value.isoformat()
    '2026-04-01T05:00:00'
    """
    zone = ZoneInfo(timezone)

    @with_lane(_PLAIN_MOMENT, lambda texts: texts.cast(pa.timestamp("us")))
    def parse(text: str) -> Parsed:
        text = cleaned(text)
        if not text:
            return Parsed(None, blank)
        value = _datetime(_DATE.fullmatch(text))
        if value is None or not 1901 <= value.year <= 2199:
            return Parsed(None, "date_invalid")
        return Parsed(value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value)

    return parse


def _datetime(match: re.Match[str] | None) -> datetime | None:
    if match is None:
        return None
    part = match.groupdict()
    clock = f"{int(part['hour'] or 0):02}:{part['minute'] or '00'}:{part['second'] or '00'}"
    text = f"{part['year']}-{int(part['month']):02}-{int(part['day']):02}T{clock}{part['offset'] or ''}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def yes_or_no(text: str) -> Parsed:
    """1/0, true/false, yes/no, はい/いいえ; blank is no."""
    text = cleaned(text).lower()
    return Parsed(text in _YES) if text in _YES | _NO else Parsed(None, "flag_invalid")


def one_of(*allowed: str, default: str = "", reason: str = "category_invalid") -> Parser:
    """Parser of a category out of a fixed list; blank becomes `default`.

    Examples
    --------
    >>> one_of("order", "refund", default="order")("").value
    'order'
    """

    def parse(text: str) -> Parsed:
        text = cleaned(text).lower().replace(" ", "_") or default
        return Parsed(text) if text in allowed else Parsed(None, reason)

    return parse
