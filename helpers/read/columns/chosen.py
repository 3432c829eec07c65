"""The columns of a file that a table is read from: chosen for sure, or asked for by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers.base.errors import KitError
from helpers.base.tables import ONE_KEY_OF, TableName
from helpers.read.columns.asked import missing, several, unknown_column
from helpers.read.columns.assignment import absent, assigned, keys_of, places_of
from helpers.read.columns.doubts import doubts, is_price, lacking, other_basis
from helpers.read.columns.formats import FORMATS, Format, Rule, known_format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import first_of, read_as
from helpers.read.columns.units import check_unit
from helpers.read.columns.vocabulary import NAMES, Matches
from helpers.read.typed_table import Warned

_DESCRIBE = ("name", "comment")  # no figure and no join needs them: left out without a word
_EXTRA = (  # left out with a warning; all others change figures or whom they are about: the user is asked
    "mail_consent", "acquisition_channel", "acquisition_cost", "response_id", "recommended_count", "influence",
    "warned_count", "wave", "invited_at", "opened_at", "expires_on", "delivered",
)  # fmt: skip
_TOLD = ("status", "refund_amount")  # what a known export may lack, but not without a warning
_ZONE = re.compile(r"\b(?P<zone>utc|gmt|jst)\b ?(?P<hours>[-+]\d{1,2})?")


@dataclass(frozen=True)
class Columns:
    """The columns of a table: `headers` has canonical column → the file's (unique) header.

    All else is what a known export (`format`) says, in the file's headers: what to take off the
    `amount`, what is to be said of it, which rows don't apply. `zones`: canonical column → time zone.
    """

    headers: Mapping[str, str]
    notes: tuple[Warned, ...] = ()
    format: Format | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    blanks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    finished: str = ""
    not_applicable: tuple[tuple[str, Rule], ...] = ()
    order_total: str | None = None
    amount_less: tuple[str, ...] = ()
    amount_note: Mapping[str, str] = field(default_factory=dict)


def columns_of(table: TableName, header: Header, mapping: Mapping[str, str] | None = None) -> Columns:
    """Which header of a file is which canonical column; `mapping` is the user's word: canonical column → header, or "".

    Raises
    ------
    KitError
        ``E-COLUMN-UNKNOWN``, ``E-COLUMN-MISSING``, ``E-COLUMN-ASK``, ``E-HEADER-DUPLICATE``,
        ``E-COLUMN-TWICE``, ``E-KEY-NONE``, ``E-FORMAT-TABLE``, ``E-AMOUNT-UNIT``.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["会員番号", "お勧め度（0〜10）", "感想"])], "responses")
    >>> columns_of("responses", found).headers
    {'customer_id': '会員番号', 'score': 'お勧め度（0〜10）'}
    """
    mapping = mapping or {}
    form = FORMATS.get(header.format)
    _check_mapping(table, header, mapping)
    matches = assigned(table, header.names, header.labels, mapping, form)
    _check_table(table, header, mapping, matches)
    left = _left_out(table, header, matches)
    _check_repeated(table, header, mapping, matches)
    _check_required(table, header, form, mapping, matches)
    headers = {column: header.names[place] for column, place in matches.sure.items()}
    check_unit(header, headers)
    notes = _of_price(table, header, form, mapping, matches) + [
        Warned("W-COLUMN-LEFT", {"file": header.file, "table": table, "column": column, "headers": names})
        for column, names in left.items()
    ]
    if form is None:
        return Columns(headers, (*notes, *doubts(table, header, mapping, matches)), zones=_zones(header, headers))
    return _of_export(form, header, mapping, headers, notes)


def _check_mapping(table: TableName, header: Header, mapping: Mapping[str, str]) -> None:
    taken: dict[int, str] = {}
    for column, wanted in mapping.items():
        if column not in NAMES[table]:
            raise unknown_column(table, column)
        if not wanted.strip():
            continue
        places = places_of(wanted, header.names, header.labels)
        if not places:
            raise missing(table, header, {column: wanted}, ())
        if len(places) > 1:
            raise several(table, header, column, places)
        if (other := taken.setdefault(places[0], column)) != column:
            shown = {"header": quoted([header.names[places[0]]]), "columns": f"{other}, {column}"}
            raise KitError("E-COLUMN-TWICE", file=header.file, table=table, **shown)


def _check_table(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> None:
    """Stops at an export that holds another table than it is given as."""
    other = None if mapping or header.format else known_format(header.names)
    if other and (other.table == "purchases" or absent(table, matches)):
        names = {"format_en": other.name["en"], "format_ja": other.name["ja"]}
        raise KitError("E-FORMAT-TABLE", file=header.file, table=table, holds=other.table, **names)


def _left_out(table: TableName, header: Header, matches: Matches) -> dict[str, str]:
    """Columns that several headers could be and that may be left out, with those headers; asks for the others."""
    left = {}
    for column, places in matches.doubtful.items():
        other_key = set(ONE_KEY_OF.get(table, ("customer_id",))) & matches.sure.keys()
        spare = column in _EXTRA or (column in ("email", "token") and other_key)
        if not spare and column not in _DESCRIBE:
            raise several(table, header, column, places)
        if spare:
            left[column] = quoted(header.names[place] for place in places)
    return left


def _check_repeated(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> None:
    """Stops where a column is read from one of several headers of the same name, unless its number was given."""
    for names in header.repeated.values():
        for column, place in matches.sure.items():
            numbered = mapping.get(column, "").strip() in {f"{names[0]} (1)", *names[1:]}
            if header.names[place] in names and not numbered and column not in _DESCRIBE:
                raise several(table, header, column, [header.names.index(name) for name in names])


def _check_required(
    table: TableName, header: Header, form: Format | None, mapping: Mapping[str, str], matches: Matches
) -> None:
    keys = ONE_KEY_OF.get(table, ())
    is_anonymous = table == "responses" and any(not mapping.get(key, "-").strip() for key in keys)  # by the user's word
    lacking = [column for column in absent(table, matches) if not (is_anonymous and column == keys_of(table))]
    if form and form.no_key and lacking == [keys_of(table)]:
        raise KitError("E-KEY-NONE", file=header.file, format_en=form.name["en"], format_ja=form.name["ja"])
    if lacking:
        raise missing(table, header, dict.fromkeys(lacking, ""), matches.sure.values())


def _of_price(
    table: TableName, header: Header, form: Format | None, mapping: Mapping[str, str], matches: Matches
) -> list[Warned]:
    """Stops where a price of one piece would be the amount by its name; a warning where the user says that it is."""
    if table != "purchases" or not is_price(header, matches):
        return []
    if "amount" in mapping:
        return [Warned("W-AMOUNT-PRICE", {"file": header.file, "header": quoted([mapping["amount"]])})]
    if form:
        return []
    raise missing(table, header, {"amount": ""}, matches.sure.values())


def _zones(header: Header, headers: Mapping[str, str]) -> dict[str, str]:
    """Time zones that the header's own rows tell, or the names: ``Submit Date (UTC)``."""
    zones = {column: header.zones[name] for column, name in headers.items() if name in header.zones}
    for column, name in headers.items():
        said = _ZONE.search(read_as(name)) if column.endswith(("_at", "_on")) and column not in zones else None
        if said:
            hours = int(said["hours"] or 0)  # the names of these zones count westwards
            zones[column] = "Asia/Tokyo" if said["zone"] == "jst" else f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return zones


