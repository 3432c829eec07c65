"""What the amount of a row is made of: quantity × unit price, discounts in columns of their own, one kind of tax."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from helpers.base.sums import DECIMALS
from helpers.base.tables import FACTORS
from helpers.read.typed_table import Reading, Table

_COUNTED = 2**53  # minor units up to which a float tells whole ones


def amounts_made(table: Table, less: Sequence[str], reasons: dict[str, pd.Series], tax: str | None) -> Table:
    """Purchases with the amount of each row, and without the columns that it is made of; `reasons` are made its own.

    `less` are the headers of discounts that a known export keeps apart from the amount (``less …`` in the table);
    `tax` is the kind of amounts that count, where a flag tells both kinds apart (see `helpers.read.cells.taxes`).
    """
    if table.name not in ("purchases", "amounts"):
        return table
    frame = _of_one_tax(_less_discounts(_multiplied(table.frame, reasons), less, reasons), reasons, tax)
    flags = "tax" in table.frame and table.frame["tax"].notna().any()
    return replace(table, frame=frame, readings=table.readings if flags else tuple(map(_without_tax, table.readings)))


def _without_tax(reading: Reading) -> Reading:  # a column by that name that tells of nothing is not used
    return replace(reading, columns={column: name for column, name in reading.columns.items() if column != "tax"})


def _multiplied(frame: pd.DataFrame, reasons: dict[str, pd.Series]) -> pd.DataFrame:
    """Amount = quantity × unit price, to the last decimal that is kept."""
    if not set(FACTORS) <= set(frame):
        return frame
    quantity, price = (frame[factor] for factor in FACTORS)
    product = (quantity * price.astype("Float64")).round(DECIMALS)
    beyond = (product.abs() >= _COUNTED).fillna(False).astype(bool)
    product = product.mask(beyond)
    whole = (product.dropna() % 1 == 0).all()
    too_large = pd.Series("amount_invalid", index=frame.index[beyond], dtype="str")
    reasons["amount"] = reasons.pop("quantity").combine_first(reasons.pop("unit_price")).combine_first(too_large)
    return frame.drop(columns=list(FACTORS)).assign(amount=product.astype("Int64") if whole else product)


def _less_discounts(frame: pd.DataFrame, headers: Sequence[str], reasons: dict[str, pd.Series]) -> pd.DataFrame:
    """Amounts less the discounts that stand in columns of their own."""
    for header in headers:
        less = frame.pop(f"less {header}")
        defective = reasons.pop(f"less {header}")
        frame["amount"] = (frame["amount"] - less.abs().fillna(0)).mask(frame.index.isin(defective.index))
        reasons["amount"] = defective.combine_first(reasons["amount"])
    return frame


def _of_one_tax(frame: pd.DataFrame, reasons: dict[str, pd.Series], tax: str | None) -> pd.DataFrame:
    """Amounts of the kind that counts; the other kind has none, as where the cells themselves are marked."""
    if "tax" not in frame:
        return frame
    kind = frame["tax"]
    other = frame.index[kind.notna() & (kind != tax)] if tax else frame.index[:0]
    reasons.pop("tax")
    reasons["amount"] = reasons["amount"].combine_first(pd.Series("tax_other", index=other, dtype="str"))
    return frame.drop(columns="tax").assign(amount=frame["amount"].mask(frame.index.isin(other)))
