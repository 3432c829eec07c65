"""Score and gap by an attribute of the customers, plain and drawn together (METHOD §5)."""

from dataclasses import dataclass
from math import inf, sqrt

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.intervals import Moments, moments
from helpers.base.pooling import Pooled, drawn_together
from helpers.base.results import Estimate, Support, behind, is_seen, public, told_by
from helpers.collect.nps import Nps, nps_from_counts, nps_from_scores
from helpers.compare.basis import Basis, customers_support
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
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
    customers: int = told_by("counts")
    matched: int = told_by("counts")  # those of them who answered
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
    gap: Estimate | None  # plain
    drawn: Estimate | None  # drawn together with those of the other groups; ``None`` with fewer than three


@dataclass(frozen=True)
class GroupGaps:
    """An attribute's groups, and the level of each plain interval with which all of them hold together."""

    attribute: str
    groups: tuple[GroupGap, ...]
    compared: int  # gaps seen: each interval is made at 1 − (1 − confidence)/gaps (Bonferroni)
    confidence: float  # level of each plain gap's interval
    score_confidence: float  # of each score's
    spread: float | None  # of the true gaps between groups, 0 where chance explains all; ``None`` if not drawn together

    def ranked(self) -> tuple[GroupGap, ...]:
        """Groups by the gaps drawn together, the largest first; as they stand where these are alike or missing."""
        return tuple(sorted(self.groups, key=lambda group: -_estimate(group.drawn)))


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
    """Gaps of all groups of a cut that may be shown, plain and drawn together: only what is seen counts.

    The plain intervals hold together (Bonferroni). Drawn together each gap moves towards that of all as far as
    chance explains the spread (`drawn_together`); of a group whose LTV does not vary no error is known, so it is not.
    """
    if shown_cut is None:
        return None
    level, score_level = (
        _adjusted(settings.confidence, sum(map(is_seen, figures)))
        for figures in ([group.ltv for group in shown_cut.groups], [group.nps for group in shown_cut.groups])
    )
    pooled, drawn = _drawn(shown_cut.groups, settings.confidence)
    groups = tuple(_gap(group, drawn.get(group.cell), level, score_level) for group in shown_cut.groups)
    compared = sum(group.gap is not None for group in groups)
    return GroupGaps(shown_cut.attribute, groups, compared, level, score_level, pooled.spread if pooled else None)


def _drawn(groups: tuple[Group, ...], confidence: float) -> tuple[Pooled | None, dict[str, Estimate]]:
    """The seen gaps drawn together, and by the groups' cells."""
    gaps = {group.cell: _gap_with_error(group.ltv) for group in groups if group.ltv}
    known = {cell: gap for cell, gap in gaps.items() if gap[1] > 0}
    estimates, errors = ([gap[part] for gap in known.values()] for part in (0, 1))
    pooled = drawn_together(estimates, errors, confidence)
    return pooled, dict(zip(known, pooled.groups, strict=True)) if pooled else {}


def _gap_with_error(pair: PairMoments) -> tuple[float, float]:
    """Promoters − detractors, and its standard error (Welch); 0 where none is known."""
    variances = [float(part.variance) / part.n for part in (pair.promoter, pair.detractor) if part.n > 1]
    return float(pair.promoter.mean - pair.detractor.mean), sqrt(sum(variances)) if len(variances) == 2 else 0.0


def _estimate(gap: Estimate | None) -> float:
    return gap.estimate if gap and gap.estimate is not None else -inf


def _adjusted(confidence: float, intervals: int) -> float:
    """Level of each of so many intervals, that all together hold at the confidence (Bonferroni)."""
    return 1 - (1 - confidence) / max(intervals, 1)


def _gap(group: Group, drawn: Estimate | None, level: float, score_level: float) -> GroupGap:
    gap = welch_gap(group.ltv.promoter, group.ltv.detractor, level) if group.ltv else None
    counts = (group.nps.detractors, group.nps.passives, group.nps.promoters) if group.nps else None
    nps = nps_from_counts(*counts, confidence=score_level) if counts else None
    return GroupGap(group.name, group.customers, group.matched, nps, gap, drawn)
