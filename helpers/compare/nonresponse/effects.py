"""What those who did not answer change: in money, by rates of response, and by weights (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pandas as pd

from helpers.base.intervals import moments
from helpers.base.proportions import Rate
from helpers.base.results import SEGMENTS, Estimate, Mean, Support, behind, public, told_by
from helpers.collect.nps import Nps, nps_from_counts
from helpers.compare.basis import Basis, finite
from helpers.compare.comparison import Worth
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.gaps import worth_of
from helpers.compare.nonresponse.beside import Weighted, beside_plain
from helpers.compare.nonresponse.propensity import (
    Fifth,
    answering_fifths,
    fifths_apart,
    groups_of,
    mean_ltv,
    rates_of,
)
from helpers.compare.nonresponse.weights import Calibration, Margin, calibration
from helpers.compare.settings import CompareSettings


@dataclass(frozen=True)
class LtvByAnswer:
    """Mean LTV of those who answered (and are in the CRM), of all others, of those asked, and of all customers."""

    answered: Mean | None = told_by("answered")
    silent: Mean | None = told_by("answered")
    invited: Mean | None = told_by("invited")
    invited_silent: Mean | None = told_by("invited")
    all: Mean | None = told_by("all")

    def of(self, group: str) -> Mean | None:
        """The mean of one of the `ANSWER_GROUPS`."""
        return getattr(self, group)


ANSWER_GROUPS = tuple(group.name for group in fields(LtvByAnswer))


@dataclass(frozen=True)
class Weights:
    """What is told of the weights; `reason`, `spend_left_out` and `trimmed` as in `Calibration`."""

    reason: str | None
    spend_left_out: str | None
    n: int  # respondents
    n_eff: float | None  # answers of equal weight that would say as much
    trimmed: int
    largest: float | None  # weight, as a multiple of the mean


@dataclass(frozen=True, eq=False, repr=False)
class Answering:
    """Whom the figures of non-response are of."""

    worth: Worth  # those of the comparison
    invited: Support | None  # all customers by whether they answered and were invited; ``None`` where nobody knows
    bands: Mapping[str, Support]  # variable → all customers by band: whether they answered, and were invited
    fifths: Support | None  # those who could have answered by fifth, and whether they did; ``None`` without fifths
    weight: pd.Series  # of each customer, 0 for those who did not answer


@dataclass(frozen=True)
class NonResponse:
    """Those who answered beside those who did not; money in units of the currency."""

    invited_known: bool = public(published=False)  # who was invited; else rates and fifths are of all customers
    money: LtvByAnswer = public()
    difference: Estimate | None = told_by("answered", published=False)  # mean LTV of answered − silent (Welch)
    rates: Mapping[str, Mapping[str, Rate]] = public(published=False)  # ``tenure``, ``spend``, ``channel`` → band
    fifths: tuple[Fifth, ...] = told_by("fifths", published=False)  # from the least likely to answer to the most
    weights: Weights = public()
    margins: tuple[Margin, ...] = public(published=False)
    nps: Nps | None = public(published=False)  # of those who answered, in the CRM or not
    weighted: Weighted = public()
    answering: Answering | None = behind()


def nonresponse(base: Basis) -> NonResponse:
    """What non-response does to the figures of a comparison, whose customers may tell who was ``invited``."""
    customers, settings = base.customers, base.settings
    weights = calibration(customers, settings, window_before_covered=base.window_before_covered)
    answered, invited = customers["segment"].notna(), _invited(customers)
    asked = pd.Series(True, index=customers.index) if invited is None else invited
    groups = groups_of(customers, weights)
    fifth = fifths_apart(groups, answered[asked])
    return NonResponse(
        invited is not None,
        _money(customers, answered, invited, settings),
        _difference(customers, answered, settings),
        rates_of(groups, answered, asked, settings),
        answering_fifths(fifth, customers, settings),
        _weights(weights),
        weights.margins,
        _score(base),
        beside_plain(base, weights),
        _answering(base, weights, groups, fifth),
    )


def _invited(customers: pd.DataFrame) -> pd.Series | None:
    """Whether each customer was invited; ``None`` where nobody knows."""
    invited = customers["invited"].astype(bool) if "invited" in customers else None
    return None if invited is None or not invited.any() else invited


def _money(
    customers: pd.DataFrame, answered: pd.Series, invited: pd.Series | None, settings: CompareSettings
) -> LtvByAnswer:
    members = {"answered": answered, "silent": ~answered, "all": pd.Series(True, index=customers.index)}
    if invited is not None:
        members |= {"invited": invited, "invited_silent": invited & ~answered}
    worth = {group: customers.loc[mine, "ltv"] for group, mine in members.items() if mine.any()}
    return LtvByAnswer(*(mean_ltv(worth[group], settings) if group in worth else None for group in ANSWER_GROUPS))


def _difference(customers: pd.DataFrame, answered: pd.Series, settings: CompareSettings) -> Estimate | None:
    if answered.nunique() < 2:
        return None
    first, second = (moments(customers.loc[mine, "ltv"].to_numpy()) for mine in (answered, ~answered))
    return welch_gap(first, second, settings.confidence)


def _weights(weights: Calibration) -> Weights:
    each = weights.of_respondents[weights.answered]
    largest = None if weights.reason else float(each.max() / each.mean())
    return Weights(weights.reason, weights.spend_left_out, len(each), finite(weights.n_eff), weights.trimmed, largest)


def _score(base: Basis) -> Nps | None:
    counts = base.persons["segment"].value_counts()
    score = nps_from_counts(
        *(int(counts.get(segment, 0)) for segment in SEGMENTS),
        confidence=base.settings.confidence,
        population=base.settings.population,
    )
    return score if score.n else None


def _answering(
    base: Basis, weights: Calibration, groups: Mapping[str, pd.Series], fifth: pd.Series | None
) -> Answering:
    customers, worth = base.customers, worth_of(base)
    answered, invited = customers["segment"].notna(), _invited(customers)
    who = pd.DataFrame({"answered": answered, "invited": True if invited is None else invited})
    adds = worth.customers.adds
    parts = answered.astype(str) + " " + who["invited"].astype(str)
    return Answering(
        worth,
        None if invited is None else Support(parts, adds),
        {variable: Support(group, who) for variable, group in groups.items()},
        None if fifth is None else Support(fifth, adds.loc[fifth.index].assign(answered=answered[fifth.index])),
        pd.Series(weights.of_respondents, index=customers.index),
    )
