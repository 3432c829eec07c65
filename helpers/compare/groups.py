"""Score and gap by an attribute of the customers, with intervals that hold together (METHOD §5)."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.intervals import Moments, moments
from helpers.base.results import Estimate, Support, behind, is_seen, public, told_by
from helpers.collect.nps import Nps, nps_from_counts, nps_from_scores
from helpers.compare.basis import Basis
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.gaps import customers_support
from helpers.compare.ltv import ltv
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import JOINED

MOST_GROUPS = 12
REST = ""  # cell of all whose value is missing or shared by few


@dataclass(frozen=True)
class PairMoments:
    """LTV of a group's promoters and of its detractors."""

    promoter: Moments
    detractor: Moments


@dataclass(frozen=True)
class Group:
    """Customers of one value of the attribute."""

    name: str | None = public()  # the value; ``None`` for all whose value is missing or shared by few
    customers: int = public()
    matched: int = public()  # those of them who answered
    nps: Nps | None = told_by("score")  # ``None`` where nobody answered
    ltv: PairMoments | None = told_by("gap")  # ``None`` without a promoter or a detractor

    @property
    def cell(self) -> str:
        """Its cell in the support."""
        return self.name or REST


@dataclass(frozen=True)
class Cut:
    """An attribute's groups, and all customers by segment within their group: buyer, net, ltv, cost."""

    attribute: str
    groups: tuple[Group, ...]
    support: Support | None = behind()


@dataclass(frozen=True)
class GroupGap:
    """Score of a group, and LTV of its promoters − detractors; ``None`` where it does not exist or is not seen."""

    name: str | None
    customers: int
    matched: int
    nps: Nps | None
    gap: Estimate | None


@dataclass(frozen=True)
class GroupGaps:
    """An attribute's groups, and the level of each interval with which all of them hold together."""

    attribute: str
    groups: tuple[GroupGap, ...]
    compared: int  # gaps seen: each interval is made at 1 − (1 − confidence)/gaps (Bonferroni)
    confidence: float  # level of each gap's interval
    score_confidence: float  # of each score's


def cut(basis: Basis) -> Cut | None:
    """NPS and LTV by ``segment_by``, groups named of which `smallest_group` answered; ``None`` without an attribute.

    Raises
    ------
    KitError
        ``E-SEGMENT-BY`` where the customers have no such attribute, or it has more than 12 values.
    """
    rows, settings = basis.rows, basis.settings
    if settings.segment_by is None:
        return None
    names = group_names(rows, settings, settings.smallest_group).fillna(REST)
    people = rows.assign(ltv=ltv(rows, settings))
    order = sorted(names.unique(), key=lambda name: (name == REST, name))
    support = customers_support(people, settings)
    groups = tuple(_group(name, people[names == name], settings) for name in order)
    return Cut(settings.segment_by, groups, Support(support.cell, support.adds, names))


def group_names(rows: pd.DataFrame, settings: CompareSettings, least: int) -> pd.Series:
    """Value of each customer as text, missing where fewer than `least` answered of it."""
    named = settings.segment_by or ""
    columns = [column for column in (f"crm_{named}", named) if column in rows and column not in JOINED]
    if not columns:
        raise KitError("E-SEGMENT-BY.column", column=named)
    names = rows[columns[0]].astype("str")
    if names.nunique() > MOST_GROUPS:
        raise KitError("E-SEGMENT-BY.values", column=named, most=MOST_GROUPS)
    answered = names[rows["segment"].notna()].value_counts()
    enough = answered.index[answered >= least]
    return names.where(names.isin(enough))


def _group(name: str, people: pd.DataFrame, settings: CompareSettings) -> Group:
    answered = people[people["segment"].notna()]
    cut_offs = {"passive_from": settings.passive_from, "promoter_from": settings.promoter_from}
    nps = nps_from_scores(answered["score"], **cut_offs, confidence=settings.confidence) if len(answered) else None
    first, second = (answered.loc[answered["segment"] == segment, "ltv"] for segment in PAIRS[HEADLINE_PAIR])
    both = PairMoments(moments(first.to_numpy()), moments(second.to_numpy())) if len(first) and len(second) else None
    return Group(name or None, len(people), len(answered), nps, both)


def group_gaps(shown_cut: Cut | None, settings: CompareSettings) -> GroupGaps | None:
    """Intervals of all groups that hold together, of a cut that may be shown: only what is seen counts."""
    if shown_cut is None:
        return None
    level, score_level = (
        _adjusted(settings.confidence, sum(map(is_seen, figures)))
        for figures in ([group.ltv for group in shown_cut.groups], [group.nps for group in shown_cut.groups])
    )
    groups = tuple(_gap(group, level, score_level) for group in shown_cut.groups)
    return GroupGaps(shown_cut.attribute, groups, sum(group.gap is not None for group in groups), level, score_level)


def _adjusted(confidence: float, intervals: int) -> float:
    """Level of each of so many intervals, that all together hold at the confidence (Bonferroni)."""
    return 1 - (1 - confidence) / max(intervals, 1)


def _gap(group: Group, level: float, score_level: float) -> GroupGap:
    gap = welch_gap(group.ltv.promoter, group.ltv.detractor, level) if group.ltv else None
    counts = (group.nps.detractors, group.nps.passives, group.nps.promoters) if group.nps else None
    nps = nps_from_counts(*counts, confidence=score_level) if counts else None
    return GroupGap(group.name, group.customers, group.matched, nps, gap)
