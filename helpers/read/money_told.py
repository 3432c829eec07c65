"""Money of some rows of purchases in a warning, where it is of enough customers to be told (METHOD §8)."""

import pandas as pd

from helpers.base.errors import LANGUAGES, Said
from helpers.base.words import Words
from helpers.read.settings import ReadSettings

_FORMS = {"en": " ({} in all)", "ja": "（計{}）"}
_NOT_TOLD = dict.fromkeys(LANGUAGES, "")


def money_told(frame: pd.DataFrame, rows: pd.Index, settings: ReadSettings) -> Said:
    """Money of `rows` in words, in brackets; nothing of no rows, of few customers or mostly of one, or if all else is.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> frame = pd.DataFrame({"customer_id": list("aabbcc"), "amount": [100, 20, 90, 30, 80, 40]})
    >>> few = checked({"as_of": "2026-04-01", "min_group_size": 3, "min_cell": 3})
    >>> money_told(frame, frame.index[::2], few)["en"], money_told(frame, frame.index[:4], few)["en"]
    (' (¥270 in all)', '')
    """
    if rows.empty or _is_of_few(frame.loc[rows], settings) or _is_of_few(frame.drop(rows), settings):
        return _NOT_TOLD
    money = int(frame.loc[rows, "amount"].sum()) / 10**settings.minor_digits
    return {language: form.format(Words(language, settings.currency).money(money)) for language, form in _FORMS.items()}


def _is_of_few(some: pd.DataFrame, settings: ReadSettings) -> bool:
    """Whether money is of some, but of fewer than may be told of, or mostly of one; rows of nobody known are one's."""
    owner = pd.Series("", index=some.index)
    for key in ("email", "customer_id"):
        owner = some[key].fillna(owner) if key in some else owner
    sums = some["amount"].fillna(0).groupby(owner).sum().abs()
    if sums.empty:
        return False
    return len(sums) < settings.smallest_group or (settings.min_cell > 1 and bool(2 * sums.max() > sums.sum()))
