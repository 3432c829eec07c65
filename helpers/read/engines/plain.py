"""Purchases in an engine parted: orders that are plain stay there, rows that need a look come along as a file's do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import pyarrow as pa

from helpers.base.errors import LANGUAGES, KitError
from helpers.base.letters import cleaned
from helpers.base.problems import Problems
from helpers.base.sums import PARTS_OF_A_UNIT
from helpers.read.cells.currencies import currency_question
from helpers.read.cells.texts import order_or_refund
from helpers.read.columns.choice import Columns
from helpers.read.engines.connection import Connection
from helpers.read.engines.elsewhere import Elsewhere
from helpers.read.engines.expressions import Expressions
from helpers.read.files.records import Source
from helpers.read.opened import Opened
from helpers.read.refund_marks import ids_without_marks
from helpers.read.settings import ReadSettings
from helpers.read.statuses import spellings, state_told, status_lists, unknown_statuses, users_statuses

MOST_LOOKED_AT = 2_000_000  # orders that may come along
_WITNESSES = 20  # orders that always do, so that what a column's cells tell is told as of a file
_MOST_WORDS = 100_000  # different statuses, kinds and currencies by day

_PROFILE = """
WITH r AS ({rows})
SELECT COALESCE(status, '') AS status, COALESCE(kind, '') AS kind, COALESCE(currency, '') AS currency,
    CAST(CAST(ordered_at AS DATE) AS {text}) AS day, COUNT(*) AS n,
    CASE WHEN customer_id IS NULL AND email IS NULL THEN 1 ELSE 0 END AS of_nobody,
    CASE WHEN {odd} THEN 1 ELSE 0 END AS odd,
    SUM(CASE WHEN refund_amount < 0 THEN 1 ELSE 0 END) AS negative_refunds,
    SUM(CASE WHEN amount <> ROUND(amount, 0) OR refund_amount <> ROUND(refund_amount, 0) THEN 1 ELSE 0 END) AS fine
