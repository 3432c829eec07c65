"""Columns of the customers file that say no to mails: opted out, left, deceased. One no counts, whatever others say."""

import pandas as pd

from helpers.base.letters import cleaned
from helpers.read.columns.spelling import plain
from helpers.read.signs import sign
from helpers.read.typed_table import Table

NAMED = "mail_opt_out"  # such a column by the user's word
_OTHERS = frozenset({"customer_id", "email", "name", "acquired_on", "acquisition_channel", "acquisition_cost"})


def refusals(customers: Table) -> dict[str, pd.Series]:
    """Header → whose cell in it says no: of all columns that say so of somebody.

    In a column about opting out or leaving every cell says so that is filled and is no clear no (a reason, a date, 1);
    in one of a status or of consent only words of refusal.

    Examples
    --------
    >>> from helpers.read.typed_table import rows_aside
    >>> cells = {"配信停止": ["1", None, "0"], "Status": ["active", "Unsubscribed", None]}
    >>> found = refusals(Table("customers", "crm.csv", pd.DataFrame(cells), 3, rows_aside({})))
    >>> {header: refused.tolist() for header, refused in found.items()}
    {'配信停止': [True, False, False], 'Status': [False, True, False]}
    """
    headers = customers.readings[0].columns if customers.readings else {}
    found = {}
    for column, cells in customers.frame.drop(columns=[*_OTHERS], errors="ignore").items():
        header = str(headers.get(str(column), column))
        if (refused := _refused(plain(header), cells, named=column == NAMED)).any():
            found[header] = refused
    return found


def _refused(header: str, cells: pd.Series, *, named: bool) -> pd.Series:
    if named or (sign("opt_out").search(header) and not sign("other_channel").search(header)):
        return cells.notna() & ~_are(cells, "opt_out_no")
    is_status = sign("mail_status").search(header) and not sign("other_channel").search(header)
    return _are(cells, "refusal") if is_status else pd.Series(False, index=cells.index)


def _are(cells: pd.Series, words: str) -> pd.Series:
    """Which cells are such words; each distinct text is looked at once."""
    texts = cells.astype("str")
    known = {text: bool(sign(words).fullmatch(cleaned(text).casefold())) for text in texts.dropna().unique()}
    return texts.map(known).fillna(False).astype(bool)
