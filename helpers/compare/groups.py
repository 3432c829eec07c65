"""Score and gap by an attribute of the customers, with intervals that hold together (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.disclosure import hidden_groups, too_few, unsafe_money
from helpers.base.errors import KitError
from helpers.base.intervals import Moments, moments
from helpers.base.parameters import Settings
from helpers.collect.nps import Nps, nps_from_scores
from helpers.compare.figures import PAIRS
from helpers.compare.intervals import welch_gap
from helpers.compare.ltv import hidden_ltv, ltv
from helpers.merge.customers import JOINED

MOST_GROUPS = 12
PAIR = "promoter_detractor"


@dataclass(frozen=True)
class Group:
    """Customers of one value of the attribute.

    Attributes
    ----------
    name : str or None
        The value; ``None`` for all whose value is missing or shared by few.
    customers, matched : int
        All of them, and those of them who answered.
    nps : Nps or None
    gap : dict or None
        LTV of promoters − detractors: estimate, low, high; ``None`` where it may not be shown.
    """

    name: str | None
    customers: int
    matched: int
    nps: Nps | None
    gap: Mapping[str, float | None] | None


@dataclass(frozen=True)
class Cut:
    """An attribute's groups, and the level of each interval with which all of them hold together.

    Attributes
    ----------
    attribute : str
    groups : tuple of Group
    compared : int
        Gaps shown: each interval is made at 1 − (1 − confidence)/gaps (Bonferroni).
    confidence : float
        Level of each gap's interval.
    score_confidence : float
        Level of each score's.
    """

    attribute: str
    groups: tuple[Group, ...]
    compared: int
    confidence: float
    score_confidence: float


def cut(rows: pd.DataFrame, settings: Settings) -> Cut | None:
    """NPS and gap of LTV by ``segment_by``; ``None`` where no attribute is named.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.

    Raises
    ------
    KitError
        ``E-SEGMENT-BY`` where the customers have no such attribute, or it has more than 12 values.
    """
    if settings.segment_by is None:
        return None
    names = group_names(rows, settings).fillna("")
    places = [
        (name, (names == name).to_numpy()) for name in sorted(names.unique(), key=lambda name: (name == "", name))
    ]
    scored, gaps = _scored(rows, names, settings), _gaps(rows, dict(places), settings)
    level, score_level = (_adjusted(settings.confidence, len(some)) for some in (gaps, scored))
    groups = []
    for name, mine in places:
        part = rows[mine]
        answered = part[part["segment"].notna()]
        nps = _nps(answered, settings, score_level) if name in scored else None
        gap = welch_gap(*gaps[name], level) if name in gaps else None
        groups.append(Group(name or None, len(part), len(answered), nps, gap))
    return Cut(settings.segment_by, tuple(groups), len(gaps), level, score_level)


def group_names(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Value of each customer as text, missing where fewer than ``min_group_size`` answered of it."""
    named = settings.segment_by or ""
    found = [column for column in (f"crm_{named}", named) if column in rows and column not in JOINED]
    if not found:
        raise KitError("E-SEGMENT-BY.column", column=named)
    names = rows[found[0]].astype("str")
    if names.nunique() > MOST_GROUPS:
        raise KitError("E-SEGMENT-BY.values", column=named, most=MOST_GROUPS)
    answered = names[rows["segment"].notna()].value_counts()
    enough = answered.index[answered >= settings.smallest_group]
    return names.where(names.isin(enough))


def _adjusted(confidence: float, intervals: int) -> float:
    """Level of each of so many intervals, that all together hold at the confidence (Bonferroni).

    Examples
    --------
    >>> round(_adjusted(0.95, 5), 4)
    0.99
    """
    return 1 - (1 - confidence) / max(intervals, 1)


def _nps(answered: pd.DataFrame, settings: Settings, confidence: float) -> Nps:
    cut_offs = {"passive_from": settings.passive_from, "promoter_from": settings.promoter_from}
    return nps_from_scores(answered["score"], **cut_offs, confidence=confidence)


def _scored(rows: pd.DataFrame, names: pd.Series, settings: Settings) -> set[str]:
    """Groups whose score is shown: enough answered, and none that is not is the total less the others."""
    answered = rows["segment"].notna().to_numpy()

    def unsafe(some: pd.DataFrame) -> bool:
        return too_few(len(some), settings.smallest_group)

    groups = names[answered]
    return set(groups) - hidden_groups(rows[answered], groups, unsafe)


def _gaps(rows: pd.DataFrame, places: dict[str, np.ndarray], settings: Settings) -> dict[str, tuple[Moments, Moments]]:
    """Group → LTV of its promoters and detractors, where their gap tells neither of few of them nor of few others."""
    worth = ltv(rows, settings)
    members = {name: (rows["segment"] == name).fillna(False).to_numpy() for name in PAIRS[PAIR]}
    if hidden_ltv(rows, worth, settings) & set(members):
        return {}
    found = {}
    for group, mine in places.items():
        parts = [worth[member & mine].to_numpy() for member in members.values()]
        others = [worth[member & ~mine].to_frame() for member in members.values()]
        few = min(map(len, parts)) < settings.smallest_group
        few = few or any(unsafe_money(part, settings.smallest_group, settings) for part in others)
        if not few and not hidden_ltv(rows[mine], worth[mine], settings) & set(members):
            found[group] = (moments(parts[0]), moments(parts[1]))
    return found
