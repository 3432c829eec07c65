"""What customers can be filtered by: attributes, channel, wave, and bands of tenure and of what was bought before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pandas as pd

from helpers.compare.basis import Basis
from helpers.compare.groups import MOST_GROUPS, REST
from helpers.compare.nonresponse.weights import SPEND, TENURE, spend_band, tenure_band
from helpers.merge.customers import JOINED

MOST_CONDITIONS = 2
TENURE_NAME, SPEND_NAME, WAVE_NAME = "tenure", "earlier_spend", "wave"
_NO_BANDS = ("customer_id", "name", "email")
_OUTSIDE = -1  # place of a person who has no value at all, as the silent have no wave


@dataclass(frozen=True, eq=False, repr=False)
class Dimension:
    """Something that customers can be filtered by; its text shows nobody."""

    name: str  # a column of the customers, or ``tenure``, ``earlier_spend``, ``wave``
    values: tuple[str, ...]  # those that enough answered of; `REST` for all others, where some are left
    place: np.ndarray  # of each customer's value in `values`


@dataclass(frozen=True)
class FilterCondition:
    """A value of a dimension."""

    dimension: str
    value: str


Filter = tuple[FilterCondition, ...]  # all of them hold; in the order of the dimensions


def dimensions(basis: Basis) -> tuple[Dimension, ...]:
    """Those with two values or more of which `smallest_group` answered; other values stand together as `REST`.

    Columns of more than 12 values, of dates and of amounts are none.
    """
    rows = basis.customers
    texts = {name: rows[name].astype("str") for name in rows if _is_attribute(rows[name])}
    texts |= _bands(basis) | _waves(basis)
    made = (_dimension(name, values, basis) for name, values in texts.items())
    return tuple(one for one in made if one and len(one.values) > 1)


def _is_attribute(values: pd.Series) -> bool:
    """Whether a column is one of the CRM's that says something of few kinds."""
    name = str(values.name)
    if name in JOINED or name in _NO_BANDS or values.dtype.kind in "Mf":
        return False
    return values.nunique() <= MOST_GROUPS and name not in ("in_crm", "ltv", "lrv", "net", "acquisition_cost")


def _bands(basis: Basis) -> dict[str, pd.Series]:
    rows, settings = basis.customers, basis.settings
    found = {TENURE_NAME: pd.Series(np.array(TENURE)[tenure_band(rows, settings)], index=rows.index)}
    if basis.window_before_covered and settings.window_start is not None:
        found[SPEND_NAME] = pd.Series(np.array(SPEND)[spend_band(rows, settings)], index=rows.index)
    return found


def _waves(basis: Basis) -> dict[str, pd.Series]:
    """The wave that each customer's answer is of; none of the silent."""
    answers = basis.answers
    if answers is None or "wave" not in answers:
        return {}
    wave = answers.dropna(subset="person").set_index("person")["wave"].astype("str")
    return {WAVE_NAME: basis.customers["person"].map(wave)}


def _dimension(name: str, values: pd.Series, basis: Basis) -> Dimension | None:
    answered = values[basis.customers["segment"].notna()].value_counts()
    named = answered.index[answered >= basis.settings.smallest_group]
    order = {TENURE_NAME: TENURE, SPEND_NAME: SPEND}.get(name)
    known = [value for value in order if value in named] if order else sorted(named)
    place = values.map({value: number for number, value in enumerate(known)}).to_numpy(dtype=float, na_value=np.nan)
    rest = np.isnan(place) & (basis.customers["segment"].notna().to_numpy() if name == WAVE_NAME else True)
    place = np.where(rest, len(known), np.where(np.isnan(place), _OUTSIDE, place)).astype(int)
    return Dimension(name, (*known, *([REST] if rest.any() else [])), place) if len(known) > 1 else None


def reachable(known: Sequence[Dimension]) -> tuple[Filter, ...]:
    """Every filter that can be set: none, and up to `MOST_CONDITIONS` conditions of different dimensions."""
    made: list[Filter] = []
    for number in range(MOST_CONDITIONS + 1):
        for some in combinations(known, number):
            made += product(*([FilterCondition(one.name, value) for value in one.values] for one in some))
    return tuple(made)


def meeting(chosen: Iterable[FilterCondition], known: Sequence[Dimension]) -> np.ndarray:
    """Whether each customer meets all conditions."""
    by_name = {one.name: one for one in known}
    met = np.ones(len(known[0].place) if known else 0, dtype=bool)
    for condition in chosen:
        one = by_name[condition.dimension]
        met &= one.place == one.values.index(condition.value)
    return met


def ordered_filter(conditions: Iterable[FilterCondition], known: Sequence[Dimension]) -> Filter:
    """A filter of these conditions: each dimension once, in the order of the dimensions."""
    by_name = {condition.dimension: condition for condition in conditions}
    return tuple(by_name[one.name] for one in known if one.name in by_name)
