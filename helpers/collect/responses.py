"""From the rows of a survey export to one valid answer a person."""

from collections.abc import Mapping
from dataclasses import replace
from math import nan

import pandas as pd

from helpers.base.tables import RATING
from helpers.base.texts import is_one_of
from helpers.collect.contacts import person_of_each, told_of_orders, with_contacts_checked
from helpers.collect.nps import Nps, nps_from_scores
from helpers.collect.periods import first_days, times, wave_of
from helpers.collect.repeats import one_answer_each, segment_of_score, with_repeats_checked
from helpers.collect.settings import CollectSettings
from helpers.read.roster import with_customer_id, with_own_tokens
from helpers.read.typed_table import Table

ANSWER_COLUMNS = {
    "person": "str", "customer_id": "str", "score": "Int64", "responded_at": "datetime64[us]",
    "recommended_count": "Float64", "influence": "Float64", "warned_count": "Float64", "wave": "str",
    "segment_before": "str",
}  # fmt: skip
MOST_BARS = 11


def answers(
    responses: Table,
    settings: CollectSettings,
    *,
    customers: pd.DataFrame | None,
    invitations: pd.DataFrame | None,
    directory: pd.DataFrame | None = None,
    orders: pd.DataFrame | None = None,
) -> Table:
    """One valid answer a person (see `helpers.collect.repeats`); everything else set aside with its reason.

    Parameters
    ----------
    responses : Table
        Canonical responses with valid scores.
    customers : DataFrame or None
        Roster of the report: customer_id, [email].
    invitations : DataFrame or None
        customer_id, [token], [wave], [invited_at], [expires_on].
    directory : DataFrame or None
        All customers of the file, in the report or not: e-mails that several of them share match
        none. Default: `customers`.
    orders : DataFrame or None
        order_id and customer_id of the purchases, for answers that carry an order.

    Returns
    -------
    Table
        One row a person: person, customer_id (missing if unknown), score, segment, responded_at,
        recommended_count, influence (0…1), warned_count, wave, segment_before (its
        segment in the wave before, see `helpers.collect.waves`; both missing where not told); and
        a column of whole numbers for each further rating question, named `RATING` and its header.
    """
    directory = customers if directory is None else directory
    senders = identified(responses, settings, invitations=invitations, directory=directory, orders=orders)
    return valid_answers(senders, customers, settings)


def valid_answers(senders: Table, customers: pd.DataFrame | None, settings: CollectSettings) -> Table:
    """The same of answers that are `identified`."""
    table = of_customers(_within_period(senders, settings), customers, settings)
    table = one_answer_each(with_repeats_checked(table, settings), settings)
    rated = [column for column in table.frame if column.startswith(RATING)]
    kept = table.frame.reindex(columns=[*ANSWER_COLUMNS, "segment", *rated])
    return replace(table, frame=kept.astype(ANSWER_COLUMNS))


def of_customers(table: Table, customers: pd.DataFrame | None, settings: CollectSettings) -> Table:
    """Answers of the report's customers, where ``where`` chooses some of them."""
    if not settings.where or customers is None:
        return table
    return table.without(~is_one_of(table.frame["customer_id"], customers["customer_id"]), "filtered")


def identified(
    responses: Table,
    settings: CollectSettings,
    *,
    invitations: pd.DataFrame | None,
    directory: pd.DataFrame | None,
    orders: pd.DataFrame | None = None,
) -> Table:
    """Answers with their senders, segments and waves; those of unknown or expired tokens are set aside.

    Who is known by a customer_id, an e-mail or an order as well needs no token. ``token_expired`` is not
    applicable, as an answer that came too late; ``token_unknown`` is defective: no list has it, so
    that it was mistyped, made up, or belongs to invitations that the report was not given. Letter case
    makes no difference to tokens of the kit's own form. The rows get person, customer_id, segment, wave,
    and told_at: when they were given, or their wave began.
    """
    responses = told_of_orders(with_contacts_checked(responses, settings), settings)
    invitations = None if invitations is None else with_own_tokens(invitations)
    responses = replace(responses, frame=with_own_tokens(responses.frame))
    known = {"customer_id": directory, "email": directory, "order_id": orders}
    table = _without_bad_tokens(responses, invitations, known)
    table = with_customer_id(table, {"token": invitations, "email": directory, "order_id": orders})
    frame = table.frame.assign(segment=segment_of_score(table.frame["score"], settings))
    frame = frame.assign(person=person_of_each(frame, settings), wave=wave_of(frame, invitations, settings))
    return replace(table, frame=frame.assign(told_at=_told_at(frame, invitations, settings)))


