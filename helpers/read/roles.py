"""Canonical tables: which columns they have, of which kind, and how a file becomes one."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.parameters import Settings, TableName, checked

from .columns import Parser, parsed_column
from .files import TextTable, text_table
from .ledger import Table, new_table
from .values import count, email, identifier, influence, moment, money, one_of, score, text_value, yes_or_no

REQUIRED = {
    "customers": ("customer_id",),
    "purchases": ("order_id", "ordered_at", "amount"),
    "responses": ("score",),
    "complaints": ("complaint_id", "customer_id", "received_at", "severity"),
    "invitations": ("customer_id",),
}
ONE_KEY_OF = {"purchases": ("customer_id", "email"), "responses": ("customer_id", "email", "token")}
_DTYPES = {
    "datetime": "datetime64[us]",
    "minor": "Int64",
    "float": "Float64",
    "int": "Int64",
    "flag": "boolean",
}


def _kinds(settings: Settings) -> dict[str, dict[str, tuple[str, Parser]]]:
    day, maybe_day = moment(settings.timezone), moment(settings.timezone, blank="")
    amount = money(settings.minor_digits)
    no_refund = money(settings.minor_digits, blank="")
    label, key = ("str", text_value), ("str", identifier)
    scale = influence(settings.influence_scale, settings.influence_labels)
    return {
        "customers": {
            "customer_id": key, "acquired_on": ("datetime", day), "email": ("str", email),
            "acquisition_channel": label, "acquisition_cost": ("minor", amount), "mail_consent": ("flag", yes_or_no),
            "subscription_started_on": ("datetime", maybe_day), "subscription_ended_on": ("datetime", maybe_day),
        },
        "purchases": {
            "order_id": key, "customer_id": key, "email": ("str", email), "ordered_at": ("datetime", day),
            "amount": ("minor", amount), "refund_amount": ("minor", no_refund),
            "kind": ("str", one_of("order", "refund", default="order")), "refunds_order_id": label,
            "status": label, "currency": label,
        },
        "responses": {
            "customer_id": key, "email": ("str", email), "token": key, "score": ("int", score), "response_id": label,
            "responded_at": ("datetime", day), "recommended_count": ("float", count), "influence": ("float", scale),
            "warned_count": ("float", count), "finished": ("flag", yes_or_no),
        },
        "complaints": {
            "complaint_id": key, "customer_id": key, "received_at": ("datetime", day),
            "severity": ("str", one_of("major", "minor", "near_miss")), "order_id": label,
        },
        "invitations": {
            "customer_id": key, "token": label, "wave": label, "invited_at": ("datetime", maybe_day),
            "opened_at": ("datetime", maybe_day),
        },
    }  # fmt: skip


_MUST_BE_GOOD = {
    "customers": ("customer_id", "acquired_on"),
    "purchases": ("order_id", "ordered_at", "amount", "refund_amount", "kind"),
    "responses": ("score", "finished"),
    "complaints": ("complaint_id", "customer_id", "received_at", "severity"),
    "invitations": ("customer_id",),
}
_NOT_READ = {"customers": ("name",), "responses": ("comment",)}


def canonical_table(name: TableName, settings: Settings) -> Table | None:
    """Typed table of a file, or ``None`` where the report has none.

    Parameters
    ----------
    name : str
        customers, purchases, responses, complaints or invitations.
    settings : Settings
        Paths, column names, scales, time zone, currency.

    Returns
    -------
    Table or None
        Canonical columns that the file has (money in whole minor units, times local, influence
        0…1); customers also keep their other columns, as text, but for names. Exact copies of a row
        are set aside (answers have a rule of their own).

    Raises
    ------
    KitError
        ``E-COLUMN-MISSING``, ``E-COLUMN-UNKNOWN``, those of `text_table`.
    """
    path = getattr(settings, name)
    if path is None:
        return None
    source = text_table(path)
    headers = _headers(name, source, settings.columns.get(name, {}))
    kinds = _kinds(settings)[name]
    parsed = {
        column: parsed_column(source.cells[header], kinds[column][1])
        for column, header in headers.items()
        if column in kinds
    }
    values = {column: typed(cells["value"], kinds[column][0]) for column, cells in parsed.items()}
    if name == "customers":
        values |= _attributes(source, headers)
    table = new_table(name, source.file, pd.DataFrame(values, index=source.cells.index), source.ragged_rows)
    table = _sorted_out(table, {column: cells["reason"] for column, cells in parsed.items()})
    if name == "responses":
        return table
    copies = _copies(source.cells, headers[REQUIRED[name][0]])
    return table.without(copies.loc[table.frame.index], "duplicate_row")


def _copies(cells: pd.DataFrame, key: str) -> pd.Series:
    """Rows that repeat an earlier one; compared in full are only those whose `key` is there twice."""
    shared = cells[cells[key].duplicated(keep=False)]
    return shared.duplicated().reindex(cells.index, fill_value=False)


def typed(values: pd.Series, kind: str) -> pd.Series:
    """Parsed values in the column type of their kind.

    Examples
    --------
    >>> typed(pd.Series([3, None], dtype=object), "int").dtype
    Int64Dtype()
    """
    return pd.Series(values.array, index=values.index, dtype=_DTYPES.get(kind, "str"))


def _headers(name: str, source: TextTable, mapping: Mapping[str, str]) -> dict[str, str]:
    """Canonical column → the file's header, for the columns that the file has."""
    known = (*_COLUMNS[name], *_NOT_READ.get(name, ()))
    has = list(source.cells.columns)
    listed = _listed(has, {*known, *mapping.values()})
    for column, header in mapping.items():
        if column not in known:
            raise KitError("E-COLUMN-UNKNOWN", f"columns: {name} has no column {column}; it has {', '.join(known)}.")
        if header not in has:
            raise KitError("E-COLUMN-MISSING", f"{source.file}: no column “{header}”; {listed}.")
    taken = set(mapping.values())
    found = {column: column for column in known if column in has and column not in taken} | dict(mapping)
    missing = [column for column in REQUIRED[name] if column not in found]
    if name in ONE_KEY_OF and not set(ONE_KEY_OF[name]) & set(found):
        missing.append(" or ".join(ONE_KEY_OF[name]))
    if missing:
        lines = ", ".join(f"{column}: YOUR HEADER" for column in missing)
        raise KitError(
            "E-COLUMN-MISSING",
            f"{source.file}: no column for {', '.join(missing)}; {listed}. "
            f"Name them in the parameter file: columns: {{{name}: {{{lines}}}}}",
        )
    return found


