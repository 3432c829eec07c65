"""From the rows of a survey export to one valid answer a person."""

from dataclasses import dataclass, replace
from math import nan

import pandas as pd

from helpers.base.parameters import Settings
from helpers.read.ledger import Table
from helpers.read.roster import with_customer_id

from .nps import segments

COLUMNS = {
    "person": "str", "customer_id": "str", "score": "Int64", "responded_at": "datetime64[us]",
    "recommended_count": "Float64", "influence": "Float64", "warned_count": "Float64",
}  # fmt: skip


@dataclass(frozen=True)
class Funnel:
    """Customers on the way from asked to known and to a count of recommendations; ``None`` where no file tells."""

    asked: int | None
    asked_answered: int
    answered: int
    matched: int | None
    counted: int = 0

    @property
    def response_rate(self) -> float | None:
        """Share of those asked who answered; ``None`` where nobody knows who was asked."""
        return self.asked_answered / self.asked if self.asked else None


def answers(
    responses: Table,
    settings: Settings,
    *,
    customers: pd.DataFrame | None,
    invitations: pd.DataFrame | None,
    directory: pd.DataFrame | None = None,
) -> Table:
    """One valid answer a person, the latest; everything else set aside with its reason.

    Parameters
    ----------
    responses : Table
        Canonical responses with valid scores.
    customers : DataFrame or None
        Roster of the report: customer_id, [email].
    invitations : DataFrame or None
        customer_id, [token].
    directory : DataFrame or None
        All customers of the file, in the report or not: e-mails that several of them share match
        none. Default: `customers`.

    Returns
    -------
    Table
        One row a person: person, customer_id (missing if unknown), score, segment, responded_at,
        recommended_count, influence (0…1), warned_count.
    """
    key = "email" if "email" in responses.frame else "token"
    directory = customers if directory is None else directory
    table = with_customer_id(responses, directory if key == "email" else invitations, key)
    table = replace(table, frame=table.frame.assign(segment=_segment(table.frame, settings)))
    if "finished" in table.frame:
        table = table.without(~table.frame["finished"].astype(bool), "unfinished")
    table = _within_period(table, settings)
    if settings.where and customers is not None:
        table = table.without(~table.frame["customer_id"].isin(customers["customer_id"]), "filtered")
    return _completed(_latest(table))


def _segment(frame: pd.DataFrame, settings: Settings) -> pd.Series:
    return segments(frame["score"], passive_from=settings.passive_from, promoter_from=settings.promoter_from)


def _within_period(table: Table, settings: Settings) -> Table:
    """Answers from ``answers_from`` to ``answers_to``, both days included; then undated ones can't be told."""
    if "responded_at" not in table.frame or not (settings.answers_from or settings.answers_to):
        return table
    table = table.without(table.frame["responded_at"].isna(), "undated")
    if settings.answers_from:
        early = table.frame["responded_at"] < pd.Timestamp(settings.answers_from)
        table = table.without(early, "outside_period")
    if settings.answers_to:
        late = table.frame["responded_at"] >= pd.Timestamp(settings.answers_to) + pd.Timedelta(days=1)
        table = table.without(late, "outside_period")
    return table


def _latest(table: Table) -> Table:
    """The latest answer of each person; ties: the smallest answer id, then the lowest score, never the row order."""
    frame = table.frame
    order = pd.DataFrame({"person": frame["person"]})
    undated = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    late = frame.get("responded_at", undated).fillna(pd.Timestamp("1900-01-01"))
    order["late"] = -late.astype("int64")  # an answer without a date is the earliest
    ids = frame["response_id"].fillna("") if "response_id" in frame else pd.Series("", index=frame.index)
    order["id_length"], order["id"] = ids.str.len(), ids
    for column in ("score", "recommended_count", "influence", "warned_count"):
        order[column] = frame[column].fillna(-1).astype(float) if column in frame else 0.0
    ranked = order.sort_values(list(order), kind="stable")
    again = ranked["person"].duplicated()
    return table.without(again.reindex(frame.index), "answered_again")


def _completed(table: Table) -> Table:
    frame = table.frame.copy()
    for column, kind in COLUMNS.items():
        if column not in frame:
            frame[column] = pd.Series(pd.NA, index=frame.index, dtype=kind) if kind != "datetime64[us]" else pd.NaT
        frame[column] = frame[column].astype(kind)
    return replace(table, frame=frame[[*COLUMNS, "segment"]])


def funnel(answered: pd.DataFrame, *, customers: pd.DataFrame | None, invitations: pd.DataFrame | None) -> Funnel:
    """How many were asked and answered, all valid answers, those known in the CRM, and with a count."""
    asked = None if invitations is None else invitations["customer_id"].drop_duplicates()
    known = answered if customers is None else answered[answered["customer_id"].isin(customers["customer_id"])]
    counts = known["recommended_count"] if "recommended_count" in known else pd.Series(dtype="Float64")
    return Funnel(
        None if asked is None else len(asked),
        0 if asked is None else int(asked.isin(answered["customer_id"]).sum()),
        len(answered),
        None if customers is None else len(known),
        int(counts.notna().sum()),
    )


def score_counts(answered: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Answers by score.

    Returns
    -------
    DataFrame
        score (0…10), segment, answers, share (0…1; missing without answers).
    """
    scores = pd.Series(range(11), name="score")
    counted = answered["score"].value_counts().reindex(scores, fill_value=0).to_numpy(dtype=int)
    table = pd.DataFrame({"score": scores, "segment": _segment(scores.to_frame(), settings), "answers": counted})
    return table.assign(share=table["answers"] / (len(answered) or nan))
