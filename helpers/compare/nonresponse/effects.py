"""What those who did not answer change: in money, by rates of response, and by weights (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pandas as pd

from helpers.base.intervals import moments
from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.results import Estimate, Mean, Support, behind, public, told_by
from helpers.collect.nps import SEGMENTS, Nps, nps_from_counts
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
    """What is told of the weights.

    Attributes
    ----------
    reason, spend_left_out, trimmed
        As in `Calibration`.
    n : int
        Respondents.
    n_eff : float or None
        Answers of equal weight that would say as much.
    largest : float or None
        Weight, as a multiple of the mean.
    """

    reason: str | None
    spend_left_out: str | None
    n: int
    n_eff: float | None
    trimmed: int
    largest: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Answering:
    """Whom the figures of non-response are of.

    Attributes
    ----------
    worth : Worth
        Those of the comparison.
    invited : Support or None
        All customers by whether they answered and were invited; ``None`` where nobody knows.
    bands : mapping
        Variable → all customers by band: whether they answered, and were invited.
    fifths : Support or None
        Those who could have answered by fifth, and whether they did; ``None`` where there are no fifths.
    weight : Series
        Of each customer, 0 for those who did not answer.
    """

    worth: Worth
    invited: Support | None
    bands: Mapping[str, Support]
    fifths: Support | None
    weight: pd.Series


@dataclass(frozen=True)
class NonResponse:
    """Those who answered beside those who did not; money in units of the currency.

    Attributes
    ----------
    invited_known : bool
        Whether it is known who was invited; else rates and fifths are of all customers.
    money : LtvByAnswer
    difference : Estimate or None
        Mean LTV of those who answered less that of the silent (Welch).
    rates : mapping
        ``tenure``, ``spend``, ``channel`` → band → share who answered.
    fifths : tuple of Fifth
        From the least likely to answer to the most likely.
    weights : Weights
    margins : tuple of Margin
    nps : Nps or None
        Of those who answered, in the CRM or not.
    weighted : Weighted
    answering : Answering or None
        ``None`` in a result that may be shown.
    """

    invited_known: bool = public(published=False)
    money: LtvByAnswer = public()
    difference: Estimate | None = told_by("answered", published=False)
    rates: Mapping[str, Mapping[str, Rate]] = public(published=False)
    fifths: tuple[Fifth, ...] = told_by("fifths", published=False)
    weights: Weights = public()
    margins: tuple[Margin, ...] = public(published=False)
    nps: Nps | None = public(published=False)
    weighted: Weighted = public()
    answering: Answering | None = behind()


def nonresponse(base: Basis, *, window_before_covered: bool) -> NonResponse:
    """What non-response does to the figures of a comparison.

    Parameters
    ----------
    base : Basis
        Persons and sums of the comparison; its customers may tell who was ``invited``.
    window_before_covered : bool
        Whether the purchases cover the window before.
    """
    customers, settings = base.customers, base.settings
    weights = calibration(customers, settings, window_before_covered=window_before_covered)
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


def _money(customers: pd.DataFrame, answered: pd.Series, invited: pd.Series | None, settings: Settings) -> LtvByAnswer:
    members = {"answered": answered, "silent": ~answered, "all": pd.Series(True, index=customers.index)}
    if invited is not None:
        members |= {"invited": invited, "invited_silent": invited & ~answered}
    worth = {group: customers.loc[mine, "ltv"] for group, mine in members.items() if mine.any()}
    return LtvByAnswer(*(mean_ltv(worth[group], settings) if group in worth else None for group in ANSWER_GROUPS))


def _difference(customers: pd.DataFrame, answered: pd.Series, settings: Settings) -> Estimate | None:
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
