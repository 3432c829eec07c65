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
from helpers.read.cells.texts import PLAIN_ID, identifier, order_or_refund
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
_WORDS = ("status", "kind", "currency")
_MOST_NAMED = 100  # orders that statements name; of more they ask a table

_PROFILE = """
WITH r AS ({rows})
SELECT {words}, CAST(COUNT(*) AS BIGINT) AS n,
    CAST(SUM(CASE WHEN refund_amount < 0 THEN 1 ELSE 0 END) AS BIGINT) AS negative_refunds,
    CAST(SUM(CASE WHEN {fine} THEN 1 ELSE 0 END) AS BIGINT) AS fine
FROM (
    SELECT status, kind, currency, amount, refund_amount, {day} AS day,
        customer_id IS NULL AND email IS NULL AS of_nobody, {odd} AS odd{unguessed}
    FROM r
) seen GROUP BY {words}
"""
_TWICE = """
WITH r AS ({rows}) SELECT order_id FROM r WHERE order_id IS NOT NULL AND :share GROUP BY order_id HAVING COUNT(*) > 1
"""
_ODD = "WITH r AS ({rows}) SELECT order_id FROM r WHERE order_id IS NOT NULL AND ({odd})"
_FOUND = "SELECT order_id FROM ({statement}) found LIMIT {most}"
_REFUNDED = "SELECT DISTINCT {cell} AS order_id FROM {place} WHERE {cell} <> '' LIMIT {most}"
_PLAIN = """
WITH r AS ({rows}),
plain AS (
    SELECT r.order_id, r.customer_id, r.email, r.ordered_at,
        CAST(:amount AS BIGINT) AS amount, CAST(:refund_amount AS BIGINT) AS refund_amount,
        CASE WHEN {unused} THEN 1 ELSE 0 END AS unused
    FROM r {joined} WHERE {stays} AND r.order_id IS NOT NULL
)"""


def parted(opened: Opened, columns: Columns, settings: ReadSettings, problems: Problems) -> Opened:
    """Part the purchases of an engine: the rows that come along as those of a file, and what stays.

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
    profile = _profile(seen)
    problems.tried(partial(_check_currency, link, profile, settings))
    words = _words(profile, opened, columns, settings, problems)
    profile["class"] = words.classes(profile)
    ids = _odd_ids(seen, words, profile)
    along, others = _among(link, ids, seen.order_id(), "r.order_id")
    rows = [there.texts(along.those)]
    rows += [there.texts(f"WHERE {seen.order_id()} IS NULL")] * bool(profile["odd"].any())
    block = there.block(pa.concat_tables(rows))
    parts = PARTS_OF_A_UNIT if profile["fine"].sum() else 1
    keys = pd.Series(block.columns[opened.header.places[columns.headers["order_id"]]].to_pylist(), index=block.rows)
    stays = int(profile["n"].sum()) - len(block)
    if stays < 0:
        raise link.fault("E-ENGINE-CHANGED")
    unused = _in(link, "r.status", words.unused)
    plain = _PLAIN.format(rows=seen.rows(), unused=unused, joined=others.joined, stays=others.are_not)
    left = Elsewhere(link, plain, stays, _days(profile), keys, parts, "email" in columns.headers)
    header: list = [(1, list(there.fields.names))]
    source: Source = replace(opened.source, blocks=lambda: iter([header, block]))
    return replace(opened, source=source, stays=left)


def _profile(seen: Expressions) -> pd.DataFrame:
    """Rows by status, kind, currency, day, whether they are of nobody, and whether they are odd by their values."""
    link = seen.there.connection
    words = [word for word in _WORDS if word in seen.columns.headers]
    form = {"rows": seen.rows(), "odd": seen.odd(), "day": seen.day(), "fine": seen.fine()}
    form |= {"words": ", ".join([*words, "day", "of_nobody", "odd"]), "unguessed": link.unguessed}
    profile = link.rows(_PROFILE.format(**form)).to_pandas()
    if len(profile) > _MOST_WORDS:
        raise link.fault("E-ENGINE-VIEW")
    texts = {word: profile[word].astype("str").fillna("") if word in words else "" for word in _WORDS}
    return profile.assign(**texts).astype(dict.fromkeys(_WORDS, "str"))


@dataclass(frozen=True)
class _Among:
    """How statements tell orders apart: what follows the table's name where `those` are asked for, or the others."""

    those: str
    joined: str
    are_not: str


def _among(link: Connection, ids: list[str], *order_ids: str) -> list[_Among]:
    """The orders `ids`, for each expression of an order's id: named where they are few, so that an index is used."""
    if len(ids) <= _MOST_NAMED:
        named = [_in(link, order_id, ids) for order_id in order_ids]
        return [_Among(f"WHERE {among}", "", f"NOT {among}") for among in named]
    link.hold("nps_odd", pa.table({"nps_order": pa.array(ids, pa.string())}))
    joins = [f"JOIN nps_odd o ON o.nps_order = {order_id}" for order_id in order_ids]
    return [_Among(join, f"LEFT {join}", "o.nps_order IS NULL") for join in joins]


