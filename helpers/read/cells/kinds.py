"""The kinds of a column: what a cell of each is, and what has to be decided once for the whole column."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import Place
from helpers.read.cells.amounts import check_currency, check_tax, decimal_sign
from helpers.read.cells.dates import date_order, moment
from helpers.read.cells.days import check_years
from helpers.read.cells.numbers import count, influence, money_value, score
from helpers.read.cells.scales import ScaleAsked, check_influence_scale, check_score_scale
from helpers.read.cells.spoilt import check_ids, days_swapped, ids_became_dates, zeros_lost
from helpers.read.cells.stream import TYPES, Gathered, Parser, lane_of
from helpers.read.cells.texts import email, identifier, is_filled, one_of, text_value, yes_or_no
from helpers.read.settings import ReadSettings

Decision = tuple[Parser, list[str]]  # and codes of warnings


@dataclass(frozen=True)
class Column:
    """A column as far as its parser has to know it.

    `place` tells where a text stands first; `header` holds the question's text too, where it is another; `zone` is
    that of its times, if not the shop's; `date_order` that of a known export.
    """

    cells: Gathered
    settings: ReadSettings
    place: Place
    header: str = ""
    zone: str | None = None
    epoch_1904: bool = False
    date_order: Literal["dmy", "mdy"] | None = None

    def distinct(self) -> list[str]:
        """Distinct texts that are not plain."""
        return list(self.cells.others())

    def all_texts(self) -> Counter[str]:
        """All texts, plain ones too, and how many cells hold each."""
        plain = self.cells.plain_values().drop_null().value_counts().to_pylist()
        return self.cells.others() + Counter({str(pair["values"]): pair["counts"] for pair in plain})


@dataclass(frozen=True)
class ColumnKind:
    """Type of the values, the parser whose lane takes plain cells, and how the parser of a column is decided."""

    values: str
    plain: Callable[[ReadSettings, str | None], Parser | None]  # settings, and the zone of its times
    decided: Callable[[Column], Decision]
    mark: str = ""

    def gathered(self, settings: ReadSettings, zone: str | None = None) -> Gathered:
        """An empty column of this kind."""
        parser = self.plain(settings, zone)
        return Gathered(lane_of(parser) if parser else None, self.values, self.mark)


def _simple(values: str, parser: Parser) -> ColumnKind:
    return ColumnKind(values, lambda settings, zone: parser, lambda column: (parser, []))


def _id(column: Column) -> Decision:
    plain, others = column.cells.plain_values(), column.cells.others()
    long = plain.filter(pc.match_substring_regex(plain, "[0-9]{16}")).value_counts().to_pylist()
    suspects = others + Counter({pair["values"]: pair["counts"] for pair in long})
    rest = len(plain) - plain.null_count - sum(pair["counts"] for pair in long)
    check_ids(suspects, column.place, rest)
    mended = pa.array([identifier(text).value for text in others], TYPES["text"])
    ids = pa.chunked_array([*plain.chunks, mended])
    return identifier, [*["W-ID-ZEROS"] * zeros_lost(ids), *["W-ID-DATE"] * ids_became_dates(ids)]


def _day(blank: str) -> ColumnKind:
    def decided(column: Column) -> Decision:
        texts, setting = column.distinct(), column.settings.date_order
        plain = column.cells.plain_values()
        check_years(texts, setting, column.place, len(plain) - plain.null_count)
        order = date_order(texts, None if setting == "ymd" else setting, column.place, column.date_order)
        parser = moment(
            column.settings.timezone,
            order=order,
            short_order=setting,
            epoch_1904=column.epoch_1904,
            column_zone=column.zone,
            blank=blank,
        )
        return parser, ["W-DATE-SWAPPED"] * days_swapped(texts, plain)

    return ColumnKind("time", lambda settings, zone: moment(settings.timezone, column_zone=zone, blank=blank), decided)


def _money(blank: str) -> ColumnKind:
    def decided(column: Column) -> Decision:
        settings, texts = column.settings, column.distinct()
        check_currency(texts, settings.currency, column.place)
        warning = check_tax(texts, settings.tax, column.place)
        sign = decimal_sign(texts, settings.decimal_sign, column.place, column.cells.marked, settings.minor_digits)
        parser = money_value(
            settings.minor_digits, decimal_sign=sign, currency=settings.currency, tax=settings.tax, blank=blank
        )
        return parser, [warning] if warning else []

    def plain(settings: ReadSettings, zone: str | None) -> Parser:
        return money_value(settings.minor_digits, decimal_sign=settings.decimal_sign or ".", blank=blank)

    return ColumnKind("int", plain, decided, mark=".")


def _score(column: Column) -> Decision:
    settings = column.settings
    asked = ScaleAsked(settings.score_bounds, settings.score_scale is not None, settings.score_labels)
    warnings = check_score_scale(column.all_texts(), asked, column.place, column.header)
    return score(settings.score_bounds, settings.score_labels), list(warnings)


def _influence(column: Column) -> Decision:
    settings = column.settings
    asked = ScaleAsked(settings.influence_bounds, settings.influence_scale is not None, settings.influence_labels)
    warnings = check_influence_scale(column.cells.others(), asked, column.place, column.header)
    return influence(asked.scale, asked.labels), list(warnings)


COLUMN_KINDS: dict[str, ColumnKind] = {
    "id": ColumnKind("text", lambda settings, zone: identifier, _id),
    "email": _simple("text", email),
    "text": _simple("text", text_value),
    "flag": _simple("flag", yes_or_no),
    "filled": _simple("flag", is_filled),
    "day": _day("date_blank"),
    "maybe_day": _day(""),
    "money": _money("amount_blank"),
    "maybe_money": _money(""),
    "score": ColumnKind("int", lambda settings, zone: score(settings.score_bounds, settings.score_labels), _score),
    "count": ColumnKind(
        "float", lambda settings, zone: count(), lambda column: (count(column.settings.count_range), [])
    ),
    "influence": ColumnKind("float", lambda settings, zone: None, _influence),
    "order_or_refund": _simple("text", one_of("order", "refund", default="order")),
    "severity": _simple("text", one_of("major", "minor", "near_miss")),
}