FROM r GROUP BY 1, 2, 3, 4, 6, 7
"""
_CLASSED = """
WITH r AS ({rows}),
classed AS (
    SELECT r.*, c.class FROM r
    LEFT JOIN nps_classes c ON c.status = COALESCE(r.status, '') AND c.kind = COALESCE(r.kind, '')
)"""
_ODD = """
SELECT order_id FROM classed WHERE order_id IS NOT NULL
GROUP BY order_id HAVING COUNT(*) > 1 OR MAX(CASE WHEN class = 'odd' OR {odd} THEN 1 ELSE 0 END) = 1
LIMIT {most}
"""
_ODD_OF_UNIQUE = "\nSELECT order_id FROM classed WHERE order_id IS NOT NULL AND (class = 'odd' OR {odd}) LIMIT {most}"
_REFUNDED = "SELECT DISTINCT {cell} AS order_id FROM {place} WHERE {cell} <> '' LIMIT {most}"
_PLAIN = """{classed},
plain AS (
    SELECT c.order_id, c.customer_id, c.email, c.ordered_at,
        CAST(ROUND(c.amount * :parts, 0) AS BIGINT) AS amount,
        CAST(ROUND(c.refund_amount * :parts, 0) AS BIGINT) AS refund_amount,
        CASE WHEN c.class = 'unused' THEN 1 ELSE 0 END AS unused
    FROM classed c LEFT JOIN nps_odd o ON o.nps_order = c.order_id
    WHERE o.nps_order IS NULL AND c.order_id IS NOT NULL
)"""


@dataclass(frozen=True)
class Parted:
    """The file of rows that came along, and the orders that stay."""

    opened: Opened
    elsewhere: Elsewhere


def parted(opened: Opened, columns: Columns, settings: ReadSettings, problems: Problems) -> Parted:
    """Part the purchases of an engine.

    An order stays where its id stands on one row alone, all that it tells is in canonical form, it is no refund and
    was not returned. All others come along: copies, lines, refunds and the orders they belong to, ids that may be
    nobody's, amounts or dates that are not there. What a status or a currency leaves open is kept in `problems`.

    Raises
    ------
    KitError
        ``E-ENGINE-TYPE``, ``E-ENGINE-VIEW``, ``E-ENGINE-ODD``, ``E-ENGINE-CHANGED``.
    """
    there = opened.engine
    assert there is not None, "the table lies in an engine"
    link, seen = there.connection, Expressions(there, opened.header, columns, settings)
    seen.check()
    odd = seen.odd()
    profile = link.rows(_PROFILE.format(rows=seen.rows(), odd=odd, text=link.text)).to_pandas()
    if len(profile) > _MOST_WORDS:
        raise link.fault("E-ENGINE-VIEW")
    problems.tried(partial(_check_currency, link, profile, settings))
    classes = _classes(profile, opened, columns, settings, problems)
    link.hold("nps_classes", pa.Table.from_pandas(classes, preserve_index=False))
    profile = profile.merge(classes, on=["status", "kind"], validate="many_to_one")
    odd += " OR refund_amount <> 0" * bool(profile["negative_refunds"].sum())
    ids = _odd_ids(seen, odd, profile)
    link.hold("nps_odd", pa.table({"nps_order": pa.array(ids, pa.string())}))
    which = f"LEFT JOIN nps_odd o ON o.nps_order = {seen.order_id()}"
    rows = there.texts(f"{which} WHERE o.nps_order IS NOT NULL OR {seen.order_id()} IS NULL")
    block = there.block(rows)
    parts = PARTS_OF_A_UNIT if profile["fine"].sum() else 1
    keys = pd.Series(block.columns[opened.header.places[columns.headers["order_id"]]].to_pylist(), index=block.rows)
    stays = int(profile["n"].sum()) - len(block)
    if stays < 0:
        raise link.fault("E-ENGINE-CHANGED")
    left = Elsewhere(
        link, _PLAIN.format(classed=_CLASSED.format(rows=seen.rows())), stays,
        _days(profile), keys, parts, "email" in columns.headers,
    )  # fmt: skip
    header: list = [(1, list(there.fields.names))]
    source: Source = replace(opened.source, blocks=lambda: iter([header, block]))
    return Parted(replace(opened, source=source), left)


def _days(profile: pd.DataFrame) -> pd.Series:
    """Days of the orders that stay, as far as values tell which do; an order of nobody is none if it would count."""
    plain = (profile["odd"] == 0) & (profile["class"] != "odd")
    stays = plain & ((profile["of_nobody"] == 0) | (profile["class"] == "unused"))
    return pd.to_datetime(profile.loc[stays, "day"].drop_duplicates())


def _odd_ids(seen: Expressions, odd: str, profile: pd.DataFrame) -> list[str]:
    """Orders that come along."""
    link, names = seen.there.connection, seen.columns.headers
    is_unique = link.is_unique(seen.there.field(seen.header, names["order_id"]).name)
    looked_for = profile[["odd", "negative_refunds"]].any(axis=None) or (profile["class"] == "odd").any()
    found = _ids_found(seen, odd, is_unique=is_unique) if looked_for or not is_unique else []
    place = seen.header.places[names["order_id"]]
    head = [cells[place].strip() for cells in seen.header.content.rows[:_WITNESSES]]
    return sorted({*found, *head, *ids_without_marks(found), *_refunded(seen)} - {""})


def _ids_found(seen: Expressions, odd: str, *, is_unique: bool) -> list[str]:
    asked = (_ODD_OF_UNIQUE if is_unique else _ODD).format(odd=odd, most=MOST_LOOKED_AT + 1)
    found = seen.there.connection.rows(_CLASSED.format(rows=seen.rows()) + asked)["order_id"].to_pylist()
    if len(found) > MOST_LOOKED_AT:
        raise KitError("E-ENGINE-ODD", file=seen.there.connection.address.file, most=MOST_LOOKED_AT)
    return found


def _refunded(seen: Expressions) -> Iterable[str]:
    """Orders that refunds name as theirs."""
    if "refunds_order_id" not in seen.columns.headers:
        return ()
    link = seen.there.connection
    cell = f"TRIM({seen.there.cell(seen.there.field(seen.header, seen.columns.headers['refunds_order_id']))})"
    named = link.rows(_REFUNDED.format(cell=cell, place=link.place(), most=MOST_LOOKED_AT))
    return named["order_id"].to_pylist()


def _classes(
    profile: pd.DataFrame, opened: Opened, columns: Columns, settings: ReadSettings, problems: Problems
) -> pd.DataFrame:
    """The ``class`` of each status and kind: used, unused, or odd, as of refunds and returned orders."""
    counts = profile.groupby(["status", "kind"])["n"].sum()
    parse = order_or_refund(*map(spellings, users_statuses(settings).values()))
    used, unused = status_lists(settings, {opened.header.format})
    has_statuses = bool((profile["status"] != "").any())
    classes: list[tuple[str, str, str]] = []
    unknown: dict[str, int] = {}
    for (status, kind), n in counts.items():
        word = cleaned(status).lower()
        if parse(kind).value != "order" or (has_statuses and state_told(status)):
            classes.append((status, kind, "odd"))
        elif not has_statuses or word in used:
            classes.append((status, kind, "used"))
        elif word in unused:
            classes.append((status, kind, "unused"))
        else:
            unknown[status] = unknown.get(status, 0) + int(n)
            classes.append((status, kind, "used"))
    if unknown:
        problems.keep(unknown_statuses(unknown, opened.source.file, columns.headers["status"], settings))
    return pd.DataFrame(classes, columns=["status", "kind", "class"], dtype="str")


def _check_currency(link: Connection, profile: pd.DataFrame, settings: ReadSettings) -> None:
    if question := currency_question(set(profile["currency"]) - {""}, settings.currency):
        place = dict.fromkeys(LANGUAGES, link.address.file)
        raise KitError(question[0], place=place, currency=settings.currency, choices=question[1])
