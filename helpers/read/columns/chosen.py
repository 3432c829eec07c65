"""The columns of a file that a table is read from: chosen for sure, or asked for by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from helpers.base.problems import Problems
from helpers.base.tables import TableName, named_table
from helpers.read.columns.alternatives import alternatives
from helpers.read.columns.assignment import assigned
from helpers.read.columns.choice import Columns
from helpers.read.columns.doubts import doubts, lacking, other_basis
from helpers.read.columns.formats import FORMATS, Format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.prices import is_price
from helpers.read.columns.questions import Questions, check_table
from helpers.read.columns.spelling import first_of, read_as
from helpers.read.columns.vocabulary import Matches
from helpers.read.typed_table import Warned

_TOLD = ("status", "refund_amount")  # what a known export may lack, but not without a warning
_ZONE = re.compile(r"\b(?P<zone>utc|gmt|jst)\b ?(?P<hours>[-+]\d{1,2})?")


def columns_of(
    table: TableName, header: Header, mapping: Mapping[str, str] | None = None, problems: Problems | None = None
) -> Columns:
    """Which header of a file is which canonical column; `mapping` is the user's word: canonical column → header, or "".

    What is wrong with several columns is said at once; where a list of `problems` is given, it is kept there instead,
    and the columns are those that are sure.

    Raises
    ------
    KitError
        ``E-COLUMN-UNKNOWN``, ``E-COLUMN-MISSING``, ``E-COLUMN-ASK``, ``E-HEADER-DUPLICATE``,
        ``E-KEY-NONE``, ``E-FORMAT-TABLE``, ``E-UNIT-PRICE``.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["会員番号", "お勧め度（0〜10）", "感想"])], "responses")
    >>> columns_of("responses", found).headers
    {'customer_id': '会員番号', 'score': 'お勧め度（0〜10）'}
    """
    mapping, found = mapping or {}, problems or Problems()
    form = FORMATS.get(header.format)
    matches = assigned(table, header.names, header.labels, mapping, form, header.content)
    check_table(table, header, mapping, matches)
    questions = Questions(table, header, mapping, found)
    matches = questions.of_price(matches)
    left = questions.ask(matches, form)
    asked = questions.asked
    matches = Matches({column: place for column, place in matches.sure.items() if column not in asked})
    headers = {column: header.names[place] for column, place in matches.sure.items()}
    if problems is None:
        found.stop()
    notes = _of_price(header, mapping, matches) + [
        Warned("W-COLUMN-LEFT", {"file": header.file, "table": named_table(table), "column": column, "headers": names})
        for column, names in left.items()
    ]
    by_name = assigned(table, header.names, header.labels, mapping, form)
    notes += alternatives(table, header, mapping, matches, by_name)
    if form is None:
        notes += doubts(table, header, mapping, matches)
        return Columns(headers, tuple(notes), zones=_zones(header, headers), undecided=frozenset(asked))
    return replace(_of_export(form, header, mapping, headers, notes), undecided=frozenset(asked))


def _of_price(header: Header, mapping: Mapping[str, str], matches: Matches) -> list[Warned]:
    """Warning: the user says that a price of one piece, by its name, is the amount."""
    if "amount" not in mapping or not is_price(header, matches):
        return []
    return [Warned("W-AMOUNT-PRICE", {"file": header.file, "header": quoted([mapping["amount"]])})]


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
    own = "amount" not in mapping and "amount" in headers
    less = [(name, _in_file([name], header)) for name in form.amount_less] if own else []
    open_columns = [column for column in _TOLD if column in form.columns and column not in {*headers, *mapping}]
    gone = [form.columns[column][0] for column in open_columns] + [name for name, there in less if not there]
    basis = other_basis(header, headers["amount"]) if own and form.amount_warning and "amount" in headers else []
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
