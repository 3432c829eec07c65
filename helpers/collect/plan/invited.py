"""Who was asked before: the list that the settings name, and those of the surveys that the kit sent out."""

from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.folders import invitations_root
from helpers.collect.settings import CollectSettings
from helpers.read.roles import canonical_table
from helpers.read.typed_table import Table

LIST = "invitations.csv"
_COLUMNS = {"customer_id": "str", "wave": "str", "invited_at": "datetime64[us]"}


def invited_before(settings: CollectSettings) -> pd.DataFrame:
    """Invitations of all waves but the one that is planned.

    Taken are the list that ``invitations`` names, and those of all waves that were sent out under the
    report's name: customer_id, wave, invited_at (both may be missing). An invitation on both counts once.

    Raises
    ------
    KitError
        Those of reading the files.
    """
    named = canonical_table("invitations", settings)
    lists = [*([] if named is None else [named.frame]), *_sent(settings)]
    known = [frame.reindex(columns=list(_COLUMNS)).astype(_COLUMNS) for frame in (*lists, pd.DataFrame())]
    every = pd.concat(known, ignore_index=True)
    return every[every["wave"].fillna("") != settings.wave_name].drop_duplicates(ignore_index=True)


def with_sent(named: pd.DataFrame | None, settings: CollectSettings) -> pd.DataFrame | None:
    """Invitations that the settings name, and those of all waves that were sent out under the report's name.

    By them tokens are known and waves are told; ``None`` where there are none at all.

    Raises
    ------
    KitError
        Those of reading the lists.
    """
    lists = [*([] if named is None else [named]), *_sent(settings)]
    if len(lists) < 2:
        return lists[0] if lists else None
    every = pd.concat(lists, ignore_index=True)
    return every[~every.duplicated([name for name in ("customer_id", "token", "wave") if name in every])]


def _sent(settings: CollectSettings) -> list[pd.DataFrame]:
    """Lists of the waves sent out."""
    paths = sorted((invitations_root() / settings.report_name).glob(f"*/{LIST}"))
    return [written_list(path, settings).frame for path in paths]


def written_list(path: Path, settings: CollectSettings) -> Table:
    """One wave's list of invitations, as the kit writes it: no setting that is about the user's own list holds."""
    own: dict[str, Any] = {"columns": {}, "sheets": {}, "encoding": None, "date_order": None}
    table = canonical_table("invitations", settings.model_copy(update={"invitations": str(path), **own}))
    assert table is not None, "the path was given"
    return table


def asked_since(before: pd.DataFrame, settings: CollectSettings) -> set[str]:
    """Customers whose last invitation lies within `quarantine_days` before ``as_of``, or after it, or has no date.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2026-01-01", "2026-01-02", None]))
    >>> before = pd.DataFrame({"customer_id": ["a", "b", "c"], "invited_at": days})
    >>> sorted(asked_since(before, CollectSettings(as_of="2026-04-01", quarantine_days=90)))
    ['b', 'c']
    """
    if not settings.quarantine_days:
        return set()
    first = pd.Timestamp(settings.as_of) - pd.Timedelta(days=settings.quarantine_days)
    free = before["invited_at"].dt.normalize() <= first
    return set(before.loc[~free, "customer_id"])
