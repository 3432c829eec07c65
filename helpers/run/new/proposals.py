"""What the files themselves tell of a shop: currency, time zone, the report's date, sources, what splits customers."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pandas as pd
from babel.numbers import list_currencies

from helpers.base.errors import KitError
from helpers.base.tables import CANONICAL_COLUMNS
from helpers.read.columns.content import is_dated, mostly
from helpers.read.file_currency import money_of_file
from helpers.read.rows import sources
from helpers.read.settings import ReadSettings
from helpers.run.new.exports import Export

PLACES = (  # currency, time zone, where
    ("JPY", "Asia/Tokyo", {"en": "Japan", "ja": "日本"}),
    ("USD", "America/New_York", {"en": "USA, East", "ja": "米国東部"}),
    ("USD", "America/Chicago", {"en": "USA, Central", "ja": "米国中部"}),
    ("USD", "America/Denver", {"en": "USA, Mountain", "ja": "米国山岳部"}),
    ("USD", "America/Los_Angeles", {"en": "USA, Pacific", "ja": "米国太平洋"}),
    ("CAD", "America/Toronto", {"en": "Canada, East", "ja": "カナダ東部"}),
    ("GBP", "Europe/London", {"en": "United Kingdom", "ja": "英国"}),
    ("EUR", "Europe/Berlin", {"en": "Germany", "ja": "ドイツ"}),
    ("EUR", "Europe/Paris", {"en": "France", "ja": "フランス"}),
    ("AUD", "Australia/Sydney", {"en": "Australia", "ja": "オーストラリア"}),
    ("SGD", "Asia/Singapore", {"en": "Singapore", "ja": "シンガポール"}),
    ("KRW", "Asia/Seoul", {"en": "Korea", "ja": "韓国"}),
    ("TWD", "Asia/Taipei", {"en": "Taiwan", "ja": "台湾"}),
    ("CNY", "Asia/Shanghai", {"en": "China", "ja": "中国"}),
)
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿]")
_OFFSET = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)? ?([+-]\d\d):?(\d\d)$")
_FRACTION = re.compile(r"\d[.,]\d{1,2}\D*$")
_REFERRAL = re.compile(r"referr|friend|famil|recommend|word of mouth|\bwom\b|紹介|口コミ|クチコミ|友人|知人|家族", re.I)
_SPLITS = re.compile(r"region|area|prefect|\bstate|plan|rank|tier|store|都道府県|地域|エリア|ランク|店舗|プラン", re.I)
_PERSONAL = re.compile(r"name|mail|phone|address|zip|post|birth|memo|note|名|住所|電話|郵便|生年|誕生|備考|メモ", re.I)
_RECORDS, _MOST_VALUES, _MOST_SOURCES = 400, 12, 30


def is_japanese(exports: Sequence[Export]) -> bool:
    """Whether headers or the names of files are in Japanese.

    Examples
    --------
    >>> from pathlib import Path
    >>> is_japanese([Export(Path("受注.csv"))]), is_japanese([Export(Path("orders.csv"))])
    (True, False)
    """
    texts = [text for one in exports for text in (one.path.name, *(one.header.names if one.header else ()))]
    return any(_JAPANESE.search(text) for text in texts)


def purchases_money(settings: ReadSettings, amounts: list[str], cells: Sequence[str]) -> tuple[str | None, list[str]]:
    """Currency that the purchases tell, by the `cells` of a column of it or by the amounts; None if none is told.

    And the amounts: those given, or where there are none (an engine's table, a file elsewhere) the first of all.
    """
    codes = {cell.upper() for cell in cells} & {*list_currencies()}
    if len(codes) == 1:
        return codes.pop(), amounts
    with suppress(KitError):
        if settings.purchases:
            currency, first = money_of_file("purchases", settings, _RECORDS)
            return currency, amounts or first
    return None, amounts


def first_cells(export: Export, columns: Sequence[str]) -> list[list[str]]:
    """The first filled cells of some columns of an export, none of those that it hasn't; it is opened once."""
    if not export.header or not export.columns:
        return [[] for _ in columns]
    found = [one for one in sources(export.path) if export.sheet in ("", one.sheet)]
    first = export.header.first_data
    rows = [list(map(str.strip, cells)) for _, cells in islice(found[0].records(), first, first + _RECORDS)]
    places = [export.header.places.get(export.columns.get(column, "")) for column in columns]
    return [[row[at] for row in rows if at is not None and len(row) > at and row[at]] for at in places]


def likely_place(currency: str | None, amounts: Sequence[str], times: Sequence[str], *, japanese: bool) -> str:
    """Currency and time zone to propose: the currency told, else the one that amounts and headers look like.

    Examples
    --------
    >>> likely_place(None, ["12.50"], ["2026-01-05 10:00:00 -0600", "2026-07-05 10:00:00 -0500"], japanese=False)
    'USD America/Chicago'
    >>> likely_place(None, ["1200"], ["2026-01-05"], japanese=True)
    'JPY Asia/Tokyo'
    """
    fractions = 2 * sum(bool(_FRACTION.search(amount)) for amount in amounts) > len(amounts)
    money = currency or ("JPY" if japanese or (amounts and not fractions) else "USD")
    pairs = [(code, zone) for code, zone, _ in PLACES]
    fitting = [(code, zone) for code, zone in pairs if _fits(zone, times)] or pairs
    zone = next((zone for code, zone in fitting if code == money), fitting[0][1] if _offsets(times) else "UTC")
    return f"{money} {zone}"


def _offsets(times: Sequence[str]) -> list[tuple[date, timedelta]]:
    found = [match.groups() for text in times if (match := _OFFSET.search(text))]
    return [
        (date(int(year), int(month), int(day)), timedelta(hours=int(hours), minutes=int(hours[0] + minutes)))
        for year, month, day, hours, minutes in found
    ]


def _fits(zone: str, times: Sequence[str]) -> bool:
    """Whether all times with an offset are of a zone, but for the days on which clocks change."""
    offsets = _offsets(times)
    noons = [datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) for day, _ in offsets]
    right = sum(noon.utcoffset() == offset for noon, (_, offset) in zip(noons, offsets, strict=True))
    return bool(offsets) and right >= 0.98 * len(offsets)


