"""Figures as they leave: with no digits beyond what is read (METHOD §8)."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from math import floor, isfinite, log10, nan
from typing import Any

import pandas as pd

DIGITS = 3
ENDS = ("low", "high")
CENTRES = ("estimate", "mean", "rate", "value")  # what the ends of an interval are of


def last_place(value: float, digits: int = DIGITS) -> int:
    """Decimals of the last of so many significant digits.

    Examples
    --------
    >>> last_place(48213.77), last_place(-0.81)
    (-2, 3)
    """
    return digits - 1 - floor(log10(abs(value)))


def as_read(value: float, beside: float | None = None) -> float:
    """A figure to three significant digits; an end of an interval to the last place of its estimate, if that is finer.

    Examples
    --------
    >>> as_read(48213.77), as_read(-1234.56, beside=2.8136), as_read(-573.2, beside=3334.0)
    (48200.0, -1234.56, -573.0)
    """
    if not isfinite(value) or value == 0:
        return value
    places = [last_place(figure) for figure in (value, beside) if figure and isfinite(figure)]
    return round(value, max(places)) + 0.0


def figures_as_read(result: Any) -> Any:
    """Result whose figures are rounded as they are read.

    A field that says ``decimals`` is rounded to so many, one that says ``exact`` (totals, counts, rates that shown
    counts make) stays as it is; see `helpers.base.results.told_by`.

    Examples
    --------
    >>> from helpers.base.results import Estimate
    >>> figures_as_read({"gap": Estimate(3334.2, -573.21, 7219.9), "mean": 1.23456, "n": 12345})
    {'gap': Estimate(estimate=3330.0, low=-573.0, high=7220.0), 'mean': 1.23, 'n': 12345}
    """
    if is_dataclass(result) and not isinstance(result, type):
        return replace(result, **_fields_as_read(result))
    if isinstance(result, Mapping):
        return {name: figures_as_read(part) for name, part in result.items()}
    return as_read(result) if isinstance(result, float) else result


def _fields_as_read(result: Any) -> dict[str, Any]:
    figures, read = {part.name: getattr(result, part.name) for part in fields(result)}, {}
    centre = next((figures[name] for name in CENTRES if isinstance(figures.get(name), float)), None)
    for part in fields(result):
        figure, decimals = figures[part.name], part.metadata.get("decimals")
        if not isinstance(figure, float):
            read[part.name] = figure if part.metadata.get("behind") else figures_as_read(figure)
        elif not part.metadata.get("exact"):
            beside = centre if part.name in ENDS else None
            read[part.name] = as_read(figure, beside) if decimals is None else round(figure, decimals) + 0.0
    return read


def table_as_read(table: pd.DataFrame, exact: Iterable[str] = (), decimals: int | None = None) -> pd.DataFrame:
    """Table of numbers rounded as they are read, but for columns of totals, counts and rates that shown counts make.

    Examples
    --------
    >>> rows = pd.DataFrame({"customers": [12345.0], "estimate": [3334.2], "low": [-573.21]})
    >>> table_as_read(rows, ["customers"]).iloc[0].tolist()
    [12345.0, 3330.0, -573.0]
    """
    names = [name for name in table if pd.api.types.is_float_dtype(table[name]) and name not in set(exact)]
    if decimals is not None:
        return table.assign(**{name: table[name].round(decimals) + 0.0 for name in names})
    centres = [table[name] for name in CENTRES if name in table]
    centre = pd.concat(centres, axis=1).bfill(axis=1).iloc[:, 0] if centres else pd.Series(nan, table.index)
    beside = {name: centre if name in ENDS else table[name] for name in names}
    read = {name: [as_read(*pair) for pair in zip(table[name], beside[name], strict=True)] for name in names}
    return table.assign(**read)
