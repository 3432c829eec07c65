"""Ids that are nobody's: ``guest``, ``NULL`` or 0 on several rows are blank, so that the e-mail decides."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from helpers.base.letters import cleaned
from helpers.base.tables import TableName
from helpers.read.cells.stream import ParsedColumn
from helpers.read.files.text_bytes import hold_byte
from helpers.read.signs import sign

_REASONS: Mapping[TableName, str] = {
    "purchases": "guest", "orders": "guest", "responses": "id_blank", "customers": "id_blank",
}  # fmt: skip
_IN_NO_WORD = "2", "9"  # digits that no word for none has


Usual = Callable[[pd.Series], int]  # see `usual_rows`


def usual_rows(ids: pd.Series) -> int:
    """Rows of the most frequent of these ids, where they seem to be numbers from 1 on; else 0.

    Examples
    --------
    >>> usual_rows(pd.Series(["1", "7", "7"])), usual_rows(pd.Series(["C1", "7", "7"]))
    (2, 0)
    """
    return int(ids.value_counts().max()) if (ids == "1").any() else 0


def without_placeholders(
    name: TableName, parsed: dict[str, ParsedColumn], usual: Usual = usual_rows
) -> dict[str, ParsedColumn]:
    """Parsed columns of a table with a blank customer_id where a placeholder stood, counted as fixed.

    `usual` sees the ids of somebody: those of an engine's table that came along, of which not all rows did.
    """
    if name not in _REASONS or "customer_id" not in parsed:
        return parsed
    ids, emails = parsed["customer_id"], parsed.get("email")
    gone = are_placeholders(ids.value, None if emails is None else emails.value, usual)
    if not gone.any():
        return parsed
    reasons = pd.Series(_REASONS[name], index=gone.index[gone], dtype="str")
    fixed = ids.fixed + Counter({"placeholder": int(gone.sum())})
    return parsed | {"customer_id": ParsedColumn(ids.value.mask(gone), reasons.combine_first(ids.reason), fixed)}


def are_placeholders(ids: pd.Series, emails: pd.Series | None, usual: Usual = usual_rows) -> pd.Series:
    """Which ids are a word for none that stands on several rows, unless all of them have one e-mail: then it is an id.

    Without e-mails a 0 that stands beside a 1, on no more rows than other ids do, is an id too.

    Examples
    --------
    >>> are_placeholders(pd.Series(["guest", "7", "guest"]), None).tolist()
    [True, False, True]
    >>> are_placeholders(pd.Series(["NA", "7", "NA"]), pd.Series(["a@x.jp", None, "a@x.jp"])).tolist()
    [False, False, False]
    """
    of_somebody = hold_byte(ids, *_IN_NO_WORD)
    doubtful = ids[~of_somebody].dropna().unique()
    words = [text for text in doubtful if sign("id_placeholder").fullmatch(cleaned(text).lower())]
    if not words:
        return pd.Series(False, index=ids.index)
    are_words = ids.isin(words)
    suspects, most = ids[are_words], partial(usual, ids[~are_words])
    nobody = [word for word, rows in suspects.groupby(suspects) if _is_nobody(str(word), rows.index, emails, most)]
    return ids.isin(nobody)


def _is_nobody(word: str, rows: pd.Index, emails: pd.Series | None, most: Callable[[], int]) -> bool:
    """Whether a word on some rows stands for nobody; `most`: rows of the most frequent id where ids are numbers."""
    if len(rows) < 2:
        return False
    addresses = pd.Series(dtype="str") if emails is None else emails[rows]
    if addresses.notna().any():
        return not (addresses == addresses.iloc[0]).all()
    return bool(word.strip("0")) or len(rows) > most()
