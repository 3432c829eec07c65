"""Dates and times to the shop's local time, and the order of day and month in a whole column."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from helpers.base.errors import KitError, Place
from helpers.base.letters import clean, typed_digits
from helpers.read.cells.clocks import clock_after, with_colons
from helpers.read.cells.days import Order, ShortOrder, day_of, order_shown, short_day
from helpers.read.cells.lanes import Parsed, Parser, SecondLane, with_lane
from helpers.read.cells.texts import fixed
from helpers.read.cells.zoned import shop_times

_MONTH_AND_DAY = (  # only days that exist; 29 February is left to the parser
    r"-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_PLAIN_DAY = r"(?:19(?:0[1-9]|[1-9]\d)|2[01]\d\d)" + _MONTH_AND_DAY
_CLOCK = r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?"
_OFFSET = r" ?(?:Z|[+-](?:0\d|1[01]):?[0-5]\d)"
_PLAIN_MOMENT = f"{_PLAIN_DAY}(?:{_CLOCK})?"
_ZONED_MOMENT = rf"(?:197[2-9]|19[89]\d|20\d\d){_MONTH_AND_DAY}{_CLOCK}{_OFFSET}"
_ISO = re.compile(  # and the same with slashes
    r"([0-9]{4}([-/])[0-9]{2}\2[0-9]{2})"
    r"(?:([T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?) ?(Z|[+-](?:0[0-9]|1[01]):?[0-5][0-9])?)?"
)
_SERIAL = re.compile(r"([0-9]{5})(?:\.([0-9]+))?")
_LOOKED_AT = 2000
_FIRST, _AFTER_LAST = datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2200-01-01")
_DASHES = " -‐–—―−ー"


class WrittenTime(NamedTuple):
    """A time as written, the zone that the text itself names, whether it has a time of day, and the fixes."""

    written: datetime
    zone: tzinfo | None
    timed: bool
    fixed: tuple[str, ...]


def moment(
    timezone: str,
    *,
    order: Order = None,
    short_order: ShortOrder = None,
    epoch_1904: bool = False,
    column_zone: str | None = None,
    blank: str = "date_blank",
) -> Parser:
    """Parser of a date or time to the shop's local time (`timezone`).

    Times with an offset are moved there; those without are taken as of `column_zone`, where the header names one
    ("Submit Date (UTC)"), else as local. Days without a time are never moved. Impossible dates, years outside
    1901…2199, 01/02/2026 without an `order` and 01/02/26 without a `short_order`: ``date_invalid``. A blank cell
    or a bare dash gets the reason `blank`, none if a blank may be. With `epoch_1904` serial numbers of days count
    from 1904, as in old workbooks of the Mac.

    Examples
    --------
    >>> moment("Asia/Tokyo")("2026-03-31T20:00:00Z").value.isoformat()
    '2026-04-01T05:00:00'
    >>> moment("Asia/Tokyo")("令和8年4月1日").fixed, moment("Asia/Tokyo")("01/04/2026").reason
    ('era', 'date_invalid')
    """
    shop, assumed = ZoneInfo(timezone), ZoneInfo(column_zone) if column_zone else None

    plain = _PLAIN_DAY if column_zone else _PLAIN_MOMENT
    zoned = SecondLane(_ZONED_MOMENT, lambda texts: shop_times(texts, shop), "time_zone")

    @with_lane(plain, lambda texts: texts.cast(pa.timestamp("us")), zoned, None if column_zone else _typed_moments)
    def parse(text: str) -> Parsed:
        bare, fixes = clean(text)
        if not bare.strip(_DASHES):
            return Parsed(None, blank)
        spelled = None
        if typed_digits(text):
            spelled = _iso(bare) or _serial(bare, epoch_1904) or _written(bare, order, short_order)
        if spelled is None or not _in_range(spelled.written):
            return Parsed(None, "date_invalid")
        zone = spelled.zone or (assumed if spelled.timed else None)
        local = spelled.written.replace(tzinfo=zone).astimezone(shop).replace(tzinfo=None) if zone else spelled.written
        if not _in_range(local):
            return Parsed(None, "date_invalid")
        return fixed(local, *fixes, *spelled.fixed, *["time_zone"] * (local != spelled.written))

    return parse


def _typed_moments(values: pa.Array) -> pa.Array | None:
    """Of days and moments without a zone, all within the years that are read."""
    if not (pt.is_date32(values.type) or pt.is_timestamp(values.type)):
        return None
    try:
        moments = values.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    read = pc.and_(pc.greater_equal(moments, _FIRST), pc.less(moments, _AFTER_LAST))
    return moments if pc.all(read, min_count=0).as_py() else None


def has_zoneless_clock(texts: list[str], order: Order = None, short_order: ShortOrder = None) -> bool:
    """Whether one of the first texts tells a time of day without its zone.

    Examples
    --------
    >>> has_zoneless_clock(["2026/04/01 10:00"]), has_zoneless_clock(["2026-04-01T10:00Z", "2026/04/01 0:00"])
    (True, False)
    """
    spelled = (
        _iso(bare) or _serial(bare, False) or _written(bare, order, short_order)
        for bare, _ in map(clean, texts[:_LOOKED_AT])
    )
    return any(at and at.timed and not at.zone and at.written.time() != time.min for at in spelled)


def _in_range(local: datetime) -> bool:
    return _FIRST <= local < _AFTER_LAST


def _iso(text: str) -> WrittenTime | None:
    """Time in the form that most exports have, of which millions can be read."""
    if not (match := _ISO.fullmatch(text)):
        return None
    day, mark, clock, offset = match.groups("")
    try:
        written = datetime.fromisoformat(f"{day.replace('/', '-')}{clock}{offset}")
    except ValueError:
        return None
    return WrittenTime(written.replace(tzinfo=None), written.tzinfo, bool(clock), ("date_form",) if mark == "/" else ())


def _written(text: str, order: Order, short_order: ShortOrder) -> WrittenTime | None:
    """Time that a text spells out; None if it can't be read or doesn't exist."""
    spelled = with_colons(text)
    day = day_of(spelled, order) or short_day(spelled, short_order)
    clock = clock_after(spelled, day.end) if day else None
    if day is None or clock is None:
        return None
    try:
        midnight = datetime.combine(date(day.year, day.month, day.day), time.min)
        written = midnight + clock.time if clock.time else midnight
    except (ValueError, OverflowError):
        return None
    if clock.weekday not in (None, midnight.weekday()):  # one of the two must be wrong
        return None
    kinds = [day.fixed, *clock.fixed, "clock" if "時" in text else ""]
    return WrittenTime(written, clock.offset, clock.time is not None, tuple(kind for kind in kinds if kind))


def _serial(text: str, epoch_1904: bool) -> WrittenTime | None:
    """Time that a spreadsheet keeps as a number of days, to the millisecond; only from 1954 to 2100.

    Counted from 1900 the numbers hold a 29 February 1900 that never was, so that those after it
    count from 30 December 1899.
    """
    if not (match := _SERIAL.fullmatch(text)):
        return None
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    milliseconds = round(Decimal(f"0.{match[2] or 0}") * 86_400_000)
    written = datetime.combine(first, time.min) + timedelta(days=int(match[1]), milliseconds=milliseconds)
    return WrittenTime(written, None, milliseconds > 0, ("excel_serial",)) if 1954 <= written.year <= 2100 else None


def date_order(texts: list[str], setting: Order, place: Place, usual: Order = None) -> Literal["dmy", "mdy"] | None:
    """Order of day and month in a column, one rule for all its texts that are not plain; None: none has the year last.

    What the user set decides; how the tool of a known export writes dates (`usual`), where the texts leave it open.

    Raises
    ------
    KitError
        ``E-DATE-MIXED``: some texts can only have the day first, others only the month;
        ``E-DATE-ORDER``: every text can be read both ways.

    Examples
    --------
    >>> date_order(["01/02/2026", "13/02/2026"], None, str), date_order(["2026/02/01"], None, str)
    ('dmy', None)
    """
    if setting:
        return setting
    shown = {order_shown(clean(text)[0]): text for text in reversed(texts)}
    if "dmy" in shown and "mdy" in shown:
        raise KitError("E-DATE-MIXED", place=place(shown["dmy"]), other=place(shown["mdy"]))
    if "mdy" in shown:
        return "mdy"
    if "either" in shown and "dmy" not in shown:
        if usual:
            return usual
        raise KitError("E-DATE-ORDER", place=place(shown["either"]))
    return "dmy" if shown.keys() & {"dmy", "same"} else None