def _told_at(frame: pd.DataFrame, invitations: pd.DataFrame | None, settings: CollectSettings) -> pd.Series:
    begun = first_days(invitations, settings).reindex(frame["wave"]).set_axis(frame.index)
    return times(frame, "responded_at").fillna(begun)


def _without_bad_tokens(
    table: Table, invitations: pd.DataFrame | None, known: Mapping[str, pd.DataFrame | None]
) -> Table:
    """Table less the answers by a token that no invitation has, or whose last day is over."""
    frame = table.frame
    if "token" not in frame or invitations is None or "token" not in invitations:
        return table
    listed = invitations.dropna(subset="token")
    if listed.empty:
        return table
    by_token = frame["token"].notna() & ~_known_otherwise(frame, known)
    table = table.without(by_token & ~is_one_of(frame["token"], listed["token"]), "token_unknown", "token")
    if "expires_on" not in listed or "responded_at" not in frame:
        return table
    ends = frame["token"].map(listed.groupby("token")["expires_on"].max())
    over = by_token & (frame["responded_at"].dt.normalize() > ends)
    return table.without(over.reindex(table.frame.index), "token_expired")


def _known_otherwise(frame: pd.DataFrame, known: Mapping[str, pd.DataFrame | None]) -> pd.Series:
    """Whether an answer carries a customer_id or an e-mail of the customers file, or an order of the purchases."""
    is_customer = pd.Series(False, index=frame.index)
    for key, directory in known.items():
        if key in frame and directory is not None and key in directory:
            is_customer |= frame[key].notna() & is_one_of(frame[key], directory[key])
    return is_customer


def nps_of(scores: pd.Series, settings: CollectSettings, *, population: int | None = None) -> Nps:
    """NPS of raw scores with the cut-offs and the confidence of the settings, missing ones left out.

    Examples
    --------
    >>> round(nps_of(pd.Series([0, 7, 7, 9, 9, 9]), CollectSettings(as_of="2026-04-01")).value, 4)
    0.3333
    """
    passive, promoter = settings.cut_offs
    return nps_from_scores(
        scores,
        passive_from=passive,
        promoter_from=promoter,
        confidence=settings.confidence,
        population=population,
    )


def _within_period(table: Table, settings: CollectSettings) -> Table:
    """Answers from ``answers_from`` to ``answers_to``, both days included; then undated ones can't be told."""
    if "responded_at" not in table.frame or not (settings.answers_from or settings.answers_to):
        return table
    table = table.without(table.frame["responded_at"].isna(), "undated")
    first, last = pd.Timestamp(settings.answers_from), pd.Timestamp(settings.answers_to)  # NaT: no day lies outside
    table = table.without(table.frame["responded_at"] < first, "outside_period")
    return table.without(table.frame["responded_at"].dt.normalize() > last, "outside_period")


def score_counts(answered: pd.DataFrame, settings: CollectSettings) -> pd.DataFrame:
    """Answers by score; on a long scale, such as 0–100, by spans of scores that lie in one segment each.

    score and last (first and last score of the span), segment, answers, share (0…1; missing without answers).
    """
    first = pd.Series(_first_scores(settings), name="score")
    last = (first.shift(-1, fill_value=max(settings.score_bounds) + 1) - 1).rename("last")
    counted = [int(answered["score"].between(*ends).sum()) for ends in zip(first, last, strict=True)]
    table = pd.DataFrame({"score": first, "last": last, "segment": segment_of_score(first, settings)})
    return table.assign(answers=counted, share=[n / (len(answered) or nan) for n in counted])


def _first_scores(settings: CollectSettings) -> list[int]:
    """Where each span begins: at every score of a short scale, else at round steps and at the cut-offs."""
    low, high = sorted(settings.score_bounds)
    step = next(step for step in (1, 2, 5, 10) if high - low <= MOST_BARS * step)
    end = high + 1 if step == 1 else high  # the last span of a long scale holds its best score too
    return sorted({*range(low, end, step), *settings.cut_offs})