def _listed(has: list[str], known: set[str]) -> str:
    """The file's headers, unless none is known: then its first row may hold somebody's data."""
    return f"it has {', '.join(has)}" if known & set(has) else "its first row holds no known column name"


_COLUMNS = {name: tuple(kinds) for name, kinds in _kinds(checked({"as_of": "2000-01-01"})).items()}


def _attributes(source: TextTable, headers: Mapping[str, str]) -> dict[str, pd.Series]:
    others = [column for column in source.cells if column not in {*headers.values(), *headers}]
    return {column: typed(parsed_column(source.cells[column], text_value)["value"], "str") for column in others}


def _sorted_out(table: Table, reasons: Mapping[str, pd.Series]) -> Table:
    """Rows with a defect in a column that must be good go; other defective cells are counted and blank."""
    must = [*_MUST_BE_GOOD[table.name], *_keys(table.name, reasons)]
    row_reason = pd.Series("", index=table.frame.index, dtype="str")
    for column in must:
        if column in reasons:
            row_reason = row_reason.where(row_reason != "", reasons[column])
    kept = row_reason == ""
    fields = {
        (column, reason): int(cells)
        for column, texts in reasons.items()
        if column not in must
        for reason, cells in texts[kept & ~texts.isin(["", "id_blank"])].value_counts().items()
    }
    return replace(table.without_each(row_reason), fields_aside=fields)


def _keys(name: str, reasons: Mapping[str, pd.Series]) -> tuple[str, ...]:
    """The key column that rows of this table are joined by: the first that the file has."""
    return tuple(column for column in ONE_KEY_OF.get(name, ()) if column in reasons)[:1]
