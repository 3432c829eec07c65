"""Where the money of the purchases file went."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.base.rows import places_in
from helpers.base.sums import is_fine, money_total
from helpers.merge.settings import MergeSettings
from helpers.merge.totals import buyers_support
from helpers.read.typed_table import Table


@dataclass(frozen=True)
class MoneyStep:
    """Rows and money (whole minor units), signed, that a step adds to what is left."""

    step: str = public()  # ``ordered``, the reasons, ``before_window``, ``refunds``, ``rounding``, ``window_net``
    rows: int = public()
    amount: int = told_by("money")


@dataclass(frozen=True, repr=False)
class Movers:
    """Who moves the money of a ledger."""

    moved: Support  # by step: amount; each who moves money in a step is one row there, named by the index
    customers: Support  # as made by `helpers.merge.totals.buyers_support`: whose the net amount is


@dataclass(frozen=True)
class MoneyLedger:
    """From all orders down to the window's net amount: the steps before the last add up to it."""

    steps: tuple[MoneyStep, ...]
    support: Movers | None = behind()


def money_ledger(
    purchases: Table, rows: pd.DataFrame, settings: MergeSettings, owners: pd.Series | None = None
) -> MoneyLedger:
    """Where the money of the purchases file went, from all orders down to the window's net amount.

    Rows whose amount is missing move none: further lines of an order, totals, amounts that can't be read. The
    purchases are those of the report's customers, and all that were set aside; `owners` are who bought, by row of
    the file, a row of nobody known counting as somebody else's.

    Raises
    ------
    AssertionError
        If money was lost or made on the way.
    """
    used, aside = purchases.frame, purchases.aside
    start = pd.Timestamp(settings.window_start or "1900-01-01")
    is_early = used["ordered_at"] < start
    early, refunds = used["amount"][is_early], used["refund_amount"][~is_early]
    steps = (
        MoneyStep("ordered", purchases.rows_in, money_total(pd.concat([used["amount"], aside["amount"]]))),
        *(MoneyStep(str(reason), -len(some), -money_total(some["amount"])) for reason, some in aside.groupby("reason")),
        MoneyStep("before_window", -len(early), -money_total(early)),
        MoneyStep("refunds", 0, -money_total(refunds)),
    )
    last = MoneyStep("window_net", len(refunds), money_total(rows["net_amount"]))
    fine = any(map(is_fine, (used["amount"], used["refund_amount"], aside["amount"])))
    steps = (*steps, *_rounding(steps, last, fine), last)
    assert sum(step.rows for step in steps[:-1]) == last.rows, "rows were lost on the way"
    amounts = {str(reason): some["amount"] for reason, some in aside.set_index("row").groupby("reason")}
    amounts |= {"before_window": early, "refunds": refunds}
    moved = _by_owner(amounts, used["customer_id"] if owners is None else owners)
    return MoneyLedger(steps, Movers(moved, buyers_support(rows)))


def _rounding(steps: tuple[MoneyStep, ...], last: MoneyStep, fine: bool) -> list[MoneyStep]:
    """What the steps, each rounded to the minor unit by itself, lack of the last one: nothing where none is finer."""
    left = last.amount - sum(step.amount for step in steps)
    assert abs(left) <= fine * len(steps), "money was lost on the way"
    return [MoneyStep("rounding", 0, left)] if left else []


def _by_owner(amounts: Mapping[str, pd.Series], owners: pd.Series) -> Support:
    """What each who moves money moves in a step."""
    sums = {step: _sums(moved[moved.fillna(0) != 0], owners) for step, moved in amounts.items()}
    adds = pd.concat([amount.to_frame("amount") for amount in sums.values()])
    step = [step for step, amount in sums.items() for _ in range(len(amount))]
    return Support(pd.Series(step, index=adds.index, dtype="str"), adds)


def _sums(amounts: pd.Series, owners: pd.Series) -> pd.Series:
    owner = owners.array.take(places_in(owners.index, amounts.index), allow_fill=True)
    owner = pd.Series(owner, amounts.index, dtype="str")
    nobody = owner.isna()
    owner[nobody] = [f"row {row}" for row in amounts.index[nobody]]
    return amounts.astype("float64").groupby(owner).sum()
