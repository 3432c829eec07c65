"""Purchases that count, wherever their rows lie: here, or in an engine that sums them there."""

from datetime import date
from typing import Protocol

import pandas as pd

from helpers.merge.coverage import windows
from helpers.merge.purchases import bought, of_known, orders_of_window
from helpers.merge.settings import MergeSettings
from helpers.merge.there import There
from helpers.read.typed_table import Table


class Sales(Protocol):
    """What step 2 asks of the purchases that count."""

    @property
    def firsts(self) -> pd.DataFrame:
        """Rows among which the first order of each customer is: customer_id, kind, ordered_at."""

    def bought(self, customers: pd.Series) -> pd.DataFrame:
        """What each customer bought: see `helpers.merge.purchases.bought`."""

    def of_known(
        self, customers: pd.Series, *, where_used: bool, later: pd.Series
    ) -> tuple[Table, pd.DataFrame | None]:
        """The table less what others bought; and what the orders in an engine move, for `money_ledger`."""

    def orders_since(self, ids: pd.Series) -> pd.Series:
        """Orders of the window: at least those of these order ids."""


class Here:
    """Purchases whose rows were all read."""

    def __init__(self, table: Table, settings: MergeSettings, listed_on: date | None) -> None:
        self._table, self._settings, self._listed_on = table, settings, listed_on

    @property
    def firsts(self) -> pd.DataFrame:
        """All rows."""
        return self._table.frame

    def bought(self, customers: pd.Series) -> pd.DataFrame:
        """By the engine inside of this process."""
        return bought(self._table.frame, windows(customers, self._settings, self._listed_on))

    def of_known(self, customers: pd.Series, *, where_used: bool, later: pd.Series) -> tuple[Table, None]:
        """The rows of the report's customers; `bought` tells of them alone from then on."""
        self._table = of_known(self._table, customers, where_used=where_used, later=later)
        return self._table, None

    def orders_since(self, ids: pd.Series) -> pd.Series:
        """All of the window, whatever is asked."""
        return orders_of_window(self._table.frame, self._settings)


def sales_of(table: Table, everyone: Table | None, settings: MergeSettings, listed_on: date | None = None) -> Sales:
    """The purchases as step 2 asks of them; `everyone` is the roster, `listed_on` the day of the latest call list."""
    if table.elsewhere is None:
        return Here(table, settings, listed_on)
    return There(table, table.elsewhere, everyone, settings, listed_on)
