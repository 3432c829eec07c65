"""What people wrote beside their score: for the shop's own eyes, and masked where it asks for that."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.masking import masked_comments
from helpers.collect.persons import named_persons

_COLUMNS = ["person", "customer_id", "segment", "score", "responded_at"]


@dataclass(frozen=True, repr=False)
class Comments:
    """Comments of the valid answers.

    Attributes
    ----------
    table : DataFrame
        One row a valid answer with a comment: person, customer_id (missing if unknown), segment,
        score, responded_at, comment as it was written.
    masked : Series of str or None
        The same comments, masked; ``None`` where they are not to be shown, or must not be.
    """

    table: pd.DataFrame
    masked: pd.Series | None = None


def comments(answered: pd.DataFrame | None, written: pd.Series | None, settings: Settings) -> Comments:
    """Comments of the valid answers; masked under ``share_comments``, if the CRM tells which names to mask.

    Parameters
    ----------
    answered : DataFrame or None
        Valid answers by row of the file, as `helpers.collect.responses.answers` makes them.
    written : Series of str or None
        Comments by row of the file; ``None`` without such a column.

    Raises
    ------
    KitError
        Those of reading the customers file.

    Examples
    --------
    >>> settings = Settings(as_of="2026-04-01")
    >>> row = {"person": "a", "customer_id": "a", "segment": "promoter", "score": 9, "responded_at": pd.NaT}
    >>> written = comments(pd.DataFrame([row]), pd.Series(["Fine!"]), settings)
    >>> written.table["comment"].tolist(), written.masked is None
    (['Fine!'], True)
    """
    if answered is None or written is None:
        return Comments(pd.DataFrame(columns=[*_COLUMNS, "comment"]))
    table = answered[_COLUMNS].assign(comment=written.reindex(answered.index)).dropna(subset="comment")
    persons = named_persons(settings) if settings.share_comments and len(table) else None
    if persons is None:
        return Comments(table)
    return Comments(table, masked_comments(table["comment"], persons, Words(settings.language, settings.currency)))