def _of_export(
    form: Format, header: Header, mapping: Mapping[str, str], headers: Mapping[str, str], notes: Iterable[Warned]
) -> Columns:
    """Columns of a known export; what it says of a column holds where the user names no other for it."""
    own = "amount" not in mapping
    less = [(name, _in_file([name], header)) for name in form.amount_less] if own else []
    open_columns = [column for column in _TOLD if column in form.columns and column not in {*headers, *mapping}]
    gone = [form.columns[column][0] for column in open_columns] + [name for name, there in less if not there]
    basis = other_basis(header, headers["amount"]) if own and form.amount_warning else []
    totals = {_in_file([name], header) for name in form.amount_instead}
    return Columns(
        headers=headers,
        notes=(*notes, *lacking(form, header, gone), *basis),
        format=form,
        zones=_zones(header, headers) | {column: zone for column, zone in form.zones.items() if column not in mapping},
        blanks={column: texts for column, texts in form.blanks.items() if column in headers},
        finished="" if "finished" in mapping else _in_file(form.finished or (), header),
        not_applicable=tuple((name, rule) for rule in form.not_applicable if (name := _in_file(rule.header, header))),
        order_total=form.order_total if own or headers.get("amount") in totals else None,
        amount_less=tuple(there for _, there in less if there),
        amount_note=form.amount_note if own else {},
    )


def _in_file(headers: Iterable[str], header: Header) -> str:
    """The first of an export's headers that the file has, as the file has it; "" if none."""
    place = first_of(headers, header.names)
    return "" if place is None else header.names[place]
