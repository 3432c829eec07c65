"""Where the money of the purchases file went."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.base.rows import places_in
from helpers.base.sums import is_fine, money_total
from helpers.merge.settings import MergeSettings
from helpers.merge.totals import buyers_support
from helpers.read.typed_table import Table

LEDGER_COLUMNS = ["customer_id", "ordered_at", "amount", "refund_amount"]


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
    purchases: Table,
    rows: pd.DataFrame,
    settings: MergeSettings,
    owners: pd.Series | None = None,
    there: pd.DataFrame | None = None,
) -> MoneyLedger:
    """Where the money of the purchases file went, from all orders down to the window's net amount.

    Rows whose amount is missing move none: further lines of an order, totals, amounts that can't be read. The
    purchases are those of the report's customers, and all that were set aside; `owners` are who bought, by row of
    the file, a row of nobody known counting as somebody else's; `there` is what stays in an engine (see `Sales`).

    Raises
    ------
    AssertionError
        If money was lost or made on the way.
    """
    used, aside = purchases.frame, purchases.aside
    is_early = used["ordered_at"] < pd.Timestamp(settings.window_start or "1900-01-01")
    moved = {str(reason): some["amount"] for reason, some in aside.set_index("row").groupby("reason")}
    moved |= {"before_window": used["amount"][is_early], "refunds": used["refund_amount"][~is_early]}
    far = {} if there is None else _far(there)
    whole = [used["amount"], aside["amount"], *(some["amount"] for step, some in far.items() if step != "refunds")]
    reasons = sorted({*moved, *far} - {"before_window", "refunds", "window"})
    sums = {step: _parts(moved, far, step) for step in (*reasons, "before_window", "refunds")}
    counts = {step: len(moved.get(step, ())) + _rows(far, step) for step in sums} | {"refunds": 0}
    steps = (
        MoneyStep("ordered", purchases.rows_in, money_total(*whole)),
        *(MoneyStep(step, -counts[step], -money_total(*amounts)) for step, amounts in sums.items()),
    )
    in_window = int((~is_early).sum()) + _rows(far, "window")
    last = MoneyStep("window_net", in_window, money_total(rows["net_amount"]))
    fine = any(map(is_fine, (used["amount"], used["refund_amount"], aside["amount"], *whole)))
    steps = (*steps, *_rounding(steps, last, fine), last)
    assert sum(step.rows for step in steps[:-1]) == last.rows, "rows were lost on the way"
    by_owner = _by_owner(moved, used["customer_id"] if owners is None else owners)
    return MoneyLedger(steps, Movers(_with_far(by_owner, far), buyers_support(rows)))


def _far(there: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Step → what each payer moves in it, of the orders in an engine; refunds of the window by themselves."""
    lines = {str(step): some.set_index("owner") for step, some in there.groupby("step")}
    if "window" in lines:
        lines["refunds"] = lines["window"].assign(amount=lines["window"]["refunds"], rows=0)
    return lines


def _parts(moved: Mapping[str, pd.Series], far: Mapping[str, pd.DataFrame], step: str) -> list[pd.Series]:
    """Amounts of a step: of the rows here, and of what is in an engine."""
    there = {step: some["amount"] for step, some in far.items()}
    return [amounts[step] for amounts in (moved, there) if step in amounts]


def _rows(far: Mapping[str, pd.DataFrame], step: str) -> int:
    return int(far[step]["rows"].sum()) if step in far else 0


def _with_far(movers: Support, far: Mapping[str, pd.DataFrame]) -> Support:
    """Who moves money in a step, those whose orders lie in an engine among them."""
    lines = [some.assign(step=step) for step, some in far.items() if step != "window"]
    if not lines:
        return movers
    near = movers.adds.assign(step=movers.cell)
    every = pd.concat([near, *(some.loc[some["amount"].fillna(0) != 0, ["amount", "step"]] for some in lines)])
    every.index.name = "owner"
    amounts = every.astype({"amount": "float64"}).groupby(["step", "owner"])["amount"].sum().reset_index("step")
    return Support(amounts["step"].astype("str"), amounts[["amount"]])


def _rounding(steps: tuple[MoneyStep, ...], last: MoneyStep, fine: bool) -> list[MoneyStep]:
    """What the steps, each rounded to the minor unit by itself, lack of the last one: nothing where none is finer."""
    left = last.amount - sum(step.amount for step in steps)
    assert abs(left) <= fine * len(steps), "money was lost on the way"
    return [MoneyStep("rounding", 0, left)] if left else []


def _by_owner(amounts: Mapping[str, pd.Series], owners: pd.Series) -> Support:
    """What each who moves money moves in a step."""
    codes, names = pd.factorize(owners)
    codes = np.append(codes, -1)  # a row that is not there is nobody's, as one of nobody known
    codes[codes < 0] = len(names)
    sums = {step: _sums(moved[moved.fillna(0) != 0], codes, names, owners.index) for step, moved in amounts.items()}
    adds = pd.concat([amount.to_frame("amount") for amount in sums.values()])
    step = [step for step, amount in sums.items() for _ in range(len(amount))]
    return Support(pd.Series(step, index=adds.index, dtype="str"), adds)


def _sums(amounts: pd.Series, codes: np.ndarray, names: pd.Index, rows: pd.Index) -> pd.Series:
    """Sum by owner, whose `codes` stand for the file's `rows`, the last for none of them; each row of nobody alone."""
    code, moved = codes[places_in(rows, amounts.index)], amounts.to_numpy(dtype="float64")
    total, n = np.bincount(code, moved, len(names) + 1), np.bincount(code, minlength=len(names) + 1)
    here, nobodys = np.flatnonzero(n[:-1]), code == len(names)
    each = pd.Series(moved[nobodys], [f"row {row}" for row in amounts.index[nobodys]])
    return pd.concat([pd.Series(total[here], names[here].astype("str")), each]).rename_axis("owner")
