"""Where the money of the purchases file went, and which of its amounts may be shown."""

from collections.abc import Mapping

import pandas as pd

from helpers.base.disclosure import ALL, hidden_groups, unsafe_money
from helpers.base.parameters import Settings
from helpers.merge.disclosed import net_total
from helpers.read.ledger import Table


def money_ledger(
    purchases: Table, rows: pd.DataFrame, settings: Settings, owners: pd.Series | None = None
) -> pd.DataFrame:
    """Where the money of the purchases file went, from all orders down to the window's net amount.

    Parameters
    ----------
    purchases : Table
        Those of the report's customers, and all that were set aside.
    rows : DataFrame
        One row a customer: orders, net_amount.
    owners : Series of str, optional
        Who bought, by row of the file; a row of nobody known counts as somebody else's.

    Returns
    -------
    DataFrame
        step (``ordered``, the reasons, ``before_window``, ``refunds``, ``window_net``), rows, amount
        (whole minor units, signed: the steps add up to ``window_net``), shown (whether the amount may
        be). Rows whose amount is missing move none: further lines of an order, totals, amounts that
        can't be read.

    Raises
    ------
    AssertionError
        If money was lost or made on the way.
    """
    used = purchases.frame
    start = pd.Timestamp(settings.window_start or "1900-01-01")
    early = used[used["ordered_at"] < start]
    late = used[used["ordered_at"] >= start]
    gone = purchases.aside.groupby("reason")["amount"].agg(["size", "sum"])
    lines = [("ordered", purchases.rows_in, int(used["amount"].sum() + purchases.aside["amount"].sum()))]
    lines += [(reason, -int(line["size"]), -int(line["sum"])) for reason, line in gone.iterrows()]
    lines.append(("before_window", -len(early), -int(early["amount"].sum())))
    lines.append(("refunds", 0, -int(late["refund_amount"].sum())))
    lines.append(("window_net", len(late), int(rows["net_amount"].sum())))
    table = pd.DataFrame(lines, columns=["step", "rows", "amount"])
    assert table["amount"][:-1].sum() == table["amount"].iloc[-1], "money was lost on the way"
    assert table["rows"][:-1].sum() == table["rows"].iloc[-1], "rows were lost on the way"
    who = used["customer_id"] if owners is None else owners
    aside = purchases.aside.set_index("row")
    parts = {str(reason): some["amount"] for reason, some in aside.groupby("reason")}
    moved = _by_owner(parts | {"before_window": early["amount"], "refunds": late["refund_amount"]}, who)
    hidden = _hidden(moved, net_total(rows, settings) is not None, settings)
    return table.assign(shown=~table["step"].isin(hidden))


def _by_owner(parts: Mapping[str, pd.Series], owners: pd.Series) -> pd.DataFrame:
    """step, owner, amount: what each who moves money moves in a step."""
    found = [_sums(amounts[amounts.fillna(0) != 0], owners).assign(step=step) for step, amounts in parts.items()]
    return pd.concat(found, ignore_index=True)


def _sums(amounts: pd.Series, owners: pd.Series) -> pd.DataFrame:
    rows = amounts.index.to_series().astype("str")
    owner = owners.reindex(amounts.index).astype("object").fillna("row " + rows)
    return amounts.astype("float64").groupby(owner).sum().rename_axis("owner").reset_index(name="amount")


def _hidden(moved: pd.DataFrame, net_shown: bool, settings: Settings) -> set[str]:
    """Steps whose amount is not shown: the money of few, or mostly of one, and what would give it away.

    The net amount, refunds that may be shown, and what was bought before the window (by the earned
    growth) are told elsewhere too: none of them can hide another step. ``ordered`` less the net amount
    is the sum of the other steps, so it goes where the sum of those that are told nowhere else may not
    be shown, or the net amount. (Who makes more than half of all orders makes more than half of one of
    those.)
    """

    def unsafe(some: pd.DataFrame) -> bool:
        return unsafe_money(some.groupby("owner")[["amount"]].sum(), settings.min_cell, settings)

    net = set() if net_shown else {"window_net", "ordered"}
    elsewhere = {step for step in ("refunds", "before_window") if not unsafe(moved[moved["step"] == step])}
    told_here = moved[~moved["step"].isin(elsewhere)]
    hidden = hidden_groups(told_here, told_here["step"], unsafe)
    return hidden - {ALL} | net | ({"ordered"} if ALL in hidden else set())
