"""Who was asked before: the list that the settings name, and those of the surveys that the kit sent out."""

from typing import Any

import pandas as pd

from helpers.base.folders import invitations_root
from helpers.base.parameters import Settings
from helpers.read.roles import canonical_table
from helpers.read.typed_table import Table

LIST = "invitations.csv"
_COLUMNS = {"customer_id": "str", "wave": "str", "invited_at": "datetime64[us]"}


def invited_before(settings: Settings) -> pd.DataFrame:
    """Invitations of all waves but the one that is planned.

    Taken are the list that ``invitations`` names, and those of all waves that were sent out under the
    report's name. An invitation on both counts once.

    Returns
    -------
    DataFrame
        customer_id, wave, invited_at (both may be missing).

    Raises
    ------
    KitError
        Those of reading the files.
    """
    tables = [canonical_table("invitations", named) for named in [settings, *_sent(settings)]]
    lists = [_known(table) for table in tables if table is not None]
    if not lists:
        return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in _COLUMNS.items()})
    every = pd.concat(lists, ignore_index=True)
    return every[every["wave"].fillna("") != settings.wave_name].drop_duplicates(ignore_index=True)


def with_sent(named: pd.DataFrame | None, settings: Settings) -> pd.DataFrame | None:
    """Invitations that the settings name, and those of all waves that were sent out under the report's name.

    By them tokens are known and waves are told; ``None`` where there are none at all.

    Raises
    ------
    KitError
        Those of reading the lists.
    """
    tables = [canonical_table("invitations", sent) for sent in _sent(settings)]
    lists = [*([] if named is None else [named]), *(table.frame for table in tables if table is not None)]
    if not lists:
        return None
    if len(lists) == 1:
        return lists[0]
    every = pd.concat(lists, ignore_index=True)
    return every[~every.duplicated([name for name in ("customer_id", "token", "wave") if name in every])]


def _sent(settings: Settings) -> list[Settings]:
    """Settings that name the lists of the waves sent out, each as the kit writes it."""
    paths = sorted((invitations_root() / settings.report_name).glob(f"*/{LIST}"))
    own: dict[str, Any] = {"columns": {}, "sheets": {}, "encoding": None, "date_order": None}
    return [settings.model_copy(update={"invitations": str(path), **own}) for path in paths]


def _known(table: Table) -> pd.DataFrame:
    return table.frame.reindex(columns=list(_COLUMNS)).astype(_COLUMNS)


def asked_since(before: pd.DataFrame, settings: Settings) -> set[str]:
    """Customers whose last invitation lies within `quarantine_days` before ``as_of``, or after it, or has no date.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2026-01-01", "2026-01-02", None]))
    >>> before = pd.DataFrame({"customer_id": ["a", "b", "c"], "invited_at": days})
    >>> sorted(asked_since(before, Settings(as_of="2026-04-01", quarantine_days=90)))
    ['b', 'c']
    """
    if not settings.quarantine_days:
        return set()
    first = pd.Timestamp(settings.as_of) - pd.Timedelta(days=settings.quarantine_days)
    free = before["invited_at"].dt.normalize() <= first
    return set(before.loc[~free, "customer_id"])
