"""The kinds of a column: what a cell of each is, and what has to be decided once for the whole column."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import KitError, Place
from helpers.base.letters import cleaned
from helpers.base.problems import Problems
from helpers.read.cells.amounts import check_currency, decimal_sign, tax_marks
from helpers.read.cells.coded import check_coded
from helpers.read.cells.dates import date_order, has_zoneless_clock, moment
from helpers.read.cells.days import Order, ShortOrder, check_years
from helpers.read.cells.lanes import Parsed, Parser, lane_of
from helpers.read.cells.numbers import count, money_value
from helpers.read.cells.quantities import quantity_value
from helpers.read.cells.ratings import influence, rating, score
from helpers.read.cells.scales import ScaleAsked, check_influence_scale, check_score_scale, with_codes
from helpers.read.cells.spoilt import check_ids, days_swapped, ids_became_dates, zeros_lost
from helpers.read.cells.stream import TYPES, Gathered
from helpers.read.cells.tallies import answers_of
from helpers.read.cells.taxes import check_tax, tax_flag, tax_flags
from helpers.read.cells.texts import email, identifier, is_filled, one_of, order_or_refund, text_value, yes_or_no
from helpers.read.settings import ReadSettings
from helpers.read.signs import SIGNS
from helpers.read.statuses import often, spellings, status_lines, users_statuses, words_named

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
    beside: Callable[[], Sequence[str]] = tuple

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
    long = plain.filter(pc.greater_equal(pc.binary_length(plain), 16))
    long = long.filter(pc.match_substring_regex(long, "[0-9]{16}")).value_counts().to_pylist()
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
        check_years(texts, setting, column.place, column.cells.filled())
        order = date_order(texts, None if setting == "ymd" else setting, column.place, column.date_order)
        parser = moment(
            column.settings.timezone,
            order=order,
            short_order=setting,
            epoch_1904=column.epoch_1904,
            column_zone=column.zone,
            blank=blank,
        )
        is_open = not column.zone and "timezone" not in column.settings.model_fields_set
        zoneless = is_open and _tells_time(plain, texts, order, setting)
        return parser, ["W-DATE-SWAPPED"] * days_swapped(texts, plain) + ["W-TIME-ZONE"] * zoneless

    return ColumnKind("time", lambda settings, zone: moment(settings.timezone, column_zone=zone, blank=blank), decided)


def _tells_time(plain: pa.ChunkedArray, texts: list[str], order: Order, short_order: ShortOrder) -> bool:
    """Whether a time of day stands without its zone: plain ones have none."""
    at_midnight = pc.all(pc.equal(plain, pc.floor_temporal(plain, unit="day"))).as_py()
    return at_midnight is False or has_zoneless_clock(texts, order, short_order)


def _money(blank: str) -> ColumnKind:
    def decided(column: Column) -> Decision:
        settings, texts = column.settings, column.distinct()
        place, problems = column.place, Problems()
        problems.tried(lambda: check_currency(texts, settings.currency, place))
        warning = problems.tried(lambda: check_tax(tax_marks(texts), settings.tax, place))
        marked, digits = column.cells.marked, settings.amount_power
        sign = problems.tried(lambda: decimal_sign(texts, settings.decimal_sign, place, marked, digits)) or "."
        problems.stop()
        parser = money_value(
            settings.amount_power, decimal_sign=sign, currency=settings.currency, tax=settings.tax, blank=blank
        )
        return parser, [warning] if warning else []

    def plain(settings: ReadSettings, zone: str | None) -> Parser:
        return money_value(settings.amount_power, decimal_sign=settings.decimal_sign or ".", blank=blank)

    return ColumnKind("int", plain, decided, mark=".")


def _quantity(column: Column) -> Decision:
    setting = column.settings.decimal_sign
    return quantity_value(decimal_sign(column.distinct(), setting, column.place, column.cells.marked)), []


def _tax(column: Column) -> Decision:
    flags = tax_flags(column.distinct(), column.header)
    warning = check_tax(flags, column.settings.tax, column.place)
    return tax_flag(flags), [warning] if warning else []


def _score(column: Column) -> Decision:
    settings, texts = column.settings, column.all_texts()
    asked = ScaleAsked(
        settings.score_bounds, settings.score_scale is not None, settings.score_labels, settings.min_cell
    )
    asked = with_codes(texts, asked)
    check_coded(answers_of(texts, asked.labels, column.place), column.beside, declared=not asked.is_open)
    warnings = check_score_scale(texts, asked, column.place, column.header)
    return score(settings.score_bounds, asked.labels), list(warnings)


def _influence(column: Column) -> Decision:
    settings, texts = column.settings, column.cells.others()
    asked = ScaleAsked(
        settings.influence_bounds, settings.influence_scale is not None, settings.influence_labels, settings.min_cell
    )
    asked = with_codes(texts, asked)
    warnings = check_influence_scale(texts, asked, column.place, column.header)
    return influence(asked.scale, asked.labels), list(warnings)


def _order_or_refund(column: Column) -> Decision:
    """The user's statuses tell of kinds too: which count as orders, and which rows don't count."""
    parser = order_or_refund(*map(spellings, users_statuses(column.settings).values()))
    unknown = {text: n for text, n in column.cells.others().items() if parser(text).reason == "category_invalid"}
    if named := often(unknown, column.settings):
        place = column.place(next(text for text in unknown if text in named))
        lines = status_lines(list(named), column.settings)
        raise KitError("E-KIND-WORDS", place=place, words=words_named(named), lines=lines, choices=list(named))
    return parser, []


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
    "quantity": ColumnKind("float", lambda settings, zone: quantity_value(), _quantity),
    "tax": ColumnKind("text", lambda settings, zone: None, _tax),
    "score": ColumnKind("int", lambda settings, zone: score(settings.score_bounds, settings.score_labels), _score),
    "count": ColumnKind(
        "float", lambda settings, zone: count(), lambda column: (count(column.settings.count_range), [])
    ),
    "influence": ColumnKind("float", lambda settings, zone: None, _influence),
    "rating": _simple("int", rating),
    "order_or_refund": ColumnKind("text", lambda settings, zone: None, _order_or_refund),
    "severity": _simple("text", one_of(SIGNS["severities"], "severity_invalid")),
}


def with_blanks(parser: Parser, blanks: frozenset[str] | None) -> Parser:
    """Parser that takes some texts as blank, such as the ``anonymous`` of a survey tool."""
    if not blanks:
        return parser

    def parse(text: str) -> Parsed:
        return parser("" if cleaned(text).lower() in blanks else text)

    return parse