def day_after_last(frame: pd.DataFrame | None, column: str, today: date) -> date | None:
    """The first day after the last one of a column; days that are still to come are slips.

    Examples
    --------
    >>> frame = pd.DataFrame({"ordered_at": pd.to_datetime(["2026-01-05", "2026-01-09", "2062-01-09"])})
    >>> day_after_last(frame, "ordered_at", date(2026, 2, 1))
    datetime.date(2026, 1, 10)
    """
    if frame is None or column not in frame:
        return None
    days = pd.to_datetime(frame[column]).dropna()
    days = days[days < pd.Timestamp(today) + pd.Timedelta(days=1)]
    return days.max().date() + timedelta(days=1) if len(days) else None


def referral_sources(customers: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Sources of acquisition, the most frequent first, and those that mean a recommendation by their words.

    Examples
    --------
    >>> referral_sources(pd.DataFrame({"acquisition_channel": ["ads", "ads", "友人の紹介"]}))
    (['ads', '友人の紹介'], ['友人の紹介'])
    """
    counts = customers["acquisition_channel"].dropna().value_counts()
    named = [str(source) for source in counts.index[:_MOST_SOURCES]]
    return named, [source for source in named if _REFERRAL.search(source)]


def splits(customers: pd.DataFrame, least: int) -> tuple[Mapping[str, int], str | None]:
    """Attributes that split customers into a few groups of some size, with how many, and the likeliest one.

    Examples
    --------
    >>> customers = pd.DataFrame({"customer_id": ["A", "B", "C", "D"], "region": ["east", "east", "west", "west"]})
    >>> splits(customers, 2)
    ({'region': 2}, 'region')
    """
    known = (CANONICAL_COLUMNS["customers"].keys() | {"name"}) - {"acquisition_channel"}
    free = [str(column) for column in customers if column not in known and not _PERSONAL.search(str(column))]
    counts = {column: customers[column].dropna().value_counts() for column in free}
    fitting = {
        column: len(sizes) for column, sizes in counts.items()
        if 2 <= len(sizes) <= _MOST_VALUES and (sizes >= least).sum() >= 2
        and not mostly([*map(str, sizes.index)], is_dated)
    }  # fmt: skip
    likely = [column for column in fitting if _SPLITS.search(column)]
    return fitting, likely[0] if likely else None