def _in(link: Connection, expression: str, texts: Iterable[str]) -> str:
    named = ", ".join(map(link.literal, texts))
    return f"({expression} IN ({named}))" if named else "1 = 0"


def _days(profile: pd.DataFrame) -> pd.Series:
    """Days of the orders that stay, as far as values tell which do; an order of nobody is none if it would count."""
    plain = ~profile["odd"] & (profile["class"] != "odd")
    stays = plain & (~profile["of_nobody"] | (profile["class"] == "unused"))
    return pd.to_datetime(profile.loc[stays, "day"].drop_duplicates())


def _odd_ids(seen: Expressions, words: "_Words", profile: pd.DataFrame) -> list[str]:
    """Orders that come along, a blank one among them; those that are written in another way do too."""
    link, names = seen.there.connection, seen.columns.headers
    odd = [seen.odd()] * bool(profile["odd"].any()) + words.odd(link) * bool((profile["class"] == "odd").any())
    odd += ["refund_amount <> 0"] * bool(profile["negative_refunds"].sum())
    found = _found(seen, _ODD.format(rows=seen.rows(), odd=" OR ".join(odd))) if odd else []
    if not link.is_unique(seen.there.field(seen.header, names["order_id"]).name):
        twice = link.spread(_TWICE.format(rows=seen.rows()), "order_id")
        found += _found(seen, twice)
    place = seen.header.places[names["order_id"]]
    head = [cells[place] for cells in seen.header.content.rows[:_WITNESSES]]
    named = pd.Series(list({*found, *head, *_refunded(seen)}), dtype="str")
    mended = {identifier(text).value or "" for text in named[~named.str.fullmatch(PLAIN_ID)]}
    return sorted({"", *named, *mended, *ids_without_marks(found)})


def _found(seen: Expressions, statement: str) -> list[str]:
    """The orders that a statement finds."""
    link = seen.there.connection
    found = link.rows(_FOUND.format(statement=statement, most=MOST_LOOKED_AT + 1))["order_id"].to_pylist()
    if len(found) > MOST_LOOKED_AT:
        raise KitError("E-ENGINE-ODD", file=link.address.file, most=MOST_LOOKED_AT)
    return found


def _refunded(seen: Expressions) -> Iterable[str]:
    """Orders that refunds name as theirs."""
    if "refunds_order_id" not in seen.columns.headers:
        return ()
    link = seen.there.connection
    cell = f"TRIM({seen.there.cell(seen.there.field(seen.header, seen.columns.headers['refunds_order_id']))})"
    named = link.rows(_REFUNDED.format(cell=cell, place=link.place(), most=MOST_LOOKED_AT))
    return named["order_id"].to_pylist()


@dataclass(frozen=True)
class _Words:
    """Statuses of orders that don't count, and statuses and kinds of rows that come along, as of refunds."""

    unused: frozenset[str]
    odd_statuses: frozenset[str]
    odd_kinds: frozenset[str]

    def classes(self, rows: pd.DataFrame) -> pd.Series:
        """used, unused or odd, by status and kind."""
        classes = pd.Series("used", index=rows.index, dtype="str").mask(rows["status"].isin(self.unused), "unused")
        return classes.mask(rows["status"].isin(self.odd_statuses) | rows["kind"].isin(self.odd_kinds), "odd")

    def odd(self, link: Connection) -> list[str]:
        """Conditions for rows that come along."""
        columns = {"status": self.odd_statuses, "kind": self.odd_kinds}
        return [_in(link, f"COALESCE({column}, '')", sorted(words)) for column, words in columns.items()]


def _words(
    profile: pd.DataFrame, opened: Opened, columns: Columns, settings: ReadSettings, problems: Problems
) -> _Words:
    parse = order_or_refund(*map(spellings, users_statuses(settings).values()))
    used, unused = status_lists(settings, {opened.header.format})
    odd_kinds = frozenset(kind for kind in profile["kind"].unique() if parse(kind).value != "order")
    orders = profile[~profile["kind"].isin(odd_kinds)]
    words = {status: cleaned(status).lower() for status in profile["status"].unique()}
    if not any(words.values()):
        return _Words(frozenset(), frozenset(), odd_kinds)
    odd = frozenset(status for status, word in words.items() if state_told(word))
    known = odd | {status for status, word in words.items() if word in used | unused}
    unknown = orders[~orders["status"].isin(known)].groupby(orders["status"].str.strip())["n"].sum()
    if len(unknown):
        counts = {str(word): int(n) for word, n in unknown.items()}
        problems.keep(unknown_statuses(counts, opened.source.file, columns.headers["status"], settings))
    return _Words(frozenset(status for status, word in words.items() if word in unused - used), odd, odd_kinds)


def _check_currency(link: Connection, profile: pd.DataFrame, settings: ReadSettings) -> None:
    if question := currency_question(set(profile["currency"].str.strip()) - {""}, settings.currency):
        place = dict.fromkeys(LANGUAGES, link.address.file)
        raise KitError(question[0], place=place, currency=settings.currency, choices=question[1])
