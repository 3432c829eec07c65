"""What people wrote, for the shop's own eyes: those first whose purchases are most at stake (METHOD §7)."""

import pandas as pd

from helpers.base.results import SEGMENTS
from helpers.compare.forecast.foreseen import RULE_OF_THUMB
from helpers.compare.words import SegmentWords

COLUMNS = ("at_stake", "customer_id", "segment", "score", "responded_at", "words", "comment")
BETWEEN = "; "  # words of a comment


def reading_sheet(
    written: pd.DataFrame | None, found: SegmentWords | None, at_stake: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Comments as they were written, one row each, by money at stake; detractors first where it is the same.

    Parameters
    ----------
    written : DataFrame or None
        Comments of the valid answers: person, customer_id, segment, score, responded_at, comment.
    found : SegmentWords
        In full, as `helpers.compare.words.words` makes it: the words that lean are named beside a comment.
    at_stake : DataFrame, optional
        customer_id, at_stake (units of the currency). Without it the trade's rule of thumb: half of a detractor's LTV,
        30 % of a passive's, nothing of a promoter's or of one below zero.

    Returns
    -------
    DataFrame
        at_stake (units of the currency; missing where the CRM does not know who wrote), customer_id, segment, score,
        responded_at (ISO day), words, comment.
    """
    if written is None or written.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    assert found is not None and found.known is not None, "the sheet is of the full result"
    rows = written.assign(at_stake=_stakes(written, found.known.people["ltv"], at_stake))
    rows = rows.assign(words=_words(rows["person"], found), responded_at=rows["responded_at"].dt.strftime("%Y-%m-%d"))
    place = rows["segment"].map(SEGMENTS.index)
    order = rows.assign(place=place, least=-rows["at_stake"]).sort_values(["least", "place", "score", "person"])
    return order[list(COLUMNS)].reset_index(drop=True)


def _stakes(written: pd.DataFrame, ltv: pd.Series, given: pd.DataFrame | None) -> pd.Series:
    if given is not None:
        return written["customer_id"].map(given.set_index("customer_id")["at_stake"]).astype(float)
    worth = written["person"].map(ltv).clip(lower=0.0)
    return worth * written["segment"].map(RULE_OF_THUMB).fillna(0.0).astype(float)


def _words(persons: pd.Series, found: SegmentWords) -> list[str]:
    """The words that lean to a segment, of each person who used some."""
    assert found.known is not None
    users = found.known.users
    return [BETWEEN.join(word for word, used in users.items() if person in used) for person in persons]
