"""A customers file's own columns (region, age, …) as columns of figures: what they are is told by their cells."""

import numpy as np
import pandas as pd

MOST_LEVELS, FEW_LEVELS, RARE, FEWEST = 60, 12, 0.02, 10
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_SAME_WIDTH = 4


def attribute(cells: pd.Series, *, labels: bool = False) -> tuple[list[np.ndarray], str]:
    """Columns of figures that an attribute is compared by, and why there are none.

    Labels become one column each, those of few customers together; so do blanks and numbers of few different
    values, or all of them where they are `labels`. Other numbers stay numbers, their furthest hundredths drawn
    in, with steps at their quarters. Why there are none: ``levels`` (too many, as names and ids have) or ``alike``
    (no two differ); else "".

    Examples
    --------
    >>> columns, reason = attribute(pd.Series(["a", "b", "b"] * 10)); [column[:3].tolist() for column in columns]
    [[True, False, False]]
    >>> attribute(pd.Series(["a", "a"]))
    ([], 'alike')
    """
    if reason := unfit(cells, labels=labels):
        return [], reason
    is_number = not labels and _has_many_numbers(cells.dropna())
    return (_of_numbers(cells.astype("float64").to_numpy()) if is_number else _of_labels(cells)), ""


def unfit(cells: pd.Series, *, labels: bool = False) -> str:
    """Why an attribute has no columns, see `attribute`; else "".

    Examples
    --------
    >>> unfit(pd.Series([f"person {n}" for n in range(99)])), unfit(pd.Series(range(99))), unfit(pd.Series(["a", None]))
    ('levels', '', '')
    """
    entries = cells.dropna()
    levels = entries.nunique()
    if levels + (len(entries) < len(cells)) < 2:
        return "alike"
    if not labels and _has_many_numbers(entries):
        return "levels" if _is_code(entries, levels) else ""
    return "levels" if levels > MOST_LEVELS else ""


def _has_many_numbers(entries: pd.Series) -> bool:
    return entries.nunique() > FEW_LEVELS and _is_number(entries)


def _is_number(entries: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(entries) or bool(entries.astype("str").str.fullmatch(_NUMBER).all())


def _is_code(entries: pd.Series, levels: int) -> bool:
    """Numbers that only name: nearly all different, and written equally long."""
    if pd.api.types.is_float_dtype(entries):
        return False
    widths = entries.astype("str").str.len()
    return levels > 0.9 * len(entries) and widths.min() == widths.max() >= _SAME_WIDTH


def _of_labels(cells: pd.Series) -> list[np.ndarray]:
    """One column a label but the most frequent (ties: the first by name); rare ones and blanks share one."""
    labels = cells.astype("object").map(str, na_action="ignore").fillna("")
    counts = labels.value_counts()
    rare = counts[counts < max(RARE * len(cells), FEWEST)].index
    labels = labels.mask(labels.isin(rare), "") if len(rare) < len(counts) else labels
    order = sorted(labels.value_counts().items(), key=lambda pair: (-pair[1], pair[0]))
    return [(labels == label).to_numpy(dtype=bool) for label, _ in order[1:]]


def _of_numbers(values: np.ndarray) -> list[np.ndarray]:
    blank = np.isnan(values)
    there = values[~blank]
    filled = np.where(blank, np.median(there), values).clip(*np.quantile(there, [0.01, 0.99]))
    return [filled, *steps(filled, ~blank, 4), blank]


def steps(values: np.ndarray, among: np.ndarray, bands: int) -> list[np.ndarray]:
    """Whether each value reaches the quantiles that part those `among` into bands of one size.

    Examples
    --------
    >>> [step.tolist() for step in steps(np.arange(4.0), np.ones(4, bool), 2)]
    [[False, False, True, True]]
    """
    cuts = np.unique(np.quantile(values[among], np.arange(1, bands) / bands)) if among.any() else np.empty(0)
    return [among & (values >= cut) for cut in cuts]
